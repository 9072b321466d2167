"""Public reports that are made can be found by machines; others do not exist for them."""

from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from communities.models import Report
from tests import factories
from tests.asking import Asker


@pytest.fixture(autouse=True)
def _no_limit(settings, tmp_path):
    settings.API_REQUESTS_PER_5_MINUTES = 0
    settings.MEDIA_ROOT = tmp_path


def make_report(visibility: str = "openbaar", *, is_made: bool = True) -> Report:
    """A report by somebody whose name nobody has to know."""
    report = Report.objects.create(
        region=factories.make_region(),
        requested_by=factories.make_user("geheim@example.org", name="Geheim Persoon"),
        period=2024,
        benchmark="nederland",
        request_key="k",
        chapters=["kern"],
        visibility=visibility,
        n_pages=12,
    )
    if is_made:
        report.pdf.save("regioscan.pdf", ContentFile(b"%PDF"), save=False)
        report.xlsx.save("regioscan.xlsx", ContentFile(b"xlsx"), save=False)
        report.pdf_size, report.xlsx_size, report.made_at = 4, 4, timezone.now()
        report.save()
    return report


def test_a_public_report_says_what_it_is_about_and_where_its_files_are(db):
    report = make_report()

    found = Asker().read(f"/rapporten/{report.public_id}")

    assert (found["regio"], found["cijfersTotEnMet"], found["bladzijden"]) == ("GM0001", 2024, 12)
    assert [(one["soort"], one["bytes"]) for one in found["bestanden"]] == [("pdf", 4), ("xlsx", 4)]
    assert found["gemaaktOp"].endswith("Z")


def test_the_addresses_of_the_files_work(db, client):
    (pdf, _) = Asker().read(f"/rapporten/{make_report().public_id}")["bestanden"]

    answer = client.get(urlsplit(pdf["href"]).path)

    assert (answer.status_code, answer.getvalue()) == (200, b"%PDF")


def test_who_asked_for_a_report_is_not_told(db):
    assert b"eheim" not in Asker().get(f"/rapporten/{make_report().public_id}").content


@pytest.mark.parametrize(("visibility", "is_made"), [("eigen", True), ("openbaar", False)])
def test_private_and_unmade_reports_are_as_absent_as_those_that_never_were(db, visibility, is_made):
    report = make_report(visibility, is_made=is_made)
    asker = Asker()

    there = asker.get(f"/rapporten/{report.public_id}")
    never = asker.get("/rapporten/00000000-0000-4000-8000-000000000000")

    assert (there.status_code, never.status_code) == (404, 404)
    assert there.json()["detail"] == never.json()["detail"]


def test_a_number_that_is_none_is_not_found(db):
    assert Asker().get("/rapporten/abc").status_code == 404
