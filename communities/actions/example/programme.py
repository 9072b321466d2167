"""What is done in the story: the trajectory, the change agenda, commitments, stakeholders and champions."""

from collections.abc import Sequence
from typing import Any

from communities.actions.example.people import Organisations, day, moment
from communities.models import (
    AgendaItem,
    AgendaTarget,
    Agreement,
    AgreementConfirmation,
    Ambition,
    AmbitionConsent,
    Champion,
    Commitment,
    Community,
    Interest,
    Nomination,
    Role,
    Stakeholder,
    Step,
    ThemeReading,
    Trajectory,
    User,
)
from communities.models.trajectories import Phase, PhaseKind
from communities.step_catalogue import StepEntry, load_phases
from regioscan.figures import region_scan
from regioscan.models import Indicator, Theme


def start(community: Community, one: dict[str, Any], organisations: Organisations) -> Trajectory:
    """Start the trajectory and bring it to the phase of the story."""
    trajectory = Trajectory.objects.create(
        community=community,
        name=one["name"],
        phase=one["phase"],
        started_on=day(one["days"]),
        ends_on=day(one["days_ahead"]),
        shares_stakeholders=True,
    )
    trajectory.commissioners.set([organisations[name] for name in one["commissioners"]])
    trajectory.advisors.set(User.objects.filter(memberships__community=community, memberships__role=Role.COORDINATOR))
    entries = {entry.code: entry for entry in load_phases()}
    for position, kind in enumerate(PhaseKind.values):
        begins, ends, summary = one["phases"].get(kind, (None, None, ""))
        phase = Phase.objects.create(
            trajectory=trajectory,
            kind=kind,
            position=position,
            starts_on=None if begins is None else day(begins),
            done_on=day(ends) if ends else None,
            summary=summary or entries[kind].summary,
        )
        _take_steps(phase, entries[kind].steps, is_now=kind == trajectory.phase)
    if "ambition" in one:
        _agree(trajectory, one, organisations)
    return trajectory


def _take_steps(phase: Phase, entries: Sequence[StepEntry], *, is_now: bool) -> None:
    """The steps of a phase that is over are done; of the one going on the first is done and the second under way."""
    states = [Step.State.OPEN] * len(entries)
    if phase.done_on:
        states = [Step.State.DONE] * len(entries)
    elif is_now:
        states[:2] = [Step.State.DONE, Step.State.BUSY]
    Step.objects.bulk_create(
        Step(
            phase=phase,
            position=position,
            title=entry.title,
            explanation=entry.explanation,
            state=state,
            done_on=(phase.done_on or day(-7)) if state == Step.State.DONE else None,
            due_on=day(14) if state == Step.State.BUSY else None,
        )
        for position, (entry, state) in enumerate(zip(entries, states, strict=True))
    )


def _agree(trajectory: Trajectory, one: dict[str, Any], organisations: Organisations) -> None:
    """The ambition is settled and the agreement lies with the partners."""
    ambition = Ambition.objects.create(
        trajectory=trajectory,
        version=1,
        text=one["ambition"],
        explanation=one["ambition_explanation"],
        state=Ambition.State.SETTLED,
        settled_at=moment(-88),
    )
    AmbitionConsent.objects.bulk_create(
        AmbitionConsent(ambition=ambition, organisation=organisation, answer=AmbitionConsent.Answer.YES)
        for organisation in list(organisations.values())[:38]
    )
    agreement = Agreement.objects.create(
        trajectory=trajectory, version=1, published_at=moment(-70), **{name: one[name] for name in PARTS}
    )
    AgreementConfirmation.objects.bulk_create(
        AgreementConfirmation(agreement=agreement, organisation=organisations[name])
        for name in one["commissioners"][:2]
    )


PARTS = ("decides", "does", "pays", "directs")


