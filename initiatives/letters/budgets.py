"""What a budget promises, word for word: on its page, in notices, and when it changes."""

from typing import Any

from initiatives.analysis.elections import LEAST_CHOICES, POINTS, SWIECIE, euros
from initiatives.models import BudgetRound
from lib.moments import clock, day_and_date

Rights, BallotKind, Rule = BudgetRound.Rights, BudgetRound.BallotKind, BudgetRound.Rule

WHO = {
    Rights.MEMBERS: "Leden van de community stemmen, ieder één keer.",
    Rights.EMAIL: "Iedereen met een eigen e-mailadres stemt één keer. Wij sturen een link naar dat adres.",
    Rights.CODE: "Wie een brief met een stemcode krijgt, stemt één keer met die code.",
    Rights.LIST: "Wie met een e-mailadres op onze lijst staat, stemt één keer met de link die wij sturen.",
}
HOW_TO_VOTE = {
    BallotKind.APPROVAL: f"U kiest minstens {LEAST_CHOICES} plannen die u goed vindt.",
    BallotKind.BASKET: "U vult een mandje met plannen, tot het bedrag op is.",
    BallotKind.POINTS: f"U verdeelt {POINTS} punten over minstens {LEAST_CHOICES} plannen.",
}
HOW_TO_COUNT = {
    Rule.EQUAL: "Ieders stem beslist over even veel geld, zodat ook een kleinere groep iets krijgt wat zij graag wil.",
    Rule.GREEDY: "Het plan met de meeste stemmen gaat eerst, dan het volgende dat nog past, tot het geld op is.",
}
ENOUGH = "Een plan heeft genoeg stemmen nodig voor wat het kost"
HOW_MANY = f"Kost het de helft van het geld, dan moet minstens 1 op de {2 * SWIECIE} stemmers het kiezen."
THRESHOLD = f"{ENOUGH}. {HOW_MANY}"
NO_THRESHOLD = "Er is geen ondergrens: ook een plan met weinig stemmen kan geld krijgen."


def age_words(years: int) -> str:
    """From what age somebody votes."""
    return f"vanaf {years} jaar" if years else "elke leeftijd"


def moment_words(moment: Any) -> str:
    """`donderdag 5 maart 2026, 9.30 uur`, in Dutch time."""
    return f"{day_and_date(moment)}, {clock(moment)} uur"


PROMISED = (
    "amount_cents",
    "area",
    "decides",
    "rights",
    "minimum_age",
    "ballot_kind",
    "rule",
    "has_threshold",
    "propose_from",
    "propose_until",
    "vote_from",
    "vote_until",
)
"""What people who send in an idea count on: of a change in these they hear."""


def change_words(budget: BudgetRound, name: str) -> str:
    """How something that was promised is from now on, in one sentence."""
    value = getattr(budget, name)
    words = {
        "amount_cents": lambda: f"Het bedrag is nu {euros(value)}.",
        "area": lambda: f"Het budget is nu voor {value}.",
        "decides": lambda: f"Wie beslist: {value}",
        "rights": lambda: WHO[Rights(value)],
        "minimum_age": lambda: f"Wie mag stemmen: {age_words(value)}.",
        "ballot_kind": lambda: HOW_TO_VOTE[BallotKind(value)],
        "rule": lambda: HOW_TO_COUNT[Rule(value)],
        "has_threshold": lambda: THRESHOLD if value else NO_THRESHOLD,
        "propose_from": lambda: f"Plannen insturen kan vanaf {moment_words(value)}.",
        "propose_until": lambda: f"Plannen insturen kan tot {moment_words(value)}.",
        "vote_from": lambda: f"Stemmen kan vanaf {moment_words(value)}.",
        "vote_until": lambda: f"Stemmen kan tot {moment_words(value)}.",
    }
    return words[name]()


def facts_of(budget: BudgetRound) -> list[tuple[str, str]]:
    """What holds for this budget: who decides, who votes, how, and how it is counted. (question, answer)."""
    return [
        ("Bedrag", f"{euros(budget.amount_cents)} voor {budget.area}"),
        ("Wie beslist", budget.decides),
        ("Wie mag stemmen", f"{WHO[Rights(budget.rights)]} {age_words(budget.minimum_age).capitalize()}."),
        ("Hoe u stemt", HOW_TO_VOTE[BallotKind(budget.ballot_kind)]),
        ("Hoe wij tellen", HOW_TO_COUNT[Rule(budget.rule)]),
        ("Ondergrens", THRESHOLD if budget.has_threshold else NO_THRESHOLD),
        (
            "Wat er met uw plan gebeurt",
            "Wij toetsen elk plan: kan het, en wat kost het. U leest hier waarom wel of niet. Wat kan, komt op het "
            "stembiljet. Wat wint, wordt een initiatief dat u hier volgt.",
        ),
        ("Uw stem", "Is geheim. Tot het tellen ziet niemand hoe het staat, wij ook niet."),
    ]


def dates_of(budget: BudgetRound) -> dict[str, str]:
    """Under each station of the path: when."""
    proposing = f"Van {moment_words(budget.propose_from)} tot {moment_words(budget.propose_until)}."
    voting = f"Van {moment_words(budget.vote_from)} tot {moment_words(budget.vote_until)}."
    result = f"Sinds {day_and_date(budget.published_at)}." if budget.published_at else "Na het tellen."
    account = f"Sinds {day_and_date(budget.accounted_at)}." if budget.accounted_at else "Daarna, per winnaar."
    return {
        "insturen": proposing,
        "toetsen": f"Vóór {day_and_date(budget.vote_from)}.",
        "stemmen": voting,
        "uitslag": result,
        "verantwoording": account,
    }
