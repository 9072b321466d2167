"""A million rows: within memory, within time, in a process of its own as in the worker."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from lib.text import search_key
from regioscan.models import Distribution, Observation, Region
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
N_REGIONS, N_INDICATORS, YEARS = 1_000, 20, range(1971, 2021)
MAX_RESIDENT_KB = 450_000
# Asked of the process itself: what the system tells about a child includes the parent that it was forked from.
COMMAND_WITH_PEAK = """
import sys
from pathlib import Path
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


@pytest.fixture
def table(tmp_path):
    """A file of a million rows, decimal commas and some reasons; and everything in the database that it names."""
    names = [f"Dorp {number}" for number in range(N_REGIONS)]
    Region.objects.bulk_create(
        Region(code=f"GM{n:04}", name=name, search_name=search_key(name), kind="gemeente", valid_from=date(1970, 1, 1))
        for n, name in enumerate(names)
    )
    for number in range(N_INDICATORS):
        factories.make_indicator(f"cijfer-{number}")
    factories.make_source("tabel", name="Eigen tabel")
    path = tmp_path / "miljoen.csv"
    with path.open("w") as out:
        out.write("regio;indicator;periode;waarde\n")
        for indicator in range(N_INDICATORS):
            for year in YEARS:
                out.writelines(
                    f"GM{region:04};cijfer-{indicator};{year};"
                    f"{'onderdrukt' if region % 50 == 7 else f'{region % 97},{indicator % 10}'}\n"
                    for region in range(N_REGIONS)
                )
    return path


def load(path, tmp_path):
    """Run the command; the largest memory it took, in kB."""
    database = connection.settings_dict
    login = f"{database['USER']}:{quote(database['PASSWORD'])}@{quote(database['HOST'], safe='')}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{login}{port}/{database['NAME']}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATE_DIR": str(tmp_path / "state"),
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-c", COMMAND_WITH_PEAK, "load_source", "tabel", "--file", str(path)]
    answer = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return int(answer.stdout.split()[-1])


@pytest.mark.large
@pytest.mark.django_db(transaction=True)
def test_a_million_rows_fit_in_memory(table, tmp_path):
    resident = load(table, tmp_path)
    assert Observation.objects.count() == N_REGIONS * N_INDICATORS * len(YEARS) == 1_000_000
    assert Distribution.objects.count() == N_INDICATORS * len(YEARS)
    assert resident < MAX_RESIDENT_KB
