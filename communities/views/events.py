"""The agenda of a community, and everybody's own calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_owned
from communities.access.events import calendar_events, feed_token, get_feed, visible_events
from communities.actions.events import (
    EventError,
    answer_event,
    cancel_event,
    change_event,
    make_event,
    renew_feed,
    stop_feed,
)
from communities.calendars import events as calendars
from communities.forms.events import AnswerForm, CancelForm, EventForm
from communities.models import CalendarFeed, Community, Event
from lib.calendar_files import CONTENT_TYPE

EVENTS_A_PAGE = 20
MAX_NAMES = 200
ANSWERS = {
    "komt": "U komt. Tot dan.",
    "wachtlijst": "Het is vol. U staat op de wachtlijst, en krijgt bericht als er plaats is.",
    "komt-niet": "U komt niet. Bedankt voor het laten weten.",
}


@login_not_required
@require_safe
def event_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What is coming, or what has been."""
    community = get_community(request, slug, "communities.view_community")
    is_past = request.GET.get("toon") == "voorbij"
    events = visible_events(request.user, community)
    page = Paginator(events.past() if is_past else events.coming(), EVENTS_A_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "community": community,
        "page": page,
        "is_past": is_past,
        "feed_url": _public_feed_url(request, community),
        "may_make": request.user.has_perm("communities.make_event", community),
    }
    return render(request, "communities/event_list.html", context)


@login_not_required
@require_safe
def event_detail(request: HttpRequest, slug: str, event_id: int) -> HttpResponse:
    """One event: when, where, who comes, and whether you do."""
    community, event = _event(request, slug, event_id)
    sees_names = request.user.has_perm("communities.view_members_part", community)
    may_edit = request.user.has_perm("communities.edit_event", event)
    answers = event.attendances.select_related("user").order_by("user__name", "pk")
    context = {
        "community": community,
        "event": event,
        "may_edit": may_edit,
        "may_answer": event.is_answerable and request.user.has_perm("communities.contribute", community),
        "sees_link": event.online_link and (may_edit or event.own_answer == "komt"),
        "people": answers.coming()[:MAX_NAMES] if sees_names else None,
        "waiting": event.attendances.waiting().select_related("user")[:MAX_NAMES] if sees_names else None,
        "n_waiting": event.attendances.waiting().count(),
    }
    return render(request, "communities/event_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an event on the agenda."""
    community = get_community(request, slug, "communities.contribute")
    may_make = request.user.has_perm("communities.make_event", community)
    form = EventForm(request.POST or None, user=request.user, community=community)
    if may_make and form.is_valid():
        event = make_event(by=request.user, community=community, plan=form.plan())
        messages.success(request, "De bijeenkomst staat op de agenda.")
        return redirect(event)
    context = {"community": community, "form": form, "may_make": may_make}
    return render(request, "communities/event_create.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, slug: str, event_id: int) -> HttpResponse:
    """Change an event."""
    community, event = _event(request, slug, event_id, "communities.edit_event")
    form = EventForm(request.POST or None, user=request.user, community=community, event=event)
    if form.is_valid():
        try:
            changed = change_event(by=request.user, event=event, plan=form.plan())
        except EventError as error:
            form.add_error(None, str(error))
        else:
            told = changed.sequence > event.sequence
            messages.success(request, f"De bijeenkomst is gewijzigd.{' Wie komt, krijgt bericht.' if told else ''}")
            return redirect(changed)
    context = {"community": community, "event": event, "form": form}
    return render(request, "communities/event_edit.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_cancel(request: HttpRequest, slug: str, event_id: int) -> HttpResponse:
    """Cancel an event, with the reason."""
    community, event = _event(request, slug, event_id, "communities.edit_event")
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_event(by=request.user, event=event, because=form.cleaned_data["because"])
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De bijeenkomst is afgelast. Wie zou komen, krijgt bericht.")
            return redirect(event)
    context = {"community": community, "event": event, "form": form}
    return render(request, "communities/event_cancel.html", context, status=400 if form.is_bound else 200)


@require_POST
def event_answer(request: HttpRequest, slug: str, event_id: int) -> HttpResponse:
    """Say whether you come."""
    community = get_community(request, slug, "communities.contribute")
    event = get_owned(request, community, visible_events(request.user, community), pk=event_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Kies “Ik kom” of “Ik kom niet”.")
        return redirect(event)
    try:
        found = answer_event(by=request.user, event=event, comes=form.cleaned_data["answer"])
        messages.success(request, ANSWERS[found.answer])
    except EventError as error:
        messages.error(request, str(error))
    return redirect(event)


@login_not_required
@require_safe
def event_file(request: HttpRequest, slug: str, event_id: int) -> HttpResponse:
    """One event, for in somebody's own calendar."""
    _, event = _event(request, slug, event_id)
    return as_calendar(calendars.one_event(event), f"bijeenkomst-{event.pk}.ics")


@login_not_required
@require_safe
def event_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The public events of a community, for a calendar program that comes to look now and then."""
    community = get_community(request, slug, "communities.view_community")
    public = community.events.filter(audience=Event.Audience.PUBLIC)
    return as_calendar(calendars.community_calendar(community, public), f"agenda-{community.slug}.ics")


@login_not_required
@require_safe
def calendar_feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own calendar; who has the address has the calendar."""
    feed = get_feed(token)
    response = as_calendar(calendars.personal_calendar(feed.user), "mijn-agenda.ics")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def own_calendar(request: HttpRequest) -> HttpResponse:
    """What I come to, the address of my own calendar, and how to put it in Outlook, Google and Apple."""
    if request.method == "POST":
        if request.POST.get("doe") == "stop":
            stop_feed(by=request.user)
            messages.success(request, "Uw adres werkt niet meer.")
        else:
            renew_feed(by=request.user)
            messages.success(request, "Dit is uw nieuwe adres. Zet het in uw agenda.")
        return redirect("communities:own_calendar")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    coming = calendar_events(request.user).coming()
    context = {
        "feed": feed,
        "feed_url": _feed_url(feed) if feed else "",
        "coming": coming.filter(own_answer__in=["komt", "wachtlijst"]),
        "others": coming.filter(own_answer=None, cancelled_at=None)[:10],
    }
    return render(request, "communities/own_calendar.html", context)


def _event(request: HttpRequest, slug: str, event_id: int, permission: str = "") -> tuple:
    community = get_community(request, slug, "communities.view_community")
    return community, get_owned(request, community, visible_events(request.user, community), permission, pk=event_id)


def _feed_url(feed: CalendarFeed) -> str:
    return settings.SITE_URL + reverse("communities:calendar_feed", args=[feed_token(feed)])


def _public_feed_url(request: HttpRequest, community: Community) -> str:
    """The address of the public calendar, for a visitor; who has an account has a calendar of their own."""
    if request.user.is_authenticated or not community.is_public:
        return ""
    return settings.SITE_URL + reverse("communities:event_feed", args=[community.slug])


def as_calendar(content: bytes, name: str) -> HttpResponse:
    """A calendar file that a program may come back for."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
