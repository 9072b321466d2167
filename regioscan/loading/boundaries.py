"""Outlines of regions: simplified together, so that neighbours keep sharing their border."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from regioscan.analysis.matching import KnownRegions, region_for
from regioscan.connectors.base import BoundarySet, Problem
from regioscan.loading.observations import Counts
from regioscan.models import Boundary, Snapshot

TOLERANCE = {"land": 0.006, "provincie": 0.006, "corop": 0.005, "gemeente": 0.003, "wijk": 0.001, "buurt": 0.0005}
"""How coarse, in degrees (0.003° is some 250 m): about what one sees on a map of 700 px of the level above.

Simplifying drops points that span a triangle smaller than the square of this, so degrees of unequal length do no harm.
"""
DEFAULT_TOLERANCE = 0.001
DECIMALS = 5


@dataclass(frozen=True)
class Outline:
    """What is stored of the outline of one region."""

    region_id: int
    geometry: dict[str, Any]
    label_lon: float
    label_lat: float


@dataclass(frozen=True)
class BoundaryPlan:
    """Outlines to store, and what was noticed."""

    outlines: Sequence[Outline]
    problems: Sequence[Problem]
    notes: Sequence[str]


def plan_boundaries(delivered: BoundarySet, known: KnownRegions, year: int) -> BoundaryPlan:
    """Find the region of every outline and simplify the outlines of one kind together.

    Outlines without a region are problems; regions without an outline, of the kinds that the set has, become a note.
    """
    problems = list(delivered.problems)
    found: dict[str, dict[int, Any]] = defaultdict(dict)
    for code, geometry in delivered.geometries.items():
        candidates = known.get(code, ())
        if not candidates:
            problems.append(Problem(0, "statcode", code, "deze omtrek hoort bij geen regio in de regiolijst"))
            continue
        region, _ = region_for(candidates, year)
        found[region.kind][region.id] = _valid(shapely.geometry.shape(geometry))
    outlines = [outline for kind, shapes in sorted(found.items()) for outline in _simplify(kind, shapes)]
    notes = [*delivered.notes, *_without_outline(found, known, year)]
    return BoundaryPlan(outlines, problems, notes)


def compare_boundaries(outlines: Sequence[Outline]) -> tuple[Counts, list[Outline]]:
    """How many outlines are new, changed or unchanged, and those that must be written."""
    there = dict(Boundary.objects.values_list("region_id", "geometry"))
    new = [outline for outline in outlines if outline.region_id not in there]
    changed = [o for o in outlines if o.region_id in there and there[o.region_id] != o.geometry]
    return Counts(len(new), len(changed), len(outlines) - len(new) - len(changed)), [*new, *changed]


def load_boundaries(outlines: Sequence[Outline], snapshot: Snapshot) -> Counts:
    """Write the outlines that differ; outlines that the delivery lacks stay as they are."""
    counts, written = compare_boundaries(outlines)
    Boundary.objects.bulk_create(
        [
            Boundary(
                region_id=outline.region_id,
                geometry=outline.geometry,
                label_lon=outline.label_lon,
                label_lat=outline.label_lat,
                snapshot=snapshot,
            )
            for outline in written
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["geometry", "label_lon", "label_lat", "snapshot"],
    )
    return counts


def _valid(shape: Any) -> Any:
    """The shape itself where it is valid: mending would cut its lines elsewhere than those of its neighbours."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape)).tolist()
    return shapely.union_all([part for part in parts if part.geom_type in {"Polygon", "MultiPolygon"}])


def _simplify(kind: str, shapes: Mapping[int, Any]) -> list[Outline]:
    simple = shapely.coverage_simplify(list(shapes.values()), TOLERANCE.get(kind, DEFAULT_TOLERANCE))
    return [_outline(region_id, shape) for region_id, shape in zip(shapes, simple, strict=True)]


def _outline(region_id: int, shape: Any) -> Outline:
    # Rounding is the same for both neighbours, so they keep sharing their border.
    geometry = _valid(shapely.transform(shape, lambda points: np.round(points, DECIMALS)))
    largest = max(shapely.get_parts(geometry).tolist(), key=lambda part: part.area)
    # The middle of the largest circle that fits: the place where a label has most room.
    label = shapely.get_point(shapely.maximum_inscribed_circle(largest), 0)
    mapping = json.loads(shapely.to_geojson(geometry))
    return Outline(region_id, mapping, round(label.x, DECIMALS), round(label.y, DECIMALS))


def _without_outline(found: Mapping[str, Mapping[int, Any]], known: KnownRegions, year: int) -> list[str]:
    notes = []
    for kind, shapes in sorted(found.items()):
        valid = {
            region.id: code
            for code, candidates in known.items()
            for region, existed in [region_for(candidates, year)]
            if region.kind == kind and (existed or region.valid_to is None)
        }
        missing = sorted(code for pk, code in valid.items() if pk not in shapes)
        if missing:
            examples = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
            notes.append(f"{len(missing)} regio's van de soort {kind} hebben geen omtrek in deze levering: {examples}.")
    return notes
