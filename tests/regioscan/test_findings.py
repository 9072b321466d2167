"""Sentences with receipts: which figures the rules choose, what they say of them, and what they never say."""

import re
from dataclasses import replace

import numpy as np
import pytest

from regioscan.analysis.change import Change
from regioscan.analysis.findings import (
    Fact,
    Highlights,
    each_of,
    highlights,
    highlights_title,
    opening,
    parts_title,
    themes_title,
)
from regioscan.analysis.intervals import Interval
from regioscan.analysis.position import favourable, standing
from regioscan.analysis.receipts import CellRef
from regioscan.analysis.rules import RULES
from regioscan.analysis.significance import Test
from regioscan.analysis.trend import one_family, trend_test
from regioscan.analysis.wording import PeerWords

WORDS = PeerWords("gemeente", "gemeenten")
CAUSAL = re.compile(
    r"\b(leidt|leiden|veroorzaak\w*|dankzij|door|doordat|omdat|waardoor|daardoor|hierdoor|zorgt|zorgen|komt door|"
    r"als gevolg van|vanwege|wegens|want|daarom|dus|effect\w*|gevolg\w*)\b",
    re.IGNORECASE,
)
MOST_WORDS = 25


def make_fact(code: str, value: float, direction: int = 1, n: int = 10, moved: Change | None = None) -> Fact:
    found = standing(np.arange(1.0, n + 1), value)
    place = favourable(found.percentile, direction) if found else None
    return Fact(code, code.capitalize(), direction, 1, "%", found, place, moved, 5.0)


def with_test(code: str, z: float, direction: int = 1, *, is_clear: bool = True) -> Fact:
    test = Test("z-toets", z, 0.001 if is_clear else 0.3, 0.01, is_clear)
    fact = make_fact(code, 10.0 if z > 0 else 1.0, direction)
    return replace(fact, test=test, tested_against="de rest van Nederland")


def in_time(fact: Fact, values: list[float], first: int = 2017) -> Fact:
    points = [(first + step, value) for step, value in enumerate(values)]
    course = tuple(CellRef(fact.code, "GM0001", "Waalmeer", year, value, "%", 1) for year, value in points)
    moved = Change(points[0][0], values[0], points[-1][0], values[-1])
    return replace(fact, course=course, trend=trend_test(points), change=moved)


FACTS = [
    make_fact("werk", 10.0),
    make_fact("inkomen", 8.0),
    make_fact("armoede", 9.0, -1),
    make_fact("leegstand", 5.0, -1),
    make_fact("inwoners", 10.0, 0, moved=Change(2019, 4.0, 2024, 10.0)),
]


def texts(facts: list[Fact], place: str = "Waalmeer", words: PeerWords = WORDS) -> list[str]:
    return [finding.text for finding in opening(place, facts, highlights(facts), words)]


def test_strong_care_and_changed_are_chosen_by_place_and_by_change():
    chosen = highlights(FACTS)
    assert [[fact.code for fact in group] for group in (chosen.strong, chosen.care, chosen.changed)] == [
        ["werk", "inkomen"],
        ["armoede"],
        ["inwoners"],
    ]


def test_at_most_three_each():
    chosen = highlights([make_fact(f"f{number}", 10.0) for number in range(5)])
    assert [fact.code for fact in chosen.strong] == ["f0", "f1", "f2"]


def test_too_few_others_give_no_strong_figures():
    assert highlights([make_fact("werk", 3.0, n=3)]).strong == ()


def test_a_figure_that_is_already_shown_is_not_shown_again_as_changed():
    fact = make_fact("werk", 10.0, moved=Change(2019, 4.0, 2024, 10.0))
    chosen = highlights([fact])
    assert (chosen.strong, chosen.changed) == ((fact,), ())


def test_a_clear_difference_goes_before_a_place_and_the_clearest_comes_first():
    facts = [make_fact("plek", 10.0), with_test("werk", 4.0), with_test("inkomen", 6.0), with_test("armoede", 5.0, -1)]
    chosen = highlights(facts)
    assert [fact.code for fact in chosen.strong] == ["inkomen", "werk", "plek"]
    assert [fact.code for fact in chosen.care] == ["armoede"]


