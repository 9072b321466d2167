"""Which chapters a report has, in order, and making one as a job. Higher floors add their chapters here."""

from collections.abc import Collection

from communities.actions import reports as actions
from communities.models import Report
from initiatives.actions.trajectory_reports import make_trajectory_report
from initiatives.models import TrajectoryReport
from initiatives.reports.trajectory import render_trajectory
from regioscan.models import Job
from regioscan.reports import Chapter
from regioscan.reports.back import ABOUT, METHOD_CHAPTER, SOURCES
from regioscan.reports.changed import CHANGED
from regioscan.reports.front import CONTENTS, COVER, GUIDE, SUMMARY
from regioscan.reports.index_chapter import INDEX, INDEX_METHOD
from regioscan.reports.inside import INSIDE
from regioscan.reports.places import MAP, PARTS
from regioscan.reports.receipts import RECEIPTS
from regioscan.reports.themes import THEMES
from regioscan.reports.verifying import VERIFYING

CHAPTERS: tuple[Chapter, ...] = (
    COVER,
    CONTENTS,
    GUIDE,
    SUMMARY,
    CHANGED,
    THEMES,
    MAP,
    PARTS,
    INDEX,
    INSIDE,
    RECEIPTS,
    SOURCES,
    METHOD_CHAPTER,
    INDEX_METHOD,
    ABOUT,
    VERIFYING,
)
OPTIONAL = tuple(chapter for chapter in CHAPTERS if chapter.is_optional)
READY = "Het rapport is klaar om te downloaden."


def chosen_chapters(codes: Collection[str]) -> list[Chapter]:
    """The chapters of a report that was asked with these optional ones, in order."""
    return [chapter for chapter in CHAPTERS if not chapter.is_optional or chapter.code in codes]


def make_of_trajectory(job: Job, on_progress: actions.Progress) -> str:
    """Make the report of a trajectory that a job was queued for; returns what to tell its owner."""
    report = TrajectoryReport.objects.select_related("trajectory__community__region").get(pk=job.payload["report"])
    make_trajectory_report(report=report, render=render_trajectory, on_progress=on_progress)
    return READY


def make(job: Job, on_progress: actions.Progress) -> str:
    """Make the report that a job was queued for; returns what to tell its owner."""
    report = Report.objects.select_related("region").get(pk=job.payload["report"])
    actions.make_report(report=report, chapters=chosen_chapters(report.chapters), on_progress=on_progress)
    return READY
