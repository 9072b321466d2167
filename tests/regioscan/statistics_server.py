"""A stand-in for the statistics office on loopback: answers like its v3 and v4 interfaces, also when things go wrong.

That it answers as the real one does is shown by driving it with the office's public client, in `test_public_client.py`.
"""

import json
import re
import socket
import struct
import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

HTML = b"<!DOCTYPE html><html><body><h1>Storing</h1></body></html>"
TOO_MANY = b"The requested query returns more than 10000 records"
API_MAX = 10_000
EQUALS = re.compile(r"^\(*(\w+) eq '([^']*)'\)*$")
STARTS_WITH = re.compile(r"^startswith\((\w+),'([^']*)'\)$")

Row = Mapping[str, Any]


@dataclass
class Table:
    """A table: its entity sets with their rows, and for v4 its singleton of properties."""

    sets: dict[str, list[Row]]
    properties: Row = field(default_factory=dict)
    page_size: int = 10_000


@dataclass
class Office:
    """What the stand-in serves. `faults` maps a piece of a path to what goes wrong, one fault per request."""

    v3: dict[str, Table] = field(default_factory=dict)
    v4: dict[str, Table] = field(default_factory=dict)
    features: dict[str, list[Row]] = field(default_factory=dict)
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    requests: list[str] = field(default_factory=list)
    written_host: str = ""
    """The host in absolute addresses, when that is not our own: the real office always writes its own name."""
    base_url: str = ""

    def fail(self, piece: str, *faults: str) -> None:
        """Let the next requests for paths with `piece` go wrong, one fault each.

        Known: reset, cut (half a body), short (half a body, with the length of the whole), empty, html, redirect, and
        the statuses 500, 503 and 429.
        """
        self.faults[piece].extend(faults)

    def asked(self, piece: str) -> list[str]:
        """The requests so far whose path holds `piece`."""
        return [request for request in self.requests if piece in request]


