"""What a group that sits together answered: one mark for each statement, agreed upon. Pure.

There is no number of people and no margin: it is one answer, and says what they could agree on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from succesfactoren.analysis.asked import Part
from succesfactoren.analysis.levels import EXACT, level_of, level_words, score_words
from succesfactoren.analysis.roles import LAYERS, SHOWN_APART, Role, fitting_roles
from succesfactoren.analysis.scores import HIGHEST, LOWEST, least_answers, mean_of
from succesfactoren.analysis.suggesting import lowest_factors, suggestion_reasons

ANSWERS = ("Helemaal oneens", "Oneens", "Niet eens en niet oneens", "Eens", "Helemaal eens")
NOT_KNOWN, NOT_TALKED = "weten wij niet", "niet besproken"
Answers = Mapping[str, int | None]
"""Code of a statement → 1–5, or None for «weten wij niet»; what is not there was not talked about."""


@dataclass(frozen=True)
class TalkedStatement:
    """One statement with the answer agreed on. `was` is that of the talk before, where the words were the same."""

    code: str
    text: str
    mark: int | None
    words: str
    about: str = ""
    was: int | None = None

    @property
    def was_words(self) -> str:
        """What was agreed in the talk before; "" where there was no such answer."""
        return "" if self.was is None else ANSWERS[self.was - 1]

    @property
    def step(self) -> int | None:
        """How much it moved since the talk before."""
        return None if self.mark is None or self.was is None else self.mark - self.was


@dataclass(frozen=True)
class TalkedFactor:
    """One factor: the mean of the agreed answers where at least 60 % have one, and how it moved since last time."""

    code: str
    name: str
    statements: Sequence[TalkedStatement]
    mean: float | None
    was: float | None
    why: str = ""

    @property
    def n_marked(self) -> int:
        """How many statements have a mark."""
        return sum(one.mark is not None for one in self.statements)

    @property
    def level(self) -> int | None:
        """1 to 4; None without a mean."""
        return None if self.mean is None else level_of(self.mean)

    @property
    def score_words(self) -> str:
        """The mean as it reads; "" without one."""
        return "" if self.mean is None else score_words(self.mean)

    @property
    def level_words(self) -> str:
        """«niveau 3: Onderweg», or why there is none."""
        if self.level is not None:
            return level_words(self.level)
        return f"te weinig samen beantwoord ({self.n_marked} van {len(self.statements)} zinnen)"

    @property
    def step(self) -> float | None:
        """How much the mean moved since the talk before; None where either has none, or the words changed."""
        return None if self.mean is None or self.was is None else round(self.mean - self.was, EXACT)

    @property
    def is_shown_apart(self) -> bool:
        """Whether the statements must stand beside the mean: it hides which layer of interest stays behind."""
        return self.code == SHOWN_APART


@dataclass(frozen=True)
class TalkOutcome:
    """All of it, and for ACTIE the roles that fit."""

    factors: Sequence[TalkedFactor]
    roles: Sequence[Role]

    @property
    def has_scores(self) -> bool:
        """Whether any factor has a mean."""
        return any(one.mean is not None for one in self.factors)

    @property
    def has_steps(self) -> bool:
        """Whether anything can be held against the talk before."""
        return any(one.step is not None for one in self.factors)


def talk_outcome(
    parts: Sequence[Part], answers: Answers, *, earlier: Answers | None = None, is_actie: bool = False
) -> TalkOutcome:
    """What was agreed, by factor. `earlier` are the answers of the talk before to statements with the same words.

    A factor is held against the talk before only where all its statements had the same words then: each statement that
    was asked then is in `earlier`, with None where there was no mark. ValueError for a mark that is not 1–5.
    """
    means = {part.code: _mean(part, answers) for part in parts}
    lowest = lowest_factors(means) if len(parts) > 2 else set()
    factors = [_factor(part, answers, means[part.code], earlier, part.code in lowest) for part in parts]
    return TalkOutcome(factors, fitting_roles(means) if is_actie else [])


def _mean(part: Part, answers: Answers) -> float | None:
    marks = [mark for code in part.statements if (mark := answers.get(code)) is not None]
    if any(not LOWEST <= mark <= HIGHEST for mark in marks):
        raise ValueError("A mark is 1, 2, 3, 4 or 5.")
    return mean_of(marks) if len(marks) >= least_answers(len(part.statements)) else None


def _factor(part: Part, answers: Answers, mean: float | None, earlier: Answers | None, is_lowest: bool) -> TalkedFactor:
    before = earlier or {}
    is_same = set(part.statements) <= set(before)
    statements = [
        TalkedStatement(code, text, answers.get(code), _words(code, answers), LAYERS.get(code, ""), before.get(code))
        for code, text in part.statements.items()
    ]
    level = None if mean is None else level_of(mean)
    why = ", ".join(suggestion_reasons(level, is_lowest=is_lowest, is_divided=False))
    return TalkedFactor(part.code, part.name, statements, mean, _mean(part, before) if is_same else None, why)


def _words(code: str, answers: Answers) -> str:
    if code not in answers:
        return NOT_TALKED
    mark = answers[code]
    return NOT_KNOWN if mark is None else ANSWERS[mark - 1]


def talk_headline(found: TalkOutcome) -> str:
    """The strongest and the weakest part in one sentence; what is missing where there is none."""
    ranked = sorted((one for one in found.factors if one.mean is not None), key=lambda one: -(one.mean or 0))
    if not ranked:
        return "Er is nog te weinig samen beantwoord voor een uitkomst"
    best, worst = ranked[0], ranked[-1]
    if best.score_words == worst.score_words:
        return f"Op alles wat u besprak kwam u samen uit op {best.score_words}" if len(ranked) > 1 else (
            f"Op {best.name} kwam u samen uit op {best.score_words}"
        )  # fmt: skip
    return (
        f"{best.name} is het sterkst ({best.score_words}), {worst.name} vraagt de meeste aandacht ({worst.score_words})"
    )
