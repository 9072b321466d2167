"""Reading what regions consist of, what became of them, and how calculated figures came about: a few queries each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F

from regioscan import frames
from regioscan.analysis.composing import Candidate
from regioscan.analysis.recasting import Step
from regioscan.analysis.worked import Worked
from regioscan.models import Composition, Region, Succession

INHABITANTS = "inwoners"
CALCULATED_KINDS = (Region.Kind.COUNTRY, Region.Kind.PROVINCE, Region.Kind.COROP, Region.Kind.CUSTOM)
"""Kinds of region of which we calculate what a source does not publish."""


@dataclass(frozen=True)
class Version:
    """One version of a custom region with its members by name, and what differs from the version before."""

    composition: Composition
    members: tuple[Region, ...]
    added: tuple[Region, ...]
    removed: tuple[Region, ...]


@dataclass(frozen=True)
class Change:
    """What became of a region, or out of which regions it arose, on one day."""

    on: date
    regions: tuple[tuple[Region, float], ...]
    """Each with the share of it that went, 0–1."""


def candidates(codes: Collection[str]) -> dict[str, Candidate]:
    """The regions with these codes that could be part of a custom region: those of now, else the last of that code."""
    wanted = Region.objects.filter(code__in=codes).select_related("parent__parent__parent__parent")
    newest = {region.code: region for region in wanted.order_by("valid_from")}
    people = _newest_inhabitants([region.pk for region in newest.values()])
    return {
        code: Candidate(
            region.pk,
            code,
            region.name,
            region.kind,
            region.get_kind_display(),
            region.valid_to,
            frozenset(one.code for one in frames.containers(region)),
            people.get(region.pk),
        )
        for code, region in newest.items()
    }


def versions(region: Region) -> list[Version]:
    """All versions of a custom region, the newest first."""
    found = list(region.compositions.prefetch_related("members").order_by("version"))
    before: set[Region] = set()
    made = []
    for composition in found:
        members = sorted(composition.members.all(), key=lambda one: (one.search_name, one.code))
        added = tuple(one for one in members if one not in before) if before else ()
        removed = sorted(before - set(members), key=lambda one: one.search_name)
        made.append(Version(composition, tuple(members), added, tuple(removed)))
        before = set(members)
    return made[::-1]


def workings(keys: Collection[frames.Key], region: Region) -> dict[frames.Key, Worked]:
    """How what we calculated for a region came about, per indicator and year."""
    if not keys or region.kind not in CALCULATED_KINDS:
        return {}
    sql = """
        SELECT c.indicator_id, c.period, i.aggregation, c.share, c.n_parts, c.n_known, c.rounding_error, c.low, c.high,
            coalesce(w.name, '')
        FROM unnest(%s::int[], %s::smallint[]) AS wanted (indicator_id, period)
        JOIN regioscan_calculation c USING (indicator_id, period)
        JOIN regioscan_indicator i ON i.id = c.indicator_id LEFT JOIN regioscan_indicator w ON w.id = i.weight_id
        WHERE c.region_id = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [[one for one, _ in keys], [year for _, year in keys], region.pk])
        return {(row[0], row[1]): Worked(*row[2:]) for row in cursor.fetchall()}


def lineage(region: Region) -> list[Step]:
    """Every step by which other regions came to lie in this one, however many mergers ago. Only municipalities have."""
    if region.kind != Region.Kind.MUNICIPALITY:
        return []
    sql = """
        WITH RECURSIVE steps AS (
            SELECT s.old_id, s.new_id, s."on", s.share FROM regioscan_succession s WHERE s.new_id = %s
            UNION
            SELECT s.old_id, s.new_id, s."on", s.share FROM regioscan_succession s JOIN steps ON s.new_id = steps.old_id
        )
        SELECT old_id, new_id, "on", share FROM steps
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [region.pk])
        return [Step(*row) for row in cursor.fetchall()]


def arose_from(region: Region) -> list[Change]:
    """Of which regions this one was made, per day, the latest first."""
    steps = (
        Succession.objects.filter(new=region)
        .select_related("old")
        .order_by(F("on").desc(), "-share", "old__search_name")
    )
    return _changes([(step.on, step.old, step.share) for step in steps])


def became(region: Region) -> list[Change]:
    """In which regions this one went up."""
    steps = Succession.objects.filter(old=region).select_related("new").order_by(F("on").desc(), "-share")
    return _changes([(step.on, step.new, step.share) for step in steps])


def _changes(steps: list[tuple[date, Region, float]]) -> list[Change]:
    days = dict.fromkeys(day for day, _, _ in steps)
    return [Change(day, tuple((region, share) for other, region, share in steps if other == day)) for day in days]


def _newest_inhabitants(regions: Collection[int]) -> dict[int, float]:
    sql = """
        SELECT DISTINCT ON (o.region_id) o.region_id, o.value FROM regioscan_observation o
        WHERE o.indicator_id = (SELECT id FROM regioscan_indicator WHERE code = %s)
            AND o.period = ANY(%s) AND o.region_id = ANY(%s) AND o.value IS NOT NULL
        ORDER BY o.region_id, o.period DESC
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [INHABITANTS, frames.known_years(), list(regions)])
        return dict(cursor.fetchall())
