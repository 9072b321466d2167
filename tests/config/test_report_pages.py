"""The report pages: asking, following, downloading; for those who may and for nobody else."""

import csv
import io
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Report
from config import jobs, tasks
from regioscan.figures import region_scan
from regioscan.job_actions import beat_job, claim_job
from regioscan.models import Job, Region, RegionGroup
from regioscan.reports import scan_as_dict
from regioscan.reports.changed import changes_until_now
from tests import factories
from tests.province import make_province
from tests.reporting import ask, failed, frozen

PUBLIC = Report.Visibility.PUBLIC


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def region(db):
    return make_province()


@pytest.fixture
def sent(monkeypatch):
    """The jobs that were handed to the broker."""
    numbers = []
    monkeypatch.setattr(tasks, "send", numbers.append)
    return numbers


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def wishes(**changed: object) -> dict[str, object]:
    usual = {"regio": "Waalmeer (GM9001)", "jaar": "2024", "met": "nederland", "zichtbaar": "eigen"}
    return usual | {"hoofdstukken": ["themas"]} | changed


def post(client: Client, **changed: object):
    return client.post(reverse("config:report_request"), wishes(**changed))


def url(report: Report, name: str, **extra: str) -> str:
    return reverse(f"config:{name}", kwargs={"public_id": report.public_id, **extra})


# ── Asking ──


def test_asking_leads_to_the_report_and_sends_its_job(member, region, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = post(logged_in(member))
    report = Report.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, report.get_absolute_url())
    assert (report.region, report.period, report.chapters, report.visibility) == (region, 2024, ["themas"], "eigen")
    assert sent == [report.job_id]


def test_sending_the_form_twice_leads_to_the_same_report(member, region, sent):
    client = logged_in(member)
    assert post(client).headers["Location"] == post(client).headers["Location"]
    assert Report.objects.count() == 1


def test_visitors_are_asked_to_log_in(client, region):
    response = client.get(reverse("config:report_request") + "?regio=GM9001")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_region_of_the_page_one_came_from_is_filled_in(member, region):
    page = logged_in(member).get(reverse("config:report_request") + "?regio=GM9001&jaar=2023&met=provincie")
    form = page.context["form"]
    assert [form[name].value() for name in ("regio", "jaar", "met")] == ["Waalmeer (GM9001)", "2023", "provincie"]
    assert [name for name, _ in form.fields["jaar"].choices] == [2024, 2023, 2022, 2021, 2020]


@pytest.mark.parametrize("hostile", ["GM9001' OR 1=1", "x" * 5000, "../../etc", "GM0000"])
def test_a_strange_region_in_the_address_is_left_out(member, region, hostile):
    page = logged_in(member).get(reverse("config:report_request"), {"regio": hostile})
    assert page.status_code == 200
    assert page.context["form"]["regio"].value() is None


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"regio": "Nergenshuizen"}, "regio", "Wij kennen geen regio met deze naam of code. Kijk of de naam klopt."),
        ({"regio": ""}, "regio", "Dit veld is verplicht."),
        ({"met": "gemeente"}, "met", "Voor gemeente Waalmeer kan dit niet. Kies een andere vergelijking."),
        ({"jaar": "1850"}, "jaar", "Selecteer een geldige keuze. 1850 is geen beschikbare keuze."),
        (
            {"hoofdstukken": ["geheim"]},
            "hoofdstukken",
            "Selecteer een geldige keuze. geheim is geen beschikbare keuze.",
        ),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_lost(member, region, changed, field, message):
    page = post(logged_in(member), zichtbaar="openbaar", **changed)
    form = page.context["form"]
    assert (page.status_code, dict(form.errors)[field]) == (400, [message])
    assert form["zichtbaar"].value() == "openbaar"
    assert Report.objects.count() == 0


def test_a_name_of_two_regions_is_asked_back_and_the_choice_is_followed(member, region):
    factories.make_region("PV91", "Waalmeer", "provincie", parent=Region.objects.get(code="NL00"))
    client = logged_in(member)
    page = post(client, regio="Waalmeer")
    choices = dict(page.context["form"].fields["keuze"].choices)
    assert choices == {
        "PV91": "provincie Waalmeer (PV91), in Verzonnen land",
        "GM9001": "gemeente Waalmeer (GM9001), in provincie Merenland",
    }
    assert post(client, regio="Waalmeer", keuze="GM9001").status_code == 302
    assert Report.objects.get().region == region


def test_without_figures_the_page_says_so(member):
    page = logged_in(member).get(reverse("config:report_request"))
    assert page.status_code == 200
    assert "Er zijn nog geen cijfers om een rapport van te maken." in page.content.decode()


# ── Following ──


