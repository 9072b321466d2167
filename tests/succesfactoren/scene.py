"""Instruments, rounds and answers for tests. Every argument has a sensible default."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.models import Community
from lib.tokens import hash_token, new_token
from succesfactoren.actions.closing import close_round
from succesfactoren.actions.instruments import store_instruments
from succesfactoren.models import Assessment, Instrument, Response, Round, Ticket


def instrument(slug: str = "zeven-succesfactoren") -> Instrument:
    """A built-in instrument; all of them are stored once."""
    if not Instrument.objects.filter(community=None, slug=slug).exists():
        store_instruments()
    return Instrument.objects.get(community=None, slug=slug)


def make_assessment(community: Community, slug: str = "zeven-succesfactoren", **fields: object) -> Assessment:
    """An assessment of the community's first trajectory; made once per instrument and subject."""
    found, _ = Assessment.objects.get_or_create(
        trajectory=community.trajectories.first(), instrument=instrument(slug), **fields
    )
    return found


def make_round(community: Community, slug: str = "zeven-succesfactoren", **fields: object) -> Round:
    """An open, anonymous round of the newest version, from yesterday until in two weeks."""
    now = timezone.now()
    assessment = fields.pop("assessment", None) or make_assessment(community, slug)
    version = fields.pop("version", None) or assessment.instrument.newest
    defaults = {
        "name": "Nulmeting",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=14),
        "planned_at": now - timedelta(days=2),
        "opened_at": now - timedelta(days=1),
        "group_questions": version.group_questions,
    }
    if fields.get("mode") == "vertrouwelijk":
        defaults["purge_on"] = timezone.localdate() + timedelta(days=400)
    return Round.objects.create(assessment=assessment, version=version, **(defaults | fields))


def make_ticket(round: Round, email: str = "", **fields: object) -> tuple[Ticket, str]:
    """The right to answer, and the token that stands in the link."""
    token = new_token()
    return Ticket.objects.create(round=round, email=email, token_hash=hash_token(token), **fields), token


def answer(round: Round, *, marks: dict[str, Any] | int = 4, rol: str = "inwoner", **fields: object) -> Response:
    """What one person answered: the same mark everywhere, or a mark for each code."""
    if isinstance(marks, int):
        marks = {one.code: marks for one in round.version.statements.filter(kind="stelling")}
    groups = fields.pop("groups", {"rol": rol})
    return Response.objects.create(round=round, answers=marks, groups=groups, **fields)


def answers(round: Round, n: int, **fields: object) -> list[Response]:
    """So many people, whose marks go up and down a little around 3 and 4 in a fixed way."""
    codes = list(round.version.statements.filter(kind="stelling").values_list("code", flat=True))
    return [
        answer(round, marks={code: 2 + (3 * i + 5 * j) % 4 for j, code in enumerate(codes)}, **fields) for i in range(n)
    ]


def closed_round(community: Community, n: int = 20, **fields: Any) -> Round:
    """A round in which so many people answered, with its outcome; published when `published_at` is given."""
    published_at = fields.pop("published_at", None)
    rol = fields.pop("rol", "inwoner")
    made = make_round(community, **fields)
    answers(made, n, rol=rol)
    close_round(round=made, by=None)
    if published_at:
        Round.objects.filter(pk=made.pk).update(published_at=published_at)
    made.refresh_from_db()
    return made
