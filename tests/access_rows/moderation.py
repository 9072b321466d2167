"""Complaints, the queue, measures and objections. Who gets in, and something to look at."""

from typing import Any

from communities.models import Comment, Community, Complaint, Measure, Post, User
from tests.access_rows.documents import make_document
from tests.access_rows.events import make_event
from tests.access_rows.rows import COORDINATORS, GONE, IN, LOGIN, OPEN, Row, posted
from tests.initiatives import scene

HIT = Row(
    public=(LOGIN, GONE, IN, GONE, GONE, IN, GONE, IN),
    private=(LOGIN, GONE, IN, GONE, GONE, IN, GONE, IN),
)
"""For whom a measure hits (here the member), and for who coordinates. Nobody else hears that there is a measure."""

ROWS: dict[str, Row] = {
    "communities:complaint_create": OPEN,
    "communities:moderation": COORDINATORS,
    "communities:complaint_dismiss": posted(COORDINATORS),
    "communities:complaint_uphold": posted(COORDINATORS),
    "communities:post_hide": COORDINATORS,
    "communities:comment_hide": COORDINATORS,
    "communities:thing_hide": COORDINATORS,
    "communities:post_release": posted(COORDINATORS),
    "communities:comment_release": posted(COORDINATORS),
    "communities:member_block": COORDINATORS,
    "communities:measure_undo": posted(COORDINATORS),
    "communities:objection": HIT,
    "communities:objection_answer": posted(COORDINATORS),
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    membership = community.memberships.get(user__email="member@example.org")
    author = membership.user
    post = Post.objects.create(
        community=community, author=author, title="Een bericht", body="<p>Tekst</p>", state="wacht"
    )
    comment = Comment.objects.create(post=post, author=author, text="Een reactie", state="wacht")
    reporter = community.memberships.get(user__email="frontrunner@example.org").user
    about = {"community": community, "reporter": reporter, "reason": "onbeleefd"}
    complaint = Complaint.objects.create(**about, post=post, text="Lelijk")
    Complaint.objects.create(**about, comment=comment)
    Complaint.objects.create(community=community, membership=membership, reason="reclame")
    Complaint.objects.create(**about, event=make_event(community, organiser=author))
    Complaint.objects.create(**about, document=make_document(community))
    taken_by = community.memberships.get(role="coordinator").user
    measure = Measure.objects.create(
        community=community, kind="verbergen", post=post, reason="Regel 2", taken_by=taken_by
    )
    Measure.objects.create(community=community, kind="verbergen", comment=comment, reason="Regel 3", taken_by=taken_by)
    return {
        "post_id": post.pk,
        "comment_id": comment.pk,
        "complaint_id": complaint.pk,
        "measure_id": measure.pk,
        "subject": "plan",
        "thing_id": _complained_of(community, author, about | {"taken_by": taken_by}),
    }


def _complained_of(community: Community, maker: User, about: dict[str, Any]) -> int:
    """A plan for a budget with a complaint about it, and a need with a measure against it; the number of the plan."""
    taken_by = about.pop("taken_by")
    budget = community.budgets.filter(name="Moderatiebudget").first() or scene.make_budget(
        community, "insturen", name="Moderatiebudget"
    )
    plan, need = scene.make_proposal(budget, proposed_by=maker), scene.make_listing(community, maker)
    Complaint.objects.create(**about, thing_kind="plan", thing_id=plan.pk)
    taken = {"kind": "verbergen", "reason": "Regel 4", "taken_by": taken_by, "maker": maker}
    Measure.objects.create(community=community, thing_kind="vraag-of-aanbod", thing_id=need.pk, **taken)
    return plan.pk
