"""Where somebody can go on who ended up where nothing can be seen."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

# Who comes from logging in is sent on from there, to where nothing could be seen.
ACCOUNT = "/account/"


def came_from(request: HttpRequest) -> str:
    """The page of this site that the browser came from, as a path; "" when it does not say or was elsewhere."""
    page, hosts = request.headers.get("Referer", ""), {request.get_host()}
    if not url_has_allowed_host_and_scheme(page, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(page)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    # After the host there may stand what is another host by itself: https://ours//theirs.
    is_path = bool(parts.netloc) and path.startswith("/") and url_has_allowed_host_and_scheme(path, hosts)
    return path if is_path else ""


def page_before(request: HttpRequest) -> str:
    """Where the visitor came from, unless that only leads here again; "" when there is no such page."""
    path = came_from(request)
    return "" if path.startswith((request.path, ACCOUNT)) else path


def page_above(request: HttpRequest) -> str:
    """The nearest address above this one that exists; "" when that is the home page."""
    path = _above(request.path_info)
    while path != "/" and not _exists(path):
        path = _above(path)
    return "" if path == "/" else path


def _above(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
