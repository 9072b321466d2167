"""Why and why not, under both rules, and what the other rule would have done."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from initiatives.analysis.comparing import Preference, difference, reach
from initiatives.analysis.completing import complete
from initiatives.analysis.elections import Election, Project, approving, euros, pointing
from initiatives.analysis.equal_shares import payments
from initiatives.analysis.explaining import Reason, explain_equal_shares, explain_greedy, explain_share
from initiatives.analysis.greedy import greedy
from tests.initiatives.slow_count import small_election
from tests.initiatives.test_equal_shares import FORMAT_PAGE, reds_and_blues
from tests.initiatives.votes import votes

NET = small_election(
    {"1": 5_000_00, "2": 10_000_00, "3": 85_000_00}, [["1", "2"], ["1"], ["3"], ["1", "2", "3"]], 100_000_00
)


def by_many(election: Election, times: int = 5) -> Election:
    """The same vote with so many people for each one."""
    return replace(election, ballots=tuple(replace(one, times=one.times * times) for one in election.ballots))


def sentences(election: Election, **options: bool) -> dict[str, str]:
    """Code → the sentence of Equal Shares."""
    explained = explain_equal_shares(election, complete(election, **options))
    return {code: one.sentence for code, one in explained.items()}


def test_the_example_of_equalshares_net_is_explained():
    assert sentences(NET, is_added=False) == {
        "1": "Gekozen in beurt 1. 3 stemmers wilden dit plan. Zij betaalden elk € 1.666,67.",
        "2": "Gekozen in beurt 2. 2 stemmers wilden dit plan. Zij betaalden elk € 5.000.",
        "3": "Niet gekozen. De 2 stemmers van dit plan hadden samen te weinig geld. Het kost € 85.000.",
    }
    assert sentences(by_many(NET), is_added=False)["3"] == (
        "Niet gekozen. De 10 stemmers van dit plan hadden samen € 50.000. Het kost € 85.000: er was € 35.000 te weinig."
    )


def test_the_figures_behind_a_sentence_are_exact():
    many = by_many(NET)
    explained = explain_equal_shares(many, complete(many, is_added=False))
    bought, missed = explained["1"], explained["3"]
    assert (bought.place, bought.effective_votes, bought.price, bought.n_full) == (1, 15, Fraction(1_000_00, 3), 15)
    assert (missed.reason, missed.held, missed.short) == (Reason.TOO_FEW_SUPPORTERS, 50_000_00, 35_000_00)


def test_what_is_filled_in_is_said_so():
    assert sentences(NET, is_added=False, is_filled=True)["3"] == (
        "Gekozen met het geld dat over was. 2 stemmers wilden dit plan, en het plan van € 85.000 paste nog."
    )


def test_supporters_whose_money_went_to_other_projects_are_said_what_they_had():
    assert sentences(by_many(FORMAT_PAGE), is_added=False)["1"] == (
        "Niet gekozen. De 20 stemmers van dit plan hadden samen nog € 533,33, want hun geld ging ook naar andere "
        "plannen die zij wilden. Het kost € 600: er was € 66,67 te weinig."
    )


def test_who_could_not_pay_in_full_is_counted_in_the_sentence():
    election = small_election({"a": 60, "c": 60}, [["a", "c"], ["a"], ["c"]], 150)
    assert sentences(by_many(election), is_added=False)["c"] == (
        "Gekozen in beurt 2. 10 stemmers wilden dit plan. Zij betaalden elk ten hoogste € 0,08. "
        "5 stemmers hadden minder over en gaven wat er nog was."
    )
    # Of one person nothing is said that gives back what they had: not by taking away what the others paid either.
    assert sentences(election, is_added=False)["c"] == (
        "Gekozen in beurt 2. 2 stemmers wilden dit plan. Zij betaalden het samen; wie minder over had, gaf wat er "
        "nog was."
    )


def test_what_is_decided_beforehand_is_the_same_under_both_rules():
    election = small_election(
        {"gratis": 0, "niemand": 10, "duur": 101_00, "drempel": 90_00, "a": 1_00},
        [["gratis", "duur", "drempel"], *[["a"]] * 9],
        100_00,
        threshold=3,
    )
    said = {
        "gratis": "Gekozen. Dit plan kost niets, en 1 stemmer wilde dit plan.",
        "niemand": "Niet gekozen. Niemand stemde op dit plan.",
        "duur": "Niet gekozen. Het kost € 101. Dat is meer dan het hele budget van € 100.",
        "drempel": "Niet gekozen. Een plan van € 90 moest minstens 3 stemmen krijgen. Dit plan kreeg er 1.",
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
    election = Election((Project("a", 100),), (pointing({"a": 8}), pointing({"a": 2}, 4)), 200, ("a",))
    assert sentences(election)["a"].endswith("Zij betaalden elk € 0,06 per punt.")
    assert explain_greedy(election, greedy(election))["a"].sentence.startswith("Gekozen. Plaats 1 met 16 punten.")


@pytest.mark.parametrize(
    ("election", "said"),
    [
        (small_election({"a": 10}, [], 100), "Niemand heeft gestemd. Daarom is er niets gekozen."),
        (
            reds_and_blues(),
            "Er was € 10.000 voor 100 stemmers. Dat is € 100 voor elke stemmer. Bij het tellen kreeg elke stemmer "
            "€ 117, want anders bleef er geld over. Met nog € 1 erbij zouden de plannen samen te duur zijn.",
        ),
        (small_election({"a": 1_00}, [["a"]], 1_00), "Er was € 1 voor 1 stemmer. Dat is € 1 voor elke stemmer."),
        (
            small_election({"a": 90_00, "b": 10_00}, [["a"], ["b"]], 100_00),
            "Er was € 100 voor 2 stemmers. Dat is € 50 voor elke stemmer. Bij het tellen kreeg elke stemmer € 100, "
            "want anders bleef er geld over. Alle plannen die meededen, passen samen in het budget.",
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


# ── Of no few people ──────────────────────────────────────────────────────────────────────────────────────────────
def spent_two_and_left_one(n_others: int) -> Election:
    """One voter pays for two projects and has too little left for the third, beside others who want only the first."""
    return small_election(
        {"1": 600_00, "2": 70_00, "3": 99_00}, [["1", "2", "3"], *[["1"]] * n_others], 100_00 * (n_others + 1)
    )


def test_what_a_single_voter_had_left_is_not_told():
    """It was the share minus what was paid: enough to see which of the projects were on that ballot."""
    said = sentences(spent_two_and_left_one(9), is_added=False)["3"]
    assert said == (
        "Niet gekozen. De ene stemmer van dit plan had te weinig geld, want zijn of haar geld ging ook naar andere "
        "plannen. Het kost € 99."
    )


def test_what_all_but_a_few_had_is_not_told_either():
    """Together everybody had what was not spent: take away the nine, and what is left is the purse of the tenth."""
    nine = small_election({"a": 500_00, "b": 700_00}, [*[["a", "b"]] * 9, ["a"]], 1_000_00)
    assert "samen te weinig geld" in sentences(nine, is_added=False)["b"]
    assert "samen nog € 450," in sentences(by_many(nine), is_added=False)["b"]


PRICES = (1_000_003, 1_299_709, 2_750_159, 3_800_047, 5_100_029, 7_368_787)
"""So odd that no sum of them is another one by chance."""


@st.composite
def odd_elections(draw: st.DrawFn) -> Election:
    """Up to twenty voters, often alike, and prices of which sums can be told apart."""
    codes = "abcdef"[: draw(st.integers(2, 6))]
    some = st.sets(st.sampled_from(codes), min_size=1)
    ballots = draw(st.lists(st.builds(approving, some, st.integers(1, 7)), min_size=2, max_size=5))
    projects = tuple(Project(code, price) for code, price in zip(codes, draw(st.permutations(PRICES)), strict=False))
    return Election(projects, tuple(ballots), draw(st.sampled_from([6_999_997, 9_999_991, 14_999_981])), tuple(codes))


def purses_of(election: Election, run) -> list[list[Fraction]]:
    """What each voter had at the beginning of each round and at the end."""
    moments = [[] for _ in range(len(run.purchases) + 1)]
    for ballot, paid in payments(election, run):
        left = run.share
        for moment, purchase in zip(moments, [*run.purchases, None], strict=True):
            moment.extend([left] * min(ballot.times, 5))
            left -= paid.get(purchase.code, 0) if purchase else 0
    return moments


def of_few(purses: list[Fraction]) -> set[Fraction]:
    """What one to four of these people had together."""
    kinds = sorted(one for value in {*purses} for one in [value] * min(4, purses.count(value)))
    return {sum(some) for count in range(1, 5) for some in combinations(kinds, count)}


# Of many elections nothing is told in amounts; how many that happen to be is no fault.
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(odd_elections(), st.booleans())
def test_no_amount_that_is_published_is_the_purse_of_fewer_than_five_people(election, is_added):
    """Nor does it follow by taking one from another: the cost, what the others paid, and what everybody had."""
    completed = complete(election, is_added=is_added, is_filled=True)
    run = completed.run
    # Where nothing was spent yet a purse is a share, and everybody knows a share.
    moments = purses_of(election, run)
    explained = explain_equal_shares(election, completed)
    told: list[tuple[Fraction, list[Fraction]]] = []
    for one in explained.values():
        cost = election.by_code[one.code].cost
        public = {euros(cost), euros(election.budget), euros(Fraction(cost, one.votes or 1))}
        amounts = set(re.findall(r"€ [\d.,]*\d", one.sentence)) - public
        assert not amounts or one.held is not None or one.n_poor, "an amount without a figure behind it"
        # What too few began with is a share for each, which says nothing of anybody.
        if one.held is not None and one.reason is Reason.SPENT:
            everybody = run.share * election.n - election.cost_of(run.codes)
            told += [(one.held, moments[-1]), (one.short, moments[-1]), (everybody - one.held, moments[-1])]
        if one.n_poor:
            before = moments[one.place - 1]
            gave = cost - one.n_full * one.price
            together = run.share * election.n - election.cost_of(run.codes[: one.place - 1])
            told += [(one.price, before), (gave, before), (together - gave, before)]
    assume(told)
    assert not [amount for amount, purses in told if amount and amount in of_few(purses)]
