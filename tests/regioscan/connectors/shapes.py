"""Deliveries and workbooks for tests, and cells in a form that can be compared."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
from openpyxl import Workbook

from regioscan.connectors.base import Cells, Delivery

MOMENT = datetime(2026, 1, 5, 12, tzinfo=UTC)


def deliver(**files: bytes | str | list | dict) -> Delivery:
    """A delivery of files by name; text becomes UTF-8, values become JSON."""
    return Delivery({name: _bytes(content) for name, content in files.items()}, "test", MOMENT)


def _bytes(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def workbook(*rows: tuple) -> bytes:
    """An xlsx with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_rows(cells: Cells) -> list[tuple]:
    """(indicator, region, year, value or None, status) of each observation."""
    return [
        (
            cells.indicator_codes[cells.indicator[at]],
            cells.region_codes[cells.region[at]],
            int(cells.period[at]),
            None if np.isnan(cells.value[at]) else float(cells.value[at]),
            int(cells.status[at]),
        )
        for at in range(len(cells))
    ]


def as_dict(cells: Cells) -> dict[tuple[str, str], float | int]:
    """(indicator, region) → value, or the status where there is no value."""
    return {
        (indicator, region): status if value is None else value
        for indicator, region, _, value, status in as_rows(cells)
    }
