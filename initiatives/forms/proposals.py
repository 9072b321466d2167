"""What is asked of who sends in an idea, of who judges it, and of who looks for one."""

from typing import Any

from django import forms

from initiatives.actions.proposals import Idea, Judgement
from initiatives.forms.amounts import AmountField
from initiatives.models import Proposal


class ProposalForm(forms.Form):
    """An idea in four fields."""

    title = forms.CharField(
        label="Wat is uw plan?",
        max_length=120,
        help_text="In een paar woorden. Bijvoorbeeld: Een bankje bij de vijver.",
        error_messages={"required": "Geef uw plan een naam."},
    )
    text = forms.CharField(
        label="Leg het uit",
        max_length=4_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="Wat komt er, voor wie, en waarom is dat nodig? Iedereen kan dit lezen.",
        error_messages={"required": "Leg uw plan uit. Een paar zinnen is genoeg."},
    )
    place = forms.CharField(
        label="Waar?", max_length=120, required=False, help_text="Een straat, plein of gebouw. Geen adres van een mens."
    )
    guess = AmountField(
        label="Wat denkt u dat het kost, in euro’s?",
        required=False,
        help_text="Een ruwe schatting mag. Wij rekenen het precies uit.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_proposal(proposal) if proposal else {})
        super().__init__(*args, **kwargs)

    def idea(self) -> Idea:
        """What was filled in, for the verb."""
        found = self.cleaned_data
        # A browser sends line ends of its own; the same words must be the same idea.
        text = found["text"].replace("\r\n", "\n")
        return Idea(title=found["title"], text=text, place=found["place"], guess_cents=found["guess"])


def _of_proposal(proposal: Proposal) -> dict[str, Any]:
    names = ("title", "text", "place", "version")
    return {name: getattr(proposal, name) for name in names} | {"guess": proposal.guess_cents}


class JudgeForm(forms.Form):
    """Whether it can be done, why, and for what it costs."""

    is_feasible = forms.TypedChoiceField(
        label="Kan dit?",
        choices=[("ja", "Ja, het is haalbaar"), ("nee", "Nee, het is niet haalbaar")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of dit kan."},
    )
    cost = AmountField(
        label="Wat kost het ten hoogste, in euro’s?",
        required=False,
        help_text="Nodig als het haalbaar is. Met dit bedrag rekenen wij bij het tellen, zodat er altijd genoeg is.",
    )
    cost_from = AmountField(
        label="En minstens?",
        required=False,
        help_text="Alleen als het bedrag nog niet vaststaat. Op het stembiljet staan dan beide bedragen.",
    )
    reason = forms.CharField(
        label="Waarom?",
        max_length=1_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Iedereen kan dit lezen, en wie het instuurde krijgt het te horen. Ook een ja heeft een reden.",
        error_messages={"required": "Schrijf op waarom. Wie het plan instuurde, leest dat."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _judged(proposal))
        super().__init__(*args, **kwargs)
        # Asked where the answer is yes, so it does not say «niet verplicht».
        self.fields["cost"].is_one_of = True  # type: ignore[attr-defined]

    def judgement(self) -> Judgement:
        """What was filled in, for the verb."""
        found = self.cleaned_data
        reason = found["reason"].replace("\r\n", "\n")
        return Judgement(found["is_feasible"], reason, found["cost"], found["cost_from"])


def _judged(proposal: Proposal) -> dict[str, Any]:
    states = {Proposal.State.FEASIBLE: "ja", Proposal.State.REFUSED: "nee"}
    known = {"is_feasible": states[proposal.state]} if proposal.state in states else {}  # type: ignore[index]
    costs = {"cost": proposal.cost_cents, "cost_from": proposal.cost_from_cents}
    return known | costs | {"reason": proposal.reason, "version": proposal.version}


class HideForm(forms.Form):
    """Why an idea goes out of sight."""

    reason = forms.CharField(
        label="Reden",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wie het plan instuurde, leest deze reden. Noem de huisregel waar het tegenin gaat.",
        error_messages={"required": "Geef een reden. Zonder reden verbergt u niets."},
    )


class SearchForm(forms.Form):
    """What somebody looks for among the ideas. What the address says wrong counts as not said."""

    q = forms.CharField(label="Zoek in de plannen", max_length=100, required=False)
    stand = forms.ChoiceField(
        label="Stand",
        choices=[
            ("", "Alle plannen"),
            (Proposal.State.SENT.value, "Nog niet getoetst"),
            (Proposal.State.FEASIBLE.value, "Haalbaar"),
            (Proposal.State.REFUSED.value, "Niet haalbaar"),
        ],
        required=False,
    )

    @property
    def words(self) -> str:
        """The words that were asked for."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")).strip()

    @property
    def state(self) -> str:
        """The state that was asked for; "" for all."""
        self.is_valid()
        return str(self.cleaned_data.get("stand", ""))
