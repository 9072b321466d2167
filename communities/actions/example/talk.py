"""What is said in the story, and when people meet."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from communities.actions.documents import Upload, add_version, place_document
from communities.actions.example.people import moment
from communities.models import Attendance, Comment, Community, Complaint, Event, Follow, Post, Role, User


def post_all(community: Community, posts: Sequence[dict[str, Any]]) -> None:
    """Write the posts with their comments, on the days of the story."""
    people = {user.name: user for user in User.objects.filter(memberships__community=community)}
    for one in posts:
        post = Post.objects.create(
            community=community,
            author=people[one["by"]],
            kind=one["kind"],
            title=one["title"],
            body="".join(f"<p>{paragraph}</p>" for paragraph in one["text"]),
            link=one.get("link", ""),
            audience=one["audience"],
            is_pinned=one["pinned"],
            is_answered=one.get("answered", False),
            publish_at=moment(one["days"], 9, 15),
            announced_at=moment(one["days"], 9, 15),
        )
        Post.objects.filter(pk=post.pk).update(created_at=post.publish_at)
        _comment(post, [(people[name], text) for name, text in one["comments"]])


def _comment(post: Post, said: Sequence[tuple[User, str]]) -> None:
    made = [Comment(post=post, author=user, text=text) for user, text in said]
    Comment.objects.bulk_create(made)
    for number, one in enumerate(made, start=1):
        one.created_at = post.publish_at + timedelta(hours=3 * number)
    Comment.objects.bulk_update(made, ["created_at"])
    followers = {post.author, *(user for user, _ in said)}
    Follow.objects.bulk_create([Follow(post=post, user=user) for user in followers])


def plan_all(community: Community, events: Sequence[dict[str, Any]]) -> None:
    """Plan the events, with who comes."""
    memberships = list(community.memberships.select_related("user").order_by("pk"))
    people = {one.user.name: one.user for one in memberships}
    for number, one in enumerate(events):
        starts_at = moment(one["days"], one["hour"], one["minute"])
        event = Event.objects.create(
            community=community,
            organiser=people[one["by"]],
            title=one["title"],
            body=one["text"],
            place=one["place"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=one["hours"]),
            capacity=one.get("capacity"),
            audience=one["audience"],
            announced_at=moment(min(-1, one["days"] - 21)),
        )
        able = [m for m in memberships if one["audience"] != Event.Audience.FRONTRUNNERS or m.is_frontrunner]
        coming = (able[number:] + able[:number])[: one["n_coming"]]
        answers = [Attendance(event=event, user=m.user, answer=Attendance.Answer.COMES) for m in coming]
        Attendance.objects.bulk_create(answers)


def leave_work(community: Community, one: dict[str, Any], documents: Sequence[dict[str, Any]]) -> None:
    """What a coordinator finds in the morning: a first post that waits, and a complaint; and documents to read."""
    adviser = User.objects.get(memberships__community=community, memberships__role=Role.COORDINATOR)
    newcomer = community.memberships.filter(is_trusted=False, role=Role.MEMBER).select_related("user")[0]
    Post.objects.create(
        community=community,
        author=newcomer.user,
        kind=Post.Kind.QUESTION,
        title=one["held_title"],
        body=f"<p>{one['held_text']}</p>",
        state=Post.State.HELD,
        publish_at=moment(-1, 20, 5),
    )
    told = Comment.objects.filter(post__community=community).earliest("pk")
    Complaint.objects.create(
        community=community,
        comment=told,
        reporter=newcomer.user,
        reason=Complaint.Reason.PRIVATE,
        text=one["complaint"],
    )
    for document in documents:
        first, *later = (Upload(text.encode(), document["file"], "txt") for text in document["versions"])
        kept = place_document(
            by=adviser,
            community=community,
            title=document["title"],
            upload=first,
            description=document["description"],
            audience=document["audience"],
        )
        for upload in later:
            add_version(by=adviser, document=kept, upload=upload, remark="Aangevuld na de bijeenkomst.")
