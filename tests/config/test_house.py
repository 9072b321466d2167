"""Tags and components: what they write, and that they write nothing by accident."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from config.icons import ICONS
from config.templatetags import house
from lib.tables import Column, Table
from regioscan.models import Job


def render(source, path="/", **context):
    return Template(source).render(Context(context | {"request": RequestFactory().get(path)})).strip()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 1234.5|number:1 }}", "1.234,5"),
        ("{{ nothing|number }}", ""),
        ("{{ 1.25|signed:1 }}", "+1,3"),
        ("{{ lens|lens_name }}", "Milieu"),
        ("{{ 2800000|file_size }}", "2,8 MB"),
    ],
)
def test_numbers_and_words_are_dutch(source, said):
    assert render(source, nothing=None, lens="milieu") == said


def test_an_icon_decorates_unless_it_has_something_to_say():
    assert 'aria-hidden="true"' in house.icon("vink")
    assert 'role="img" aria-label="klaar &amp; goed"' in house.icon("vink", "klaar & goed")


def test_an_unknown_icon_is_our_mistake():
    with pytest.raises(KeyError):
        house.icon("eenhoorn")


def test_icons_have_no_colour_of_their_own():
    assert [name for name, drawing in ICONS.items() if "fill=" in drawing or "stroke=" in drawing] == []


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/regioscan/", 'aria-current="page"'),
        ("/regioscan/GM0001/", 'aria-current="true"'),
        ("/regioscan/bronnen/", ""),
    ],
)
def test_the_menu_marks_the_page_you_are_on(path, marked):
    assert render('{% current "/regioscan/" "/regioscan/bronnen/" %}', path) == marked


def test_another_page_of_a_list_keeps_the_search():
    assert render("{% page_link 3 %}", "/regioscan/?q=utrecht&pagina=2") == "?q=utrecht&amp;pagina=3"


def test_a_long_list_shows_its_ends_and_where_you_are():
    page = Paginator(range(200), 10).page(10)

    assert list(house.page_numbers(page)) == [1, None, 8, 9, 10, 11, 12, None, 20]


def test_a_table_says_in_words_why_there_is_no_number():
    table = Table("Proef", [Column("a", "Naam"), Column("b", "Waarde", "number", 1)], [("X", 2.0), ("Y", "onderdrukt")])

    page = render('{% include "components/table.html" %}', table=table)

    assert '<td class="num">2,0</td>' in page
    assert '<td class="num reason">onderdrukt</td>' in page
    assert 'tabindex="0" role="region" aria-label="Tabel: Proef"' in page


def test_texts_are_escaped():
    page = render('{% include "components/notice.html" with text=text %}', text="<b>x</b>")

    assert "&lt;b&gt;x&lt;/b&gt;" in page


@pytest.mark.parametrize(("state", "asks"), [("wacht", True), ("bezig", True), ("klaar", False), ("mislukt", False)])
def test_progress_asks_again_until_the_work_is_over(state, asks):
    page = render(
        '{% include "components/job_progress.html" with status_url="/s/" %}', job=Job(state=state, progress=40)
    )

    assert ('hx-get="/s/?stand=' in page) == asks
    assert ("Bekijk hoe ver het nu is" in page) == asks


def test_what_a_reader_notices_of_a_job_is_its_state_and_each_tenth():
    marks = [house.job_mark(Job(state="bezig", progress=n)) for n in (40, 44, 50)]

    assert (marks[0] == marks[1], marks[1] == marks[2]) == (True, False)


def test_the_pattern_page_is_for_staff_only(client, administrator, member):
    address = reverse("config:pattern_page")
    client.force_login(member)
    stranger = client.get(address)
    client.force_login(administrator)

    assert (stranger.status_code, client.get(address).status_code) == (302, 200)


def test_every_page_says_that_invented_figures_are_invented(client, db, settings):
    settings.EXAMPLE_FIGURES = True
    with_figures = client.get("/").content.decode()
    settings.EXAMPLE_FIGURES = False

    assert "De cijfers op deze site zijn verzonnen" in with_figures
    assert "verzonnen" not in client.get("/").content.decode()


def test_where_to_report_a_weakness_is_said_when_there_is_an_address(client, db, settings):
    without = client.get("/.well-known/security.txt").status_code
    settings.CONTACT_EMAIL = "veilig@example.org"

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert (without, lines[0]) == (404, "Contact: mailto:veilig@example.org")
