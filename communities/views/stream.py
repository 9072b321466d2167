"""The stream: the list, a post, writing and changing one, and its pictures."""

import mimetypes
from pathlib import PurePath
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.access.stream import (
    WITHOUT_WORDS,
    comments_on,
    editable_posts,
    is_trusted,
    openable_posts,
    sign,
    stream_of,
    waiting_posts,
    words_of,
)
from communities.actions.following import follow_post, note_seen, unfollow_post
from communities.actions.post_pictures import TooManyPictures, add_picture, remove_picture
from communities.actions.stream import (
    EditConflict,
    StreamError,
    is_out,
    mark_answered,
    pin_post,
    remove_post,
    update_post,
    write_post,
)
from communities.forms.stream import CommentForm, PostForm, initial_of
from communities.models import Community, Post, PostPicture, User
from lib.rich_text import plain

PER_PAGE = 15
WAITING_SHOWN = 20
ENOUGH_SUMMARY = 80
KINDS = [("", "Alles"), (Post.Kind.NEWS, "Nieuws"), (Post.Kind.QUESTION, "Vragen"), (Post.Kind.RESOURCE, "Bronnen")]
SEALED = "default-src 'none'; sandbox"


@login_not_required
@require_GET
def post_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands in the stream, and what waits."""
    community = get_community(request, slug, "communities.view_community")
    kind = request.GET.get("soort", "")
    found = stream_of(request.user, community)
    if kind in Post.Kind.values:
        found = found.filter(kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    waiting = waiting_posts(request.user, community)[:WAITING_SHOWN]
    sign([*page.object_list, *waiting], community, request.user)
    for post in page.object_list:
        post.summary = _summary(post)
    context = {
        "community": community,
        "page_of_posts": page,
        "waiting": waiting,
        "kind": kind,
        "kinds": [{"label": label, "url": f"?soort={value}", "is_current": value == kind} for value, label in KINDS],
        "may_write": request.user.has_perm("communities.contribute", community),
    }
    return render(request, "communities/post_list.html", context)


def _summary(post: Post) -> str:
    """The first lines, and no more of them than are needed for a few sentences."""
    lines = plain(post.body).split("\n")
    long_enough = (n for n in range(1, len(lines)) if len(" ".join(lines[:n])) >= ENOUGH_SUMMARY)
    return " ".join(lines[: next(long_enough, len(lines))])


@login_not_required
@require_GET
def post_detail(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """A post with what was said about it."""
    community = get_community(request, slug, "communities.view_community")
    post = get_owned(request, community, openable_posts(request.user, community), pk=post_id)
    if request.user.is_authenticated and post.is_published:
        note_seen(by=request.user, post=post)
    return render(request, "communities/post_detail.html", post_context(request, post, CommentForm()))


def post_context(request: HttpRequest, post: Post, form: CommentForm, parent_id: int | None = None) -> dict[str, Any]:
    """What the page of a post shows; `form` stands under the comment `parent_id`, or under the post."""
    reader, community = request.user, post.community
    sign([post], community, reader)
    may_comment = post.is_published and reader.has_perm("communities.contribute", community)
    asked = {"number": request.GET.get("bladzijde", 1), "holding": parent_id or _comment_asked_for(request)}
    return {
        "community": community,
        "post": post,
        "gone": WITHOUT_WORDS.get(post.state),
        "words": words_of(post),
        "pictures": post.pictures.all(),
        "comments": comments_on(reader, post, **asked),
        "n_comments": post.comments.readable().count(),
        "reads_comments": reader.has_perm("communities.view_members_part", community),
        "may_comment": may_comment,
        "may_edit": post.state not in WITHOUT_WORDS and reader.has_perm("communities.edit_post", post),
        "may_answer": post.is_published and reader.has_perm("communities.mark_answered", post),
        "may_pin": post.is_published and reader.has_perm("communities.coordinate", community),
        "may_hide": post.state not in WITHOUT_WORDS and reader.has_perm("communities.coordinate", community),
        "follows": may_comment and post.follows.filter(user=cast(User, reader)).exists(),
        "waits_if_sent": may_comment and not is_trusted(cast(User, reader), community),
        "form": form,
        "parent_id": parent_id,
    }


def _comment_asked_for(request: HttpRequest) -> int | None:
    """The comment that an address names, see `Comment.get_absolute_url`."""
    sent = request.GET.get("reactie", "")
    return int(sent) if sent.isdecimal() and len(sent) < 18 else None


@require_http_methods(["GET", "HEAD", "POST"])
def post_write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a post."""
    community = get_community(request, slug, "communities.contribute")
    by = cast(User, request.user)
    initial = {"kind": request.GET.get("soort") or Post.Kind.NEWS}
    form = PostForm(request.POST or None, request.FILES or None, community=community, initial=initial)
    if form.is_valid():
        try:
            post = _placed(form, by=by, community=community, is_draft="concept" in request.POST)
        except StreamError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _what_happened(post))
            return redirect(post)
    context = {"community": community, "form": form, "waits": not is_trusted(by, community), "is_draft": True}
    return render(request, "communities/post_write.html", context, status=400 if form.is_bound else 200)


@transaction.atomic
def _placed(form: PostForm, *, by: User, community: Community, is_draft: bool) -> Post:
    moment = form.cleaned_data.get("publish_at")
    post = write_post(by=by, community=community, words=form.words(), publish_at=moment, is_draft=is_draft)
    _add_picture(form, by=by, post=post)
    return post


