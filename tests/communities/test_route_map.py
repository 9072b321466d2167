"""The route map: rows, order, words, bars, and the same in every file."""

import io
import itertools
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pikepdf import Pdf

from communities.access.route_map import Wish, route_page, route_rows
from communities.analysis.route_map import GROUPINGS, RouteRow, RowGroup, Wanted, grouped, in_order, standing, time_axis
from communities.charts.route_map import draw_route_map, draw_time_head, draw_time_row
from communities.models import Commitment
from lib.charts.ink import Print, Screen
from lib.pdf import PdfResult
from tests import factories
from tests.communities.town import make_organisation, make_town

TODAY = date(2026, 11, 20)


@pytest.fixture
def town(db):
    return make_town()


def commit(town, what, due_on=date(2027, 3, 1), **fields):
    return Commitment.objects.create(community=town.public, what=what, due_on=due_on, **fields)


def step(town, title="Eerste avond", due_on=date(2027, 1, 5), **fields):
    phase = town.public.trajectories.first().phases.get_or_create(kind="doen", defaults={"position": 4})[0]
    return phase.steps.create(title=title, due_on=due_on, **fields)


def page(town, query="", name="member"):
    return town.login(name).get(reverse("communities:route_map", args=[town.public.slug]) + query)


def what(town, **wanted):
    return [row.what for row in in_order(route_rows(town.public, Wanted(**wanted)))]


def test_promises_and_dated_steps_stand_together_by_date(town):
    commit(town, "Zaal")
    step(town)
    step(town, "Zonder datum", due_on=None)
    step(town, "Overgeslagen", state="overgeslagen")
    Commitment.objects.create(community=town.private, what="Van een ander", due_on=TODAY)
    assert what(town) == ["Eerste avond", "Zaal"]


def test_filters_take_the_part_that_is_asked(town):
    item = town.public.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Werk")
    commit(town, "Laat", date(2020, 1, 1), organisation=make_organisation())
    commit(town, "Klaar", state="klaar", done_on=TODAY, agenda_item=item)
    commit(town, "Bezig", state="bezig")
    step(town)
    assert what(town, state="klaar") == ["Klaar"]
    assert what(town, state="open") == ["Laat", "Eerste avond", "Bezig"]
    assert what(town, is_late=True) == ["Laat"]
    assert what(town, organisation=make_organisation().pk) == ["Laat"]
    assert what(town, agenda_item=item.pk) == ["Klaar"]


def test_the_page_says_how_much_of_the_whole_is_done_whatever_the_filter(town):
    commit(town, "Klaar", state="klaar", done_on=TODAY)
    commit(town, "Zaal")
    step(town)
    assert "1 van 2 klaar" in page(town).content.decode()
    filtered = page(town, "?stand=klaar").content.decode()
    assert "1 van 2 klaar" in filtered
    assert "In deze keuze: 1 van 1 klaar" in filtered


def test_a_promise_leads_to_the_item_of_the_agenda(town):
    item = town.public.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Werk")
    made = commit(town, "Zaal", organisation=make_organisation(), agenda_item=item)
    shown = town.login("member").get(made.get_absolute_url()).content.decode()
    assert f'<a href="{item.get_absolute_url()}">Werk</a>' in shown


def test_nonsense_in_the_address_counts_as_not_said(town):
    commit(town, "Zaal")
    found = page(town, "?stand=onzin&per=onzin&organisatie=999&agendapunt=x")
    assert found.status_code == 200
    assert "Zaal" in found.content.decode()


def test_the_same_rows_are_in_every_file(town):
    commit(town, "=GEVAARLIJK()", person=town.people["member"])
    step(town)
    client, slug = town.login("member"), town.public.slug
    csv = client.get(reverse("communities:route_map_csv", args=[slug])).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in csv.splitlines()] == ["Wat", "Eerste avond", "'=GEVAARLIJK()"]
    sheet = load_workbook(io.BytesIO(client.get(reverse("communities:route_map_xlsx", args=[slug])).content)).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [
        ("Wat", "s"), ("Eerste avond", "s"), ("=GEVAARLIJK()", "s")
    ]  # fmt: skip
    ics = client.get(reverse("communities:route_map_calendar", args=[slug])).content.decode()
    assert ics.count("BEGIN:VEVENT") == 2


