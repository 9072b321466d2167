"""What public communities finished and learned in a year: only what every visitor may read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from initiatives.access.initiatives import public_initiatives
from initiatives.access.pictures import faces_of
from initiatives.models import Initiative, InitiativePicture, Lesson, Stage
from regioscan.models import Theme

OTHERS = 8
N_LESSONS = 12
N_ADOPTED = 5
FIRST_YEAR = 2015
"""Before this nobody worked like this here."""


@dataclass(frozen=True)
class Spread:
    """A theme with one example, and what else was finished."""

    theme: Theme | None
    example: Initiative
    face: InitiativePicture | None
    lesson: Lesson | None
    others: Sequence[Initiative]
    n_more: int


@dataclass(frozen=True)
class Inspiration:
    """A year."""

    n_finished: int
    n_communities: int
    spreads: Sequence[Spread]
    adopted: Sequence[Initiative]
    lessons: Sequence[Lesson]

    @property
    def is_empty(self) -> bool:
        """Nothing happened that visitors may know of."""
        return not (self.spreads or self.adopted or self.lessons)


def inspiration_of(year: int) -> Inspiration:
    """The year, in a fixed number of questions."""
    done = _with_adoptions(public_initiatives().filter(stage=Stage.DONE, stage_since__year=year))
    finished = list(done.order_by("-n_adopted", "-stage_since", "pk").prefetch_related("themes"))
    lessons = list(_lessons(year))
    told = {one.initiative_id: one for one in lessons}
    by_theme = _by_theme(finished)
    examples = {theme: _example(found, told) for theme, found in by_theme.items()}
    faces = faces_of(examples.values())
    spreads = [_spread(theme, examples[theme], found, faces, told) for theme, found in by_theme.items()]
    shown = {one.example.pk for one in spreads}
    return Inspiration(
        n_finished=len(finished),
        n_communities=len({one.community_id for one in finished}),
        spreads=spreads,
        adopted=list(
            _with_adoptions(public_initiatives(), year).filter(n_adopted__gt=0).order_by("-n_adopted", "pk")[:N_ADOPTED]
        ),
        lessons=[one for one in lessons if one.initiative_id not in shown][:N_LESSONS],
    )


def _with_adoptions(initiatives: QuerySet[Initiative], year: int | None = None) -> QuerySet[Any]:
    """With in how many other communities they were taken over, in one year or ever, and nothing that is long."""
    counted = Q(adoptions__placed_at__isnull=False, adoptions__hidden_because="")
    if year is not None:
        counted &= Q(adoptions__created_at__year=year)
    n_adopted = Count("adoptions__community", filter=counted, distinct=True)
    return initiatives.select_related("community").defer("description").annotate(n_adopted=n_adopted)


def _lessons(year: int) -> QuerySet[Lesson]:
    public = public_initiatives().order_by().values("pk")
    found = Lesson.objects.shown().filter(is_shared=True, written_at__year=year, initiative__in=public)
    return found.select_related("initiative__community").order_by("-written_at", "-pk")


def _by_theme(initiatives: Iterable[Initiative]) -> Mapping[Theme | None, list[Initiative]]:
    """Each under its first theme, so that none stands on the page twice; those without a theme last."""
    found: dict[Theme | None, list[Initiative]] = defaultdict(list)
    for one in initiatives:
        found[next(iter(one.themes.all()), None)].append(one)
    ordered = sorted(found, key=lambda theme: (theme is None, theme.position if theme else 0))
    return {theme: found[theme] for theme in ordered}


def _example(found: Sequence[Initiative], told: Mapping[int, Lesson]) -> Initiative:
    """The one that was taken over most; among equals one of which the lesson is told."""
    return max(found, key=lambda one: (one.n_adopted, one.pk in told))  # type: ignore[attr-defined]


def _spread(
    theme: Theme | None,
    example: Initiative,
    found: Sequence[Initiative],
    faces: Mapping[int, InitiativePicture],
    told: Mapping[int, Lesson],
) -> Spread:
    others = [one for one in found if one.pk != example.pk]
    return Spread(
        theme=theme,
        example=example,
        face=faces.get(example.pk),
        lesson=told.get(example.pk),
        others=others[:OTHERS],
        n_more=max(len(others) - OTHERS, 0),
    )
