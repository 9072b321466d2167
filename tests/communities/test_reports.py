"""Reports: asked for once, made once, kept whole, and seen by those who may."""

import errno
import io
import json
import os
import threading
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection

from communities.access.reports import visible_reports
from communities.actions import reports as actions
from communities.actions.reports import retry_report
from communities.models import Report
from regioscan.figures import region_scan
from regioscan.job_actions import JobError
from regioscan.models import Composition, Indicator, Job, Observation, Snapshot
from regioscan.reports import scan_as_dict
from regioscan.reports.method import METHOD_VERSION
from regioscan.reports.plain import definition_fingerprint
from tests import factories
from tests.province import make_province
from tests.reporting import ONE_PAGE, ask, failed, frozen, made, make

PUBLIC = Report.Visibility.PUBLIC


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def region(db):
    return make_province()


def files_of(report: Report, settings) -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / "reports" / str(report.public_id)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# ── Asking ──


def test_the_same_request_twice_is_one_report_with_one_job(member, region):
    assert ask(member, region) == ask(member, region)
    assert (Report.objects.count(), Job.objects.filter(kind="report").count()) == (1, 1)


@pytest.mark.parametrize(
    "other", [{"period": 2023}, {"benchmark": "provincie"}, {"chapters": ["kaart"]}, {"visibility": PUBLIC}]
)
def test_a_different_request_is_a_different_report(member, region, other):
    assert ask(member, region) != ask(member, region, **other)


def test_the_order_of_the_chapters_makes_no_difference(member, region):
    assert ask(member, region, chapters=["kaart", "themas"]) == ask(member, region, chapters=["themas", "kaart"])


def test_new_figures_give_a_new_report(member, region):
    before = ask(member, region)
    factories.make_snapshot()
    assert ask(member, region) != before


def test_a_private_report_is_of_one_person_and_a_public_one_of_all(member, administrator, region):
    assert ask(member, region) != ask(administrator, region)
    assert ask(member, region, visibility=PUBLIC) == ask(administrator, region, visibility=PUBLIC)


def test_an_account_that_was_closed_may_not_ask(region):
    with pytest.raises(PermissionDenied):
        ask(factories.make_user(is_active=False), region)


def test_a_public_report_of_someone_who_left_goes_on_in_the_name_of_the_next(member, administrator, region):
    report = failed(member, region, visibility=PUBLIC)
    member.is_active = False
    member.save()
    again = ask(administrator, region, visibility=PUBLIC)
    assert (again, again.requested_by) == (report, administrator)
    assert Job.objects.get(pk=report.job_id).state == Job.State.WAITING


