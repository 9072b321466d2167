"""Keeping a community liveable: complaints, measures with a reason that can be objected to, and undoing them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from communities.access.moderation import Subject, author_of
from communities.access.subjects import (
    SubjectKind,
    kind_named,
    kind_of,
    kinds,
    standing_against,
    thing_of,
    why_kept_hidden,
)
from communities.actions.events import leave_events
from communities.actions.following import forget_told
from communities.actions.log import note
from communities.actions.notices import notify
from communities.actions.stream import keep_back_scheduled
from communities.models import Comment, Community, Complaint, Measure, Membership, Notice, Post, Role, User

Thing = Post | Comment
NAMES_OF_SUBJECT = ("post", "comment", "membership", "event", "document", "thing_kind", "thing_id")
"""By which columns a complaint names what it is about."""


class ModerationError(Exception):
    """What cannot be done. The message is Dutch, says what is wrong and what to do, and is shown as it is."""


def complain(*, by: User | None, community: Community, subject: Subject, reason: str, text: str) -> Complaint:
    """Say that something should not stand there; `by` is None for a visitor. The same complaint twice is one."""
    same = {"community": community, "reporter": by, "reason": reason, "state": Complaint.State.OPEN}
    with transaction.atomic():
        Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
        named = {name: getattr(subject, name) for name in NAMES_OF_SUBJECT}
        found = Complaint.objects.filter(**same, **named, text=text).first()
        if found:
            return found
        complaint = Complaint.objects.create(**same, **named, text=text)
        note(by=by, action="meldt", thing=complaint, community=community)
        notify(
            users=_coordinators(community, besides=by),
            kind=Notice.Kind.MODERATION,
            key=f"complaint-{complaint.pk}",
            title=f"Er is een melding in {community.name}",
            text="Iemand vindt dat iets niet in de community hoort. Kijk ernaar en beslis.",
            path=reverse("communities:moderation", args=[community.slug]),
            community=community,
        )
    return complaint


@transaction.atomic
def dismiss_complaint(*, by: User, complaint: Complaint) -> Complaint:
    """Decide that what was complained about may stay; the reporter hears so. Twice is once."""
    return _settle(by, complaint, Complaint.State.DISMISSED, "wijst melding af")


@transaction.atomic
def uphold_complaint(*, by: User, complaint: Complaint) -> Complaint:
    """Say that something was done about it, where that was no measure: the reporter hears so. Twice is once."""
    return _settle(by, complaint, Complaint.State.UPHELD, "handelt melding af")


def _settle(by: User, complaint: Complaint, state: str, action: str) -> Complaint:
    _must_coordinate(by, complaint.community)
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if locked.state == Complaint.State.OPEN:
        _decide(by, [locked], state)
        note(by=by, action=action, thing=locked)
    return locked


@transaction.atomic
def hide(*, by: User, thing: Model, reason: str, is_told: bool = True) -> Measure:
    """Take something away for a reason, which its author gets; what is hidden already keeps its measure.

    A post, a comment, or what a higher floor declared (`communities.access.subjects`). `is_told` is False where its
    author hears of it along with something else. Raises ModerationError where there is nothing to hide, or no reason.
    """
    kind = kind_of(thing)
    community: Community = thing.community  # type: ignore[attr-defined]
    _must_coordinate(by, community)
    if not reason.strip():
        raise ModerationError("Geef een reden. Zonder reden kan niemand bezwaar maken.")
    locked, about = _locked(thing, kind)
    standing = Measure.objects.filter(**about, kind=Measure.Kind.HIDE, undone_at=None).first()
    if standing:
        return standing
    taken = {"kind": Measure.Kind.HIDE, "reason": reason, "taken_by": by}
    taken |= {"maker": kind.about(locked).maker} if kind else {"state_before": _put_away(locked)}
    # Before what goes along with it, so that showing it again knows what that was.
    measure = Measure.objects.create(community=community, **taken, **about)
    if kind:
        _put_away_declared(kind, locked, by, reason)
    _decide(by, Complaint.objects.filter(**about, state=Complaint.State.OPEN), Complaint.State.UPHELD)
    note(by=by, action="verbergt", thing=locked, community=community)
    if is_told:
        words = kind.about(locked).words if kind else f"een {locked._meta.verbose_name} van u"
        _tell_author(by, measure, f"Verborgen in {community.name}: {words}")
    return measure


def _locked(thing: Model, kind: SubjectKind | None) -> tuple[Any, dict[str, Any]]:
    """The thing, which nobody changes until this is over, and how a measure names it."""
    if kind is not None:
        return kind.locked(thing), {"thing_kind": kind.name, "thing_id": thing.pk}
    locked = type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    return locked, {"post": locked} if isinstance(locked, Post) else {"comment": locked}


def _put_away(locked: Thing) -> str:
    """Take a post or a comment out of sight; returns the state that it was in."""
    if locked.state == Post.State.REMOVED:
        raise ModerationError("Dit is al verwijderd door wie het schreef. U hoeft niets te doen.")
    if locked.state == Post.State.DRAFT:
        raise ModerationError("Dit is een concept. Alleen wie het schreef, leest het; u hoeft niets te doen.")
    before, locked.state = locked.state, Post.State.HIDDEN
    locked.save(update_fields=["state"])
    forget_told(locked)
    return before


def _put_away_declared(kind: SubjectKind, locked: Model, by: User, reason: str) -> None:
    try:
        kind.put_away(locked, by, reason)
    except ValueError as error:
        raise ModerationError(str(error)) from error


@transaction.atomic
def block(*, by: User, members: Sequence[Membership], reason: str, hides: bool = False) -> list[Measure]:
    """Take from these members, at once, all that belonging gives them; with `hides` what they wrote goes too.

    Also of who left: else going first would be a way to escape. What was planned goes back to being a draft. Who is
    blocked already is left as they are. Raises ModerationError for oneself or another coordinator.
    """
    taken = []
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "community").order_by("pk")
    for member in rows.filter(pk__in=[one.pk for one in members]):
        _must_coordinate(by, member.community)
        is_here = member.status == Membership.Status.ACTIVE
        if member.user_id == by.pk or (is_here and member.role == Role.COORDINATOR):
            raise ModerationError("U kunt uzelf of een andere coördinator niet blokkeren. Wijzig eerst de rol.")
        if member.status == Membership.Status.BLOCKED:
            continue
        taken.append(_block_one(by, member, reason))
        if hides:
            taken.extend(hide(by=by, thing=thing, reason=reason) for thing in _written_by(member))
    return taken


def _block_one(by: User, member: Membership, reason: str) -> Measure:
    before, member.status = member.status, Membership.Status.BLOCKED
    member.save(update_fields=["status"])
    member.user.forget_memberships()
    leave_events(user=member.user, community=member.community)
    keep_back_scheduled(author=member.user, community=member.community)
    about = {"community": member.community, "membership": member, "state_before": before}
    measure = Measure.objects.create(**about, kind=Measure.Kind.BLOCK, reason=reason, taken_by=by)
    _decide(by, Complaint.objects.filter(membership=member, state=Complaint.State.OPEN), Complaint.State.UPHELD)
    note(by=by, action="blokkeert", thing=member)
    _tell_author(by, measure, f"U bent geblokkeerd in {member.community.name}")
    return measure


def _written_by(member: Membership) -> list[Model]:
    shown = [Post.State.PUBLISHED, Post.State.HELD]
    posts = Post.objects.filter(community=member.community_id, author=member.user_id, state__in=shown)
    comments = Comment.objects.filter(post__community=member.community_id, author=member.user_id, state__in=shown)
    declared = [one for kind in kinds() for one in kind.written_by(member.community, member.user)]
    return [*posts, *comments.select_related("post"), *declared]


@transaction.atomic
def undo(*, by: User, measures: Sequence[Measure], besides: User | None = None) -> list[Measure]:
    """Take measures back: all is as it was before, so that nothing shows that never did. Twice is once.

    Their authors hear so, but who is `besides`. Raises ModerationError where that cannot be any more.
    """
    undone = []
    rows = Measure.objects.select_for_update(of=("self",)).select_related("community", "post", "comment", "membership")
    rows = rows.filter(pk__in=[one.pk for one in measures], undone_at=None)
    # Things first: a post cannot come back before what it is about.
    for measure in rows.order_by(F("thing_id").asc(nulls_last=True), "pk"):
        _must_coordinate(by, measure.community)
        if not Measure.objects.filter(pk=measure.pk, undone_at=None).exists():
            continue  # it came back along with one before it
        # First, so that taking back what hangs on it does not come back here.
        measure.undone_at, measure.undone_by = timezone.now(), by
        measure.save(update_fields=["undone_at", "undone_by"])
        _take_back(measure, by)
        note(by=by, action="draait maatregel terug", thing=measure)
        if besides is None or author_of(measure) != besides:
            _tell_author(by, measure, f"Een besluit over u in {measure.community.name} is teruggedraaid", "undone")
        undone.append(measure)
    return undone


def _take_back(measure: Measure, by: User) -> None:
    """Only what is as the measure left it: what its author removed meanwhile stays removed."""
    kind, thing = kind_named(measure.thing_kind), thing_of(measure)
    if kind and thing:
        locked = kind.locked(thing)
        try:
            kind.bring_back(locked, by)
        except ValueError as error:
            raise ModerationError(str(error)) from error
    if measure.post and measure.post.state == Post.State.HIDDEN and (why := why_kept_hidden(measure.post)):
        raise ModerationError(why)
    for thing in filter(None, (measure.post, measure.comment)):
        hidden = type(thing)._default_manager.filter(pk=thing.pk, state=Post.State.HIDDEN)
        hidden.update(state=measure.state_before or Post.State.HELD)
    if measure.membership:
        blocked = Membership.objects.filter(pk=measure.membership.pk, status=Membership.Status.BLOCKED)
        blocked.update(status=measure.state_before or Membership.Status.ACTIVE)
        measure.membership.user.forget_memberships()


def lapse(*, by: User, thing: Model) -> None:
    """What stood against this thing of a higher floor is over, because its maker did what was asked. Asks no right."""
    standing_against(thing).update(undone_at=timezone.now(), undone_by=by)


@transaction.atomic
def object_to(*, by: User, measure: Measure, text: str) -> Measure:
    """The author objects, once; a coordinator answers. Raises PermissionDenied for anybody else."""
    locked = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if author_of(locked) != by:
        raise PermissionDenied
    if locked.objection != Measure.Objection.NONE:
        return locked
    if locked.undone_at:
        raise ModerationError("Dit besluit is al teruggedraaid. U hoeft geen bezwaar meer te maken.")
    locked.objection, locked.objection_text, locked.objection_at = Measure.Objection.OPEN, text, timezone.now()
    locked.save(update_fields=["objection", "objection_text", "objection_at"])
    note(by=by, action="maakt bezwaar", thing=locked)
    notify(
        users=_coordinators(locked.community, besides=by),
        kind=Notice.Kind.MODERATION,
        key=f"objection-{locked.pk}",
        title=f"Iemand maakt bezwaar tegen een besluit in {locked.community.name}",
        text="Een andere coördinator dan wie het besluit nam, beantwoordt het bezwaar.",
        path=reverse("communities:objection", args=[locked.community.slug, locked.pk]),
        community=locked.community,
    )
    return locked


@transaction.atomic
def answer_objection(*, by: User, measure: Measure, is_upheld: bool, text: str) -> Measure:
    """Answer an objection: upheld takes the measure back. Not by who took it, where somebody else can."""
    locked = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    _must_coordinate(by, locked.community)
    if not may_answer(by, locked):
        raise ModerationError("U nam dit besluit zelf, of het gaat over u. Een andere coördinator geeft het antwoord.")
    if locked.objection != Measure.Objection.OPEN:
        return locked
    locked.objection = Measure.Objection.UPHELD if is_upheld else Measure.Objection.DISMISSED
    locked.answer_text = text
    locked.save(update_fields=["objection", "answer_text"])
    note(by=by, action="beantwoordt bezwaar", thing=locked)
    if is_upheld:
        undo(by=by, measures=[locked])
    _tell_author(by, locked, f"Er is antwoord op uw bezwaar in {locked.community.name}", "answer")
    return Measure.objects.get(pk=locked.pk)


def may_answer(by: User, measure: Measure) -> bool:
    """Nobody judges their own measure where another coordinator can, and nobody their own case."""
    if author_of(measure) == by:
        return False
    return measure.taken_by_id != by.pk or not _coordinators(measure.community, besides=by).exists()


def _coordinators(community: Community, *, besides: User | None) -> QuerySet[User]:
    """Who runs it, without the one who acts."""
    active = Membership.objects.active().filter(community=community, role=Role.COORDINATOR)
    return User.objects.filter(pk__in=active.exclude(user=besides).values("user"))


def _must_coordinate(by: User, community: Community) -> None:
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied


def _decide(by: User, complaints: Iterable[Complaint], state: str) -> None:
    """Close complaints, and tell who made them: they have a right to hear what came of it."""
    upheld, dismissed = "U kreeg gelijk: er is iets aan gedaan.", "Een coördinator keek en besloot dat het mag blijven."
    for complaint in complaints:
        complaint.state, complaint.decided_at, complaint.decided_by = state, timezone.now(), by
        complaint.save(update_fields=["state", "decided_at", "decided_by"])
        if complaint.reporter and complaint.reporter != by:
            notify(
                users=[complaint.reporter],
                kind=Notice.Kind.MODERATION,
                key=f"complaint-{complaint.pk}-decided",
                title=f"Er is beslist over uw melding in {complaint.community.name}",
                text=upheld if state == Complaint.State.UPHELD else dismissed,
                path=reverse("config:community_home", args=[complaint.community.slug]),
                community=complaint.community,
            )


def _tell_author(by: User, measure: Measure, title: str, what: str = "taken") -> None:
    author = author_of(measure)
    if author is None or author == by:
        return
    how = "Bent u het er niet mee eens? Dan kunt u bezwaar maken." if what == "taken" else measure.answer_text
    reason = f"De reden: {measure.reason}" if what == "taken" else ""
    notify(
        users=[author],
        kind=Notice.Kind.MODERATION,
        key=f"measure-{measure.pk}-{what}",
        title=title,
        text=f"{reason} {how}".strip(),
        path=reverse("communities:objection", args=[measure.community.slug, measure.pk]),
        community=measure.community,
    )
