"""The residents' panel: joining with a confirmed address, changing, leaving, and telling what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communities.actions.log import note
from communities.actions.notices import post_letter
from communities.models import Community, Letter, User
from regioscan.models import Theme
from succesfactoren.access.panel import panel_of
from succesfactoren.actions.answering import forget_drafts
from succesfactoren.letters.panel import (
    DAYS_TO_CONFIRM,
    KIND,
    Words,
    confirm_words,
    consent_wording,
    known_words,
    paper_wording,
    told_words,
    welcome_words,
)
from succesfactoren.letters.rounds import letter_prefix
from succesfactoren.models import PanelMember, Pseudonym, Round, Ticket


class PanelError(Exception):
    """Cannot be done now, with a Dutch sentence for who tried."""


@dataclass(frozen=True)
class Signed:
    """Somebody who agreed on paper."""

    email: str
    place: str = ""
    theme_ids: tuple[int, ...] = ()


# ── By the person ─────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_to_join(*, community: Community, email: str, place: str = "", themes: Iterable[Theme] = ()) -> None:
    """Keep what somebody filled in and mail them a link to confirm it; nobody is asked anything before that.

    Says nothing about whether the address was known: who is in already gets a mail that says so, and nothing changes.
    One mail a day to an address, whoever fills it in how often. Raises PanelError where the community has ended.
    """
    if not community.is_active:
        raise PanelError("Deze community is gestopt. Er komen geen vragen meer, dus meedoen kan niet.")
    member, is_new = PanelMember.objects.get_or_create(
        community=community,
        email=email.strip().lower(),
        defaults={"place": place, "agreed_to": consent_wording(community)},
    )
    if not member.is_asked:
        _keep_wishes(member, place, themes)
    words = known_words(member) if member.is_asked else confirm_words(member)
    _post(member, words, f"panel-{'known' if member.is_asked else 'confirm'}-{member.pk}-{timezone.localdate()}")
    if is_new:
        note(by=None, action="meldt zich aan voor het panel", thing=community, community=community, origin="web")


@transaction.atomic
def confirm(*, member: PanelMember, place: str, themes: Iterable[Theme]) -> PanelMember:
    """Say yes with one's own link, or change what one is asked about; the day of the first yes stays."""
    locked = PanelMember.objects.select_for_update().get(pk=member.pk)
    locked.confirmed_at = locked.confirmed_at or timezone.now()
    locked.save(update_fields=["confirmed_at"])
    _keep_wishes(locked, place, themes)
    return locked


@transaction.atomic
def leave(*, member: PanelMember) -> None:
    """Stop: the address is removed, also from what was mailed, from rounds that are still open, and from the code under
    which confidential answers are kept. Those that were sent stay, and are of nobody; those that were not are deleted.
    May be repeated."""
    community, of_panel = member.community, Round.Audience.PANEL
    rounds = Round.objects.filter(assessment__trajectory__community=community, audience=of_panel)
    still_open = rounds.filter(closed_at=None)
    Ticket.objects.filter(round__in=still_open, email=member.email).update(email="")
    whose = Pseudonym.objects.filter(assessment__in=rounds.values("assessment"), email=member.email)
    codes = list(whose.select_for_update().values_list("code", flat=True))
    forget_drafts(codes=codes)
    Pseudonym.objects.filter(code__in=codes).delete()
    about_rounds = reduce(or_, (Q(key__startswith=letter_prefix(one)) for one in still_open), Q(kind=KIND))
    Letter.objects.filter(about_rounds, community=community, address=member.email).delete()
    PanelMember.objects.filter(pk=member.pk).delete()


# ── By who runs the community ─────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def enter_signed(*, community: Community, by: User, people: Sequence[Signed]) -> list[PanelMember]:
    """Put people in the panel who agreed on paper, and mail each a welcome with the link to change and to stop.

    Who is in already stays as they were; who had still to confirm, has. Returns who is new. Raises PermissionDenied.
    """
    _must_run(by, community)
    known = set(panel_of(community).values_list("email", flat=True))
    new = [_enter(community, one) for one in people if one.email not in known]
    note(by=by, action=f"zet {len(new)} mensen in het panel", thing=community, community=community)
    return new


@transaction.atomic
def remove(*, community: Community, by: User, email: str) -> bool:
    """Take somebody out who asked for it without their link; False where nobody has this address."""
    _must_run(by, community)
    member = PanelMember.objects.filter(community=community, email__iexact=email.strip()).first()
    if member is None:
        return False
    leave(member=member)
    note(by=by, action="haalt iemand uit het panel", thing=community, community=community)
    return True


@transaction.atomic
def tell_aftermath(*, round: Round, by: User, text: str) -> Round:
    """Say what was done with the answers of a published round of the panel; the first time all members get a mail.

    Raises PermissionDenied, and ValueError for a round that is not published or was not of the panel.
    """
    _must_run(by, round.community)
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if not locked.is_published or locked.audience != Round.Audience.PANEL:
        raise ValueError("only of a published round of the panel")
    is_first = locked.aftermath_at is None
    locked.aftermath, locked.aftermath_at = text, locked.aftermath_at or timezone.now()
    locked.save(update_fields=["aftermath", "aftermath_at"])
    if is_first:
        for member in panel_of(locked.community).select_related("community"):
            _post(member, told_words(member, locked), f"panel-told-{locked.pk}-{member.pk}")
    note(by=by, action="vertelt wat er met de antwoorden is gedaan", thing=locked, community=locked.community)
    return locked


# ── By itself ─────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def forget_unconfirmed() -> int:
    """Remove who asked to join and did not confirm within fourteen days; returns how many."""
    long_ago = timezone.now() - timedelta(days=DAYS_TO_CONFIRM)
    waiting = PanelMember.objects.filter(confirmed_at=None, agreed_at__lt=long_ago)
    members = list(waiting.select_for_update(skip_locked=True))
    for member in members:
        leave(member=member)
    return len(members)


def _must_run(by: User, community: Community) -> None:
    if not by.has_perm("succesfactoren.run_rounds", community):
        raise PermissionDenied


def _keep_wishes(member: PanelMember, place: str, themes: Iterable[Theme]) -> None:
    member.place = place
    member.save(update_fields=["place"])
    member.themes.set(themes)


def _enter(community: Community, one: Signed) -> PanelMember:
    member, _ = PanelMember.objects.update_or_create(
        community=community,
        email=one.email,
        defaults={"place": one.place, "agreed_to": paper_wording(community), "confirmed_at": timezone.now()},
    )
    member.themes.set(one.theme_ids)
    _post(member, welcome_words(member), f"panel-welcome-{member.pk}")
    return member


def _post(member: PanelMember, words: Words, key: str) -> None:
    post_letter(
        address=member.email,
        key=key,
        kind=KIND,
        subject=words.subject,
        paragraphs=words.paragraphs,
        button=words.button,
        community=member.community,
    )
