"""Who is in an initiative: adding a partner, saying “ik wil”, following, and taking each of them back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Notice, Organisation, User
from initiatives.access.partners import leaders_of, may_leave, possible_organisations, speakers_for
from initiatives.actions.initiatives import InitiativeError
from initiatives.analysis.workflow import ENDS
from initiatives.models import Initiative, InitiativeFollow, Partner, Willing

JOIN = "initiatives.join_initiative"


# ── Partners ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add_partner(
    *,
    by: User,
    initiative: Initiative,
    role: str,
    organisation: Organisation | None = None,
    person: User | None = None,
) -> Partner:
    """Write down who takes part, and in what role; who is there already gets this role. They hear of it.

    Raises PermissionDenied for who may not change the initiative, and InitiativeError for nobody, a person who is no
    member, or an organisation that is not of this community.
    """
    locked = _locked(initiative)
    if not by.has_perm("initiatives.edit_initiative", locked):
        raise PermissionDenied
    _check_partner(locked, organisation, person)
    partner, is_new = Partner.objects.get_or_create(
        initiative=locked, organisation=organisation, user=person, defaults={"role": role}
    )
    if not is_new and partner.role == role:
        return partner
    if not is_new:
        partner.role = role
        partner.save(update_fields=["role"])
    note(by=by, action="voegt toe" if is_new else "wijzigt", thing=partner, community=locked.community)
    _tell_partner(locked, partner, by)
    return partner


@transaction.atomic
def remove_partner(*, by: User, partner: Partner) -> Initiative:
    """Take a partner off the list; returns the initiative. For who may change it, and for the partner themselves.

    Raises PermissionDenied for anybody else. Who is off already stays off.
    """
    initiative = _locked(partner.initiative)
    if not (by.has_perm("initiatives.edit_initiative", initiative) or may_leave(by, partner)):
        raise PermissionDenied
    there = Partner.objects.filter(pk=partner.pk)
    if there.exists():
        note(by=by, action="haalt weg", thing=partner, community=initiative.community)
        there.delete()
    return initiative


def _check_partner(initiative: Initiative, organisation: Organisation | None, person: User | None) -> None:
    if organisation is None and person is None:
        raise InitiativeError("Kies een organisatie, een persoon of allebei.")
    if person is not None and person.membership_in(initiative.community) is None:
        raise InitiativeError("Deze persoon is geen lid van deze community.")
    if organisation is not None and not possible_organisations(initiative).filter(pk=organisation.pk).exists():
        raise InitiativeError("Deze organisatie hoort niet bij deze community.")


def _tell_partner(initiative: Initiative, partner: Partner, by: User) -> None:
    """A person hears it themselves, an organisation by who may speak for it."""
    if partner.user is not None:
        users = User.objects.filter(pk=partner.user.pk)
    elif partner.organisation is not None:
        users = speakers_for(partner.organisation, initiative)
    else:
        return
    notify(
        users=users.exclude(pk=by.pk),
        kind=Notice.Kind.MENTION,
        key=f"initiative-{initiative.pk}-partner-{partner.pk}-{partner.role}",
        title=f"U staat bij “{initiative.title}”: {partner.get_role_display()}"[:200],
        text="Klopt het niet? U kunt uzelf of uw organisatie er daar afhalen.",
        path=initiative.get_absolute_url(),
        community=initiative.community,
    )


# ── “Ik wil” ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def say_willing(*, by: User, initiative: Initiative, why: str = "") -> Willing:
    """Say “ik wil”, before anyone has to promise; said again it has these words of why. They follow it from now on.

    Who proposed and who pulls it hear of it, once a person. Raises PermissionDenied for who does not belong, and
    InitiativeError for an initiative that is over.
    """
    locked = _locked(initiative)
    if not by.has_perm(JOIN, locked):
        raise PermissionDenied
    if locked.stage in ENDS:
        raise InitiativeError("Dit initiatief is klaar of gestopt. Meedoen kan niet meer.")
    willing, is_new = Willing.objects.get_or_create(initiative=locked, user=by, defaults={"why": why.strip()})
    if not is_new:
        if why.strip() and willing.why != why.strip():
            willing.why = why.strip()
            willing.save(update_fields=["why"])
        return willing
    InitiativeFollow.objects.get_or_create(initiative=locked, user=by)
    note(by=by, action="zegt ik wil", thing=willing, community=locked.community)
    notify(
        users=leaders_of(locked).exclude(pk=by.pk),
        kind=Notice.Kind.REPLY,
        # Without a name: a notice would outlive who takes it back, or leaves. Who it is, stands on the page.
        key=f"initiative-{locked.pk}-willing-{by.pk}",
        title=f"Iemand zegt “ik wil” bij “{locked.title}”"[:200],
        text="Op de bladzijde staat wie het is. Neem contact op: wat zou deze persoon kunnen doen?",
        path=locked.get_absolute_url(),
        community=locked.community,
    )
    return willing


@transaction.atomic
def take_back_willing(*, by: User, initiative: Initiative) -> None:
    """Take “ik wil” back; it need not be there. Asks only that it is one's own, so that it can always be done."""
    found = Willing.objects.filter(initiative=initiative, user=by).select_for_update().first()
    if found is not None:
        note(by=by, action="neemt ik wil terug", thing=found, community=initiative.community)
        found.delete()


# ── Following ─────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def follow_initiative(*, by: User, initiative: Initiative) -> InitiativeFollow:
    """Let somebody hear of an initiative; once, however often it is asked. Raises PermissionDenied."""
    if not by.has_perm(JOIN, initiative):
        raise PermissionDenied
    follow, is_new = InitiativeFollow.objects.get_or_create(initiative=initiative, user=by)
    if is_new:
        note(by=by, action="volgt", thing=initiative)
    return follow


@transaction.atomic
def unfollow_initiative(*, by: User, initiative: Initiative) -> None:
    """Leave somebody in peace about an initiative."""
    gone, _ = InitiativeFollow.objects.filter(initiative=initiative, user=by).delete()
    if gone:
        note(by=by, action="volgt niet meer", thing=initiative)


def _locked(initiative: Initiative) -> Initiative:
    whole = Initiative.objects.select_related("community").prefetch_related("partners")
    return whole.select_for_update(of=("self",), no_key=True).get(pk=initiative.pk)
