"""The words of an invitation by mail."""

from communities.models import Invitation, Role
from lib.text import long_date

AS_WHAT = {
    Role.MEMBER: "deelnemer",
    Role.COMMISSIONER: "opdrachtgever",
    Role.COORDINATOR: "coördinator",
}


def invitation_subject(invitation: Invitation) -> str:
    """What stands above the letter."""
    return f"Uitnodiging: doe mee met {invitation.community.name}"[:200]


def invitation_paragraphs(invitation: Invitation) -> list[str]:
    """Who invites, as what, the personal words, and what happens next."""
    inviter = invitation.invited_by.name if invitation.invited_by and invitation.invited_by.name else "Een coördinator"
    role = "koploper" if invitation.is_frontrunner else AS_WHAT[Role(invitation.role)]
    community = invitation.community
    paragraphs = [
        f"Beste {invitation.name}," if invitation.name else "Beste lezer,",
        f"{inviter} nodigt u uit voor {community.name}, als {role}.",
    ]
    if community.tagline:
        paragraphs.append(community.tagline)
    if invitation.message:
        paragraphs += [f"{inviter} schrijft:", *_paragraphs(invitation.message)]
    return [
        *paragraphs,
        "Op de bladzijde achter de knop leest u wat de community is. Daarna kiest u zelf: meedoen of niet.",
        f"De uitnodiging geldt tot en met {long_date(invitation.expires_at)} en is alleen voor dit e-mailadres.",
    ]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
