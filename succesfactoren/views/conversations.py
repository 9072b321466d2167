"""Talks: a group that sits together gives one answer to each statement, and reads what that says."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_owned
from communities.access.trajectories import current_trajectory
from communities.actions.commitments import CommitmentError, make_commitment
from communities.models import Community
from succesfactoren.access.advice import suggestions_of
from succesfactoren.access.conversations import (
    conversations_of,
    outcome_of_talk,
    readable_conversations,
    subjects_of,
    talk_before,
    talkable_instruments,
)
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.conversations import (
    ConversationConflict,
    begin_conversation,
    remove_conversation,
    share_conversation,
    write_conversation,
)
from succesfactoren.analysis.talks import talk_headline
from succesfactoren.charts.talks import talk_rows, talk_table
from succesfactoren.forms.conversations import BeginForm, ConversationForm
from succesfactoren.models import Conversation
from succesfactoren.views.advice import asked_factor, asked_number, intervention_form, to_promise

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
VIEW, RUN = "succesfactoren.view_conversation", "succesfactoren.run_rounds"


def the_talk(request: HttpRequest, slug: str, pk: int, permission: str) -> tuple[Community, Conversation]:
    """A community and a talk in it, for who has `permission` on the community."""
    community = get_community(request, slug, permission)
    return community, get_owned(request, community, conversations_of(community), pk=pk)


@require_safe
def conversation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The talks that this reader may read."""
    community = get_community(request, slug, "communities.view_members_part")
    context = {
        "community": community,
        "talks": list(readable_conversations(request.user, community)),
        "may_run": request.user.has_perm(RUN, community),
        "trajectory": current_trajectory(community),
    }
    return render(request, "succesfactoren/conversation_list.html", context)


@READ_OR_SEND
def conversation_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the form of a talk."""
    community = get_community(request, slug, RUN)
    trajectory = current_trajectory(community)
    form = BeginForm(request.POST or None, instruments=list(talkable_instruments(community)))
    if trajectory is not None and form.is_valid():
        try:
            made = begin_conversation(by=request.user, trajectory=trajectory, **form.cleaned_data)
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            return redirect("succesfactoren:conversation_fill", slug, made.pk)
    subjects = subjects_of(community)
    context = {"community": community, "form": form, "trajectory": trajectory, "subjects": subjects}
    return render(request, "succesfactoren/conversation_new.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def conversation_fill(request: HttpRequest, slug: str, conversation_id: int) -> HttpResponse:
    """Write down what the group agrees; what somebody else wrote meanwhile is shown, and nothing is lost."""
    community, talk = the_talk(request, slug, conversation_id, RUN)
    form = ConversationForm(request.POST or None, talk=talk)
    differences: list[dict[str, str]] = []
    if form.is_valid():
        number = form.cleaned_data["version_number"]
        try:
            talk = write_conversation(by=request.user, talk=talk, version_number=number, written=form.written())
        except ConversationConflict as conflict:
            differences = form.differences(conflict.current)
            if not request.htmx:
                form.data = form.data.copy()
                form.data["version_number"] = conflict.current.version_number
        else:
            if not request.htmx:
                return redirect(_after(request, slug, form))
    context = {"community": community, "talk": talk, "form": form, "differences": differences}
    if request.htmx:
        return render(request, "succesfactoren/_conversation_state.html", context)
    status = 409 if differences else 400 if form.is_bound else 200
    return render(request, "succesfactoren/conversation_fill.html", context, status=status)


def _after(request: HttpRequest, slug: str, form: ConversationForm) -> str:
    """On to the factor that the button names, and to the outcome after the last one."""
    step = request.POST.get("stap", "")
    if step in {str(one.pk) for one in form.factors}:
        return reverse("succesfactoren:conversation_fill", args=[slug, form.talk.pk]) + f"#onderdeel-{step}"
    messages.success(request, "Het gesprek is bewaard.")
    return reverse("succesfactoren:conversation_detail", args=[slug, form.talk.pk])


@require_safe
def conversation_detail(request: HttpRequest, slug: str, conversation_id: int) -> HttpResponse:
    """What the group agreed, and how that differs from last time."""
    community = get_community(request, slug, "communities.view_members_part")
    talk = get_owned(request, community, conversations_of(community), VIEW, pk=conversation_id)
    return render(request, "succesfactoren/conversation_detail.html", _result(request, community, talk))


def _result(request: HttpRequest, community: Community, talk: Conversation) -> dict[str, Any]:
    before = talk_before(talk, readable_conversations(request.user, community))
    found = outcome_of_talk(talk, before)
    return {
        "community": community,
        "talk": talk,
        "before": before,
        "found": found,
        "headline": talk_headline(found),
        "rows": talk_rows(found),
        "table": talk_table(found, has_before=before is not None),
        "may_run": request.user.has_perm(RUN, community),
    }


@READ_OR_SEND
def conversation_advice(request: HttpRequest, slug: str, conversation_id: int) -> HttpResponse:
    """What could be done after a talk; each of it becomes a promise in one step."""
    community = to_promise(request, slug)
    talk = get_owned(request, community, conversations_of(community), pk=conversation_id)
    factor = asked_factor(request, talk.version.factors)
    form = intervention_form(request, community, factor, talk.assessment.subject) if factor else None
    if form and form.is_valid():
        try:
            trajectory = talk.assessment.trajectory
            made = make_commitment(by=request.user, community=community, trajectory=trajectory, **form.promise())
        except CommitmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Toegezegd: {made.what}")
            return redirect(made)
    found, subject = {one.code: one for one in outcome_of_talk(talk, None).factors}, talk.assessment.subject
    context = {
        "community": community,
        "talk": talk,
        "factors": [
            (one, found[one.code], suggestions_of(one, subject))
            for one in talk.version.factors.all()
            if one.code in found
        ],
        "form": form,
        "asked_code": factor.code if factor else "",
        "asked_number": asked_number(request) if factor else 0,
    }
    status = 400 if form and form.is_bound else 200
    return render(request, "succesfactoren/conversation_advice.html", context, status=status)


@require_POST
def conversation_share(request: HttpRequest, slug: str, conversation_id: int) -> HttpResponse:
    """Let the members read a talk, or no longer."""
    _, talk = the_talk(request, slug, conversation_id, RUN)
    changed = share_conversation(by=request.user, talk=talk, is_shared=request.POST.get("delen") != "nee")
    words = "De leden kunnen dit gesprek lezen." if changed.is_shared else "De leden lezen dit gesprek niet meer."
    messages.success(request, words)
    return redirect("succesfactoren:conversation_detail", slug, talk.pk)


@READ_OR_SEND
def conversation_remove(request: HttpRequest, slug: str, conversation_id: int) -> HttpResponse:
    """Take a talk away; first says what goes with it."""
    community, talk = the_talk(request, slug, conversation_id, RUN)
    if request.method == "POST":
        remove_conversation(by=request.user, talk=talk)
        messages.success(request, "Het gesprek is weggehaald.")
        return redirect("succesfactoren:conversation_list", slug)
    return render(request, "succesfactoren/conversation_remove.html", {"community": community, "talk": talk})
