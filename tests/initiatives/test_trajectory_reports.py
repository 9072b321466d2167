"""The report of a trajectory: all floors in two files, frozen, for who commissions it and who runs it."""

import io
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.access.faces import face_of
from communities.models import Role
from initiatives.actions.counting import count_budget
from initiatives.actions.trajectory_reports import (
    NOBODY,
    ReportError,
    make_trajectory_report,
    request_trajectory_report,
)
from initiatives.models import BudgetRound, Lesson, TrajectoryReport
from initiatives.reports.chapters import Content
from initiatives.reports.drawing import DrawingBoard
from initiatives.reports.trajectory import CHAPTERS, render_trajectory
from lib.charts import Palette
from lib.check_codes import check_of, spaced_code
from lib.pdf import PdfResult
from lib.text import number
from regioscan.job_actions import JobError
from regioscan.models import Indicator, PeerSet, Region
from succesfactoren.analysis.levels import one_decimal
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.initiatives.scene import lead, make_initiative, make_milestone
from tests.initiatives.voting_scene import after, cast, make_vote
from tests.province import make_province
from tests.succesfactoren import scene as rounds

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


# ── The files: printed once ──


@dataclass(frozen=True)
class Printed:
    """A report with something in every chapter: its files, what was gathered for it, and who may not be named."""

    report: TrajectoryReport
    pdf: PdfResult
    xlsx: bytes
    contents: dict[str, Content]
    leader: str

    @property
    def book(self):
        """The workbook."""
        return openpyxl.load_workbook(io.BytesIO(self.xlsx))

    def block(self, chapter: str, heading: str):
        """A part of a chapter, by the beginning of its heading."""
        return next(one for one in self.contents[chapter].blocks if one.heading.startswith(heading))


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> Printed:
    """Printing takes seconds, so it is done once; what was in the database is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = _print_everything()
        transaction.set_rollback(True)
    return found


def _print_everything() -> Printed:
    community = make_community(region=make_province(12, 1), primary_colour="#7a1f5c")
    runs_it = factories.make_verified_user("coordinator@example.org", name="Cor")
    join(community, runs_it, role=Role.COORDINATOR)
    trajectory = make_trajectory(community, name="Samen 2022–2025", started_on=date(2022, 5, 1))
    _similar(community.region)
    theme = factories.make_theme()
    item = community.agenda_items.create(theme=theme, lens="mens", title="Werk dichtbij", state="vastgesteld")
    item.targets.create(
        indicator=Indicator.objects.get(), baseline_value=50, baseline_period=2020, target_value=90, target_period=2030
    )
    leader = _initiatives(community)
    _two_rounds(community)
    budget = make_vote(community, (200_000, 900_000, 100_000, 50_000))
    for voter in range(6):
        cast(budget, voter, "1", "3", "2" if voter % 2 else "4")
    with after(budget):
        count_budget(budget=budget, by=None)
    BudgetRound.objects.update(published_at=timezone.now())
    report = TrajectoryReport.objects.create(trajectory=trajectory, requested_by=runs_it, chapters=ALL)
    contents = {chapter.code: chapter.gather(trajectory, runs_it) for chapter in CHAPTERS}
    return Printed(report, *render_trajectory(report, runs_it, silent), contents, leader.name)


def _similar(region):
    """All other municipalities of the province are like this one."""
    peers = PeerSet.objects.create(kind="gemeente", period=2024, variables=[], n_nearest=10, far=99.0, made_by="toets")
    for place, other in enumerate(Region.objects.filter(kind="gemeente").exclude(pk=region.pk)[:10], 1):
        peers.peers.create(region=region, peer=other, position=place, distance=place)


def _initiatives(community):
    shown = make_initiative(community, "Repaircafé", stage="gerealiseerd")
    make_milestone(shown)
    Lesson.objects.create(initiative=shown, advice="Begin klein.", what_worked="Koffie.")
    leader = lead(shown)
    make_initiative(community, "Loopt", blocked_because="Henk is ziek", proposed_by=leader)
    make_initiative(community, "Is een idee", stage="idee")
    make_initiative(community, "Wacht nog", placed_at=None)
    make_initiative(community, "Verborgen", hidden_because="Reclame")
    return leader


def _two_rounds(community):
    first = rounds.closed_round(community, 12)
    rounds.closed_round(community, 14, name="Tussenmeting", assessment=first.assessment)


def test_the_files_hold_what_may_be_read_and_nothing_that_waits_or_is_hidden(printed):
    words = " ".join(str(cell.value) for sheet in printed.book for row in sheet.iter_rows() for cell in row)
    found = ("Repaircafé", "Begin klein.", "Loopt", "Wacht nog", "Verborgen", "Henk", printed.leader)
    assert [one in words for one in found] == [True] * 3 + [False] * 4


def test_the_pdf_can_be_read_aloud_and_has_the_tables_inside(printed, tmp_path):
    path = tmp_path / "traject.pdf"
    path.write_bytes(printed.pdf.content)
    outloud = Path(sys.executable).with_name("outloud")
    # TBL-010 takes a table of one row for a table of headers only.
    run = subprocess.run([outloud, "--skip", "TBL-010", path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert len(pdf.pages) == printed.pdf.n_pages
        assert pdf.attachments["tabellen.xlsx"].get_file().read_bytes() == printed.xlsx
    assert printed.pdf.n_refused == 0


def test_the_code_in_the_pdf_is_of_the_tables_that_are_inside(printed):
    code = spaced_code(str(printed.report.public_id), check_of(printed.xlsx))
    text = subprocess.run(["pdftotext", "-", "-"], input=printed.pdf.content, capture_output=True, check=True).stdout
    assert code in text.decode()


# ── Charts ──


def test_every_chart_says_what_the_table_beside_it_says(printed):
    stages = printed.block("doen", "Waar zij staan")
    assert [(bar.name, bar.value) for bar in stages.charts[0].bars if bar.value] == [
        ("Idee", 1), ("Doen", 1), ("Gerealiseerd", 1),
    ]  # fmt: skip
    plans = printed.block("budgetten", "Dorpsbudget")
    bars = [(bar.name, bar.value, bar.is_ours) for bar in plans.charts[0].bars]
    assert bars == [(row[0], row[2], row[3] == "ja") for row in plans.table.rows] == [
        ("Idee 3", 6, True), ("Idee 1", 6, True), ("Idee 4", 3, True), ("Idee 2", 3, False),
    ]  # fmt: skip
    figures = printed.block("regio", "Arbeid")
    strips = figures.marks[-1].drawn
    assert [number(one.value, one.decimals) for one in strips] == [row[1].split()[0] for row in figures.table.rows]


def test_the_dots_are_those_of_the_newest_round_and_of_the_one_before(printed):
    block = printed.block("samenwerking", "De zeven")
    dots = block.marks[0].drawn
    assert len(dots) == 7
    assert [(dot.name, one_decimal(dot.last), one_decimal(dot.mean)) for dot in dots] == [
        (row[0], row[1], row[2]) for row in block.table.rows
    ]


def test_a_figure_of_the_agenda_has_a_strip_to_its_goal_and_values_in_the_workbook(printed):
    strip = printed.block("ambitie", "Waaraan").marks[0].drawn[0]
    assert (strip.peers, strip.median) == ((50.0,), 90.0)
    sheet = printed.book["Doelen van de veranderagenda"]
    assert [cell.value for cell in sheet[1]][3:] == ["Begin", "Jaar: begin", "Nu", "Jaar: nu", "Doel", "Jaar: doel"]
    assert [cell.value for cell in sheet[2]][3:5] == [50, 2020]


def test_every_chart_without_a_table_has_a_sheet(printed):
    titles = {sheet.title for sheet in printed.book}
    drawn = [
        chart.title for content in printed.contents.values() for block in content.blocks for chart in block.charts
        if not block.table
    ]  # fmt: skip
    assert len(drawn) > 1
    assert {" ".join(title.replace(":", " ").split())[:31].strip() for title in drawn} <= titles


def test_the_charts_have_the_colour_of_the_community(printed):
    face = face_of(printed.report.trajectory.community)
    board = DrawingBoard(Palette(primary=face.primary))
    board.chapters([(CHAPTERS[4], printed.contents["doen"])])
    assert all(face.primary in drawing for drawing in board.images.values())


def test_a_chapter_with_little_to_say_shares_its_page(scene):
    trajectory, runs_it = scene
    board = DrawingBoard(Palette())
    drawn = board.chapters([(chapter, chapter.gather(trajectory, runs_it)) for chapter in CHAPTERS])
    assert [one.opens_page for one in drawn] == [True] + [False] * 7


def test_before_and_after_is_drawn_where_it_can_be_compared(printed):
    chart = printed.block("veranderd", "Mensen met betaald werk").charts[0]
    rows = printed.book["Voor en na het traject"].iter_rows(min_row=2, values_only=True)
    ours = next(row for row in rows if row[2] == "dit gebied")
    values = dict(chart.series[0].points)
    assert (mean([values[2020], values[2021]]), mean([values[2023], values[2024]])) == pytest.approx(ours[6:8])


def test_a_made_report_never_changes_and_the_next_one_names_it(scene):
    trajectory, runs_it = scene
    first = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    make_trajectory_report(report=first, render=quick, on_progress=silent)
    for change in ({"chapters": ["doen"]}, {"check_code": "0" * 12}):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            TrajectoryReport.objects.filter(pk=first.pk).update(**change)
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
    asked = request_trajectory_report(by=runs_it, trajectory=trajectory, chapters=ALL)
    report = make_trajectory_report(report=asked, render=quick, on_progress=silent)
    client.force_login(bank)
    portfolio = client.get("/portefeuille/").content.decode()
    address = report.get_absolute_url()
    assert [f'href="{path}"' in portfolio for path in (address, f"{address}traject.pdf")] == [True, True]
    page = client.get(address).content.decode()
    assert [words in page for words in (report.code, "huisstijl.css")] == [True, True]
    answer = client.get(f"{address}traject.pdf")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
