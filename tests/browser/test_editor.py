"""The editor works under our policy, with the keyboard, and without scripts a text area does."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from communities.models import Post
from tests import factories
from tests.browser.conftest import _log_in
from tests.communities.town import join, make_community

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer_page(page: Page, live_server, transactional_db, settings, tmp_path) -> Page:
    """The page on which a member writes a post."""
    settings.MEDIA_ROOT = tmp_path
    community = make_community()
    writer = factories.make_verified_user("ans@example.org", name="Ans de Wit")
    join(community, writer)
    _log_in(page, live_server, writer)
    page.goto(live_server.url + reverse("communities:post_write", args=[community.slug]))
    page.wait_for_selector(".editor[data-ready]")
    return page


def test_bold_text_arrives_as_strong_without_a_complaint(complaints, writer_page, check_axe, no_sideways_scroll):
    writer_page.get_by_label("Titel").fill("De school gaat open")
    text = writer_page.get_by_role("textbox", name="Tekst")
    text.click()
    writer_page.keyboard.press("Control+b")
    writer_page.keyboard.type("Dit voorjaar")
    expect(writer_page.get_by_role("button", name="Vet")).to_have_attribute("aria-pressed", "true")
    writer_page.keyboard.press("Control+b")
    writer_page.keyboard.type(" al.")
    check_axe()
    writer_page.set_viewport_size({"width": 390, "height": 900})
    no_sideways_scroll()
    writer_page.get_by_role("button", name="Plaats het bericht").click()
    expect(writer_page.get_by_role("heading", level=1)).to_have_text("De school gaat open")
    assert Post.objects.get().body == "<p><strong>Dit voorjaar</strong> al.</p>"
    assert complaints == []


def test_a_list_and_a_link_are_made_with_the_keyboard_alone(complaints, writer_page, check_axe):
    writer_page.get_by_label("Titel").fill("Lees dit")
    writer_page.get_by_role("textbox", name="Tekst").focus()
    writer_page.keyboard.press("Shift+Tab")
    expect(writer_page.get_by_role("button", name="Vet")).to_be_focused()
    for _ in range(3):
        writer_page.keyboard.press("ArrowRight")
    writer_page.keyboard.press("Enter")
    writer_page.keyboard.type("Lees ")
    writer_page.keyboard.press("Shift+Tab")
    for _ in range(3):
        writer_page.keyboard.press("ArrowRight")
    expect(writer_page.get_by_role("button", name="Link")).to_be_focused()
    writer_page.keyboard.press("Enter")
    expect(writer_page.get_by_role("dialog")).to_be_visible()
    check_axe()
    writer_page.keyboard.type("www.voorbeeld.nl")
    writer_page.keyboard.press("Enter")
    writer_page.keyboard.press("Tab")
    expect(writer_page.get_by_role("textbox", name="Tekst")).not_to_be_focused()
    writer_page.get_by_role("button", name="Plaats het bericht").click()
    expect(writer_page.get_by_role("heading", level=1)).to_have_text("Lees dit")
    link = '<a href="https://www.voorbeeld.nl" rel="nofollow ugc noopener">www.voorbeeld.nl</a>'
    assert Post.objects.get().body == f"<ul><li><p>Lees {link}</p></li></ul>"
    assert complaints == []


def test_without_scripts_lines_become_paragraphs(without_javascript, transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    community = make_community()
    writer = factories.make_verified_user("ans@example.org", name="Ans de Wit")
    join(community, writer)
    client = Client()
    client.force_login(writer)
    path = reverse("communities:post_write", args=[community.slug])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    without_javascript.goto(path)
    url = without_javascript.url.split("/account")[0]
    without_javascript.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    without_javascript.goto(path)
    without_javascript.get_by_label("Titel").fill("Zonder script")
    without_javascript.get_by_label("Tekst").fill("Een\n\nTwee\nDrie")
    with without_javascript.expect_navigation():
        without_javascript.get_by_role("button", name="Plaats het bericht").click()
    assert Post.objects.get().body == "<p>Een</p><p>Twee<br>Drie</p>"
    without_javascript.get_by_role("link", name="Wijzig").click()
    expect(without_javascript.get_by_role("textbox", name="Tekst")).to_have_value("Een\n\nTwee\nDrie")
