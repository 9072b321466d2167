"""Sentences with receipts: the rule, the words, and the figures they rest on."""

import numpy as np

from regioscan.analysis.change import Change
from regioscan.analysis.findings import (
    Fact,
    Highlights,
    highlights,
    highlights_title,
    opening,
    parts_title,
    themes_title,
)
from regioscan.analysis.position import favourable, standing
from regioscan.analysis.wording import PeerWords

WORDS = PeerWords("gemeente", "gemeenten")
CAUSAL = {"door", "omdat", "doordat", "dankzij", "waardoor", "veroorzaakt", "komt", "leidt", "trend"}


def make_fact(code: str, value: float, direction: int = 1, n: int = 10, moved: Change | None = None) -> Fact:
    found = standing(np.arange(1.0, n + 1), value)
    place = favourable(found.percentile, direction) if found else None
    return Fact(code, code.capitalize(), direction, 1, "%", found, place, moved, 5.0)


FACTS = [
    make_fact("werk", 10.0),
    make_fact("inkomen", 8.0),
    make_fact("armoede", 9.0, -1),
    make_fact("leegstand", 5.0, -1),
    make_fact("inwoners", 10.0, 0, moved=Change(2019, 4.0, 2024, 10.0)),
]


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


def test_the_opening_says_what_stands_out_and_names_its_figures():
    found = opening("Waalmeer", FACTS, highlights(FACTS), WORDS)
    assert [finding.text for finding in found] == [
        "Waalmeer staat gunstiger dan de meeste gemeenten bij werk en inkomen.",
        "Minder gunstig staat het bij armoede.",
        "Van de overige cijfers veranderde dat over inwoners het meest: van 4,0 % in 2019 naar 10,0 % in 2024.",
    ]
    assert [finding.figures for finding in found] == [("werk", "inkomen"), ("armoede",), ("inwoners",)]


def test_no_sentence_says_why_or_speaks_of_a_trend():
    words = " ".join(finding.text for finding in opening("Waalmeer", FACTS, highlights(FACTS), WORDS)).lower().split()
    assert CAUSAL & set(words) == set()


def test_the_same_facts_always_give_the_same_sentences():
    assert opening("A", FACTS, highlights(FACTS), WORDS) == opening("A", list(FACTS), highlights(list(FACTS)), WORDS)


def test_only_care_makes_a_whole_sentence():
    facts = [make_fact("armoede", 9.0, -1)]
    found = opening("Waalmeer", facts, highlights(facts), PeerWords("gemeente", "gemeenten", "in Merenland"))
    assert found[0].text == "Waalmeer staat minder gunstig dan de meeste gemeenten in Merenland bij armoede."


def test_a_region_in_the_middle_is_said_to_be_there():
    facts = [make_fact("werk", 5.0)]
    found = opening("Waalmeer", facts, highlights(facts), WORDS)
    assert found[0].text == "Waalmeer ligt bij de meeste cijfers rond het midden van de gemeenten."


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
