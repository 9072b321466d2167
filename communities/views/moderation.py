"""Complaining, the queue of the coordinators, measures, and objections."""

from collections.abc import Callable
from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import moderation as waiting
from communities.access.communities import get_community, get_owned
from communities.access.house import waiting_in
from communities.access.subjects import About, with_about
from communities.actions import moderation as actions
from communities.actions.moderation import ModerationError
from communities.actions.stream import release_comment, release_post
from communities.forms.moderation import AnswerForm, BlockForm, ComplaintForm, ObjectionForm, ReasonForm, UndoForm
from communities.models import Comment, Community, Complaint, Measure, User

PER_PAGE = 20
AS_ASKED = ["GET", "HEAD", "POST"]


@login_not_required
@require_http_methods(AS_ASKED)
def complaint_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that something should not stand there; also without an account."""
    community = get_community(request, slug, "communities.view_community")
    subject = waiting.get_subject(request, community)
    if subject is None:
        return render(request, "communities/complaint_create.html", {"community": community}, status=400)
    form = ComplaintForm(request.POST or None)
    if form.is_valid():
        if not consume(request, action="complain_as_member" if request.user.is_authenticated else "complain"):
            return respond_429(request)
        _complain(request, community, subject, form)
        messages.success(request, "Dank u. Een coördinator kijkt ernaar en beslist.")
        return redirect(community)
    context = {"community": community, "form": form, "subject": subject}
    return render(request, "communities/complaint_create.html", context, status=400 if form.is_bound else 200)


def _complain(request: HttpRequest, community: Community, subject: waiting.Subject, form: ComplaintForm) -> None:
    """What fell into a trap is answered in the same way, and thrown away: only a program fills in a hidden field."""
    if form.is_suspect and not request.user.is_authenticated:
        return
    by = request.user if isinstance(request.user, User) else None
    about = {"community": community, "subject": subject}
    actions.complain(by=by, **about, reason=form.cleaned_data["reason"], text=form.cleaned_data["text"])


@require_safe
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that waits for a coordinator's look, and what was done before."""
    community = get_community(request, slug, "communities.manage_community")
    page = Paginator(waiting.measures(community), PER_PAGE).get_page(request.GET.get("pagina"))
    page.object_list = with_about(page.object_list, community)
    here = waiting_in(community)
    context = {
        "community": community,
        "waiting_here": here,
        "n_waiting": here.n_reports,
        "complaints": with_about(waiting.open_complaints(community), community),
        "posts": waiting.held_posts(community),
        "comments": waiting.held_comments(community),
        "objections": waiting.open_objections(community),
        "suspects": waiting.members_with_links(community),
        "page": page,
    }
    return render(request, "communities/moderation.html", context)


@require_POST
def complaint_dismiss(request: HttpRequest, slug: str, complaint_id: int) -> HttpResponse:
    """Decide that it may stay."""
    return _decide_complaint(request, slug, complaint_id, actions.dismiss_complaint, "het mag blijven staan")


@require_POST
def complaint_uphold(request: HttpRequest, slug: str, complaint_id: int) -> HttpResponse:
    """Say that something was done about it: an event was cancelled or changed, a document was removed."""
    return _decide_complaint(request, slug, complaint_id, actions.uphold_complaint, "u hebt er iets aan gedaan")


def _decide_complaint(
    request: HttpRequest, slug: str, complaint_id: int, decide: Callable[..., Complaint], said: str
) -> HttpResponse:
    community = get_community(request, slug, "communities.coordinate")
    complaint: Complaint = get_owned(request, community, community.complaints.all(), pk=complaint_id)
    decide(by=_by(request), complaint=complaint)
    messages.success(request, f"De melding is afgehandeld: {said}.")
    return redirect("communities:moderation", slug)


