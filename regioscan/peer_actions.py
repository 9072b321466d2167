"""Verbs on fair comparison: making the sets of similar regions, and naming a group of one's own."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from regioscan import frames, peer_frames
from regioscan.analysis.neighbours import LEAST_NEAREST, Neighbours, n_nearest, nearest
from regioscan.analysis.peer_variables import Variable, peer_variables
from regioscan.analysis.position import Floats
from regioscan.models import Indicator, Peer, PeerSet, Region, RegionGroup

logger = logging.getLogger(__name__)

KINDS = (Region.Kind.MUNICIPALITY, Region.Kind.COROP, Region.Kind.PROVINCE)
"""Kinds of which there are few enough to hold all beside each other."""
MAX_AGE = 4
"""A variable this many years older than the year of a set still counts."""
FILLED = 0.8
"""A year counts for a variable when this share of the regions has a value: the newest year is often half filled."""
ENOUGH_WEIGHT = 0.5
"""With less of the declared weight known of anybody, «similar» would be said of too little."""
RESERVE = 4
"""How many times the shown number of peers is stored: stand-ins for a larger region need neighbours outside it."""
SAME = 1e-9
LEAST_MEMBERS = 3


class GroupError(Exception):
    """A group that cannot be made; the message says why, in Dutch."""


@dataclass(frozen=True)
class _Field:
    """All regions of a kind with what they are: regions × variables, and the year of each variable."""

    regions: Sequence[Region]
    variables: Sequence[Variable]
    years: Sequence[int]
    values: Floats


@transaction.atomic
def make_peer_sets(*, kind: str, period: int | None = None, by: str) -> PeerSet | None:
    """Find the nearest neighbours in structure of all present regions of `kind`.

    On figures up to and including `period`, the newest year that is known when None.

    Stores a new version only when it differs from the newest one, which is returned otherwise. None where it cannot be
    made: fewer than five regions, or less than half of the weight of `peers.toml` known of them.
    """
    _lock(kind)
    years = frames.known_years()
    last = period or max(years, default=0)
    field = _field(kind, last)
    if field is None:
        return None
    weights, is_log = [one.weight for one in field.variables], [one.is_log for one in field.variables]
    found = nearest(field.values, weights, is_log, keep=RESERVE * n_nearest(len(field.regions)))
    if not any(found.of):
        return None
    return _store(kind, last, field, found, by)


def make_all_peer_sets(*, by: str, period: int | None = None) -> list[PeerSet]:
    """A set for every kind that can have one; returns them, made now or there already."""
    made = [make_peer_sets(kind=kind, period=period, by=by) for kind in KINDS]
    return [one for one in made if one is not None]


def refresh_peer_sets(*, indicators: Collection[int], by: str) -> list[PeerSet]:
    """Make the sets anew when one of these indicators (by id), of which figures were published, is a variable."""
    codes = [one.code for one in peer_variables()]
    if not Indicator.objects.filter(pk__in=indicators, code__in=codes).exists():
        return []
    return make_all_peer_sets(by=by)


@transaction.atomic
def make_group(*, name: str, members: Sequence[Region], reason: str, by: str) -> RegionGroup:
    """Name a group of regions to compare with; it is dated and never changes, so a report can name it.

    Raises GroupError for fewer than three regions, regions of more than one kind, or a name that is taken.
    """
    unique = {region.pk: region for region in members}
    kinds = {region.kind for region in unique.values()}
    if len(unique) < LEAST_MEMBERS:
        raise GroupError(f"Kies ten minste {LEAST_MEMBERS} regio’s: met minder zegt een vergelijking te weinig.")
    if len(kinds) > 1:
        raise GroupError("Kies regio’s van één soort: gemeenten met gemeenten, wijken met wijken.")
    code = slugify(name)[:40].strip("-")
    if not code or code == "nieuw":
        raise GroupError("Geef een naam met letters of cijfers.")
    try:
        with transaction.atomic():
            group = RegionGroup.objects.create(code=code, name=name, kind=kinds.pop(), reason=reason, made_by=by[:200])
    except IntegrityError as error:
        raise GroupError("Er is al een groep met deze naam. Kies een andere naam.") from error
    group.members.set(unique)
    logger.info("group made", extra={"group": code, "n_members": len(unique)})
    return group


def _lock(kind: str) -> None:
    """One maker at a time: two that start together would both see that nothing is there yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"regioscan peers {kind}"])


