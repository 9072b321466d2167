"""Short reports for tests: one page is made in a second, a whole report in several."""

from django.core.files.base import ContentFile
from django.utils import timezone

from communities.actions import reports as actions
from communities.models import Report, User
from regioscan.job_actions import claim_job, fail_job, finish_job
from regioscan.models import Region
from regioscan.reports import Chapter
from regioscan.reports.back import SOURCES

ONE_PAGE: list[Chapter] = [SOURCES]


def ask(by: User, region: Region, **wishes: object) -> Report:
    """A request for a private report of 2024 without optional chapters; `wishes` changes it."""
    usual = {"period": 2024, "benchmark": "nederland", "chapters": [], "visibility": Report.Visibility.MINE}
    return actions.request_report(by=by, region=region, **(usual | wishes))


def make(report: Report) -> Report:
    """Make its two files, of one page."""
    return actions.make_report(report=report, chapters=ONE_PAGE, on_progress=lambda _progress, _step: None)


def made(by: User, region: Region, **wishes: object) -> Report:
    """A report that is ready, as the worker leaves it."""
    report = ask(by, region, **wishes)
    job = claim_job(job_id=report.job_id)
    report = make(report)
    finish_job(job=job, message="Het rapport is klaar om te downloaden.")
    report.refresh_from_db()
    return report


def frozen(by: User, region: Region, pdf: bytes = b"%PDF-1.7 geheim", **wishes: object) -> Report:
    """A report that is ready, with tiny files that were not laid out: enough for who may see what."""
    report = ask(by, region, **wishes)
    job = claim_job(job_id=report.job_id)
    report.pdf.save("regioscan.pdf", ContentFile(pdf), save=False)
    report.xlsx.save("regioscan.xlsx", ContentFile(b"PK geheim"), save=False)
    report.pdf_size, report.xlsx_size, report.n_pages, report.made_at = len(pdf), 9, 28, timezone.now()
    report.save()
    finish_job(job=job, message="Het rapport is klaar om te downloaden.")
    report.refresh_from_db()
    return report


def failed(by: User, region: Region, reason: str = "De schijf is vol.", **wishes: object) -> Report:
    """A report that could not be made."""
    report = ask(by, region, **wishes)
    fail_job(job=claim_job(job_id=report.job_id), reason=reason)
    report.refresh_from_db()
    return report
