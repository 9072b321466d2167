"""How strong the cooperation is, in a sentence: for the front page of a community, and for its commissioners."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.access.portfolio import PortfolioRow
from communities.models import Community, User
from config.templatetags.community import path_of
from lib.tables import Column, Table
from lib.text import long_date
from succesfactoren.access.rounds import open_round_for_members, readable_rounds
from succesfactoren.analysis.headline import headline
from succesfactoren.models import Instrument, Round

OF_THE_COOPERATION = {
    "assessment__instrument__purpose__in": [Instrument.Purpose.FACTORS, Instrument.Purpose.COOPERATION],
    "assessment__subject": "",
}
"""Whole rounds about the community itself: not a pulse, a village or one initiative."""


@dataclass(frozen=True)
class Cooperation:
    """What a member may know now: the newest result as a finding, and the round that can be answered."""

    finding: str = ""
    name: str = ""
    path: str = ""
    asks: str = ""


def cooperation_of(user: User | AnonymousUser, community: Community) -> Cooperation | None:
    """The newest result that everybody here may read, and the open round; None where there is neither.

    Also who may see more reads here only what was published: the front page is what members see.
    """
    if not user.has_perm("communities.view_members_part", community):
        return None
    shown = readable_rounds(user, community).published().filter(**OF_THE_COOPERATION)
    newest = shown.select_related("outcome").order_by("-closed_at").first()
    asks = _asks(open_round_for_members(community))
    if newest is None:
        return Cooperation(asks=asks) if asks else None
    path = path_of("succesfactoren:round_result", community.slug, newest.pk)
    return Cooperation(headline(newest.outcome.figures), newest.name, path, asks)


def _asks(round: Round | None) -> str:
    """No link: only the own one in the mail leads to the questions."""
    if round is None:
        return ""
    until = long_date(timezone.localdate(round.closes_at))
    return f"De vragenlijst “{round.name}” staat open tot en met {until}. U kreeg een mail met uw eigen link."


@dataclass(frozen=True)
class RoundLine:
    """The newest closed round of a community, as a commissioner reads it."""

    name: str
    closed_on: str
    finding: str
    path: str


def rounds_for(user: User | AnonymousUser, communities: Collection[Community]) -> dict[int, RoundLine]:
    """Per community the newest closed round of which this reader may see the result. One query."""
    owner = "assessment__trajectory__community"
    closed = Round.objects.closed().filter(**{f"{owner}__in": communities}, **OF_THE_COOPERATION)
    newest = (
        closed.order_by(f"{owner}_id", "-closed_at", "-pk").distinct(f"{owner}_id").select_related(owner, "outcome")
    )
    return {one.community.pk: _line(one) for one in newest if user.has_perm("succesfactoren.view_result", one)}


def _line(round: Round) -> RoundLine:
    path = path_of("succesfactoren:round_result", round.community.slug, round.pk)
    closed_on = long_date(timezone.localdate(round.closed_at))
    return RoundLine(round.name, closed_on, headline(round.outcome.figures), path)


def with_rounds(table: Table, rows: Sequence[PortfolioRow], lines: Mapping[int, RoundLine]) -> Table:
    """The portfolio with two columns more: the newest round, and its outcome in a sentence."""
    columns = [*table.columns, Column("ronde", "Nieuwste ronde"), Column("uitkomst", "Uitkomst")]
    return replace(
        table,
        columns=columns,
        rows=[(*cells, *_cells(lines.get(row.community.pk))) for cells, row in zip(table.rows, rows, strict=True)],
    )


def _cells(line: RoundLine | None) -> tuple[str, str]:
    return ("nog geen", "") if line is None else (f"{line.name}, gesloten op {line.closed_on}", line.finding)
