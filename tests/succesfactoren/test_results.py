"""What a result shows: the same on the page, on slides and in files, and never a figure that is hidden."""

import io
import re
import zipfile
from html.parser import HTMLParser
from uuid import uuid4

import pymupdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import LogEntry, Notice
from succesfactoren.access.open_answers import shown_questions
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.publishing import publish_result
from succesfactoren.charts.slides import slides_of
from succesfactoren.models import AdvisorRating, OpenAnswer, Round
from succesfactoren.reports.result import result_pdf
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.succesfactoren import scene
from tests.succesfactoren.result_scene import round_with_hidden_groups, round_with_words

HIDDEN = ("Ondernemer", "Gemeente")
SHOWN = "Inwoner"


@pytest.fixture
def community(db):
    found = make_community()
    make_trajectory(found)
    return found


@pytest.fixture
def coordinator(community):
    user = factories.make_verified_user()
    join(community, user, role="coordinator")
    return user


@pytest.fixture
def member(community):
    user = factories.make_verified_user("lid@example.org")
    join(community, user)
    return user


def client_of(user):
    found = Client()
    found.force_login(user)
    return found


def page(user, route: str, found: Round, query: str = ""):
    address = reverse(f"succesfactoren:{route}", args=[found.community.slug, found.pk])
    return client_of(user).get(address + query)


