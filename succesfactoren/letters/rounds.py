"""The words of an invitation to answer, and of a reminder. How answers are kept comes before anything else."""

from datetime import datetime

from django.utils import timezone

from communities.letters.mail import Mail, Words, lay_out
from lib.moments import clock, day_and_date
from succesfactoren.letters.panel import stop_words
from succesfactoren.letters.promises import promise_words
from succesfactoren.models import Round

INVITATION = "ronde"
REMINDER = "herinnering"
PLACEHOLDER = "0" * 27
"""Where the token of each person comes to stand: as long as a token, and no token by any chance."""
ONCE_WORDS = {
    Round.Mode.ANONYMOUS: "De link is alleen voor u. U antwoordt één keer; daarna kunt u niets meer wijzigen.",
    Round.Mode.CONFIDENTIAL: "De link is alleen voor u. U kunt tussendoor stoppen, en tot de ronde sluit kunt u uw "
    "antwoorden wijzigen.",
}


def answer_path(token: str) -> str:
    """Where somebody with this token answers."""
    return f"/vragenlijst/{token}/"


def open_link_path(token: str) -> str:
    """Where everybody at a meeting answers."""
    return f"/vragenlijst/open/{token}/"


def letter_prefix(round: Round) -> str:
    """How the keys of all letters of a round begin. What follows is random: a key names no ticket and no address."""
    return f"ronde-{round.pk}-"


def days_left(closes_at: datetime, now: datetime | None = None) -> str:
    """How long somebody can still answer: `vandaag nog`, `morgen nog`, `nog 9 dagen`; in Dutch days."""
    n_days = (timezone.localdate(closes_at) - timezone.localdate(now)).days
    return {0: "vandaag nog", 1: "tot en met morgen"}.get(n_days, f"nog {n_days} dagen")


def until_words(round: Round) -> str:
    """Until when somebody can answer, as a sentence."""
    moment = f"{day_and_date(round.closes_at)}, {clock(round.closes_at)} uur"
    return f"U kunt {days_left(round.closes_at)} antwoorden: tot {moment}, Nederlandse tijd."


def invitation_mail(round: Round, path: str) -> Mail:
    """The invitation. `path` is where this one person answers."""
    paragraphs = [
        promise_words(round),
        f"{round.community.name} vraagt u om een vragenlijst in te vullen: {_about(round)}. Het gaat om hoe u het "
        "ziet; er zijn geen foute antwoorden.",
        until_words(round),
        ONCE_WORDS[Round.Mode(round.mode)],
    ]
    return _mail(round, INVITATION, _subject(round), paragraphs, path)


def reminder_mail(round: Round, path: str) -> Mail:
    """The reminder, for who did not use the link yet; it has a new link."""
    paragraphs = [
        promise_words(round),
        f"Eerder vroeg {round.community.name} u een vragenlijst in te vullen: {_about(round)}. Uw antwoord is nog "
        "welkom. Wie een herinnering krijgt, laten wij aan niemand zien.",
        until_words(round),
        "Dit is een nieuwe link. De link uit de vorige mail werkt niet meer.",
    ]
    return _mail(
        round, REMINDER, f"Nog tijd om te antwoorden: {round.name} van {round.community.name}", paragraphs, path
    )


def answered_mail(round: Round) -> Mail:
    """For who answered, when the link is asked for again. It is called as an invitation is: the coordinator, who sees
    which mails do not arrive, must not learn from us who answered."""
    paragraphs = [
        promise_words(round),
        "Er is gevraagd om u de link van deze vragenlijst opnieuw te sturen. U hebt al geantwoord; u hoeft niets meer "
        "te doen. Dat u hebt geantwoord, zeggen wij alleen tegen u.",
    ]
    return _mail(round, INVITATION, _subject(round), paragraphs, "")


def _subject(round: Round) -> str:
    return f"Uw mening gevraagd: {round.name} van {round.community.name}"


def _about(round: Round) -> str:
    subject = round.assessment.subject
    return f"{round.version.name} ({subject})" if subject else round.version.name


def _mail(round: Round, kind: str, subject: str, paragraphs: list[str], path: str) -> Mail:
    button = ("Vul de vragenlijst in", path) if path else None
    if path and round.audience == Round.Audience.PANEL:
        paragraphs = [*paragraphs, stop_words()]
    return lay_out(Words(subject, kind, paragraphs=paragraphs, button=button, community=round.community))
