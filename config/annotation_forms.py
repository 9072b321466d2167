"""What is asked of someone who writes their own reading of a region."""

from typing import Any

from django import forms

from lib.text import number
from regioscan.models import Annotation, Theme

TEXT_HELP = (
    "Gewone tekst. Een lege regel maakt een nieuwe alinea. "
    "Iedereen kan dit lezen, met uw naam en de datum erbij. Schrijf niets over personen."
)


class RewriteForm(forms.Form):
    """The text of a reading."""

    text = forms.CharField(
        label="Uw duiding",
        max_length=Annotation.MAX_LENGTH,
        help_text=f"{TEXT_HELP} Ten hoogste {number(Annotation.MAX_LENGTH)} tekens.",
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "Schrijf eerst uw duiding."},
    )


class AnnotationForm(RewriteForm):
    """A new reading: of the whole region, or of one theme."""

    theme = forms.ModelChoiceField(
        label="Waarover",
        queryset=Theme.objects.order_by("position"),
        to_field_name="code",
        required=False,
        empty_label="de hele regio",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["theme", "text"])
