"""The invented rounds of `succesfactoren/data/example.toml`, answered and closed by the same verbs as real ones."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Commitment, Community, Membership, Organisation, Role, User
from regioscan.models import Region, Theme
from succesfactoren.access.answering import Seat
from succesfactoren.access.audience import NO_ORGANISATION, Invitee
from succesfactoren.access.panel import panel_addresses
from succesfactoren.actions.answering import Filled, send_answers
from succesfactoren.actions.closing import close_round
from succesfactoren.actions.instruments import store_instruments
from succesfactoren.actions.open_answers import strike_for_good
from succesfactoren.actions.tickets import make_tickets
from succesfactoren.letters.panel import consent_wording
from succesfactoren.models import (
    AdvisorRating,
    Assessment,
    ChosenIntervention,
    Conversation,
    Instrument,
    OpenAnswer,
    PanelMember,
    Round,
    Statement,
    Ticket,
)

STORY = Path(__file__).resolve().parents[1] / "data" / "example.toml"
SEED = 11
SEVEN = "zeven-succesfactoren"
OPEN_GOOD, OPEN_BETTER = "OPEN1", "OPEN2"
ROLES = {
    "inwoner": 20, "ondernemer": 18, "vereniging": 16, "zorg": 12, "gemeente": 12, "onderwijs": 10,
    "financieel": 7, "anders": 2, "liever-niet": 3,
}  # fmt: skip
"""How many of a hundred answer from each role."""
LOOKS = {("COM", "gemeente"): 0.5, ("COM", "inwoner"): -0.35, ("EXP", "onderwijs"): 0.4, ("INN", "ondernemer"): -0.3}
"""How a role looks at a factor, above or below the others."""
STRUCK = re.compile(r"\{.*?\}")
Entry = dict[str, Any]


@transaction.atomic
def tell_rounds() -> list[Round]:
    """Hold the rounds of the story; returns them, and nothing where there are rounds, or not its communities.

    The same story gives the same answers: who answers what is drawn with a fixed seed.
    """
    story: Entry = tomllib.loads(STORY.read_text())
    communities = {one.slug: one for one in Community.objects.filter(slug__in=_slugs(story))}
    if Round.objects.exists() or set(communities) != _slugs(story):
        return []
    store_instruments()
    _fill_panel(communities[story["panel"]["community"]], story["panel"])
    rounds = [_hold(communities[one["community"]], one) for one in story["round"]]
    for one in story["conversation"]:
        _sit_together(communities[one["community"]], one)
    return rounds


def _slugs(story: Entry) -> set[str]:
    return {one["community"] for one in story["round"]}


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _moment(days: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(_day(days), datetime.min.time().replace(hour=hour)))


# ── The panel ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _fill_panel(community: Community, entry: Entry) -> None:
    luck = random.Random(f"{SEED} panel")  # noqa: S311  (a story, no secret)
    themes = list(Theme.objects.all())
    places = [place for place, n in entry["places"] for _ in range(n)] + [""] * entry["waiting"]
    n_asked = len(places) - entry["waiting"]
    members = PanelMember.objects.bulk_create(
        PanelMember(
            community=community,
            email=f"panel{n:02d}@example.org",
            place=place,
            agreed_to=consent_wording(community),
            confirmed_at=_moment(-n - 60, 19) if n < n_asked else None,
        )
        for n, place in enumerate(places)
    )
    for n, member in enumerate(members[:n_asked]):
        member.agreed_at = _moment(-n - 60, 18)
    PanelMember.objects.bulk_update(members, ["agreed_at"])
    chosen = [(member, theme) for member in members if luck.random() < 0.4 for theme in luck.sample(themes, 3)]
    link = PanelMember.themes.through
    link.objects.bulk_create(link(panelmember=member, theme=theme) for member, theme in chosen)


# ── A round ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _hold(community: Community, entry: Entry) -> Round:
    """Open it, let people answer, and where it is over close it and show it, all on the days of the story."""
    round = _open(community, entry)
    luck = random.Random(f"{SEED} {community.slug} {entry['instrument']} {entry['opened']}")  # noqa: S311
    tickets = make_tickets(round, _invited(community, entry))
    _answer(round, luck.sample(tickets, min(entry["answered"], len(tickets))), entry, luck)
    if "closed" in entry:
        close_round(round=round, by=None, at=_moment(entry["closed"], 17))
        _show(round, entry)
    round.refresh_from_db()
    return round


def _open(community: Community, entry: Entry) -> Round:
    assessment = _assessment(community, entry)
    version = assessment.instrument.newest
    if version is None:
        raise ValueError(f"instrument {entry['instrument']} has no settled version")
    opened = _moment(entry["opened"])
    # What is over must be open while people answer; closing sets the day on which it ended.
    closes = _moment(entry["closes"], 17) if "closes" in entry else timezone.now() + timedelta(hours=1)
    month = date_format(opened, "F")
    return Round.objects.create(
        assessment=assessment,
        version=version,
        kind=entry["kind"],
        name=entry["name"].format(maand=month),
        audience=entry.get("audience", Round.Audience.MEMBERS),
        opens_at=opened,
        closes_at=closes,
        planned_at=opened,
        opened_at=opened,
        group_questions=version.group_questions,
        created_by=_advisor(community),
    )


def _assessment(community: Community, entry: Entry) -> Assessment:
    instrument = Instrument.objects.get(community=None, slug=entry["instrument"])
    place = Region.objects.current().filter(code=entry["place"]).first() if "place" in entry else None
    found, is_new = Assessment.objects.get_or_create(
        trajectory=community.trajectories.get(),
        instrument=instrument,
        subject=entry.get("subject", ""),
        defaults={"place": place},
    )
    if is_new and "themes" in entry:
        found.themes.set(Theme.objects.filter(code__in=entry["themes"]))
    if entry["instrument"] == SEVEN and found.shares_profile_at is None:
        found.shares_profile_at = timezone.now()
        found.save(update_fields=["shares_profile_at"])
    return found


def _advisor(community: Community) -> User:
    return User.objects.filter(memberships__community=community, memberships__role=Role.COORDINATOR).earliest("pk")


def _invited(community: Community, entry: Entry) -> list[Invitee]:
    if entry.get("audience") == Round.Audience.PANEL:
        return panel_addresses(community, place=entry["subject"])[: entry["invited"]]
    members = Membership.objects.active().filter(community=community).exclude(role=Role.COORDINATOR)
    chosen = members.select_related("user", "organisation").order_by("pk")[: entry["invited"]]
    return [
        (one.user.email, one.organisation.get_kind_display() if one.organisation else NO_ORGANISATION) for one in chosen
    ]


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _answer(round: Round, tickets: Sequence[Ticket], entry: Entry, luck: random.Random) -> None:
    statements = list(round.version.statements.filter(kind=Statement.Kind.STATEMENT).select_related("factor"))
    asks_role = any(one["code"] == "rol" for one in round.group_questions)
    for n, ticket in enumerate(tickets):
        role = luck.choices(list(ROLES), list(ROLES.values()))[0]
        filled = Filled(
            answers=_marks(statements, entry, role, luck),
            groups={"rol": role} if asks_role else {},
            texts=_texts(entry, n),
            is_complete=True,
        )
        send_answers(seat=Seat(round, ticket), filled=filled, was_quick=luck.random() < 0.02)


def _marks(statements: Sequence[Statement], entry: Entry, role: str, luck: random.Random) -> dict[str, int | None]:
    """One person: somewhat more or less pleased than others, the same in all sentences of a factor, and then chance."""
    mood, is_high = luck.gauss(0, 0.35), luck.random() < 0.5
    levels = {
        code: _level(entry, code, is_high=is_high) + mood + luck.gauss(0, 0.3) + LOOKS.get((code, role), 0)
        for code in entry["means"]
    }
    return {one.code: _mark(one, levels, entry, luck) for one in statements}


def _level(entry: Entry, code: str, *, is_high: bool) -> float:
    low, high = entry.get("camps", {}).get(code, [entry["means"][code]] * 2)
    return float(high if is_high else low)


def _mark(one: Statement, levels: Mapping[str, float], entry: Entry, luck: random.Random) -> int | None:
    code = one.factor.code if one.factor else ""
    drawn = round(levels[code] + luck.gauss(0, 0.6))
    is_unknown = luck.random() < entry.get("unknown", {}).get(one.code, 0.03)
    return None if is_unknown else min(5, max(1, drawn))


def _texts(entry: Entry, n: int) -> dict[str, str]:
    """The n-th person gives the n-th answer in words; most give none."""
    said = ((OPEN_GOOD, entry.get("good", ())), (OPEN_BETTER, entry.get("better", ())))
    return {code: _plain(words[n]) for code, words in said if n < len(words)}


def _plain(words: str) -> str:
    return words.removeprefix("!").translate({ord("{"): None, ord("}"): None})


# ── What came of it ───────────────────────────────────────────────────────────────────────────────────────────────
def _show(round: Round, entry: Entry) -> None:
    _read(round, entry)
    Round.objects.filter(pk=round.pk).update(published_at=_moment(entry["published"]))
    if "aftermath" in entry:
        told = {"aftermath": entry["aftermath"], "aftermath_at": _moment(entry["aftermath_days"])}
        Round.objects.filter(pk=round.pk).update(**told)
    factors = {one.code: one for one in round.version.factors.all()}
    advisor = _advisor(round.community)
    AdvisorRating.objects.bulk_create(
        AdvisorRating(round=round, factor=factors[code], level=level, remark=remark, by=advisor)
        for code, (level, remark) in entry.get("ratings", {}).items()
    )
    for code, *promise in entry.get("chosen", ()):
        text, is_own, *rest = promise
        made = _promise(round, text, rest, _day(entry["published"]))
        ChosenIntervention.objects.create(
            round=round, factor=factors[code], text=text, is_own=is_own, commitment=made, created_by=advisor
        )


def _read(round: Round, entry: Entry) -> None:
    """Every answer in words was read: names were struck out, and one was kept back."""
    written = {_plain(words): words for name in ("good", "better") for words in entry.get(name, ())}
    answers = list(OpenAnswer.objects.filter(round=round))
    for one in answers:
        words = written[one.text]
        if words.startswith("!"):
            one.state = OpenAnswer.State.WITHHELD
        else:
            one.state, one.shown_text = OpenAnswer.State.SHOWN, STRUCK.sub("[naam]", words)
    OpenAnswer.objects.bulk_update(answers, ["state", "shown_text"])
    strike_for_good(round)


def _promise(round: Round, what: str, rest: Sequence[Any], said_on: date) -> Commitment:
    who, organisation, due, state, words = rest
    states, due_on = Commitment.State, _day(due)
    made = Commitment.objects.create(
        community=round.community,
        trajectory=round.assessment.trajectory,
        person=User.objects.filter(memberships__community=round.community, name=who).first(),
        organisation=Organisation.objects.filter(name=organisation).first(),
        what=what,
        starts_on=min(said_on, due_on),
        due_on=due_on,
        state=state,
        evidence=words if state == states.DONE else "",
        lapsed_because=words if state == states.LAPSED else "",
        done_on=due_on if state == states.DONE else None,
    )
    Commitment.objects.filter(pk=made.pk).update(
        created_at=timezone.make_aware(datetime.combine(said_on, datetime.min.time().replace(hour=10)))
    )
    return made


def _sit_together(community: Community, entry: Entry) -> Conversation:
    """A group that agreed on one answer for each sentence; what is not in the story they did not know."""
    assessment = _assessment(community, entry)
    version = assessment.instrument.newest
    if version is None:
        raise ValueError(f"instrument {entry['instrument']} has no settled version")
    codes = version.statements.filter(kind=Statement.Kind.STATEMENT).values_list("code", flat=True)
    return Conversation.objects.create(
        assessment=assessment,
        version=version,
        held_on=_day(entry["days"]),
        present=entry["present"],
        answers={code: entry["marks"].get(code) for code in codes},
        remarks=entry["remarks"],
        is_shared=True,
        created_by=_advisor(community),
    )
