"""What may be done after a round, what was chosen, and what became of the choices of the round before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from communities.access.commitments import name_of
from communities.analysis.promises import DONE, LAPSED
from communities.models import Commitment, Community, User
from lib.text import long_date
from succesfactoren.access.rounds import rounds_of
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_shape import FactorOutcome, OutcomeFigures
from succesfactoren.analysis.wording import with_subject
from succesfactoren.models import ChosenIntervention, Factor, Round

DONE_WORDS, NOT_YET, LATE, GONE = "gedaan", "nog niet gedaan", "te laat", "weggehaald"


@dataclass(frozen=True)
class Kept:
    """What became of a promise, in words: gedaan, nog niet gedaan, te laat, vervallen."""

    state: str
    words: str
    who: str
    due_on: date | None
    address: str

    @property
    def is_done(self) -> bool:
        """It was carried out."""
        return self.state == DONE_WORDS

    @property
    def is_late(self) -> bool:
        """Its day has passed, and it was not carried out."""
        return self.state == LATE


@dataclass(frozen=True)
class Choice:
    """Something that was chosen to do about a factor, and how that promise stands now."""

    text: str
    is_own: bool
    kept: Kept


@dataclass(frozen=True)
class Suggestion:
    """An intervention that belongs to a factor. `number` names it in an address."""

    number: int
    text: str


@dataclass(frozen=True)
class AdvisedFactor:
    """A factor with why it asks for something, what could be done, and what was chosen."""

    code: str
    name: str
    level_words: str
    why: str
    suggestions: Sequence[Suggestion]
    choices: Sequence[Choice]

    @property
    def asks_for_action(self) -> bool:
        """Low, among the lowest, or the group is divided."""
        return bool(self.why)


@dataclass(frozen=True)
class LookedBack:
    """A factor on which something was chosen after the round before, beside how it changed since."""

    name: str
    choices: Sequence[Choice]
    change: str
    before: float | None
    now: float | None


@dataclass(frozen=True)
class Advice:
    """All of it. `factors` ask for something or have a choice; `others` do not, and can be chosen for all the same.

    Who may not choose reads the choices only: `factors` then are those with a choice, and suggestions are left out.
    """

    factors: Sequence[AdvisedFactor]
    others: Sequence[AdvisedFactor]
    before_name: str
    before: Sequence[LookedBack]
    may_choose: bool

    @property
    def has_parts(self) -> bool:
        """There is at least one part to choose for or to give one's own view of; asked of who may choose."""
        return bool(self.factors or self.others)

    @property
    def n_chosen(self) -> int:
        """How much was chosen."""
        return sum(len(one.choices) for one in self.factors)

    @property
    def n_kept_before(self) -> int:
        """How much of the choices after the round before was carried out."""
        return sum(choice.kept.is_done for one in self.before for choice in one.choices)

    @property
    def n_before(self) -> int:
        """How much was chosen after the round before."""
        return sum(len(one.choices) for one in self.before)

    @property
    def title(self) -> str:
        """The finding: how many steps are promised, or which parts ask for something."""
        asked = [one.name for one in self.factors if one.asks_for_action and not one.choices]
        if self.n_chosen:
            promised = f"{_steps(self.n_chosen)} toegezegd"
            return f"{promised}, {_parts(len(asked))} nog iets" if asked and self.may_choose else promised
        return f"{_parts(len(asked)).capitalize()} om een stap" if asked else "Er is nog niets gekozen"

    @property
    def title_before(self) -> str:
        """How much of what was promised then is done now."""
        return f"{self.n_kept_before} van {self.n_before} {'stap' if self.n_before == 1 else 'stappen'} gedaan"

    def factor(self, code: str) -> AdvisedFactor | None:
        """One of all factors."""
        return next((one for one in (*self.factors, *self.others) if one.code == code), None)


def _steps(n: int) -> str:
    return "Eén stap is" if n == 1 else f"{n} stappen zijn"


def _parts(n: int) -> str:
    return "één onderdeel vraagt" if n == 1 else f"{n} onderdelen vragen"


