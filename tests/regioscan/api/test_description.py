"""The description keeps the Dutch API Design Rules: each test is one of the rules that a program can check."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from regioscan.api import VERSION
from tests.asking import Asker

SEGMENT = re.compile(r"/([a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*|\{[a-z][A-Za-z0-9]*\})")
LOWER_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*|_links")
OTHER_STANDARDS = {"JsonStat", "CsvMetadata", "LinkedDocument"}
"""Documents whose names are laid down elsewhere."""


@pytest.fixture
def described(db, settings) -> dict[str, Any]:
    """The description as it is asked for, on a site with an address for mail."""
    settings.CONTACT_EMAIL = "opendata@example.org"
    return Asker().read("/openapi.json")


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((path, one) for path, methods in described["paths"].items() for one in methods.values())


def test_it_says_who_to_ask_under_which_licence_and_where(described, settings):
    info = described["info"]

    assert described["openapi"].startswith("3.")
    assert set(info["contact"]) == {"name", "url", "email"}
    assert info["license"]["name"] == "CC BY 4.0"
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["version"])
    assert info["version"] == VERSION
    assert [one["url"] for one in described["servers"]] == [f"{settings.SITE_URL}/api/v{VERSION[0]}"]


def test_paths_are_kebab_case_and_end_without_a_slash(described):
    assert [path for path in described["paths"] if not re.fullmatch(f"({SEGMENT.pattern})+", path)] == []


def test_all_that_was_promised_is_there(described):
    promised = {
        f"/waarnemingen{end}" for end in ("", ".json", ".csv", ".csvw", ".csv-metadata.json", ".xlsx", ".jsonstat")
    }
    promised |= {"/indicatoren", "/indicatoren/{code}", "/regios", "/regios/{code}", "/regios/{code}/vergelijkbaar"}
    promised |= {"/methoden", "/methoden/{versie}", "/rapporten/{id}", "/rondes/{id}", "/panels/{slug}", "/catalogus"}
    of_communities = ("initiatieven", "mijlpalen", "impact", "lessen", "budgetten", "budgetten/{id}/plannen")
    promised |= {f"/communities/{{slug}}/{one}" for one in of_communities}

    assert promised - set(described["paths"]) == set()


def test_only_reading_is_offered(described):
    assert {method for methods in described["paths"].values() for method in methods} == {"get"}


def test_query_keys_and_properties_are_lower_camel_case(described):
    keys = {one["name"] for _, operation in _operations(described) for one in operation["parameters"]}
    schemas = described["components"]["schemas"]
    keys |= {
        name
        for model, schema in schemas.items()
        if model not in OTHER_STANDARDS
        for name in schema.get("properties", {})
    }

    assert len(keys) > 50
    assert [name for name in keys if not LOWER_CAMEL.fullmatch(name)] == []
    assert [name for name in schemas if not re.fullmatch(r"[A-Z][A-Za-z]*", name)] == []


def test_every_operation_tells_its_errors_as_problems(described):
    for path, operation in _operations(described):
        errors = {status: one for status, one in operation["responses"].items() if status[0] in "45"}
        assert set(errors) >= {"400", "404", "405", "429", "500", "503"}, path
        assert all(set(one["content"]) == {"application/problem+json"} for one in errors.values()), path


def test_the_problem_has_the_members_that_the_rule_names(described):
    schemas = described["components"]["schemas"]

    assert set(schemas["Problem"]["properties"]) == {"type", "title", "status", "detail", "instance"}
    assert set(schemas["BadRequest"]["properties"]) - set(schemas["Problem"]["properties"]) == {"errors"}
    assert set(schemas["InputError"]["properties"]) == {"in", "location", "code", "detail"}


def test_every_answer_has_the_version_in_its_headers(described):
    for path, operation in _operations(described):
        assert all("API-Version" in one["headers"] for one in operation["responses"].values()), path


def test_every_operation_and_parameter_is_explained_in_words(described):
    for path, operation in _operations(described):
        assert operation["summary"], path
        assert operation["description"], path
        explained = [one.get("description") for one in operation["parameters"] if one["in"] == "query"]
        assert all(explained), path


def test_every_name_of_an_operation_is_used_once(described):
    names = [operation["operationId"] for _, operation in _operations(described)]

    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere(described):
    schemas = set(described["components"]["schemas"])

    assert set(re.findall(r"#/components/schemas/(\w+)", str(described))) <= schemas


def test_without_an_address_for_mail_none_is_made_up(db, settings):
    settings.CONTACT_EMAIL = ""

    assert "email" not in Asker().read("/openapi.json")["info"]["contact"]
