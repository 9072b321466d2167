"""The report of a trajectory: all floors in two files, frozen, for who commissions it and who runs it."""

import io

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from communities.models import Role
from initiatives.actions.trajectory_reports import (
    NOBODY,
    ReportError,
    make_trajectory_report,
    request_trajectory_report,
)
from initiatives.models import Lesson, TrajectoryReport
from initiatives.reports.trajectory import CHAPTERS, render_trajectory
from lib.pdf import PdfResult
from regioscan.job_actions import JobError
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.initiatives.scene import lead, make_initiative, make_milestone

ALL = [chapter.code for chapter in CHAPTERS]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    """A trajectory with its coordinator."""
    settings.MEDIA_ROOT = tmp_path
    community = make_community()
    runs_it = factories.make_verified_user("coordinator@example.org", name="Cor")
    join(community, runs_it, role=Role.COORDINATOR)
    return make_trajectory(community), runs_it


def quick(*_args):
    """Two files without laying anything out."""
    return PdfResult(b"%PDF-1.7", 3, "0" * 64, 0), b"PK"


def silent(*_args):
    """Nobody follows how far it is."""


def test_all_chapters_of_an_empty_trajectory_say_so_and_claim_nothing(scene):
    trajectory, runs_it = scene
    found = {chapter.code: chapter.gather(trajectory, runs_it).finding for chapter in CHAPTERS}
    assert found == {
        "regio": "Van Waalmeer zijn nog geen cijfers geladen",
        "ambitie": "De ambitie en de agenda zijn nog niet vastgesteld",
        "mensen": "1 mens en 0 organisaties doen mee",
        "samenwerking": "Er is nog geen ronde gesloten",
        "doen": "Er is nog geen initiatief",
        "budgetten": "Er is nog geen budget verdeeld",
        "veranderd": "Er is nog niets gemeten",
        "lessen": "Er is nog geen les opgeschreven",
    }


def test_the_files_hold_what_was_chosen_and_nothing_that_waits_or_is_hidden(scene):
    trajectory, runs_it = scene
    shown = make_initiative(trajectory.community, "Repaircafé", stage="gerealiseerd")
    make_milestone(shown)
    Lesson.objects.create(initiative=shown, advice="Begin klein.")
    leader = lead(shown)
    make_initiative(trajectory.community, "Loopt", blocked_because="Henk is ziek", proposed_by=leader)
    make_initiative(trajectory.community, "Wacht nog", placed_at=None)
    make_initiative(trajectory.community, "Verborgen", hidden_because="Reclame")
    report = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=["mensen", "doen", "lessen"])
    made = make_trajectory_report(report=report, render=render_trajectory, on_progress=silent)
    book = openpyxl.load_workbook(io.BytesIO(made.xlsx.read()))
    words = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "Repaircafé" in words
    assert "Begin klein." in words
    assert "Wacht nog" not in words
    assert "Verborgen" not in words
    assert leader.name not in words
    assert "Henk" not in words
    with pikepdf.open(io.BytesIO(made.pdf.read())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert list(pdf.attachments) == ["tabellen.xlsx"]
    assert made.n_pages == len(pdf_pages(made))


def pdf_pages(report):
    """The pages that are really there."""
    report.pdf.seek(0)
    with pikepdf.open(io.BytesIO(report.pdf.read())) as pdf:
        return [page.objgen for page in pdf.pages]


def test_a_made_report_never_changes_and_the_next_one_names_it(scene):
    trajectory, runs_it = scene
    first = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    make_trajectory_report(report=first, render=quick, on_progress=silent)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        TrajectoryReport.objects.filter(pk=first.pk).update(chapters=["doen"])
    second = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    assert (second != first, second.after) == (True, first)


def test_asking_twice_while_it_is_made_is_one_report(scene):
    trajectory, runs_it = scene
    asked = [request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL) for _ in range(2)]
    assert asked[0] == asked[1]
    assert TrajectoryReport.objects.count() == 1


def test_a_report_is_made_once_though_two_workers_come_for_it(scene):
    trajectory, runs_it = scene
    report = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    stale = TrajectoryReport.objects.get(pk=report.pk)
    first = make_trajectory_report(report=report, render=quick, on_progress=silent)
    second = make_trajectory_report(report=stale, render=quick, on_progress=silent)
    assert (second.made_at, second.pdf.name) == (first.made_at, first.pdf.name)


def test_without_chapters_there_is_nothing_to_make(scene):
    trajectory, runs_it = scene
    with pytest.raises(ReportError, match="minstens één hoofdstuk"):
        request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=[])


def test_only_who_runs_it_asks_and_only_as_long_as_they_do(scene):
    trajectory, runs_it = scene
    member = factories.make_verified_user()
    join(trajectory.community, member)
    with pytest.raises(PermissionDenied):
        request_trajectory_report(by=member, trajectory=trajectory, chapters=ALL)
    report = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    trajectory.community.memberships.filter(user=runs_it).update(role=Role.MEMBER)
    with pytest.raises(JobError) as caught:
        make_trajectory_report(report=TrajectoryReport.objects.get(pk=report.pk), render=quick, on_progress=silent)
    assert str(caught.value) == NOBODY


def test_a_commissioner_finds_the_newest_report_in_the_portfolio(scene, client):
    trajectory, runs_it = scene
    bank = factories.make_verified_user("bank@example.org")
    join(trajectory.community, bank, role=Role.COMMISSIONER)
    report = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    make_trajectory_report(report=report, render=quick, on_progress=silent)
    client.force_login(bank)
    assert report.get_absolute_url() in client.get("/portefeuille/").content.decode()
    answer = client.get(f"{report.get_absolute_url()}traject.pdf")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
