"""The careful guest against a server that misbehaves."""

import pytest

from lib.http import Fetcher, FetchError, Limits, PageStore, fetch_pages, read_json
from regioscan.connectors.cbs_odata_v3 import next_link
from tests.regioscan.connectors.conftest import kwb_table
from tests.regioscan.statistics_server import statistics_server

ROWS = "ODataFeed/odata/84799NED/TypedDataSet"


@pytest.fixture
def office():
    with statistics_server() as office:
        office.v3["84799NED"] = kwb_table()
        yield office


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def fetcher(office, pauses):
    return Fetcher(office.base_url, sleep=pauses.append, jitter=lambda: 0.5)


def _ids(fetcher, store=None):
    pages = fetch_pages(fetcher, ROWS, {"$format": "json"}, next_link, store)
    return [row["ID"] for _, page in pages for row in page["value"]]


def test_next_links_are_followed_as_they_are_until_there_is_none(office, fetcher):
    assert _ids(fetcher) == [0, 1, 2, 3, 4]
    assert [request.count("format=json") for request in office.asked("TypedDataSet")] == [1, 1, 1]


@pytest.mark.parametrize("fault", ["reset", "cut", "short", "empty", "html", "500", "503", "429"])
def test_a_page_that_fails_is_asked_for_again_by_itself(office, fetcher, fault):
    office.fail("skip=2", fault)
    assert _ids(fetcher) == [0, 1, 2, 3, 4]
    assert [len(office.asked(piece)) for piece in ("TypedDataSet?", "skip=2", "skip=4")] == [1, 2, 1]


def test_pauses_grow_twice_as_long_each_time(office, fetcher, pauses):
    office.fail("TypedDataSet", "500", "reset", "cut", "empty")
    assert _ids(fetcher) == [0, 1, 2, 3, 4]
    assert pauses == [1.0, 2.0, 4.0, 8.0]


def test_jitter_keeps_two_workers_from_coming_back_together(office):
    pauses = []
    early = Fetcher(office.base_url, sleep=pauses.append, jitter=lambda: 0.0)
    late = Fetcher(office.base_url, sleep=pauses.append, jitter=lambda: 1.0)
    for fetcher in (early, late):
        office.fail("TypedDataSet", "500")
        fetcher.get(ROWS)
    assert pauses == [0.5, 1.5]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("reset", "verbroken of geweigerd"),
        ("cut", "afgekapt of beschadigd"),
        ("short", "brak halverwege af"),
        ("empty", "leeg antwoord"),
        ("html", "webpagina (HTML)"),
        ("500", "storing (500)"),
    ],
)
def test_after_five_tries_it_says_in_dutch_what_went_wrong(office, fetcher, pauses, fault, words):
    office.fail("TypedDataSet", *[fault] * 5)
    with pytest.raises(FetchError) as error:
        fetcher.get_json(ROWS)
    assert words in str(error.value)
    assert str(error.value).endswith("Na 5 pogingen gestopt. Probeer het later opnieuw.")
    assert len(pauses) == 4


def test_an_unknown_table_is_not_asked_for_again(office, fetcher, pauses):
    with pytest.raises(FetchError, match=r"kent dit adres niet \(404\)"):
        fetcher.get("ODataFeed/odata/99999NED")
    assert pauses == []


def test_more_than_ten_thousand_records_at_the_wrong_door_is_not_asked_for_again(office, fetcher, pauses):
    office.v3["groot"] = kwb_table(10_001, page_size=10_000)
    with pytest.raises(FetchError, match="Gebruik de ODataFeed"):
        fetcher.get("ODataApi/odata/groot/TypedDataSet")
    assert pauses == []


def test_a_redirect_to_another_host_is_not_followed(office, fetcher):
    office.fail("TypedDataSet", "redirect")
    with pytest.raises(FetchError, match="verwijst naar een andere website"):
        fetcher.get(ROWS)


def test_a_link_to_an_unknown_host_is_not_followed(office, fetcher):
    office.written_host = "https://opendata.example.org"
    with pytest.raises(FetchError, match="verwijst naar een andere website"):
        _ids(fetcher)


def test_a_link_to_the_offices_own_name_is_followed_at_the_configured_host(office):
    office.written_host = "https://opendata.cbs.nl"
    mirror = Fetcher(office.base_url, also_known_as=frozenset({"opendata.cbs.nl"}))
    assert _ids(mirror) == [0, 1, 2, 3, 4]


def test_pages_of_a_broken_run_are_not_fetched_again(office, fetcher, tmp_path):
    store = PageStore(tmp_path / "84799NED")
    office.fail("skip=4", *["reset"] * 5)
    with pytest.raises(FetchError):
        _ids(fetcher, store)
    office.requests.clear()
    assert _ids(fetcher, store) == [0, 1, 2, 3, 4]
    assert len(office.requests) == 1


def test_a_cleared_store_holds_nothing(tmp_path):
    store = PageStore(tmp_path / "pages")
    store.write("http://127.0.0.1/a", b"{}")
    assert store.read("http://127.0.0.1/a") == b"{}"
    store.clear()
    assert store.read("http://127.0.0.1/a") is None
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_points_in_a_circle_is_left(office, fetcher):
    with pytest.raises(FetchError, match="verwijst in een kring"):
        list(fetch_pages(fetcher, ROWS, None, lambda _: ROWS))


def test_an_answer_that_is_too_large_is_dropped_while_it_comes_in(office):
    small = Fetcher(office.base_url, limits=Limits(answer_bytes=100))
    with pytest.raises(FetchError, match="is groter dan"):
        small.get(ROWS)
    assert small.received_bytes < 100_000


def test_all_answers_together_have_a_limit(office):
    small = Fetcher(office.base_url, limits=Limits(total_bytes=600))
    with pytest.raises(FetchError, match="in totaal meer dan"):
        _ids(small)


def test_an_address_without_scheme_is_refused_at_once():
    with pytest.raises(FetchError, match="geen webadres"):
        Fetcher("opendata.cbs.nl")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b" \r\n", "leeg"),
        (b"<html>", "webpagina"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "webpagina"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": "\xff"}', "geen UTF-8"),
        (b"[" * 100_000, "te diep genest"),
    ],
)
def test_what_is_not_json_is_named(content, words):
    with pytest.raises(ValueError, match=words):
        read_json(content)


def test_json_cut_off_at_any_byte_is_refused():
    whole = '{"value":[{"ID":1,"Naam":"Sûdwest","Waarde":-12.5}]}'.encode()
    assert read_json(whole)["value"][0]["Waarde"] == -12.5
    for length in range(len(whole)):
        with pytest.raises(ValueError):
            read_json(whole[:length])
