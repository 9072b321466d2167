"""Chains and measures of initiatives one by one, as tables of values and as plain values for programs.

Nothing is added here: what initiatives measure together stands in `exports.impact`, with why it is added or not.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from initiatives.access.impact import InitiativeImpact, MeasureCourse
from initiatives.analysis.progress import Moment
from initiatives.models import ImpactMeasure, Level
from lib.tables import Cell, Column, Table
from regioscan.api.addresses import links, page

INITIATIVE = Column("initiatief", "Initiatief")
LEVEL = Column("keten", "Plek in de keten")
MEASURE = [LEVEL, Column("maat", "Maat"), Column("eenheid", "Eenheid")]
CHAIN = [INITIATIVE, LEVEL, Column("zin", "In één zin"), Column("adres", "Adres")]
MEASURES = [
    INITIATIVE,
    *MEASURE,
    Column("telt", "Wat telt"),
    Column("bron", "Bron"),
    Column("wie_meet", "Wie meet"),
    Column("begin", "Waar het begon", "number"),
    Column("begin_op", "Begin gemeten op"),
    Column("doel", "Doel", "number"),
    Column("doel_op", "Doel op"),
    Column("waarde", "Laatste waarde", "number"),
    Column("gemeten_op", "Gemeten op"),
    Column("hoe_ver", "Hoe ver"),
    Column("raakt_aan", "Raakt aan dit cijfer van de regioscan"),
    Column("invloed", "Invloed op dat cijfer"),
    Column("adres", "Adres"),
]
MEASUREMENTS = [INITIATIVE, *MEASURE, Column("gemeten_op", "Gemeten op"), Column("waarde", "Waarde", "number")]
NAMES = {Level.OUTPUT: "activiteit", Level.OUTCOME: "resultaat", Level.IMPACT: "verandering"}
"""What a place in the chain is called for programs."""


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────
def chains_table(name: str, found: Iterable[InitiativeImpact]) -> Table:
    """One line a sentence, in the order of the chain."""
    rows = [
        [one.initiative.title, Level(level).label, link.text, _address(one)]
        for one in found
        for level, sentences in one.chain.items()
        for link in sentences
    ]
    return Table(f"Ketens {name}", CHAIN, rows)


def measures_table(name: str, found: Iterable[InitiativeImpact]) -> Table:
    """One line a measure: where it began, where it should go, and where it is; days as 2027-03-01."""
    rows = [_measure(one, course) for one in found for course in one.courses]
    return Table(f"Maten {name}", MEASURES, rows)


def measurements_table(name: str, found: Iterable[InitiativeImpact]) -> Table:
    """One line a measurement, in order of day."""
    rows = [
        [*_about(one, course.measure), measured.on.isoformat(), measured.value]
        for one in found
        for course in one.courses
        for measured in course.measurements
    ]
    return Table(f"Metingen {name}", MEASUREMENTS, rows)


def _about(one: InitiativeImpact, measure: ImpactMeasure) -> list[Cell]:
    return [one.initiative.title, Level(measure.level).label, measure.name, measure.unit]


def _measure(one: InitiativeImpact, course: MeasureCourse) -> list[Cell]:
    measure, progress = course.measure, course.progress
    return [
        *_about(one, measure),
        measure.get_counts_display(),
        measure.source,
        measure.measured_by,
        *_value_and_day(progress.baseline),
        *_value_and_day(progress.target),
        *_value_and_day(progress.now),
        progress.sentence(),
        measure.indicator.name if measure.indicator else None,
        measure.indicator.get_influence_display() if measure.indicator else None,
        _address(one),
    ]


def _value_and_day(moment: Moment | None) -> Sequence[Cell]:
    return (moment.value, moment.on.isoformat()) if moment else (None, None)


def _address(one: InitiativeImpact) -> str:
    return page(reverse("initiatives:impact_detail", args=[one.initiative.community.slug, one.initiative.pk]))


# ── For programs ──────────────────────────────────────────────────────────────────────────────────────────────────
def plain_impact(one: InitiativeImpact) -> dict[str, Any]:
    """What an initiative expects and measures, for programs."""
    return {
        "initiatief": one.initiative.pk,
        "initiatiefNaam": one.initiative.title,
        "fase": one.initiative.stage,
        "keten": {NAMES[Level(level)]: [link.text for link in found] for level, found in one.chain.items()},
        "maten": [_plain_measure(course) for course in one.courses],
        "_links": links(pagina=_address(one)),
    }


def _plain_measure(course: MeasureCourse) -> dict[str, Any]:
    measure, progress = course.measure, course.progress
    return {
        "naam": measure.name,
        "eenheid": measure.unit,
        "keten": NAMES[Level(measure.level)],
        "telt": measure.counts,
        "bron": measure.source,
        "wieMeet": measure.measured_by,
        "begin": _plain_moment(progress.baseline),
        "doel": _plain_moment(progress.target),
        "metingen": [_plain_moment(Moment(one.value, one.on)) for one in course.measurements],
        "hoeVer": progress.sentence(),
        "indicator": measure.indicator.code if measure.indicator else None,
        "invloed": measure.indicator.get_influence_display() if measure.indicator else None,
    }


def _plain_moment(moment: Moment | None) -> dict[str, Any] | None:
    return {"waarde": moment.value, "op": moment.on.isoformat()} if moment else None