def test_a_difference_that_is_not_clear_is_neither_strong_nor_care_wherever_it_stands():
    facts = [with_test("werk", 2.0, is_clear=False), with_test("armoede", 2.0, -1, is_clear=False)]
    assert highlights(facts) == Highlights((), (), ())
    assert texts(facts) == ["Waalmeer wijkt bij de 2 getoetste cijfers niet duidelijk af van de rest van Nederland."]


def test_with_many_equal_ones_nobody_stands_otherwise_than_most():
    ties = standing(np.array([1.0] * 6 + [2.0] * 4), 1.0)
    fact = replace(make_fact("werk", 1.0), standing=ties, place=favourable(ties.percentile, 1))
    assert (round(fact.place), highlights([fact])) == (28, Highlights((), (), ()))
    assert texts([fact])[0].startswith("Waalmeer ligt bij de cijfers met een score rond het midden")


def test_a_figure_without_a_direction_is_never_judged():
    facts = [with_test("inwoners", 9.0, 0)]
    assert (facts[0].favour, highlights(facts)) == (0, Highlights((), (), ()))
    assert texts(facts) == ["Van Waalmeer is 1 cijfer bekend. Daarbij is hoger niet gunstiger of ongunstiger."]


def test_the_opening_says_what_stands_out_and_names_its_figures():
    found = opening("Waalmeer", FACTS, highlights(FACTS), WORDS)
    assert [finding.text for finding in found] == [
        "Waalmeer staat gunstiger dan de meeste gemeenten bij werk en inkomen.",
        "Minder gunstig dan in de meeste gemeenten staat het bij armoede.",
        "Het cijfer over inwoners ging van 4,0 % in 2019 naar 10,0 % in 2024. Of dit meer is dan toeval, is niet te "
        "zeggen.",
    ]
    assert [finding.figures for finding in found] == [("werk", "inkomen"), ("armoede",), ("inwoners",)]


def test_what_was_tested_is_told_as_a_fact_and_the_receipt_holds_the_test():
    facts = [with_test("werk", 4.0), with_test("armoede", 5.0, -1), make_fact("plek", 10.0)]
    found = opening("Waalmeer", facts, highlights(facts), PeerWords("gemeente", "gemeenten", "in Merenland"))
    assert [finding.text for finding in found] == [
        "Waalmeer staat duidelijk gunstiger dan de rest van Nederland bij werk.",
        "Duidelijk minder gunstig dan in de rest van Nederland staat het bij armoede.",
    ]
    proof = found[1].receipt.proofs[0]
    assert (proof.test, proof.statistic, proof.p, proof.threshold) == ("z-toets", 5.0, 0.001, 0.01)
    assert proof.outcome == "duidelijk minder gunstig"


def test_where_no_test_is_possible_the_receipt_says_so():
    proof = opening("Waalmeer", FACTS, highlights(FACTS), WORDS)[0].receipt.proofs[0]
    assert proof.test == "geen toets: alleen de plaats onder de andere regio’s"
    assert (proof.statistic, proof.p, proof.position.words) == (None, None, "lager in 9, gelijk in 0, hoger in 0")
    assert "geen noemer of marge" in proof.reason


def test_a_sentence_compares_with_one_thing():
    other = replace(with_test("inkomen", 3.0), tested_against="Nederland")
    (text,) = texts([with_test("werk", 4.0), other])
    assert text == "Waalmeer staat duidelijk gunstiger dan de rest van Nederland bij werk."


def test_a_trend_is_told_with_the_years_that_were_tested():
    found = opening("A", [in_time(make_fact("x", 5.0), [1, 2, 3, 4, 5, 6])], Highlights((), (), ()), WORDS)
    assert found[0].rule == "midden"
    facts = [in_time(make_fact("werk", 5.0), [1.0, 2, 3, 4, 5, 6, 7])]
    assert texts(facts) == ["Het cijfer over werk stijgt: van 1,0 % in 2017 naar 7,0 % in 2023."]
    proof = opening("A", facts, highlights(facts), WORDS)[0].receipt.proofs[0]
    assert [cell.period for cell in proof.cells] == list(range(2017, 2024))
    assert (proof.outcome, proof.statistic) == ("stijgend", 1.0)
    falling = [in_time(make_fact("werk", 5.0), [7.0, 6, 5, 4, 3, 2, 1])]
    assert texts(falling) == ["Het cijfer over werk daalt: van 7,0 % in 2017 naar 1,0 % in 2023."]


