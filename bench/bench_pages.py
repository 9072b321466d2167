"""Pages: the dashboard against its own queries, asked again against a bare answer, and in Chromium."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import compress

import psycopg
from playwright.sync_api import Page, Response, sync_playwright

from bench.example import example_region
from bench.ratio import Ratio, seconds
from bench.statements import ask_all, gather_static_files, parameters, statements
from lib.environment import find_browser
from regioscan.models import Region

HOST = "127.0.0.1"
N_ASKED, ROUNDS = 100, 5
N_SHOWN = 9
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def run() -> list[Ratio]:
    """T12 to T15."""
    path = example_region().get_absolute_url()
    gather_static_files()
    with site_with_one_process() as port:
        return [_against_queries(port), _against_hello(port, path), *_in_chromium(f"http://{HOST}:{port}", path)]


def _against_queries(port: int) -> Ratio:
    """Pages that nobody asked for before, so that each is really made, against their SQL in psycopg alone."""
    site = http.client.HTTPConnection(HOST, port)
    regions = Region.objects.current().filter(kind=Region.Kind.MUNICIPALITY).order_by("code")
    paths = [f"{region.get_absolute_url()}{met}" for region in regions for met in ("", "?met=provincie")]
    _get(site, paths[0])  # templates are read with the first page
    pages, floors, n_queries = [], [], 0
    with psycopg.connect(**parameters(), autocommit=True) as raw:
        for path in paths[1:]:
            asked = statements(path)
            floors.append(seconds(lambda again=asked: ask_all(raw, again), repeat=3))
            pages.append(seconds(lambda path=path: _get(site, path), repeat=1))
            n_queries = len(asked)
    ratio = statistics.median(pages) / statistics.median(floors)
    return Ratio("T12", f"dashboard, {n_queries} queries", "the same SQL in bare psycopg", ratio, 7, 12)


def _against_hello(port: int, path: str) -> Ratio:
    """Requests per second of a page that was made already, as a share of those of the health check."""
    site = http.client.HTTPConnection(HOST, port)
    _get(site, path)
    shares = [_seconds_of(site, "/healthz") / _seconds_of(site, path) for _ in range(ROUNDS)]
    share = statistics.median(shares)
    return Ratio("T13", "dashboard asked again, requests per second", "health check", share, 0.5, 0.3)


def _seconds_of(site: http.client.HTTPConnection, path: str) -> float:
    begin = time.perf_counter()
    for _ in range(N_ASKED):
        _get(site, path)
    return time.perf_counter() - begin


def _get(site: http.client.HTTPConnection, path: str) -> bytes:
    site.request("GET", path)
    answer = site.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} gave {answer.status}")
    return content


def _in_chromium(address: str, path: str) -> list[Ratio]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page()
        script = _script_size(page, address + path)
        shown, empty = [], []
        for _ in range(N_SHOWN):
            shown.append(_ready(page, address + path))
            empty.append(_ready(page, address + "/healthz"))
        browser.close()
    ready = statistics.median(shown) / statistics.median(empty)
    return [
        Ratio("T14", "script of the dashboard, compressed", "–", script, 50, 100, "kB"),
        Ratio("T15", "dashboard ready in Chromium", "an empty page", ready, 3, 6),
    ]


def _script_size(page: Page, url: str) -> float:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(url, wait_until="networkidle")
    page.remove_listener("response", note)
    return sum(len(compress(one.body())) for one in answers if one.request.resource_type == "script") / 1000


def _ready(page: Page, url: str) -> float:
    """Milliseconds until everything of the page is there, as the browser itself noted them."""
    page.goto(url, wait_until="load")
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))


@contextmanager
def site_with_one_process() -> Iterator[int]:
    """The site as in production, but without TLS and with one process; gives its port."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "4"]
    environment = os.environ | {"ALLOWED_HOSTS": HOST, "SITE_URL": f"http://{HOST}:{port}", "DEBUG": "0"}
    with subprocess.Popen([*command, "config.wsgi"], env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            _get(http.client.HTTPConnection(HOST, port), "/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not start")
