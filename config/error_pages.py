"""What a visitor sees when something is not there, not allowed, or broken."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_SECONDS = 10


def _plain(name: str, status: HTTPStatus) -> HttpResponse:
    """A page without account or figures: it must also come when the database does not."""
    return HttpResponse(render_to_string(f"{name}.html"), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    """400: we do not understand what was sent."""
    return _plain("400", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    """403: this person may not do this."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    """404: there is no such page, or not for this person."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - passed by name
    """403: the form was sent from elsewhere, or the page stood open too long."""
    return _plain("403_csrf", HTTPStatus.FORBIDDEN)


def too_many_requests(_request: HttpRequest) -> HttpResponse:
    """429: too many attempts in a short time."""
    response = _plain("429", HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "300"
    return response


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours."""
    return _plain("500", HTTPStatus.INTERNAL_SERVER_ERROR)


def service_down(_request: HttpRequest) -> HttpResponse:
    """503: the database is away, full or too slow; trying again soon makes sense."""
    response = _plain("503", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
