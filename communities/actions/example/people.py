"""Who is in the story: organisations, communities and their people."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from communities.example_people import PEOPLE
from communities.models import (
    Community,
    HouseRules,
    JoinQuestion,
    JoinRequest,
    Membership,
    Organisation,
    Role,
    User,
)
from lib.pictures import redraw_logo
from lib.text import search_key
from regioscan.composition_actions import define_region
from regioscan.models import Region

DRAWINGS = Path(__file__).resolve().parents[2] / "data"
LOGO_SIDE, COVER_SIDE = 512, 1600
SEED = 7
Organisations = dict[str, Organisation]
ROLES = {"adviseur": Role.COORDINATOR, "bank": Role.COMMISSIONER, "gemeente": Role.COMMISSIONER}
KEPT = (
    "slug",
    "name",
    "tagline",
    "about",
    "primary_colour",
    "accent_colour",
    "visibility",
    "join_policy",
    "cover_alt",
    "cover_credit",
)
WORKPLACES = {"bank": "Bank aan het Meer", "gemeente": "Gemeente Lindestede"}
"""Of the people one can log in as, by the first part of their address."""


def day(days: int) -> date:
    """So many days from today; negative is in the past."""
    return timezone.localdate() + timedelta(days=days)


def moment(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """That day at that time on Dutch clocks."""
    return timezone.make_aware(datetime.combine(day(days), datetime.min.time().replace(hour=hour, minute=minute)))


def found_organisations(rows: Sequence[Sequence[str]]) -> Organisations:
    """Make the organisations; returns them by name."""
    made = [Organisation(name=name, kind=kind, sector=sector, place=place) for name, kind, sector, place in rows]
    return {one.name: one for one in Organisation.objects.bulk_create(made)}


def found_community(one: dict[str, Any], organisations: Organisations) -> Community:
    """Make a community with its region, house rules and questions."""
    community = Community.objects.create(
        region=_region(one),
        controller=organisations[one["controller"]],
        legal_basis=one["legal_basis"],
        privacy_email=f"privacy@{one['slug']}.example.org",
        started_on=day(one["days"]),
        **{name: one[name] for name in KEPT},
    )
    _draw(community, "logo", "logos", LOGO_SIDE)
    _draw(community, "cover", "covers", COVER_SIDE)
    if one["rules"]:
        HouseRules.objects.create(community=community, version=1, text=one["rules"])
    questions = [JoinQuestion(community=community, text=text, position=n) for n, text in enumerate(one["questions"])]
    JoinQuestion.objects.bulk_create(questions)
    return community


def _draw(community: Community, name: str, folder: str, side: int) -> None:
    """Put a drawing of ours in its place, judged and drawn anew as one that a coordinator hands in."""
    with (DRAWINGS / folder / f"{community.slug}.svg").open("rb") as drawing:
        picture = redraw_logo(drawing, max_side=side)
    getattr(community, name).save(f"{name}{picture.suffix}", ContentFile(picture.content))


def _region(one: dict[str, Any]) -> Region:
    if "region" in one:
        return Region.objects.current().get(code=one["region"])
    reason = "De zeven gemeenten rond het meer werken samen."
    return define_region(name=one["region_name"], codes=one["members"], reason=reason, by="het voorbeeld")


def fill(community: Community, n_people: int, names: dict[str, Any], organisations: Organisations) -> None:
    """Let people join: those one can log in as, those who do something, and others until there are `n_people`."""
    luck = random.Random(f"{SEED} {community.slug}")  # noqa: S311  (a story, no secret)
    users = User.objects.filter(email__in=known_emails())
    known = [one for user in users if (one := _known(community, user, organisations)) is not None]
    named = [_named(community, row, organisations) for row in names["named"]] if community.slug == "waalmeer" else []
    others = _others(community, n_people - len(known) - len(named), names, organisations, luck)
    members = [*known, *named, *others]
    rules = community.house_rules.first()
    for one in members:
        one.accepted_rules = rules
    Membership.objects.bulk_create(members)
    age = (timezone.localdate() - (community.started_on or timezone.localdate())).days
    for one in members:
        one.joined_at = moment(-luck.randint(0, age))
    Membership.objects.bulk_update(members, ["joined_at"])
    if community.join_policy == Community.JoinPolicy.REQUEST:
        _ask(community, luck, names)


def known_emails() -> list[str]:
    """Of the people one can log in as, for the communities."""
    return [person.email for person in PEOPLE if not person.is_administrator]


def _known(community: Community, user: User, organisations: Organisations) -> Membership | None:
    """The people one can log in as: the advisor runs all three, the municipality and others are in the first only."""
    who = user.email.partition("@")[0]
    is_everywhere = who == "adviseur" or (who == "bank" and community.slug != "vlierooge")
    if community.slug != "waalmeer" and not is_everywhere:
        return None
    return Membership(
        community=community,
        user=user,
        role=ROLES.get(who, Role.MEMBER),
        organisation=organisations.get(WORKPLACES.get(who, "")),
        speaks_for_organisation=who in WORKPLACES,
        is_frontrunner=who == "koploper",
        frontrunner_for="een bus die ’s avonds rijdt" if who == "koploper" else "",
        is_shown_to_visitors=who == "koploper",
        is_trusted=True,
    )


def _named(community: Community, row: Sequence[str], organisations: Organisations) -> Membership:
    name, organisation, function, leads = row
    return Membership(
        community=community,
        user=make_user(name),
        organisation=organisations[organisation],
        speaks_for_organisation=True,
        function=function,
        is_frontrunner=bool(leads),
        frontrunner_for=leads,
        is_shown_to_visitors=bool(leads),
        is_trusted=True,
    )


def _others(
    community: Community, number: int, names: dict[str, Any], organisations: Organisations, luck: random.Random
) -> list[Membership]:
    taken = set(User.objects.values_list("name", flat=True))
    free = [name for first in names["first"] for last in names["last"] if (name := f"{first} {last}") not in taken]
    users = User.objects.bulk_create([_new_user(name) for name in luck.sample(free, number)])
    places = [None, *organisations.values()]
    return [
        Membership(
            community=community,
            user=user,
            organisation=luck.choice(places),
            function=luck.choice(names["functions"]),
            is_trusted=luck.random() < 0.8,
        )
        for user in users
    ]


def _new_user(name: str) -> User:
    user = User(email=f"{search_key(name).replace(' ', '.')}@example.org", name=name)
    user.set_unusable_password()
    return user


def make_user(name: str) -> User:
    """An account of somebody who cannot log in."""
    user = _new_user(name)
    user.save()
    return user


def _ask(community: Community, luck: random.Random, names: dict[str, Any]) -> None:
    """Three people wait for an answer."""
    questions = list(community.join_questions.values_list("text", flat=True))
    said = (
        ["In Meerkamp.", "Ik wil helpen met de kookclub."],
        ["Lindestede.", "Ik zoek een leerplek."],
        ["Zandhove", "?"],
    )
    for days, (answers, first) in enumerate(zip(said, luck.sample(names["first"], 3), strict=True), start=1):
        user = make_user(f"{first} {luck.choice(names['last'])} van Buiten")
        kept = [{"question": q, "answer": a} for q, a in zip(questions, answers, strict=True)]
        request = JoinRequest.objects.create(community=community, user=user, answers=kept)
        JoinRequest.objects.filter(pk=request.pk).update(created_at=moment(-days))
