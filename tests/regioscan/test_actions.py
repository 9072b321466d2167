"""Receiving, checking, publishing and refusing deliveries."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regioscan import actions
from regioscan.connectors.base import Delivery, SourceError
from regioscan.loading import deliveries
from regioscan.loading.observations import Counts
from regioscan.loading.reading import read_delivery
from regioscan.models import Distribution, Observation, RejectedRow, Snapshot
from regioscan.models.observations import Status
from tests import factories

TABLE = "regio;indicator;periode;waarde\n"
GOOD = TABLE + "GM0001;groen;2024;12,5\nGM0002;groen;2024;onderdrukt\nGM0003;groen;2024;30\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def source(db):
    """A source of own tables, an indicator, and a province with three municipalities."""
    people = factories.make_indicator("inwoners", aggregation="SUM", theme=None, minimum=0)
    factories.make_indicator("groen", minimum=0, maximum=100, aggregation="WMEAN", weight=people)
    province = factories.make_region("PV90", "Merenland", "provincie")
    for number in (1, 2, 3):
        factories.make_region(f"GM000{number}", f"Dorp {number}", parent=province)
    return factories.make_source("tabel", name="Eigen tabel")


def deliver(text, name="tabel.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return Delivery({name: content}, "test", datetime(2026, 11, 21, tzinfo=UTC))


def received(source, text, **fields):
    return actions.receive_snapshot(source=source, delivery=deliver(text, **fields), period=None, by="Bea")


def checked(source, text):
    return actions.check_snapshot(snapshot=received(source, text), by="Bea")


def published(source, text):
    snapshot = checked(source, text)
    return actions.publish_snapshot(snapshot=snapshot, by="Bea")


def values():
    """Of the municipalities; that of the province follows from them."""
    of_municipalities = Observation.objects.filter(region__kind="gemeente").order_by("region")
    return dict(of_municipalities.values_list("region__code", "value"))


def test_a_delivery_is_kept_byte_for_byte_under_its_checksum(source):
    content = b"\xef\xbb\xbf" + GOOD.encode() + b"\x00\xff"
    snapshot = received(source, content)
    assert snapshot.state == Snapshot.State.RECEIVED
    assert snapshot.file.read() == content
    assert snapshot.file.name == f"snapshots/{snapshot.sha256[:2]}/{snapshot.sha256}"


def test_several_files_become_one_zip_that_is_always_the_same(source):
    files = {"b.json": b"{}", "a.json": b"[1]"}
    first = deliveries.pack(files)
    assert first == deliveries.pack(dict(reversed(files.items())))
    assert deliveries.unpack(*first) == files


def test_a_zip_that_somebody_sends_is_left_as_it_is():
    name, content = deliveries.pack({"a": b"1", "b": b"2"})
    foreign = content.removesuffix(deliveries.MARK)
    assert deliveries.unpack(name, foreign) == {name: foreign}


def test_a_kept_file_that_was_damaged_is_not_used(source):
    snapshot = received(source, GOOD)
    snapshot.file.storage.delete(snapshot.file.name)
    snapshot.file.storage.save(snapshot.file.name, ContentFile(b"iets anders"))
    with pytest.raises(SourceError, match="beschadigd"):
        read_delivery(snapshot)


def test_half_a_file_of_an_earlier_attempt_is_replaced(source):
    snapshot = received(source, GOOD)
    storage, name = snapshot.file.storage, snapshot.file.name
    storage.delete(name)
    storage.save(name, ContentFile(GOOD.encode()[:10]))
    assert received(source, GOOD).file.read() == GOOD.encode()


def test_checking_shows_what_would_change_and_changes_nothing(source):
    snapshot = checked(source, GOOD)
    assert snapshot.state == Snapshot.State.CHECKED
    assert snapshot.summary["totals"] == {"new": 3, "changed": 0, "unchanged": 0, "gone": 0}
    assert snapshot.columns == ["regio", "indicator", "periode", "waarde"]
    assert len(snapshot.fingerprint) == 64
    assert values() == {}


def test_publishing_writes_all_of_it_with_what_follows_from_it(source):
    published(source, TABLE + "GM0001;inwoners;2024;100\nGM0002;inwoners;2024;200\nGM0003;inwoners;2024;700\n")
    counts = published(source, GOOD.replace("onderdrukt", "20"))
    assert counts == Counts(new=3)
    province = Observation.objects.get(indicator__code="groen", region__code="PV90")
    assert (province.value, province.status) == ((1250 + 4000 + 21000) / 1000, Status.CALCULATED)
    assert Distribution.objects.get(indicator__code="groen").n_regions == 3


def test_the_same_file_again_is_not_even_read(source):
    published(source, GOOD)
    again = checked(source, GOOD)
    assert again.summary["notes"] == [
        "Dit bestand is precies hetzelfde als de levering die al gepubliceerd is: 0 gewijzigd."
    ]
    assert actions.publish_snapshot(snapshot=again, by="Bea") == Counts(unchanged=3)
    assert Snapshot.objects.filter(state="gepubliceerd").count() == 2


def test_the_same_file_is_read_again_when_the_regions_have_changed(source):
    published(source, GOOD + "GM0004;groen;2024;40\n")
    factories.make_region("GM0004", "Dorp 4")
    again = checked(source, GOOD + "GM0004;groen;2024;40\n")
    assert again.summary["totals"] == {"new": 1, "changed": 0, "unchanged": 3, "gone": 0}


def test_publishing_twice_is_one_effect(source):
    snapshot = checked(source, GOOD)
    first = actions.publish_snapshot(snapshot=snapshot, by="Bea")
    moment = Snapshot.objects.get(pk=snapshot.pk).published_at
    assert actions.publish_snapshot(snapshot=snapshot, by="Bea") == first
    assert Snapshot.objects.get(pk=snapshot.pk).published_at == moment


def test_a_correction_counts_new_changed_and_gone(source):
    published(source, GOOD)
    corrected = TABLE + "GM0001;groen;2024;13\nGM0002;groen;2024;onderdrukt\nGM0003;groen;2024;30\n"
    assert published(source, corrected) == Counts(changed=1, unchanged=2)
    snapshot = Snapshot.objects.first()
    (line,) = snapshot.summary["indicators"]
    assert line["largest"] == [{"region": "gemeente Dorp 1", "period": 2024, "old": 12.5, "new": 13.0, "decimals": 1}]


def test_refused_rows_are_listed_with_line_column_value_and_reason(source):
    snapshot = checked(source, GOOD + "GM9999;groen;2024;5\nGM0001;groen;2023;101\n")
    rows = snapshot.rejected_rows.values_list("line", "column", "value", "reason")
    assert list(rows) == [
        (5, "", "GM9999", "deze regio staat niet in de regiolijst; de hele regel is overgeslagen"),
        (6, "groen", "101", "de waarde moet liggen tussen 0 en 100 (GM0001, 2023)"),
    ]
    assert snapshot.summary["n_rejected"] == 2


def test_checking_again_replaces_the_refused_rows(source):
    snapshot = checked(source, GOOD + "GM9999;groen;2024;5\n")
    actions.check_snapshot(snapshot=snapshot, by="Bea")
    assert RejectedRow.objects.count() == 1


def test_columns_that_came_and_went_are_shown(source):
    published(source, GOOD)
    wider = "regio;indicator;periode;waarde;opmerking\nGM0001;groen;2024;13;\nGM0003;groen;2024;30;\n"
    snapshot = checked(source, wider.replace("GM0003", "GM0002;groen;2024;14;\nGM0003"))
    assert snapshot.summary["columns"]["came"] == ["opmerking"]
    assert "De kolommen zijn anders dan in de vorige levering (tabel.csv): 1 erbij, 0 weg." in snapshot.summary["notes"]


def test_a_delivery_that_loses_much_is_only_published_by_somebody_who_saw_that(source):
    published(source, GOOD)
    snapshot = checked(source, TABLE + "GM0001;groen;2024;12,5\n")
    assert snapshot.summary["alarms"] == [
        "Deze levering mist 2 cijfers die er nu wel staan. Misschien is het bestand afgekapt."
    ]
    with pytest.raises(actions.AlarmError):
        actions.publish_snapshot(snapshot=snapshot, by="Bea")
    assert len(values()) == 3
    counts = actions.publish_snapshot(snapshot=snapshot, by="Bea", accept_alarms=True)
    assert counts == Counts(unchanged=1, gone=2)


def test_only_a_checked_delivery_can_be_published(source):
    with pytest.raises(SourceError, match="nog niet gecontroleerd"):
        actions.publish_snapshot(snapshot=received(source, GOOD), by="Bea")


def test_a_refused_delivery_cannot_be_published_and_a_published_one_not_refused(source):
    snapshot = checked(source, GOOD)
    actions.refuse_snapshot(snapshot=snapshot, by="Bea", reason="Verkeerd jaar.")
    with pytest.raises(SourceError, match="geweigerd"):
        actions.publish_snapshot(snapshot=snapshot, by="Bea")
    published(source, GOOD)
    with pytest.raises(SourceError, match="al gepubliceerd"):
        actions.refuse_snapshot(snapshot=Snapshot.objects.get(state="gepubliceerd"), by="Bea", reason="Toch niet.")


def test_loading_at_once_stores_nothing_at_all_when_the_delivery_is_bad(source):
    with pytest.raises(SourceError):
        actions.load_delivery(source=source, delivery=deliver("<html>"), period=None, by="Bea")
    assert Snapshot.objects.count() == 0
    assert values() == {}


def test_loading_at_once_receives_checks_and_publishes(source):
    snapshot = actions.load_delivery(source=source, delivery=deliver(GOOD), period=None, by="Bea")
    assert snapshot.state == Snapshot.State.PUBLISHED
    assert snapshot.summary["published"] == {"new": 3, "changed": 0, "unchanged": 0, "gone": 0}
    again = actions.load_delivery(source=source, delivery=deliver(GOOD), period=None, by="Bea")
    assert again.summary["published"] == {"new": 0, "changed": 0, "unchanged": 3, "gone": 0}


@pytest.mark.django_db(transaction=True)
def test_a_load_that_fails_halfway_changes_nothing(source, monkeypatch):
    published(source, GOOD)
    before = values()
    monkeypatch.setattr(actions.derived, "refresh_distributions", None)
    snapshot = checked(source, GOOD.replace("12,5", "99"))
    with pytest.raises(TypeError):
        actions.publish_snapshot(snapshot=snapshot, by="Bea")
    assert values() == before
    assert Snapshot.objects.get(pk=snapshot.pk).state == Snapshot.State.CHECKED


@pytest.mark.django_db(transaction=True)
def test_of_two_publications_at_once_one_is_refused_and_there_is_one_effect(source):
    snapshots = [checked(source, GOOD), checked(source, GOOD.replace("12,5", "14"))]
    refusals = []

    def publish_second():
        with pytest.raises(SourceError) as refused:
            actions.publish_snapshot(snapshot=snapshots[1], by="Ben")
        refusals.append(str(refused.value))
        connection.close()

    def report(progress, step):
        if progress == 70:
            thread = threading.Thread(target=publish_second)
            thread.start()
            thread.join()

    actions.publish_snapshot(snapshot=snapshots[0], by="Bea", report=report)
    assert refusals == ["Er loopt al een import van tabel. Wacht tot die klaar is en probeer het opnieuw."]
    assert values() == {"GM0001": 12.5, "GM0002": None, "GM0003": 30}


BAD_FILES = {
    "empty": b"",
    "html": b"<!doctype html><html><body>404</body></html>",
    "cut off in the last line": GOOD.encode()[:-3],
    "no such columns": b"naam;leeftijd\nJan;40\n",
    "mixed encodings": GOOD.encode() + "GM0001;één;2024;1\n".encode() + "GM0001;\xe9\xe9n;2024;1\n".encode("latin-1"),
    "binary": bytes(range(256)) * 10,
    "only unknown regions": (TABLE + "GM9999;groen;2024;5\n").encode(),
    "text in the number column": (TABLE + "GM0001;groen;2024;veel\n").encode(),
    "not a number": (TABLE + "GM0001;groen;2024;NaN\n").encode(),
    "no rows": TABLE.encode(),
    "half a workbook": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_changes_nothing_and_says_why_in_dutch(source, content):
    published(source, GOOD)
    before = values()
    message = attempt(source, content)
    assert len(message) > 20
    assert message.endswith(".")
    assert values() == before


@given(st.integers(0, len(GOOD.encode()) - 2))
@settings(max_examples=64, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_off_anywhere_is_refused_or_shown_with_the_rows_that_are_left(source, length):
    outcome = attempt(source, GOOD.encode()[:length])
    n_whole_rows = GOOD[:length].count("\n") - 1
    assert outcome.endswith(".") or outcome == f"{n_whole_rows} new"


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arbitrary_bytes_give_a_message_and_change_nothing(source, content):
    assert attempt(source, TABLE.encode() + content).endswith((".", " new"))
    assert values() == {}


def attempt(source, content):
    """What a person is told after handing in a file: the reason why not, or how many figures are new."""
    try:
        snapshot = checked(source, content)
    except SourceError as error:
        return str(error)
    return snapshot.message or f"{snapshot.summary['totals']['new']} new"
