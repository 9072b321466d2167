"""What pages ask of observations, and pages themselves, on fifty million rows (or `BENCH_ROWS`)."""

import os
import statistics
from collections.abc import Sequence

import numpy as np
import psycopg
from django.core.cache import caches
from django.db import connection
from django.urls import reverse
from django.utils.http import urlencode

from bench.example import example_region
from bench.ratio import Ratio, in_turn, seconds
from bench.statements import ask_all, gather_static_files, parameters, statements, visit
from regioscan import frames
from regioscan.analysis.aggregation import aggregate
from regioscan.analysis.position import standing
from regioscan.models import Distribution, Indicator, Region, Theme

N_ROWS = int(os.environ.get("BENCH_ROWS", "50000000"))
N_REGIONS, N_YEARS = 17_655, 20
FILL = f"""
    INSERT INTO regioscan_observation (value, indicator_id, region_id, snapshot_id, period, status)
    SELECT random() * 100, 100000 + i, r, 1, y, 1
    FROM generate_series(%s, %s) i, generate_series(2001, 2020) y, generate_series(1, {N_REGIONS}) r
"""
PROFILE = "region_id = ANY(%s) AND period = 2020 AND indicator_id = ANY(%s)"
MAP = "indicator_id = %s AND period = 2020 AND region_id = ANY(%s)"
TREND = "indicator_id = ANY(%s) AND period = ANY(%s) AND region_id = ANY(%s)"


SLICES = 'SELECT indicator_id, period, "values" FROM regioscan_distribution WHERE period = 2020 AND kind = %s'
N_RANKED, N_SLICES = 14_000, 150
N_PAGES, N_BESIDE, N_PARTS = 12, 6, 7


def run() -> list[Ratio]:
    """T7 on the bare table, T8 from slices, and T12 for pages of the example that stand among all those rows."""
    return [*_questions(), _rank_from_slices(), *_pages()]


