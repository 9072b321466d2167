"""Closing a round makes its outcome once, and wipes what could lead back to a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.models import LogEntry
from succesfactoren.actions.closing import RoundError, close_round
from succesfactoren.models import InstrumentVersion, Outcome, Round
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.succesfactoren import scene


@pytest.fixture
def community(db):
    found = make_community()
    make_trajectory(found)
    return found


@pytest.fixture
def coordinator(community):
    user = factories.make_verified_user()
    join(community, user, role="coordinator")
    return user


def test_closing_makes_the_outcome_of_all_answers(community, coordinator):
    found = scene.make_round(community)
    scene.answers(found, 12)
    outcome = close_round(round=found, by=coordinator)
    found.refresh_from_db()
    assert (found.is_closed, found.state) == (True, "gesloten")
    assert outcome.figures["n_responses"] == 12
    assert [one["code"] for one in outcome.figures["tables"][0]["factors"]] == [
        "LEI", "BET", "INT", "EXP", "VER", "INN", "COM",
    ]  # fmt: skip


def test_closing_twice_makes_one_outcome(community, coordinator):
    found = scene.make_round(community)
    first = close_round(round=found, by=coordinator)
    assert close_round(round=found, by=coordinator) == first
    assert Outcome.objects.count() == 1


def test_a_round_nobody_answered_can_be_closed(community, coordinator):
    figures = close_round(round=scene.make_round(community), by=coordinator).figures
    assert figures["n_responses"] is None
    assert {one["hidden"] for one in figures["tables"][0]["factors"]} == {"geen antwoorden"}


def test_a_round_that_never_opened_cannot_be_closed(community, coordinator):
    with pytest.raises(RoundError, match="nog niet open"):
        close_round(round=scene.make_round(community, opened_at=None), by=coordinator)


def test_only_who_runs_the_community_closes(community):
    member = factories.make_verified_user()
    join(community, member)
    with pytest.raises(PermissionDenied):
        close_round(round=scene.make_round(community), by=member)


def test_tickets_keep_no_address_and_the_response_is_counted(community, coordinator):
    found = scene.make_round(community)
    for number in range(8):
        scene.make_ticket(found, f"iemand{number}@example.org", group="onderneming", is_used=number < 5)
    outcome = close_round(round=found, by=coordinator)
    assert set(found.tickets.values_list("email", flat=True)) == {""}
    assert outcome.figures["n_invited"] == 8
    assert outcome.figures["response_share"] == 5 / 8


def test_a_meeting_counts_apart_unless_the_coordinator_chose_otherwise(community, coordinator):
    for merges, doors in ((False, ["genodigd", "open"]), (True, ["samen"])):
        found = scene.make_round(community, merges_doors=merges)
        scene.answers(found, 6)
        scene.answers(found, 6, door="open")
        figures = close_round(round=found, by=coordinator).figures
        assert [one["door"] for one in figures["tables"]] == doors


def test_the_second_round_is_compared_with_the_first(community, coordinator):
    first = scene.closed_round(community)
    Round.objects.filter(pk=first.pk).update(published_at=timezone.now())
    second = scene.make_round(community, name="Tussenmeting", kind="tussenmeting")
    scene.answers(second, 20)
    figures = close_round(round=second, by=coordinator).figures
    assert figures["compared_with"]["name"] == "Nulmeting"
    assert figures["tables"][0]["factors"][0]["change"]["delta"] == 0


def test_a_round_with_nothing_but_a_meeting_has_its_outcome(community, coordinator):
    found = scene.make_round(community)
    scene.answers(found, 12, door="open")
    figures = close_round(round=found, by=coordinator).figures
    assert [(one["door"], one["n"]) for one in figures["tables"]] == [("open", 12)]
    assert figures["n_responses"] == 12


def test_a_round_without_answers_has_an_empty_table(community, coordinator):
    figures = close_round(round=scene.make_round(community), by=coordinator).figures
    assert [(one["door"], one["n"]) for one in figures["tables"]] == [("genodigd", None)]


@pytest.mark.parametrize(
    ("then", "now", "reason"),
    [
        ("open", "open", ""),
        ("open", "uitnodiging", "in de vorige ronde zijn andere groepen gevraagd"),
        ("uitnodiging", "open", "in de vorige ronde zijn andere groepen gevraagd"),
    ],
)
def test_only_who_came_in_by_the_same_door_are_compared(community, coordinator, then, now, reason):
    for name, door in (("Nulmeting", then), ("Tussenmeting", now)):
        found = scene.make_round(community, name=name)
        scene.answers(found, 12, door=door)
        figures = close_round(round=found, by=coordinator).figures
        Round.objects.filter(pk=found.pk).update(published_at=timezone.now())
    assert {one["change"]["hidden"] for one in figures["tables"][0]["factors"]} == {reason}


def test_a_factor_without_score_keeps_no_figure(community, coordinator):
    found = scene.make_round(community)
    codes = list(found.version.statements.filter(factor__code="BET").values_list("code", flat=True))
    for _ in range(12):
        scene.answer(found, marks=dict.fromkeys(codes, 4))
    factors = close_round(round=found, by=coordinator).figures["tables"][0]["factors"]
    assert [one["mean"] for one in factors] == [None, 4.0, None, None, None, None, None]


def test_not_knowing_is_not_a_mark(community, coordinator):
    found = scene.make_round(community)
    for number in range(12):
        scene.answer(found, marks={"LEI1": None if number < 4 else 5})
    statement = close_round(round=found, by=coordinator).figures["tables"][0]["statements"][0]
    assert (statement["n_unknown"], statement["mean"]) in {(4, 5.0), (None, 5.0), (None, None)}


def test_the_log_says_that_it_was_closed_and_nothing_of_answers(community, coordinator):
    found = scene.make_round(community)
    scene.answers(found, 6)
    close_round(round=found, by=coordinator)
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.object_id) == ("sluit", str(found.pk))


def test_the_moment_of_closing_is_not_later_than_promised(community, coordinator):
    planned = timezone.now() - timedelta(minutes=5)
    found = scene.make_round(community, closes_at=planned)
    close_round(round=found, by=None)
    found.refresh_from_db()
    assert found.closes_at == planned


def test_words_of_a_draft_that_was_never_sent_are_gone(community, coordinator):
    found = scene.make_round(community, mode="vertrouwelijk")
    question = found.version.statements.get(code="OPEN1")
    drafted, sent = uuid4(), uuid4()
    scene.answer(found, code=drafted, is_complete=False)
    scene.answer(found, code=sent)
    for code in (drafted, sent):
        found.open_answers.create(statement=question, text="Het loopt goed.", code=code)
    close_round(round=found, by=coordinator)
    assert found.open_answers.count() == 1


def without_statement(version: InstrumentVersion, code: str) -> InstrumentVersion:
    """The next version of an instrument, that asks one statement less."""
    made = InstrumentVersion.objects.create(
        instrument=version.instrument, number=2, name=version.name, group_questions=version.group_questions
    )
    for factor in version.factors.all():
        copy = made.factors.create(position=factor.position, code=factor.code, name=factor.name)
        for one in factor.statements.exclude(code=code):
            made.statements.create(factor=copy, position=one.position, code=one.code, kind=one.kind, text=one.text)
    return made


def changes_of(figures) -> dict[str, str]:
    return {one["code"]: one["change"]["hidden"] for one in figures["tables"][0]["factors"]}


def test_a_factor_that_lost_a_statement_is_not_compared(community, coordinator):
    """Its earlier score over the others would give away who skipped the one that is gone."""
    first = scene.closed_round(community)
    second = scene.make_round(community, name="Tweede", version=without_statement(first.version, "LEI5"))
    scene.answers(second, 20)
    hidden = changes_of(close_round(round=second, by=coordinator).figures)
    assert (hidden["LEI"], hidden["BET"]) == ("de zinnen zijn gewijzigd", "")


def test_pairs_are_judged_by_what_the_round_before_showed(community, coordinator):
    """Everybody of a group that was shown then, and one newcomer: their change would give the newcomer away."""
    codes = [uuid4() for _ in range(20)]
    first = scene.make_round(community, mode="vertrouwelijk")
    for number, code in enumerate(codes):
        scene.answer(first, marks=2 + number % 3, rol="inwoner" if number < 10 else "ondernemer", code=code)
    close_round(round=first, by=coordinator)
    second = scene.make_round(community, mode="vertrouwelijk", name="Tweede", group_questions=[])
    for number, code in enumerate([*codes[:10], uuid4()]):
        scene.answer(second, marks=2 + number % 4, groups={}, code=code)
    factors = close_round(round=second, by=coordinator).figures["tables"][0]["factors"]
    assert {one["change"]["is_paired"] for one in factors} == {False}


def test_the_same_people_are_compared_as_pairs(community, coordinator):
    codes = [uuid4() for _ in range(12)]
    for name in ("Eerste", "Tweede"):
        found = scene.make_round(community, mode="vertrouwelijk", name=name)
        for number, code in enumerate(codes):
            scene.answer(found, marks=2 + number % 3, code=code)
        factors = close_round(round=found, by=coordinator).figures["tables"][0]["factors"]
    assert {one["change"]["n_pairs"] for one in factors} == {12}
