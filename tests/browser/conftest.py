"""Chromium of the system, a real server, and axe."""

import os
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
from lib.environment import find_browser
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
AXE = f"""{AXE_SCRIPT}
(() => {{
    // axe works out each colour anew for each element; a page has a handful of them.
    const color = axe.commons.color.Color.prototype, read = color.parseString, known = new Map()
    color.parseString = function (text) {{
        if (!known.has(text)) known.set(text, (({{ r, g, b, alpha }}) => ({{ r, g, b, alpha }}))(read.call(this, text)))
        return Object.assign(this, known.get(text))
    }}
}})()"""
ASK_AXE = "rules => axe.run(document, rules).then(results => results.violations)"
WIDTHS = (390, 1440)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Chromium of the system, without anything that wants to reach the outside."""
    executable = find_browser()
    assert executable, "Chromium is not installed; bin/test installs it where it may"
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # What axe makes and forgets is cleared away less often; a page does not last long enough to make its code faster.
    flags += ["--js-flags=--min-semi-space-size=64 --max-semi-space-size=128 --no-opt --no-maglev"]
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


@pytest.fixture
def check_axe(page: Page) -> Callable[[], None]:
    """Fail with what axe finds on the page as it is now."""
    page.add_init_script(AXE)

    def check() -> None:
        if not page.evaluate("'axe' in window"):  # The page was there before this was asked for.
            page.evaluate(AXE)
        found = [
            f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
            for violation in page.evaluate(ASK_AXE, AXE_RULES)
            for node in violation["nodes"]
        ]
        assert found == [], f"{page.url} at {page.viewport_size}:\n" + "\n".join(found)

    return check


@pytest.fixture
def narrow_and_wide(page: Page) -> Callable[[], list[int]]:
    """Set the page to a phone and to a desk, in turn."""

    def widths():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            yield width

    return widths


@pytest.fixture
def no_sideways_scroll(page: Page) -> Callable[[], None]:
    """Fail when the page is wider than the window."""

    def check() -> None:
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{page.url} is {width} px too wide at {page.viewport_size}"

    return check


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
