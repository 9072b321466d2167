"""Why and why not, under both rules, and what the other rule would have done."""

from fractions import Fraction

import pytest
from hypothesis import given

from initiatives.analysis.comparing import Preference, difference, reach
from initiatives.analysis.completing import complete
from initiatives.analysis.elections import Election, Project, pointing
from initiatives.analysis.explaining import Reason, explain_equal_shares, explain_greedy, explain_share
from initiatives.analysis.greedy import greedy
from tests.initiatives.slow_count import small_election
from tests.initiatives.test_equal_shares import FORMAT_PAGE, reds_and_blues
from tests.initiatives.votes import votes

NET = small_election(
    {"1": 5_000_00, "2": 10_000_00, "3": 85_000_00}, [["1", "2"], ["1"], ["3"], ["1", "2", "3"]], 100_000_00
)


def sentences(election: Election, **options: bool) -> dict[str, str]:
    """Code → the sentence of Equal Shares."""
    explained = explain_equal_shares(election, complete(election, **options))
    return {code: one.sentence for code, one in explained.items()}


def test_the_example_of_equalshares_net_is_explained():
    assert sentences(NET, is_added=False) == {
        "1": "Gekozen in ronde 1. 3 stemmers wilden dit project. Zij betaalden elk € 1.666,67.",
        "2": "Gekozen in ronde 2. 2 stemmers wilden dit project. Zij betaalden elk € 5.000.",
        "3": "Niet gekozen. De 2 stemmers van dit project hadden samen € 50.000. "
        "Het kost € 85.000: er was € 35.000 te weinig.",
    }


def test_the_figures_behind_a_sentence_are_exact():
    explained = explain_equal_shares(NET, complete(NET, is_added=False))
    bought, missed = explained["1"], explained["3"]
    assert (bought.place, bought.effective_votes, bought.price, bought.n_full) == (1, 3, Fraction(5_000_00, 3), 3)
    assert (missed.reason, missed.held, missed.short) == (Reason.TOO_FEW_SUPPORTERS, 50_000_00, 35_000_00)


def test_what_is_filled_in_is_said_so():
    assert sentences(NET, is_added=False, is_filled=True)["3"] == (
        "Gekozen met het geld dat over was. 2 stemmers wilden dit project, en het project van € 85.000 paste nog."
    )


def test_supporters_whose_money_went_to_other_projects_are_said_what_they_had():
    assert sentences(FORMAT_PAGE, is_added=False)["1"] == (
        "Niet gekozen. De 4 stemmers van dit project hadden samen nog € 533,33, want hun geld ging ook naar andere "
        "projecten die zij wilden. Het kost € 600: er was € 66,67 te weinig."
    )


def test_who_could_not_pay_in_full_is_counted_in_the_sentence():
    assert sentences(small_election({"a": 60, "c": 60}, [["a", "c"], ["a"], ["c"]], 150), is_added=False)["c"] == (
        "Gekozen in ronde 2. 2 stemmers wilden dit project. Zij betaalden elk ten hoogste € 0,40. "
        "1 stemmer had minder over en gaf wat er nog was."
    )


def test_what_is_decided_beforehand_is_the_same_under_both_rules():
    election = small_election(
        {"gratis": 0, "niemand": 10, "duur": 101_00, "drempel": 90_00, "a": 1_00},
        [["gratis", "duur", "drempel"], *[["a"]] * 9],
        100_00,
        threshold=3,
    )
    said = {
        "gratis": "Gekozen. Dit project kost niets, en 1 stemmer wilde dit project.",
        "niemand": "Niet gekozen. Niemand stemde op dit project.",
        "duur": "Niet gekozen. Het kost € 101. Dat is meer dan het hele budget van € 100.",
        "drempel": "Niet gekozen. Een project van € 90 moest minstens 3 stemmen krijgen. Dit project kreeg er 1.",
    }
    from_the_top = {code: one.sentence for code, one in explain_greedy(election, greedy(election)).items()}
    assert {code: sentences(election)[code] for code in said} == said
    assert {code: from_the_top[code] for code in said} == said


