"""Notices, the matrix of mail, and stopping mail. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from communities.letters.unsubscribing import Stop, make_token
from communities.models import Community, Letter, Notice
from tests.access_rows.rows import ACCOUNT, COORDINATORS, EVERYONE, GONE, IN, LOGIN, Row, posted

MINE = Row(
    public=(LOGIN, GONE, GONE, GONE, GONE, IN, GONE, GONE),
    private=(LOGIN, GONE, GONE, GONE, GONE, IN, GONE, GONE),
)
"""A notice to the coordinator is nobody else's, not even the administrator's."""

ROWS: dict[str, Row] = {
    "communities:notice_list": ACCOUNT,
    "communities:notice_read_all": posted(ACCOUNT),
    "communities:notice_settings": ACCOUNT,
    "communities:notice_open": MINE,
    "communities:notice_read": posted(MINE),
    "communities:unsubscribe": EVERYONE,
    "communities:letter_list": COORDINATORS,
    "communities:letter_retry": posted(COORDINATORS),
}
_number = count(1)


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    number = next(_number)
    coordinator = community.memberships.get(role="coordinator").user
    fields = {"user": coordinator, "community": community, "kind": Notice.Kind.REPLY, "path": "/"}
    Notice.objects.create(key=f"gelezen-{number}", title="Gelezen", read_at="2026-01-01T10:00Z", **fields)
    notice = Notice.objects.create(key=f"rij-{number}", title="Anna antwoordt u", text="Ik doe mee.", **fields)
    letter = Letter.objects.create(
        key=f"rij-{number}", community=community, kind="nieuws", address="a@example.org", subject="Nieuws", n_tries=1
    )
    token = make_token(Stop(coordinator.pk, Notice.Kind.NEWS, community.pk))
    return {"notice_id": notice.pk, "letter_id": letter.pk, "token": token}
