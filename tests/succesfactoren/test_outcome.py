"""An outcome holds what may be shown, and nothing else: every figure has passed the suppression."""

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from succesfactoren.analysis.asked import GroupQuestion, Part, Population, Question, Questionnaire, Thresholds
from succesfactoren.analysis.outcome import Earlier, outcome_of
from succesfactoren.analysis.response_counts import response_by_group
from succesfactoren.analysis.scores import factor_scores
from succesfactoren.analysis.suppression import Survey

LEAST = Thresholds(5, 10)
ROLES = {"inwoner": "Inwoner", "ondernemer": "Ondernemer", "gemeente": "Gemeente", "bank": "Bank"}
ASKED = Questionnaire(
    purpose="succesfactoren",
    is_about_us=True,
    parts=[
        Part(code, name, {f"{code}{i}": f"Zin {i}." for i in range(1, 6)})
        for code, name in (("LEI", "Leiderschap"), ("BET", "Betrokkenheid"))
    ],
    questions=[
        Question("K1", "Welke plek?", "keuze", {"plein": "Het plein", "school": "De school"}),
        Question("G1", "Hoeveel uur?", "getal", unit="uur"),
    ],
    groups=[GroupQuestion("rol", "Wie bent u?", ROLES)],
)
CODES = [code for part in ASKED.parts for code in part.statements]


def population(roles: dict[str, int], seed: int = 1, lift: float = 0.0, door: str = "genodigd") -> Population:
    """So many people of each role, with marks around 3 plus `lift`."""
    rng = np.random.default_rng(seed)
    n = sum(roles.values())
    index = pd.Index([f"p{i}" for i in range(n)], dtype=object)
    marks = np.clip(np.rint(rng.normal(3 + lift, 0.9, (n, len(CODES)))), 1, 5)
    frame = pd.DataFrame(marks, index=index, columns=CODES)
    survey = Survey(
        marks=frame,
        groups=pd.DataFrame({"rol": [role for role, size in roles.items() for _ in range(size)]}, index=index),
        factors={part.code: list(part.statements) for part in ASKED.parts},
        offered={"rol": list(ROLES)},
        choices=pd.DataFrame({"K1": (["plein", "school", None] * n)[:n]}, index=index, dtype=object),
        numbers=pd.DataFrame({"G1": np.arange(n, dtype=float)}, index=index),
    )
    return Population(door, survey, frame.isna(), pd.Series(False, index=index))


def outcome(*populations: Population, **fields):
    n = len(populations[0].survey.marks)
    return outcome_of(ASKED, populations, response=response_by_group({"a": n + 10}, {"a": n}), least=LEAST, **fields)