class Rows(HTMLParser):
    """The text of every list item and every row of a table; drawings count with their spoken words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[str]] = []
        self.rows: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in {"li", "tr"}:
            self.open.append([])
        if self.open:
            self.open[-1] += [value for name, value in attrs if name == "aria-label" and value]

    def handle_endtag(self, tag):
        if tag in {"li", "tr"} and self.open:
            self.rows.append(" ".join(" ".join(self.open.pop()).split()))

    def handle_data(self, words):
        if self.open:
            self.open[-1].append(words)


def rows_of(html: str) -> list[str]:
    reader = Rows()
    reader.feed(html)
    return reader.rows


def digits_beside(row: str) -> list[str]:
    """The numbers in a row, without the threshold that explains why there are none."""
    return re.findall(r"\d+", row.replace("(minder dan 5)", ""))


def test_the_page_says_the_finding_and_shows_every_factor(community, member):
    found = scene.closed_round(community, 20, published_at=timezone.now())
    html = page(member, "round_result", found).content.decode()
    factors = found.outcome.figures["tables"][0]["factors"]
    assert [one["name"] for one in factors if f"<h3>{one['name']}</h3>" in html] == [one["name"] for one in factors]
    assert "gespreksinstrument, geen toets" in html


def test_a_hidden_group_has_no_number_on_the_page(community, member):
    found = round_with_hidden_groups(community)
    rows = rows_of(page(member, "round_result", found).content.decode())
    about = {name: [row for row in rows if row.startswith(name)] for name in (*HIDDEN, SHOWN)}
    assert {name: [digits_beside(row) for row in about[name] if digits_beside(row)] for name in HIDDEN} == {
        "Ondernemer": [],
        "Gemeente": [],
    }
    assert all(about.values())
    assert any(digits_beside(row) for row in about[SHOWN])


def test_a_hidden_group_has_no_number_on_any_slide(community, member):
    found = round_with_hidden_groups(community)
    n_slides = int(re.search(r"1 van (\d+)", page(member, "round_presentation", found).content.decode())[1])
    slides = [page(member, "round_presentation", found, f"?dia={n}").content.decode() for n in range(1, n_slides + 1)]
    rows = [row for slide in slides for row in rows_of(slide) if row.startswith(HIDDEN)]
    assert [row for row in rows if digits_beside(row)] == []
    assert n_slides >= 9


def test_a_hidden_group_has_no_value_in_the_list(community, member):
    found = round_with_hidden_groups(community)
    lines = page(member, "result_csv", found).content.decode("utf-8-sig").splitlines()
    cells = [line.split(";") for line in lines]
    hidden = [row for row in cells if row[6] in HIDDEN]
    assert {row[8] for row in hidden} == {""}
    assert {row[9] for row in hidden} == {"te weinig antwoorden", "verborgen vanwege een andere groep"}
    assert any(row[8] for row in cells if row[6] == SHOWN)


def test_a_hidden_group_has_no_number_in_the_workbook(community, member):
    found = round_with_hidden_groups(community)
    book = load_workbook(io.BytesIO(page(member, "result_xlsx", found).content))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True) if set(row) & set(HIDDEN)]
    assert [value for row in rows for value in row if isinstance(value, int | float)] == []
    assert len(rows) > 14
    assert book.sheetnames[-1] == "Codeboek"


def test_a_hidden_group_has_no_value_for_spss(community, member):
    found = round_with_hidden_groups(community)
    packed = zipfile.ZipFile(io.BytesIO(page(member, "result_spss", found).content))
    syntax = packed.read("uitkomst.sps").decode("utf-8-sig")
    lines = packed.read("uitkomst-spss.csv").decode().splitlines()
    hidden = [line.split(",") for line in lines if ",Ondernemer," in line or ",Gemeente," in line]
    assert {line[-2] for line in hidden} == {""}
    assert re.search(r"VALUE LABELS reden\r\n(.*\r\n)*.*'te weinig antwoorden'", syntax)


def test_a_hidden_group_has_no_number_on_paper(community):
    found = round_with_hidden_groups(community)
    with pymupdf.open(stream=result_pdf(found, {}, shown_questions(found)), filetype="pdf") as paper:
        lines = [line.strip() for sheet in paper for line in sheet.get_text().splitlines() if line.strip()]
        attached = paper.embfile_names()
    after = [lines[i + 1] for i, line in enumerate(lines) if line in HIDDEN]
    assert {re.sub(r"\W.*", "", line) for line in after} == {"Er", "Deze"}
    assert attached == ["uitkomst.csv"]


def test_too_few_answers_give_no_figure_anywhere(community, member):
    found = scene.closed_round(community, 4, published_at=timezone.now())
    html = page(member, "round_result", found).content.decode()
    values = {line.split(";")[8] for line in page(member, "result_csv", found).content.decode().splitlines()[1:]}
    assert "Er zijn te weinig antwoorden" in html
    assert 'class="dot"' not in html.partition('class="result"')[2]
    assert values == {""}
    assert page(member, "round_presentation", found, "?dia=9").status_code == 200


def test_members_do_not_find_what_is_not_published(community, member, coordinator):
    found = scene.closed_round(community, 12)
    for route in ("round_result", "round_presentation", "result_csv", "result_xlsx", "result_pdf", "result_spss"):
        assert page(member, route, found).status_code == 404
    assert page(coordinator, "round_result", found).status_code == 200


def test_nobody_sees_a_result_while_a_round_is_open(community, coordinator):
    found = scene.make_round(community)
    scene.answers(found, 12)
    assert page(coordinator, "round_result", found).status_code == 404


def test_the_advisor_stands_beside_the_dots_and_changes_no_figure(community, member):
    found = scene.closed_round(community, 20, published_at=timezone.now())
    before = page(member, "result_csv", found).content
    AdvisorRating.objects.create(round=found, factor=found.version.factors.first(), level=4)
    html = page(member, "round_result", found).content.decode()
    assert "Oordeel van de adviseur: Sterk." in html
    assert page(member, "result_csv", found).content == before


def test_the_round_before_is_a_hollow_dot(community, member):
    scene.closed_round(community, 20, published_at=timezone.now())
    second = scene.closed_round(community, 20, name="Tussenmeting", kind="tussenmeting", published_at=timezone.now())
    html = page(member, "round_result", second).content.decode()
    assert html.count('class="last"') == 8
    assert "De score bleef " in html


def test_publishing_shows_the_result_and_tells_the_members(community, member, coordinator):
    found = scene.closed_round(community, 12)
    address = reverse("succesfactoren:round_publish", args=[community.slug, found.pk])
    assert "Intrekken kan niet" in client_of(coordinator).get(address).content.decode()
    client_of(coordinator).post(address)
    found.refresh_from_db()
    assert found.is_published
    assert page(member, "round_result", found).status_code == 200
    told = Notice.objects.get(user=member, key=f"uitkomst-{found.pk}")
    assert told.path == reverse("succesfactoren:round_result", args=[community.slug, found.pk])
    assert LogEntry.objects.filter(action="publiceert", object_id=str(found.pk)).count() == 1


def test_publishing_twice_is_publishing_once(community, member, coordinator):
    found = scene.closed_round(community, 12)
    first = publish_result(round=found, by=coordinator).published_at
    assert publish_result(round=found, by=coordinator).published_at == first
    assert Notice.objects.filter(user=member).count() == 1


def test_members_do_not_publish(community, member, coordinator):
    found = scene.closed_round(community, 12)
    with pytest.raises(PermissionDenied):
        publish_result(round=found, by=member)
    with pytest.raises(RoundError, match="nog niet gesloten"):
        publish_result(round=scene.make_round(community), by=coordinator)


def test_answers_in_words_are_shown_only_when_let_through_and_in_the_alphabet(community, member):
    found = round_with_words(community, texts=[f"{letter} gaat goed" for letter in "zyxwvutsrqab"])
    OpenAnswer.objects.filter(text__in=["b gaat goed", "a gaat goed"]).update(state="getoond", shown_text="b [naam]")
    OpenAnswer.objects.filter(text="a gaat goed").update(shown_text="a [naam]")
    Round.objects.filter(pk=found.pk).update(published_at=timezone.now())
    html = page(member, "round_result", found).content.decode()
    assert re.findall(r"<li>([ab] \[naam\])</li>", html) == ["a [naam]", "b [naam]"]
    assert "gaat goed</li>" not in html


def test_too_few_answers_in_words_are_shown_to_nobody(community, coordinator):
    found = round_with_words(community, texts=["Mooi plein"] * 9)
    found.open_answers.update(state="getoond", shown_text="Mooi plein")
    assert shown_questions(found)[0].answers == []
    assert "Mooi plein" not in page(coordinator, "round_result", found).content.decode()
    assert "Mooi plein" not in page(coordinator, "open_answer_list", found).content.decode()


def test_a_list_without_rounds_says_what_will_be_here(community, member):
    html = client_of(member).get(reverse("succesfactoren:result_list", args=[community.slug])).content.decode()
    assert "Hier komt wat deelnemers van de samenwerking vinden" in html


def test_the_list_has_the_newest_finding_first(community, member):
    scene.closed_round(community, 12, published_at=timezone.now())
    scene.closed_round(community, 12, name="Tussenmeting", kind="tussenmeting", published_at=timezone.now())
    html = client_of(member).get(reverse("succesfactoren:result_list", args=[community.slug])).content.decode()
    assert html.index("Tussenmeting") < html.index("Nulmeting")
    assert "Eerdere rondes" in html


def test_a_meeting_stands_apart_with_its_own_dots(community, member):
    made = scene.make_round(community)
    scene.answers(made, 12)
    scene.answers(made, 6, door="open")
    scene.close_round(round=made, by=None)
    Round.objects.filter(pk=made.pk).update(published_at=timezone.now())
    html = page(member, "round_result", made).content.decode()
    assert "De antwoorden van de bijeenkomst staan apart" in html
    assert html.count('<ol class="result">') >= 2


@pytest.fixture
def meeting(community):
    made = scene.make_round(community)
    scene.answers(made, 12, door="open")
    scene.close_round(round=made, by=None)
    Round.objects.filter(pk=made.pk).update(published_at=timezone.now())
    made.refresh_from_db()
    return made


def test_a_round_with_nothing_but_a_meeting_is_a_result_like_any_other(meeting, member):
    html = page(member, "round_result", meeting).content.decode()
    assert "te weinig antwoorden" not in html.partition("</h1>")[0].rpartition("<h1>")[2]
    assert ("staan apart" in html, "12 mensen deden mee" in html) == (False, True)
    assert slides_of(meeting, {})[1].kind == "alles"
    assert "Onderdelen" in load_workbook(io.BytesIO(page(member, "result_xlsx", meeting).content)).sheetnames


def test_who_stopped_halfway_stands_on_the_page(community, member):
    made = scene.make_round(community, mode="vertrouwelijk")
    for n in range(15):
        scene.answer(made, code=uuid4(), is_complete=n >= 3)
    scene.close_round(round=made, by=None)
    Round.objects.filter(pk=made.pk).update(published_at=timezone.now())
    assert "3 mensen stopten halverwege" in page(member, "round_result", made).content.decode()


def test_nobody_read_answers_that_are_not_shown(community, coordinator):
    found = round_with_words(community)
    said = "De coördinator las deze antwoorden"
    assert said not in page(coordinator, "round_result", found).content.decode()
    found.open_answers.update(state="getoond", shown_text="Mooi plein")
    assert said in page(coordinator, "round_result", found).content.decode()


@pytest.mark.parametrize("slug", ["organisatiekracht", "actie", "vijf-voorwaarden-samenwerking"])
def test_every_instrument_has_a_result(community, member, slug):
    found = scene.closed_round(community, 14, slug=slug, published_at=timezone.now())
    html = page(member, "round_result", found).content.decode()
    said = {
        "organisatiekracht": "van 100",
        "actie": "De groep",
        "vijf-voorwaarden-samenwerking": "Een gemiddelde verbergt welk belang achterblijft",
    }
    assert said[slug] in html
    assert page(member, "result_xlsx", found).status_code == 200
    assert page(member, "round_presentation", found, "?dia=3").status_code == 200


def test_a_result_for_everyone_is_read_by_visitors_without_the_open_answers(community, coordinator):
    found = round_with_words(community, texts=[f"{letter} gaat goed" for letter in "zyxwvutsrqab"])
    OpenAnswer.objects.update(state="getoond", shown_text=F("text"))
    address = reverse("succesfactoren:round_result", args=[community.slug, found.pk])
    publish_result(round=found, by=coordinator)
    assert Client().get(address).status_code == 404
    publish_result(round=found, by=coordinator, is_for_everyone=True)
    html = Client().get(address).content.decode()
    assert "Leiderschap" in html
    assert "gaat goed" not in html
    assert "gaat goed" in page(coordinator, "round_result", found).content.decode()


def test_a_private_community_shows_its_results_to_no_visitor(community, coordinator):
    type(community).objects.filter(pk=community.pk).update(visibility="besloten")
    found = round_with_words(community, texts=[])
    publish_result(round=found, by=coordinator, is_for_everyone=True)
    found.refresh_from_db()
    assert (found.is_published, found.is_for_everyone) == (True, False)
    assert Client().get(reverse("succesfactoren:round_result", args=[community.slug, found.pk])).status_code == 404


# ── The round before, of which the figures stand beside the new ones ─────────────────────────────────────────────
@pytest.fixture
def both(community):
    first = scene.closed_round(community, 20)
    return first, scene.closed_round(community, 20, name="Tussenmeting", kind="tussenmeting")


def publish_page(coordinator, found: Round) -> str:
    return page(coordinator, "round_publish", found).content.decode()


def test_a_round_before_that_nobody_saw_is_published_first(both, coordinator):
    first, second = both
    with pytest.raises(RoundError, match="Publiceer eerst Nulmeting"):
        publish_result(round=second, by=coordinator)
    html = publish_page(coordinator, second)
    assert reverse("succesfactoren:round_publish", args=[first.community.slug, first.pk]) in html
    assert ("Publiceer eerst Nulmeting" in html, "Publiceer de uitkomst</button>" in html) == (True, False)
    publish_result(round=first, by=coordinator)
    assert publish_result(round=second, by=coordinator).is_published


def test_visitors_do_not_read_the_round_before_in_the_figures_of_the_next(both, coordinator):
    first, second = both
    publish_result(round=first, by=coordinator)
    with pytest.raises(RoundError, match="Deel eerst Nulmeting met iedereen"):
        publish_result(round=second, by=coordinator, is_for_everyone=True)
    html = publish_page(coordinator, second)
    assert reverse("succesfactoren:round_publish", args=[first.community.slug, first.pk]) in html
    assert 'value="iedereen"' not in html
    assert publish_result(round=second, by=coordinator).is_for_everyone is False
    with pytest.raises(RoundError, match="Deel eerst Nulmeting met iedereen"):
        publish_result(round=second, by=coordinator, is_for_everyone=True)
    assert 'value="iedereen"' not in publish_page(coordinator, second)
    publish_result(round=first, by=coordinator, is_for_everyone=True)
    assert 'value="iedereen"' in publish_page(coordinator, second)
    assert publish_result(round=second, by=coordinator, is_for_everyone=True).is_for_everyone


def test_what_is_refused_from_the_page_says_what_to_do(both, coordinator):
    _, second = both
    address = reverse("succesfactoren:round_publish", args=[second.community.slug, second.pk])
    html = client_of(coordinator).post(address, {"voor": "leden"}, follow=True).content.decode()
    second.refresh_from_db()
    assert (second.is_published, "Publiceer eerst Nulmeting" in html) == (False, True)


def test_in_a_private_community_only_members_count(both, coordinator, community):
    type(community).objects.filter(pk=community.pk).update(visibility="besloten")
    first, second = both
    publish_result(round=first, by=coordinator)
    assert publish_result(round=second, by=coordinator, is_for_everyone=True).is_published
