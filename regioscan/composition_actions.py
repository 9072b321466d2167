"""Every write on custom regions: defining one, and defining it otherwise. Older versions stay as they were."""

import logging
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from regioscan import frames
from regioscan.analysis.composing import Candidate, Choice, choose, too_many
from regioscan.loading.derived import refresh_custom
from regioscan.loading.membership import lock_membership
from regioscan.models import Composition, Distribution, Region
from regioscan.region_frames import candidates

logger = logging.getLogger(__name__)

FIRST_DAY = date(1900, 1, 1)
"""A custom region has figures over all years that its parts have."""
SAME = "Er is niets veranderd: de naam en de delen zijn dezelfde als in de vorige versie."
TAKEN = "Er is al een eigen regio met deze naam. Kies een andere naam, of wijzig die regio."
PATIENCE = "20s"
"""How long a person waits for a publication of figures; a page may take 60 seconds."""
BUSY = "Er worden nu cijfers gepubliceerd. Wat u invulde staat er nog: probeer het over een paar minuten opnieuw."


class CompositionError(Exception):
    """A definition that cannot be; the messages are Dutch and are shown as they are."""

    def __init__(self, refusals: Sequence[str]) -> None:
        super().__init__(" ".join(refusals))
        self.refusals = list(refusals)


def judged(words: Sequence[str]) -> Choice:
    """What a list of codes comes down to: members, refusals and notes."""
    if refusals := too_many(words):
        return Choice(refusals=refusals)
    return choose(words, candidates(set(words)))


@transaction.atomic
def define_region(*, name: str, codes: Sequence[str], reason: str, by: str) -> Region:
    """Make a custom region of these parts, with its figures; returns it. Raises CompositionError."""
    _lock()
    members = _members(codes)
    _require_free(name)
    region = Region(
        code=_next_code(), name=name, kind=Region.Kind.CUSTOM, valid_from=FIRST_DAY, parent_id=_holder(members)
    )
    _save(region)
    _add_version(region, members, reason, by)
    logger.info("custom region defined", extra={"region": region.code, "members": len(members)})
    return region


@transaction.atomic
def redefine_region(*, region: Region, name: str, codes: Sequence[str], reason: str, by: str) -> Composition:
    """Add a version to a custom region, with another name or other parts; returns it. Raises CompositionError."""
    _lock()
    locked = Region.objects.select_for_update().get(pk=region.pk, kind=Region.Kind.CUSTOM)
    members = _members(codes)
    before = locked.compositions.order_by("-version").first()
    there = set(before.members.values_list("pk", flat=True)) if before else set()
    if there == {one.id for one in members} and locked.name == name:
        raise CompositionError([SAME])
    _require_free(name, locked)
    locked.name, locked.parent_id = name, _holder(members)
    _save(locked)
    made = _add_version(locked, members, reason, by)
    logger.info("custom region redefined", extra={"region": locked.code, "version": made.version})
    return made


def _add_version(region: Region, members: Sequence[Candidate], reason: str, by: str) -> Composition:
    made = Composition.objects.create(
        region=region, version=region.compositions.count() + 1, reason=reason, made_by=by[:200], made_at=timezone.now()
    )
    made.members.set([one.id for one in members])
    slices = sorted(set(Distribution.objects.values_list("indicator_id", "period")))
    refresh_custom(region, slices=slices)
    return made


def _members(codes: Sequence[str]) -> Sequence[Candidate]:
    choice = judged(codes)
    if choice.refusals:
        raise CompositionError(choice.refusals)
    return choice.members


def _lock() -> None:
    """One definition at a time, and none while figures are published: raises CompositionError after a while."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'")
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    try:
        lock_membership(is_changing=True)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise CompositionError([BUSY]) from error
        raise


def _save(region: Region) -> None:
    """Two names that differ by capitals alone are one name; the database has the last word."""
    try:
        with transaction.atomic():
            region.save()
    except IntegrityError as error:
        raise CompositionError([TAKEN]) from error


def _require_free(name: str, but: Region | None = None) -> None:
    same = Region.objects.current().filter(kind=Region.Kind.CUSTOM, name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise CompositionError([TAKEN])


def _next_code() -> str:
    codes = Region.objects.filter(kind=Region.Kind.CUSTOM, code__regex=r"^MR[0-9]{4,}$").values_list("code", flat=True)
    return f"MR{max((int(code[2:]) for code in codes), default=0) + 1:04d}"


def _holder(members: Sequence[Candidate]) -> int | None:
    """The nearest region in which all members lie."""
    chains = [
        frames.containers(region)
        for region in Region.objects.select_related("parent__parent__parent__parent").filter(
            pk__in=[one.id for one in members]
        )
    ]
    shared = set.intersection(*({one.pk for one in chain} for chain in chains)) if chains else set()
    return next((one.pk for one in chains[0] if one.pk in shared), None) if chains else None
