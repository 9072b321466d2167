"""`/verifieer/`: genuine or not, for whom what is said, and nothing of the file kept."""

import re
import threading
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.models import Report, Role
from config import verify_pages
from initiatives.actions.trajectory_reports import make_trajectory_report, request_trajectory_report
from initiatives.models import TrajectoryReport
from lib.check_codes import check_of
from lib.pdf import PdfResult
from regioscan.figures import region_scan
from regioscan.models import Observation
from regioscan.reports import scan_as_dict
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.province import make_province
from tests.reporting import frozen, made

PUBLIC = Report.Visibility.PUBLIC
GENUINE, FALSE = "Dit rapport is echt", "Dit rapport is niet echt of gewijzigd"
UNKNOWN_CODE = "Bij deze code hoort geen openbaar rapport"
PDF = b"%PDF-1.7 geheim"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def region(db):
    return make_province()


def kept(by, region, pdf: bytes = PDF, **wishes: object) -> Report:
    """A made report with everything that verifying asks for, without laying out pages."""
    report = frozen(by, region, pdf=pdf, **wishes)
    report.record = {"scan": scan_as_dict(region_scan(report.region, report.period, report.benchmark))}
    report.pdf_sha256, report.check_code = sha256(pdf).hexdigest(), check_of(pdf)
    report.save()
    return report


def verify(client: Client, pdf: bytes | None = None, code: str = "", name: str = "rapport.pdf"):
    sent: dict[str, object] = {"code": code}
    if pdf is not None:
        sent["bestand"] = SimpleUploadedFile(name, pdf, "application/pdf")
    return client.post(reverse("config:verify"), sent)


def verdict(response) -> str:
    return re.search(r'id="h-uitslag">([^<]+)<', response.content.decode())[1]


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# ── By file ──


def test_the_file_as_it_was_made_is_genuine(client, member, region):
    report = made(member, region, visibility=PUBLIC)
    page = verify(client, report.pdf.open().read())
    text = page.content.decode()
    assert (page.status_code, verdict(page)) == (200, GENUINE)
    assert [word in text for word in ("Gemeente Waalmeer (GM9001)", str(report.public_id), "<dd>2024</dd>")] == [
        True
    ] * 3
    assert "De cijfers zijn nog dezelfde" in text


def test_one_other_byte_is_not_genuine_wherever_it_stands(client, member, region):
    content = made(member, region, visibility=PUBLIC).pdf.open().read()
    for place in (0.1, 0.5, 0.999):
        altered = bytearray(content)
        altered[int(place * len(content))] ^= 1
        assert verdict(verify(client, bytes(altered))) == FALSE


def test_a_file_of_somebody_else_is_not_genuine(client, member, region):
    kept(member, region, visibility=PUBLIC)
    assert verdict(verify(client, b"%PDF-1.4 heel iets anders")) == FALSE


def test_a_report_that_is_not_made_cannot_be_held(client, member, region):
    report = kept(member, region, visibility=PUBLIC)
    Report.objects.update(made_at=None)
    assert verdict(verify(client, PDF)) == FALSE
    assert verdict(verify(client, code=report.code)) == UNKNOWN_CODE


def test_a_genuine_report_whose_figures_were_revised_says_so(client, member, region):
    report = kept(member, region, visibility=PUBLIC)
    Observation.objects.filter(region=region, period=2024).update(value=99.0, snapshot=factories.make_snapshot())
    text = verify(client, PDF).content.decode()
    assert "Let op: er zijn cijfers herzien" in text
    assert "Er zijn 3 cijfers veranderd: herzien cijfer bij 3." in text
    assert reverse("config:report_changes", args=[report.public_id]) in text


def test_who_holds_a_private_report_learns_that_it_is_genuine_and_no_more(client, member, region):
    report = kept(member, region)
    Observation.objects.filter(region=region, period=2024).update(value=99.0)
    for reader in (client, logged_in(factories.make_user())):
        page = verify(reader, PDF)
        text = page.content.decode()
        assert (verdict(page), "Gemeente Waalmeer (GM9001)" in text) == (GENUINE, True)
        assert "Dit rapport is niet openbaar." in text
        assert ["herzien cijfer" in text, report.get_absolute_url() in text] == [False, False]
    assert "herzien cijfer bij 3" in verify(logged_in(member), PDF).content.decode()


def test_a_report_from_before_records_were_kept_is_still_genuine(client, member, region):
    kept(member, region, visibility=PUBLIC)
    Report.objects.update(record=None)
    page = verify(client, PDF)
    assert verdict(page) == GENUINE
    assert "is van dit rapport niet na te gaan" in page.content.decode()


