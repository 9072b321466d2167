"""Hidden champions: named by others, asked, and shown only when they said yes themselves."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communities.access.champions import ASK_DAYS
from communities.actions.log import note
from communities.actions.notices import notify, post_letter
from communities.models import AgendaItem, Champion, Community, Nomination, Notice, Role, Sector, User
from lib.text import search_key
from lib.tokens import hash_token, new_token

FIELDS = ("name", "sector", "place", "contact_email", "website", "description")


class ChampionError(Exception):
    """It cannot be done; the text says why, in Dutch."""


@transaction.atomic
def nominate(
    *, by: User, community: Community, name: str, sector: str, place: str, reason: str, website: str = ""
) -> Nomination:
    """Name a firm that does something special; returns the nomination.

    Once a person and a firm: doing it again returns the first one. The sector of who names is kept as it is now; who
    belongs to no organisation speaks as a resident. Raises PermissionDenied, and ChampionError for one's own firm.
    """
    if not by.has_perm("communities.contribute", community):
        raise PermissionDenied
    membership = by.membership_in(community)
    organisation = membership.organisation if membership else None
    if organisation is not None and search_key(organisation.name) == search_key(name):
        raise ChampionError("Dit is uw eigen organisatie. Noem een bedrijf van een ander.")
    # Two people who name the same new firm at once: the second finds what the first one wrote.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    champion = _find(community, name, place) or Champion.objects.create(
        community=community, name=" ".join(name.split()), sector=sector, place=" ".join(place.split()), website=website
    )
    found = champion.nominations.filter(nominated_by=by).first()
    if found is not None:
        return found
    own = organisation.sector if organisation else Sector.RESIDENTS
    made = Nomination.objects.create(
        champion=champion, nominated_by=by, organisation=organisation, sector=own, reason=reason.strip()
    )
    note(by=by, action="nomineert", thing=made, community=community)
    return made


def _find(community: Community, name: str, place: str) -> Champion | None:
    wanted = search_key(name)
    same = [one for one in community.champions.all() if search_key(one.name) == wanted]
    exact = [one for one in same if search_key(one.place) == search_key(place)]
    unplaced = [one for one in same if not place.strip() or not one.place]
    return next(iter([*exact, *unplaced]), None)


@transaction.atomic
def change_champion(*, champion: Champion, by: User, agenda_items: Iterable[AgendaItem], **fields: Any) -> Champion:
    """Complete what is known of a firm, and say to which items of the agenda it belongs; returns it.

    A firm that said yes, said so to the words as they were: other words must be asked about again.

    Raises PermissionDenied, and ChampionError for a firm that is there already.
    """
    if not by.has_perm("communities.coordinate", champion):
        raise PermissionDenied
    locked = Champion.objects.select_for_update().get(pk=champion.pk)
    items = list(agenda_items)
    if any(item.community_id != locked.community_id for item in items):
        raise PermissionDenied
    agreed_to = _shown_words(locked)
    for name in FIELDS:
        setattr(locked, name, fields.get(name, getattr(locked, name)))
    is_void = locked.is_shown and _shown_words(locked) != agreed_to
    if is_void:
        locked.consent, locked.consent_at, locked.consent_token_hash = Champion.Consent.NOT_ASKED, None, ""
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise ChampionError("Dit bedrijf staat er al, in deze plaats.") from error
    locked.agenda_items.set(items)
    note(by=by, action="wijzigt", thing=locked)
    if is_void:
        note(by=by, action="laat toestemming vervallen", thing=locked)
    return locked


def _shown_words(champion: Champion) -> list[str]:
    """What members read of a firm; blanks and line ends make no difference."""
    return [" ".join(getattr(champion, name).split()) for name in ("name", "place", "website", "description")]


@transaction.atomic
def ask_consent(*, champion: Champion, by: User) -> Champion:
    """Send the firm a letter with a link to say yes or no; returns it. Asking again makes the earlier link worthless.

    Raises PermissionDenied, and ChampionError without an address, or where the firm has answered already.
    """
    if not by.has_perm("communities.coordinate", champion):
        raise PermissionDenied
    locked = Champion.objects.select_for_update().select_related("community").get(pk=champion.pk)
    if locked.consent in {Champion.Consent.YES, Champion.Consent.NO}:
        raise ChampionError("Dit bedrijf heeft al geantwoord.")
    if not locked.contact_email:
        raise ChampionError("Vul eerst het e-mailadres van het bedrijf in.")
    now = timezone.now()
    if locked.consent_asked_at is not None and (now - locked.consent_asked_at).total_seconds() < 3600:
        raise ChampionError("Dit bedrijf is net gevraagd. Wacht ten minste een uur.")
    token = new_token()
    locked.consent, locked.consent_asked_at = Champion.Consent.ASKED, now
    locked.consent_token_hash = hash_token(token)
    locked.save()
    _post(locked, token)
    note(by=by, action="vraagt toestemming", thing=locked)
    return locked


def _post(champion: Champion, token: str) -> None:
    community = champion.community
    paragraphs = [
        f"Mensen in {community.name} noemden {champion.name} als bedrijf dat iets bijzonders doet.",
        "Vindt u het goed dat de leden van de community uw bedrijf zien, met een korte beschrijving? "
        "Zonder uw ja ziet geen lid het. U kunt de beschrijving zelf aanpassen.",
        f"Antwoorden kan {ASK_DAYS} dagen, zonder account. Met dezelfde link kunt u later van gedachten veranderen: "
        "bewaar deze mail dus.",
    ]
    post_letter(
        address=champion.contact_email,
        key=f"champion-{champion.pk}-{champion.consent_token_hash[:16]}",
        kind="kampioen",
        subject=f"Mag {community.name} uw bedrijf laten zien?",
        paragraphs=paragraphs,
        button=("Bekijk en beslis", reverse("communities:champion_consent", args=[token])),
        community=community,
    )


@transaction.atomic
def answer_consent(*, champion: Champion, is_yes: bool, description: str) -> Champion:
    """What the firm itself says, by its link: whether members may see it, and in what words; returns it.

    May be changed again. Whoever runs the community hears of a new answer, once.
    """
    locked = Champion.objects.select_for_update().select_related("community").get(pk=champion.pk)
    answer = Champion.Consent.YES if is_yes else Champion.Consent.NO
    is_new = locked.consent != answer
    if not is_new and locked.description == description.strip():
        return locked
    locked.description = description.strip()
    if is_new:
        locked.consent, locked.consent_at = answer, timezone.now()
    locked.save()
    if is_new:
        note(by=None, action=f"toestemming: {answer.value}", thing=locked)
        _tell_coordinators(locked)
    return locked


def _tell_coordinators(champion: Champion) -> None:
    community = champion.community
    coordinators = User.objects.filter(memberships__in=community.memberships.active().filter(role=Role.COORDINATOR))
    moment = champion.consent_at.isoformat() if champion.consent_at else ""
    notify(
        users=list(coordinators),
        kind=Notice.Kind.NEWS,
        key=f"champion-{champion.pk}-{champion.consent}-{moment}",
        title=f"{champion.name} {champion.get_consent_display()}",
        path=reverse("communities:champion_detail", args=[community.slug, champion.pk]),
        community=community,
    )
