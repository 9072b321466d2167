"""What is asked of someone who defines a region of their own."""

from django import forms

from regioscan.analysis.composing import read_codes
from regioscan.models import Composition, Region

MAX_TEXT = 20_000
"""Five hundred codes with their names fit in it."""
CODES_HELP = (
    "Codes van gemeenten, of van wijken, of van buurten. Plak ze zoals u ze hebt: onder elkaar, "
    "of met komma’s, puntkomma’s of tabs ertussen."
)


class RegionForm(forms.Form):
    """A name, the codes of the parts, and why."""

    naam = forms.CharField(label="Naam van de regio", max_length=Region._meta.get_field("name").max_length)
    codes = forms.CharField(
        label="Delen",
        help_text=CODES_HELP,
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    waarom = forms.CharField(
        label="Waarom deze regio, of deze wijziging",
        max_length=Composition._meta.get_field("reason").max_length,
        help_text="Iedereen kan dit lezen, met uw naam en de datum erbij.",
    )

    def clean_naam(self) -> str:
        """One blank between words, so that two names cannot differ by blanks alone."""
        return " ".join(str(self.cleaned_data["naam"]).split())

    def clean_codes(self) -> list[str]:
        """The codes, each as a word."""
        return read_codes(self.cleaned_data["codes"])


class PickForm(forms.Form):
    """The state of picking: from which region is picked, and what was picked or pasted so far.

    `stond` says what was ticked when the page was drawn.
    """

    uit = forms.SlugField(max_length=16, required=False)
    plak = forms.CharField(max_length=MAX_TEXT, required=False)
    stond = forms.CharField(max_length=MAX_TEXT, required=False)