# ── By code ──


@pytest.mark.parametrize(
    "form", [str, str.upper, lambda code: code.replace(" ", ""), lambda code: code.replace(" ", "-")]
)
def test_the_printed_code_finds_a_public_report(form, client, member, region):
    report = kept(member, region, visibility=PUBLIC)
    page = verify(client, code=form(report.code))
    assert verdict(page) == "Bij deze code hoort een rapport van ons"
    assert report.get_absolute_url() in page.content.decode()


def test_the_whole_number_finds_it_too(client, member, region):
    report = kept(member, region, visibility=PUBLIC)
    assert verdict(verify(client, code=str(report.public_id))) == "Bij deze code hoort een rapport van ons"


def test_a_code_whose_check_is_wrong_finds_nothing(client, member, region):
    report = kept(member, region, visibility=PUBLIC)
    wrong = report.code[:-1] + ("0" if report.code[-1] != "0" else "1")
    other_number = ("0" if report.code[0] != "0" else "1") + report.code[1:]
    assert [verdict(verify(client, code=code)) for code in (wrong, other_number)] == [UNKNOWN_CODE] * 2


def test_by_code_a_private_report_is_neither_confirmed_nor_denied(client, member, region):
    report = kept(member, region)
    never = "0000 0000 0000 0000 0000"
    for reader in (client, logged_in(factories.make_user())):
        for real, unreal in ((report.code, never), (str(report.public_id), str(uuid4()))):
            found, nothing = (_shown(verify(reader, code=code)) for code in (real, unreal))
            assert found == nothing
            assert UNKNOWN_CODE in found
    assert verdict(verify(logged_in(member), code=report.code)) == "Bij deze code hoort een rapport van ons"


def _shown(page) -> str:
    """The page without the token that differs every time."""
    return re.sub(r'csrf[^"]*"[^"]*"[^>]*>|X-CSRFToken[^}]*', "", page.content.decode())


def test_the_code_in_the_address_is_filled_in_but_not_looked_up(client, member, region):
    report = kept(member, region, visibility=PUBLIC)
    page = client.get(reverse("config:verify"), {"code": report.code})
    assert page.context["form"]["code"].value() == report.code
    assert page.context["answer"] is None


# ── Reports of trajectories ──


@pytest.fixture
def of_trajectory(db):
    """A report of a trajectory, with who commissions it."""
    community = make_community(name="Waalmeer aan zet", visibility="besloten")
    runs_it, bank = factories.make_verified_user(), factories.make_verified_user()
    join(community, runs_it, role=Role.COORDINATOR)
    join(community, bank, role=Role.COMMISSIONER)
    return trajectory_report(make_trajectory(community), runs_it, PDF), runs_it, bank


def trajectory_report(trajectory, runs_it, pdf: bytes) -> TrajectoryReport:
    report = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=["doen"])
    files = PdfResult(pdf, 1, sha256(pdf).hexdigest(), 0), b"PK"
    return make_trajectory_report(report=report, render=lambda *_: files, on_progress=lambda *_: None)


def test_the_file_of_a_trajectory_says_what_it_is_of_whom_and_whether_there_is_a_newer_one(of_trajectory):
    report, runs_it, bank = of_trajectory
    text = verify(logged_in(bank), PDF).content.decode()
    assert [word in text for word in (GENUINE, "Rapport van een traject", "Waalmeer aan zet")] == [True] * 3
    assert "Er is geen nieuwer rapport van dit traject" in text
    newer = trajectory_report(report.trajectory, runs_it, b"%PDF-nieuwer")
    assert newer.get_absolute_url() in verify(logged_in(bank), PDF).content.decode()
    assert "Er is geen nieuwer rapport" in verify(logged_in(bank), b"%PDF-nieuwer").content.decode()


def test_who_holds_the_file_of_a_trajectory_and_may_not_read_it_learns_that_it_is_genuine_and_no_more(of_trajectory):
    report, runs_it, _ = of_trajectory
    newer = trajectory_report(report.trajectory, runs_it, b"%PDF-nieuwer")
    member = factories.make_verified_user()
    join(report.community, member)
    for reader in (Client(), logged_in(member)):
        page = verify(reader, PDF)
        text = page.content.decode()
        assert (verdict(page), "Dit rapport is niet openbaar." in text) == (GENUINE, True)
        assert [word in text for word in (report.get_absolute_url(), newer.get_absolute_url(), "Let op")] == [False] * 3


