"""What is asked of who finishes or stops an initiative: the lesson that others find."""

from typing import Any

from django import forms

from communities.forms.either import either
from communities.forms.stream import SoundForm
from initiatives.actions.lessons import LessonWords
from initiatives.models import Lesson
from succesfactoren.access.learning import house_factors

LONGEST = 2_000
NAMES = ("advice", "what_worked", "what_not", "factor_code", "is_shared")


def _lines(label: str, rows: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea({"rows": rows}), **options)


class LessonForm(SoundForm):
    """What worked, what did not, and what others should do; only the advice is asked for."""

    advice = _lines(
        "Wat raadt u anderen aan?",
        4,
        help_text="Schrijf het zo dat iemand in een andere regio er morgen iets mee kan.",
        error_messages={"required": "Schrijf op wat u anderen aanraadt. Eén zin is genoeg."},
    )
    what_worked = _lines("Wat werkte?", 3, required=False)
    what_not = _lines("Wat werkte niet?", 3, required=False)
    factor_code = forms.ChoiceField(
        label="Bij welke succesfactor hoort dit?",
        required=False,
        help_text="Zo vinden anderen de les terug. Weet u het niet? Laat het dan leeg.",
    )
    is_shared = either(
        "Wie mag deze les lezen?",
        yes="Wie het initiatief mag zien, en andere communities. Is de uwe besloten, dan lezen die hem zonder namen",
        no="Alleen leden van deze community",
    )

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        factors = [(one.code, one.name) for one in house_factors()]
        self.fields["factor_code"].choices = [("", "Geen of weet ik niet"), *factors]  # type: ignore[attr-defined]
        if not factors:
            del self.fields["factor_code"]
        self.initial.setdefault("is_shared", True)

    def clean_advice(self) -> str:
        """Words, and not only spaces."""
        advice: str = self.cleaned_data["advice"].strip()
        return advice

    @property
    def words(self) -> LessonWords:
        """What was written, for the action."""
        given = {name: self.cleaned_data[name] for name in NAMES if name in self.cleaned_data}
        return LessonWords(**given, version=self.cleaned_data["version"] or 0)

    def put_over(self, current: Lesson) -> Lesson:
        """Keep what was typed, for who sends it once more having read how the lesson stands now."""
        self.data = {name: self.data[name] for name in self.data} | {"version": current.version}
        return current

    @staticmethod
    def filled_from(lesson: Lesson | None) -> dict[str, Any]:
        """What stands in the form before anybody changed it."""
        return {name: getattr(lesson, name) for name in (*NAMES, "version")} if lesson else {}
