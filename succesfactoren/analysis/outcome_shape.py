"""The shape of an outcome: plain values that are kept as JSON, and all that pages, files and the API ever see.

Every figure that may not be shown is None, with the reason in `hidden` beside it; an empty `hidden` means shown.
Means and limits are on the scale of the answers (1–5), in two decimals, and in one where fewer people answered than
detail asks (in more only where fewer would say another level). Shares are 0–1.
"""

from typing import TypedDict

METHOD = "1"


class Agreement(TypedDict):
    """How much people agree. `label`: eensgezind, redelijk eens, verdeeld, sterk verdeeld or twee kampen."""

    label: str
    sentence: str
    rwg: float
    polarisation: float


class Alpha(TypedDict):
    """Cronbach's alpha with its 95 % interval; `dropped` maps a statement to alpha without it (from n = 30)."""

    value: float
    low: float
    high: float
    n: int
    dropped: dict[str, float]


class Change(TypedDict):
    """From the round before to this one. `hidden` says why there is none; `words` is the sentence to print."""

    hidden: str
    before: float | None
    now: float | None
    delta: float | None
    low: float | None
    high: float | None
    is_clear: bool
    is_paired: bool
    n_pairs: int | None
    n_statements: int
    detectable: float | None
    words: str


class FactorOutcome(TypedDict):
    """One factor of one table."""

    code: str
    name: str
    hidden: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None
    level: int | None
    level_words: str
    sentence: str
    all_same: bool
    is_small: bool
    unknown_share: float | None
    agreement: Agreement | None
    alpha: Alpha | None
    asks_for_action: bool
    why_action: str
    change: Change | None


class StatementOutcome(TypedDict):
    """One statement on the scale 1–5. `counts` are the five frequencies, only from the detail threshold."""

    code: str
    factor: str
    text: str
    hidden: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None
    median: float | None
    counts: list[int] | None
    left: float | None
    right: float | None
    net: float | None
    n_unknown: int | None
    unknown_share: float | None
    unknown_words: str


class GroupFigure(TypedDict):
    """The mean of one factor in one group."""

    hidden: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None


class GroupOutcome(TypedDict):
    """One group of one breakdown, with its figure for each factor code."""

    key: str
    label: str
    hidden: str
    n: int | None
    factors: dict[str, GroupFigure]


class Gap(TypedDict):
    """The largest difference between two groups on one factor. `verdict`: duidelijk, mogelijk, or empty."""

    factor: str
    higher: str
    lower: str
    gap: float
    low: float | None
    high: float | None
    verdict: str
    words: str


class Breakdown(TypedDict):
    """The groups of one group question; `gaps` with the largest first."""

    code: str
    question: str
    groups: list[GroupOutcome]
    gaps: list[Gap]


class OptionCount(TypedDict):
    """How many chose one option."""

    key: str
    label: str
    n: int
    share: float


class QuestionOutcome(TypedDict):
    """A question of an own instrument that is no statement: a choice (`options`) or a number (`mean`, `median`)."""

    code: str
    text: str
    kind: str
    hidden: str
    n: int | None
    options: list[OptionCount] | None
    mean: float | None
    median: float | None
    unit: str


class TextOutcome(TypedDict):
    """An open question: whether its answers may be shown, once the coordinator has read them."""

    code: str
    text: str
    hidden: str
    n: int | None


class Strength(TypedDict):
    """The index of organisatiekracht, 0–100, out of the group means."""

    hidden: str
    index: float | None
    drive: float | None
    effort: float | None
    words: str


class Quality(TypedDict):
    """Share of people who gave the same answer everywhere within a minute; None where it is not asked."""

    straight_share: float | None
    is_suspect: bool


class Table(TypedDict):
    """All figures of one population. `door`: genodigd (invited and on paper), open (a meeting) or samen (both)."""

    door: str
    hidden: str
    n: int | None
    n_incomplete: int | None
    factors: list[FactorOutcome]
    statements: list[StatementOutcome]
    questions: list[QuestionOutcome]
    breakdowns: list[Breakdown]
    quality: Quality
    strength: Strength | None
    advice: list[str]


class ComparedWith(TypedDict):
    """The round before."""

    round: int
    name: str
    closed_on: str


class OutcomeFigures(TypedDict):
    """The whole outcome of a round."""

    method: str
    minimum_group: int
    minimum_detail: int
    shows_agreement: bool
    n_invited: int
    n_responses: int | None
    response_share: float | None
    response_words: str
    response_groups: list[dict[str, object]]
    compared_with: ComparedWith | None
    tables: list[Table]
    texts: list[TextOutcome]