@require_http_methods(AS_ASKED)
def post_hide(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Hide a post, with the reason."""
    community = get_community(request, slug, "communities.coordinate")
    posts = waiting.placed_posts(community).select_related("author", "community")
    post = get_owned(request, community, posts, pk=post_id)
    return _hide(request, community, post, "dit bericht")


@require_http_methods(AS_ASKED)
def comment_hide(request: HttpRequest, slug: str, comment_id: int) -> HttpResponse:
    """Hide a comment, with the reason."""
    community = get_community(request, slug, "communities.coordinate")
    comments = Comment.objects.filter(post__community=community).select_related("author", "post__community")
    return _hide(request, community, get_owned(request, community, comments, pk=comment_id), "deze reactie")


@require_http_methods(AS_ASKED)
def thing_hide(request: HttpRequest, slug: str, subject: str, thing_id: int) -> HttpResponse:
    """Hide a thing of a higher floor, with the reason."""
    community = get_community(request, slug, "communities.coordinate")
    thing, about = waiting.get_thing(community, subject, thing_id)
    return _hide(request, community, thing, about.words, about)


def _hide(
    request: HttpRequest, community: Community, thing: Any, what: str, about: About | None = None
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.hide(by=_by(request), thing=thing, reason=form.cleaned_data["reason"])
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Verborgen. Wie het schreef, kreeg de reden en kan bezwaar maken.")
            return redirect("communities:moderation", community.slug)
    author = about.maker if about else thing.author
    writer = waiting.blockable_members(community).filter(user=author).first() if author else None
    context = {"community": community, "form": form, "thing": thing, "what": what, "writer": writer}
    context |= {"about": about, "author": author}
    return render(request, "communities/thing_hide.html", context, status=400 if form.is_bound else 200)


@require_POST
def post_release(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Let a post that waited be read, and trust its author from now on."""
    community = get_community(request, slug, "communities.coordinate")
    release_post(by=_by(request), post=get_owned(request, community, waiting.placed_posts(community), pk=post_id))
    messages.success(request, "Het bericht staat in de community.")
    return redirect("communities:moderation", slug)


@require_POST
def comment_release(request: HttpRequest, slug: str, comment_id: int) -> HttpResponse:
    """Let a comment that waited be read, and trust its author from now on."""
    community = get_community(request, slug, "communities.coordinate")
    comments = Comment.objects.filter(post__community=community)
    release_comment(by=_by(request), comment=get_owned(request, community, comments, pk=comment_id))
    messages.success(request, "De reactie staat in de community.")
    return redirect("communities:moderation", slug)


@require_http_methods(AS_ASKED)
def member_block(request: HttpRequest, slug: str) -> HttpResponse:
    """Block one or more members, also who left, with the reason. `?lid=` says whom."""
    community = get_community(request, slug, "communities.coordinate")
    asked = request.POST.getlist("lid") or request.GET.getlist("lid")
    members = waiting.blockable_members(community).filter(
        pk__in=[one for one in asked if one.isdecimal() and len(one) < 18]
    )
    form = BlockForm(request.POST or None, members=members, initial={"lid": [one.pk for one in members]})
    if form.is_valid():
        given = form.cleaned_data
        taken = actions.block(by=_by(request), members=list(given["lid"]), reason=given["reason"], hides=given["hides"])
        n_blocked = sum(one.kind == Measure.Kind.BLOCK for one in taken)
        messages.success(request, f"Geblokkeerd: {n_blocked}. Hieronder kunt u dat terugdraaien.")
        return redirect("communities:moderation", slug)
    context = {"community": community, "form": form, "members": members}
    return render(request, "communities/member_block.html", context, status=400 if form.is_bound else 200)


@require_POST
def measure_undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the measures that were ticked."""
    community = get_community(request, slug, "communities.coordinate")
    form = UndoForm(request.POST, measures=community.measures.filter(undone_at=None))
    if form.is_valid():
        try:
            undone = actions.undo(by=_by(request), measures=list(form.cleaned_data["maatregel"]))
        except ModerationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Teruggedraaid: {len(undone)}.")
    else:
        messages.error(request, "Kruis eerst aan wat u wilt terugdraaien.")
    return redirect("communities:moderation", slug)


@require_http_methods(AS_ASKED)
def objection(request: HttpRequest, slug: str, measure_id: int) -> HttpResponse:
    """A measure, for who it hits: the reason, and a form to object."""
    measure = waiting.get_measure(request, slug, measure_id)
    is_author = waiting.author_of(measure) == request.user
    form = ObjectionForm(request.POST or None)
    if is_author and form.is_valid():
        try:
            actions.object_to(by=_by(request), measure=measure, text=form.cleaned_data["text"])
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Uw bezwaar is ontvangen. U krijgt bericht zodra er antwoord is.")
            return redirect("communities:objection", slug, measure_id)
    return _objection_page(request, measure, form, AnswerForm())


@require_POST
def objection_answer(request: HttpRequest, slug: str, measure_id: int) -> HttpResponse:
    """A coordinator answers an objection."""
    community = get_community(request, slug, "communities.coordinate")
    measure = get_owned(request, community, waiting.measures(community), pk=measure_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_objection(by=_by(request), measure=measure, **form.cleaned_data)
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Uw antwoord is verstuurd.")
            return redirect("communities:moderation", slug)
    return _objection_page(request, measure, ObjectionForm(), form)


def _objection_page(request: HttpRequest, measure: Measure, form: ObjectionForm, answer: AnswerForm) -> HttpResponse:
    [measure] = with_about([measure], measure.community)
    context = {
        "measure": measure,
        "form": form,
        "answer": answer,
        "is_author": waiting.author_of(measure) == request.user,
        "is_insider": request.user.has_perm("communities.view_members_part", measure.community),
        "may_answer": request.user.has_perm("communities.coordinate", measure.community)
        and actions.may_answer(_by(request), measure),
    }
    is_wrong = (form.is_bound and form.errors) or (answer.is_bound and answer.errors)
    return render(request, "communities/objection.html", context, status=400 if is_wrong else 200)


def _by(request: HttpRequest) -> User:
    """The person who asks; the door has made sure that there is one."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is logged in")
    return request.user
