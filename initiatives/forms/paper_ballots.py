"""What is asked of who prints ballots, and of who types one in."""

from typing import Any

from django import forms

from initiatives.actions.paper_ballots import HIGHEST_NUMBER, Difference, Typed
from initiatives.forms.ballots import BallotSheet
from initiatives.models import BudgetRound

MOST_SHEETS = 50


class BallotNumberForm(forms.Form):
    """Which ballot is on the table."""

    biljet = forms.IntegerField(
        label="Nummer van het biljet",
        min_value=1,
        max_value=HIGHEST_NUMBER,
        help_text="Het staat rechtsboven.",
        error_messages={"required": "Vul het nummer van het biljet in."},
    )


class PrintForm(forms.Form):
    """How many blank ballots, and with which numbers."""

    eerste = forms.IntegerField(label="Eerste nummer", min_value=1, max_value=HIGHEST_NUMBER, initial=1)
    aantal = forms.IntegerField(
        label="Hoeveel biljetten",
        min_value=1,
        max_value=MOST_SHEETS,
        initial=10,
        help_text=f"Ten hoogste {MOST_SHEETS} tegelijk. Print daarna verder vanaf het volgende nummer.",
    )


class TypedForm(forms.Form):
    """What stands on the paper besides the choices."""

    code = forms.CharField(
        label="Stemcode",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text="Van de brief die bij het biljet zit. Zo stemt niemand twee keer.",
        error_messages={"required": "Vul de stemcode in."},
    )
    invalid = forms.BooleanField(
        label="Dit biljet is ongeldig: het is niet ingevuld zoals het hoort.",
        required=False,
        help_text="Een leeg biljet is wel geldig: dat is een blanco stem.",
    )

    def __init__(self, *args: Any, budget: BudgetRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if budget.rights != BudgetRound.Rights.CODE:
            del self.fields["code"]

    def typed(self, sheet: BallotSheet) -> Typed:
        """What the action takes."""
        return Typed(sheet.choices, self.cleaned_data.get("code", ""), self.cleaned_data["invalid"])


class Settling:
    """The differences of one ballot in words, to choose from."""

    def __init__(self, found: list[Difference], sheet: BallotSheet) -> None:
        titles = {one.project.code: f"{one.project.number}. {one.project.title}" for one in sheet.lines}
        places = {code: at for at, code in enumerate(titles)}
        self.rows = [
            {
                "name": one.name,
                "text": titles.get(one.code, one.code),
                "first": _in_words(one.first, sheet),
                "second": _in_words(one.second, sheet),
            }
            for one in sorted(found, key=lambda one: places.get(one.code, len(places)))
        ]


def _in_words(given: int, sheet: BallotSheet) -> str:
    if sheet.has_points:
        return "1 punt" if given == 1 else f"{given} punten"
    return "aangekruist" if given else "niet aangekruist"