def test_a_figure_with_enough_years_and_no_clear_trend_did_not_change():
    facts = [in_time(make_fact("werk", 5.0), [1.0, 9, 2, 8, 1, 9])]
    assert highlights(facts).changed == ()
    assert texts(facts) == ["Bij het ene cijfer met genoeg jaren is er geen duidelijke trend."]


def test_many_trends_are_held_to_a_stricter_threshold():
    one = in_time(make_fact("werk", 5.0), [1.0, 2, 3, 4, 5])
    none = [in_time(make_fact(f"f{number}", 5.0), [1.0, 9, 2, 8, 1, 9]) for number in range(30)]
    assert highlights([one]).changed == (one,)
    facts = [one, *none]
    judged = one_family([fact.trend for fact in facts])
    facts = [replace(fact, trend=trend) for fact, trend in zip(facts, judged, strict=True)]
    assert highlights(facts).changed == ()
    (found,) = opening("A", facts, highlights(facts), WORDS)
    assert found.text == "Bij de 31 cijfers met genoeg jaren is er geen duidelijke trend."
    assert {proof.threshold for proof in found.receipt.proofs} == {0.05 / 31}


def test_the_threshold_of_the_whole_scan_also_holds_for_a_part_of_it():
    one = in_time(make_fact("werk", 5.0), [1.0, 2, 3, 4, 5, 6, 7])
    whole = one_family([one.trend, *[in_time(make_fact("x", 5.0), [1.0, 9, 2, 8, 1, 9]).trend] * 30])
    alone = [replace(one, trend=whole[0])]
    assert texts(alone) == ["Het cijfer over werk stijgt: van 1,0 % in 2017 naar 7,0 % in 2023."]
    assert opening("A", alone, highlights(alone), WORDS)[0].receipt.proofs[0].threshold == pytest.approx(0.05 / 31)


def test_two_years_never_make_a_trend():
    facts = [in_time(make_fact("werk", 5.0), [1.0, 20.0])]
    (text,) = texts(facts)
    assert text == (
        "Het cijfer over werk ging van 1,0 % in 2017 naar 20,0 % in 2018. Of dit meer is dan toeval, is niet te zeggen."
    )
    assert "trend" not in text


def test_a_change_without_an_interval_is_not_told_as_one_and_comes_last():
    moved = Change(2019, 4.0, 2024, 5.0)
    known = replace(make_fact("werk", 5.0, moved=moved), interval=Interval(4.9, 5.1))
    bare = make_fact("inwoners", 5.0, moved=Change(2019, 1.0, 2024, 9.0))
    chosen = highlights([bare, known])
    assert [fact.code for fact in chosen.changed] == ["werk", "inwoners"]
    assert [finding.rule for finding in each_of("A", [bare, known], chosen, WORDS)] == [
        "verandering", "verschil-zonder-toets",
    ]  # fmt: skip
    assert highlights_title(chosen) == "Het cijfer over werk veranderde het meest"
    assert highlights_title(highlights([bare])) == "Geen cijfer springt eruit"


def test_too_few_similar_regions_are_not_called_other_similar_regions():
    alone = [make_fact("werk", 1.0, n=1)]
    words = PeerWords("vergelijkbare gemeente", "vergelijkbare gemeenten", holds_us=False)
    assert opening("A", alone, Highlights((), (), ()), words)[0].text == (
        "Van A is 1 cijfer bekend. Er zijn te weinig vergelijkbare gemeenten om mee te vergelijken."
    )


def test_a_change_within_its_interval_is_not_told():
    moved = Change(2019, 4.0, 2024, 5.0)
    wide = replace(make_fact("werk", 5.0, moved=moved), interval=Interval(4.0, 6.0))
    narrow = replace(make_fact("werk", 5.0, moved=moved), interval=Interval(4.9, 5.1))
    assert highlights([wide]).changed == ()
    assert highlights([narrow]).changed == (narrow,)
    proof = opening("A", [narrow], highlights([narrow]), WORDS)[0].receipt.proofs[0]
    assert proof.low == pytest.approx(1 - 0.1 * 2**0.5)
    assert proof.high == pytest.approx(1 + 0.1 * 2**0.5)


