"""A questionnaire as somebody fills it in: its screens, and the one place where answers are checked.

Used by the pages that people answer on, by the preview of the editor, and by who types in answers from paper. What was
typed wrong is kept as it was typed, with what to do about it. Nothing has to be answered.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from succesfactoren.analysis.wording import with_subject
from succesfactoren.models import InstrumentVersion, Statement

SCALE = (
    (1, "Helemaal oneens"),
    (2, "Oneens"),
    (3, "Niet eens en niet oneens"),
    (4, "Eens"),
    (5, "Helemaal eens"),
)
DONT_KNOW, DONT_KNOW_LABEL = "-", "Weet ik niet / niet van toepassing"
LONGEST_TEXT = 2000
LONGEST_NUMBER = 20
SECONDS_A_QUESTION = 12
"""What the introductions promise: 35 statements and what comes after them in about 8 minutes."""

FACTOR, LOOSE, GROUP, OPEN = "deel-", "vragen", "groep", "open"
"""How the screens are called in an address; a factor with its code behind it."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")


class Skipped:
    """Nothing was answered; null is an answer (“weet ik niet”)."""


SKIPPED = Skipped()


@dataclass
class Question:
    """One question with what was answered: `value` for keeping, `typed` for showing, `error` in Dutch."""

    code: str
    kind: str
    text: str
    options: Sequence[Mapping[str, Any]] = ()
    is_group: bool = False
    value: Any = SKIPPED
    typed: str | list[str] = ""
    error: str = ""

    @property
    def name(self) -> str:
        """Of the field in a form; also its id, where links to a mistake lead."""
        return f"{'g' if self.is_group else 'q'}-{self.code}"

    @property
    def is_scored(self) -> bool:
        """A statement on the scale of five."""
        return self.kind == Statement.Kind.STATEMENT

    @property
    def is_open_question(self) -> bool:
        """Answered in words."""
        return self.kind == Statement.Kind.OPEN

    @property
    def is_skipped(self) -> bool:
        """Nothing was answered, and nothing wrong was typed either."""
        return self.value is SKIPPED and not self.error

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What there is to choose from: value, label, and whether it was chosen."""
        pairs = SCALE if self.is_scored else [(one["key"], one["label"]) for one in self.options]
        chosen = self.typed if isinstance(self.typed, list) else [self.typed]
        return [{"value": str(key), "label": label, "is_chosen": str(key) in chosen} for key, label in pairs]

    @property
    def is_unknown(self) -> bool:
        """“Weet ik niet”."""
        return self.is_scored and self.typed == DONT_KNOW

    @property
    def bounds(self) -> Mapping[str, Any]:
        """Lowest, highest and unit of a number, as far as they were given."""
        return self.options[0] if self.kind == Statement.Kind.NUMBER and self.options else {}

    @property
    def bounds_words(self) -> str:
        """`Van 0 tot en met 120, in jaren`; "" where nothing was given."""
        low, high, unit = (self.bounds.get(name) for name in ("min", "max", "unit"))
        span = {
            (True, True): f"Van {_dutch(low)} tot en met {_dutch(high)}",
            (True, False): f"Vanaf {_dutch(low)}",
            (False, True): f"Tot en met {_dutch(high)}",
            (False, False): "Een getal",
        }[low is not None, high is not None]
        return f"{span}, in {unit}." if unit else f"{span}."

    def show(self, kept: Any) -> None:
        """Take an answer as it was kept."""
        self.value = kept
        if kept is SKIPPED:
            self.typed = ""
        elif kept is None:
            self.typed = DONT_KNOW
        elif isinstance(kept, list):
            self.typed = [str(one) for one in kept]
        else:
            self.typed = _dutch(kept)

    def read(self, sent: QueryDict) -> None:
        """Take an answer as it was sent; says in `error` what is wrong with it."""
        if self.kind == Statement.Kind.CHOICES:
            self.typed = list(dict.fromkeys(sent.getlist(self.name)))
        else:
            self.typed = sent.get(self.name, "").strip()
        if not self.typed:
            self.value = SKIPPED
            return
        self.value, self.error = _READERS[self.kind](self)
        if self.error:
            self.value = SKIPPED


def _read_scale(asked: Question) -> tuple[Any, str]:
    if asked.typed == DONT_KNOW:
        return None, ""
    found = next((value for value, _ in SCALE if str(value) == asked.typed), SKIPPED)
    return found, "" if found is not SKIPPED else "Kies een van de vijf antwoorden, of «weet ik niet»."


def _read_choice(asked: Question) -> tuple[Any, str]:
    if asked.typed in {one["key"] for one in asked.options}:
        return asked.typed, ""
    return SKIPPED, "Kies een van de antwoorden die er staan."


def _read_choices(asked: Question) -> tuple[Any, str]:
    allowed = [one["key"] for one in asked.options]
    if set(asked.typed) <= set(allowed):
        return [key for key in allowed if key in asked.typed], ""
    return SKIPPED, "Kies alleen uit de antwoorden die er staan."


def _read_number(asked: Question) -> tuple[Any, str]:
    typed = str(asked.typed).replace("−", "-")
    typed = typed.replace(".", "") if _THOUSANDS.fullmatch(typed) else typed.replace(".", ",")
    if len(typed) > LONGEST_NUMBER or not _NUMBER.fullmatch(typed):
        return SKIPPED, "Vul een getal in, bijvoorbeeld 12 of 2,5."
    number = float(typed.replace(",", "."))
    low, high = asked.bounds.get("min"), asked.bounds.get("max")
    if (low is not None and number < low) or (high is not None and number > high):
        return SKIPPED, f"Dit getal kan hier niet. {asked.bounds_words}"
    return int(number) if number == math.floor(number) else number, ""


def _read_open(asked: Question) -> tuple[Any, str]:
    # A browser counts an end of line as one letter and sends two.
    text = str(asked.typed).replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        return SKIPPED, f"Dit zijn {len(text)} tekens. Er passen er {LONGEST_TEXT}. Maak uw antwoord korter."
    return text, ""


_READERS: dict[str, Callable[[Question], tuple[Any, str]]] = {
    Statement.Kind.STATEMENT: _read_scale,
    Statement.Kind.CHOICE: _read_choice,
    Statement.Kind.CHOICES: _read_choices,
    Statement.Kind.NUMBER: _read_number,
    Statement.Kind.OPEN: _read_open,
}


def _dutch(value: Any) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


@dataclass
class Screen:
    """What stands on one screen of a phone: a factor, or the questions that belong to none."""

    anchor: str
    title: str
    explanation: str = ""
    questions: list[Question] = field(default_factory=list)

    @property
    def is_factor(self) -> bool:
        """Its answers together give a score."""
        return self.anchor.startswith(FACTOR)

    @property
    def n_skipped(self) -> int:
        """How many questions here were not answered."""
        return sum(one.is_skipped for one in self.questions)

    @property
    def skipped_words(self) -> str:
        """`2 stellingen`, `1 vraag`: how much was not answered."""
        one, more = ("stelling", "stellingen") if self.questions[0].is_scored else ("vraag", "vragen")
        return f"{self.n_skipped} {one if self.n_skipped == 1 else more}"

    @property
    def has_answers(self) -> bool:
        """Something was answered here."""
        return any(one.value is not SKIPPED for one in self.questions)

    @property
    def asks_for_words(self) -> bool:
        """There is an open question here, so that a warning against names is needed."""
        return any(one.is_open_question for one in self.questions)


@dataclass(frozen=True)
class Step:
    """A screen in its place."""

    screen: Screen
    number: int
    before: Screen | None
    after: Screen | None
    minutes: int


class Questionnaire:
    """All questions of a version, on their screens, with what was answered so far."""

    def __init__(
        self, version: InstrumentVersion, group_questions: Sequence[Mapping[str, Any]] = (), *, about: str = ""
    ) -> None:
        self.version = version
        self.about = about
        self.intro = with_subject(version.intro, about)
        self.screens = list(self._screens(group_questions))

    def _screens(self, group_questions: Sequence[Mapping[str, Any]]) -> Iterator[Screen]:
        statements = list(self.version.statements.all())
        for factor in self.version.factors.all():
            own = [self._question(one) for one in statements if one.factor_id == factor.pk]
            if own:
                yield Screen(f"{FACTOR}{factor.code}", self._filled(factor.name), self._filled(factor.explanation), own)
        loose = [self._question(one) for one in statements if one.factor_id is None]
        yield from _unless_empty(LOOSE, "Vragen", [one for one in loose if not one.is_open_question])
        groups = [
            Question(one["code"], Statement.Kind.CHOICE, one["question"], one["options"], is_group=True)
            for one in group_questions
        ]
        yield from _unless_empty(GROUP, "Over uzelf", groups)
        yield from _unless_empty(OPEN, "In uw eigen woorden", [one for one in loose if one.is_open_question])

    def _filled(self, text: str) -> str:
        return with_subject(text, self.about)

    def _question(self, one: Statement) -> Question:
        return Question(one.code, one.kind, self._filled(one.text), one.options)

    # ── Filling in ────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, sent: QueryDict) -> "Questionnaire":
        """Take what was sent; returns itself. What is not one of its questions is left alone."""
        for one in self.questions:
            one.read(sent)
        return self

    def show(
        self, *, answers: Mapping[str, Any], groups: Mapping[str, str], texts: Mapping[str, str]
    ) -> "Questionnaire":
        """Take what was kept; returns itself."""
        for one in self.questions:
            kept = groups if one.is_group else texts if one.is_open_question else answers
            one.show(kept.get(one.code, SKIPPED))
        return self

    # ── What came of it ───────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def questions(self) -> list[Question]:
        """All of them, in the order in which they are asked."""
        return [one for screen in self.screens for one in screen.questions]

    @property
    def mistakes(self) -> list[Question]:
        """Where something was filled in that cannot be."""
        return [one for one in self.questions if one.error]

    @property
    def is_valid(self) -> bool:
        """Nothing wrong was filled in."""
        return not self.mistakes

    @property
    def is_empty(self) -> bool:
        """Nothing at all was answered."""
        return all(one.value is SKIPPED for one in self.questions)

    @property
    def answers(self) -> dict[str, Any]:
        """By the code of a statement, without open questions; null is “weet ik niet”, what was skipped is not there."""
        return _given(one for one in self.questions if not one.is_group and not one.is_open_question)

    @property
    def groups(self) -> dict[str, str]:
        """By the code of a group question, the key that was chosen."""
        return _given(one for one in self.questions if one.is_group)

    @property
    def texts(self) -> dict[str, str]:
        """By the code of an open question, what was written."""
        return _given(one for one in self.questions if one.is_open_question)

    @property
    def with_gaps(self) -> list[Screen]:
        """The screens where something may have been overlooked. Open questions are as voluntary as can be."""
        return [one for one in self.screens if one.n_skipped and not one.asks_for_words]

    @property
    def where_left(self) -> str:
        """The anchor of the screen to go on with: the last with answers, or the next when that one is full."""
        begun = [place for place, one in enumerate(self.screens) if one.has_answers]
        if not begun:
            return ""
        last = begun[-1]
        is_full = not self.screens[last].n_skipped and last + 1 < len(self.screens)
        return self.screens[last + is_full].anchor

    @property
    def n_parts(self) -> int:
        """How many of the screens are a factor."""
        return sum(one.is_factor for one in self.screens)

    def minutes_from(self, place: int) -> int:
        """How long the screens from this place on still take, in whole minutes."""
        n_left = sum(len(one.questions) for one in self.screens[place:])
        return max(1, round(n_left * SECONDS_A_QUESTION / 60))

    @property
    def steps(self) -> list["Step"]:
        """The screens with their place, what comes before and after, and the minutes that are left."""
        around = [None, *self.screens, None]
        return [
            Step(one, place + 1, around[place], around[place + 2], self.minutes_from(place))
            for place, one in enumerate(self.screens)
        ]


def _unless_empty(anchor: str, title: str, questions: list[Question]) -> Iterator[Screen]:
    if questions:
        yield Screen(anchor, title, questions=questions)


def _given(questions: Iterable[Question]) -> dict[str, Any]:
    return {one.code: one.value for one in questions if one.value is not SKIPPED}