def test_the_page_of_a_waiting_report_follows_it_by_itself_and_without_script(member, region):
    page = logged_in(member).get(ask(member, region).get_absolute_url()).content.decode()
    assert 'role="status" aria-live="polite"' in page
    assert re.search(r'hx-get="[^"]+/stand/\?stand=wacht-0-0-" hx-trigger="every 2s"', page)
    assert '<a class="go small" href="">' in page


def test_nothing_is_said_while_nothing_changed(member, region):
    report = ask(member, region)
    client = logged_in(member)
    assert client.get(url(report, "report_status") + "?stand=wacht-0-0-").status_code == 204


def test_progress_is_told_when_it_changed(member, region):
    report = ask(member, region)
    job = claim_job(job_id=report.job_id)
    beat_job(job=job, progress=40, step="Bladzijden opmaken")
    answer = logged_in(member).get(url(report, "report_status") + "?stand=wacht-0-0-")
    assert '<progress max="100" value="40"' in answer.content.decode()
    assert "40 % klaar: Bladzijden opmaken" in answer.content.decode()


def test_the_files_appear_without_a_reload_when_it_is_made(member, region):
    report = frozen(member, region)
    answer = logged_in(member).get(url(report, "report_status") + "?stand=bezig-1-4-x").content.decode()
    assert '<div id="bestanden" hx-swap-oob="true">' in answer
    assert f'href="{url(report, "report_download", kind="pdf")}"' in answer


def test_a_failed_report_says_why_and_has_a_button(member, region, sent, django_capture_on_commit_callbacks):
    report = failed(member, region, reason="De schijf is vol.")
    client = logged_in(member)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "De schijf is vol." in page
    assert f'action="{url(report, "report_retry")}"' in page
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url(report, "report_retry")).status_code == 302
    assert Job.objects.get(pk=report.job_id).state == Job.State.WAITING
    assert sent == [report.job_id]


def test_someone_else_who_waits_for_a_public_report_sees_no_button(member, region):
    report = failed(member, region, visibility=PUBLIC)
    page = logged_in(factories.make_user()).get(report.get_absolute_url())
    assert (page.status_code, url(report, "report_retry") in page.content.decode()) == (200, False)


# ── Downloading ──


def test_the_owner_gets_the_file_under_a_safe_dutch_name(member, region):
    report = frozen(member, Region.objects.get(code="GM9002"))
    answer = logged_in(member).get(url(report, "report_download", kind="pdf"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 geheim"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="regioscan-s-gravenbroek-2024.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_everybody_gets_a_public_report(client, member, region):
    report = frozen(member, region, visibility=PUBLIC)
    answer = client.get(url(report, "report_download", kind="xlsx"))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"PK geheim")


PAGES = ["report_detail", "report_status", "report_download"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_and_a_visitor_get_what_they_would_get_if_it_did_not_exist(name, client, member, region):
    report = frozen(member, region)
    extra = {"kind": "pdf"} if name == "report_download" else {}
    address = url(report, name, **extra)
    missing = address.replace(str(report.public_id), str(uuid4()))
    stranger = logged_in(factories.make_user())
    for reader in (client, stranger):
        found, nothing = reader.get(address), reader.get(missing)
        assert (found.status_code, nothing.status_code) == (404, 404)
        assert "geheim" not in found.content.decode()
    assert logged_in(member).get(address).status_code == 200


def test_a_stranger_cannot_start_it_again(member, region):
    report = failed(member, region)
    assert logged_in(factories.make_user()).post(url(report, "report_retry")).status_code == 404
    assert Job.objects.get(pk=report.job_id).state == Job.State.FAILED


def test_rights_are_asked_again_at_every_download(member, region):
    report = frozen(member, region)
    client = logged_in(member)
    assert client.get(url(report, "report_download", kind="pdf")).status_code == 200
    member.is_active = False
    member.save()
    assert client.get(url(report, "report_download", kind="pdf")).status_code == 404


@pytest.mark.parametrize("kind", ["docx", "pdf-", "exe"])
def test_there_are_no_other_files(kind, member, region):
    assert logged_in(member).get(url(frozen(member, region), "report_download", kind=kind)).status_code == 404


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"%PDF")], ids=["gone", "truncated"])
def test_a_damaged_file_is_never_handed_out(damage, member, region):
    report = frozen(member, region)
    damage(Path(report.pdf.path))
    assert logged_in(member).get(url(report, "report_download", kind="pdf")).status_code == 404


# ── What changed since ──


def with_record(by, region, **wishes: object) -> Report:
    """A made report of 2023 that says what its figures were."""
    report = frozen(by, region, **({"period": 2023} | wishes))
    report.record = {"scan": scan_as_dict(region_scan(region, report.period))}
    report.check_code = "9d4177e05a2c"
    report.save()
    return report


