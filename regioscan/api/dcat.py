"""The catalogue of open data as DCAT-AP-NL 3.0, in JSON-LD: one dataset an indicator, and the interface itself."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from regioscan.api import VERSION
from regioscan.api.addresses import address, page
from regioscan.api.csvw import LICENCES
from regioscan.models import Indicator

AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PUBLIC = {"@id": f"{AUTHORITY}/access-right/PUBLIC"}
DUTCH = {"@id": f"{AUTHORITY}/language/NLD"}
THEMES = {
    "bevolking": "SOCI",
    "economie": "ECON",
    "arbeid": "SOCI",
    "wonen": "SOCI",
    "gezondheid": "HEAL",
    "samenleving": "JUST",
    "onderwijs": "EDUC",
    "leefomgeving": "ENVI",
}
ELSE_THEME = "REGI"
FILES = {
    "csv": ("CSV voor een spreadsheet", "CSV", "text/csv"),
    "csvw": ("CSV voor programma’s, met beschrijving", "CSV", "text/csv"),
    "jsonstat": ("JSON-stat 2.0", "JSON", "application/json"),
    "json": ("JSON, een bladzijde tegelijk", "JSON", "application/json"),
}
OWN_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def described(indicators: Sequence[Indicator]) -> dict[str, Any]:
    """The whole catalogue."""
    datasets = [_dataset(one) for one in indicators]
    return {
        "@context": CONTEXT,
        "@id": address("/catalogus"),
        "@type": "dcat:Catalog",
        "dct:title": _dutch("Open data van Regiokracht"),
        "dct:description": _dutch(
            "Openbare cijfers over regio’s in Nederland, met herkomst, marge en reden bij elk gat."
        ),
        "dct:publisher": _publisher(),
        "dcat:contactPoint": _contact(),
        "dct:language": DUTCH,
        "dct:license": {"@id": OWN_LICENCE},
        "foaf:homepage": {"@id": page("/")},
        "dcat:dataset": datasets,
        "dcat:service": [_service([one["@id"] for one in datasets])],
    }


def _dataset(indicator: Indicator) -> dict[str, Any]:
    own = address(f"/indicatoren/{indicator.code}")
    theme = THEMES.get(indicator.theme.code if indicator.theme else "", ELSE_THEME)
    source = indicator.source_name
    return {
        "@id": own,
        "@type": "dcat:Dataset",
        "dct:identifier": own,
        "dct:title": _dutch(indicator.name),
        "dct:description": _dutch(indicator.definition),
        "dct:accessRights": PUBLIC,
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": _dutch(source)},
        "dct:publisher": _publisher(),
        "dcat:contactPoint": _contact(),
        "dcat:theme": [{"@id": f"{AUTHORITY}/data-theme/{theme}"}],
        "dcat:landingPage": {"@id": page(indicator.get_absolute_url())},
        "dct:language": DUTCH,
        "dcat:distribution": [_distribution(indicator, form) for form in FILES],
    }


def _distribution(indicator: Indicator, form: str) -> dict[str, Any]:
    title, kind, media_type = FILES[form]
    asked = address(f"/waarnemingen.{form}", indicator=indicator.code, soort="gemeente")
    return {
        "@id": asked,
        "@type": "dcat:Distribution",
        "dct:title": _dutch(f"{title}, alle gemeenten"),
        "dcat:accessURL": {"@id": asked},
        "dct:license": _licence(indicator.licence),
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{kind}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcat:accessService": {"@id": address("")},
    }


def _service(served: Sequence[str]) -> dict[str, Any]:
    return {
        "@id": address(""),
        "@type": "dcat:DataService",
        "dct:identifier": address(""),
        "dct:title": _dutch("Regioscan API"),
        "dct:description": _dutch(f"Indicatoren, regio’s, waarnemingen en methoden als open data, versie {VERSION}."),
        "dct:accessRights": PUBLIC,
        "dct:license": {"@id": OWN_LICENCE},
        "dct:publisher": _publisher(),
        "dcat:contactPoint": _contact(),
        "dcat:theme": [{"@id": f"{AUTHORITY}/data-theme/{ELSE_THEME}"}],
        "dcat:endpointURL": {"@id": address("")},
        "dcat:endpointDescription": {"@id": address("/openapi.json")},
        "dcat:servesDataset": [{"@id": one} for one in served],
    }


def _publisher() -> dict[str, Any]:
    return {"@id": page("/"), "@type": "foaf:Agent", "foaf:name": _dutch("Regiokracht")}


def _contact() -> dict[str, Any]:
    """An address for mail where one is set, and always a page."""
    found: dict[str, Any] = {"@type": "vcard:Organization", "vcard:fn": _dutch("Regiokracht, open data")}
    if settings.CONTACT_EMAIL:
        found["vcard:hasEmail"] = {"@id": f"mailto:{settings.CONTACT_EMAIL}"}
    return found | {"vcard:hasURL": {"@id": page("/regioscan/open-data/")}}


def _licence(name: str) -> dict[str, str]:
    """The address of a licence; where it has none that we know, the page that tells the terms."""
    return {"@id": LICENCES.get(name, page("/regioscan/bronnen/"))}


def _dutch(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nl"}
