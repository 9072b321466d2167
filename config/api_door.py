"""What happens around every request under /api/: no cookies, a limit, HEAD and OPTIONS, and never a page of HTML."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response

from regioscan.api import VERSION
from regioscan.api.formats import TYPES
from regioscan.api.problems import CONTENT_TYPE, problem
from regioscan.views import limits

PREFIX = "/api/"
METHODS = "GET, HEAD, OPTIONS"
VARY = "Accept"
KEEP_SECONDS = 300
PREFLIGHT_SECONDS = 86_400
PASSED_ON = ("Retry-After", "Allow", "Location")
SEEN_BY_SCRIPTS = "API-Version, Content-Disposition, ETag, Link, Retry-After, X-Request-ID"
NO_CONTENT = 204
COSTS = {"xlsx": limits.SHEET, "jsonstat": limits.TABLE, "csv": limits.TABLE, "csvw": limits.TABLE}
"""What the forms count for that take more than a page; the others count once."""
Respond = Callable[[HttpRequest], HttpResponseBase]


class ApiDoorMiddleware:
    """Stands outside the other middleware, so that what they answer is told in the same way."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        # Nobody is anybody here: answers are the same for all, and may be kept by caches that many share.
        request.COOKIES = {}
        method = request.method
        response = self._answer(request)
        if response.status_code >= 400 and response.get("Content-Type") != CONTENT_TYPE:
            response = _as_problem(request, response)
        response = _conditional(request, response)
        return _dressed(_without_body(response) if method == "HEAD" else response)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if seconds := limits.seconds_to_wait(request, "api", _cost(request)):
            refusal = problem(request, 429)
            refusal["Retry-After"] = str(seconds)
            return refusal
        if request.method == "OPTIONS":
            return _options(request)
        if request.method == "HEAD":
            request.method = "GET"
            try:
                return self.get_response(request)
            finally:
                request.method = "HEAD"
        return self.get_response(request)


def _cost(request: HttpRequest) -> int:
    """What a request counts for, by the end of its address or what it says it likes."""
    end = request.path_info.rpartition("/")[2].partition(".")[2]
    if not end and TYPES["xlsx"] in request.headers.get("Accept", ""):
        end = "xlsx"
    return COSTS.get(end, limits.PAGE)


def _options(request: HttpRequest) -> HttpResponse:
    """What can be asked here; browsers ask it before they let a script of another site read."""
    try:
        resolve(request.path_info)
    except Resolver404:
        return problem(request, 404)
    headers = {
        "Allow": METHODS,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "Accept, If-None-Match",
        "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
    }
    return HttpResponse(status=NO_CONTENT, headers=headers)


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """A page that says what went wrong, as a problem that says it; how long to wait comes along."""
    found = problem(request, response.status_code)
    for name in PASSED_ON:
        if name in response:
            found[name] = response[name]
    if response.status_code == 405:
        found["Allow"] = METHODS
    return found


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A mark of the content where there is none yet, and 304 for whoever has that content."""
    if response.status_code != 200:
        return response
    if "ETag" not in response and isinstance(response, HttpResponse):
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:40]}"'
    response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    found = get_conditional_response(request, etag=response.get("ETag"), response=response)  # type: ignore[arg-type]
    return found if found is not None else response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The same headers and nothing else. A streamed answer does not know its length, and so says none."""
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    length = str(len(response.content)) if isinstance(response, HttpResponse) else None
    empty = HttpResponse(status=response.status_code, headers=headers)
    if length:
        empty["Content-Length"] = length
    return empty


def _dressed(response: HttpResponseBase) -> HttpResponseBase:
    response["API-Version"] = VERSION
    # Cookies were taken away, so that answers do not differ by them, whatever others may think.
    response["Vary"] = VARY
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = SEEN_BY_SCRIPTS
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if response.status_code >= 400:
        response["Cache-Control"] = "no-store"
    return response
