"""Promises: made, changed, carried out, lapsed. Who, what, when."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.access.route_sources import route_source
from communities.actions.log import note
from communities.actions.notices import notify
from communities.analysis.promises import DONE, LAPSED, may_become
from communities.models import Commitment, Community, Notice, User
from lib.moments import check_days

CHANGEABLE = ("what", "organisation", "person", "starts_on", "due_on", "agenda_item", "trajectory", "step")


class CommitmentError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class CommitmentConflict(CommitmentError):
    """Somebody else changed it meanwhile. `current` is how it stands now."""

    def __init__(self, current: Commitment) -> None:
        super().__init__("Iemand anders heeft deze toezegging intussen gewijzigd.")
        self.current = current


@transaction.atomic
def make_commitment(*, by: User, community: Community, **fields: Any) -> Commitment:
    """Write down a promise: of oneself, or by a coordinator of anybody who belongs; returns it.

    `fields` are what and due_on, a person or an organisation or both, and what else CHANGEABLE names. The same open
    promise of the same people is made once, also when it is sent twice. Raises PermissionDenied for who may not, and
    CommitmentError for a promise of nobody.
    """
    if not by.has_perm("communities.contribute", community):
        raise PermissionDenied
    wanted = {name: fields.get(name) for name in CHANGEABLE}
    check_days(wanted["starts_on"], wanted["due_on"])
    _check_promiser(by, community, wanted)
    # Who comes second waits here, and then finds the first one's promise.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    same = {name: wanted[name] for name in ("what", "organisation", "person", "due_on")}
    found = community.commitments.open().filter(**_equals(same)).first()
    if found is not None:
        return found
    made = Commitment.objects.create(community=community, created_by=by, **wanted)
    note(by=by, action="zegt toe", thing=made)
    if made.person and made.person != by:
        _tell(made, made.person, "given", f"Toezegging op uw naam: {made.what}")
    return made


def _equals(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name if value is not None else f"{name}__isnull": value or True for name, value in wanted.items()}


def _check_promiser(by: User, community: Community, wanted: Mapping[str, Any]) -> None:
    person, organisation = wanted.get("person"), wanted.get("organisation")
    if person is None and organisation is None:
        raise CommitmentError("Een toezegging heeft altijd iemand: kies een persoon, een organisatie of allebei.")
    if by.has_perm("communities.coordinate", community):
        if person is not None and person.membership_in(community) is None:
            raise CommitmentError(f"{person} is geen lid van deze community.")
        return
    own = by.membership_in(community)
    speaks_for = own.organisation if own is not None and own.speaks_for_organisation else None
    if person != by or organisation not in {None, speaks_for}:
        raise PermissionDenied


@transaction.atomic
def change_commitment(*, commitment: Commitment, by: User, version: int, **fields: Any) -> Commitment:
    """Change the words, the people or the dates; returns it as it stands.

    `version` is the one that `by` looked at. Raises CommitmentConflict when it is not the newest, so that nothing of
    somebody else is written over unseen; PermissionDenied and CommitmentError as `make_commitment`.
    """
    locked = _locked(commitment)
    if not by.has_perm("communities.update_commitment", locked):
        raise PermissionDenied
    wanted = {name: fields.get(name, getattr(locked, name)) for name in CHANGEABLE}
    if all(getattr(locked, name) == value for name, value in wanted.items()):
        return locked
    if locked.version != version:
        raise CommitmentConflict(locked)
    check_days(wanted["starts_on"], wanted["due_on"])
    if (wanted["person"], wanted["organisation"]) != (locked.person, locked.organisation):
        _check_promiser(by, locked.community, wanted)
    before = locked.person
    for name, value in wanted.items():
        setattr(locked, name, value)
    _keep(locked)
    note(by=by, action="wijzigt", thing=locked)
    if locked.person and locked.person not in {before, by}:
        _tell(locked, locked.person, f"given-{locked.version}", f"Toezegging op uw naam: {locked.what}")
    return locked


@transaction.atomic
def set_commitment_state(
    *, commitment: Commitment, by: User, state: str, evidence: str = "", evidence_link: str = "", because: str = ""
) -> Commitment:
    """Say how far a promise is; returns it. A state that it has already changes nothing but the evidence.

    When it is done `evidence` and `evidence_link` may say how one can see that; a promise lapses only with a reason.
    Who wrote it down hears that somebody else carried it out. Raises PermissionDenied for who may not, and
    CommitmentError for a change that the table does not know.
    """
    locked = _locked(commitment)
    if not by.has_perm("communities.update_commitment", locked):
        raise PermissionDenied
    was = locked.state
    if state != was and not may_become(was, state):
        raise CommitmentError(f"Een toezegging kan niet van “{was}” naar “{state}”.")
    if state == LAPSED and not because.strip():
        raise CommitmentError("Schrijf op waarom deze toezegging vervalt.")
    if state == was and (state != DONE or not (evidence or evidence_link)):
        return locked
    locked.state = state
    locked.lapsed_because = because.strip() if state == LAPSED else ""
    locked.done_on = (locked.done_on or timezone.localdate()) if state == DONE else None
    if state == DONE:
        locked.evidence, locked.evidence_link = evidence or locked.evidence, evidence_link or locked.evidence_link
    _keep(locked)
    if state != was:
        note(by=by, action=f"zet op {state}", thing=locked)
        _tell_maker(locked, by)
        route_source().hear(locked)
    return locked


def _tell_maker(commitment: Commitment, by: User) -> None:
    maker = commitment.created_by
    if commitment.state == DONE and maker and maker != by and maker.membership_in(commitment.community):
        _tell(commitment, maker, f"done-{commitment.version}", f"Klaar: {commitment.what}")


def _tell(commitment: Commitment, user: User, event: str, title: str) -> None:
    notify(
        users=[user],
        kind=Notice.Kind.COMMITMENT,
        key=f"commitment-{commitment.pk}-{event}",
        title=title[:200],
        path=commitment.get_absolute_url(),
        community=commitment.community,
    )


def _locked(commitment: Commitment) -> Commitment:
    whole = Commitment.objects.select_related("community", "person", "organisation", "agenda_item", "created_by")
    return whole.select_for_update(of=("self",)).get(pk=commitment.pk)


def _keep(commitment: Commitment) -> None:
    commitment.version += 1
    commitment.save()
