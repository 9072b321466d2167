"""What is the matter with an initiative, and when it is asked how it goes. Pure."""

from datetime import date, timedelta

ASK_AGAIN = timedelta(days=45)
"""Who was asked how it goes is not asked again before this, whatever they answered or did not."""


def alert_of(*, is_blocked: bool, asks_help: bool, quiet_days: int = 0) -> str:
    """What is the matter, in words that can stand after a name: blocked, asking for help or quiet; "" for nothing.

    `quiet_days` are the days without news of one that is quiet, 0 for one that is not.
    """
    if is_blocked:
        return "loopt vast"
    if asks_help:
        return "vraagt hulp"
    return f"is al {quiet_days} dagen stil" if quiet_days else ""


def may_ask(last_asked_on: date | None, today: date) -> bool:
    """Whether the question can be put today."""
    return last_asked_on is None or last_asked_on <= today - ASK_AGAIN