def _add_picture(form: PostForm, *, by: User, post: Post) -> None:
    given = form.cleaned_data
    if given.get("drawn"):
        add_picture(by=by, post=post, picture=given["drawn"], alt=given["alt"], credit=given["credit"])


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Change a post; when somebody else did so meanwhile, both texts are shown."""
    community = get_community(request, slug, "communities.contribute")
    posts = editable_posts(request.user, community)
    post = get_owned(request, community, posts, "communities.edit_post", pk=post_id)
    form = PostForm(
        request.POST or None,
        request.FILES or None,
        community=community,
        is_out=is_out(post),
        initial=initial_of(post),
    )
    context = {"community": community, "post": post, "form": form, "version": _version(request, post)}
    if form.is_valid():
        try:
            post = _changed(form, request, post, context["version"])
        except (StreamError, TooManyPictures) as error:
            form.add_error(None, str(error))
        except EditConflict as conflict:
            context |= {"theirs": conflict.current, "version": conflict.current.version}
            sign([conflict.current], community, request.user)
            context["their_words"] = words_of(conflict.current)
        else:
            messages.success(request, _what_happened(post))
            return redirect(post)
    context |= {"pictures": post.pictures.all(), "is_draft": post.state == Post.State.DRAFT}
    status = 409 if "theirs" in context else 400 if form.is_bound else 200
    return render(request, "communities/post_edit.html", context, status=status)


def _version(request: HttpRequest, post: Post) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else post.version if request.method != "POST" else 0


@transaction.atomic
def _changed(form: PostForm, request: HttpRequest, post: Post, version: int) -> Post:
    by, moment = cast(User, request.user), form.cleaned_data.get("publish_at")
    is_draft = "concept" in request.POST
    post = update_post(by=by, post=post, words=form.words(), version=version, publish_at=moment, is_draft=is_draft)
    _add_picture(form, by=by, post=post)
    return post


def _what_happened(post: Post) -> str:
    if post.state == Post.State.DRAFT:
        return "Het concept is bewaard. Alleen u ziet het."
    if post.state == Post.State.HELD:
        return "Bewaard. Het bericht staat op de site zodra de coördinator ernaar heeft gekeken."
    if not post.is_published:
        return "Bewaard. Het bericht komt op het gekozen moment op de site."
    return "Het bericht staat op de site."


@require_http_methods(["GET", "HEAD", "POST"])
def post_remove(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Ask whether a post should go, and take it away."""
    community = get_community(request, slug, "communities.contribute")
    posts = editable_posts(request.user, community)
    post = get_owned(request, community, posts, "communities.edit_post", pk=post_id)
    if request.method == "POST":
        try:
            remove_post(by=cast(User, request.user), post=post)
            messages.success(request, "Het bericht is verwijderd.")
        except StreamError as error:
            messages.error(request, str(error))
        return redirect("communities:post_list", community.slug)
    return render(
        request, "communities/post_remove.html", {"community": community, "post": post, "is_out": is_out(post)}
    )


@require_POST
def post_pin(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Set a post on top, or let it go."""
    community = get_community(request, slug, "communities.coordinate")
    post = get_owned(request, community, editable_posts(request.user, community), pk=post_id)
    pin_post(by=cast(User, request.user), post=post, is_pinned=request.POST.get("bovenaan") == "1")
    return redirect(post)


@require_POST
def post_answered(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Say that a question was answered, or is open again."""
    community = get_community(request, slug, "communities.contribute")
    posts = editable_posts(request.user, community)
    post = get_owned(request, community, posts, "communities.mark_answered", pk=post_id)
    try:
        mark_answered(by=cast(User, request.user), post=post, is_answered=request.POST.get("beantwoord") == "1")
    except StreamError as error:
        messages.error(request, str(error))
    return redirect(post)


@require_POST
def post_follow(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Follow a post, or no longer."""
    community = get_community(request, slug, "communities.view_members_part")
    post = get_owned(request, community, editable_posts(request.user, community), pk=post_id)
    by = cast(User, request.user)
    if request.POST.get("volg") == "1":
        follow_post(by=by, post=post)
        messages.success(request, "U volgt dit bericht: u krijgt een seintje als er iemand op reageert.")
    else:
        unfollow_post(by=by, post=post)
        messages.success(request, "U volgt dit bericht niet meer.")
    return redirect(post)


@login_not_required
@require_GET
def post_picture(request: HttpRequest, slug: str, post_id: int, picture_id: int) -> HttpResponseBase:
    """A picture, to who may read its post."""
    community = get_community(request, slug, "communities.view_community")
    post = get_owned(request, community, editable_posts(request.user, community), pk=post_id)
    file = get_owned(request, community, post.pictures.all(), pk=picture_id).file
    if not file.storage.exists(file.name):
        raise Http404("the file is gone")
    kind = mimetypes.guess_type(PurePath(file.name).name)[0] or "application/octet-stream"
    return FileResponse(file.open("rb"), content_type=kind, headers={"Content-Security-Policy": SEALED})


@require_POST
def post_picture_remove(request: HttpRequest, slug: str, post_id: int, picture_id: int) -> HttpResponse:
    """Take a picture away."""
    community = get_community(request, slug, "communities.contribute")
    posts = editable_posts(request.user, community)
    post = get_owned(request, community, posts, "communities.edit_post", pk=post_id)
    pictures = PostPicture.objects.filter(post=post).select_related("post__community")
    remove_picture(by=cast(User, request.user), picture=get_owned(request, community, pictures, pk=picture_id))
    messages.success(request, "De foto is weg.")
    return redirect(reverse("communities:post_edit", args=[community.slug, post.pk]))
