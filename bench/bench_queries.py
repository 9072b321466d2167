"""The three questions that pages ask of observations, on fifty million rows."""

import os

import numpy as np
from django.db import connection

from bench.ratio import Ratio, seconds

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


def run() -> list[Ratio]:
    """T7."""
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


def _ask(condition: str, *parameters: object) -> None:
    query = f"SELECT indicator_id, period, region_id, status, value FROM regioscan_observation WHERE {condition}"
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        cursor.fetchall()
