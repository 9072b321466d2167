"""The description of the interface (OpenAPI), completed with what holds for every address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import BaseModel

from regioscan.api import BASE, VERSION, replies
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import json_reply
from regioscan.api.problems import CONTENT_TYPE, TITLES

DESCRIPTION = (
    "Openbare cijfers over regio’s in Nederland: wat wij meten, van welke regio, in welk jaar, en waarom een cijfer er "
    "niet is. Alleen lezen, zonder account. Met komma’s of door herhalen vraagt u meer tegelijk."
)
ALWAYS = (400, 404, 405, 406, 429, 500, 503)
"""Errors that every address can give."""
ELSEWHERE = (replies.BadRequest, replies.Problem, replies.JsonStat, replies.CsvMetadata, replies.LinkedDocument)
TEXT = {"type": "string"}


def openapi(request: HttpRequest, api: NinjaAPI) -> HttpResponse:  # noqa: ARG001 - a view
    """The description itself."""
    return json_reply(described(api))


def landing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Where to begin, for whoever came by guessing."""
    found = {name: address(f"/{name}") for name in ("indicatoren", "regios", "waarnemingen", "methoden", "catalogus")}
    body = {"titel": "Regioscan API", "versie": VERSION}
    docs = {"openapi": address("/openapi.json"), "uitleg": page("/regioscan/open-data/")}
    return json_reply(body | {"_links": links(self=address(""), **docs, **found)})


def described(api: NinjaAPI) -> dict[str, Any]:
    """Paths below the server's address, with headers and errors on every operation."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=""))
    found["info"] |= {"contact": _contact(), "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}
    found["info"]["termsOfService"] = page("/regioscan/open-data/")
    found["servers"] = [{"url": page(BASE), "description": "Deze site"}]
    found["externalDocs"] = {"description": "Uitleg en voorbeelden", "url": page("/regioscan/open-data/")}
    for model in ELSEWHERE:
        _add_schema(found["components"]["schemas"], model)
    for path in found["paths"].values():
        for operation in path.values():
            _complete(operation)
    return found


def _complete(operation: dict[str, Any]) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    answers["304"] = {"description": "Niets veranderd sinds de ETag die u stuurde"}
    for number in ALWAYS:
        schema = {"$ref": f"#/components/schemas/{'BadRequest' if number == 400 else 'Problem'}"}
        answers[str(number)] = {"description": TITLES[number], "content": {CONTENT_TYPE: {"schema": schema}}}
    for status, answer in answers.items():
        answer["headers"] = _headers(status)
    operation["responses"] = answers


def _headers(status: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "API-Version": _header("De hele versie van de API.", {"type": "string", "example": VERSION})
    }
    if status in {"200", "304"}:
        found["ETag"] = _header("Verandert met de inhoud; stuur hem terug met If-None-Match.", TEXT)
    if status == "200":
        found["Link"] = _header("De volgende en vorige bladzijde, als die er zijn.", TEXT, required=False)
    if status in {"429", "503"}:
        found["Retry-After"] = _header("Na hoeveel seconden u het opnieuw kunt proberen.", {"type": "integer"})
    return found


def _header(description: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"description": description, "schema": schema, "required": required}


def _contact() -> dict[str, str]:
    found = {"name": "Regiokracht, open data", "url": page("/regioscan/open-data/")}
    return found | ({"email": settings.CONTACT_EMAIL} if settings.CONTACT_EMAIL else {})


def _add_schema(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    schema = model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    schemas[model.__name__] = schema
