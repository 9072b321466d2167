"""Plain functions that make things for tests. Every argument has a sensible default."""

from datetime import date
from itertools import count

from allauth.account.models import EmailAddress
from django.utils import timezone

from communities.models import User
from regioscan.models import Indicator, Observation, Region, Snapshot, Source, Theme
from regioscan.models.observations import Status

PASSWORD = "een-lang-wachtwoord-42"
_number = count(1)


def make_user(email: str | None = None, **fields: object) -> User:
    """A user who can log in with PASSWORD."""
    return User.objects.create_user(email or f"gebruiker{next(_number)}@example.org", PASSWORD, **fields)


def make_verified_user(email: str | None = None, **fields: object) -> User:
    """A user whose e-mail address has been confirmed, so that logging in asks nothing more."""
    user = make_user(email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_region(code: str = "GM0001", name: str = "Waalmeer", kind: str = "gemeente", **fields: object) -> Region:
    """A region that exists since 2000."""
    fields.setdefault("valid_from", date(2000, 1, 1))
    return Region.objects.create(code=code, name=name, kind=kind, **fields)


def any_region() -> Region:
    """A region that is there, or else a municipality."""
    return Region.objects.first() or make_region()


def make_theme(code: str = "arbeid", name: str = "Arbeid", **fields: object) -> Theme:
    """A theme; made once per code."""
    defaults = {"name": name, "lens": "economie", "question": "Hoe staat het ervoor?", "position": next(_number)}
    return Theme.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_indicator(code: str = "participatie", name: str = "Mensen met betaald werk", **fields: object) -> Indicator:
    """A published-only percentage of which more is better."""
    defaults = {
        "theme": make_theme() if "theme" not in fields else None,
        "lens": "economie",
        "unit": "%",
        "decimals": 1,
        "direction": 1,
        "aggregation": "NONE",
        "definition": "Deel van de mensen van 15 tot 75 jaar met betaald werk.",
        "source_name": "CBS",
        "licence": "CC BY 4.0",
        "influence": "gedeeld",
        "position": next(_number),
    }
    return Indicator.objects.create(code=code, name=name, **(defaults | fields))


def make_source(code: str = "cbs-kwb", **fields: object) -> Source:
    """A source of figures; made once per code."""
    defaults = {
        "name": "Kerncijfers wijken en buurten",
        "publisher": "CBS",
        "delivers": "cijfers",
        "licence": "CC BY 4.0",
        "explanation": "Kerncijfers per gemeente, wijk en buurt.",
    }
    return Source.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_snapshot(source: Source | None = None, period: int | None = 2024, **fields: object) -> Snapshot:
    """A published delivery without a file."""
    now = timezone.now()
    defaults = {
        "state": "gepubliceerd",
        "file_name": "test.csv",
        "origin": "test",
        "sha256": f"{next(_number):064d}",
        "size": 1,
        "licence": "CC BY 4.0",
        "retrieved_at": now,
        "retrieved_by": "test",
        "published_at": now,
    }
    return Snapshot.objects.create(source=source or make_source(), period=period, **(defaults | fields))


def observe(
    indicator: Indicator,
    region: Region,
    period: int = 2024,
    value: float | None = 50.0,
    status: int = Status.FINAL,
    snapshot: Snapshot | None = None,
) -> Observation:
    """An observation; pass value=None with a status that gives the reason."""
    snapshot = snapshot or Snapshot.objects.first() or make_snapshot()
    return Observation.objects.create(
        indicator=indicator, region=region, period=period, value=value, status=status, snapshot=snapshot
    )
