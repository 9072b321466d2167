"""The pulse as lines: only of pulses, of the same words and the same people, for who may see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from succesfactoren.access.pulse import Beat, PulseLine, _beat, pulse_of
from succesfactoren.charts.pens import ScreenPen
from succesfactoren.charts.pulse import line_plot, line_words, pulse_board
from tests.communities.town import make_town
from tests.succesfactoren import scene


@pytest.fixture
def town(db):
    return make_town()


def pulse_round(town, **fields):
    return scene.closed_round(town.public, fields.pop("n", 8), slug="pols", kind="pols", **fields)


def test_pulses_become_one_line_a_sentence(town):
    first, second = pulse_round(town, n=12, name="Pols 1"), pulse_round(town, n=12, name="Pols 2")
    (found,) = pulse_of(town.public, town.people["coordinator"]).found
    assert found.rounds == [first, second]
    assert [one.code for one in found.lines] == ["LEI4", "BET2", "INT5", "EXP2", "VER2", "INN2", "COM4"]
    assert [beat.round_name for beat in found.lines[0].beats] == ["Pols 1", "Pols 2"]
    assert found.lines[0].last.low < found.lines[0].last.mean < found.lines[0].last.high


def test_the_whole_list_is_never_in_it(town):
    scene.closed_round(town.public)
    assert pulse_of(town.public, town.people["coordinator"]).found == []


def test_members_see_published_pulses_only(town):
    pulse_round(town, name="Pols 1", published_at=timezone.now())
    pulse_round(town, name="Pols 2")
    seen = {who: pulse_of(town.public, town.people[who]) for who in ("member", "commissioner", "stranger")}
    assert [len(one.rounds) for one in seen["member"].found] == [1]
    assert [len(one.rounds) for one in seen["commissioner"].found] == [2]
    assert not seen["stranger"]
    assert seen["member"].new_with is None


def test_who_runs_it_can_begin_one_before_there_is_any(town):
    scene.instrument()
    found = pulse_of(town.public, town.people["coordinator"])
    assert (found.found, found.new_with.slug) == ([], "pols")


def test_other_people_get_lines_of_their_own(town):
    pulse_round(town, name="Pols 1")
    pulse_round(town, name="Pols 2", audience="lijst")
    assert [len(one.rounds) for one in pulse_of(town.public, town.people["coordinator"]).found] == [1, 1]


def test_too_few_answers_leave_a_hole_with_its_reason(town):
    pulse_round(town, name="Pols 1")
    pulse_round(town, name="Pols 2", n=3)
    board = pulse_board(pulse_of(town.public, town.people["coordinator"]))
    (picture,) = board.pictures
    assert (picture.rows[0].score, picture.rows[0].words) == ("", "Te weinig antwoorden")
    assert picture.table.rows[0][-1] == "te weinig antwoorden"
    assert picture.rows[0].plot.count("<circle") == 1


def test_the_queries_do_not_grow_with_the_pulses(town):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            pulse_of(town.public, town.people["coordinator"])
        return len(queries)

    pulse_round(town)
    asked()
    with_one = asked()
    pulse_round(town)
    pulse_round(town)
    assert asked() == with_one <= 2


def test_the_board_says_what_it_may_be_held_against(town):
    assert (
        "nooit met de score van de hele vragenlijst"
        in pulse_board(pulse_of(town.public, town.people["member"])).warning
    )


def line(*means):
    return PulseLine("LEI4", "Leiderschap", "Zin", [beat(i, mean) for i, mean in enumerate(means, start=1)])


def beat(i, mean):
    if mean is None:
        return Beat(f"Pols {i}", timezone.localdate(), None, None, None, "te weinig antwoorden")
    return Beat(f"Pols {i}", timezone.localdate(), mean, mean - 0.5, mean + 0.5)


def test_a_line_is_broken_where_there_is_no_number():
    assert line_plot(line(3, 3.5, 4), ScreenPen()).count('class="course"') == 2
    assert line_plot(line(3, None, 4), ScreenPen()).count('class="course"') == 0
    assert line_plot(line(4), ScreenPen()).count('class="dot"') == 1


def test_the_line_can_be_heard():
    assert line_words(line(3, None, 4.25)) == "Leiderschap: Pols 1 3,0, Pols 2 te weinig antwoorden, Pols 3 4,3."


def test_an_older_pulse_with_other_words_leaves_a_hole_that_says_so(town):
    pulse_round(town, name="Pols 1")
    (found,) = pulse_of(town.public, town.people["coordinator"]).found
    table = found.rounds[0].outcome.figures["tables"][0]
    other = {**table["statements"][0], "text": "Dit is een andere zin."}
    assert _beat(found.rounds[0], table, table["statements"][0]).mean is not None
    assert _beat(found.rounds[0], table, other).hidden == "de zin had toen andere woorden"
