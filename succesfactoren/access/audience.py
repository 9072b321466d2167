"""Who is asked in a round: the address of each, and the group under which its response is counted."""

from allauth.account.models import EmailAddress

from communities.models import Community, Membership, Role
from succesfactoren.access.panel import panel_audience
from succesfactoren.models import Round

NO_ORGANISATION = "zonder organisatie"
Invitee = tuple[str, str]
"""An e-mail address in lower case, and a group."""


def member_addresses(community: Community) -> list[Invitee]:
    """Everybody who takes part now and confirmed their address, with the kind of their organisation.

    Coordinators are not asked: they run the round, and give their own view of each factor apart from it.
    """
    active = Membership.objects.active().filter(community=community).exclude(role=Role.COORDINATOR)
    found = active.select_related("user", "organisation").order_by("pk")
    confirmed = EmailAddress.objects.filter(user__in=found.values("user"), verified=True)
    addresses = {(user, email.lower()) for user, email in confirmed.values_list("user_id", "email")}
    return [
        (one.user.email.lower(), _group(one)) for one in found if (one.user_id, one.user.email.lower()) in addresses
    ]


def _group(membership: Membership) -> str:
    return membership.organisation.get_kind_display() if membership.organisation else NO_ORGANISATION


def audience_of(round: Round) -> list[Invitee]:
    """Everybody whom the round is meant for; of an own list, and of a meeting, nobody is known beforehand."""
    if round.audience == Round.Audience.MEMBERS:
        return member_addresses(round.community)
    if round.audience == Round.Audience.PANEL:
        return panel_audience(round.assessment)
    return []


def not_yet_invited(round: Round) -> list[Invitee]:
    """Who belongs to the audience and has no ticket: those who came in later, and before the opening everybody."""
    known = set(round.tickets.values_list("email", flat=True))
    return [one for one in dict(audience_of(round)).items() if one[0] not in known]