def _field(kind: str, last: int) -> _Field | None:
    regions = list(Region.objects.current().filter(kind=kind).order_by("code"))
    if len(regions) <= LEAST_NEAREST:
        return None
    declared = peer_variables()
    known = peer_frames.structure(kind, [one.code for one in declared], last - MAX_AGE, last)
    chosen = [(one, _year(one.code, known, len(regions))) for one in declared]
    pairs = [(one, year) for one, year in chosen if year is not None]
    if sum(one.weight for one, _ in pairs) < ENOUGH_WEIGHT * sum(one.weight for one in declared):
        return None
    columns = [[known[one.code, year].get(region.pk, np.nan) for region in regions] for one, year in pairs]
    variables, years = [one for one, _ in pairs], [year for _, year in pairs]
    return _Field(regions, variables, years, np.array(columns, np.float64).T)


def _year(code: str, known: dict[tuple[str, int], dict[int, float]], n_regions: int) -> int | None:
    """The newest year in which enough regions have a value."""
    years = [year for (one, year), values in known.items() if one == code and len(values) >= FILLED * n_regions]
    return max(years, default=None)


def _store(kind: str, period: int, field: _Field, found: Neighbours, by: str) -> PeerSet:
    names = peer_frames.names_of([one.code for one in field.variables])
    variables = [
        {"code": one.code, "name": names[one.code], "weight": float(weight), "period": year}
        for one, weight, year in zip(field.variables, found.weights, field.years, strict=True)
        if weight > 0
    ]
    made = PeerSet(
        kind=kind, period=period, variables=variables, n_nearest=found.n_nearest, far=found.far, made_by=by[:200]
    )
    peers = _peers(field, found)
    newest = PeerSet.objects.filter(kind=kind).order_by("-made_at", "-id").first()
    if newest is not None and _is_same(newest, made, peers):
        return newest
    made.save()
    for peer in peers:
        peer.peer_set = made
    Peer.objects.bulk_create(peers, batch_size=1_000)
    logger.info("peer set made", extra={"kind": kind, "period": period, "peer_set": made.pk})
    return made


def _peers(field: _Field, found: Neighbours) -> list[Peer]:
    names = peer_frames.names_of([one.code for one in field.variables])
    return [
        Peer(
            region=region,
            peer=field.regions[one.region],
            position=place,
            distance=one.distance,
            differences=[_difference(field.variables[gap.variable].code, names, gap.z) for gap in one.differences],
        )
        for region, row in zip(field.regions, found.of, strict=True)
        for place, one in enumerate(row, 1)
    ]


def _difference(code: str, names: dict[str, str], z: float) -> dict[str, Any]:
    return {"code": code, "name": names[code], "z": z}


def _is_same(newest: PeerSet, made: PeerSet, peers: Sequence[Peer]) -> bool:
    """Whether nothing a reader could see differs: the variables with their years and weights, and the peers."""
    if (newest.variables, newest.n_nearest) != (made.variables, made.n_nearest):
        return False
    there = Peer.objects.filter(peer_set=newest).order_by("region_id", "position")
    before = list(there.values_list("region_id", "position", "peer_id", "distance"))
    after = sorted((one.region_id, one.position, one.peer_id, one.distance) for one in peers)
    return len(before) == len(after) and all(
        old[:3] == new[:3] and abs(old[3] - new[3]) < SAME for old, new in zip(before, after, strict=True)
    )
