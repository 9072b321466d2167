"""Keeps drawn pages for visitors who are not logged in, until other figures are published."""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from regioscan import frames

View = Callable[..., HttpResponse]
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
TOKEN_HERE = b"<<token of this visitor>>"
# Who asks for a page that another thread is drawing, waits for it instead of drawing it too.
LOCKS = tuple(Lock() for _ in range(32))


def kept_for_visitors(view: View) -> View:
    """Draw a page once for all visitors who ask for the same address with the same cookies.

    Nothing personal can be kept: who is logged in, or has a message waiting, gets a page of their own, and the token
    against forged forms is cut out and put in anew for each visitor. Only the text is kept, never a header or cookie.
    With DEBUG nothing is kept, so that a changed template shows at once.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.DEBUG or request.method != "GET" or request.user.is_authenticated or len(get_messages(request)):
            return view(request, *args, **kwargs)
        key = _key(request)
        if text := caches["pages"].get(key):
            return _answer(request, text)
        with LOCKS[int(key[:8], 16) % len(LOCKS)]:
            if text := caches["pages"].get(key):
                return _answer(request, text)
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and (text := _without_token(response.content)):
                caches["pages"].set(key, text)
        return response

    return wrapped


def _key(request: HttpRequest) -> str:
    """Differs with all that a page depends on; the reading settings are a cookie."""
    cookies = sorted(item for item in request.COOKIES.items() if item[0] != settings.CSRF_COOKIE_NAME)
    return sha256(repr((request.get_full_path(), cookies, frames.published_version())).encode()).hexdigest()


def _without_token(text: bytes) -> bytes | None:
    """The page without its token; None when that cannot be told apart, and so the page cannot be kept."""
    tokens = set(TOKEN.findall(text))
    if len(tokens) > 1 or (not tokens and b"X-CSRFToken" in text):
        return None
    return text.replace(tokens.pop(), TOKEN_HERE) if tokens else text


def _answer(request: HttpRequest, text: bytes) -> HttpResponse:
    return HttpResponse(text.replace(TOKEN_HERE, get_token(request).encode()) if TOKEN_HERE in text else text)
