"""Loading: 2.04 million cells and KWB 2020 against a bare COPY, loading again, reading alone, memory, and storage."""

import json
import os
import subprocess
import sys
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from statistics import median

import pandas as pd
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import country
from bench.ratio import Ratio, in_turn, seconds
from regioscan.actions import load_delivery
from regioscan.connectors.base import Delivery, Key
from regioscan.connectors.cbs_files import tidy_dump
from regioscan.connectors.cbs_odata_v4 import tidy_table
from regioscan.loading.reading import keys_of
from regioscan.models import Distribution, Observation, Snapshot, Source

REAL_FILES = Path(os.environ.get("REGIOKRACHT_TEST_DATA", settings.BASE_DIR.parent / "shared" / "data"))
KWB = REAL_FILES / "kwb-2020" / "kwb2020_84799NED_TypedDataSet.csv.gz"
REGIONS = [REAL_FILES / "regions" / name for name in ("85067NED_data.csv", "85318NED_WijkenEnBuurten.csv")]
COPY = "COPY of the same rows into the same table"
ROUNDS = 3
N_MEASURES, N_BUURTEN = 10, 10_000


def run() -> list[Ratio]:
    """T1 to T6."""
    source = country.make_country()
    content = country.wide_file()
    return [
        *_loading(source, content),
        _parsing(source, content),
        _paging(),
        _storage(),
        _memory(content),
        *_kwb(),
    ]


def _loading(source: Source, content: bytes) -> list[Ratio]:
    """Each round begins with an empty table. One more newline makes the same figures another file, that is read."""
    changed = country.wide_file(changed=0.05)
    first, again, partly, floor = [], [], [], []
    for _ in range(ROUNDS):
        _empty()
        first.append(seconds(partial(_load, source, content), repeat=1))
        again.append(seconds(partial(_load, source, content + b"\n"), repeat=1))
        floor.append(_bare_copy(_as_text()))
        partly.append(seconds(partial(_load, source, changed), repeat=1))
    unit = median(floor)
    return [
        Ratio("T1", "load 2.04 M cells, first time", COPY, median(first) / unit, 1.6, 2.5),
        Ratio("T2", "load the same figures again", COPY, median(again) / unit, 1.8, 2.5),
        Ratio("T2", "load with 5 % changed", COPY, median(partly) / unit, 1.8, 2.5),
    ]


def _load(source: Source, content: bytes) -> Snapshot:
    return load_delivery(source=source, delivery=country.delivery(content), period=country.YEAR, by="bench")


def _empty() -> None:
    Snapshot.objects.all().delete()
    Distribution.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Observation._meta.db_table}")


def _as_text() -> bytes:
    """The loaded observations as COPY text, in order of the key."""
    table = Observation._meta.db_table
    query = f"COPY (SELECT * FROM {table} ORDER BY indicator_id, period, region_id) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        return b"".join(copy)


def _bare_copy(text: bytes) -> float:
    """The floor: seconds for these rows, in text, into an identical empty table with the same key and conditions."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_rows")
        cursor.execute(f"CREATE TABLE bench_rows (LIKE {Observation._meta.db_table} INCLUDING ALL)")

        def write() -> None:
            with cursor.copy("COPY bench_rows FROM STDIN") as copy:
                copy.write(text)

        taken = seconds(write, repeat=1)
        cursor.execute("DROP TABLE bench_rows")
    return taken


def _parsing(source: Source, content: bytes) -> Ratio:
    delivery, keys = country.delivery(content), keys_of(source, country.YEAR)
    taken, floor = in_turn(
        lambda: tidy_dump(delivery, keys, country.YEAR), lambda: pd.read_csv(BytesIO(content), sep=";")
    )
    return Ratio("T3", "read and shape the file", "pandas.read_csv alone", taken / floor, 2, 3)


def _paging() -> Ratio:
    """A page of 100,000 observations of the newer API, to cells."""
    page, codes = _page()
    delivery = Delivery({"Observations.json": page, "MeasureCodes.json": codes}, "bench", country.RETRIEVED_AT)
    keys = [Key(f"bench-{number}", f"Topic {number}") for number in range(N_MEASURES)]
    taken, floor = in_turn(lambda: tidy_table(delivery, keys, country.YEAR), lambda: json.loads(page))
    return Ratio("T5", "page of the newer API to arrays", "json.loads", taken / floor, 2, 3)


def _page() -> tuple[bytes, bytes]:
    """The observations and their measures as the API writes them."""
    rows = [
        {
            "Id": number,
            "Measure": f"M{number % N_MEASURES:06d}",
            "ValueAttribute": "None",
            "Value": number * 0.5,
            "WijkenEnBuurten": f"BU{number // N_MEASURES:08d}",
        }
        for number in range(N_MEASURES * N_BUURTEN)
    ]
    measures = [
        {"Identifier": f"M{number:06d}", "Title": f"Topic {number}", "Unit": "%", "Decimals": 1}
        for number in range(N_MEASURES)
    ]
    page = json.dumps({"@odata.context": "x#Observations", "value": rows})
    codes = json.dumps({"@odata.context": "x#MeasureCodes", "value": measures})
    return page.encode(), codes.encode()


def _storage() -> Ratio:
    table = Observation._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM FULL {table}")
        cursor.execute(f"SELECT pg_total_relation_size('{table}'), count(*) FROM {table}")
        size, n_rows = cursor.fetchone()
    return Ratio("T6", "bytes per observation with its key", "–", size / n_rows, 90, 110, "B")


def _memory(content: bytes) -> Ratio:
    """Peak memory of a process that loads the file."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.peak"], input=content + b"\n\n", stdout=subprocess.PIPE, check=True
    )
    return Ratio("T4", "peak memory of loading", "–", float(answer.stdout), 450, 600, "MB")


def _kwb() -> list[Ratio]:
    """The real key figures of 2020, where the file is there."""
    if not KWB.is_file():
        print(f"KWB 2020 is left out: {KWB} is not there.", file=sys.stderr)
        return []
    country.remove_country()
    call_command("load_source", "cbs-regios", period=2022, file=REGIONS, stdout=StringIO(), verbosity=0)
    files = {path.name: path.read_bytes() for path in (KWB, KWB.with_name("DataProperties.json"))}
    delivery = Delivery(files, "bench", country.RETRIEVED_AT)
    source = Source.objects.get(code="cbs-kwb")
    taken, floor = [], []
    for _ in range(ROUNDS):
        _empty()
        load = partial(load_delivery, source=source, delivery=delivery, period=2020, by="bench")
        taken.append(seconds(load, repeat=1))
        floor.append(_bare_copy(_as_text()))
    return [Ratio("T1", "load KWB 2020, first time", COPY, median(taken) / median(floor), 1.6, 2.5)]
