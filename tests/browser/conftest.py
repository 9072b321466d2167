"""Chromium of the system, a real server, and axe."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from communities.models import User
from tests import factories

# Playwright's loop makes Django think that it runs asynchronously.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is in order is not listed: that takes a third of the time, and nobody reads it.
    "resultTypes": ["violations"],
    # Style sheets are fetched once more for rules that are not asked for.
    "preload": False,
}
ASK_AXE = "rules => axe.run(document, rules).then(results => results.violations)"
# What a page can only have or lack as a whole, and names, which differ between elements that are alike otherwise.
PAGE_RULES = [
    "aria-allowed-attr", "aria-command-name", "aria-input-field-name", "bypass", "button-name", "document-title",
    "duplicate-id-aria", "empty-heading", "heading-order", "html-has-lang", "image-alt", "label",
    "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique", "link-name", "page-has-heading-one",
    "region", "role-img-alt", "select-name", "summary-name", "svg-img-alt",
]  # fmt: skip
ASK_AXE_OF = """async ([chosen, rules, pageRules]) => {
    const all = document.body.querySelectorAll("*")
    const whole = await axe.run(document, {...rules, runOnly: pageRules})
    const part = chosen.length ? await axe.run({include: chosen.map(index => all[index])}, rules) : {violations: []}
    return [...whole.violations, ...part.violations]
}"""
WIDTHS = (390, 1440)
OPEN_ALL = "document.querySelectorAll('details').forEach(element => element.open = true)"
KINDS = """() => {
    const telling = /^(class|type|role|aria-current|aria-pressed|aria-invalid)$/
    const trait = ({name, value}) => telling.test(name) ? name + "=" + value : name
    const kind = element => element ? element.tagName + " " + [...element.attributes].map(trait).sort() : ""
    const above = element => element?.parentElement
    const grown = element => [element, above(element), above(above(element))].map(kind).join(" < ")
    return [...document.body.querySelectorAll("*")].map(grown)
}"""
"""Of each element of the page: what kind it is and what kind it stands in."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, without anything that wants to reach the outside."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert executable, "Chromium is not installed; bin/test installs it where it may"
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # Pages of the browser itself, which nobody sees here, took a quarter of its time.
    flags += ["--disable-features=PreloadTopChromeWebUI", "--disable-extensions"]
    return {"executable_path": executable, "args": flags}


@pytest.fixture(autouse=True, scope="session")
def _kept_static_files() -> Iterator[None]:
    """Let the browser keep styles, scripts and letters for as long as a test lasts, as it does with the real site."""
    serve = StaticFilesHandler.serve

    def kept(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=600"
        return response

    patch = pytest.MonkeyPatch()
    patch.setattr(StaticFilesHandler, "serve", kept)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _impatient(page: Page) -> None:
    """Wait ten seconds for what should be there at once, not thirty."""
    page.set_default_timeout(10_000)
    # The first page of a run may have to pack the fonts.
    page.set_default_navigation_timeout(60_000)


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Everything the browser complains of, and every host that is not ours."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda request: found.append(request.url) if _is_elsewhere(request.url) else None)
    return found


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://localhost:", "data:", "blob:"))


def _ask_axe(page: Page, question: str, given: object) -> None:
    """Fail with what axe finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in page.evaluate(question, given)
        for node in violation["nodes"]
    ]
    assert found == [], f"{page.url} at {page.viewport_size}:\n" + "\n".join(found)


@pytest.fixture
def check_axe(page: Page) -> Callable[[], None]:
    """Fail with what axe finds on the page as it is now."""
    return lambda: _ask_axe(page, ASK_AXE, AXE_RULES)


@pytest.fixture
def no_sideways_scroll(page: Page) -> Callable[[], None]:
    """Fail when the page is wider than the window."""

    def check() -> None:
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{page.url} is {width} px too wide at {page.viewport_size}"

    return check


def set_window(page: Page, width: int) -> None:
    """A phone is light and a desk is dark: colours do not depend on the width and places not on the colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if width == WIDTHS[0] else "dark")


@pytest.fixture
def look_over(page: Page, no_sideways_scroll: Callable[[], None]) -> Callable[[], None]:
    """Look at page after page: at both widths for what sticks out, with axe at one of them, every part opened.

    A page comes in the window of the page before it and axe looks at it in the other one, so they take turns. Of
    elements that are alike and stand in the same, axe looks at the first one of all pages: contrast, size and roles
    come with the kind. What is about a whole page, and names, it looks at everywhere.
    """
    seen: dict[int, set[str]] = {width: set() for width in WIDTHS}
    set_window(page, WIDTHS[0])

    def look() -> None:
        page.evaluate(OPEN_ALL)
        no_sideways_scroll()
        width = sum(WIDTHS) - page.viewport_size["width"]
        set_window(page, width)
        no_sideways_scroll()
        first = {kind: index for index, kind in reversed(list(enumerate(page.evaluate(KINDS))))}
        chosen = sorted(index for kind, index in first.items() if kind not in seen[width])
        seen[width] |= first.keys()
        _ask_axe(page, ASK_AXE_OF, [chosen, AXE_RULES, PAGE_RULES])

    return look


def _log_in(page: Page, live_server: LiveServer, user: User) -> Page:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def logged_in_page(page: Page, live_server: LiveServer, transactional_db: None) -> Page:
    """A page of somebody who works at a bank."""
    return _log_in(page, live_server, factories.make_verified_user("bank@example.org", name="Bo Bank"))


@pytest.fixture
def administrator_page(page: Page, live_server: LiveServer, transactional_db: None) -> Page:
    """A page of an administrator."""
    person = factories.make_verified_user("beheer@example.org", is_staff=True, is_superuser=True)
    return _log_in(page, live_server, person)


@pytest.fixture
def without_javascript(browser: Browser, live_server) -> Page:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="nl-NL")
    yield context.new_page()
    context.close()
