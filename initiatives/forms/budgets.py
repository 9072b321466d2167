"""What is asked of a coordinator who sets up a budget, publishes its result and accounts for it."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives.actions.budgets import BudgetPlan
from initiatives.forms.amounts import AmountField
from initiatives.letters.budgets import ENOUGH, HOW_MANY, HOW_TO_COUNT, HOW_TO_VOTE, WHO
from initiatives.models import BudgetRound
from regioscan.models import Region
from succesfactoren.forms.rounds import HasMoments, day_field, hour_field, typed_moment

LAST_YEARS_AHEAD = 5
AGES = "Vul een leeftijd in van 0 tot en met 21."
MOMENTS = ("propose_from", "propose_until", "vote_from", "vote_until")


RULES = {
    BudgetRound.Rule.EQUAL: f"Gelijke delen. {HOW_TO_COUNT[BudgetRound.Rule.EQUAL]}",
    BudgetRound.Rule.GREEDY: f"Meeste stemmen. {HOW_TO_COUNT[BudgetRound.Rule.GREEDY]}",
}


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(one.value, sentence) for one, sentence in words.items()]


class BudgetForm(HasMoments):
    """A budget: how much, for what, who decides, who votes and how, how it is counted, and when."""

    name = forms.CharField(
        label="Naam van het budget",
        max_length=120,
        help_text="Bijvoorbeeld: Dorpsbudget Noord 2027.",
        error_messages={"required": "Geef het budget een naam."},
    )
    amount = AmountField(
        label="Bedrag in euro’s",
        help_text="Bijvoorbeeld 25.000 of 25.000,50.",
        error_messages={"required": "Vul het bedrag in."},
    )
    area = forms.CharField(
        label="Voor welk dorp of welke wijk?", max_length=120, error_messages={"required": "Vul in waarvoor het is."}
    )
    place = forms.CharField(
        label="Code van de regio of wijk",
        max_length=16,
        required=False,
        help_text="Zoals GM0268. Dan is te zien bij welke regio dit budget hoort.",
    )
    intro = forms.CharField(
        label="Uitleg",
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Waar is het geld voor, en waar niet? Wie betaalt het?",
    )
    decides = forms.CharField(
        label="Wie beslist?",
        max_length=240,
        help_text="Bijvoorbeeld: De stemmers beslissen; de gemeente voert het uit.",
        error_messages={"required": "Schrijf op wie beslist. Wie meedoet, rekent daarop."},
    )
    rights = forms.ChoiceField(label="Wie mag stemmen?", choices=_choices(WHO), widget=forms.RadioSelect)
    minimum_age = forms.IntegerField(
        label="Vanaf welke leeftijd?",
        min_value=0,
        max_value=21,
        help_text="Vul 0 in als er geen grens is. Wie stemt, verklaart oud genoeg te zijn.",
        error_messages={
            "required": "Vul een leeftijd in, of 0.",
            "invalid": AGES,
            "min_value": AGES,
            "max_value": AGES,
        },
    )
    ballot_kind = forms.ChoiceField(
        label="Hoe stemmen mensen?", choices=_choices(HOW_TO_VOTE), widget=forms.RadioSelect
    )
    rule = forms.ChoiceField(label="Hoe tellen wij?", choices=_choices(RULES), widget=forms.RadioSelect)
    has_threshold = forms.BooleanField(label=ENOUGH, required=False, help_text=HOW_MANY)
    propose_from_on = day_field("Plannen insturen vanaf")
    propose_from_time = hour_field("Om")
    propose_until_on = day_field("Plannen insturen tot")
    propose_until_time = hour_field("Om")
    vote_from_on = day_field("Stemmen vanaf")
    vote_from_time = hour_field("Om")
    vote_until_on = day_field("Stemmen tot")
    vote_until_time = hour_field("Om")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, budget: BudgetRound | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_budget(budget) if budget else _proposal())
        super().__init__(*args, **kwargs)
        self.budget = budget

    def clean_place(self) -> Region | None:
        """The region that has this code now."""
        code = str(self.cleaned_data["place"]).strip().upper()
        if not code:
            return None
        if self.budget is not None and self.budget.region is not None and self.budget.region.code == code:
            return self.budget.region
        found = Region.objects.current().filter(code=code).first()
        if found is None:
            raise ValidationError(f"Er is geen regio met de code {code}. Zoek de regio op en neem de code over.")
        return found

    def clean_amount(self) -> int:
        """More than nothing."""
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError("Vul een bedrag in dat groter is dan nul.")
        return amount

    def clean(self) -> dict[str, Any]:
        """Four moments in Dutch time, one after the other."""
        cleaned: dict[str, Any] = super().clean() or {}
        found = {name: self._moment(name) for name in MOMENTS}
        self._check(found, "propose_from", "propose_until", "Het insturen stopt voor het begint.")
        self._check(found, "propose_until", "vote_from", "Het stemmen begint voor het insturen is gestopt.", same=True)
        self._check(found, "vote_from", "vote_until", "Het stemmen stopt voor het begint.")
        return cleaned | found

    def _moment(self, name: str) -> datetime | None:
        """What was typed; untouched it is the moment as it was, to the second."""
        is_moved = {f"{name}_on", f"{name}_time"} & set(self.changed_data)
        if self.budget is not None and not is_moved:
            kept: datetime = getattr(self.budget, name)
            return kept
        moment = self.moment(name)
        if moment is not None and moment > timezone.now() + timedelta(days=366 * LAST_YEARS_AHEAD):
            self.add_error(f"{name}_on", f"Dit is meer dan {LAST_YEARS_AHEAD} jaar verder. Klopt het jaar?")
        return moment

    def _check(
        self, found: dict[str, datetime | None], first: str, then: str, words: str, *, same: bool = False
    ) -> None:
        begin, end = found[first], found[then]
        if begin is not None and end is not None and (end < begin or (end == begin and not same)):
            self.add_error(f"{then}_on", f"{words} Kies een latere dag of tijd.")

    def plan(self) -> BudgetPlan:
        """What was filled in, for the verb."""
        names = ("name", "area", "intro", "decides", "rights", "minimum_age", "ballot_kind", "rule", "has_threshold")
        chosen = {name: self.cleaned_data[name] for name in (*names, *MOMENTS)}
        return BudgetPlan(amount_cents=self.cleaned_data["amount"], region=self.cleaned_data["place"], **chosen)

    @property
    def moment_pairs(self) -> list[tuple[Any, Any]]:
        """The day and the hour of each moment, side by side."""
        return [(self[f"{name}_on"], self[f"{name}_time"]) for name in MOMENTS]


def _proposal() -> dict[str, Any]:
    """A month for ideas from tomorrow, three weeks for checking, two weeks for voting."""
    today = timezone.localdate()
    days = {"propose_from": 1, "propose_until": 31, "vote_from": 52, "vote_until": 66}
    first: dict[str, Any] = {f"{name}_on": today + timedelta(days=n) for name, n in days.items()}
    first |= {f"{name}_time": time(9, 0) if name.endswith("from") else time(23, 59) for name in days}
    return first | {
        "rights": BudgetRound.Rights.MEMBERS,
        "minimum_age": 0,
        "ballot_kind": BudgetRound.BallotKind.APPROVAL,
        "rule": BudgetRound.Rule.EQUAL,
        "decides": "De stemmers beslissen.",
    }


def _of_budget(budget: BudgetRound) -> dict[str, Any]:
    names = ("name", "area", "intro", "decides", "rights", "minimum_age", "ballot_kind", "rule", "has_threshold")
    found = {name: getattr(budget, name) for name in (*names, "version")}
    for name in MOMENTS:
        found |= typed_moment(name, getattr(budget, name))
    return found | {"amount": budget.amount_cents, "place": budget.region.code if budget.region else ""}


class PublishForm(forms.Form):
    """Letting everybody see the result."""

    starts = forms.BooleanField(
        label="Maak van elk plan dat geld krijgt meteen een initiatief",
        required=False,
        initial=True,
        help_text="Wie het plan instuurde, trekt het initiatief als die nog lid is. U kunt dit later ook doen.",
    )


class AccountForm(forms.Form):
    """What happened with the money."""

    account = forms.CharField(
        label="Wat gebeurde er met het geld?",
        max_length=8_000,
        widget=forms.Textarea({"rows": 10}),
        help_text="Wat is klaar, wat loopt nog, wat ging niet door en waarom? Wat is er over?",
        error_messages={"required": "Schrijf op wat er met het geld gebeurde."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
