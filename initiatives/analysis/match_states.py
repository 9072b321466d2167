"""The table of what may become of a match between two people. Pure."""

TALKING, AGREED, FULFILLED, FAILED = "in gesprek", "match", "waargemaakt", "niet gelukt"

ALLOWED: dict[str, tuple[str, ...]] = {
    TALKING: (AGREED, FAILED),
    AGREED: (FULFILLED, FAILED),
    FULFILLED: (),
    FAILED: (),
}
"""What was kept or came to nothing is over. Who wants to try again answers the need or the offer again."""

NEEDS_BOTH = frozenset({AGREED, FULFILLED})
"""These take a yes of both. That it came to nothing, one can say alone, with the reason."""

DAYS_AFTER = 7
DAYS_WITHOUT_A_DAY = 60


def may_become(now: str, then: str) -> bool:
    """Whether the table knows this change."""
    return then in ALLOWED.get(now, ())


def after(now: str, then: str, *, own_side: bool, other_side: bool) -> str:
    """The state after these two said `then`, or not yet: what needs both stays as it is until both said it.

    Raises ValueError for a change that the table does not know.
    """
    if not may_become(now, then):
        raise ValueError(f"from {now} to {then}")
    says_so = (own_side and other_side) if then in NEEDS_BOTH else (own_side or other_side)
    return then if says_so else now
