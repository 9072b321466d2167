"""What the people of the story do: initiatives with who carries them, what was promised and what was learned."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from communities.actions.example.people import day, moment
from communities.models import AgendaItem, Commitment, Community, Organisation, Post, Role, User
from initiatives.analysis.places import kept_point
from initiatives.models import (
    ChainLink,
    ImpactMeasure,
    Initiative,
    InitiativeCommitment,
    InitiativeFollow,
    InitiativePost,
    Lesson,
    Measurement,
    Milestone,
    Partner,
    Stage,
    StageChange,
    Willing,
)
from regioscan.models import Boundary, Indicator, Theme

Entry = dict[str, Any]
ORDER = [Stage.IDEA, Stage.EXPLORED, Stage.WANTED, Stage.DOING, Stage.DONE]
WHY = ("Ik heb er zelf de tijd voor.", "Ons dorp heeft dit nodig.", "Ik kan goed regelen.", "", "", "")


def carry_out(community: Community, rows: Sequence[Entry]) -> list[Initiative]:
    """Make the initiatives of one community, each with all that hangs on it."""
    people = {user.name: user for user in User.objects.filter(memberships__community=community).order_by("pk")}
    runs_it = User.objects.filter(memberships__community=community, memberships__role=Role.COORDINATOR).first()
    organisations = {one.name: one for one in Organisation.objects.all()}
    points = {
        one.region.name: (one.label_lat, one.label_lon)
        for one in Boundary.objects.select_related("region").filter(region__kind="gemeente")
    }
    made = []
    for number, row in enumerate(rows):
        leader = people.get(row["leader"]) or runs_it
        if leader is None:
            raise ValueError(f"nobody leads {row['title']}")
        initiative = _make(community, row, leader, organisations, points, number)
        _join(initiative, row, leader, organisations, list(people.values()), number)
        _plan(initiative, row)
        _tell(initiative, row, leader)
        _measure(initiative, row, leader)
        made.append(initiative)
    _connect(community, rows, made)
    return made


def _make(
    community: Community,
    row: Entry,
    leader: User,
    organisations: Mapping[str, Organisation],
    points: Mapping[str, tuple[float, float]],
    number: int,
) -> Initiative:
    kind, place = row["place_kind"], row.get("place", "")
    latitude, longitude = points.get(place, (None, None))
    if latitude is None or longitude is None:
        kind, point = Initiative.Place.REGION, None
    else:
        # Not all on one spot: each somewhere around the middle of its place.
        point = kept_point(kind, latitude + (number % 5 - 2) * 0.006, longitude + (number % 3 - 1) * 0.011)
    listed = moment(_listed(community, row))
    initiative = Initiative.objects.create(
        community=community,
        title=row["title"],
        summary=row["summary"],
        description=f"<p>{row['text']}</p>" if row["text"] else "",
        stage=row["stage"],
        stage_since=day(row["since"]),
        started_on=day(row["started"]) if row["started"] else None,
        ends_on=day(row["ends"]) if row["ends"] else None,
        for_people=row["people"],
        for_environment=row["environment"],
        for_economy=row["economy"],
        lead=organisations.get(row["lead"]),
        place_kind=kind,
        place_name=place,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        blocked_because=row.get("blocked", ""),
        asks_help=row.get("help", ""),
        heard_on=day(row["heard"]),
        proposed_by=leader,
        is_public=community.is_public,
        placed_at=listed,
    )
    told = moment(row["heard"], 16)
    Initiative.objects.filter(pk=initiative.pk).update(created_at=listed, changed_at=told)
    return initiative


def _listed(community: Community, row: Entry) -> int:
    """When it came on the list, in days from today: before it began, though not before the community was there."""
    age = (day(0) - community.started_on).days if community.started_on else 0
    begun: int = row["started"] or row["since"]
    return max(begun - 20, -age)


def _join(
    initiative: Initiative,
    row: Entry,
    leader: User,
    organisations: Mapping[str, Organisation],
    people: Sequence[User],
    number: int,
) -> None:
    partners = [Partner(initiative=initiative, user=leader, role=Partner.Role.LEADS)]
    partners += [
        Partner(initiative=initiative, organisation=organisations[name], role=role) for name, role in row["partners"]
    ]
    Partner.objects.bulk_create(partners)
    others = [one for one in people if one != leader and one.is_active]
    start = number * 7 % len(others)
    willing = (others[start:] + others[:start])[: row["willing"]]
    Willing.objects.bulk_create(
        Willing(initiative=initiative, user=user, why=WHY[(number + at) % len(WHY)]) for at, user in enumerate(willing)
    )
    InitiativeFollow.objects.bulk_create(
        InitiativeFollow(initiative=initiative, user=user) for user in [leader, *willing[::2]]
    )


def _plan(initiative: Initiative, row: Entry) -> None:
    Milestone.objects.bulk_create(
        Milestone(initiative=initiative, title=title, due_on=day(due), done_on=day(reached) if reached else None)
        for title, due, reached in row["milestones"]
    )
    ended = row["stage"] == Stage.STOPPED
    path = [*ORDER[:2], Stage.STOPPED] if ended else ORDER[: ORDER.index(Stage(row["stage"])) + 1]
    begun = _listed(initiative.community, row)
    StageChange.objects.bulk_create(
        StageChange(
            initiative=initiative,
            before=before,
            after=after,
            on=day(begun + (row["since"] - begun) * (at + 1) // (len(path) - 1)),
            by=initiative.proposed_by,
        )
        for at, (before, after) in enumerate(pairwise(path))
    )


def _tell(initiative: Initiative, row: Entry, leader: User) -> None:
    first = [_listed(initiative.community, row), f"Nieuw initiatief: {row['title']}", row["summary"]]
    told = [first, *row.get("news", [])]
    posts = Post.objects.bulk_create(
        Post(
            community=initiative.community,
            author=leader,
            title=title,
            body=f"<p>{text}</p>",
            audience="openbaar",
            publish_at=moment(days, 11),
            announced_at=moment(days, 11),
        )
        for days, title, text in told
    )
    InitiativePost.objects.bulk_create(
        InitiativePost(initiative=initiative, post=post, is_announcement=at == 0) for at, post in enumerate(posts)
    )
    if "lesson" in row:
        worked, not_worked, advice, factor = row["lesson"]
        lesson = Lesson.objects.create(
            initiative=initiative,
            what_worked=worked,
            what_not=not_worked,
            advice=advice,
            factor_code=factor,
            written_by=leader,
        )
        Lesson.objects.filter(pk=lesson.pk).update(written_at=moment(row["since"], 15))


def _measure(initiative: Initiative, row: Entry, leader: User) -> None:
    ChainLink.objects.bulk_create(
        ChainLink(initiative=initiative, level=level, text=text, position=at)
        for at, (level, text) in enumerate(row.get("chain", []))
    )
    for name, unit, level, counts, source, by, base, base_days, goal, goal_days, measured in row.get("measures", []):
        has_base = base != ""
        measure = ImpactMeasure.objects.create(
            initiative=initiative,
            name=name,
            unit=unit,
            level=level,
            counts=counts,
            source=source,
            measured_by=by,
            baseline_value=base if has_base else None,
            baseline_on=day(base_days) if has_base else None,
            target_value=goal,
            target_on=day(goal_days),
            indicator=Indicator.objects.filter(code=row.get("indicator", "")).first(),
        )
        Measurement.objects.bulk_create(
            Measurement(measure=measure, on=day(days), value=value, by=leader) for days, value in measured
        )


def _connect(community: Community, rows: Sequence[Entry], made: Sequence[Initiative]) -> None:
    """Themes, agenda items and promises, in one question each."""
    themes = {theme.code: theme.pk for theme in Theme.objects.all()}
    items = {item.title: item.pk for item in AgendaItem.objects.filter(community=community)}
    promises = {one.what: one for one in Commitment.objects.filter(community=community)}
    about, on_agenda = Initiative.themes.through, Initiative.agenda_items.through
    pairs = list(zip(made, rows, strict=True))
    about.objects.bulk_create(
        about(initiative_id=one.pk, theme_id=themes[code]) for one, row in pairs for code in row["themes"]
    )
    on_agenda.objects.bulk_create(
        on_agenda(initiative_id=one.pk, agendaitem_id=items[title]) for one, row in pairs for title in row["items"]
    )
    InitiativeCommitment.objects.bulk_create(
        InitiativeCommitment(initiative=one, commitment=promises[what])
        for one, row in pairs
        for what in row.get("promises", [])
    )


def adopt(rows: Sequence[Entry]) -> None:
    """Some began from an example of another community."""
    by_title = {one.title: one for one in Initiative.objects.all()}
    for row in rows:
        if "adopted" in row:
            Initiative.objects.filter(pk=by_title[row["title"]].pk).update(adopted_from=by_title[row["adopted"]])
