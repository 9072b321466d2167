"""A choice between two full sentences, for who may see something: a tick box leaves unsaid what happens without it."""

from typing import Any

from django import forms


def either(label: str, *, yes: str, no: str, **kwargs: Any) -> forms.TypedChoiceField:
    """Radio buttons that give True for the sentence of `yes`, and False for that of `no`, which is chosen at first."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(False, no), (True, yes)],
        coerce=lambda value: str(value) == "True",
        initial=False,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een van de twee."},
        **kwargs,
    )
