"""A regioscan as plain values: for `--json` and for the file that is attached to the report."""

from typing import Any

from regioscan.figures import Benchmark, Figure, Scan
from regioscan.models import Region
from regioscan.models.observations import Status


def scan_as_dict(scan: Scan) -> dict[str, Any]:
    """Region, period, comparison, findings, and per indicator its value or reason with benchmarks, source and snapshot.

    Values are unrounded and in the unit of the indicator. `status` is the code of the kind of value or reason.
    """
    return {
        "region": _region(scan.region),
        "period": scan.period or scan.newest,
        "benchmark": {"code": scan.comparison.code, "name": scan.comparison.label} if scan.comparison else None,
        "findings": [finding.text for finding in scan.findings],
        "indicators": [
            {"theme": theme.theme.code, **_figure(figure)} for theme in scan.themes for figure in theme.figures
        ],
    }


def _region(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "kind": region.kind,
        "valid_from": region.valid_from.isoformat(),
        "valid_to": region.valid_to.isoformat() if region.valid_to else None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    found, standing = figure.provenance, figure.standing
    return {
        "code": figure.code,
        "name": figure.name,
        "period": figure.period,
        "value": figure.value,
        "unit": figure.unit,
        "status": _status(figure),
        "reason": figure.reason or None,
        "verdict": figure.verdict or None,
        "benchmarks": [_benchmark(one) for one in figure.benchmarks],
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
