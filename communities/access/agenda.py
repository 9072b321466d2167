"""The change agenda for whoever may read it, with what the regioscan knows of its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from communities.analysis.target_course import Moment, TargetCourse
from communities.models import AgendaItem, AgendaTarget, Commitment, Community, User
from regioscan import frames
from regioscan.frames import Provenance, Reading
from regioscan.models import Indicator, Region

SHORT_UNIT = 12
"""A longer unit does not fit in a sentence behind a number."""


@dataclass(frozen=True)
class TargetFigure:
    """A figure of an agenda item with what is known of it in the region: every year, in order."""

    target: AgendaTarget
    readings: Sequence[Reading]
    provenance: Provenance | None

    @property
    def newest(self) -> Reading | None:
        """The last known value; where there is no value at all, the last reason."""
        return newest_of(self.readings)

    @property
    def course(self) -> TargetCourse:
        """Where it stands between the beginning and the goal."""
        target, indicator, newest = self.target, self.target.indicator, self.newest
        return TargetCourse(
            baseline=_moment(target.baseline_value, target.baseline_period),
            now=_moment(newest.value, newest.period) if newest else None,
            target=_moment(target.target_value, target.target_period),
            decimals=indicator.decimals,
            unit=indicator.unit if len(indicator.unit) <= SHORT_UNIT else "",
            direction=indicator.direction,
            breaks=tuple(indicator.break_years),
        )

    @property
    def is_own_baseline(self) -> bool:
        """Whether the coordinator wrote another beginning than the source has for that year."""
        if self.target.baseline_value is None:
            return False
        found = (one for one in self.readings if one.period == self.target.baseline_period)
        return all(one.value != self.target.baseline_value for one in found)


def visible_items(user: User | AnonymousUser, community: Community) -> QuerySet[AgendaItem]:
    """The agenda as this reader may see it: proposals are for members."""
    items = community.agenda_items.select_related("theme", "community__region")
    if user.has_perm("communities.view_members_part", community):
        return items
    return items.exclude(state=AgendaItem.State.PROPOSED)


def with_counts(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """The items with `n_commitments`, `n_done` and `n_targets`; what has lapsed counts nowhere."""
    counted = ~Q(commitments__state=Commitment.State.LAPSED)
    done = Q(commitments__state=Commitment.State.DONE)
    return items.annotate(
        n_commitments=Count("commitments", filter=counted, distinct=True),
        n_done=Count("commitments", filter=done, distinct=True),
        n_targets=Count("targets", distinct=True),
    )


def figures_of(region: Region, targets: Iterable[AgendaTarget]) -> list[TargetFigure]:
    """What the regioscan knows of these figures in a region, in a fixed number of queries."""
    targets = list(targets)
    ids = {one.indicator_id for one in targets}
    readings = frames.readings(ids, frames.known_years(), [region.pk])
    newest = {number: newest_of(readings.get((number, region.pk), ())) for number in ids}
    origins = frames.provenances([(number, one.period) for number, one in newest.items() if one], region.pk)
    return [
        TargetFigure(one, readings.get((one.indicator_id, region.pk), ()), origins.get(one.indicator_id))
        for one in targets
    ]


def newest_figure(region: Region, indicator: Indicator) -> Reading | None:
    """The last known value of a figure in a region; else the last reason; None where nothing was ever loaded."""
    found = frames.readings([indicator.pk], frames.known_years(), [region.pk])
    return newest_of(found.get((indicator.pk, region.pk), ()))


def newest_of(readings: Sequence[Reading]) -> Reading | None:
    """The last known value of a course, or else its last reason."""
    found = [one for one in readings if one.value is not None] or list(readings)
    return found[-1] if found else None


def _moment(value: float | None, year: int | None) -> Moment | None:
    return None if value is None or year is None else Moment(value, year)
