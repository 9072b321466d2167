"""Somebody's own reading: written, changed and withdrawn on pages, and shown apart from the computed sentences."""

import pytest
from django.test import Client
from django.urls import reverse

from regioscan.models import Annotation
from tests import factories
from tests.province import make_province

pytestmark = pytest.mark.django_db
TEXT = "Eerste alinea.\n\nTweede <b>alinea</b> met https://voorbeeld.nl erin."


@pytest.fixture
def region():
    return make_province(n_indicators=2)


@pytest.fixture
def advisor(client):
    client.force_login(factories.make_verified_user("a@example.org", name="Adri Adviseur", is_staff=True))
    return client


def page_of(region) -> str:
    return reverse("config:annotation_list", args=[region.code])


def write(advisor, region, text=TEXT, theme=""):
    return advisor.post(page_of(region), {"text": text, "theme": theme}, follow=True)


def test_a_reading_shows_on_the_page_of_the_region_as_plain_text_and_under_a_name(advisor, region):
    assert "Uw duiding staat bij de bevindingen." in write(advisor, region).content.decode()
    html = Client().get(region.get_absolute_url()).content.decode()
    assert "<p>Eerste alinea.</p>" in html
    assert "Tweede &lt;b&gt;alinea&lt;/b&gt; met https://voorbeeld.nl erin." in html
    assert "Duiding van Adri Adviseur" in html
    assert 'href="https://voorbeeld.nl' not in html
    assert html.index('class="findings') < html.index("own-reading")


def test_a_reading_of_a_theme_stands_with_that_theme_only(advisor, region):
    write(advisor, region, theme="arbeid")
    pages = [Client().get(region.get_absolute_url() + path).content.decode() for path in ("", "arbeid/", "wonen/")]
    assert ["Eerste alinea." in html for html in pages] == [False, True, False]


def test_a_kept_page_shows_a_new_reading_and_forgets_a_withdrawn_one(advisor, region):
    visitor = Client()
    before = visitor.get(region.get_absolute_url()).content
    write(advisor, region)
    assert b"Eerste alinea." in visitor.get(region.get_absolute_url()).content
    found = Annotation.objects.get()
    advisor.post(reverse("config:annotation_withdraw", args=[found.pk]))
    assert b"Eerste alinea." not in before + visitor.get(region.get_absolute_url()).content
    found.refresh_from_db()
    assert (found.withdrawn_by, found.text) == ("Adri Adviseur", TEXT)


def test_changing_withdraws_the_old_text_and_sets_a_new_one(advisor, region):
    write(advisor, region, theme="arbeid")
    old = Annotation.objects.get()
    advisor.post(reverse("config:annotation_rewrite", args=[old.pk]), {"text": "Nieuwe tekst."})
    old.refresh_from_db()
    new = Annotation.objects.get(withdrawn_at=None)
    assert (new.text, new.theme.code, new.region, old.withdrawn_at is None) == (
        "Nieuwe tekst.", "arbeid", region, False
    )  # fmt: skip
    assert advisor.get(reverse("config:annotation_rewrite", args=[old.pk])).status_code == 404


def test_withdrawing_twice_says_so(advisor, region):
    write(advisor, region)
    address = reverse("config:annotation_withdraw", args=[Annotation.objects.get().pk])
    advisor.post(address)
    assert "al ingetrokken" in advisor.post(address, follow=True).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * (Annotation.MAX_LENGTH + 1)])
def test_nothing_or_too_much_is_refused_and_the_text_stays(advisor, region, text):
    answer = advisor.post(page_of(region), {"text": text, "theme": "arbeid"})
    assert (answer.status_code, Annotation.objects.count()) == (400, 0)
    assert text.strip() in answer.content.decode()
    assert '<option value="arbeid" selected>' in answer.content.decode()


def test_the_name_is_never_an_address(client, region):
    client.force_login(factories.make_verified_user("geheim@example.org", is_staff=True))
    client.post(page_of(region), {"text": "Tekst."})
    assert Annotation.objects.get().written_by == "de beheerder"


def test_only_who_may_write_sees_the_way_to_write(advisor, region, member):
    stranger = Client()
    stranger.force_login(member)
    link = page_of(region)
    assert link in advisor.get(region.get_absolute_url()).content.decode()
    assert link not in stranger.get(region.get_absolute_url()).content.decode()
    assert stranger.post(link, {"text": "Tekst."}).status_code == 403
    assert Annotation.objects.count() == 0


def test_a_region_that_does_not_exist_is_not_found(advisor):
    assert advisor.get("/regioscan/GM0000/duiding/").status_code == 404