@pytest.mark.django_db(transaction=True)
def test_the_same_request_from_six_at_once_is_one_report():
    region, member = make_province(), factories.make_user()
    start, answers = threading.Barrier(6), []

    def request() -> None:
        start.wait()
        answers.append(ask(member, region).pk)
        connection.close()

    threads = [threading.Thread(target=request) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [answers[0]] * 6
    assert (Report.objects.count(), Job.objects.count()) == (1, 1)


# ── Making ──


def test_making_gives_one_pair_of_files_and_freezes_the_report(member, region, settings):
    report = made(member, region)
    content = report.pdf.open().read()
    assert files_of(report, settings) == ["regioscan.pdf", "regioscan.xlsx"]
    assert (content[:5], len(content), report.n_pages) == (b"%PDF-", report.pdf_size, 1)
    assert report.made_at is not None


def test_a_made_report_keeps_exactly_what_was_attached_to_it(member, region):
    report = made(member, region)
    with pikepdf.open(io.BytesIO(report.pdf.open().read())) as file:
        attached = file.attachments["rapport.json"].get_file().read_bytes()
    assert report.record == json.loads(attached)
    assert sha256(attached).hexdigest().startswith(report.check_code)
    assert report.record["report"] == str(report.public_id)
    assert report.code.replace(" ", "") == report.public_id.hex[:8] + report.check_code


def test_the_record_holds_what_a_ledger_needs(member, region):
    said = made(member, region).record["scan"]
    figure = said["indicators"][0]
    assert said["region"] | {"code": "GM9001", "valid_from": "2000-01-01", "composition": None} == said["region"]
    assert said["benchmark"]["peers"]["codes"] == ["GM9001", "GM9002", "GM9003"]
    assert said["method"] == {"version": METHOD_VERSION}
    assert figure["definition"] == definition_fingerprint(Indicator.objects.get(code=figure["code"]))
    assert figure["snapshot"]["id"] == Snapshot.objects.get().pk
    assert [figure[name] for name in ("period", "unit", "decimals", "status")] == [2024, "%", 1, "final"]


def test_a_fingerprint_follows_the_meaning_and_nothing_else(db):
    indicator = factories.make_indicator()
    before = definition_fingerprint(indicator)
    indicator.name = "Anders genoemd"
    assert definition_fingerprint(indicator) == before
    changed = {"definition": "x", "numerator": "x", "denominator": "x", "aggregation": "SUM", "unit": "x"}
    found = [definition_fingerprint(factories.make_indicator(f"a-{name}", **{name: changed[name]})) for name in changed]
    assert len({before, *found}) == 1 + len(changed)


def test_a_custom_region_is_recorded_with_the_version_of_its_parts(region):
    own = factories.make_region("MW0001", "Langs de rivier", "maatwerk")
    assert scan_as_dict(region_scan(own))["region"]["composition"] is None
    for version in (1, 2):
        Composition.objects.create(region=own, version=version, reason="samen", made_by="test")
    assert scan_as_dict(region_scan(own))["region"]["composition"] == 2


def test_a_report_tells_what_changed_since_the_earlier_one_that_its_reader_may_see(member, region, monkeypatch):
    given = []
    render = actions.render_report

    def remember(*args: object, **kwargs: object) -> object:
        given.append(kwargs["previous"])
        return render(*args, **kwargs)

    monkeypatch.setattr(actions, "render_report", remember)
    first = made(member, region, period=2023)
    second = made(member, region)
    assert [one and one.identity.number for one in given] == [None, str(first.public_id)]
    assert given[1].record == first.record
    made(factories.make_user(), region)
    public = made(member, region, visibility=PUBLIC)
    assert given[2:] == [None, None], "neither a stranger nor everybody may see a private report"
    factories.make_snapshot()
    made(factories.make_user(), region)
    assert given[-1].identity.number == str(public.public_id)
    made(member, region, benchmark="provincie")
    assert given[-1] is None, "with another comparison all places move"
    assert second.record is not None


@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_a_report_is_made_is_in_no_part_of_it():
    region = make_province()
    report = ask(factories.make_user(), region)
    before = Observation.objects.get(region=region, indicator__code="cijfer-0", period=2024).value
    seen = {}

    def publish() -> None:
        Observation.objects.filter(region=region, indicator__code="cijfer-0", period=2024).update(value=before + 1)
        connection.close()

    def report_step(progress: int, _step: str) -> None:
        if progress == 20:
            thread = threading.Thread(target=publish)
            thread.start()
            thread.join()
        seen[progress] = region_scan(region).figures["cijfer-0"].value

    done = actions.make_report(report=report, chapters=ONE_PAGE, on_progress=report_step)
    inside = {value for progress, value in seen.items() if 20 <= progress < 95}
    assert (inside, seen[95]) == ({before}, before + 1)
    assert done.made_at is not None


def test_making_twice_changes_nothing(member, region, settings):
    report = ask(member, region)
    stale = Report.objects.get(pk=report.pk)
    first = make(report)
    factories.observe(factories.make_indicator("nieuw"), region, 2024, 1.0)
    assert make(stale).pdf_sha256 == make(first).pdf_sha256 == first.pdf_sha256
    assert files_of(report, settings) == ["regioscan.pdf", "regioscan.xlsx"]


def test_a_run_that_broke_off_between_file_and_row_is_made_good(member, region, settings):
    report = ask(member, region)
    folder = Path(settings.MEDIA_ROOT) / "reports" / str(report.public_id)
    folder.mkdir(parents=True)
    (folder / "regioscan.pdf").write_bytes(b"half")
    made_report = make(report)
    assert files_of(report, settings) == ["regioscan.pdf", "regioscan.xlsx"]
    assert made_report.pdf.size == made_report.pdf_size > 1000


def test_a_full_disk_leaves_no_half_file_and_a_retry_works_when_there_is_room(member, region, settings, monkeypatch):
    report = ask(member, region)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(JobError, match="de schijf is vol"):
            make(report)
    report.refresh_from_db()
    assert (files_of(report, settings), report.made_at) == ([], None)
    assert make(report).made_at is not None


def test_who_lost_the_account_while_the_job_waited_gets_no_report(member, region, settings):
    report = ask(member, region)
    member.is_active = False
    member.save()
    with pytest.raises(JobError, match="niet meer actief"):
        make(report)
    assert files_of(report, settings) == []


# ── Trying again ──


def test_a_failed_report_can_be_tried_again_by_its_owner(member, region):
    report = failed(member, region)
    job = retry_report(report=report, by=member)
    assert (job.pk, job.state, job.attempt, job.message) == (report.job_id, Job.State.WAITING, 0, "")


def test_nobody_else_can_try_it_again(member, region):
    report = failed(member, region, visibility=PUBLIC)
    with pytest.raises(PermissionDenied):
        retry_report(report=report, by=factories.make_user())
    assert Job.objects.get(pk=report.job_id).state == Job.State.FAILED


# ── Seeing ──

SEE, DOWNLOAD, RETRY = "communities.see_report", "communities.download_report", "communities.retry_report"
RIGHTS = {
    # (visibility, made): who may see, download, retry; in the order owner, other member, administrator, visitor
    ("eigen", False): ("yes no yes no", "no no no no", "yes no yes no"),
    ("eigen", True): ("yes no yes no", "yes no yes no", "yes no yes no"),
    ("openbaar", False): ("yes yes yes no", "no no no no", "yes no yes no"),
    ("openbaar", True): ("yes yes yes yes", "yes yes yes yes", "yes no yes no"),
}


@pytest.mark.parametrize(("state", "expected"), RIGHTS.items(), ids=str)
def test_who_may_do_what(state, expected, member, region):
    visibility, is_made = state
    report = (frozen if is_made else ask)(member, region, visibility=visibility)
    staff = factories.make_user(is_staff=True)
    people = [member, factories.make_user(), staff, AnonymousUser()]
    found = [
        " ".join("yes" if person.has_perm(right, report) else "no" for person in people)
        for right in (SEE, DOWNLOAD, RETRY)
    ]
    assert tuple(found) == expected


def test_a_closed_account_sees_only_what_visitors_see(member, region):
    private, public = ask(member, region), ask(member, region, visibility=PUBLIC)
    member.is_active = False
    assert [member.has_perm(SEE, report) for report in (private, public)] == [False, False]


def test_the_list_shows_own_reports_and_public_ones_that_are_made(member, region):
    own, public_waiting = ask(member, region), ask(member, region, visibility=PUBLIC)
    public_made = frozen(member, region, visibility=PUBLIC, period=2023)
    stranger = factories.make_user()
    assert set(visible_reports(member)) == {own, public_waiting, public_made}
    assert set(visible_reports(stranger)) == set(visible_reports(AnonymousUser())) == {public_made}
