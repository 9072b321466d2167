"""The words of the panel: what somebody agrees to, and the mails with the link by which they confirm and leave."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from communities.models import Community
from lib.text import long_date
from succesfactoren.models import PanelMember, Round

KIND = "panel"
STOP_PLACEHOLDER = "1" * 27
"""Where in an invitation for the panel the own token of somebody comes to stand."""
DAYS_TO_CONFIRM = 14


@dataclass(frozen=True)
class Words:
    """What a mail says; `button` is a label and an address on this site."""

    subject: str
    paragraphs: list[str]
    button: tuple[str, str]


def consent_wording(community: Community) -> str:
    """The sentence that somebody agrees to, as it is kept with them."""
    return (
        f"{community.name} mag mij een paar keer per jaar per e-mail om mijn mening vragen. "
        "Mijn adres wordt alleen daarvoor gebruikt. Ik kan altijd stoppen."
    )


def paper_wording(community: Community) -> str:
    """The same, of who signed on paper."""
    return f"Op papier getekend: {consent_wording(community)}"


def _signer() -> Signer:
    return Signer(salt="succesfactoren.panel")


def member_token(member: PanelMember) -> str:
    """The secret in somebody's link. It stays the same, so that the link in an old mail works too."""
    return _signer().sign_object([member.pk])


def member_path(member: PanelMember) -> str:
    """Where somebody confirms, changes what they are asked about, and leaves."""
    return reverse("succesfactoren:panel_member", args=[member_token(member)])


def leave_address(member: PanelMember) -> str:
    """The same in full, for in the text of a mail."""
    return f"{settings.SITE_URL}{member_path(member)}"


def find_by_token(token: str) -> PanelMember | None:
    """Whose link this is; None for one that we did not make, and for who has left."""
    try:
        (pk,) = _signer().unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return PanelMember.objects.select_related("community__region").filter(pk=pk).first()


def stop_tokens(round: Round, emails: Iterable[str]) -> dict[str, str]:
    """Of a round of the panel the token of each address, by which its owner leaves the panel; of other rounds none."""
    if round.audience != Round.Audience.PANEL:
        return {}
    members = PanelMember.objects.filter(community=round.community, email__in=list(emails))
    return {member.email: member_token(member) for member in members}


def stop_words() -> str:
    """Stands in every invitation for the panel; the placeholder becomes the token of who reads it."""
    address = settings.SITE_URL + reverse("succesfactoren:panel_member", args=[STOP_PLACEHOLDER])
    return f"U krijgt dit omdat u meedoet aan het bewonerspanel. Wilt u wijzigen waarover, of stoppen? {address}"


def confirm_words(member: PanelMember) -> Words:
    """To who just asked to join."""
    return Words(
        f"Doet u mee aan het bewonerspanel van {member.community.name}?",
        [
            f"Iemand vulde dit adres in voor het bewonerspanel van {member.community.name}. Was u dat? Bevestig dan "
            f"binnen {DAYS_TO_CONFIRM} dagen dat u mee wilt doen.",
            "Was u dat niet, dan hoeft u niets te doen. Wij vragen u niets en wissen uw adres vanzelf.",
        ],
        ("Bekijk en bevestig", member_path(member)),
    )


def known_words(member: PanelMember) -> Words:
    """To who asked to join and is in the panel already."""
    return Words(
        f"U doet al mee aan het bewonerspanel van {member.community.name}",
        ["Iemand vulde dit adres opnieuw in. U doet al mee, dus er is niets veranderd."],
        ("Wijzig wat wij u vragen, of stop", member_path(member)),
    )


def welcome_words(member: PanelMember) -> Words:
    """To who agreed on paper."""
    return Words(
        f"Welkom in het bewonerspanel van {member.community.name}",
        [
            f"U tekende op papier dat u mee wilt doen aan het bewonerspanel van {member.community.name}. Wij vragen u "
            "een paar keer per jaar per mail om uw mening.",
            "Klopt dit niet, of bedenkt u zich? Dan stopt u met de knop hieronder. Uw adres is dan meteen gewist.",
        ],
        ("Wijzig wat wij u vragen, of stop", member_path(member)),
    )


def told_words(member: PanelMember, round: Round) -> Words:
    """To the whole panel: what was done with the answers of a round."""
    when = f" (gesloten op {long_date(round.closed_at.date())})" if round.closed_at else ""
    return Words(
        f"Wat wij deden met de antwoorden: {round.name}",
        [
            f"Het bewonerspanel van {member.community.name} kreeg de vragenlijst “{round.name}”{when}. Wij weten niet "
            "wie meedeed; deze mail gaat naar iedereen in het panel.",
            *[one.strip() for one in round.aftermath.replace("\r", "").split("\n\n") if one.strip()],
            f"Wilt u geen vragen meer krijgen? Stop hier: {leave_address(member)}",
        ],
        _where_it_stands(member),
    )


def _where_it_stands(member: PanelMember) -> tuple[str, str]:
    """The page with all that was told; in a private community only members get in, so there it is the own page."""
    if member.community.is_public:
        return "Lees wat wij deden", reverse("succesfactoren:panel_answers", args=[member.community.slug])
    return "Wijzig wat wij u vragen, of stop", member_path(member)
