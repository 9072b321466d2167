"""What a ballot says of itself while it is filled in, and what a result says in words."""

import pytest

from initiatives.analysis.ballots import checked, drawn_order, standing
from initiatives.analysis.elections import BallotError, Election, Project, approving, pointing
from initiatives.analysis.result import figures_of
from initiatives.analysis.result_shape import Turnout
from initiatives.analysis.result_words import beside_words, how_counted, money_words, title_of, turnout_words

PROJECTS = [Project("1", 300_000, "Park"), Project("2", 300_000, "Licht"), Project("3", 400_000, "Bank")]
PROJECTS += [Project("4", 400_000, "Brug")]


@pytest.mark.parametrize(
    ("kind", "choices", "words"),
    [
        ("goedkeuren", {}, "0 plannen gekozen, kies er nog minstens 3"),
        ("goedkeuren", {"1": 1, "2": 1, "3": 1}, "3 plannen gekozen"),
        ("mandje", {"1": 1}, "Nog € 7.000 te verdelen"),
        ("mandje", {"1": 1, "2": 1, "3": 1}, "Alles is verdeeld"),
        ("mandje", {"1": 1, "3": 1, "4": 1}, "€ 1.000 te veel in uw mandje"),
        ("punten", {"1": 9}, "Nog 1 punt te verdelen"),
        ("punten", {"1": 9, "2": 3}, "2 punten te veel gegeven"),
        ("punten", {"1": 10}, "Alle punten zijn verdeeld"),
    ],
)
def test_what_is_left_to_give_is_said_on_one_line(kind, choices, words):
    assert standing(kind, choices, PROJECTS, 1_000_000) == words


@pytest.mark.parametrize("kind", ["goedkeuren", "mandje", "punten"])
def test_nothing_at_all_can_be_sent_as_an_abstention(kind):
    assert checked(kind, {}, PROJECTS, 1_000_000).choices == ()


def test_each_kind_refuses_what_it_cannot_count():
    for kind, choices in (("goedkeuren", {"1": 1}), ("mandje", {"1": 1, "3": 1, "4": 1}), ("punten", {"1": 9})):
        with pytest.raises(BallotError):
            checked(kind, choices, PROJECTS, 1_000_000)


def test_lot_gives_every_seed_an_order_and_every_project_a_turn_at_the_top():
    codes = ["1", "2", "3", "4"]
    orders = [drawn_order(codes, f"zaad {number}") for number in range(200)]
    assert all(sorted(order) == codes for order in orders)
    assert {order[0] for order in orders} == set(codes)
    assert max(sum(order[0] == code for order in orders) for code in codes) < 90


def turnout(n: int) -> Turnout:
    return Turnout(n_may=40, n_sent=n, n_blank=0, n_counted=n, n_paper=1, n_invalid=1, n_undone=0)


def counted(*, rule="gelijke delen", kind="mandje", times=1):
    ballots = (approving(["1", "2", "3"], 6 * times), approving(["4"], 4 * times))
    if kind == "punten":
        ballots = (pointing({"1": 5, "2": 3, "3": 2}, 6 * times), pointing({"4": 8, "3": 1, "2": 1}, 4 * times))
    election = Election(tuple(PROJECTS), ballots, 1_000_000, ("4", "2", "3", "1"), 3)
    return figures_of(election, rule=rule, ballot_kind=kind, turnout=turnout(10 * times))


def test_a_result_says_what_came_out_for_whom_and_how_it_was_counted():
    figures = counted()
    assert title_of(figures) == "Licht, Park en Brug gaan door"
    assert money_words(figures) == "Samen kosten zij € 10.000 van de € 10.000. Al het geld is gebruikt."
    assert turnout_words(figures["turnout"]) == (
        "Van de 40 mensen die mochten stemmen, deden 10 dat. 1 mens op papier. "
        "Daarnaast was 1 papieren biljet ongeldig; dat telt niet mee."
    )
    assert beside_words(figures)[1:3] == ["Wel gekozen was dan: Bank.", "Niet gekozen was dan: Brug."]
    assert figures["comparison"]["n_more_other"] == 6
    how = how_counted(figures)
    assert len(how) == 5
    assert how[3] == "Ook met meer per stemmer, tot € 1.660, kwamen dezelfde plannen uit de telling."
    assert "minstens één derde" in how[0]
    assert "4, 2, 3, 1" in how[-1]


def test_where_both_rules_serve_as_many_people_no_difference_is_suggested():
    figures = counted()
    figures["other"]["n_with_winner"] = figures["ours"]["n_with_winner"]
    assert beside_words(figures)[-1].endswith("minstens één plan van hun keuze; dan net zo goed.")


def test_names_that_are_too_long_for_a_title_are_counted():
    figures = counted()
    figures["projects"][0]["title"] = "Een speeltuin met een waterloop achter het dorpshuis aan de oude haven"
    assert title_of(figures) == "3 van de 4 plannen gaan door"


def test_the_other_rule_has_the_same_figures_the_other_way_round():
    ours, other = counted(), counted(rule="meeste stemmen")
    assert (ours["ours"], ours["other"]) == (other["other"], other["ours"])
    assert title_of(other) == "Licht, Park en Bank gaan door"
    assert "overgeslagen" in how_counted(other)[3]


def test_points_are_counted_by_points_and_told_as_points():
    figures = counted(kind="punten", times=2)
    assert figures["utility"] == "aantal"
    assert {one["code"]: one["points"] for one in figures["projects"]} == {"1": 60, "2": 44, "3": 32, "4": 64}