def numbers_in(value: object) -> Iterator[float]:
    """Every number anywhere in what is kept, except names and labels."""
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers_in(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def test_a_factor_has_the_mean_of_the_scores_of_its_respondents():
    found = population({"inwoner": 12, "ondernemer": 8})
    table = outcome(found)["tables"][0]
    wanted = factor_scores(found.survey.marks[CODES[:5]]).mean()
    assert table["factors"][0]["mean"] == round(wanted, 2)
    assert table["factors"][0]["n"] == 20


def test_four_people_see_nothing_at_all():
    made = outcome(population({"inwoner": 4}))
    table = made["tables"][0]
    assert {one["hidden"] for one in table["factors"]} == {"te weinig antwoorden"}
    assert list(numbers_in(table)) == []
    assert made["n_responses"] is None


def test_from_five_people_there_are_means_and_from_ten_there_is_detail():
    few, enough = (outcome(population({"inwoner": n}))["tables"][0] for n in (5, 10))
    assert few["statements"][0]["mean"] is not None
    assert few["statements"][0]["counts"] is None
    assert few["factors"][0]["agreement"] is None
    assert sum(enough["statements"][0]["counts"]) == 10
    assert enough["factors"][0]["agreement"]["label"]


def test_a_small_group_is_hidden_and_takes_another_with_it():
    groups = outcome(population({"inwoner": 12, "ondernemer": 7, "gemeente": 2}))["tables"][0]["breakdowns"][0][
        "groups"
    ]
    assert {one["label"]: (one["hidden"], one["n"]) for one in groups} == {
        "Inwoner": ("", 12),
        "Ondernemer": ("verborgen vanwege een andere groep", None),
        "Gemeente": ("te weinig antwoorden", None),
        "Bank": ("geen antwoorden", None),
    }


def test_a_hidden_group_leaves_no_number_behind():
    table = outcome(population({"inwoner": 12, "ondernemer": 7, "gemeente": 2}))["tables"][0]
    hidden = [one for one in table["breakdowns"][0]["groups"] if one["hidden"]]
    assert list(numbers_in(hidden)) == []
    assert table["breakdowns"][0]["gaps"] == []


def test_groups_that_differ_are_named_with_the_widest_gap_first():
    one, other = population({"inwoner": 10}, lift=1.2), population({"ondernemer": 10}, seed=2, lift=-0.8)
    marks = pd.concat([one.survey.marks, other.survey.marks.set_axis([f"q{i}" for i in range(10)])])
    both = population({"inwoner": 10, "ondernemer": 10})
    survey = Survey(
        marks.set_axis(both.survey.marks.index),
        both.survey.groups,
        both.survey.factors,
        both.survey.offered,
        both.survey.choices,
        both.survey.numbers,
    )
    gaps = outcome(Population("genodigd", survey, survey.marks.isna(), both.was_quick))["tables"][0]["breakdowns"][0][
        "gaps"
    ]
    assert [one["gap"] for one in gaps] == sorted((one["gap"] for one in gaps), reverse=True)
    assert (gaps[0]["higher"], gaps[0]["lower"], gaps[0]["verdict"]) == ("inwoner", "ondernemer", "duidelijk")


def test_a_meeting_is_reported_apart():
    made = outcome(population({"inwoner": 12}), population({"inwoner": 6}, seed=3, door="open"))
    assert [(one["door"], one["n"]) for one in made["tables"]] == [("genodigd", 12), ("open", 6)]


def test_choices_are_counted_from_ten_answers_and_numbers_have_no_extremes():
    few, enough = (outcome(population({"inwoner": n}))["tables"][0]["questions"] for n in (9, 30))
    assert few[0]["options"] is None
    assert [(one["label"], one["n"]) for one in enough[0]["options"]] == [("Het plein", 10), ("De school", 10)]
    assert (few[1]["mean"], few[1]["median"]) == (4.0, None)
    assert set(enough[1]) == {"code", "text", "kind", "hidden", "n", "options", "mean", "median", "unit"}


def earlier(found: Population, **fields) -> Earlier:
    defaults = {
        "round": 1,
        "name": "Nulmeting",
        "closed_on": "2025-10-01",
        "population": found,
        "same_factors": frozenset({"LEI", "BET"}),
        "same_audience": True,
        "is_paired": False,
        "thresholds": LEAST,
    }
    return Earlier(**(defaults | fields))


def change(before: Population, now: Population, **fields) -> dict:
    return outcome(now, earlier=earlier(before, **fields))["tables"][0]["factors"][0]["change"]


def test_a_clear_rise_is_called_larger_than_chance():
    found = change(population({"inwoner": 30}, lift=-0.7), population({"inwoner": 30}, seed=5, lift=0.7))
    assert (found["is_clear"], found["is_paired"]) == (True, False)
    assert found["words"].endswith("Dat verschil is groter dan toeval.")
    assert abs(found["delta"] - (found["now"] - found["before"])) < 0.011


def test_a_factor_with_changed_words_is_not_compared():
    before, now = population({"inwoner": 30}), population({"inwoner": 30}, seed=5, lift=1)
    found = change(before, now, same_factors=frozenset({"BET"}))
    assert (found["hidden"], found["delta"]) == ("de zinnen zijn gewijzigd", None)


def test_other_people_are_not_compared():
    before, now = population({"inwoner": 30}), population({"inwoner": 30}, seed=5, lift=1)
    assert change(before, now, same_audience=False)["hidden"] == "in de vorige ronde zijn andere groepen gevraagd"


def test_the_same_people_are_compared_as_pairs():
    before, now = population({"inwoner": 30}), population({"inwoner": 30}, seed=5, lift=1)
    found = change(before, now, is_paired=True)
    assert found["n_pairs"] == 30
    assert found["words"].startswith("Van de 30 mensen die twee keer meededen: de score ")


def test_too_few_pairs_are_compared_as_two_crowds():
    before, now = population({"inwoner": 30}), population({"inwoner": 30}, seed=5, lift=1)
    moved = now.survey.marks.index.map(lambda key: key if key in {"p0", "p1"} else f"new-{key}")
    renamed = {name: getattr(now.survey, name).set_axis(moved) for name in ("marks", "groups", "choices", "numbers")}
    survey = Survey(**renamed, factors=now.survey.factors, offered=now.survey.offered)
    later = Population("genodigd", survey, survey.marks.isna(), now.was_quick.set_axis(moved))
    found = change(before, later, is_paired=True)
    assert (found["is_paired"], found["n_pairs"]) == (False, None)


def test_a_round_that_was_too_small_is_not_compared():
    found = change(population({"inwoner": 4}), population({"inwoner": 30}, seed=5))
    assert (found["hidden"], found["before"]) == ("te weinig antwoorden", None)


def test_it_can_be_kept_as_json():
    made = outcome(population({"inwoner": 12, "gemeente": 6}), earlier=earlier(population({"inwoner": 30}, seed=9)))
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_open_answers_are_shown_from_ten_on():
    made = outcome(
        population({"inwoner": 12}), open_questions=[("OPEN1", "Wat gaat goed?", 9), ("OPEN2", "Wat moet beter?", 10)]
    )
    assert [(one["hidden"], one["n"]) for one in made["texts"]] == [("te weinig antwoorden", None), ("", 10)]


def test_organisatiekracht_has_an_index_and_other_instruments_have_not():
    parts = [Part(code, code, {f"{code}{i}": "Zin." for i in range(1, 5)}) for code in ("OBE", "OOV", "OBR", "OCA")]
    asked = Questionnaire("organisatiekracht", False, parts)
    codes = [code for part in parts for code in part.statements]
    marks = pd.DataFrame(3.0, index=pd.Index([f"p{i}" for i in range(12)]), columns=codes)
    survey = Survey(marks, pd.DataFrame(index=marks.index), {part.code: list(part.statements) for part in parts})
    found = Population("genodigd", survey, marks.isna(), pd.Series(False, index=marks.index))
    made = outcome_of(asked, [found], response=response_by_group({}, {}), least=LEAST)["tables"][0]
    assert round(made["strength"]["index"], 6) == 50
    assert made["factors"][0]["agreement"] is None
    assert outcome(population({"inwoner": 12}))["tables"][0]["strength"] is None


def test_of_few_people_who_say_the_same_no_margin_tells_so():
    few, many = (population({"inwoner": n}) for n in (7, 12))
    for one in (few, many):
        one.survey.marks.loc[:, :] = 4.0
    hidden, shown = (outcome(one)["tables"][0]["factors"][0] for one in (few, many))
    assert (hidden["mean"], hidden["low"], hidden["all_same"]) == (4.0, None, False)
    assert hidden["sentence"] == "Op Leiderschap geeft de groep gemiddeld een 4,0. Dat is niveau 4: Sterk."
    assert (shown["low"], shown["all_same"]) == (4.0, True)


def test_of_fewer_than_ten_people_no_margin_is_shown_anywhere():
    """With the mean, the margin of five answers tells in nine cases out of ten every single one of them."""
    roles = {"inwoner": 7, "ondernemer": 6}
    table = outcome(population({"inwoner": 7}))["tables"][0]
    groups = outcome(population(roles))["tables"][0]["breakdowns"][0]
    margins = [(one["low"], one["high"]) for one in [*table["factors"], *table["statements"]]]
    margins += [(one["low"], one["high"]) for group in groups["groups"] for one in group["factors"].values()]
    margins += [(one["low"], one["high"]) for one in groups["gaps"]]
    assert set(margins) == {(None, None)}
    assert [one["n"] for one in groups["groups"]] == [7, 6, None, None]


def test_a_score_of_few_people_has_one_decimal_and_of_more_two():
    few, many = (outcome(population({"inwoner": n}, seed=4))["tables"][0]["factors"][0]["mean"] for n in (7, 33))
    assert few == round(few, 1)
    assert many == round(many, 2)


def test_rounding_never_says_another_level():
    found = population({"inwoner": 40})
    marks = np.full((40, len(CODES)), 3.0)
    marks[0, 0] = 2.0
    survey = replace(found.survey, marks=pd.DataFrame(marks, index=found.survey.marks.index, columns=CODES))
    factor = outcome(replace(found, survey=survey))["tables"][0]["factors"][0]
    assert (factor["level"], factor["mean"]) == (2, 2.995)


def test_every_figure_that_is_kept_is_short():
    made = outcome(population({"inwoner": 30, "gemeente": 12}), earlier=earlier(population({"inwoner": 30}, seed=9)))
    assert all(one == round(one, 4) for one in numbers_in(made))
