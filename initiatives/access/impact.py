"""What initiatives change, for whoever may read it: chains, measures, what they are together, and who works on what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from communities.models import AgendaItem, Community, User
from initiatives.access.initiatives import public_initiatives, readable_initiatives
from initiatives.analysis.adding_up import Addition, Contribution, add_up
from initiatives.analysis.progress import Moment, Progress, moments
from initiatives.models import ChainLink, ImpactMeasure, Initiative, Level, Measurement
from regioscan import frames
from regioscan.figures.before_after import FigureBeforeAfter, figures_before_after
from regioscan.models import Region, Theme


# ── One initiative ────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class MeasureCourse:
    """A measure with everything that was measured of it, in order of day."""

    measure: ImpactMeasure
    measurements: Sequence[Measurement]

    @property
    def newest(self) -> Measurement | None:
        """What was measured last."""
        return self.measurements[-1] if self.measurements else None

    @property
    def points(self) -> list[Moment]:
        """The beginning and all measurements, in order of day."""
        return moments(self._baseline, (Moment(one.value, one.on) for one in self.measurements))

    @property
    def progress(self) -> Progress:
        """How far it is."""
        newest, measure = self.newest, self.measure
        return Progress(
            baseline=self._baseline,
            now=Moment(newest.value, newest.on) if newest else None,
            target=_moment(measure.target_value, measure.target_on),
            unit=measure.unit,
        )

    @property
    def _baseline(self) -> Moment | None:
        return _moment(self.measure.baseline_value, self.measure.baseline_on)


def _moment(value: float | None, on: date | None) -> Moment | None:
    return None if value is None or on is None else Moment(value, on)


def measures_of(initiative: Initiative) -> QuerySet[ImpactMeasure]:
    """The measures of an initiative along the chain, with all measurements and the figure that they touch."""
    return _measures().filter(initiative=initiative).select_related("initiative__community", "indicator")


def _measures() -> QuerySet[ImpactMeasure]:
    # «output», «outcome», «impact»: against the alphabet is along the chain.
    found = ImpactMeasure.objects.select_related("indicator").prefetch_related("measurements")
    return found.order_by("-level", "pk")


def courses_of(initiative: Initiative) -> list[MeasureCourse]:
    """The same, each with its course. Two queries."""
    return [course_of(one) for one in measures_of(initiative)]


def course_of(measure: ImpactMeasure) -> MeasureCourse:
    """What was measured of one measure."""
    return MeasureCourse(measure, list(measure.measurements.all()))


def chain_of(initiative: Initiative) -> dict[str, list[ChainLink]]:
    """The sentences of the chain under each level, in order; a level of which nothing is said is empty."""
    return _by_level(ChainLink.objects.filter(initiative=initiative))


def _by_level(links: Iterable[ChainLink]) -> dict[str, list[ChainLink]]:
    found = list(links)
    return {level.value: [one for one in found if one.level == level] for level in Level}


# ── A community ───────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class ThemeImpact:
    """What is measured under one theme; `theme` is None for initiatives that chose none."""

    theme: Theme | None
    additions: Sequence[Addition]

    @property
    def name(self) -> str:
        """The name of the theme."""
        return self.theme.name if self.theme else "Zonder thema"


def placed_initiatives(user: User | AnonymousUser, community: Community) -> QuerySet[Initiative]:
    """What this reader may see, as far as others may see it too: the same for all members, so that counts agree."""
    readable = readable_initiatives(user, community).placed()
    return readable.select_related(None).select_related("community").prefetch_related(None)


def measured_in(user: User | AnonymousUser, community: Community) -> list[ThemeImpact]:
    """All measures by theme, laid together where they may be. An initiative with two themes stands under both.

    A fixed number of queries, however many there are.
    """
    initiatives = placed_initiatives(user, community).filter(measures__isnull=False).distinct()
    by_id = {one.pk: one for one in initiatives.prefetch_related("themes").order_by("title", "pk")}
    measures = ImpactMeasure.objects.filter(initiative__in=by_id).prefetch_related("measurements")
    found: dict[Theme | None, list[Contribution]] = {}
    for measure in measures.order_by("-level", "name", "initiative__title", "pk"):
        initiative = by_id[measure.initiative_id]
        chosen: list[Theme | None] = [*initiative.themes.all()]
        for theme in chosen or [None]:
            found.setdefault(theme, []).append(_contribution(initiative, measure))
    themes = sorted(found, key=lambda one: (one is None, one.position if one else 0))
    return [ThemeImpact(theme, add_up(found[theme])) for theme in themes]


def _contribution(initiative: Initiative, measure: ImpactMeasure) -> Contribution:
    newest = course_of(measure).newest
    return Contribution(
        initiative=initiative.title,
        initiative_id=initiative.pk,
        name=measure.name,
        unit=measure.unit,
        counts=measure.counts,
        level=measure.level,
        value=newest.value if newest else None,
        on=newest.on if newest else None,
        path=initiative.get_absolute_url(),
    )


@dataclass(frozen=True)
class InitiativeImpact:
    """What one initiative wrote down of its chain, and measures."""

    initiative: Initiative
    chain: Mapping[str, Sequence[ChainLink]]
    courses: Sequence[MeasureCourse]


def initiatives_with_impact(user: User | AnonymousUser, community: Community) -> QuerySet[Initiative]:
    """Those of which this reader may see a chain or a measure, by title, with both at hand for `impact_of`."""
    chain = ChainLink.objects.filter(initiative=OuterRef("pk"))
    measures = ImpactMeasure.objects.filter(initiative=OuterRef("pk"))
    found = placed_initiatives(user, community).filter(Exists(chain) | Exists(measures))
    return found.prefetch_related("chain", Prefetch("measures", _measures())).order_by("title", "pk")


def impact_of(initiative: Initiative) -> InitiativeImpact:
    """The chain and the measures of one of `initiatives_with_impact`, without asking again."""
    courses = [course_of(one) for one in initiative.measures.all()]
    return InitiativeImpact(initiative, _by_level(initiative.chain.all()), courses)


def impact_in(user: User | AnonymousUser, community: Community) -> list[InitiativeImpact]:
    """All that this reader may see. Five queries, however much there is."""
    return [impact_of(one) for one in initiatives_with_impact(user, community)]


# ── Who works on a theme ──────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class AtWork:
    """Initiatives on one theme: the first few, and how many there are."""

    shown: Sequence[Initiative]
    n: int
    communities: Sequence[Community] = ()
    """Whose they are, where not all are shown: there the others can be read."""

    @property
    def n_more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.shown)


MOST_SHOWN = 8
WORKING = ("verkend", "willen", "doen", "gerealiseerd")
"""Stages in which somebody works on it, or did; an idea and what was stopped change nothing."""


def at_work_in(region: Region, theme: Theme) -> AtWork:
    """The public initiatives on a theme of all public communities in a region, those being done first.

    In a region: of its own community, of communities of what lies in it, and for a region that was put together of
    communities of its parts. Two queries, one more for such a region, and one where not all are shown.
    """
    lies_in = Region.objects.filter(frames.inside(region))
    inside = Q(community__region=region.pk) | Q(community__region__in=lies_in)
    if region.kind == Region.Kind.CUSTOM:
        inside |= Q(community__region__in=[one.pk for one in frames.parts(region)])
    found = public_initiatives().filter(inside, themes=theme, stage__in=WORKING).distinct()
    n = found.count()
    shown = found.select_related("community").order_by("-stage_since", "-pk")[:MOST_SHOWN] if n else []
    theirs = Community.objects.filter(pk__in=found.order_by().values("community")) if n > MOST_SHOWN else []
    return AtWork(list(shown), n, sorted(theirs, key=lambda one: one.name.casefold()))


def at_work_by_theme(user: User | AnonymousUser, community: Community) -> list[tuple[Theme, AtWork]]:
    """Per theme the initiatives of a community that this reader may see. Two queries."""
    found = placed_initiatives(user, community).filter(stage__in=WORKING).prefetch_related("themes")
    by_theme: dict[Theme, list[Initiative]] = {}
    for one in found.order_by("-stage_since", "-pk"):
        for theme in one.themes.all():
            by_theme.setdefault(theme, []).append(one)
    return [
        (theme, AtWork(by_theme[theme][:MOST_SHOWN], len(by_theme[theme])))
        for theme in sorted(by_theme, key=lambda one: one.position)
    ]


def at_work_on(user: User | AnonymousUser, item: AgendaItem) -> list[Initiative]:
    """The initiatives that say they belong to an agenda item, as far as this reader may see them. One query."""
    found = placed_initiatives(user, item.community).filter(agenda_items=item).exclude(stage="gestopt")
    return list(found.order_by("title", "pk"))


# ── Before and after ──────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Beginning:
    """A day from which something was done: of the trajectory, or of an initiative at the agenda item."""

    code: str
    label: str
    on: date
    article: str
    """«het traject», «dit initiatief»: what the sentences call it."""


def beginnings_of(user: User | AnonymousUser, item: AgendaItem) -> list[Beginning]:
    """The days around which figures can be compared: trajectories first, the newest before the older. Two queries."""
    trajectories = [
        Beginning(f"traject-{one.pk}", one.name, one.started_on, "het traject")
        for one in item.community.trajectories.all()
    ]
    initiatives = [
        Beginning(f"initiatief-{one.pk}", one.title, one.started_on, "dit initiatief")
        for one in at_work_on(user, item)
        if one.started_on is not None
    ]
    return [*trajectories, *initiatives]


def chosen_beginning(beginnings: Sequence[Beginning], code: str) -> Beginning | None:
    """The one that the address names, else the first; None where there is none, or the address names another."""
    if not code:
        return beginnings[0] if beginnings else None
    return next((one for one in beginnings if one.code == code), None)


def before_and_after(item: AgendaItem, beginning: Beginning) -> list[FigureBeforeAfter]:
    """The figures of an agenda item before and after a day, beside similar regions."""
    targets = item.targets.select_related("indicator__weight", "indicator__theme").order_by("indicator__position")
    return figures_before_after(item.community.region, [one.indicator for one in targets], beginning.on)


def levels(additions: Iterable[Addition]) -> Mapping[str, list[Addition]]:
    """The same under each level of the chain that is there, along the chain."""
    found: dict[str, list[Addition]] = {}
    for one in additions:
        found.setdefault(one.level, []).append(one)
    return {level: found[level] for level in Level.values if level in found}
