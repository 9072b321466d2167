"""Filling in a form with traps as a person would: not at once."""

from unittest.mock import patch

from communities.forms import trap


def passed(seconds: float = 10.0) -> dict[str, str]:
    """What the hidden field of a form holds that was shown this long ago."""
    with patch.object(trap, "now", return_value=trap.now() - seconds):
        return {"moment": trap.moment()}