def advice_of(round: Round, user: User | AnonymousUser) -> Advice:
    """The advice after a closed round, for a reader who may see its result. Three queries, whatever is chosen."""
    may_choose = user.has_perm("succesfactoren.choose_advice", round)
    figures: OutcomeFigures = round.outcome.figures
    shown: dict[str, FactorOutcome] = {one["code"]: one for one in main_table(figures["tables"])["factors"]}
    earlier = figures["compared_with"]
    ids = [round.pk, earlier["round"]] if earlier else [round.pk]
    chosen = _choices(round.community, ids)
    now = [one for one in chosen if one.round_id == round.pk]
    then = [one for one in chosen if one.round_id != round.pk]
    subject = round.assessment.subject
    factors = [_advised(one, subject, shown.get(one.code), now, may_choose) for one in round.version.factors.all()]
    return Advice(
        factors=[one for one in factors if one.choices or (may_choose and one.asks_for_action)],
        others=[one for one in factors if may_choose and not one.choices and not one.asks_for_action],
        before_name=earlier["name"] if earlier else "",
        before=_looked_back(then, shown),
        may_choose=may_choose,
    )


def _choices(community: Community, rounds: Sequence[int]) -> QuerySet[ChosenIntervention]:
    whole = ChosenIntervention.objects.select_related("factor", "commitment__person", "commitment__organisation")
    mine = rounds_of(community).values("pk")
    return whole.select_related("commitment__community").filter(round__in=rounds).filter(round__in=mine)


def _advised(
    factor: Factor, subject: str, shown: FactorOutcome | None, chosen: Sequence[ChosenIntervention], may_choose: bool
) -> AdvisedFactor:
    own = [one for one in chosen if one.factor.code == factor.code]
    taken = {one.text for one in own}
    free = [one for one in suggestions_of(factor, subject) if one.text not in taken]
    return AdvisedFactor(
        code=factor.code,
        name=factor.name,
        level_words=shown["level_words"] if shown else "",
        why=shown["why_action"] if shown and shown["asks_for_action"] else "",
        suggestions=free if may_choose else [],
        choices=[choice_of(one) for one in own],
    )


def suggestions_of(factor: Factor, subject: str) -> list[Suggestion]:
    """The interventions of a factor, in the words of what it is about."""
    texts = [with_subject(text, subject) for text in factor.interventions]
    return [Suggestion(n, text) for n, text in enumerate(texts, start=1)]


def choice_of(chosen: ChosenIntervention) -> Choice:
    """A choice with how its promise stands today."""
    return Choice(chosen.text, chosen.is_own, kept_of(chosen.commitment))


def kept_of(promise: Commitment | None) -> Kept:
    """How a promise stands today, in the words that stand beside a result."""
    if promise is None:
        return Kept(GONE, "De toezegging is weggehaald.", "", None, "")
    state, words = _state(promise)
    who = [name_of(promise.person), promise.organisation.name if promise.organisation else ""]
    return Kept(state, words, ", ".join(one for one in who if one), promise.due_on, promise.get_absolute_url())


def _state(promise: Commitment) -> tuple[str, str]:
    due = long_date(promise.due_on)
    if promise.state == DONE:
        return DONE_WORDS, f"Gedaan op {long_date(promise.done_on or timezone.localdate())}"
    if promise.state == LAPSED:
        return LAPSED, f"Vervallen: {promise.lapsed_because}"
    if promise.is_late:
        return LATE, f"Te laat: zou op {due} klaar zijn"
    return NOT_YET, f"Nog niet gedaan, klaar op {due}"


def _looked_back(chosen: Sequence[ChosenIntervention], shown: Mapping[str, FactorOutcome]) -> list[LookedBack]:
    """By factor, in the order of the round before."""
    codes = dict.fromkeys(one.factor.code for one in chosen)
    return [_one_back([one for one in chosen if one.factor.code == code], shown.get(code)) for code in codes]


def _one_back(chosen: Sequence[ChosenIntervention], shown: FactorOutcome | None) -> LookedBack:
    name, choices = chosen[0].factor.name, [choice_of(one) for one in chosen]
    if shown is None:
        return LookedBack(name, choices, "Dit onderdeel is in deze ronde niet gevraagd.", None, None)
    change = shown["change"]
    if change is None or change["hidden"]:
        reason = change["hidden"] if change else "er was geen vorige ronde met dezelfde mensen"
        return LookedBack(name, choices, f"De score is niet te vergelijken: {reason}.", None, None)
    return LookedBack(name, choices, change["words"], change["before"], change["now"])
