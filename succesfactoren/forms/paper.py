"""What is asked of who prints sheets, and of who types one in."""

from typing import Any

from django import forms

from succesfactoren.actions.paper import NOT_THERE, Difference
from succesfactoren.forms.questionnaire import Question, Questionnaire

MOST_SHEETS = 10
HIGHEST_NUMBER = 99_999


class SheetNumberForm(forms.Form):
    """Which sheet is on the table."""

    vel = forms.IntegerField(
        label="Nummer van het vel",
        min_value=1,
        max_value=HIGHEST_NUMBER,
        help_text="Het staat rechtsboven op elke bladzijde.",
        error_messages={"required": "Vul het nummer van het vel in."},
    )


class PrintForm(forms.Form):
    """How many blank sheets, and with which numbers."""

    eerste = forms.IntegerField(label="Eerste nummer", min_value=1, max_value=HIGHEST_NUMBER, initial=1)
    aantal = forms.IntegerField(
        label="Hoeveel vellen",
        min_value=1,
        max_value=MOST_SHEETS,
        initial=10,
        help_text=f"Ten hoogste {MOST_SHEETS} tegelijk. Print daarna verder vanaf het volgende nummer.",
    )


class Settling:
    """The differences of one sheet in words, to choose from."""

    def __init__(self, found: list[Difference], asked: Questionnaire) -> None:
        by_code = {(_part_of(one), one.code): one for one in asked.questions}
        self.rows = [
            {
                "name": one.name,
                "text": by_code[one.part, one.code].text,
                "first": _in_words(by_code[one.part, one.code], one.first),
                "second": _in_words(by_code[one.part, one.code], one.second),
            }
            for one in found
        ]


def _part_of(one: Question) -> str:
    return "groups" if one.is_group else "texts" if one.is_open_question else "answers"


def _in_words(asked: Question, value: Any) -> str:
    """What was typed, as it stands on the paper."""
    if value is NOT_THERE:
        return "niet ingevuld"
    asked.show(value)
    if asked.is_unknown:
        return "Weet ik niet"
    chosen = [str(one["label"]) for one in asked.choices if one["is_chosen"]]
    return ", ".join(chosen) if chosen else str(asked.typed)
