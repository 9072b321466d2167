"""Nobody ends on an empty page: after logging in again, behind a button's address, and when a form was too old."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from config.ways_back import came_from, page_above
from tests import factories
from tests.communities.town import make_town
from tests.initiatives.scene import make_initiative

HERE = "http://testserver"


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def initiative(town):
    return make_initiative(town.public)


def willing(initiative):
    return reverse("initiatives:willing", args=[initiative.community.slug, initiative.pk])


def links(response):
    return re.findall(r'<a href="([^"]*)">(?:Terug|Naar) ', response.content.decode())


def test_who_pressed_a_button_after_the_session_ended_comes_back_to_its_page(client, initiative):
    page = initiative.get_absolute_url()
    sent = client.post(willing(initiative), headers={"referer": f"{HERE}{page}?deel=wie"})

    assert sent.status_code == 302
    assert sent["Location"] == f"/account/login/?next={page}%3Fdeel%3Dwie"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/c/",
        "http://[",
        "/c/",
        f"{HERE}//evil.example/",
        f"{HERE}/\\evil.example",
        "javascript:1",
    ],
)
def test_a_button_pressed_elsewhere_leads_to_logging_in_and_no_further(client, initiative, referer):
    sent = client.post(willing(initiative), headers={"referer": referer})

    assert (sent.status_code, sent["Location"]) == (302, "/account/login/")


def test_a_page_still_leads_back_to_itself(client, db):
    assert client.get("/mijn/gegevens/?a=b")["Location"] == "/account/login/?next=/mijn/gegevens/%3Fa%3Db"


def test_the_whole_way_from_a_button_through_logging_in_ends_on_a_page(client, initiative):
    person = factories.make_verified_user("terug@example.org")
    page = reverse("communities:community_list")
    sent = client.post(willing(initiative), headers={"referer": HERE + page})

    kept = re.search(r'name="next" value="([^"]*)"', client.get(sent["Location"]).content.decode())[1]
    fields = {"login": person.email, "password": factories.PASSWORD, "next": kept}
    back = client.post(reverse("account_login"), fields, follow=True)

    assert (back.status_code, back.request["PATH_INFO"]) == (200, page)


def test_the_address_of_a_button_says_what_it_is_and_leads_to_what_it_belongs_to(initiative, town):
    response = town.clients["member"].get(willing(initiative))

    assert (response.status_code, response["Allow"], response["Cache-Control"]) == (405, "POST", "no-store, private")
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "Op dit adres is niets te zien" in response.content.decode()
    assert links(response) == [initiative.get_absolute_url(), "/"]


def test_the_address_of_a_button_leads_back_to_where_the_visitor_was(initiative, town):
    response = town.clients["member"].get(willing(initiative), headers={"referer": f"{HERE}/c/?q=a&pagina=2"})

    assert links(response) == ["/c/?q=a&amp;pagina=2", "/"]


@pytest.mark.parametrize("referer", ["/account/login/?next=/x/", "/leesinstellingen/", "/leesinstellingen/meer/"])
def test_no_link_leads_round_in_a_circle(client, db, referer):
    response = client.get("/leesinstellingen/", headers={"referer": HERE + referer})

    assert (response.status_code, links(response)) == (405, ["/"])


def test_sending_to_a_page_that_only_shows_is_explained_too(client, db):
    response = client.post("/privacy/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Hier kunt u niets versturen" in response.content.decode()


def test_looking_at_only_the_head_gets_the_status_and_no_page(client, db):
    response = client.head("/leesinstellingen/")

    assert (response.status_code, response["Allow"], response.content) == (405, "POST", b"")


def test_programs_get_no_page(client, db):
    api = client.post("/api/v1/regios")
    program = client.get("/leesinstellingen/", headers={"accept": "application/json"})

    assert (api.status_code, api["Content-Type"]) == (405, "application/problem+json")
    assert (program.status_code, program["Allow"], program.content) == (405, "POST", b"")


def test_a_form_that_was_too_old_leads_back_to_its_page(db):
    browser = Client(enforce_csrf_checks=True)
    page = reverse("account_login") + "?next=/c/"

    response = browser.post(reverse("account_login"), headers={"referer": HERE + page})

    assert response.status_code == 403
    assert "Verstuur het formulier nog een keer" in response.content.decode()
    assert links(response) == [page, "/"]


@pytest.mark.parametrize("referer", ["", "https://evil.example/c/"])
def test_a_form_from_elsewhere_leads_home_only(db, referer):
    browser = Client(enforce_csrf_checks=True)

    assert links(browser.post(reverse("account_login"), headers={"referer": referer})) == ["/"]


def test_a_page_without_tls_is_not_ours_when_ours_has_it():
    seen = [
        came_from(RequestFactory().get("/", secure=True, headers={"referer": f"{scheme}://testserver/c/"}))
        for scheme in ("http", "https")
    ]

    assert seen == ["", "/c/"]


@pytest.mark.parametrize(("path", "above"), [("/c/a/b/", "/c/a/"), ("/bestaat/niet/", ""), ("/c", ""), ("/", "")])
def test_the_page_above_is_the_nearest_that_exists(path, above):
    assert page_above(RequestFactory().get(path)) == above