def test_every_figure_shown_first_has_a_sentence_of_its_own():
    found = each_of("Waalmeer", FACTS, highlights(FACTS), WORDS)
    assert [finding.figures for finding in found] == [("werk",), ("inkomen",), ("armoede",), ("inwoners",)]
    assert found[2].text == "Waalmeer staat minder gunstig dan de meeste gemeenten bij armoede."


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_no_template_says_why_and_each_is_short(rule):
    for template in filter(None, (rule.template, rule.next_template)):
        assert CAUSAL.search(template) is None
        assert len(template.split()) <= MOST_WORDS
        assert template.endswith(".")


def test_only_the_rules_of_a_trend_test_speak_of_a_trend_or_of_rising():
    speaking = {code for code, rule in RULES.items() if re.search(r"trend|stijgt|daalt", rule.template)}
    assert speaking == {"trend-stijgend", "trend-dalend", "geen-trend"}


def test_the_same_facts_always_give_the_same_sentences():
    assert opening("A", FACTS, highlights(FACTS), WORDS) == opening("A", list(FACTS), highlights(list(FACTS)), WORDS)


def test_only_care_makes_a_whole_sentence():
    facts = [make_fact("armoede", 9.0, -1)]
    found = texts(facts, words=PeerWords("gemeente", "gemeenten", "in Merenland"))
    assert found == ["Waalmeer staat minder gunstig dan de meeste gemeenten in Merenland bij armoede."]


def test_a_region_in_the_middle_is_said_to_be_there():
    assert texts([make_fact("werk", 5.0)]) == [
        "Waalmeer ligt bij de cijfers met een score rond het midden van de gemeenten."
    ]


def test_without_figures_or_without_others_the_opening_says_so():
    alone = [make_fact("werk", 1.0, n=1)]
    none = Highlights((), (), ())
    assert opening("Waalmeer", [], none, WORDS)[0].text == "Van Waalmeer zijn nog geen cijfers bekend."
    assert opening("Waalmeer", alone, none, WORDS)[0].text == (
        "Van Waalmeer is 1 cijfer bekend. Er zijn te weinig andere gemeenten om mee te vergelijken."
    )


def test_the_title_above_the_themes():
    places = [("Arbeid", 71.0), ("Wonen", 30.0), ("Onderwijs", 50.0), ("Bevolking", None)]
    assert themes_title(places) == "Gunstig bij arbeid, minder gunstig bij wonen"
    assert themes_title([("Arbeid", 50.0)]) == "Rond het midden bij arbeid"
    assert themes_title([("Arbeid", 50.0), ("Wonen", 45.0)]) == "De thema’s met een score liggen rond het midden"
    assert themes_title([("Arbeid", 50.0)], has_others=False) == "Wat er per thema bekend is"
    assert themes_title([("Wonen", 30.0)]) == "Minder gunstig dan het midden bij wonen"
    assert themes_title([("Bevolking", None)]) == "Nog te weinig cijfers voor een beeld per thema"


def test_the_title_above_the_nine_figures():
    assert highlights_title(highlights(FACTS)) == (
        "Het cijfer over werk valt gunstig op, dat over armoede vraagt aandacht"
    )
    assert highlights_title(Highlights((), (), ())) == "Geen cijfer springt eruit"


def test_the_title_above_the_parts_names_the_ends_and_counts_ties():
    assert parts_title("Woningen", [("A", 1.0), ("B", 3.0)]) == "Woningen: het hoogst in B, het laagst in A"
    assert parts_title("Huisarts", [("A", 1.0), ("B", 3.0)], unit="km") == (
        "Huisarts: het verst in B, het dichtstbij in A"
    )
    assert parts_title("Huisarts", [("A", 1.0), ("B", 1.0)], unit="km") == "Huisarts: overal even ver"
    assert parts_title("Huisarts", [("A", 1.0), ("B", 3.0), ("C", 3.0)]) == (
        "Huisarts: het hoogst op 2 plekken, het laagst in A"
    )
    assert parts_title("Huisarts", [("A", 1.0), ("B", 1.0)]) == "Huisarts: overal even hoog"
    assert parts_title("Huisarts", [("A", 1.0)]) == "Huisarts"
