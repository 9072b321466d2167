"""Six neighbourhood budgets of Amsterdam against outcomes of a library that is not ours (pabutools)."""

import csv
from pathlib import Path

import pytest

from initiatives.analysis.completing import complete
from initiatives.analysis.elections import Election
from initiatives.analysis.equal_shares import Utility, equal_shares, payments
from initiatives.analysis.greedy import greedy
from initiatives.analysis.pabulib import read_pabulib, write_pabulib

pytestmark = pytest.mark.real_files

FILES = [522, 588, 619, 622, 643, 646]
EURO = 100
LAST_AFFORDABLE = {
    (522, Utility.COST): ("41509 41510 41514 41518 41522", False),
    (522, Utility.UNIT): ("41509 41510 41514 41516 41519 41522", False),
    (588, Utility.COST): ("42182 42184 42185 42187 42190 42192 42194 42195 42196", True),
    (588, Utility.UNIT): ("42182 42184 42186 42187 42190 42191 42192 42194 42195 42196", True),
    (619, Utility.COST): ("43732 43735 43736 43738 43739 43740", True),
    (619, Utility.UNIT): ("43732 43733 43735 43736 43738 43740", False),
    (643, Utility.COST): ("44250", True),
    (643, Utility.UNIT): ("44250", True),
}
"""With steps of one euro: what we keep, and whether pabutools 1.2.3 (voter_budget_increment=1) ends there too."""
FIRST_EXHAUSTIVE = {
    (522, Utility.COST): "41509 41510 41514 41516 41519 41522",
    (522, Utility.UNIT): "41509 41510 41516 41518 41519 41522",
    (619, Utility.UNIT): "43732 43733 43735 43736 43739 43740",
}
"""Where pabutools ends elsewhere: at the first outcome to which nothing could be added within the budget."""


def election_of(folder: Path, number: int) -> Election:
    """One of the files, with the order of the file as its lot."""
    text = (folder / "pabulib" / f"Netherlands_Amsterdam_{number}.pb").read_text(encoding="utf-8")
    return read_pabulib(text).election


def outcomes_of(folder: Path, number: int) -> dict[str, set[str]]:
    """Rule → winners, as the other library computed them."""
    with (folder / "pabulib" / "expected_outcomes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == f"Netherlands_Amsterdam_{number}.pb"]
    return {row["rule"]: set(row["selected_ids"].split()) for row in rows}


@pytest.mark.parametrize("number", FILES)
def test_both_rules_choose_what_another_library_chose(real_files, number):
    election, known = election_of(real_files, number), outcomes_of(real_files, number)
    assert set(greedy(election).winners) == known["greedy_cost_sat"]
    assert set(equal_shares(election).codes) == known["mes_cost_sat"]
    assert set(equal_shares(election, Utility.UNIT).codes) == known["mes_cardinality_sat"]


@pytest.mark.parametrize("number", FILES)
def test_every_project_is_paid_to_the_last_fraction_of_a_cent(real_files, number):
    election = election_of(real_files, number)
    run = equal_shares(election)
    paid = payments(election, run)
    for code in run.codes:
        assert sum(one.get(code, 0) for _, one in paid) == election.by_code[code].cost
    assert all(sum(one.values()) <= run.share for _, one in paid)


@pytest.mark.parametrize(("number", "utility"), list(LAST_AFFORDABLE))
def test_add1_keeps_the_last_affordable_outcome_where_pabutools_stops_earlier(real_files, number, utility):
    winners, is_same = LAST_AFFORDABLE[number, utility]
    election = election_of(real_files, number)
    completed = complete(election, utility, step=EURO)
    assert set(completed.winners) == set(winners.split())
    assert is_same is ((number, utility) not in FIRST_EXHAUSTIVE)


@pytest.mark.parametrize(("number", "utility"), list(FIRST_EXHAUSTIVE))
def test_the_first_exhaustive_outcome_is_that_of_pabutools(real_files, number, utility):
    election = election_of(real_files, number)
    found: set[str] = set()
    share = election.share
    while not _is_exhaustive(election, found):
        found = set(equal_shares(election, utility, share).codes)
        share += EURO
    assert found == set(FIRST_EXHAUSTIVE[number, utility].split())


def _is_exhaustive(election: Election, winners: set[str]) -> bool:
    left = election.budget - election.cost_of(winners)
    return all(project.cost > left for project in election.projects if project.code not in winners)


@pytest.mark.parametrize("number", FILES)
def test_a_real_file_survives_writing_and_reading(real_files, number):
    election = election_of(real_files, number)
    winners = greedy(election).winners
    again = read_pabulib(write_pabulib(election, {"description": "Buurtbudget"}, winners))
    assert set(again.selected or ()) == set(winners)
    assert again.election.projects == election.projects
    assert sorted(one.choices for one in again.election.ballots) == sorted(one.choices for one in election.ballots)
