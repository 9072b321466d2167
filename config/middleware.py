"""What happens around every request: a log line, headers, an honest page when the database is away, clean text."""

import logging
import sys
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from allauth.core.ratelimit import consume
from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from config import error_pages
from config.api_door import PREFIX
from config.ways_back import came_from

Respond = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
AnyView = Callable[..., HttpResponseBase]

request_log = logging.getLogger("regiokracht.request")
UNUSED_FEATURES = ("camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)


class RequestLogMiddleware:
    """One line a request: no address of the visitor, no path, no query; a route says what was asked for."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = uuid.uuid4().hex
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        request_log.info(
            "request",
            extra={
                "request_id": request_id,
                "method": request.method if request.method in {"GET", "HEAD", "POST"} else "other",
                "route": (match.view_name or match.route) if match else "-",
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            },
        )
        response["X-Request-ID"] = request_id
        return response


class HeadersMiddleware:
    """The headers that Django does not set itself, on every answer."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Only a person who was looked up while answering can have got something personal; what a view calls public
        # (the stylesheet and the pictures of a public community) is the same for everyone.
        user = getattr(request, "_cached_user", None)
        is_for_all = response.get("Cache-Control", "").startswith("public")
        if user is not None and user.is_authenticated and not is_for_all:
            response["Cache-Control"] = "no-store, private"
        return response


@receiver(got_request_exception)
def remember_outage(request: HttpRequest | None = None, **_: Any) -> None:
    """Mark a request that failed because the database was away, wherever in the chain that happened."""
    if request is not None and isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        request.has_met_outage = True  # type: ignore[attr-defined]


class ServiceDownMiddleware:
    """Database away, full, or too slow: 503 with Retry-After instead of an error that looks like ours."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "has_met_outage", False):
            return error_pages.service_down(request)
        return response


class CleanTextMiddleware:
    """Text with a NUL in it is refused at the door: no person types it and PostgreSQL cannot hold it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        texts = [request.path_info, *_texts(request.GET.lists()), *request.COOKIES.values()]
        return error_pages.bad_request(request) if _has_nul(texts) else self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Look at a form too, unless the view wants to decide for itself how its body is read."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        try:
            sent = request.POST.lists()
        except UnreadablePostError:
            # The visitor is gone; CsrfViewMiddleware answers whoever is left.
            return None
        return error_pages.bad_request(request) if _has_nul(_texts(sent)) else None


def _texts(pairs: Iterable[tuple[str, list[Any]]]) -> Iterable[str]:
    for name, values in pairs:
        yield name
        yield from (value for value in values if isinstance(value, str))


def _has_nul(texts: Iterable[str]) -> bool:
    return any("\x00" in text for text in texts)


class MethodMiddleware:
    """A page for whoever looks where one can only send: Django's own answer to that is an empty one."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_empty = isinstance(response, HttpResponseNotAllowed) and not response.content
        if not is_empty or request.path_info.startswith(PREFIX) or not request.accepts("text/html"):
            return response
        return error_pages.method_not_allowed(request, response["Allow"])


class LoginMiddleware(LoginRequiredMiddleware):
    """Who must log in comes back where they were; what was sent cannot be sent again by a link."""

    def handle_no_permission(self, request: HttpRequest, view_func: AnyView) -> HttpResponseRedirect:
        """To the login page; a form leads back to the page that it stood on."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        login, page = resolve_url(self.get_login_url(view_func)), came_from(request)
        if not page:
            return HttpResponseRedirect(login)
        return redirect_to_login(page, login, self.get_redirect_field_name(view_func))


class WritingLimitMiddleware:
    """Nobody writes in communities faster than a person can. Where visitors may write, a limit of its own holds."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Count what is sent to the floor of the communities."""
        match = request.resolver_match
        is_writing = request.method == "POST" and match is not None and match.app_name == "communities"
        if not is_writing or not request.user.is_authenticated or consume(request, action="write"):
            return None
        return error_pages.too_many_requests(request)


class SessionAgeMiddleware:
    """Who was away for an hour, or logged in twelve hours ago, logs in again."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._keep_or_end(request)
        return self.get_response(request)

    @staticmethod
    def _keep_or_end(request: HttpRequest) -> None:
        now = int(time.time())
        started, seen = request.session.get("started_at", now), request.session.get("seen_at", now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
            logout(request)
            messages.info(request, "U was een tijd niet actief. Log opnieuw in om verder te gaan.")
        elif "started_at" not in request.session or now - seen >= 60:
            # Once a minute is precise enough, and spares a write with every page.
            request.session["started_at"], request.session["seen_at"] = started, now


class DeviceMiddleware:
    """Where somebody is logged in, as their account shows it, once a minute: allauth alone writes it with every page.

    A session that goes on under another key is noted at once: who is erased is logged out by what stands here.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.note = UserSessionsMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_due = request.user.is_authenticated and self._is_due(request)
        return self.note(request) if is_due else self.get_response(request)

    @staticmethod
    def _is_due(request: HttpRequest) -> bool:
        now, (key, at) = int(time.time()), request.session.get("noted", ("", 0))
        is_due = bool(key != request.session.session_key or now - at >= 60)
        if is_due:
            request.session["noted"] = (request.session.session_key, now)
        return is_due