def test_from_the_top_says_what_there_was_when_the_turn_came():
    explained = explain_greedy(FORMAT_PAGE, greedy(FORMAT_PAGE))
    assert [one.sentence for one in (explained["5"], explained["1"], explained["7"])] == [
        "Gekozen. Plaats 2 met 5 stemmen. Er was nog € 1.100; het kost € 1.000.",
        "Niet gekozen. Plaats 3 met 4 stemmen. Het kost € 600, maar er was nog € 100.",
        "Niet gekozen. Plaats 5 met 3 stemmen. Het kost € 1.200, maar er was nog € 100.",
    ]
    assert (explained["1"].held, explained["1"].short) == (100_00, 500_00)


def test_points_are_called_points():
    election = Election((Project("a", 100),), (pointing({"a": 8}), pointing({"a": 2})), 200, ("a",))
    assert sentences(election)["a"].endswith("Zij betaalden elk € 0,10 per punt.")
    assert explain_greedy(election, greedy(election))["a"].sentence.startswith("Gekozen. Plaats 1 met 10 punten.")


@pytest.mark.parametrize(
    ("election", "said"),
    [
        (small_election({"a": 10}, [], 100), "Niemand heeft gestemd. Daarom is er niets gekozen."),
        (
            reds_and_blues(),
            "Er was € 10.000 voor 100 stemmers. Dat is € 100 voor elke stemmer. Bij het tellen kreeg elke stemmer "
            "€ 117, want anders bleef er geld over. Met nog € 1 erbij zouden de projecten samen te duur zijn.",
        ),
        (small_election({"a": 1_00}, [["a"]], 1_00), "Er was € 1 voor 1 stemmer. Dat is € 1 voor elke stemmer."),
        (
            small_election({"a": 90_00, "b": 10_00}, [["a"], ["b"]], 100_00),
            "Er was € 100 voor 2 stemmers. Dat is € 50 voor elke stemmer. Bij het tellen kreeg elke stemmer € 100, "
            "want anders bleef er geld over. Alle projecten die meededen, passen samen in het budget.",
        ),
    ],
)
def test_it_is_said_what_every_voter_had(election, said):
    assert explain_share(election, complete(election)) == said


def test_the_other_rule_would_have_left_half_of_the_voters_with_nothing():
    election = reds_and_blues()
    found = difference(election, complete(election).winners, greedy(election).winners)
    assert (found.equal_shares.n_with_winner, found.greedy.n_with_winner) == (100, 51)
    assert (found.equal_shares.mean_money, found.greedy.mean_money) == (5_000_00, 5_100_00)
    assert found.equal_shares.mean_winners == 5
    assert found.by_money == found.by_number == Preference(49, 51, 0)
    assert (len(found.both), len(found.only_equal_shares), len(found.only_greedy)) == (5, 5, 5)


def test_of_nobody_no_average_is_known():
    found = reach(small_election({"a": 10}, [[]], 100), [])
    assert (found.share_with_winner, found.mean_money, found.mean_winners) == (None, None, None)


@given(votes)
def test_every_project_is_explained_and_as_it_ended(election):
    completed, outcome = complete(election, is_filled=True), greedy(election)
    for explained, winners in (
        (explain_equal_shares(election, completed), completed.winners),
        (explain_greedy(election, outcome), outcome.winners),
    ):
        assert list(explained) == list(election.by_code)
        assert {code for code, one in explained.items() if one.is_won} == set(winners)
        assert all(one.sentence.startswith("Gekozen" if one.is_won else "Niet gekozen") for one in explained.values())


@given(votes)
def test_what_was_short_is_the_cost_minus_what_there_was(election):
    completed, outcome = complete(election), greedy(election)
    missed = [
        one
        for explained in (explain_equal_shares(election, completed), explain_greedy(election, outcome))
        for one in explained.values()
        if one.short is not None
    ]
    assert all(one.short > 0 and one.held + one.short == election.by_code[one.code].cost for one in missed)


@given(votes)
def test_voters_are_divided_over_the_preferences_without_remainder(election):
    found = difference(election, complete(election).winners, greedy(election).winners)
    for one in (found.by_money, found.by_number):
        assert one.n_equal_shares + one.n_greedy + one.n_same == election.n
