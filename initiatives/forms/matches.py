"""What is asked of two people who agree with each other."""

from typing import Any

from django import forms

from communities.forms.commitments import date_field
from initiatives.models import Match


class AnswerForm(forms.Form):
    """The first message."""

    message = forms.CharField(
        label="Uw bericht",
        max_length=1_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="Wat kunt u doen, of wat wilt u weten? Schrijf uw telefoonnummer erbij als u wilt dat iemand u belt.",
        error_messages={"required": "Schrijf in een paar zinnen wat u kunt doen, of wat u zoekt."},
    )


class ProposalForm(forms.Form):
    """What is agreed, and for when."""

    what = forms.CharField(
        label="Wat spreekt u af?",
        max_length=240,
        widget=forms.Textarea({"rows": 2}),
        help_text="Eén zin, zo concreet dat u straks allebei ziet of het gelukt is.",
        error_messages={"required": "Schrijf in één zin wat u afspreekt."},
    )
    promised_on = date_field(
        "Wanneer is het gedaan?", help_text="Een week daarna vragen wij u allebei of het gelukt is."
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"what": match.what, "promised_on": match.promised_on})
        super().__init__(*args, **kwargs)


class SeenForm(forms.Form):
    """What stood there when somebody said yes to it."""

    what = forms.CharField(max_length=240, widget=forms.HiddenInput)
    promised_on = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "hidden"}, format="%Y-%m-%d")
    )


class FailedForm(forms.Form):
    """Why it came to nothing."""

    because = forms.CharField(
        label="Waarom niet?",
        max_length=240,
        widget=forms.Textarea({"rows": 2}),
        help_text="De ander leest dit, en verder niemand.",
        error_messages={"required": "Schrijf op waarom niet. De ander leest dat, en niemand anders."},
    )


class LetterForm(forms.Form):
    """A message that goes by a letter of the house."""

    text = forms.CharField(
        label="Uw bericht",
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Wij mailen dit door. U ziet elkaars adres niet, en wij bewaren geen kopie op de site.",
        error_messages={"required": "Schrijf eerst uw bericht."},
    )