def _questions() -> list[Ratio]:
    n_indicators = max(1, N_ROWS // (N_REGIONS * N_YEARS))
    _fill(n_indicators)
    indicators = list(range(100_000, 100_000 + n_indicators))
    random = np.random.default_rng(1)

    def some_regions(n: int) -> list[int]:
        return random.choice(N_REGIONS, n, replace=False).tolist()

    asked = {
        "profile of 4 regions": lambda: _ask(PROFILE, some_regions(4), indicators),
        "map of 342 municipalities": lambda: _ask(MAP, int(random.choice(indicators)), some_regions(342)),
        "20 years, 8 figures, 5 regions": lambda: _ask(
            TREND, random.choice(indicators, 8).tolist(), list(range(2001, 2021)), some_regions(5)
        ),
        "own region of 7, added up": lambda: _own_region(some_regions(N_PARTS), indicators),
    }
    millions = n_indicators * N_REGIONS * N_YEARS / 1e6
    measured = [(name, 1000 * seconds(question, repeat=30)) for name, question in asked.items()]
    return [Ratio("T7", f"{name}, {millions:.0f} M rows", "–", value, 15, 50, "ms") for name, value in measured]


def _fill(n_indicators: int) -> None:
    """In the order of the key, with the key built afterwards: that is quickest, and gives the same table."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("TRUNCATE regioscan_observation")
        cursor.execute("ALTER TABLE regioscan_observation DROP CONSTRAINT regioscan_observation_pkey")
        cursor.execute(FILL, [0, n_indicators - 1])
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "ALTER TABLE regioscan_observation ADD CONSTRAINT regioscan_observation_pkey "
            "PRIMARY KEY (indicator_id, period, region_id) INCLUDE (status, value)"
        )
        cursor.execute("VACUUM ANALYZE regioscan_observation")


def _ask(condition: str, *parameters: object) -> list[tuple[int, int, int, int, float | None]]:
    query = f"SELECT indicator_id, period, region_id, status, value FROM regioscan_observation WHERE {condition}"
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def _own_region(regions: Sequence[int], indicators: Sequence[int]) -> None:
    """Every figure of a region that somebody put together, weighed by the last of them."""
    rows = _ask(PROFILE, list(regions), list(indicators))
    values = np.full((len(indicators), len(regions)), np.nan)
    where = {code: at for at, code in enumerate(indicators)}, {code: at for at, code in enumerate(regions)}
    for indicator, _, region, _, value in rows:
        values[where[0][indicator], where[1][region]] = value
    groups = np.repeat(np.arange(len(indicators)), len(regions))
    found, _ = aggregate("WMEAN", values.ravel(), groups, len(indicators), np.tile(values[-1], len(indicators)))
    if not np.isfinite(found).all():
        raise RuntimeError("an own region has figures that were not found")


def _rank_from_slices() -> Ratio:
    """T8: where one neighbourhood stands among all, on every figure, against fetching what that is read from."""
    theme = Theme.objects.order_by("position").first()
    rows = [_figure(number, theme) for number in range(N_SLICES)]
    keys = [(indicator.pk, 2020) for indicator in Indicator.objects.bulk_create(rows)]
    kind = Region.Kind.NEIGHBOURHOOD.value
    random = np.random.default_rng(2)
    values = np.sort(random.uniform(0, 100, (N_SLICES, N_RANKED)), axis=1)
    Distribution.objects.bulk_create(
        Distribution(
            indicator_id=indicator, period=year, kind=kind, n_regions=N_RANKED, values=row.astype("<f8").tobytes()
        )
        for (indicator, year), row in zip(keys, values, strict=True)
    )
    own = dict(zip(keys, random.uniform(0, 100, N_SLICES), strict=True))
    taken, floor = in_turn(lambda: _places(keys, kind, own), lambda: _fetch(kind), repeat=15)
    Indicator.objects.filter(pk__in=[pk for pk, _ in keys]).delete()
    return Ratio("T8", f"rank of one among {N_RANKED} × {N_SLICES}", "fetching the slices", taken / floor, 2, 4)


def _places(keys: Sequence[frames.Key], kind: str, own: dict[frames.Key, float]) -> list[object]:
    return [standing(ordered, own[key]) for key, ordered in frames.distributions(keys, kind).items()]


def _fetch(kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SLICES, [kind])
        if len(cursor.fetchall()) != N_SLICES:
            raise RuntimeError("not all slices are there")


def _figure(number: int, theme: Theme | None) -> Indicator:
    return Indicator(
        code=f"bench-{number}", name=f"Bench {number}", position=1000 + number, theme=theme, lens="mens", unit="%",
        decimals=1, direction=1, aggregation="NONE", definition="bench", source_name="bench", licence="-",
        influence="context",
    )  # fmt: skip


def _pages() -> list[Ratio]:
    """The example stands in the same table, so that its pages read an index of full size."""
    example_region()
    gather_static_files()
    codes = list(
        Region.objects.current().filter(kind=Region.Kind.MUNICIPALITY).order_by("code").values_list("code", flat=True)
    )[: N_PAGES + 1]
    profiles = [reverse("regioscan:region_detail", args=[code]) for code in codes]
    beside = [codes[at:] + codes[:at] for at in range(len(codes))]
    compared = [f"{reverse('regioscan:compare')}?{urlencode({'regio': row[:N_BESIDE]}, doseq=True)}" for row in beside]
    n_queries, profile, floor = _made(profiles)
    n_beside, comparison, _ = _made(compared)
    return [
        Ratio("T12", _said("profile page", n_queries, profile), "the same SQL in bare psycopg", profile / floor, 7, 12),
        Ratio(
            "T12", _said("6 regions side by side", n_beside, comparison), "the profile page", comparison / profile, 1, 2
        ),
    ]


def _made(paths: Sequence[str]) -> tuple[int, float, float]:
    """How many queries a page takes, and the median time to really make it and to ask its SQL again in psycopg alone.

    The first page only warms the templates.
    """
    visit(paths[0])
    pages, floors, n_queries = [], [], 0
    with psycopg.connect(**parameters(), autocommit=True) as raw:
        for path in paths[1:]:
            again = statements(path)
            floors.append(seconds(lambda again=again: ask_all(raw, again), repeat=3))
            caches["pages"].clear()
            pages.append(seconds(lambda path=path: visit(path), repeat=1))
            n_queries = len(again)
    return n_queries, statistics.median(pages), statistics.median(floors)


def _said(name: str, n_queries: int, taken: float) -> str:
    return f"{name}, {N_ROWS / 1e6:.0f} M rows, {n_queries} queries, {1000 * taken:.0f} ms"
