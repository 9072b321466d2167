"""What is asked of who brings an initiative to another stage."""

from typing import Any

from django import forms

from communities.forms.stream import SoundForm
from initiatives.analysis.workflow import ALLOWED, ENDS, next_stage
from initiatives.models import Stage

STEPS = {
    "idee": "Terug naar idee",
    "verkend": "Het is verkend",
    "willen": "Er zijn mensen die willen",
    "doen": "Wij gaan het doen",
    "gerealiseerd": "Het is gerealiseerd",
    "gestopt": "Wij stoppen ermee",
}
"""What a choice says that brings an initiative to a stage."""
BACK = {
    ("willen", "verkend"): "Terug naar verkend",
    ("doen", "willen"): "Terug naar willen",
    ("gerealiseerd", "doen"): "Het is toch nog niet klaar",
    ("gestopt", "idee"): "Weer oppakken als idee",
    ("gestopt", "verkend"): "Weer oppakken: het is verkend",
}
"""The same where the way goes back."""
MEANS = {
    "idee": "Iemand heeft een idee. Er is nog niet gekeken of het kan.",
    "verkend": "Er is gekeken of het kan, wie erbij hoort en wat het vraagt.",
    "willen": "Er zijn mensen en organisaties die “ik wil” zeggen.",
    "doen": "Wie meedoet, weet wat hij doet en wanneer. Het wordt uitgevoerd.",
    "gerealiseerd": "Het is er, of het loopt vanzelf door.",
    "gestopt": "Het gaat niet door. Wat u leerde, helpt anderen.",
}


def words_of_step(before: str, after: str) -> str:
    """What a choice says that goes from one stage to another."""
    return BACK.get((before, after), STEPS[after])


def asked_stage(now: str, asked: str) -> str:
    """The stage that an address asks for where the table knows that step; else the step forward."""
    return asked if asked in ALLOWED[now] else next_stage(now) or ALLOWED[now][0]


class StageForm(SoundForm):
    """To which stage, and why; `seen` is the stage that the reader looked at."""

    after = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
    why = forms.CharField(
        label="Waarom nu?",
        max_length=300,
        required=False,
        help_text="Eén zin. Wie het initiatief volgt, leest dit terug.",
    )

    def __init__(self, *args: Any, before: str, after: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"after": after, "seen": before}, **kwargs)
        if after == "gestopt":
            self.fields["why"].label = "Waarom stopt het?"

    @property
    def asks_lesson(self) -> bool:
        """Whether this step asks for the lesson."""
        return str(self["after"].value()) in ENDS
