"""Lessons, for whoever may read them: those of a community, and what communities learn from each other.

A lesson of a community or an initiative that this reader may not know of has no name: not of the community, not of
the initiative, and not of the people, places and organisations in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from communities.models import Community, Post, User
from initiatives.access.initiatives import readable_initiatives
from initiatives.models import Initiative, Lesson
from lib.text import long_date
from succesfactoren.access.learning import names_in
from succesfactoren.analysis.learning import NAME, UNNAMED, without_names

Reader = User | AnonymousUser
DUTCH = "dutch"
ADVICE_LEAD = "Ons advies aan anderen:"
"""How the post about an end begins where it gives the advice of the lesson."""
TEXTS = ("what_worked", "what_not", "advice")


@dataclass(frozen=True)
class LessonWish:
    """Which lessons somebody looks for; nothing filled in is all of them."""

    words: str = ""
    factor: str = ""
    theme: str = ""
    stage: str = ""

    @property
    def is_everything(self) -> bool:
        """No filter is on."""
        return self == LessonWish()


@dataclass(frozen=True)
class LessonCard:
    """A lesson as this reader may read it; `initiative` and `community` are None where they have no name."""

    lesson: Lesson
    stage: str
    themes: Sequence[str]
    when: str
    what_worked: str
    what_not: str
    advice: str
    initiative: Initiative | None
    community: Community | None

    @property
    def who(self) -> str:
        """Whose lesson it is."""
        return self.community.name if self.community else UNNAMED


def lessons_of(reader: Reader, community: Community) -> QuerySet[Lesson]:
    """The lessons of a community for this reader; visitors read what is shared, of initiatives that they may see."""
    readable = readable_initiatives(reader, community).placed().order_by().values("pk")
    found = _whole(Lesson.objects.shown().filter(initiative__in=readable), Q(pk__isnull=False))
    if reader.has_perm("communities.view_members_part", community):
        return found
    return found.filter(is_shared=True)


def lesson_for(reader: Reader, initiative: Initiative) -> Lesson | None:
    """What was learned at an initiative that this reader may see; None where nothing is written or shared.

    What is hidden only those read who may change it.
    """
    found = Lesson.objects.filter(initiative=initiative).first()
    if found is not None and found.hidden_because and not reader.has_perm("initiatives.edit_initiative", initiative):
        return None
    is_insider = reader.has_perm("communities.view_members_part", initiative.community)
    return found if found is not None and (found.is_shared or is_insider) else None


def posts_with_advice(initiative: Initiative) -> QuerySet[Post]:
    """The posts about an end that repeat what its lesson advises: they are hidden and shown with it."""
    return Post.objects.filter(
        initiative_link__initiative=initiative, initiative_link__is_announcement=False, body__contains=ADVICE_LEAD
    )


def why_post_kept_hidden(post: Post) -> str:
    """Why a hidden post about an initiative cannot come back by itself, in Dutch; "" where it can."""
    initiative = Initiative.objects.filter(post_links__post=post).first()
    if initiative is None:
        return ""
    if initiative.hidden_because:
        return "Dit bericht gaat over een initiatief dat verborgen is. Laat eerst het initiatief weer zien."
    is_hidden = Lesson.objects.filter(initiative=initiative).exclude(hidden_because="").exists()
    if is_hidden and posts_with_advice(initiative).filter(pk=post.pk).exists():
        return "In dit bericht staat het advies uit een les die verborgen is. Laat eerst de les weer zien."
    return ""


def shared_lessons(reader: User) -> QuerySet[Lesson]:
    """All lessons that may be read in other communities, each with `is_named` for this reader."""
    placed = Initiative.objects.placed().order_by().values("pk")
    named = Q(initiative__is_public=True, initiative__community__visibility=Community.Visibility.PUBLIC)
    named |= Q(initiative__community__in=list(reader.active_memberships))
    return _whole(Lesson.objects.shown().filter(is_shared=True, initiative__in=placed), named)


def _whole(lessons: QuerySet[Lesson], named: Q) -> QuerySet[Lesson]:
    found = lessons.select_related("initiative__community__region", "initiative__lead")
    found = found.annotate(is_named=ExpressionWrapper(named, output_field=BooleanField()))
    return found.prefetch_related("initiative__themes", "initiative__partners__organisation")


def find_lessons(lessons: QuerySet[Any], wish: LessonWish) -> QuerySet[Any]:
    """Those that somebody looks for, by factor, theme, stage, and all words in any form.

    Names that this reader may not know are no help in finding: a lesson without a name is found by what stands in it
    without names. Nor does a minus or "or" mean anything, so that nothing can be asked by what is left out.
    """
    wanted = {"factor_code": wish.factor, "initiative__themes__code": wish.theme, "initiative__stage": wish.stage}
    lessons = lessons.filter(**{name: value for name, value in wanted.items() if value})
    if not wish.words:
        return lessons
    question = SearchQuery(wish.words, config=DUTCH, search_type="plain")
    titled = lessons.annotate(titled=SearchVector("initiative__title", config=DUTCH))
    found = titled.filter(Q(search=question) | Q(is_named=True, titled=question))
    fair: QuerySet[Any] = found.exclude(pk__in=_found_by_a_name(found.filter(is_named=False), wish.words))
    return fair


def _found_by_a_name(lessons: QuerySet[Lesson], words: str) -> list[int]:
    """Which of these lessons do not hold all words any more when the names are struck out."""
    struck = {one.lesson.pk: " ".join([one.advice, one.what_worked, one.what_not]) for one in cards_of(lessons)}
    if not struck:
        return []
    sql = """
        SELECT pk FROM unnest(%s::bigint[], %s::text[]) AS struck(pk, words)
        WHERE NOT to_tsvector('dutch', words) @@ plainto_tsquery('dutch', %s)
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(struck), list(struck.values()), words])
        return [pk for (pk,) in cursor]