@contextmanager
def statistics_server() -> Iterator[Office]:
    """An office that listens until the block ends."""
    office = Office()
    handler = type("Handler", (_Handler,), {"office": office})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    office.base_url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    office: Office
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Be quiet: the office remembers requests itself."""

    def do_GET(self) -> None:
        self.office.requests.append(self.path)
        fault = next(
            (faults.popleft() for piece, faults in self.office.faults.items() if piece in self.path and faults), ""
        )
        if fault in {"500", "503", "429"}:
            return self._send(int(fault), b'{"odata.error":{"code":"","message":{"lang":"en-US","value":"An error"}}}')
        if fault == "redirect":
            return self._redirect("http://example.org/elders")
        if fault == "html":
            return self._send(200, HTML)
        status, body = self._answer()
        if fault:
            return self._break(fault, body)
        return self._send(status, body)

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _break(self, fault: str, body: bytes) -> None:
        """Reset the connection, cut the body off (with or without a length that gives it away), or send none."""
        self.close_connection = fault in {"reset", "short"}
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif fault == "empty":
            self._send(200, b"")
        elif fault == "cut":
            self._send(200, body[: len(body) // 2])
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])

    def _answer(self) -> tuple[int, bytes]:
        parts = urlsplit(self.path)
        steps = [step for step in parts.path.split("/") if step]
        query = dict(parse_qsl(parts.query))
        interface = steps[0].casefold() if steps else ""
        if interface == "odatacatalog":
            return self._catalogue(query)
        if interface in {"odatafeed", "odataapi"} and len(steps) >= 3:
            return self._v3(steps[2], steps[3] if len(steps) > 3 else "", query, interface == "odatafeed")
        if steps[:3] == ["odata", "v1", "CBS"] and len(steps) >= 4:
            return self._v4(steps[3], steps[4] if len(steps) > 4 else "", query)
        if steps[:2] == ["cbs", "gebiedsindelingen"]:
            return self._wfs(query)
        return 404, HTML

    def _host(self) -> str:
        return self.office.written_host or self.office.base_url

    def _catalogue(self, query: dict[str, str]) -> tuple[int, bytes]:
        rows = [
            {**(table.sets.get("TableInfos") or [{}])[0], "Identifier": code, "RecordCount": _n_rows(table)}
            for code, table in self.office.v3.items()
        ]
        chosen = _select(_filtered(rows, query.get("$filter", "")), query)
        return _json({"odata.metadata": f"{self._host()}/ODataCatalog/$metadata#Tables", "value": chosen})

    def _v3(self, code: str, name: str, query: dict[str, str], is_feed: bool) -> tuple[int, bytes]:
        table = self.office.v3.get(code)
        if table is None or (name and name not in table.sets):
            return 404, HTML
        root = f"{self._host()}/ODataFeed/OData/{code}"
        if not name:
            entries = [{"name": entry, "url": f"{self._host()}/ODataFeed/odata/{code}/{entry}"} for entry in table.sets]
            return _json({"odata.metadata": f"{root}/$metadata", "value": entries})
        rows = _filtered(table.sets[name], query.get("$filter", ""))
        skip = int(query.pop("$skip", 0))
        if not is_feed and len(rows) > API_MAX:
            return 500, TOO_MANY
        page = rows[skip : skip + min(table.page_size, int(query.get("$top", table.page_size)))]
        body = {
            "odata.metadata": f"{root}/$metadata#Cbs.OData.WebAPI.{name}",
            "value": _select(page, query),
        }
        if skip + table.page_size < len(rows) and "$top" not in query:
            body["odata.nextLink"] = f"{root}/{name}/?{urlencode({**query, '$skip': skip + table.page_size}, safe='$')}"
        return _json(body)

    def _v4(self, code: str, name: str, query: dict[str, str]) -> tuple[int, bytes]:
        table = self.office.v4.get(code)
        root = f"{self._host()}/odata/v1/CBS/{code}"
        if table is None:
            return 404, b'{"error":{"code":"","message":"Not found"}}'
        if not name:
            entries = [{"name": entry, "kind": "EntitySet", "url": entry} for entry in table.sets]
            entries.append({"name": "Properties", "kind": "Singleton", "url": "Properties"})
            return _json({"@odata.context": f"{root}/$metadata", "value": entries})
        if name == "Properties":
            return _json({"@odata.context": f"{root}/$metadata#Properties", **table.properties})
        if name not in table.sets:
            return 404, b'{"error":{"code":"","message":"Not found"}}'
        skip = int(query.get("$skip", 0))
        rows = table.sets[name]
        body: dict[str, Any] = {
            "@odata.context": f"{root}/$metadata#{name}",
            "value": rows[skip : skip + table.page_size],
        }
        if skip + table.page_size < len(rows):
            body["@odata.nextLink"] = f"{root}/{name}?$skip={skip + table.page_size}"
        return _json(body)

    def _wfs(self, query: dict[str, str]) -> tuple[int, bytes]:
        layer = query["typeNames"].removesuffix("_gegeneraliseerd")
        start, count = int(query["startIndex"]), int(query["count"])
        features = self.office.features.get(layer, [])[start : start + count]
        return _json({"type": "FeatureCollection", "features": features})


def _n_rows(table: Table) -> int:
    return len(table.sets.get("TypedDataSet", []))


def _json(body: Any) -> tuple[int, bytes]:
    return 200, json.dumps(body, ensure_ascii=False).encode()


def _filtered(rows: list[Row], expression: str) -> list[Row]:
    """The words of `$filter` that clients use; a value must match with its padding, as at the real office."""
    for term in filter(None, expression.split(" and ")):
        equals, starts = EQUALS.match(term), STARTS_WITH.match(term)
        if equals:
            rows = [row for row in rows if row[equals[1]] == equals[2]]
        elif starts:
            rows = [row for row in rows if str(row[starts[1]]).startswith(starts[2])]
        else:
            raise AssertionError(f"the stand-in does not know the filter {term}")
    return rows


def _select(rows: list[Row], query: Mapping[str, str]) -> list[Row]:
    wanted = query.get("$select", "")
    return [{name: row.get(name) for name in wanted.split(",")} for row in rows] if wanted else rows
