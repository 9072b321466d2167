"""Equal Shares against worked figures, laws, and a slow count of the definition."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.analysis.elections import Ballot, Election, Project, approving, pointing
from initiatives.analysis.equal_shares import Utility, equal_shares, payments
from tests.initiatives.slow_count import slow_run, small_election, split_ballots
from tests.initiatives.votes import votes

FORMAT_PAGE = small_election(
    {"1": 600_00, "2": 800_00, "4": 1400_00, "5": 1000_00, "7": 1200_00},
    [list(one) for one in ("124", "12", "245", "57", "147", "17", "5", "4", "245", "45")],
    2500_00,
)
"""The example of the page about the .pb format of pabulib.org."""
utilities = st.sampled_from(list(Utility))


def test_the_votes_of_the_format_page_are_counted():
    assert [FORMAT_PAGE.votes[code] for code in "12457"] == [4, 4, 6, 5, 3]


def test_the_format_page_buys_one_project_where_costs_count():
    run = equal_shares(FORMAT_PAGE)
    assert [(one.code, one.price, one.effective_votes) for one in run.purchases] == [("4", Fraction(700_00, 3), 6)]


def test_the_format_page_buys_two_where_each_project_counts_as_one():
    run = equal_shares(FORMAT_PAGE, Utility.UNIT)
    assert [(one.code, one.price) for one in run.purchases] == [("1", 150_00), ("5", 200_00)]


def test_the_example_of_equalshares_net_leaves_out_what_two_supporters_cannot_pay():
    election = small_election(
        {"1": 5_000_00, "2": 10_000_00, "3": 85_000_00}, [["1", "2"], ["1"], ["3"], ["1", "2", "3"]], 100_000_00
    )
    run = equal_shares(election)
    assert run.share == 25_000_00
    assert [(one.code, one.price, one.effective_votes) for one in run.purchases] == [
        ("1", Fraction(5_000_00, 3), 3),
        ("2", 5_000_00, 2),
    ]
    # Of their 50,000 one of the two supporters spent 1,666.67 + 5,000 on the others.
    assert run.left == {"3": 50_000_00 - Fraction(5_000_00, 3) - 5_000_00}


def reds_and_blues() -> Election:
    """51 voters want ten red projects, 49 want ten blue ones; there is money for ten."""
    costs = {f"{colour}{number}": 1_000_00 for colour in ("rood", "blauw") for number in range(10)}
    red, blue = (tuple(code for code in costs if code.startswith(colour)) for colour in ("rood", "blauw"))
    projects = tuple(Project(code, cost) for code, cost in costs.items())
    return Election(projects, (approving(red, 51), approving(blue, 49)), 10_000_00, tuple(costs))


def test_a_small_majority_does_not_take_all_the_money():
    codes = equal_shares(reds_and_blues()).codes
    assert (sum(code.startswith("rood") for code in codes), sum(code.startswith("blauw") for code in codes)) == (5, 4)


def test_who_has_less_than_the_price_gives_what_is_left():
    # Both pay 30 for a; then the one who wants b alone has 20 left, and c asks 20 of him and 40 of the other.
    election = small_election({"a": 60, "c": 60}, [["a", "c"], ["a"], ["c"]], 150)
    run = equal_shares(election)
    assert [(one.code, one.price, one.n_full, one.n_poor) for one in run.purchases] == [
        ("a", 30, 2, 0),
        ("c", 40, 1, 1),
    ]


def test_points_are_paid_for_each_point():
    # m · 8 + m · 2 = 100 would ask 80 of the first, who has 75: he gives all, and the other 12.5 a point.
    election = Election(
        (Project("a", 100), Project("b", 50)), (pointing({"a": 8, "b": 2}), pointing({"a": 2, "b": 8})), 150, ("a", "b")
    )
    run = equal_shares(election, Utility.UNIT)
    assert [(one.code, one.price) for one in run.purchases] == [("b", 5), ("a", Fraction(35, 2))]
    assert [paid for _, paid in payments(election, run)] == [{"b": 10, "a": 65}, {"b": 40, "a": 35}]


def test_among_equals_the_cheaper_one_wins():
    election = small_election({"duur": 20, "goedkoop": 10}, [["duur", "goedkoop"]] * 2, 20)
    assert equal_shares(election).codes == ("goedkoop",)


@pytest.mark.parametrize("lot", ["ab", "ba"])
def test_among_equals_of_the_same_cost_the_lot_decides_and_never_the_code(lot):
    election = small_election({"a": 20, "b": 20}, [["a", "b"]] * 2, 20, lot)
    assert equal_shares(election).codes == (lot[0],)


def test_without_ballots_nobody_wins():
    assert equal_shares(small_election({"a": 0, "b": 10}, [], 100)).codes == ()


def test_an_empty_ballot_is_an_abstention_and_takes_no_share():
    assert small_election({"a": 10}, [["a"], [], []], 100).share == 100


def test_money_that_fits_to_the_cent_is_enough():
    # Three times a third of a cent: no float could say that this fits.
    election = small_election({"a": 33, "b": 33, "c": 34}, [["a", "b", "c"]] * 3, 100)
    assert set(equal_shares(election).codes) == {"a", "b", "c"}


def test_one_cent_short_is_too_little():
    assert equal_shares(small_election({"a": 67, "b": 1}, [["a"], ["a"], ["b"]], 100)).codes == ("b",)


def test_a_group_of_three_with_a_large_amount_is_counted_to_the_cent():
    amount = 10**11
    enough = small_election({"a": amount, "b": 2 * amount}, [["a"], ["b"], ["b"]], 3 * amount)
    short = small_election({"a": amount, "b": 2 * amount + 1}, [["a"], ["b"], ["b"]], 3 * amount)
    assert (set(equal_shares(enough).codes), equal_shares(short).codes) == ({"a", "b"}, ("a",))


def test_an_amount_beyond_what_can_be_counted_is_refused():
    with pytest.raises(ValueError, match="too large"):
        equal_shares(small_election({"a": 10**19}, [["a"]], 10**19))


@settings(max_examples=400)
@given(votes, utilities, st.integers(0, 30))
def test_it_buys_what_the_definition_buys(election, utility, extra):
    share = election.share + extra
    run = equal_shares(election, utility, share)
    assert [(one.code, one.price) for one in run.purchases] == slow_run(election, utility, share)


@given(votes, utilities)
def test_it_never_spends_more_than_there_is(election, utility):
    assert election.cost_of(equal_shares(election, utility).codes) <= election.budget


@given(votes, utilities, st.integers(0, 30))
def test_every_project_is_paid_exactly_and_nobody_pays_more_than_the_share(election, utility, extra):
    run = equal_shares(election, utility, election.share + extra)
    paid = payments(election, run)
    for code in run.codes:
        assert sum(ballot.times * one.get(code, 0) for ballot, one in paid) == election.by_code[code].cost
    assert all(sum(one.values()) <= run.share and min(one.values(), default=0) >= 0 for _, one in paid)


@given(votes, utilities)
def test_what_was_not_bought_could_not_be_paid_with_what_is_left(election, utility):
    run = equal_shares(election, utility)
    paid = payments(election, run)
    for code, left in run.left.items():
        assert left == sum(b.times * (run.share - sum(one.values())) for b, one in paid if code in b.codes)
        assert left < election.by_code[code].cost
    assert set(run.left) | set(run.codes) == set(election.running)


@given(votes, utilities)
def test_the_same_ballots_together_or_apart_give_the_same(election, utility):
    assert equal_shares(split_ballots(election), utility) == equal_shares(election, utility)


@given(votes, utilities, st.randoms())
def test_the_order_of_ballots_and_projects_changes_nothing(election, utility, luck):
    projects, ballots = list(election.projects), list(election.ballots)
    luck.shuffle(projects)
    luck.shuffle(ballots)
    turned = replace(election, projects=tuple(projects), ballots=tuple(ballots))
    assert equal_shares(turned, utility) == equal_shares(election, utility)


@given(votes, utilities)
def test_other_codes_change_nothing_but_the_codes(election, utility):
    other = dict(zip(election.lot, "zyxwvu", strict=False))
    renamed = Election(
        tuple(Project(other[one.code], one.cost) for one in election.projects),
        tuple(Ballot(tuple((other[c], p) for c, p in one.choices), one.times) for one in election.ballots),
        election.budget,
        tuple(other[code] for code in election.lot),
        election.threshold,
    )
    assert equal_shares(renamed, utility).codes == tuple(other[code] for code in equal_shares(election, utility).codes)


@given(votes, utilities, st.sampled_from([2, 97, 10**12]))
def test_another_coin_changes_nothing(election, utility, rate):
    """At 10¹² the rough purses have but a few bits behind the point, and the exact ones decide nearly everything."""
    projects = tuple(Project(one.code, one.cost * rate) for one in election.projects)
    dearer = replace(election, projects=projects, budget=election.budget * rate)
    assert equal_shares(dearer, utility).codes == equal_shares(election, utility).codes


@given(votes, utilities, st.integers(1, 10), st.integers(1, 10))
def test_a_group_that_agrees_gets_what_its_part_of_the_money_pays(election, utility, size, cost):
    """A group that wants the same projects, and only those, buys of them whatever its shares pay for."""
    wanted = tuple(Project(code, cost) for code in "xyz")
    joined = Election(
        (*election.projects, *wanted),
        (*election.ballots, approving("xyz", size)),
        max(election.budget, 30),
        (*election.lot, *"xyz"),
    )
    bought = set(equal_shares(joined, utility).codes) & set("xyz")
    assert len(bought) >= min(3, int(size * joined.share // cost))