# ── A page at a time ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def many(town):
    """Rows of three people, some without a name, two on one day, a step, and capitals that must not matter."""
    people, item = town.people, town.public.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Werk")
    commit(town, "zaal", TODAY, person=people["member"], agenda_item=item)
    commit(town, "Agenda", TODAY, person=people["frontrunner"], organisation=make_organisation())
    commit(town, "École", TODAY - timedelta(days=9), person=people["member"])
    commit(town, "Ander", TODAY + timedelta(days=3), person=people["member"], state="klaar", done_on=TODAY)
    commit(town, "Niemand", TODAY, organisation=make_organisation("aan de Dijk"), agenda_item=item)
    commit(town, "Zonder naam", person=factories.make_verified_user("geheim@example.org"))
    step(town, "Avond", TODAY)
    return town


def test_the_pages_together_hold_all_rows_in_the_same_order(many):
    asked = (Wanted(), Wanted(state="open"), Wanted(is_late=True))
    for by, wanted in itertools.product([*GROUPINGS, "datum"], asked):
        whole = grouped(route_rows(many.public, wanted), by)
        pages = [route_page(Wish(many.public, wanted, by), number, per_page=2) for number in range(1, 5)]
        pages = pages[: pages[0].page.paginator.num_pages]
        shown = [(group.name, row) for one in pages for group in one.groups for row in group.rows]
        assert shown == [(group.name, row) for group in whole for row in group.rows]
        n_all = {group.name: len(group.rows) for group in whole}
        assert by == "datum" or all(group.n_all == n_all[group.name] for one in pages for group in one.groups)


def test_a_group_says_that_it_goes_on(many):
    def told(number):
        groups = route_page(Wish(many.public, Wanted(), "persoon"), number, per_page=2).groups
        return [(one.name, one.goes_on_from_before, one.goes_on_after) for one in groups]

    names = [many.people[name].name for name in ("frontrunner", "member")]
    assert told(1) == [("deelnemer zonder naam", False, False), (names[0], False, False)]
    assert told(2) == [(names[1], False, True)]
    assert told(3) == [(names[1], True, False), ("Nog niemand met naam", False, True)]
    assert told(4) == [("Nog niemand met naam", True, False)]


def test_a_page_is_bounded_keeps_the_filter_and_counts_the_whole(many, monkeypatch):
    monkeypatch.setattr("communities.views.route_map.PER_PAGE", 2)
    found = page(many, "?stand=open&per=persoon&pagina=2")
    html = found.content.decode()
    assert [row.what for _, rows in found.context["groups"] for row, _ in rows] == ["École", "zaal"]
    assert "1 van 6 klaar" in html
    assert "Regel 3 tot en met 4 van 6" in html
    assert "?stand=open&amp;per=persoon&amp;pagina=3" in html
    assert "Balken in de tijd van 2 regels" in html
    assert {one["url"].count("pagina") for one in found.context["tabs"]} == {0}
    csv = many.clients["member"].get(reverse("communities:route_map_csv", args=["waalmeer"]) + "?pagina=2")
    assert len(csv.content.decode().splitlines()) == 8


def test_paper_says_how_much_is_left_out(many, monkeypatch):
    told = []
    monkeypatch.setattr("communities.views.route_map.ON_PAPER", 3)
    made = PdfResult(b"%PDF", 1, "", 0)
    monkeypatch.setattr("communities.reports.route_map.render_pdf", lambda html, **_: told.append(html) or made)
    many.login("member").get(reverse("communities:route_map_pdf", args=["waalmeer"]) + "?per=persoon")
    assert "Op dit papier staan de eerste 3 regels. De andere 4 regels staan hier niet" in told[0]
    assert "(de eerste 1 van 3)" in told[0]


