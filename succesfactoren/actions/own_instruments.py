"""Own instruments of a community: begun, settled, written anew, offered or not. What is settled never changes."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from communities.actions.log import note
from communities.models import Community, User
from succesfactoren.actions.instruments import words_of
from succesfactoren.analysis.own_codes import stamp
from succesfactoren.models import Factor, Instrument, InstrumentVersion, Statement

MOST_QUESTIONS = 60
MOST_INSTRUMENTS = 40
HEAD = ("name", "tagline", "audience", "intro", "about", "is_about_us")


class InstrumentError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class InstrumentConflict(InstrumentError):
    """Somebody else changed it meanwhile. `current` is how it stands now: labels with their words."""

    def __init__(self, current: Mapping[str, str]) -> None:
        super().__init__("Iemand anders heeft dit intussen gewijzigd.")
        self.current = current


@transaction.atomic
def begin_instrument(*, by: User, community: Community, **head: Any) -> Instrument:
    """Begin an own instrument with an empty first version; `head` are the texts of HEAD. Returns it.

    Sent twice it is made once. Raises PermissionDenied for who may not, and InstrumentError where the community has
    another one by this name.
    """
    allow(by, community)
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    slug = (slugify(head["name"]) or "vragenlijst")[:60]
    found = community.instruments.filter(slug=slug).first()
    if found is not None:
        return _begun_already(found, head)
    if community.instruments.count() >= MOST_INSTRUMENTS:
        raise InstrumentError(f"Een community heeft hoogstens {MOST_INSTRUMENTS} eigen vragenlijsten.")
    made = Instrument.objects.create(community=community, slug=slug)
    InstrumentVersion.objects.create(instrument=made, number=1, **{name: head[name] for name in HEAD if name in head})
    note(by=by, action="begint", thing=made)
    return made


def _begun_already(found: Instrument, head: Mapping[str, Any]) -> Instrument:
    draft = found.versions.filter(settled_at=None, number=1, name=head["name"]).first()
    if draft is None or draft.statements.exists():
        raise InstrumentError("Er is al een vragenlijst met deze naam. Kies een andere naam.")
    return found


def head_stamp(version: InstrumentVersion) -> str:
    """How the texts around the questions stand, for telling whether somebody else changed them meanwhile."""
    return stamp(*(getattr(version, name) for name in HEAD))


@transaction.atomic
def change_head(*, by: User, instrument: Instrument, seen: str, **head: Any) -> InstrumentVersion:
    """Change the name and the texts around the questions of the draft; returns it.

    `seen` is the stamp of how they stood for who writes; raises InstrumentConflict when they stand otherwise now, and
    else as `draft_for`.
    """
    draft = draft_for(by, instrument)
    was, stands = head_stamp(draft), {name: str(getattr(draft, name)) for name in HEAD}
    for name in HEAD:
        setattr(draft, name, head.get(name, getattr(draft, name)))
    if head_stamp(draft) == was:
        return draft
    if seen != was:
        raise InstrumentConflict(stands)
    draft.save(update_fields=HEAD)
    note(by=by, action="wijzigt", thing=draft, community=instrument.community)
    return draft


@transaction.atomic
def begin_version(*, by: User, instrument: Instrument) -> InstrumentVersion:
    """A new version to write, with all words of the newest one under the same codes; returns the draft.

    Where somebody began already, that draft is returned.
    """
    locked = _locked(by, instrument)
    found = locked.versions.filter(settled_at=None).first()
    if found is not None:
        return found
    newest = locked.versions.order_by("-number").first()
    if newest is None:
        raise InstrumentError("Deze vragenlijst is er niet meer.")
    made = _copy(newest)
    note(by=by, action="schrijft een nieuwe versie van", thing=locked)
    return made


def _copy(version: InstrumentVersion) -> InstrumentVersion:
    made = InstrumentVersion.objects.create(
        instrument=version.instrument,
        number=version.number + 1,
        group_questions=version.group_questions,
        **{name: getattr(version, name) for name in HEAD},
    )
    copies = {}
    for one in version.factors.all():
        was, one.pk, one.version = one.pk, None, made
        copies[was] = one
    Factor.objects.bulk_create(copies.values())
    statements = list(version.statements.all())
    for statement in statements:
        statement.pk, statement.version = None, made
        statement.factor = copies[statement.factor_id] if statement.factor_id else None
    Statement.objects.bulk_create(statements)
    return made


@transaction.atomic
def settle_version(*, by: User, instrument: Instrument, number: int) -> InstrumentVersion:
    """Settle the draft with this number, so that rounds can use it; from then on it never changes. Returns it.

    Sent twice it is settled once. Raises InstrumentError with everything that is still to be done.
    """
    locked = _locked(by, instrument)
    version = locked.versions.filter(number=number).first()
    if version is None:
        raise InstrumentError("Deze versie is er niet meer. Iemand heeft het concept weggegooid.")
    if version.is_settled:
        return version
    missing = to_settle(version)
    if missing:
        raise InstrumentError(" ".join(missing))
    version.settled_at = timezone.now()
    version.save(update_fields=["settled_at"])
    note(by=by, action="stelt vast", thing=version, community=locked.community)
    return version


def to_settle(version: InstrumentVersion) -> list[str]:
    """What must be done before this draft can be settled; empty when it can be."""
    statements = list(version.statements.all())
    filled = {one.factor_id for one in statements if one.kind == Statement.Kind.STATEMENT}
    empty = [one.name for one in version.factors.all() if one.pk not in filled]
    found = [f"Zet minstens één stelling in het onderdeel “{name}”, of verwijder het onderdeel." for name in empty]
    if not statements:
        found.insert(0, "Voeg minstens één vraag toe.")
    if len(statements) > MOST_QUESTIONS:
        found.append(f"Er zijn {len(statements)} vragen. Laat er hoogstens {MOST_QUESTIONS} staan.")
    earlier = version.instrument.versions.filter(number__lt=version.number).order_by("-number").first()
    if earlier is not None and words_of(earlier) == words_of(version):
        found.append(f"Er is niets veranderd sinds versie {earlier.number}.")
    return found


@transaction.atomic
def discard_draft(*, by: User, instrument: Instrument) -> bool:
    """Throw the draft away; of an instrument that was never settled nothing remains. Returns whether it remains."""
    locked = _locked(by, instrument)
    locked.versions.filter(settled_at=None).delete()
    note(by=by, action="gooit het concept weg van", thing=locked)
    if locked.versions.exists():
        return True
    locked.delete()
    return False


@transaction.atomic
def offer_instrument(*, by: User, instrument: Instrument, is_offered: bool) -> Instrument:
    """Offer an own instrument for new rounds, or no longer; rounds that have it keep it. Returns it."""
    locked = _locked(by, instrument)
    if locked.is_offered == is_offered:
        return locked
    locked.is_offered = is_offered
    locked.save(update_fields=["is_offered"])
    note(by=by, action="biedt weer aan" if is_offered else "biedt niet meer aan", thing=locked)
    return locked


def allow(by: User, community: Community | None) -> None:
    """Raises PermissionDenied for who may not write instruments here; nobody writes a built-in one."""
    if community is None or not by.has_perm("succesfactoren.run_rounds", community):
        raise PermissionDenied


def draft_for(by: User, instrument: Instrument) -> InstrumentVersion:
    """The draft, locked against others who write in it.

    Raises PermissionDenied for who may not, and InstrumentError where there is no draft (any more).
    """
    locked = _locked(by, instrument)
    found = locked.versions.filter(settled_at=None).first()
    if found is None:
        raise InstrumentError("Deze versie is intussen vastgesteld of weggegooid. Begin een nieuwe versie.")
    return found


def _locked(by: User, instrument: Instrument) -> Instrument:
    allow(by, instrument.community)
    found = Instrument.objects.select_related("community").select_for_update(of=("self",)).filter(pk=instrument.pk)
    locked = found.first()
    if locked is None:
        raise InstrumentError("Deze vragenlijst is er niet meer.")
    return locked


def next_position(things: Any) -> int:
    """The place after the last one."""
    return int(things.aggregate(last=Max("position"))["last"] or 0) + 1
