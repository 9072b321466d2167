"""After mixing nothing in the database leads from who answered to what was answered: no place, writer, id or order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from communities.models import Letter, LogEntry
from succesfactoren.access.answering import Seat
from succesfactoren.actions.answering import Filled, send_answers
from succesfactoren.actions.closing import close_round
from succesfactoren.actions.mixing import MIXED, mix_open_rounds, mix_round, sweep_up
from succesfactoren.actions.tickets import invite_list
from succesfactoren.models import PaperSheet, Response, Round, Ticket
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.succesfactoren import scene

N_PEOPLE = 24
TABLES = {"response": "succesfactoren_response", "ticket": "succesfactoren_ticket"}


def rows(table: str, column: str) -> list[tuple[str, str]]:
    """What the database says of each row: who wrote it and a value to know it by, in the order in which they lie."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text, ({column})::text FROM {TABLES[table]} ORDER BY ctid")  # noqa: S608  - our own names
        return cursor.fetchall()


def linked() -> int:
    """How many used tickets share their transaction with exactly one response, and so give it away."""
    responses = Counter(xmin for xmin, _ in rows("response", "id"))
    used = [xmin for xmin, is_used in rows("ticket", "is_used") if is_used == "true"]
    return sum(responses[xmin] == 1 for xmin in used)


def make_answered(community, **fields) -> tuple[Round, list[str]]:
    """A round in which everybody answers with their own number; returns it with the tokens in that order."""
    found = scene.make_round(community, **fields)
    for number in range(N_PEOPLE):
        ticket, _ = scene.make_ticket(found, f"p{number:02}@example.org", group="gemeente")
        filled = Filled({"LEI1": 1 + number % 5}, {"rol": f"nummer-{number:02}"}, {"OPEN1": f"Zin {number:02}"})
        send_answers(seat=Seat(found, ticket=ticket), filled=filled)
    return found, [f"nummer-{number:02}" for number in range(N_PEOPLE)]


def order_of(found: Round) -> list[str]:
    """The responses as they lie in the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT groups->>'rol' FROM succesfactoren_response WHERE round_id = %s ORDER BY ctid", [found.pk]
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def community(transactional_db):
    """A community, and tables without the holes that earlier tests left: new rows would fill those in any order."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES.values())} CASCADE")
    made = make_community()
    make_trajectory(made)
    return made


def test_without_mixing_the_database_would_give_everybody_away(community):
    """The thing that leaks is there: this is what the tests below would miss if it were not."""
    found, given = make_answered(community)
    assert linked() == N_PEOPLE
    assert order_of(found) == given


def test_mixing_an_open_round_leaves_no_link_and_keeps_every_answer(community):
    found, given = make_answered(community)
    before = {one.pk: one.is_used for one in found.tickets.all()}
    hashes = set(found.tickets.values_list("token_hash", flat=True))
    keys = set(found.responses.values_list("pk", flat=True))
    assert mix_round(round=found) == N_PEOPLE
    assert linked() == 0
    assert {xmin for xmin, _ in rows("response", "id")} == {xmin for xmin, _ in rows("ticket", "id")}
    assert len({xmin for xmin, _ in rows("response", "id")}) == 1
    assert order_of(found) != given
    assert sorted(order_of(found)) == given
    assert not keys & set(found.responses.values_list("pk", flat=True))
    assert {one.pk: one.is_used for one in found.tickets.all()} == before, "somebody may be answering with it"
    assert set(found.tickets.values_list("token_hash", flat=True)) == hashes


def test_who_answers_while_the_round_is_mixed_loses_nothing_and_waits_for_no_error(community):
    found = scene.make_round(community)
    seats = [Seat(found, ticket=scene.make_ticket(found, f"p{number}@example.org")[0]) for number in range(12)]

    def act(number: int) -> None:
        try:
            if number % 3 == 0:
                mix_round(round=found)
            send_answers(seat=seats[number], filled=Filled({"LEI1": 4}, {"rol": str(number)}))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(12)))
    assert sorted(found.responses.values_list("groups__rol", flat=True)) == sorted(map(str, range(12)))
    assert found.tickets.filter(is_used=True).count() == 12
    mix_round(round=found)
    assert linked() == 0


def test_closing_leaves_tickets_that_say_used_or_not_and_nothing_else(community):
    found, given = make_answered(community)
    scene.make_ticket(found, "niet@example.org", group="bank", n_reminders=2)
    old = set(found.tickets.values_list("pk", flat=True))
    close_round(round=found, by=None)
    assert linked() == 0
    tickets = Ticket.objects.filter(round=found)
    assert set(tickets.values_list("email", "group", "n_reminders")) == {("", "", 0)}
    assert Counter(tickets.values_list("is_used", flat=True)) == {True: N_PEOPLE, False: 1}
    assert not old & set(tickets.values_list("pk", flat=True))
    assert sorted(order_of(found)) == given
    assert order_of(found) != given
    assert sorted(found.open_answers.values_list("text", flat=True)) == [
        f"Zin {number:02}" for number in range(N_PEOPLE)
    ]


