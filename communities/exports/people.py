"""Members as tables: the list, and the half-yearly look at who may do what."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from communities.models import Community, Membership
from lib.tables import Cell, Column, Table

MEMBER_COLUMNS = [
    Column("name", "naam"),
    Column("email", "e-mail"),
    Column("function", "functie"),
    Column("organisation", "organisatie"),
    Column("sector", "sector"),
    Column("role", "rol"),
    Column("frontrunner_for", "koploper voor"),
    Column("status", "stand"),
    Column("since", "lid sinds"),
]
REVIEW_COLUMNS = [
    Column("name", "naam"),
    Column("email", "e-mail"),
    Column("role", "rol"),
    Column("organisation", "organisatie"),
    Column("speaks", "spreekt namens organisatie"),
    Column("status", "stand"),
    Column("since", "lid sinds"),
    Column("admitted_by", "toegelaten door"),
    Column("last_login", "laatst ingelogd"),
    Column("verdict", "blijft zo (ja of nee)"),
]


def members_table(community: Community, members: Iterable[Membership]) -> Table:
    """Everybody who belongs, one a row."""
    return Table(f"Leden van {community.name}", MEMBER_COLUMNS, [_member(one) for one in members])


def review_table(community: Community, members: Iterable[Membership]) -> Table:
    """Who has which right and when they were last seen; the last column is for the reviewer."""
    return Table(f"Toegang tot {community.name}", REVIEW_COLUMNS, [_review(one) for one in members])


def _member(one: Membership) -> list[Cell]:
    frontrunner_for = (one.frontrunner_for or "ja") if one.is_frontrunner else None
    return [
        one.user.name,
        one.user.email,
        one.function,
        one.organisation.name if one.organisation else None,
        one.organisation.get_sector_display() if one.organisation else None,
        one.get_role_display(),
        frontrunner_for,
        one.get_status_display(),
        _day(one.joined_at),
    ]


def _review(one: Membership) -> list[Cell]:
    return [
        one.user.name,
        one.user.email,
        one.role_words,
        one.organisation.name if one.organisation else None,
        ("ja" if one.speaks_for_organisation else "nee") if one.organisation else None,
        one.get_status_display(),
        _day(one.joined_at),
        str(one.admitted_by) if one.admitted_by else None,
        _day(one.user.last_login) if one.user.last_login else "nooit",
        None,
    ]


def _day(moment: datetime) -> str:
    """2027-03-01, so that a spreadsheet sorts it."""
    return timezone.localdate(moment).isoformat()
