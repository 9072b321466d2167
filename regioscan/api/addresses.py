"""Whole addresses, as they stand in answers: under the name of the site, whatever name it was asked under."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from regioscan.api import BASE

Links = dict[str, dict[str, str]]


def page(path: str) -> str:
    """The address of a page for people."""
    return f"{settings.SITE_URL}{path}"


def address(path: str, **query: Any) -> str:
    """The address of something in the interface; lists become names with commas."""
    asked = {name: ",".join(map(str, one)) if isinstance(one, list) else one for name, one in query.items()}
    return page(f"{BASE}{path}") + (f"?{urlencode(asked, safe=',')}" if asked else "")


def links(**named: str) -> Links:
    """Addresses as they stand under `_links`."""
    return {name: {"href": href} for name, href in named.items()}


def paging_links(request: HttpRequest, page_number: int, n_pages: int) -> Links:
    """This page, and the ones before and after where there are such."""
    wanted = {"self": page_number, "prev": page_number - 1, "next": page_number + 1}
    there = {name: number for name, number in wanted.items() if name == "self" or 1 <= number <= n_pages}
    return links(**{name: _with_page(request, number) for name, number in there.items()})


def link_header(found: Mapping[str, Mapping[str, str]]) -> str:
    """The same for the Link header."""
    return ", ".join(f'<{link["href"]}>; rel="{name}"' for name, link in found.items() if name != "self")


def _with_page(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["pagina"] = str(number)
    return page(f"{request.path}?{query.urlencode(safe=',')}")