def test_the_page_of_a_report_leads_to_what_changed_since(member, region):
    report = with_record(member, region)
    client = logged_in(member)
    assert f'href="{url(report, "report_changes")}"' in client.get(report.get_absolute_url()).content.decode()
    page = client.get(url(report, "report_changes")).content.decode()
    assert "Er zijn 3 cijfers veranderd: nieuwer jaar bij 3." in page
    assert "Het nieuwste jaar is nu 2024; in het rapport was dat 2023." in page


def test_that_nothing_changed_is_said(member, region):
    page = logged_in(member).get(url(with_record(member, region, period=2024), "report_changes")).content.decode()
    assert "Er is niets veranderd: alle cijfers zijn nog hetzelfde." in page


def test_a_report_without_a_record_says_that_it_cannot_be_known(member, region):
    report = frozen(member, region)
    client = logged_in(member)
    assert "niet na te gaan" in client.get(url(report, "report_changes")).content.decode()
    assert client.get(url(report, "report_changes_export", kind="csv")).status_code == 404


def test_what_changed_can_be_taken_along(member, region):
    report = with_record(member, region)
    client = logged_in(member)
    table = client.get(url(report, "report_changes_export", kind="csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [(row["Code"], row["Jaar in het rapport"], row["Jaar nu"]) for row in rows] == [
        (f"cijfer-{number}", "2023", "2024") for number in range(3)
    ]
    assert {row["Oorzaken"] for row in rows} == {"nieuwer jaar"}
    assert client.get(url(report, "report_changes_export", kind="xlsx")).content[:2] == b"PK"
    assert client.get(url(report, "report_changes_export", kind="exe")).status_code == 404


@pytest.mark.parametrize("name", ["report_changes", "report_changes_export"])
def test_what_changed_in_a_private_report_is_for_its_owner(name, client, member, region):
    report = with_record(member, region)
    extra = {"kind": "csv"} if name == "report_changes_export" else {}
    readers = (client, logged_in(factories.make_user()), logged_in(member))
    assert [reader.get(url(report, name, **extra)).status_code for reader in readers] == [404, 404, 200]


def test_the_list_shows_the_code_to_verify_by(client, member, region):
    report = with_record(member, region, visibility=PUBLIC)
    assert report.code in client.get(reverse("config:report_list")).content.decode()


# ── Regions and comparisons of one's own ──


def test_a_region_of_ones_own_and_an_own_group_can_be_asked_for(member, region, sent):
    factories.make_region("MR0001", "Langs de rivier", "maatwerk", parent=region.parent)
    group = RegionGroup.objects.create(code="rivier", name="Aan de rivier", kind="gemeente", reason="r", made_by="t")
    group.members.set(Region.objects.filter(kind="gemeente"))
    client = logged_in(member)
    assert post(client, regio="Langs de rivier").status_code == 302
    assert post(client, met="groep-rivier").status_code == 302
    assert set(Report.objects.values_list("region__code", "benchmark")) == {
        ("MR0001", "nederland"),
        ("GM9001", "groep-rivier"),
    }
    page = client.get(Report.objects.get(benchmark="groep-rivier").get_absolute_url()).content.decode()
    assert "gemeenten in de groep «Aan de rivier»" in page


# ── The list ──


def test_the_list_says_what_will_come(client, db):
    page = client.get(reverse("config:report_list")).content.decode()
    assert "Hier komen de rapporten die voor iedereen zijn gemaakt." in page


def test_the_list_shows_mine_in_every_state_and_the_public_ones(member, region):
    ask(member, region)
    failed(member, region, period=2023)
    frozen(factories.make_user(), region, visibility=PUBLIC)
    frozen(factories.make_user(), region, period=2022)
    page = logged_in(member).get(reverse("config:report_list"))
    assert (page.context["n_mine"], page.context["page"].paginator.count) == (2, 1)
    assert ["Wordt gemaakt." in page.content.decode(), "Niet gelukt." in page.content.decode()] == [True, True]


def test_the_worker_makes_what_was_asked_on_the_page(member, region, sent):
    post(logged_in(member), hoofdstukken=[])
    report = Report.objects.get()
    jobs.KINDS["report"](report.job, lambda _progress, _step: None)
    report.refresh_from_db()
    assert report.made_at is not None
    assert report.n_pages >= 6


def test_what_changed_is_computed_once_for_each_state_of_the_figures(member, region, monkeypatch):
    report, asked = with_record(member, region, period=2024), []

    def counted(record):
        asked.append(record)
        return changes_until_now(record)

    monkeypatch.setattr("config.report_pages.changes_until_now", counted)
    for name, extra in (("report_changes", {}), ("report_changes_export", {"kind": "csv"}), ("report_changes", {})):
        assert logged_in(member).get(url(report, name, **extra)).status_code == 200
    assert len(asked) == 1
    factories.make_snapshot()
    logged_in(member).get(url(report, "report_changes"))
    assert len(asked) == 2
