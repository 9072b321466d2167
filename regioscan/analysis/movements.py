"""Numbers that moved since a report, with the causes: what the ledger is made of, and its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from lib.text import join_words, number
from regioscan.analysis.wording import counted


class Cause(StrEnum):
    """What made a number move, the most likely first."""

    REAL = "nieuwer jaar"
    REVISION = "herzien cijfer"
    DEFINITION = "andere omschrijving"
    BORDERS = "andere grenzen"
    PEERS = "andere vergelijking"
    METHOD = "andere methode"
    AGE = "te oud cijfer"
    UNKNOWN = "niet vast te stellen"


ORDER = list(Cause)
EXPLANATIONS = {
    Cause.REAL: "Er is een cijfer over een nieuwer jaar. Dit kan een echte verandering in de regio zijn.",
    Cause.REVISION: "De bron heeft een cijfer over hetzelfde jaar vervangen.",
    Cause.DEFINITION: "Het cijfer wordt anders omschreven of berekend.",
    Cause.BORDERS: "De regio beslaat een ander gebied dan toen.",
    Cause.PEERS: "De regio wordt met andere regio’s vergeleken.",
    Cause.METHOD: "Wij rekenen of oordelen op een andere manier.",
    Cause.AGE: "Een cijfer telt niet meer mee, omdat er geen recenter is.",
    Cause.UNKNOWN: "Uit wat bewaard is, is niet op te maken waardoor dit anders is.",
}
WITHOUT_VALUE = {
    "suppressed": "onderdrukt",
    "missing": "ontbreekt",
    "not_applicable": "niet van toepassing",
    "no_denominator": "geen noemer",
}
NO_FIGURE = "geen cijfer"
STATUS_WORDS = {
    "final": "definitief",
    "provisional": "voorlopig",
    "modelled": "geschat met een model",
    "calculated": "door ons berekend",
}


@dataclass(frozen=True)
class Because:
    """One cause of one movement. `amount` is its part of the difference, in the unit; None where that is not known."""

    cause: Cause
    explanation: str
    amount: float | None = None


@dataclass(frozen=True)
class State:
    """How a number stood: `status` is the code of the kind of value or reason, `place` where it stood in words."""

    period: int | None
    value: float | None
    status: str
    place: str
    decimals: int
    unit: str

    @property
    def text(self) -> str:
        """The number without its unit, or the word for why there is none."""
        if self.value is None:
            return WITHOUT_VALUE.get(self.status, NO_FIGURE)
        return number(self.value, self.decimals)


@dataclass(frozen=True)
class Movement:
    """A number that is not what it was. `kind` is «cijfer», «thema» or «index»; None: it was not there, or is gone."""

    kind: str
    code: str
    name: str
    before: State | None
    after: State | None
    causes: tuple[Because, ...]

    @property
    def unit(self) -> str:
        """The unit of the number."""
        shown = self.after or self.before
        return shown.unit if shown else ""

    @property
    def difference(self) -> float | None:
        """Now minus then, in the unit; None where one of the two is no number."""
        if self.before is None or self.after is None or self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def is_hidden_by_rounding(self) -> bool:
        """Whether the two look the same as they are printed."""
        return bool(self.difference) and self.before is not None and self.after is not None and (
            self.before.text == self.after.text
        )  # fmt: skip

    @property
    def place_words(self) -> str:
        """How the place of the region changed while its own number did not; "" where the number moved."""
        if self.before is None or self.after is None or self.difference or self.before.place == self.after.place:
            return ""
        return f"Toen: {self.before.place or 'geen vergelijking'} Nu: {self.after.place or 'geen vergelijking'}"

    @property
    def kinds_of_cause(self) -> tuple[Cause, ...]:
        """The causes in their fixed order, each once."""
        found = {one.cause for one in self.causes}
        return tuple(cause for cause in ORDER if cause in found)


@dataclass(frozen=True)
class Group:
    """Movements that have the same causes."""

    causes: tuple[Cause, ...]
    movements: tuple[Movement, ...]

    @property
    def title(self) -> str:
        """«Nieuwer jaar en herzien cijfer»."""
        words = join_words([cause.value for cause in self.causes])
        return words[:1].upper() + words[1:]

    @property
    def explanation(self) -> str:
        """What that means, in a sentence or two."""
        return " ".join(EXPLANATIONS[cause] for cause in self.causes)


def grouped(movements: Iterable[Movement]) -> list[Group]:
    """The movements by what caused them; the groups in the order of the causes."""

    def rank(one: Movement) -> list[int]:
        return [ORDER.index(cause) for cause in one.kinds_of_cause]

    by_cause = groupby(sorted(movements, key=rank), key=lambda one: one.kinds_of_cause)
    return [Group(causes, tuple(found)) for causes, found in by_cause]


def summary(movements: Sequence[Movement]) -> str:
    """How much moved and why, in one or two sentences."""
    figures = [one for one in movements if one.kind == "cijfer"]
    if not movements:
        return "Er is niets veranderd: alle cijfers zijn nog hetzelfde."
    if not figures:
        return "De cijfers zelf zijn nog hetzelfde."
    causes = [cause for cause in ORDER if any(cause in one.kinds_of_cause for one in figures)]
    parts = [f"{cause} bij {sum(cause in one.kinds_of_cause for one in figures)}" for cause in causes]
    verb = "is" if len(figures) == 1 else "zijn"
    return f"Er {verb} {counted(len(figures), 'cijfer', 'cijfers')} veranderd: {join_words(parts)}."
