"""Searching what one may see. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from tests.access_rows.rows import Row

ROWS: dict[str, Row] = {}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    return {}
