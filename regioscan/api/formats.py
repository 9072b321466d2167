"""In which form something is answered: by the end of the address, or else by the Accept header."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.constants import NOT_SET
from pydantic import BaseModel

from lib.tables import DUTCH, PLAIN, Cell, Column, Table, csv_parts, to_csv, to_xlsx
from regioscan.api.problems import Refused

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSVW_METADATA = "application/csvm+json"
LINKED = "application/ld+json"
TYPES = {
    "json": JSON,
    "csv": "text/csv",
    "xlsx": XLSX,
    "csvw": "text/csv",
    "csv-metadata.json": CSVW_METADATA,
    "jsonstat": JSON,
}
NEGOTIABLE = ("json", "csv", "xlsx")
TEXT: dict[str, Any] = {"type": "string"}
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
View = TypeVar("View", bound=Callable[..., Any])
Response = TypeVar("Response", bound=HttpResponseBase)


def form_of(request: HttpRequest) -> str:
    """`csv` for an address that ends so; without an end, what the reader likes best of what there is."""
    end = request.path.rpartition("/")[2].partition(".")[2]
    if end:
        return end
    liked = request.get_preferred_type([TYPES[form] for form in NEGOTIABLE])
    if liked is None:
        raise Refused(406, f"Wij hebben dit als {', '.join(TYPES[form] for form in NEGOTIABLE)}.")
    return next(form for form in NEGOTIABLE if TYPES[form] == liked)


def json_reply(body: Any, content_type: str = JSON, link: str = "") -> HttpResponse:
    """Plain values as JSON; a number that is none is a mistake of ours and never goes out."""
    response = HttpResponse(json.dumps(body, ensure_ascii=False, allow_nan=False), content_type=content_type)
    if link:
        response["Link"] = link
    return response


def moment(at: datetime) -> str:
    """A moment as it is answered: in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def table_reply(table: Table, form: str, name: str) -> HttpResponse:
    """A table as CSV for a Dutch spreadsheet, or as XLSX."""
    content = to_csv(table) if form == "csv" else to_xlsx([table])
    return _as_file(HttpResponse(content, content_type=CSV if form == "csv" else XLSX), f"{name}.{form}")


def streamed_reply(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], form: str, name: str) -> HttpResponseBase:
    """A long table as CSV, row after row: for a Dutch spreadsheet, or plain for programs (`csvw`)."""
    parts = csv_parts(columns, rows, PLAIN if form == "csvw" else DUTCH)
    return _as_file(StreamingHttpResponse(parts, content_type=CSV), f"{name}.csv")


def offer(
    router: Router, path: str, forms: Sequence[str], *, reply: type[BaseModel], name: str, summary: str
) -> Callable[[View], View]:
    """Offer a view at `path` in the form that Accept asks for ("" in `forms`), and at `path.csv` and so on."""

    def add(view: View) -> View:
        for form in forms:
            json_like = form in {"", "json"}
            extra = _content(NEGOTIABLE[1:]) if form == "" else {} if json_like else _content([form], reply)
            router.get(
                f"{path}.{form}" if form else path,
                url_name=f"{name}_{form}".strip("_").replace("-", "_").replace(".", "_"),
                operation_id=f"{path.strip('/')}{_camel(form)}",
                summary=f"{summary} ({form})" if form else summary,
                openapi_extra=extra,
                response=reply if json_like else NOT_SET,
            )(view)
        return view

    return add


def _content(forms: Sequence[str], reply: type[BaseModel] | None = None) -> dict[str, Any]:
    """What an answer of status 200 may be, for the description."""
    content = {TYPES[form]: {"schema": BINARY if form == "xlsx" else TEXT} for form in forms}
    if reply and forms[0] in {"jsonstat", "csv-metadata.json"}:
        content = {TYPES[forms[0]]: {"schema": {"$ref": f"#/components/schemas/{reply.__name__}"}}}
    return {"responses": {200: {"description": "OK", "content": content}}}


def _camel(form: str) -> str:
    return "".join(word.capitalize() for word in form.replace("-", ".").split("."))


def _as_file(response: Response, name: str) -> Response:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
