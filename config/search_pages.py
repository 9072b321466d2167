"""Searching over everything that somebody may see: communities, people, what is written, and regions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from communities.access import search as finding
from communities.access.search import Wanted, marked, wanted
from communities.forms.people import SEARCH_LENGTH
from communities.forms.search import KINDS, SearchForm
from communities.models import Community, Document, Event, Membership, Organisation, Post
from initiatives.access.search import find_initiatives
from initiatives.models import Initiative
from lib.text import long_date
from regioscan import frames
from regioscan.models import Region

FIRST_FEW = 5
A_PAGE = 20
MOST_REGIONS = 40
"""Somebody who finds more regions than this types another letter."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    url: str
    line: str = ""
    piece: SafeString | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first few, or a page of them, and how many there are."""

    kind: str
    hits: Sequence[Hit]
    n: int
    page: Page | None = None

    @property
    def label(self) -> str:
        """The name of the kind."""
        return KINDS[self.kind]

    @property
    def has_more(self) -> bool:
        """Whether there are more than are shown."""
        return self.page is None and self.n > len(self.hits)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, a few of each kind; or all of one kind."""
    form = SearchForm(request.GET)
    is_asked = form.is_valid() and bool(form.cleaned_data["q"].strip())
    kind = form.cleaned_data.get("soort", "") if is_asked else ""
    groups: list[Group] = []
    if is_asked:
        what = wanted(form.cleaned_data["q"])
        kinds = [kind] if kind else list(KINDS)
        found = [_group(request, one, what, is_alone=bool(kind)) for one in kinds]
        groups = [group for group in found if group.n]
    context = {
        "form": form,
        "is_asked": is_asked,
        "text": form.cleaned_data.get("q", "").strip(),
        "groups": groups,
        "n_found": sum(group.n for group in groups),
        "kind": kind,
    }
    return render(request, "config/search.html", context, status=400 if form.errors else 200)


def _group(request: HttpRequest, kind: str, what: Wanted, *, is_alone: bool) -> Group:
    if kind == "regios":
        found = frames.search_regions(what.text, limit=MOST_REGIONS)
        return Group(kind, [_region(one) for one in found[: None if is_alone else FIRST_FEW]], len(found))
    find, show = FINDERS[kind]
    things = find(request.user, what)
    if is_alone:
        page = Paginator(things, A_PAGE).get_page(request.GET.get("pagina"))
        return Group(kind, [show(one) for one in page.object_list], page.paginator.count, page)
    few = list(things.annotate(n_found=Window(Count("pk")))[:FIRST_FEW])
    return Group(kind, [show(one) for one in few], few[0].n_found if few else 0)


def _community(found: Community) -> Hit:
    return Hit(found.name, found.get_absolute_url(), found.tagline, marked(found.piece))


def _person(found: Membership) -> Hit:
    parts = [found.role_words, found.function, found.organisation.name if found.organisation else ""]
    url = reverse("communities:person_detail", args=[found.community.slug, found.pk])
    return Hit(found.user.name, url, _line(*parts, found.community.name))


def _organisation(found: Organisation) -> Hit:
    community = found.here[0].community
    path = reverse("communities:organisation_list", args=[community.slug])
    url = f"{path}?{urlencode({'q': found.name[:SEARCH_LENGTH].strip()})}"
    return Hit(found.name, url, _line(found.get_sector_display(), found.place, community.name))


def _post(found: Post) -> Hit:
    line = _line(found.get_kind_display(), long_date(found.publish_at), found.community.name)
    return Hit(found.title, found.get_absolute_url(), line, marked(found.piece))


def _initiative(found: Initiative) -> Hit:
    line = _line(found.get_stage_display(), found.place_name, found.community.name)
    return Hit(found.title, found.get_absolute_url(), line, marked(found.piece))


def _event(found: Event) -> Hit:
    state = "gaat niet door" if found.cancelled_at else "" if found.is_coming else "voorbij"
    return Hit(
        found.title, found.get_absolute_url(), _line(found.when, state, found.community.name), marked(found.piece)
    )


def _document(found: Document) -> Hit:
    line = _line(long_date(found.created_at), found.community.name)
    return Hit(found.title, found.get_absolute_url(), line, marked(found.piece))


def _region(found: Region) -> Hit:
    return Hit(found.name, found.get_absolute_url(), _line(found.get_kind_display(), found.code))


def _line(*parts: str) -> str:
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


FINDERS: dict[str, tuple[Callable[..., Any], Callable[[Any], Hit]]] = {
    "communities": (finding.find_communities, _community),
    "mensen": (finding.find_people, _person),
    "organisaties": (finding.find_organisations, _organisation),
    "initiatieven": (find_initiatives, _initiative),
    "berichten": (finding.find_posts, _post),
    "agenda": (finding.find_events, _event),
    "documenten": (finding.find_documents, _document),
}
