"""What is asked of who wants a report of a trajectory."""

from collections.abc import Sequence

from django import forms


class TrajectoryReportForm(forms.Form):
    """Which chapters."""

    hoofdstukken = forms.MultipleChoiceField(
        label="Wat staat erin",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één hoofdstuk."},
        help_text="Alles staat erin zoals het nu is. Daarna verandert het rapport niet meer.",
    )

    def __init__(self, data: object = None, *, chapters: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"hoofdstukken": [code for code, _ in chapters]})  # type: ignore[arg-type]
        self.fields["hoofdstukken"].choices = chapters  # type: ignore[attr-defined]