def fill(
    community: Community, story: dict[str, Any], items: dict[str, AgendaItem], organisations: Organisations
) -> None:
    """Everything that hangs on the trajectory of the first community, whose agenda items come by title."""
    people = {user.name: user for user in User.objects.filter(memberships__community=community)}
    trajectory = community.trajectories.get()
    _promise(trajectory, story["commitments"]["list"], items, people, organisations)
    _map(trajectory, story["stakeholder"], people, organisations)
    _name_champions(community, story["champion"], items, people)
    themes = {theme.code: theme for theme in Theme.objects.all()}
    ThemeReading.objects.bulk_create(
        ThemeReading(
            community=community,
            theme=themes.get(code),
            version=1,
            text=text,
            written_by=people["Adri Adviseur"],
            published_at=moment(-17),
        )
        for code, text in story["readings"]["list"]
    )


def set_agenda(community: Community, rows: Sequence[dict[str, Any]]) -> dict[str, AgendaItem]:
    """Adopt the agenda items of this community, with what they aim at; returns them by title."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    figures = region_scan(community.region).figures
    items = {}
    for position, one in enumerate(row for row in rows if row["community"] == community.slug):
        item = AgendaItem.objects.create(
            community=community,
            theme=themes[one["theme"]],
            lens=one["lens"],
            title=one["title"],
            goal=one["goal"],
            for_people=one["people"],
            for_environment=one["environment"],
            for_economy=one["economy"],
            state=AgendaItem.State.ADOPTED,
            position=position,
        )
        items[item.title] = item
        for code, change, years in one["targets"]:
            reading = figures[code].reading
            value = reading.value if reading else None
            AgendaTarget.objects.create(
                item=item,
                indicator=indicators[code],
                baseline_value=value,
                baseline_period=reading.period if reading else None,
                target_value=None if value is None else value + change,
                target_period=None if value is None else day(365 * years).year,
            )
    return items


def _promise(
    trajectory: Trajectory,
    rows: Sequence[Sequence[Any]],
    items: dict[str, AgendaItem],
    people: dict[str, User],
    organisations: Organisations,
) -> None:
    states = Commitment.State
    Commitment.objects.bulk_create(
        Commitment(
            community=trajectory.community,
            trajectory=trajectory,
            person=people.get(who),
            organisation=organisations.get(organisation),
            what=what,
            starts_on=day(due - 60),
            due_on=day(due),
            state=state,
            agenda_item=items.get(item),
            evidence=words if state == states.DONE else "",
            lapsed_because=words if state == states.LAPSED else "",
            done_on=day(due) if state == states.DONE else None,
        )
        for who, organisation, what, due, state, item, words in rows
    )


def _map(
    trajectory: Trajectory, rows: Sequence[dict[str, Any]], people: dict[str, User], organisations: Organisations
) -> None:
    for one in rows:
        stakeholder = Stakeholder.objects.create(
            trajectory=trajectory,
            kind=one.get("kind", Stakeholder.Kind.ORGANISATION),
            name=one["name"],
            organisation=organisations.get(one["name"]),
            user=people.get(one["name"]),
            sector=one["sector"],
            influence=one.get("influence"),
            interest=one.get("interest"),
            engagement=one["engagement"],
        )
        Interest.objects.bulk_create(
            Interest(stakeholder=stakeholder, level=level, hopes=hopes, fears=fears, is_shared=is_shared)
            for level, hopes, fears, is_shared in one["interests"]
        )


def _name_champions(
    community: Community, rows: Sequence[dict[str, Any]], items: dict[str, AgendaItem], people: dict[str, User]
) -> None:
    sectors = dict(community.memberships.values_list("user__name", "organisation__sector"))
    for one in rows:
        is_answered = one["consent"] in {Champion.Consent.YES, Champion.Consent.NO}
        champion = Champion.objects.create(
            community=community,
            consent_at=moment(-30) if is_answered else None,
            consent_asked_at=moment(-40),
            **{name: one[name] for name in ("name", "sector", "place", "consent", "description")},
        )
        if "item" in one:
            champion.agenda_items.add(items[one["item"]])
        Nomination.objects.bulk_create(
            Nomination(champion=champion, nominated_by=people[name], sector=sectors[name], reason=reason)
            for name, reason in one["nominations"]
        )