def test_the_places_of_answers_and_of_tickets_do_not_go_together(community):
    """Both are shuffled apart: the n-th used ticket is not beside the n-th response, nor in reverse."""
    found, given = make_answered(community)
    places = [given.index(one) for one in order_of(found)]
    assert places == sorted(places)
    close_round(round=found, by=None)
    after = [given.index(one) for one in order_of(found)]
    n_in_order = sum(after[i] < after[i + 1] for i in range(N_PEOPLE - 1))
    assert 3 <= n_in_order <= N_PEOPLE - 4, "rising or falling everywhere would be an order"


def test_closing_wipes_the_letters_of_this_round_and_of_no_other(community):
    coordinator = factories.make_verified_user()
    join(community, coordinator, role="coordinator")
    found, other = scene.make_round(community), scene.make_round(community, name="Andere")
    for one in (found, other):
        invite_list(by=coordinator, round=one, invitees=[("a@example.org", ""), ("b@example.org", "")])
    assert Letter.objects.filter(kind="ronde").count() == 4
    close_round(round=found, by=None)
    assert Letter.objects.filter(key__startswith=f"ronde-{found.pk}-").count() == 0
    assert Letter.objects.filter(key__startswith=f"ronde-{other.pk}-").count() == 2


def test_closing_wipes_half_sheets_and_marks_of_a_meeting(community):
    found = scene.make_round(community)
    PaperSheet.objects.create(round=found, number=1, first={"answers": {}})
    PaperSheet.objects.create(round=found, number=2, is_done=True)
    found.sent_marks.create(pk="11111111-1111-4111-8111-111111111111")
    close_round(round=found, by=None)
    assert list(found.sheets.values_list("number", flat=True)) == [2]
    assert found.sent_marks.count() == 0


def test_in_a_confidential_round_what_has_no_code_is_mixed_and_what_has_one_stays(community):
    found = scene.make_round(community, mode="vertrouwelijk")
    for _ in range(3):
        scene.answer(found, code=uuid4())
    keys = set(found.responses.values_list("pk", flat=True))
    for _ in range(4):
        filled = Filled({"LEI1": 4}, {"rol": "inwoner"}, {"OPEN1": "Zin"})
        send_answers(seat=Seat(found, mark=uuid4()), filled=filled)
    loose = set(found.open_answers.values_list("pk", flat=True))
    marks = marks_and_writers(found)
    # The mark is written within a savepoint, which has a number soon after that of its transaction.
    writers = sorted(map(int, writers_of_responses(found)))
    before = {str(max(one for one in writers if one < int(writer))) for _, writer in marks}
    assert len(before) == 4, "without mixing each mark leads to an answer"
    assert mix_round(round=found) == 4
    coded = found.responses.filter(code__isnull=False).values_list("pk", flat=True)
    assert set(coded) == keys, "somebody may be changing these"
    assert found.responses.count() == 7
    assert not loose & set(found.open_answers.values_list("pk", flat=True))
    assert {pk for pk, _ in marks_and_writers(found)} == {pk for pk, _ in marks}
    assert len({one for _, one in marks_and_writers(found)}) == 1
    assert not before & writers_of_responses(found)
    assert mix_open_rounds() == 1


def marks_and_writers(found: Round) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, xmin::text FROM succesfactoren_sentmark WHERE round_id = %s", [found.pk])
        return set(cursor.fetchall())


def writers_of_responses(found: Round) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM succesfactoren_response WHERE round_id = %s", [found.pk])
        return {row[0] for row in cursor.fetchall()}


def test_every_open_anonymous_round_is_mixed_by_the_clock_and_no_closed_one(community):
    scene.answers(scene.make_round(community), 3)
    closed = scene.make_round(community, closed_at=timezone.now())
    scene.answers(closed, 3)
    keys = set(closed.responses.values_list("pk", flat=True))
    assert mix_open_rounds() == 1
    assert set(closed.responses.values_list("pk", flat=True)) == keys


def test_a_round_that_cannot_be_mixed_does_not_keep_the_others_waiting(community, monkeypatch):
    first, second = scene.make_round(community), scene.make_round(community, name="Tweede")
    for one in (first, second):
        scene.answers(one, 2)
    keys = set(Response.objects.filter(round=second).values_list("pk", flat=True))
    real = Round.is_anonymous.fget

    def fails(self):
        if self.pk == first.pk:
            raise RuntimeError("broken")
        return real(self)

    monkeypatch.setattr(Round, "is_anonymous", property(fails))
    assert mix_open_rounds() == 1
    assert not keys & set(Response.objects.filter(round=second).values_list("pk", flat=True))


def test_sweeping_takes_away_how_the_rows_lay_before(community):
    found, _ = make_answered(community)
    mix_round(round=found)
    sweep_up()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL AND relname = ANY(%s)",
            [[model._meta.db_table for model in MIXED]],
        )
        assert {row[0] for row in cursor.fetchall()} == {model._meta.db_table for model in MIXED}


def test_nothing_of_mixing_stands_in_the_log(community):
    found, _ = make_answered(community)
    mix_round(round=found)
    close_round(round=found, by=None)

    kinds = set(LogEntry.objects.values_list("object_kind", flat=True))
    assert kinds == {"ronde"}
