"""Communities in a list and on a map, and making one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.house import listed_communities
from communities.actions.house import HouseError, create_community
from communities.actions.joining import JoiningError
from communities.charts.community_map import community_map
from communities.forms.house import CommunityForm, SearchForm
from communities.models import User
from communities.rules import is_administrator

A_PAGE = 50


@login_not_required
@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """The communities that this reader may know of: on a map, and in an equal list."""
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"].replace("\x00", "") if form.is_bound and form.is_valid() else ""
    page = Paginator(listed_communities(request.user, words), A_PAGE).get_page(request.GET.get("pagina"))
    communities = list(page)
    context = {
        "form": form,
        "words": words,
        "page": page,
        "communities": communities,
        "map": community_map(communities),
        "may_create": is_administrator(request.user),
    }
    return render(request, "communities/community_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def community_create(request: HttpRequest) -> HttpResponse:
    """A new community, by an administrator."""
    if not is_administrator(request.user):
        raise PermissionDenied
    form = CommunityForm(request.POST or None, initial={"region": request.GET.get("regio", "")})
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("region", "name", "slug", "coordinator")}
        try:
            community = create_community(by=cast("User", request.user), **wanted)
        except (HouseError, JoiningError) as error:
            form.add_error("slug" if isinstance(error, HouseError) else "coordinator", str(error))
        else:
            messages.success(request, f"{community.name} is gemaakt. De coördinator krijgt een uitnodiging per mail.")
            return redirect(community)
    return render(request, "communities/community_create.html", {"form": form}, status=400 if form.is_bound else 200)
