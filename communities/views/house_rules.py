"""House rules: reading them, publishing new ones, and agreeing to them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from communities.access.communities import get_community
from communities.access.joining import newest_rules
from communities.actions.house_rules import accept_rules, publish_rules
from communities.actions.joining import JoiningError
from communities.forms.joining import AcceptRulesForm, RulesForm


@login_not_required
@require_GET
def rules_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The house rules that hold now, or an earlier version."""
    community = get_community(request, slug, "communities.view_community")
    versions = list(community.house_rules.all())
    asked = request.GET.get("versie", "")
    shown = next((one for one in versions if str(one.version) == asked), versions[0] if versions else None)
    may_publish = request.user.has_perm("communities.coordinate", community)
    context = {"community": community, "versions": versions, "shown": shown, "may_publish": may_publish}
    return render(request, "communities/rules_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rules_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a new version; an old one is never changed."""
    community = get_community(request, slug, "communities.coordinate")
    newest = newest_rules(community)
    form = RulesForm(
        request.POST if request.method == "POST" else None, initial={"text": newest.text if newest else ""}
    )
    if form.is_valid():
        made = publish_rules(by=request.user, community=community, text=form.cleaned_data["text"])
        messages.success(request, f"Versie {made.version} van de huisregels geldt nu.")
        return redirect("communities:rules_detail", slug)
    context = {"community": community, "form": form, "newest": newest}
    return render(request, "communities/rules_publish.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rules_accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree to the house rules as they are now, and go on with what was going on."""
    community = get_community(request, slug, "communities.view_members_part")
    rules, goes_to = newest_rules(community), _safe(request, request.GET.get("next", ""))
    membership = request.user.membership_in(community)
    if rules is None or membership is None or membership.accepted_rules_id == rules.pk:
        return redirect(goes_to or "communities:rules_detail", *([] if goes_to else [slug]))
    form = AcceptRulesForm(request.POST if request.method == "POST" else None, rules=rules, goes_to=goes_to)
    if form.is_valid():
        try:
            accept_rules(by=request.user, community=community, rules_id=form.cleaned_data["rules_id"])
        except JoiningError as error:
            messages.error(request, str(error))
            return redirect("communities:rules_accept", slug)
        messages.success(request, "Dank u. U kunt verder.")
        return redirect(_safe(request, form.cleaned_data["next"]) or community.get_absolute_url())
    context = {"community": community, "form": form, "rules": rules, "is_new": membership.accepted_rules_id is None}
    return render(request, "communities/rules_accept.html", context, status=400 if form.is_bound else 200)


def _safe(request: HttpRequest, path: str) -> str:
    """The address to go on to, when it is one of ours."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, {request.get_host()})
    return path if is_ours else ""