def test_the_calendar_holds_no_names_and_nothing_that_is_done(town):
    commit(town, "Zaal", person=town.people["frontrunner"])
    commit(town, "Geweest", state="klaar", done_on=TODAY)
    ics = town.login("member").get(reverse("communities:route_map_calendar", args=[town.public.slug])).content.decode()
    assert "Klaar: Zaal" in ics
    assert "Frontrunner" not in ics
    assert "Geweest" not in ics


def test_on_paper_it_is_one_tagged_a3_in_dutch(town):
    for number in range(25):
        commit(town, f"Zaal {number}", date(2026, 9, 1) + timedelta(days=9 * number), person=town.people["member"])
    step(town)
    answer = town.login("member").get(reverse("communities:route_map_pdf", args=[town.public.slug]))
    with Pdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        box = pdf.pages[0].MediaBox
        width, height = float(box[2]), float(box[3])
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "nl"


def row(what="Zaal", due_on=TODAY, **fields):
    return RouteRow(kind="toezegging", number=1, what=what, due_on=due_on, state="toegezegd", **fields)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-70, "2 maanden te laat"),
        (-15, "2 weken te laat"),
        (-1, "1 dag te laat"),
        (0, "vandaag"),
        (13, "over 13 dagen"),
    ],
)
def test_how_it_stands_is_said_in_words(days, words):
    assert standing(row(due_on=TODAY + timedelta(days=days)), TODAY) == words


def test_what_is_done_says_when():
    done = row(is_open=False, is_done=True, done_on=date(2025, 5, 3))
    assert standing(done, TODAY) == "klaar op 3 mei 2025"


def test_who_has_no_name_stands_last():
    rows = [row(person=""), row(person="Zoë"), row(person="Anna")]
    assert [group.name for group in grouped(rows, "persoon")] == ["Anna", "Zoë", "Nog niemand met naam"]


ROWS = st.lists(
    st.builds(
        RouteRow,
        kind=st.sampled_from(["toezegging", "stap"]),
        number=st.integers(1, 99),
        what=st.text(max_size=40),
        due_on=st.dates(date(2015, 1, 1), date(2045, 1, 1)),
        state=st.just("bezig"),
        starts_on=st.none() | st.dates(date(2015, 1, 1), date(2045, 1, 1)),
        person=st.sampled_from(["", "Anna", "Zoë"]),
        is_late=st.booleans(),
        is_done=st.booleans(),
    ),
    max_size=12,
)


@given(ROWS, st.sampled_from([*GROUPINGS, "datum"]))
def test_no_row_is_lost_or_doubled_by_grouping(rows, by):
    found = [one for group in grouped(rows, by) for one in group.rows]
    assert sorted(map(repr, found)) == sorted(map(repr, rows))


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert sorted(map(repr, in_order(mixed))) == sorted(map(repr, in_order(rows)))
    assert [one.due_on for one in in_order(mixed)] == [one.due_on for one in in_order(rows)]


@given(ROWS)
def test_the_axis_holds_every_day_and_has_few_names(rows):
    axis = time_axis(rows, TODAY)
    days = [TODAY, *(one.due_on for one in rows), *(one.starts_on for one in rows if one.starts_on)]
    assert axis.first <= min(days) <= max(days) < axis.last
    assert len(axis.ticks) <= 13
    assert [day for day, _ in axis.ticks] == sorted({day for day, _ in axis.ticks})


@given(ROWS)
def test_the_drawings_are_well_formed_on_page_and_paper(rows):
    groups = grouped(rows, "persoon") or [RowGroup("", [])]
    axis = time_axis(rows, TODAY)
    for paper in (Screen, partial(Print, width=300)):
        drawn = [draw_route_map(groups, TODAY, "Routekaart", paper), draw_time_head(axis, paper)]
        drawn += [draw_time_row(one, axis, TODAY, paper) for one in rows]
        assert {fromstring(one).tag.rpartition("}")[2] for one in drawn} == {"svg"}


def test_a_hostile_title_stays_text(town):
    commit(town, "<script>alert(1)</script>")
    with time_machine.travel("2026-11-20 12:00:00+00:00"):
        found = page(town).content.decode()
    assert "<script>alert(1)" not in found
    assert "&lt;script&gt;" in found
