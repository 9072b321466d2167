"""How many points a few people gave is told nowhere: not on the page, not in a file, not in a sentence."""

from types import SimpleNamespace

from config.api_budgets import _project
from initiatives.analysis.ballots import DIVIDE
from initiatives.analysis.elections import Election, Project, pointing
from initiatives.analysis.explaining import untold_points
from initiatives.analysis.result import EQUAL, FEW_SUPPORTERS, FOLLOWS, GREEDY, figures_of
from initiatives.analysis.result_shape import Turnout
from initiatives.charts.result_page import result_page
from initiatives.exports.results import project_table

CODES = ("1", "2", "3", "4")
TURNOUT = Turnout(n_may=None, n_sent=21, n_blank=0, n_counted=21, n_paper=0, n_invalid=0, n_undone=0)


def vote(*ballots) -> Election:
    projects = tuple(Project(code, 1_000, f"Plan {code}") for code in CODES)
    return Election(projects, tuple(pointing(given, times) for given, times in ballots), 3_500, CODES)


# One person for 4, twenty for 1 and 2, of whom six for 3.
ALONE = vote(({"1": 1, "2": 2, "4": 7}, 1), ({"1": 5, "2": 5}, 14), ({"1": 3, "2": 3, "3": 4}, 6))


def test_what_one_person_gave_is_not_told_and_does_not_follow_from_the_rest():
    # All points together are ten for each: with only 4 untold, the others would tell what is missing.
    assert untold_points(ALONE) == {"3", "4"}
    enough = vote(({"1": 4, "2": 3, "4": 3}, 5), ({"1": 5, "2": 5}, 5))
    assert untold_points(enough) == frozenset()
    several = vote(({"1": 4, "3": 6}, 3), ({"1": 5, "4": 5}, 2), ({"1": 5, "2": 5}, 9))
    assert untold_points(several) == {"3", "4"}
    # Four people and one of them again are four people, not five.
    again = vote(({"1": 2, "3": 3, "4": 5}, 1), ({"2": 5, "4": 5}, 3), ({"1": 5, "2": 5}, 9))
    assert untold_points(again) == {"1", "3", "4"}


def test_neither_a_place_nor_the_order_says_between_whom_it_stands():
    election = vote(({"1": 1, "4": 9}, 2), ({"1": 6, "2": 4}, 7), ({"2": 2, "3": 8}, 2), ({"1": 9, "2": 1}, 9))
    assert (untold_points(election), [election.scores[code] for code in CODES]) == ({"1", "3", "4"}, [125, 41, 16, 18])
    for rule in (EQUAL, GREEDY):
        figures = figures_of(election, rule=rule, ballot_kind=DIVIDE, turnout=TURNOUT)
        sentences = " ".join(one[why] for one in figures["projects"] for why in ("why", "why_other"))
        assert not any(words in sentences for words in ("Plaats", "beurt 1", "beurt 2", "beurt 3"))
        untold = [one for one in figures["projects"] if one["points_untold"]]
        assert not any("er was nog" in one[why].lower() for one in untold for why in ("why", "why_other"))
        # By points it would be 1, 2, 4, 3.
        assert [one["code"] for one in figures["projects"]] == ["2", "1", "4", "3"]
        assert figures["ours"]["winners"] == figures["winners"] == ["2", "1", "4"]


def test_yes_or_no_has_no_points_to_hide():
    assert untold_points(vote(({"1": 1}, 1), ({"2": 1}, 9))) == frozenset()


def test_page_file_and_interface_say_the_same():
    for rule in (EQUAL, GREEDY):
        figures = figures_of(ALONE, rule=rule, ballot_kind=DIVIDE, turnout=TURNOUT)
        told = {one["code"]: (one["votes"], one["points"], one["points_untold"]) for one in figures["projects"]}
        assert told == {
            "1": (21, 89, ""),
            "2": (21, 90, ""),
            "3": (6, None, FOLLOWS),
            "4": (1, None, FEW_SUPPORTERS),
        }
        table = project_table(figures)
        at = [one.key for one in table.columns].index("punten")
        assert {row[0]: row[at] for row in table.rows} == {1: 89, 2: 90, 3: FOLLOWS, 4: FEW_SUPPORTERS}
        page = result_page(SimpleNamespace(figures=figures))
        votes = {one.code: one.votes for one in [*page.winners, *page.losers]}
        assert (votes["4"], votes["1"]) == (f"1 stem; punten: {FEW_SUPPORTERS}", "89 punten van 21 stemmen")
        plain = _project(next(one for one in figures["projects"] if one["code"] == "4"))
        assert (plain["stemmen"], plain["punten"], plain["puntenNietVerteld"]) == (1, None, FEW_SUPPORTERS)
        sentences = " ".join(one[why] for one in figures["projects"] for why in ("why", "why_other"))
        assert not any(words in sentences for words in ("7 punten", "24 punten"))


def test_a_price_for_each_point_does_not_give_the_points_away():
    only = vote(({"3": 10}, 1), ({"1": 10}, 9), ({"2": 10}, 9))
    figures = figures_of(only, rule=EQUAL, ballot_kind=DIVIDE, turnout=TURNOUT)
    why = {one["code"]: one["why"] for one in figures["projects"]}
    assert "per punt" in why["2"] or "per punt" in why["1"]
    assert "per punt" not in why["3"]
