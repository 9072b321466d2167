"""What the desk says of rounds: what asks for attention today, the one that is open, and the way to a new one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from communities.analysis.attention import Attention
from communities.models import Step, Trajectory
from config.desk_items import Item
from config.templatetags.community import path_of
from lib.text import long_date
from succesfactoren.access.rounds import closing_soon, response_of, rounds_of
from succesfactoren.models import Round

ASKS_FOR_ROUND = ("nulmeting", "meting van de samenwerking")
"""A step with one of these words in its title or explanation is done by holding a round."""


@dataclass(frozen=True)
class OpenRound:
    """A round in which people answer now; no numbers where they would say something of one person."""

    round: Round
    path: str
    closes: str
    n_invited: int | None
    answered: str
    """How many answered, in steps: `10 tot en met 14`."""
    n_others: int
    """How many more are open."""


def round_items(trajectory: Trajectory) -> list[Item]:
    """What closes soon, then what was closed and not shown, then what the panel still has to hear."""
    slug = trajectory.community.slug
    closed = rounds_of(trajectory.community).closed().filter(assessment__trajectory=trajectory)
    unseen = closed.filter(published_at=None).order_by("-closed_at").first()
    untold = closed.filter(Q(published_at__isnull=False), audience=Round.Audience.PANEL, aftermath="").first()
    found = [_closing(one, slug) for one in closing_soon(trajectory)]
    if unseen is not None:
        found.append(_unseen(unseen, slug))
    if untold is not None:
        found.append(_untold(untold, slug))
    return found


def _closing(round: Round, slug: str) -> Item:
    text = "Kijk hoeveel mensen meededen, en of een herinnering nog zin heeft."
    attention = Attention("ronde", f"{round.name} sluit {closing_words(round.closes_at)}", text)
    return Item(attention, "Bekijk de ronde", path_of("succesfactoren:round_detail", slug, round.pk))


def _unseen(round: Round, slug: str) -> Item:
    text = "Leden zien nog niets. Lees de open antwoorden, bekijk de uitkomst en publiceer haar."
    attention = Attention("uitkomst", f"De uitkomst van {round.name} wacht op u", text)
    return Item(attention, "Bekijk de uitkomst", path_of("succesfactoren:round_result", slug, round.pk))


def _untold(round: Round, slug: str) -> Item:
    text = "Het bewonerspanel gaf antwoord en hoorde nog niet wat ermee gebeurt."
    attention = Attention("panel", f"Vertel wat u deed met {round.name}", text)
    return Item(attention, "Vertel het", path_of("succesfactoren:panel_aftermath", slug, round.pk))


def closing_words(closes_at: datetime, today: date | None = None) -> str:
    """«vandaag om 17.00 uur», «morgen», «over 3 dagen»."""
    moment = timezone.localtime(closes_at)
    days = (moment.date() - (today or timezone.localdate())).days
    near = {0: f"vandaag om {moment:%H.%M} uur", 1: "morgen"}
    return near.get(days, f"over {days} dagen")


def open_round(trajectory: Trajectory) -> OpenRound | None:
    """The open round of a trajectory that closes first, with how many answered; None where nothing is asked now."""
    slug = trajectory.community.slug
    found = rounds_of(trajectory.community).open().filter(assessment__trajectory=trajectory).order_by("closes_at", "pk")
    rounds = list(found)
    if not rounds:
        return None
    first = rounds[0]
    counts = response_of(first)
    path = path_of("succesfactoren:round_detail", slug, first.pk)
    closes = f"{long_date(timezone.localdate(first.closes_at))}, {closing_words(first.closes_at)}"
    return OpenRound(first, path, closes, counts.n_invited, counts.words, len(rounds) - 1)


def round_for_step(step: Step | None, trajectory: Trajectory) -> str:
    """Where a round is made, if that is what this step asks for and none is under way; "" otherwise."""
    if step is None or not any(words in f"{step.title} {step.explanation}".lower() for words in ASKS_FOR_ROUND):
        return ""
    if rounds_of(trajectory.community).filter(assessment__trajectory=trajectory, closed_at=None).exists():
        return ""
    return path_of("succesfactoren:round_new", trajectory.community.slug)
