"""The settings of a community, for who runs it: what it is, its face, privacy, and its end."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.communities import get_community
from communities.access.faces import face_of
from communities.actions.house import (
    PictureChange,
    change_face,
    change_general,
    change_privacy,
    end_community,
    resume_community,
)
from communities.forms.house import EndForm, FaceForm, GeneralForm, PrivacyForm
from communities.models import Community, User

SECTIONS = (
    ("Algemeen", "settings_general"),
    ("Gezicht", "settings_face"),
    ("Privacy", "settings_privacy"),
    ("Stoppen", "settings_end"),
)
ELSEWHERE = (
    ("Huisregels", "communities:rules_publish"),
    ("Vragen bij aanmelden", "communities:question_list"),
    ("Uitnodigingen", "communities:invitation_list"),
    ("Leden en rollen", "communities:member_list"),
    ("Logboek: wie deed wat", "communities:log_list"),
    ("Verwerkingsregister: wat wij bewaren", "communities:processing_register"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def settings_general(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, words, who may see it, and how people come in."""
    community = get_community(request, slug, "communities.manage_community")
    form = GeneralForm(request.POST or None, instance=_copy(community))
    if form.is_valid():
        change_general(by=_person(request), community=community, **form.cleaned_data)
        messages.success(request, "De instellingen zijn bewaard.")
        return redirect("communities:settings_general", slug)
    return _page(request, community, form, "settings_general")


@require_http_methods(["GET", "HEAD", "POST"])
def settings_face(request: HttpRequest, slug: str) -> HttpResponse:
    """Colours, logo and cover; after saving it says what was derived from the colours and why."""
    community = get_community(request, slug, "communities.manage_community")
    form = FaceForm(request.POST or None, request.FILES or None, instance=_copy(community))
    if form.is_valid():
        found = form.cleaned_data
        change_face(
            by=_person(request),
            community=community,
            colours=(found["primary_colour"], found["accent_colour"]),
            cover_words=(found["cover_alt"], found["cover_credit"]),
            logo=PictureChange(found["logo"], bool(found.get("remove_logo"))),
            cover=PictureChange(found["cover"], bool(found.get("remove_cover"))),
        )
        messages.success(request, "Het gezicht is bewaard.")
        return redirect("communities:settings_face", slug)
    return _page(request, community, form, "settings_face")


@require_http_methods(["GET", "HEAD", "POST"])
def settings_privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """Who answers for the personal data of this community."""
    community = get_community(request, slug, "communities.manage_community")
    form = PrivacyForm(request.POST or None, instance=_copy(community))
    if form.is_valid():
        change_privacy(by=_person(request), community=community, **form.cleaned_data)
        messages.success(request, "De keuzes over privacy zijn bewaard.")
        return redirect("communities:settings_privacy", slug)
    return _page(request, community, form, "settings_privacy")


@require_http_methods(["GET", "HEAD", "POST"])
def settings_end(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop the community; everything can still be read."""
    community = get_community(request, slug, "communities.manage_community")
    form = EndForm(request.POST or None, community=community)
    if form.is_valid():
        end_community(by=_person(request), community=community)
        messages.success(request, f"{community.name} is gestopt. Alles blijft leesbaar.")
        return redirect("communities:settings_end", slug)
    return _page(request, community, form, "settings_end")


@require_POST
def settings_resume(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a community that was stopped go on."""
    community = get_community(request, slug, "communities.manage_community")
    resume_community(by=_person(request), community=community)
    messages.success(request, f"{community.name} gaat weer door.")
    return redirect("communities:settings_end", slug)


def _page(request: HttpRequest, community: Community, form: object, name: str) -> HttpResponse:
    sections = [
        {"label": label, "url": reverse(f"communities:{route}", args=[community.slug]), "is_current": route == name}
        for label, route in SECTIONS
    ]
    context = {
        "community": community,
        "form": form,
        "sections": sections,
        "elsewhere": ELSEWHERE,
        "shades": face_of(community),
    }
    is_wrong = getattr(form, "is_bound", False)
    return render(request, f"communities/{name}.html", context, status=400 if is_wrong else 200)


def _copy(community: Community) -> Community:
    """A form writes what was typed into its instance; the frame of the page keeps showing what is so."""
    return Community.objects.get(pk=community.pk)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
