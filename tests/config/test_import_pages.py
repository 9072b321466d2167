"""The administrator's pages for deliveries."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from config import jobs, tasks
from regioscan import actions, job_actions
from regioscan.connectors.base import Delivery
from regioscan.loading.examining import quiet
from regioscan.models import Job, Observation, RejectedRow, Snapshot
from tests import factories

GOOD = b"regio;indicator;periode;waarde\nGM0001;groen;2024;12,5\nGM9999;groen;2024;30\n"
ACTS = ["status", "publish", "refuse", "retry", "cancel", "rejected", "file"]


@pytest.fixture(autouse=True)
def sent(settings, tmp_path, monkeypatch):
    """The numbers of the jobs that would have gone to the broker."""
    settings.MEDIA_ROOT = tmp_path
    numbers: list[int] = []
    monkeypatch.setattr(tasks, "send", numbers.append)
    return numbers


@pytest.fixture
def source(db):
    factories.make_indicator("groen")
    factories.make_region("GM0001")
    return factories.make_source("tabel", name="Eigen tabel")


@pytest.fixture
def beheer(client, administrator):
    client.force_login(administrator)
    return client


def upload(client, content=GOOD, **fields):
    files = SimpleUploadedFile("tabel.csv", content)
    return client.post(reverse("admin:regioscan_snapshot_add"), {"source": "tabel", "uploads": files, **fields})


def address(act, pk):
    return reverse(f"admin:regioscan_snapshot_{act}", args=[pk])


def work():
    """Do what the worker would do with the last job."""
    jobs.carry_out(Job.objects.latest("pk").pk)


@pytest.mark.django_db(transaction=True)
def test_from_file_to_figures_in_four_steps(source, beheer, sent):
    response = upload(beheer)
    snapshot = Snapshot.objects.get()
    assert response.url == address("change", snapshot.pk)
    work()
    page = beheer.get(address("change", snapshot.pk)).content.decode()
    assert "Wat er zou wijzigen" in page
    assert "GM9999" in page
    beheer.post(address("publish", snapshot.pk), {"seen": "on"})
    work()
    assert Observation.objects.get().value == 12.5
    assert "Wat er gewijzigd is" in beheer.get(address("change", snapshot.pk)).content.decode()
    assert sent == list(Job.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_handing_in_does_not_read_the_file(source, beheer, monkeypatch):
    monkeypatch.setattr(actions, "examine", None)
    assert upload(beheer, b"<html>").status_code == 302
    assert Snapshot.objects.get().state == Snapshot.State.RECEIVED
    assert Job.objects.get().state == Job.State.WAITING


@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_with_a_file_stands_on_the_page(source, beheer):
    upload(beheer, b"<!doctype html><html></html>")
    work()
    snapshot = Snapshot.objects.get()
    assert snapshot.state == Snapshot.State.REFUSED
    assert snapshot.message in beheer.get(address("change", snapshot.pk)).content.decode()


def test_a_file_that_is_too_large_is_refused_with_both_sizes(source, beheer, settings):
    settings.UPLOAD_MAX_BYTES = 40
    response = upload(beheer)
    assert response.status_code == 400
    assert "mag. Grotere bestanden" in response.content.decode()
    assert Snapshot.objects.count() == 0


@pytest.mark.parametrize("fields", [{"source": "geen"}, {"period": "twintig"}, {"period": "3000"}, {"uploads": ""}])
def test_a_form_that_is_not_filled_in_well_comes_back(source, beheer, fields):
    assert upload(beheer, **fields).status_code == 400
    assert Snapshot.objects.count() == 0


def checked(source, content=GOOD):
    delivery = Delivery({"tabel.csv": content}, "test", datetime(2026, 11, 21, tzinfo=UTC))
    snapshot = actions.receive_snapshot(source=source, delivery=delivery, period=None, by="Bea")
    return actions.check_snapshot(snapshot=snapshot, by="Bea")


def test_publishing_needs_a_tick(source, beheer):
    snapshot = checked(source)
    assert beheer.post(address("publish", snapshot.pk)).status_code == 400
    assert Job.objects.count() == 0


def test_publishing_twice_is_one_job(source, beheer):
    snapshot = checked(source)
    for _ in range(2):
        beheer.post(address("publish", snapshot.pk), {"seen": "on"})
    assert Job.objects.filter(kind="import-publish").count() == 1


def test_a_delivery_can_be_refused_with_a_reason(source, beheer):
    snapshot = checked(source)
    assert beheer.post(address("refuse", snapshot.pk), {"reason": ""}).status_code == 400
    beheer.post(address("refuse", snapshot.pk), {"reason": "Verkeerd jaar."})
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.message) == (Snapshot.State.REFUSED, "Verkeerd jaar.")


def test_a_refused_delivery_cannot_be_published(source, beheer):
    snapshot = checked(source)
    actions.refuse_snapshot(snapshot=snapshot, by="Bea", reason="Nee.")
    beheer.post(address("publish", snapshot.pk), {"seen": "on"})
    assert Job.objects.count() == 0


def test_refused_rows_are_downloaded_as_text_that_a_spreadsheet_does_not_run(source, beheer):
    snapshot = checked(source)
    RejectedRow.objects.filter(snapshot=snapshot).update(value="=1+1")
    response = beheer.get(address("rejected", snapshot.pk))
    assert response["Content-Disposition"] == f'attachment; filename="geweigerd-levering-{snapshot.pk}.csv"'
    assert response.content.decode("utf-8-sig").splitlines() == [
        "regel;kolom;waarde;reden",
        '3;;\'=1+1;"deze regio staat niet in de regiolijst; de hele regel is overgeslagen"',
    ]


def test_the_file_is_given_back_byte_for_byte_and_never_shown(source, beheer):
    snapshot = checked(source)
    response = beheer.get(address("file", snapshot.pk))
    assert b"".join(response.streaming_content) == GOOD
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="levering-{snapshot.pk}-tabel.csv"'


def test_the_page_asks_again_while_the_work_goes_on_and_reloads_when_it_ends(source, beheer, administrator):
    snapshot = checked(source)
    payload = {"snapshot": snapshot.pk, "user": administrator.pk}
    job = job_actions.queue_job(kind="import-publish", key=str(snapshot.pk), payload=payload, by="Bea")
    waiting = beheer.get(address("status", snapshot.pk))
    assert "Het werk staat in de rij" in waiting.content.decode()
    assert beheer.get(address("status", snapshot.pk), {"stand": "wacht-0-0-"}).status_code == 204
    job_actions.finish_job(job=job_actions.claim_job(job_id=job.pk))
    assert beheer.get(address("status", snapshot.pk), {"stand": "wacht-0-0-"})["HX-Refresh"] == "true"


@pytest.mark.django_db(transaction=True)
def test_work_that_failed_can_be_done_again(source, beheer, sent):
    snapshot = checked(source)
    beheer.post(address("publish", snapshot.pk), {"seen": "on"})
    job = Job.objects.get()
    job_actions.fail_job(job=job_actions.claim_job(job_id=job.pk), reason="Schijf vol.")
    assert "Schijf vol." in beheer.get(address("change", snapshot.pk)).content.decode()
    beheer.post(address("retry", snapshot.pk))
    work()
    assert Observation.objects.count() == 1
    assert sent == [job.pk, job.pk]


@pytest.mark.django_db(transaction=True)
def test_work_that_was_stopped_halfway_leaves_no_trace(source, beheer, settings, monkeypatch):
    settings.JOB_BEAT_SECONDS = 0.01
    snapshot = checked(source)
    beheer.post(address("publish", snapshot.pk), {"seen": "on"})

    def press_stop():
        beheer.post(address("cancel", snapshot.pk))
        connection.close()

    def stop_after_loading(*_):
        button = threading.Thread(target=press_stop)
        button.start()
        button.join()
        beat = next(thread for thread in threading.enumerate() if thread.name.startswith("heartbeat-"))
        beat.join(timeout=10)

    monkeypatch.setattr(actions.derived, "refresh_distributions", stop_after_loading)
    work()
    assert Observation.objects.count() == 0
    assert Job.objects.get().message == "Gestopt door Bea Beheer."
    snapshot.refresh_from_db()
    assert snapshot.state == Snapshot.State.CHECKED


def test_who_lost_the_right_meanwhile_publishes_nothing(source, beheer, administrator):
    snapshot = checked(source)
    beheer.post(address("publish", snapshot.pk), {"seen": "on"})
    administrator.is_staff = administrator.is_superuser = False
    administrator.save()
    job = job_actions.claim_job(job_id=Job.objects.get().pk)
    with pytest.raises(job_actions.JobError, match="mag geen leveringen meer"):
        jobs.KINDS[job.kind](job, quiet)
    assert Observation.objects.count() == 0


@pytest.mark.parametrize("act", ["changelist", "add"])
def test_others_do_not_get_in(source, client, member, act):
    client.force_login(member)
    assert client.get(reverse(f"admin:regioscan_snapshot_{act}")).status_code in {302, 403}


@pytest.mark.parametrize("act", ["change", *ACTS])
def test_others_cannot_do_anything_with_a_delivery(source, client, member, act):
    snapshot = checked(source)
    client.force_login(member)
    send = client.post if act in {"publish", "refuse", "retry", "cancel"} else client.get
    response = send(address(act, snapshot.pk), {"seen": "on", "reason": "Nee."})
    assert response.status_code in {302, 403}
    assert "/beheer/regioscan" not in response.get("Location", "").split("?")[0]
    assert Job.objects.count() == 0


@pytest.mark.parametrize("act", ["change", "status", "rejected", "file"])
def test_a_delivery_that_does_not_exist_is_404(beheer, act):
    assert beheer.get(address(act, 999_999)).status_code == 404


@pytest.mark.parametrize("act", ["publish", "refuse", "retry", "cancel"])
def test_looking_at_an_address_changes_nothing(source, beheer, act):
    assert beheer.get(address(act, checked(source).pk)).status_code == 405


@pytest.mark.parametrize("model", ["region", "theme", "indicator", "source", "snapshot", "job"])
def test_administrators_look_things_up_and_change_nothing(source, beheer, model):
    factories.make_snapshot()
    assert beheer.get(reverse(f"admin:regioscan_{model}_changelist")).status_code == 200
    if model != "snapshot":
        assert beheer.get(reverse(f"admin:regioscan_{model}_add")).status_code == 403


def test_administrators_see_the_fields_of_an_indicator(source, beheer):
    indicator = factories.make_indicator("water")
    assert beheer.get(reverse("admin:regioscan_indicator_change", args=[indicator.pk])).status_code == 200


def test_administrators_make_and_edit_accounts(beheer):
    add = reverse("admin:communities_user_add")
    password = "een-heel-lang-wachtwoord-7"
    fields = {"email": "nieuw@example.org", "name": "Nina", "usable_password": "true"}
    response = beheer.post(add, fields | {"password1": password, "password2": password})
    assert response.status_code == 302
    assert beheer.get(response.url).status_code == 200