def cards_of(lessons: Iterable[Lesson]) -> list[LessonCard]:
    """Lessons of `lessons_of` or `shared_lessons` as their reader may read them."""
    found = list(lessons)
    unnamed = {one.initiative.community_id for one in found if not one.is_named}  # type: ignore[attr-defined]
    people = names_in(unnamed) if unnamed else {}
    return [_card(one, people) for one in found]


def _card(lesson: Lesson, people: Mapping[int, Sequence[str]]) -> LessonCard:
    initiative, is_named = lesson.initiative, lesson.is_named  # type: ignore[attr-defined]
    texts = {name: getattr(lesson, name) for name in TEXTS}
    if not is_named:
        names = [*people.get(initiative.community_id, ()), *_names_around(initiative)]
        texts = {name: without_names(_without(text, initiative.title), names) for name, text in texts.items()}
    when = long_date(timezone.localdate(lesson.written_at))
    return LessonCard(
        lesson=lesson,
        stage=initiative.get_stage_display(),
        themes=[one.name for one in initiative.themes.all()],
        # A day would say more of a community without a name than its coordinator may expect.
        when=when if is_named else when.split(" ", 1)[1],
        initiative=initiative if is_named else None,
        community=initiative.community if is_named else None,
        **texts,
    )


def _names_around(initiative: Initiative) -> list[str]:
    """By which other names than of people a lesson could be known."""
    community = initiative.community
    organisations = [one.organisation for one in initiative.partners.all()] + [initiative.lead]
    names = [one.name for one in organisations if one is not None]
    return [community.name, community.region.name, initiative.place_name, *names]


def _without(text: str, title: str) -> str:
    """The text without the name of the initiative, as one whole: its words by themselves say nothing."""
    at = text.lower().find(title.lower())
    while title and at >= 0:
        text = text[:at] + NAME + text[at + len(title) :]
        at = text.lower().find(title.lower(), at + len(NAME))
    return text
