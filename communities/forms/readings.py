"""What is asked of an advisor who writes what they read in the figures."""

from django import forms

from communities.actions.readings import MAX_LETTERS
from lib.text import number
from regioscan.models import Theme


class ReadingForm(forms.Form):
    """A text about a theme, or about the whole region."""

    theme = forms.ModelChoiceField(
        label="Waarover",
        queryset=Theme.objects.order_by("position"),
        to_field_name="code",
        required=False,
        empty_label="de hele regio",
    )
    text = forms.CharField(
        label="Wat leest u in deze cijfers",
        max_length=MAX_LETTERS,
        help_text=f"Gewone tekst, ten hoogste {number(MAX_LETTERS)} tekens. Een lege regel maakt een nieuwe alinea. "
        "Schrijf niets over personen.",
        widget=forms.Textarea({"rows": 10}),
        error_messages={"required": "Schrijf eerst uw duiding."},
    )
