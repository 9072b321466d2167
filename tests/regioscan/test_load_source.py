"""The commands `load_source` and `sources`."""

from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lib.http import Fetcher, Limits
from regioscan.connectors import registry
from regioscan.models import Observation, Snapshot
from tests import factories

TABLE = "regio;indicator;periode;waarde\n"
GOOD = TABLE + "GM0001;groen;2024;12,5\nGM0002;groen;2024;onderdrukt\nGM0003;groen;2024;30\nGM9999;groen;2024;1\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATE_DIR = tmp_path / "state"


@pytest.fixture
def source(db):
    factories.make_indicator("groen")
    for number in (1, 2, 3):
        factories.make_region(f"GM000{number}", f"Dorp {number}")
    return factories.make_source("tabel", name="Eigen tabel")


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path."""

    def write(text, name="tabel.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def load(*arguments):
    out = StringIO()
    call_command("load_source", *arguments, stdout=out)
    return out.getvalue()


def counts(output):
    """The closing table as numbers by word."""
    cells = [line.strip("│ ").split("│") for line in output.splitlines() if line.startswith("│")]
    return {word.strip(): count.strip() for word, count in cells if word.strip() != "Duur"}


def test_a_file_is_loaded_and_the_closing_table_counts(source, file):
    output = load("tabel", "--file", file(GOOD))
    assert counts(output) == {"Nieuw": "3", "Gewijzigd": "0", "Ongewijzigd": "0", "Verdwenen": "0", "Geweigerd": "1"}
    assert "geweigerd: regel 5: «GM9999»: deze regio staat niet in de regiolijst" in " ".join(output.split())
    assert Observation.objects.count() == 3


def test_the_second_time_nothing_changes(source, file):
    load("tabel", "--file", file(GOOD))
    output = load("tabel", "--file", file(GOOD))
    assert counts(output)["Gewijzigd"] == counts(output)["Nieuw"] == "0"
    assert counts(output)["Ongewijzigd"] == "3"


def test_a_trial_changes_nothing_and_stores_nothing(source, file, tmp_path):
    output = load("tabel", "--file", file(GOOD), "--dry-run")
    assert counts(output)["Nieuw"] == "3"
    assert output.endswith("Dit was een proef: er is niets gewijzigd.\n")
    assert (Observation.objects.count(), Snapshot.objects.count()) == (0, 0)
    assert not (tmp_path / "media").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cbs"], "De bron «cbs» bestaat niet. Bekend zijn: tabel."),
        (["tabel"], "Deze bron wordt niet opgehaald. Lever een bestand aan (--file)."),
        (["tabel", "--period", "20"], "Geef een jaar van vier cijfers, zoals --period 2023."),
        (["tabel", "--file", "/bestaat/niet.csv"], "Het bestand /bestaat/niet.csv is niet te lezen: "),
    ],
)
def test_a_mistake_in_the_command_is_said_in_dutch(source, arguments, message):
    with pytest.raises(CommandError) as refused:
        load(*arguments)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>404</html>", GOOD.encode()[:-2], (TABLE + "GM9999;groen;2024;1\n").encode(), b"\x00\x01\x02"],
    ids=["empty", "html", "cut off", "nothing usable", "binary"],
)
def test_a_bad_file_ends_in_an_error_and_changes_nothing(source, file, content):
    load("tabel", "--file", file(GOOD))
    with pytest.raises(CommandError) as refused:
        load("tabel", "--file", file(content, "slecht.csv"))
    assert refused.value.returncode == 1
    assert len(str(refused.value)) > 20
    assert (Observation.objects.count(), Snapshot.objects.count()) == (3, 1)


def test_a_delivery_that_loses_much_is_kept_for_somebody_to_look_at(source, file):
    load("tabel", "--file", file(GOOD))
    with pytest.raises(CommandError, match="De levering staat daar klaar als nummer") as refused:
        load("tabel", "--file", file(TABLE + "GM0001;groen;2024;12,5\n"))
    kept = Snapshot.objects.get(state=Snapshot.State.CHECKED)
    assert str(refused.value).endswith(f"nummer {kept.pk}.")
    assert Observation.objects.count() == 3


def test_a_source_on_the_network_that_is_away_changes_nothing(source, monkeypatch):
    hurried = partial(Fetcher, limits=Limits(attempts=1))
    monkeypatch.setattr(registry, "_fetcher", lambda url, hosts, limits: hurried(url, also_known_as=hosts))  # noqa: ARG005
    factories.make_source("cbs-kwb")
    with pytest.raises(CommandError):
        load("cbs-kwb", "--period", "2020", "--base-url", "http://127.0.0.1:1")
    assert Snapshot.objects.count() == 0


def test_sources_shows_a_line_for_each_source_and_year(source, file):
    load("tabel", "--file", file(GOOD), "--period", "2024")
    factories.make_source("cbs-kwb")
    out = StringIO()
    call_command("sources", stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines() if line.strip().startswith(("tabel", "cbs-kwb"))]
    (known,) = [line for line in lines if line[0] == "tabel"]
    (unknown,) = [line for line in lines if line[0] == "cbs-kwb"]
    assert (known[1], *known[3:]) == ("2024", "1", "3", "1", "actueel")
    assert unknown[:2] == ["cbs-kwb", "nog"]
