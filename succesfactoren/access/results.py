"""Results that a reader may see: a list for each assessment, and one with its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from communities.access.communities import get_community, get_owned
from communities.models import Community, User
from succesfactoren.access.rounds import readable_rounds
from succesfactoren.analysis.result_words import response_sentence, title
from succesfactoren.models import Assessment, Instrument, Round
from succesfactoren.models.rounds import RoundQuerySet


@dataclass(frozen=True)
class Finding:
    """A round with what it found, in a sentence."""

    round: Round
    title: str
    rest: str
    response: str


@dataclass(frozen=True)
class Followed:
    """An assessment with its rounds, the newest first."""

    assessment: Assessment
    name: str
    findings: Sequence[Finding]

    @property
    def newest(self) -> Finding:
        """The one that says how it is now."""
        return self.findings[0]

    @property
    def earlier(self) -> Sequence[Finding]:
        """Those before it."""
        return self.findings[1:]


@dataclass(frozen=True)
class Before:
    """The round that stands beside the figures of another one, and who may read its own result."""

    round: Round

    @property
    def is_for_members(self) -> bool:
        """Members may read it, so they may read it beside another."""
        return self.round.is_published

    @property
    def is_for_everyone(self) -> bool:
        """Visitors too."""
        return self.round.is_published and self.round.is_for_everyone


def before_of(round: Round) -> Before | None:
    """The round with which a closed round was compared: its figures are in the new ones too."""
    compared = round.outcome.figures["compared_with"]
    found = Round.objects.filter(pk=compared["round"]).first() if compared else None
    return Before(found) if found else None


def results_of(user: User | AnonymousUser, community: Community) -> RoundQuerySet:
    """The closed rounds of which this reader may see the result, with their outcomes, the newest first."""
    return readable_rounds(user, community).select_related("outcome").order_by("-closed_at", "-pk")


def followed_in(user: User | AnonymousUser, community: Community) -> list[Followed]:
    """What is measured here in rounds; the assessment with the newest result first. One query.

    Without the pulse, which is read as a line (`access.pulse`).
    """
    by_assessment: dict[int, list[Round]] = {}
    for one in results_of(user, community).exclude(version__instrument__purpose=Instrument.Purpose.PULSE):
        by_assessment.setdefault(one.assessment_id, []).append(one)
    return [
        Followed(rounds[0].assessment, rounds[0].version.name, [_finding(one) for one in rounds])
        for rounds in by_assessment.values()
    ]


def _finding(round: Round) -> Finding:
    return Finding(round, *title(round.outcome.figures), response_sentence(round.outcome.figures))


def get_result(request: HttpRequest, slug: str, round_id: int) -> tuple[Community, Round]:
    """A community and a closed round of it of which this reader may see the result.

    What may not be seen yet is not there (404); answers further as `get_community` does.
    """
    community = get_community(request, slug, "communities.view_community")
    found = get_owned(
        request, community, results_of(request.user, community), "succesfactoren.view_result", pk=round_id
    )
    return community, found
