"""What all addresses under /communities/{slug} share: a community that is public, and one page of what it shows.

The interface has no login: it answers to everybody as a page of that community answers to a visitor.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import Field, WithJsonSchema

from communities.access.communities import visible_communities
from communities.models import Community
from regioscan.api import asked
from regioscan.api.addresses import address, link_header, links, page, paging_links
from regioscan.api.formats import json_reply
from regioscan.api.replies import Linked

Thing = TypeVar("Thing", bound=Model)
NOBODY = AnonymousUser()
# May be left out, but is never null: an address has no null.
MaybeCode = Annotated[asked.Code | None, WithJsonSchema({"type": "string", "pattern": asked.CODE, "maxLength": 60})]


class PageAsked(asked.Paged):
    """Which page of what a community shows."""

    aantal: asked.Whole = Field(100, ge=1, le=1_000, description="Hoeveel er op een bladzijde staan.")


class PageReply(Linked):
    """One page of what a community shows."""

    community: str
    regio: str
    pagina: int
    aantal: int
    totaal: int


def open_community(slug: str) -> Community:
    """The public community at this address; others are as absent as one that never was."""
    found: Community | None = visible_communities(NOBODY).select_related("region").filter(slug=slug).first()
    if found is None:
        raise Http404("Er is geen openbare community met dit adres.")
    return found


def head_of(community: Community, path: str) -> dict[str, Any]:
    """Whose it is, with the addresses of its region and of the page for people at this path."""
    about = links(regio=address(f"/regios/{community.region.code}"), pagina=page(path))
    return {"community": community.name, "regio": community.region.code, "_links": about}


def path_in(community: Community, route: str, *numbers: int) -> str:
    """The path of a page of this community."""
    return reverse(route, args=[community.slug, *numbers])


def page_reply(
    request: HttpRequest,
    query: PageAsked,
    head: dict[str, Any],
    found: QuerySet[Thing],
    **plain: Callable[[Iterable[Thing]], Iterable[dict[str, Any]]],
) -> HttpResponse:
    """One page of what was found; `plain` names it and says how it is told."""
    first, n_found = (query.pagina - 1) * query.aantal, found.count()
    ((name, told),) = plain.items()
    shown = list(told(found[first : first + query.aantal]))
    paging = paging_links(request, query.pagina, -(-n_found // query.aantal))
    counts = {"pagina": query.pagina, "aantal": len(shown), "totaal": n_found}
    body = head | {name: shown} | counts | {"_links": paging | head["_links"]}
    return json_reply(body, link=link_header(paging))
