"""Filling in a questionnaire: no account, no session, and nothing that says who or when.

A link changes nothing when it is opened, for mail scanners open links too: it leads to an address without a secret. In
an anonymous round all screens are one page, so that nothing leaves the browser before it is sent; in a confidential
round every screen is kept.
"""

import re
from dataclasses import replace
from typing import Any

from allauth.core.internal.ratelimit import respond_429
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.views.guessing import may_guess
from succesfactoren.access.answering import Seat, cookie_name, next_at_table, seat_at_meeting, seat_by_token, seat_of
from succesfactoren.actions.answering import (
    NOTHING,
    AlreadySent,
    AnsweringError,
    ChangedElsewhere,
    Filled,
    kept_answers,
    save_draft,
    send_answers,
    withdraw,
)
from succesfactoren.forms.questionnaire import Questionnaire
from succesfactoren.letters.promises import HALFWAY, promise_words
from succesfactoren.views.crowding import crowding

COOKIE_PATH = "/vragenlijst/"
ANCHOR = re.compile(r"[\w-]{1,40}")
KEEP, CHECK, SEND = "bewaar", "controle", "verstuur"
SEE_OTHER = 303

kept_by_nobody = cache_control(private=True, no_store=True)


@login_not_required
@kept_by_nobody
@require_safe
def ticket_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take a personal link in hand, and go on to an address without it."""
    seat = seat_by_token(token)
    kept = kept_answers(seat=seat) if seat is not None else NOTHING
    if seat is None or kept == NOTHING:
        return _sit_down(request, seat)
    # Who comes back did not start now, so that nobody can say how long it took; and goes on where they were.
    seat = replace(seat, opened=0)
    return _with_seat(_see_other(seat, anchor="" if kept.is_complete else _asked(seat, kept).where_left), seat)


@login_not_required
@kept_by_nobody
@require_safe
def meeting_open(request: HttpRequest, open_token: str) -> HttpResponse:
    """Take the link of a meeting in hand. A browser that was here keeps what it had."""
    seat = seat_at_meeting(open_token)
    earlier = seat_of(request, seat.round.pk) if seat is not None else None
    return _sit_down(request, seat_at_meeting(open_token, earlier))


def _sit_down(request: HttpRequest, seat: Seat | None) -> HttpResponse:
    # Of a link that leads somewhere nothing is counted: a hall full of people may open theirs from one address.
    if seat is None:
        if not may_guess(request):
            return respond_429(request)
        return render(request, "succesfactoren/questionnaire_refused.html", {"state": "onbekend"}, status=404)
    return _with_seat(_see_other(seat), seat)


def _with_seat(response: HttpResponse, seat: Seat) -> HttpResponse:
    response.set_cookie(
        cookie_name(seat.round.pk),
        seat.to_cookie(),
        path=COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _see_other(seat: Seat, route: str = "questionnaire", query: str = "", anchor: str = "") -> HttpResponse:
    path = reverse(f"succesfactoren:{route}", args=[seat.round.pk])
    place = f"#{anchor}" if anchor else ""
    return HttpResponseRedirect(f"{path}{query}{place}", status=SEE_OTHER)


@login_not_required
@kept_by_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, round_id: int) -> HttpResponse:
    """All screens of a questionnaire, and sending them."""
    seat = seat_of(request, round_id)
    if seat is None or seat.state != "open":
        return _refusal(request, seat)
    if request.method == "POST":
        return _take(request, seat, _asked(seat, NOTHING).read(request.POST))
    kept = kept_answers(seat=seat)
    return _page(request, seat, _asked(seat, kept), kept, is_checking=CHECK in request.GET)


def _asked(seat: Seat, kept: Filled) -> Questionnaire:
    about = seat.round.assessment.about
    asked = Questionnaire(seat.round.version, seat.round.group_questions, about=about)
    return asked.show(answers=kept.answers, groups=kept.groups, texts=kept.texts)


def _take(request: HttpRequest, seat: Seat, asked: Questionnaire) -> HttpResponse:
    step = request.POST.get("stap", CHECK)
    filled = Filled(asked.answers, asked.groups, asked.texts)
    if not asked.is_valid:
        return _page(request, seat, asked, kept_answers(seat=seat), status=400)
    if step == SEND and asked.is_empty:
        return _page(request, seat, asked, kept_answers(seat=seat), is_checking=True, status=400)
    try:
        if step == SEND:
            return _send(request, seat, asked, filled)
        if not seat.is_kept:
            return _page(request, seat, asked, NOTHING, is_checking=True)
        save_draft(seat=seat, filled=filled, version=request.POST.get("versie", ""))
    except ChangedElsewhere:
        return _page(request, seat, asked, kept_answers(seat=seat), is_changed=True, status=409)
    except AnsweringError as error:
        return _refusal(request, seat_of(request, seat.round.pk), words=str(error))
    return _kept(seat, filled, step)


def _send(request: HttpRequest, seat: Seat, asked: Questionnaire, filled: Filled) -> HttpResponse:
    crowd = crowding(request, seat)
    if crowd:
        return _page(request, seat, asked, NOTHING, is_checking=True, crowd=crowd, status=429)
    try:
        send_answers(seat=seat, filled=filled, was_quick=seat.was_quick)
    except AlreadySent:
        # Pressed twice, or sent from two windows: what came first counts, and there is nothing to add.
        return _see_other(seat, "questionnaire_receipt")
    return _see_other(seat, "questionnaire_receipt")


def _kept(seat: Seat, filled: Filled, step: str) -> HttpResponse:
    """Go on with the next screen; the script, which saves in between, only needs to know what is kept now."""
    if step == KEEP:
        return HttpResponse(status=204, headers={"X-Version": filled.version})
    if step == CHECK:
        return _see_other(seat, query=f"?{CHECK}=1", anchor=CHECK)
    return _see_other(seat, anchor=step if ANCHOR.fullmatch(step) else "")


def _page(
    request: HttpRequest,
    seat: Seat,
    asked: Questionnaire,
    kept: Filled,
    *,
    is_checking: bool = False,
    is_changed: bool = False,
    crowd: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "asked": asked,
        "kept": kept,
        "is_checking": is_checking,
        "is_changed": is_changed,
        "crowd": crowd,
        "halfway": HALFWAY if seat.is_kept and not kept.is_complete else "",
        "is_fresh": request.method != "POST",
    }
    return render(request, "succesfactoren/questionnaire.html", context | _frame(request, seat), status=status)


def _frame(request: HttpRequest, seat: Seat) -> dict[str, Any]:
    """What every page of a round shows: who asks, with its face, and what is promised."""
    community = seat.community
    request.community = community  # type: ignore[attr-defined]
    frame = {"seat": seat, "round": seat.round, "promise": promise_words(seat.round, has_code=seat.is_kept)}
    if not community.is_public:
        # The face of a private community is for its members; who was asked sees it by the right of the link.
        frame["face_stylesheet"] = reverse("succesfactoren:questionnaire_stylesheet", args=[seat.round.pk])
        frame["face_logo"] = community.logo and reverse("succesfactoren:questionnaire_logo", args=[seat.round.pk])
    return frame


def _refusal(request: HttpRequest, seat: Seat | None, words: str = "") -> HttpResponse:
    if seat is None:
        return render(request, "succesfactoren/questionnaire_refused.html", {"state": "geen link"})
    context = {"state": seat.state, "words": words} | _frame(request, seat)
    return render(request, "succesfactoren/questionnaire_refused.html", context)


@login_not_required
@kept_by_nobody
@require_safe
def questionnaire_receipt(request: HttpRequest, round_id: int) -> HttpResponse:
    """Thanks, and what can and cannot be done from here. Says nothing of who or what."""
    seat = seat_of(request, round_id)
    if seat is None or not seat.has_sent:
        return _refusal(request, None) if seat is None else _see_other(seat)
    return render(request, "succesfactoren/questionnaire_receipt.html", _frame(request, seat))


@login_not_required
@kept_by_nobody
@require_POST
def questionnaire_next(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let somebody else fill in on this device, at a meeting."""
    seat = seat_of(request, round_id)
    if seat is None or seat.mark is None or not seat.round.is_open:
        return _refusal(request, seat)
    return _with_seat(_see_other(seat), next_at_table(seat))


@login_not_required
@kept_by_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_withdraw(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let one's answers be deleted, in a confidential round that is open; asks first."""
    seat = seat_of(request, round_id)
    if seat is None or seat.state != "open" or not seat.is_kept:
        return _refusal(request, seat)
    if request.method == "POST":
        try:
            withdraw(seat=seat)
        except AnsweringError as error:
            return _refusal(request, seat_of(request, round_id), words=str(error))
        return _see_other(seat, "questionnaire_withdraw")
    context = {"is_kept": kept_answers(seat=seat) != NOTHING} | _frame(request, seat)
    return render(request, "succesfactoren/questionnaire_withdraw.html", context)


@login_not_required
@kept_by_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_forget(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let this browser forget its seat, where others use the device too; what was sent stays sent."""
    if request.method == "POST":
        response = HttpResponseRedirect(request.path, status=SEE_OTHER)
        response.delete_cookie(cookie_name(round_id), path=COOKIE_PATH, samesite="Lax")
        return response
    seat = seat_of(request, round_id)
    context = {"round_id": round_id} | (_frame(request, seat) if seat is not None else {})
    return render(request, "succesfactoren/questionnaire_forget.html", context)
