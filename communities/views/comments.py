"""Comments: write, change, remove."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.access.stream import WITHOUT_WORDS, editable_posts
from communities.actions.stream import StreamError, remove_comment, update_comment, write_comment
from communities.forms.stream import CommentForm
from communities.models import Comment, Community, Post, User
from communities.views.stream import post_context


@require_POST
def comment_write(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """Say something about a post, or answer a comment."""
    community = get_community(request, slug, "communities.contribute")
    post = get_owned(request, community, editable_posts(request.user, community), pk=post_id)
    parent = _parent(request, community, post)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            said = {"text": form.cleaned_data["text"], "is_suspect": form.is_suspect}
            made = write_comment(by=cast(User, request.user), post=post, parent=parent, **said)
        except StreamError as error:
            form.add_error("text", str(error))
        else:
            if made.state == Comment.State.HELD:
                messages.success(request, "Uw reactie staat op de site zodra de coördinator ernaar heeft gekeken.")
            return redirect(made)
    context = post_context(request, post, form, parent.pk if parent else None)
    return render(request, "communities/post_detail.html", context, status=400)


def _parent(request: HttpRequest, community: Community, post: Post) -> Comment | None:
    sent = request.POST.get("antwoord_op", "")
    if not sent:
        return None
    if not sent.isdecimal() or len(sent) > 18:
        raise Http404("no such comment")
    return get_owned(request, community, post.comments.readable().select_related("parent"), pk=int(sent))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HttpRequest, slug: str, post_id: int, comment_id: int) -> HttpResponse:
    """Change a comment."""
    community, comment = _own(request, slug, post_id, comment_id)
    form = CommentForm(request.POST or None, initial={"text": comment.text})
    if form.is_valid():
        try:
            return redirect(
                update_comment(by=cast(User, request.user), comment=comment, text=form.cleaned_data["text"])
            )
        except StreamError as error:
            form.add_error("text", str(error))
    context = {"community": community, "post": comment.post, "comment": comment, "form": form}
    return render(request, "communities/comment_edit.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_remove(request: HttpRequest, slug: str, post_id: int, comment_id: int) -> HttpResponse:
    """Ask whether a comment should go, and take it away."""
    community, comment = _own(request, slug, post_id, comment_id)
    if request.method == "POST":
        try:
            remove_comment(by=cast(User, request.user), comment=comment)
            messages.success(request, "De reactie is verwijderd.")
        except StreamError as error:
            messages.error(request, str(error))
        return redirect(comment.post)
    context = {"community": community, "post": comment.post, "comment": comment}
    return render(request, "communities/comment_remove.html", context)


def _own(request: HttpRequest, slug: str, post_id: int, comment_id: int) -> tuple[Community, Comment]:
    community = get_community(request, slug, "communities.contribute")
    post = get_owned(request, community, editable_posts(request.user, community), pk=post_id)
    comments = post.comments.exclude(state__in=WITHOUT_WORDS).select_related("post__community", "author")
    return community, get_owned(request, community, comments, "communities.edit_comment", pk=comment_id)
