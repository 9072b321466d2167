"""By which way people came in: invitations with their answers, a link on a poster, and requests that were decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from communities.actions.example.people import Organisations, known_emails, make_user, moment
from communities.actions.invitations import VALID_DAYS
from communities.models import Community, Invitation, JoinRequest, Membership, Role, User
from lib.tokens import hash_token, new_token

ANSWERED_AFTER = timedelta(days=2)


def invite_all(community: Community, story: dict[str, Any], organisations: Organisations) -> None:
    """Make the invitations with their answers, and the links; no letter is sent, for nobody reads it."""
    inviter = _coordinator(community)
    members = {one.user.name: one for one in community.memberships.select_related("user")}
    for name, address, organisation, role, is_frontrunner, days, answer in story["letters"]:
        member = members.get(name)
        sent_at = moment(days, 11, 40)
        invitation = Invitation(
            community=community,
            email=address or members[name].user.email,
            name=name,
            role=role,
            is_frontrunner=is_frontrunner,
            organisation=organisations[organisation],
            sent_at=sent_at,
            accepted_at=sent_at + ANSWERED_AFTER if answer == "aangenomen" else None,
            declined_at=sent_at + ANSWERED_AFTER if answer == "afgeslagen" else None,
        )
        _keep(invitation, inviter, sent_at, VALID_DAYS)
        if member is not None:
            _came_in(member, invitation, inviter, sent_at + ANSWERED_AFTER)
    for label, days, valid_for in story["links"]:
        link = Invitation(community=community, label=label, asks_questions=True)
        _keep(link, inviter, moment(days, 9, 5), valid_for)


def _keep(invitation: Invitation, inviter: User, made_at: datetime, valid_for: int) -> None:
    """With a token that nobody has: who wants to try it out sends it again."""
    invitation.invited_by = inviter
    invitation.token_hash = hash_token(new_token())
    invitation.expires_at = made_at + timedelta(days=valid_for)
    invitation.save()
    Invitation.objects.filter(pk=invitation.pk).update(created_at=made_at)


def decide_all(community: Community, story: dict[str, Any]) -> None:
    """The requests on which was decided: who was let in is a member, who was not reads why."""
    coordinator = _coordinator(community)
    questions = list(community.join_questions.values_list("text", flat=True))
    links = {one.label: one for one in community.invitations.exclude(label="")}
    let_in = iter(_newcomers(community))
    for days, by_link, answers, decision, days_later, reason in story["decided"]:
        member = next(let_in) if decision == JoinRequest.State.ADMITTED else None
        request = JoinRequest.objects.create(
            community=community,
            user=member.user if member else make_user(story["refused"]),
            answers=[{"question": q, "answer": a} for q, a in zip(questions, answers, strict=True)],
            state=decision,
            reason=reason,
            invitation=links.get(by_link),
            accepted_rules=community.house_rules.first(),
            decided_at=moment(days + days_later, 16, 20),
            decided_by=coordinator,
        )
        JoinRequest.objects.filter(pk=request.pk).update(created_at=moment(days, 14, 10))
        if member is not None:
            _came_in(member, request.invitation, coordinator, moment(days + days_later, 16, 20))


def _newcomers(community: Community) -> Sequence[Membership]:
    """Members who did nothing yet in the story, and whom nobody invited."""
    plain = community.memberships.filter(role=Role.MEMBER, is_trusted=True, is_frontrunner=False, invitation=None)
    unknown = plain.filter(speaks_for_organisation=False).exclude(user__email__in=known_emails())
    return list(unknown.select_related("user").order_by("pk"))


def _came_in(member: Membership, invitation: Invitation | None, by: User, at: datetime) -> None:
    Membership.objects.filter(pk=member.pk).update(invitation=invitation, admitted_by=by, joined_at=at)


def _coordinator(community: Community) -> User:
    return User.objects.filter(memberships__community=community, memberships__role=Role.COORDINATOR).earliest("pk")
