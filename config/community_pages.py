"""The front page of a community: it joins what people do with the facts of their region."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access.communities import get_community
from config import community_home as home
from config.cooperation import cooperation_of
from config.home_initiatives import budget_for, initiatives_for
from config.region_figures import glance, region_outline


@login_not_required
@require_safe
def community_home(request: HttpRequest, slug: str) -> HttpResponse:
    """What is this, what can I do now, where are we, news, agenda, initiatives, our region, people: always so."""
    community = get_community(request, slug, "communities.view_community")
    people = home.people_for(request.user, community)
    budget = budget_for(request.user, community)
    context = {
        "community": community,
        "act": home.next_act(request.user, community, request.membership, budget),
        "cooperation": cooperation_of(request.user, community),
        "course": home.course_of(community, people.n_frontrunners),
        "news": home.news_for(request.user, community),
        "events": home.events_for(request.user, community),
        "initiatives": initiatives_for(request.user, community),
        "budget": budget,
        "glance": glance(community.region, home.agenda_codes(community)),
        "outline": None if community.cover else region_outline(community.region),
        "people": people,
        "sees_members": request.user.has_perm("communities.view_members_part", community),
    }
    return render(request, "config/community_home.html", context)
