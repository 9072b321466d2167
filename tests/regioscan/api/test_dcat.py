"""The catalogue has what DCAT-AP-NL 3.0 makes mandatory, and its addresses work."""

import pytest

from regioscan.models import Indicator

DATASET = {
    "dct:accessRights", "dcat:contactPoint", "dct:creator", "dct:identifier", "dct:publisher", "dcat:theme",
    "dct:title", "dct:description",
}  # fmt: skip
SERVICE = {
    "dct:accessRights", "dcat:contactPoint", "dct:description", "dcat:endpointDescription", "dcat:endpointURL",
    "dct:identifier", "dct:license", "dct:publisher", "dcat:theme", "dct:title",
}  # fmt: skip
CATALOG = {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint"}


@pytest.fixture
def found(asker, province):
    """The catalogue as it is asked for."""
    return asker.read("/catalogus")


def test_it_is_json_ld_with_a_word_for_every_prefix(asker, province):
    answer = asker.get("/catalogus")
    prefixes = set(answer.json()["@context"])
    used = {name.partition(":")[0] for name in _names(answer.json()) if ":" in name}

    assert answer["Content-Type"] == "application/ld+json"
    assert used <= prefixes


def test_everything_mandatory_is_there(found):
    (service,) = found["dcat:service"]

    assert set(found) >= CATALOG
    assert set(service) >= SERVICE
    assert len(found["dcat:dataset"]) == Indicator.objects.shown().count()
    for dataset in found["dcat:dataset"]:
        assert set(dataset) >= DATASET
        assert all({"dct:license", "dcat:accessURL"} <= set(one) for one in dataset["dcat:distribution"])


def test_every_address_of_a_distribution_gives_figures(asker, found):
    addresses = [one["dcat:accessURL"]["@id"] for one in found["dcat:dataset"][0]["dcat:distribution"]]

    for address in addresses:
        answer = asker.get(address.partition("/api/v1")[2])
        assert answer.status_code == 200, address
        assert b"GM9001" in (answer.getvalue() if answer.streaming else answer.content)


def test_the_description_of_the_service_is_where_it_says(asker, found):
    address = found["dcat:service"][0]["dcat:endpointDescription"]["@id"]

    assert asker.get(address.partition("/api/v1")[2]).status_code == 200


def test_a_licence_without_a_known_address_leads_to_the_terms_and_not_to_another_licence(asker, province):
    Indicator.objects.update(licence="verzonnen")

    (first, *_) = asker.read("/catalogus")["dcat:dataset"]
    assert first["dcat:distribution"][0]["dct:license"]["@id"].endswith("/regioscan/bronnen/")


def _names(one: object) -> set[str]:
    if isinstance(one, dict):
        return {name for name in one if name[0] != "@"} | {found for value in one.values() for found in _names(value)}
    return {found for value in one for found in _names(value)} if isinstance(one, list) else set()
