"""The route map as a calendar: every date one whole day, without names of people."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from communities.analysis.route_map import RouteRow
from communities.models import Community
from lib.calendar_files import Entry, calendar_file


def route_calendar(community: Community, rows: Iterable[RouteRow], days: Iterable[Entry] = ()) -> bytes:
    """What still must be done, and other days beside it, as a calendar file. No names of people are in it."""
    page = reverse("communities:route_map", args=[community.slug])
    entries = [_entry(row, page) for row in rows if row.is_open]
    return calendar_file([*entries, *days], name=f"Routekaart {community.name}")


TITLES = {"mijlpaal": "Mijlpaal"}
"""What a title begins with where it is not «Klaar»."""


def uid_of(kind: str, number: int) -> str:
    """By this a calendar knows a promise, a step or a milestone: the same in all files of this site, of no other."""
    return f"{kind}-{number}@{settings.SITE_URL.partition('//')[2]}"


def _entry(row: RouteRow, page: str) -> Entry:
    return Entry(
        uid=uid_of(row.kind, row.number),
        title=f"{TITLES.get(row.kind, 'Klaar')}: {row.what}",
        starts=row.due_on,
        ends=row.due_on,
        url=f"{settings.SITE_URL}{row.address or page}",
        description="\n".join(part for part in (row.initiative, row.organisation, row.agenda_item) if part),
        sequence=row.version,
    )