def test_by_code_the_report_of_a_trajectory_is_only_for_who_may_read_it(of_trajectory):
    report, _, bank = of_trajectory
    never = "0000 0000 0000 0000 0000"
    for code, unreal in ((report.code, never), (str(report.public_id), str(uuid4()))):
        assert verdict(verify(logged_in(bank), code=code)) == "Bij deze code hoort een rapport van ons"
        for reader in (Client(), logged_in(factories.make_user())):
            assert _shown(verify(reader, code=code)) == _shown(verify(reader, code=unreal))


def test_the_report_of_a_trajectory_that_is_not_made_cannot_be_held(of_trajectory):
    report, runs_it, bank = of_trajectory
    asked = request_trajectory_report(by=runs_it, trajectory=report.trajectory, chapters=["doen"])
    assert verdict(verify(logged_in(bank), code=str(asked.public_id))) == UNKNOWN_CODE


# ── What people send ──


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 een werkmap", "Dit bestand is geen PDF."),
        (b"", "leeg"),
        (b"%PD", "Dit bestand is geen PDF."),
        (b"<html>%PDF-</html>", "Dit bestand is geen PDF."),
    ],
)
def test_what_is_no_pdf_by_its_content_is_refused_whatever_its_name(content, message, client, db):
    page = verify(client, content)
    assert page.status_code == 400
    assert message in page.content.decode()


@pytest.mark.parametrize("code", ["kort", "x" * 5000, "0f3c\x00", "'; DROP TABLE", "<script>alert(1)</script>"])
def test_what_is_no_code_is_explained(code, client, db):
    page = verify(client, code=code)
    assert page.status_code == 400
    assert "<script>alert" not in page.content.decode()


def test_nothing_sent_is_explained(client, db):
    page = verify(client)
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        400,
        ["Kies het bestand, of vul de code in."],
    )


def test_a_file_that_is_too_big_is_refused_before_it_is_read(client, db, monkeypatch):
    monkeypatch.setattr(verify_pages, "MAX_PDF_BYTES", 1000)

    def read(*_: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr(verify_pages.FingerprintHandler, "receive_data_chunk", read)
    page = verify(client, b"%PDF-" + bytes(100_000))
    assert page.status_code == 413


def test_the_page_of_a_refused_file_says_how_big_it_may_be(client, db):
    page = client.generic("POST", reverse("config:verify"), b"", CONTENT_LENGTH=str(10**12))
    assert page.status_code == 413
    assert "Dit bestand is te groot: een rapport is nooit groter dan 52,4 MB." in page.content.decode()


def test_a_big_file_is_looked_at_in_pieces_and_left_nowhere(client, db, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    page = verify(client, b"%PDF-" + bytes(8_000_000))
    assert verdict(page) == FALSE
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []


def test_two_files_at_once_are_looked_at_apart(client, member, region):
    kept(member, region, visibility=PUBLIC)
    files = [SimpleUploadedFile("a.pdf", b"%PDF-vals"), SimpleUploadedFile("b.pdf", PDF)]
    page = client.post(reverse("config:verify"), {"bestand": files})
    assert verdict(page) == GENUINE, "the last one counts, and the first has not got into its hash"


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_get_their_own_answer():
    region, member = make_province(), factories.make_user()
    kept(member, region, visibility=PUBLIC)
    start, answers = threading.Barrier(2), {}

    def send(name: str, content: bytes) -> None:
        start.wait()
        answers[name] = verdict(verify(Client(), content))
        connection.close()

    threads = [
        threading.Thread(target=send, args=one) for one in (("genuine", PDF), ("false", b"%PDF-" + bytes(300_000)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"genuine": GENUINE, "false": FALSE}


def test_without_a_token_nothing_is_answered(member, region):
    kept(member, region, visibility=PUBLIC)
    page = verify(Client(enforce_csrf_checks=True), PDF)
    assert (page.status_code, "h-uitslag" in page.content.decode()) == (403, False)


def test_who_tries_too_often_waits(client, settings, db):
    caches["limits"].clear()
    settings.ACCOUNT_RATE_LIMITS = {"verify": "2/m/ip"}
    answers = [verify(client, code="0000 0000 0000 0000 0000").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_the_page_is_not_kept_and_not_found_by_search_engines(client, db):
    page = client.get(reverse("config:verify"))
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "Disallow: /verifieer/" in client.get("/robots.txt").content.decode()
