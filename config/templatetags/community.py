"""Tags for the frame of a community, known in every template."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator

from communities.access.house import waiting_in
from communities.access.stream import name_of
from communities.models import Community, Role, User
from initiatives.access.initiatives import waiting_initiatives
from lib.rich_text import plain

register = template.Library()

# (label, route, the right that the page asks): what a reader may not open is not offered.
TABS = (
    ("Voorpagina", "config:community_home", ""),
    ("Nieuws", "communities:post_list", ""),
    ("Agenda", "communities:event_list", ""),
    ("Initiatieven", "initiatives:initiative_list", ""),
    ("Mensen", "communities:person_list", "communities.view_members_part"),
    ("Veranderagenda", "communities:agenda_item_list", ""),
    ("Routekaart", "communities:route_map", "communities.view_members_part"),
    ("Succesfactoren", "succesfactoren:result_list", ""),
    ("Regioscan", "communities:scan_detail", ""),
    ("Vraag en aanbod", "initiatives:listing_list", "communities.view_members_part"),
    ("Budget", "initiatives:budget_list", ""),
    ("Documenten", "communities:document_list", ""),
)

# Pages of a tab that stand elsewhere, after the address of the community.
ELSEWHERE = {"Succesfactoren": r"gesprekken/", "Vraag en aanbod": r"afspraken/\d+/|beursvloer/"}

FOOT = (
    ("Onze ambitie", "communities:ambition_detail", ""),
    ("Onze afspraken", "communities:agreement_detail", "communities.view_members_part"),
    ("Belangen", "communities:interest_list", "communities.view_members_part"),
    ("Koplopers", "communities:frontrunner_list", ""),
    ("Organisaties", "communities:organisation_list", "communities.view_members_part"),
    ("Verborgen kampioenen", "communities:champion_list", "communities.view_members_part"),
    ("Bewonerspanel", "succesfactoren:panel_join", ""),
    ("Wat wij meten", "initiatives:impact_list", ""),
    ("Lessen", "initiatives:lesson_list", ""),
    ("Mijn lidmaatschap", "communities:own_membership", ""),
    ("Huisregels", "communities:rules_detail", ""),
    ("Privacy in deze community", "communities:privacy_statement", ""),
)


@lru_cache(maxsize=4096)
def path_of(route: str, *args: Any) -> str:
    """Where a route leads; that is fixed, and the frame of a page asks it forty times."""
    return reverse(route, args=args)


@register.simple_tag(takes_context=True)
def community_tabs(context: template.Context, community: Community) -> list[dict[str, Any]]:
    """The parts of a community that this reader may open."""
    home = path_of("config:community_home", community.slug)
    at = context["request"].path
    return [
        {"label": label, "url": path, "is_current": _is_at(at, label, path, home)}
        for label, path in _open_to(context, community, TABS)
    ]


def _is_at(at: str, label: str, path: str, home: str) -> bool:
    """Whether the page at this address belongs to the tab."""
    if path == home:
        return at == path
    elsewhere = ELSEWHERE.get(label)
    return at.startswith(path) or bool(elsewhere and re.match(elsewhere, at.removeprefix(home)))


@register.simple_tag(takes_context=True)
def community_foot(context: template.Context, community: Community) -> list[tuple[str, str]]:
    """What stands at the foot of every page of a community: rules, privacy, and one's own place in it."""
    is_member = getattr(context["request"], "membership", None) is not None
    entries = [one for one in FOOT if is_member or one[1] != "communities:own_membership"]
    return [*_open_to(context, community, entries), *_maps(context["request"], community)]


def _maps(request: HttpRequest, community: Community) -> list[tuple[str, str]]:
    """The stakeholder maps that a commissioner may read; who runs the community finds them at the desk."""
    membership = getattr(request, "membership", None)
    if membership is None or membership.role != Role.COMMISSIONER:
        return []
    trajectories = list(community.trajectories.all())
    readable = [one for one in trajectories if request.user.has_perm("communities.view_stakeholders", one)]
    labels = [f"Krachtenkaart van {one.name}" if len(readable) > 1 else "Krachtenkaart" for one in readable]
    paths = [path_of("communities:stakeholder_map", one.pk) for one in readable]
    return list(zip(labels, paths, strict=True))


def _open_to(
    context: template.Context, community: Community, entries: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    user = context["request"].user
    for label, route, permission in entries:
        path = path_of(route, community.slug)
        if not permission or user.has_perm(permission, community):
            yield label, path


@register.simple_tag(takes_context=True)
def coordinator_links(context: template.Context, community: Community) -> list[dict[str, Any]]:
    """What somebody who runs the community needs at hand, with how much of it waits; empty for all others.

    A page that knows what waits already gives it as `waiting_here`.
    """
    request = context["request"]
    if not request.user.has_perm("communities.manage_community", community):
        return []
    waiting = context.get("waiting_here") or waiting_in(community)
    links = [
        ("Instellingen", path_of("communities:settings_general", community.slug), 0),
        ("Aanvragen", path_of("communities:join_request_list", community.slug), waiting.n_requests),
        ("Leden", path_of("communities:member_list", community.slug), 0),
        ("Moderatie", path_of("communities:moderation", community.slug), waiting.n_reports),
        *_proposals(community),
        ("Rondes", path_of("succesfactoren:round_list", community.slug), 0),
        ("Post", path_of("communities:letter_list", community.slug), 0),
        ("Naar het traject", path_of("config:desk", waiting.trajectory_id), 0)
        if waiting.trajectory_id
        else ("Begin een traject", path_of("communities:trajectory_start", community.slug), 0),
    ]
    return [{"label": label, "url": url, "n": n, "is_current": request.path.startswith(url)} for label, url, n in links]


def _proposals(community: Community) -> list[tuple[str, str, int]]:
    """First initiatives of new members that wait for a look; there is no such list when none waits."""
    n_waiting = waiting_initiatives(community).count()
    path = path_of("initiatives:initiative_list", community.slug)
    return [("Nieuwe initiatieven", f"{path}?nodig=wacht", n_waiting)] if n_waiting else []


@register.simple_tag(takes_context=True)
def rules_wait(context: template.Context, community: Community) -> str:
    """Where a member agrees to house rules that have changed; "" where nothing waits."""
    membership = getattr(context["request"], "membership", None)
    if membership is None or not community.is_active:
        return ""
    if community.newest_rules_id in {None, membership.accepted_rules_id}:
        return ""
    return path_of("communities:rules_accept", community.slug)


@register.filter
def plain_words(html: str, n: int) -> str:
    """The first words of a written text, without its headings, lists and links."""
    return Truncator(" ".join(plain(html).split("\n"))).words(n, truncate=" …")


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """What a dictionary has under a key; None where it has nothing."""
    return found.get(key)


@register.filter
def initials(name: str) -> str:
    """`JO` for Jan-Willem Otten: of the first and the last word that begins with a capital."""
    words = [word for word in name.split() if word[:1].isupper()] or name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def person_name(user: User | None) -> str:
    """The name that others read; never an address."""
    return name_of(user)
