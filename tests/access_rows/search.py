"""Searching. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community, Post
from tests.access_rows.rows import EVERYONE, Row

ROWS: dict[str, Row] = {"config:search": EVERYONE}


def make(community: Community) -> dict[str, Any]:
    """Something to find; the address names nothing."""
    Post.objects.create(
        community=community, title="Zoek mij", body="<p>Hier staat wat u zoekt.</p>", audience="openbaar"
    )
    return {}
