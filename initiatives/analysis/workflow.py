"""The table of allowed changes: from which stage to which, and which of them asks for the lesson. Pure."""

ALLOWED: dict[str, tuple[str, ...]] = {
    "idee": ("verkend", "gestopt"),
    "verkend": ("willen", "idee", "gestopt"),
    "willen": ("doen", "verkend", "gestopt"),
    "doen": ("gerealiseerd", "willen", "gestopt"),
    "gerealiseerd": ("doen",),
    "gestopt": ("idee", "verkend"),
}
"""The first is the step forward; what was finished or stopped can be taken up again."""

STOPPED = "gestopt"
ENDS = frozenset({"gerealiseerd", STOPPED})
"""Who finishes or stops says what was learned."""


def may_become(now: str, then: str) -> bool:
    """Whether the table knows this change."""
    return then in ALLOWED.get(now, ())


def asks_lesson(then: str) -> bool:
    """Whether this change asks for the lesson."""
    return then in ENDS


def next_stage(now: str) -> str:
    """The step forward; "" where an initiative is at its end."""
    return "" if now in ENDS else ALLOWED[now][0]
