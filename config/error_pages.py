"""What a visitor sees when something is not there, not allowed, or broken."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from communities.access.communities import RulesFirst
from communities.actions.log import note_refusal
from communities.models import Community
from config.ways_back import came_from, page_above, page_before

RETRY_SECONDS = 10


def _plain(name: str, status: HTTPStatus, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page without account or figures: it must also come when the database does not."""
    return HttpResponse(render_to_string(f"{name}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    """400: we do not understand what was sent."""
    return _plain("400", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this person may not do this. Inside a community that is written down; changed house rules come first."""
    if isinstance(exception, RulesFirst):
        return _rules_first(request, exception)
    community = getattr(request, "community", None)
    if community is not None:
        note_refusal(request, community)
    return render(request, "403.html", {"joining": _joining(request)}, status=HTTPStatus.FORBIDDEN)


def _joining(request: HttpRequest) -> str:
    """Where somebody who is not a member can become one; "" for members, and where that is not possible."""
    community: Community | None = getattr(request, "community", None)
    if community is None or getattr(request, "membership", None) is not None or not community.is_active:
        return ""
    if community.join_policy == Community.JoinPolicy.INVITATION:
        return ""
    return reverse("communities:join", args=[community.slug])


def _rules_first(request: HttpRequest, exception: RulesFirst) -> HttpResponse:
    """To the page on which somebody agrees, and from there back; what was sent cannot be sent again by a link."""
    path = reverse("communities:rules_accept", args=[exception.community.slug])
    goes_to = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(path + goes_to)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    """404: there is no such page, or not for this person."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def method_not_allowed(request: HttpRequest, methods: str) -> HttpResponse:
    """405: looking where one can only send, or sending where one can only look."""
    is_looking = request.method in {"GET", "HEAD"}
    context = {"is_looking": is_looking, "before": page_before(request), "above": page_above(request)}
    response = _plain("405", HTTPStatus.METHOD_NOT_ALLOWED, context)
    response["Allow"] = methods
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - passed by name
    """403: the form was sent from elsewhere, or the page stood open too long."""
    return _plain("403_csrf", HTTPStatus.FORBIDDEN, {"before": came_from(request)})


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
