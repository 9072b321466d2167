"""Reading settings work without a script and never lead to another site."""

import pytest
from django.urls import reverse

from config.context import READING_COOKIE, read_cookie, write_cookie

pytestmark = pytest.mark.django_db


def choose(client, **fields):
    return client.post(reverse("config:reading_settings"), fields)


def test_a_choice_is_kept_and_shown_on_the_next_page(client):
    response = choose(client, tekst="groot", afstand="gewoon", contrast="hoog", next="/privacy/")

    page = client.get("/privacy/").content.decode()
    assert (response.status_code, response["Location"]) == (302, "/privacy/")
    assert '<html lang="nl" data-text="groot" data-contrast="hoog">' in page


def test_the_usual_choice_leaves_no_cookie(client):
    choose(client, tekst="groot")

    choose(client, tekst="gewoon", afstand="gewoon", contrast="gewoon")

    assert client.cookies[READING_COOKIE].value == ""


ELSEWHERE = ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", ""]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_it_never_leads_to_another_site(client, elsewhere):
    assert choose(client, tekst="groot", next=elsewhere)["Location"] == "/"


def test_an_unknown_choice_changes_nothing(client):
    response = choose(client, tekst="<script>")

    assert READING_COOKIE not in response.cookies


def test_the_cookie_says_only_what_was_chosen():
    assert write_cookie({"tekst": "groot", "contrast": "hoog"}) == "tekst=groot&contrast=hoog"


@pytest.mark.parametrize("value", ["", "tekst=<b>", "onzin", "tekst=reusachtig&x=1", "=" * 5000])
def test_a_cookie_that_someone_wrote_is_not_believed(value):
    assert read_cookie(value) == {}


def test_settings_are_not_changed_by_following_a_link(client):
    assert client.get(reverse("config:reading_settings")).status_code == 405
