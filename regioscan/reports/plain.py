"""A regioscan as plain values: for `--json`, for the file that is attached to the report, and for the change ledger.

What stands here is what a ledger needs: besides every value its year, delivery and definition, and what the region, the
comparison and the methods were at that moment.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from regioscan import frames
from regioscan.analysis.receipts import receipt_values
from regioscan.figures import Benchmark, Comparison, Figure, Scan, ThemeScan
from regioscan.figures.index import region_index
from regioscan.figures.index_region import IndexCell
from regioscan.figures.receipts import opening_of
from regioscan.models import Annotation, Composition, Indicator, Region
from regioscan.models.observations import Status
from regioscan.reports.method import METHOD_VERSION

MOST_CODES = 500
"""Of a larger group of peers only the number and a hash are written down."""


def scan_as_dict(scan: Scan) -> dict[str, Any]:
    """Region, period, comparison, methods, findings, and per indicator its value or reason with benchmarks and source.

    Values are unrounded and in the unit of the indicator. `status` is the code of the kind of value or reason,
    `definition` a hash of what the figure means. Does a fixed number of queries.
    """
    return {
        "region": _region(scan.region),
        "period": scan.period or scan.newest,
        "benchmark": scan.comparison and _comparison(scan.comparison, scan.region),
        "method": {"version": METHOD_VERSION},
        "index": _index(scan),
        "findings": [finding.text for finding in scan.findings],
        "receipts": [receipt_values(finding.receipt) for finding in opening_of(scan)],
        "annotations": _annotations(scan.region),
        "themes": [_theme(one) for one in scan.themes],
        "indicators": [
            {"theme": theme.theme.code, **_figure(figure)} for theme in scan.themes for figure in theme.figures
        ],
    }


def definition_fingerprint(indicator: Indicator) -> str:
    """The same as long as a figure means the same: a hash of its definition, numerator, denominator, rule and unit."""
    parts = [indicator.definition, indicator.numerator, indicator.denominator, indicator.aggregation, indicator.unit]
    return _hash(parts)


def _hash(values: list[str]) -> str:
    return sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _region(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "kind": region.kind,
        "valid_from": region.valid_from.isoformat(),
        "valid_to": region.valid_to.isoformat() if region.valid_to else None,
        "composition": _composition(region),
    }


def _composition(region: Region) -> int | None:
    """Which version of its parts a custom region has; None for every other kind."""
    if region.kind != Region.Kind.CUSTOM:
        return None
    return Composition.objects.filter(region=region).values_list("version", flat=True).order_by("-version").first()


def _comparison(comparison: Comparison, region: Region) -> dict[str, Any]:
    """With whom the region is compared: `peers` says which regions those are, ended ones too, ours perhaps included.

    A stand-in for a region of several municipalities is written as their codes with `+` between them.
    """
    sets = comparison.composites or [(one,) for one in _members(comparison, region)]
    known = dict(Region.objects.filter(pk__in={pk for one in sets for pk in one}).values_list("pk", "code"))
    codes = sorted("+".join(sorted(known[pk] for pk in one)) for one in sets)
    peers = {"n": len(codes), "sha256": _hash(codes), "codes": codes if len(codes) <= MOST_CODES else None}
    return {"code": comparison.code, "name": comparison.label, "peer_set": comparison.peer_set, "peers": peers}


def _members(comparison: Comparison, region: Region) -> Sequence[int]:
    if comparison.members is not None:
        return comparison.members
    return frames.members(comparison.container, region.kind)


def _index(scan: Scan) -> dict[str, Any] | None:
    """The vitality index with the frozen method it was made by, or the reason why there is none; None without one."""
    found = region_index(scan.region, scan.period)
    if found.version is None:
        return None
    return {
        "method": found.version.code,
        "sha256": found.version.sha256,
        "year": found.year,
        "score": found.index,
        "place": found.place_text or None,
        "reason": found.reason or None,
        "figures": [_counted(cell) for cell in found.cells],
    }


def _counted(cell: IndexCell) -> dict[str, Any]:
    """A figure of the index with the year and value it counts with, or the reason why it does not count."""
    counts = cell.reading is not None and cell.score is not None
    return {
        "code": cell.code,
        "name": cell.name,
        "period": cell.reading.period if counts and cell.reading else None,
        "value": cell.reading.value if counts and cell.reading else None,
        "reason": cell.reason or None,
    }


def _annotations(region: Region) -> list[dict[str, Any]]:
    """What people added in their own words, the newest first."""
    found = Annotation.objects.filter(region=region, withdrawn_at=None).select_related("theme")
    return [
        {
            "theme": one.theme.code if one.theme else None,
            "text": one.text,
            "written_by": one.written_by,
            "written_at": one.written_at.isoformat(),
        }
        for one in found
    ]


def _theme(one: ThemeScan) -> dict[str, Any]:
    return {"code": one.theme.code, "name": one.theme.name, "score": one.place.place}


def _figure(figure: Figure) -> dict[str, Any]:
    found, standing = figure.provenance, figure.standing
    return {
        "code": figure.code,
        "name": figure.name,
        "definition": definition_fingerprint(figure.indicator),
        "period": figure.period,
        "value": figure.value,
        "unit": figure.unit,
        "decimals": figure.decimals,
        "status": _status(figure),
        "reason": figure.reason or None,
        "is_too_old": figure.is_too_old,
        "verdict": figure.verdict or None,
        "benchmarks": [_benchmark(one) for one in figure.benchmarks],
        "rest_of_country": figure.rest,
        "group": figure.group
        and {"mean": figure.group.mean, "median": figure.group.median, "p25": figure.group.low,
             "p75": figure.group.high, "n": figure.group.n},
        "standing": standing
        and {"lower": standing.n_lower, "equal": standing.n_equal, "higher": standing.n_higher},
        "source": found and {"code": found.source_code, "name": found.source_name, "licence": found.licence},
        "snapshot": found and {"id": found.snapshot, "retrieved_at": found.retrieved_at.isoformat()},
    }  # fmt: skip


def _status(figure: Figure) -> str:
    return Status(figure.reading.status).name.lower() if figure.reading else "not_loaded"


def _benchmark(one: Benchmark) -> dict[str, Any]:
    return {
        "code": one.region.code,
        "name": one.region.name,
        "period": one.reading.period,
        "value": one.value,
        "is_calculated": one.is_calculated,
    }
