"""One sentence about a round."""

from succesfactoren.analysis.headline import TOO_FEW, headline


def change(before, now, *, is_clear=True):
    return {"before": before, "now": now, "delta": now - before, "is_clear": is_clear}


def factor(name, mean, moved=None):
    return {"name": name, "mean": mean, "change": moved}


def figures(*factors, hidden=""):
    return {"tables": [{"hidden": hidden, "factors": list(factors)}]}


def test_one_clear_change_is_told_with_its_figures():
    shown = figures(
        factor("Leiderschap", 3.62, change(3.08, 3.62)), factor("Innovatie", 2.0, change(2.1, 2.0, is_clear=False))
    )
    assert headline(shown) == "Leiderschap ging van 3,1 naar 3,6. Dat verschil is groter dan toeval."


def test_more_changes_are_named_the_largest_first_and_apart_by_direction():
    shown = figures(
        factor("Leiderschap", 3.5, change(3.1, 3.5)),
        factor("Versnellers", 2.4, change(3.0, 2.4)),
        factor("Communicatie", 3.9, change(3.1, 3.9)),
    )
    assert headline(shown) == (
        "Communicatie en Leiderschap gingen omhoog, Versnellers ging omlaag. Dat is meer dan toeval."
    )


def test_without_change_the_strongest_and_the_weakest():
    shown = figures(factor("Leiderschap", 3.8), factor("Innovatie", None), factor("Exploratie", 2.44))
    assert headline(shown) == "Leiderschap is het sterkst (3,8), Exploratie vraagt de meeste aandacht (2,4)."


def test_all_the_same_is_no_ranking():
    assert headline(figures(factor("A", 3.0), factor("B", 3.01))) == "Alle onderdelen krijgen gemiddeld een 3,0."


def test_what_is_hidden_is_not_told():
    assert headline(figures(factor("Leiderschap", 3.8), hidden="te weinig")) == TOO_FEW
    assert headline(figures(factor("Leiderschap", None))) == TOO_FEW
    assert headline({"tables": []}) == TOO_FEW


def test_where_the_invited_are_too_few_the_meeting_is_told():
    invited, meeting = figures(factor("A", None), hidden="te weinig"), figures(factor("Leiderschap", 3.8))
    assert headline({"tables": [*invited["tables"], *meeting["tables"]]}) == "Leiderschap krijgt gemiddeld een 3,8."


def own(options, n=14, hidden=""):
    question = {"text": "Wat mist u?", "hidden": hidden, "options": options}
    return {"tables": [{"hidden": "", "n": n, "factors": [], "questions": [question]}]}


BENCH, TREE = {"label": "Een bank", "n": 9, "share": 9 / 14}, {"label": "Een boom", "n": 5, "share": 5 / 14}


def test_a_list_without_scores_says_how_many_answered_and_what_most_chose():
    assert headline(own([TREE, BENCH])) == (
        "14 mensen gaven antwoord. Het meest gekozen bij «Wat mist u?»: Een bank (64\N{NO-BREAK SPACE}%)."
    )


def test_where_options_are_level_or_hidden_none_is_named():
    level = [BENCH, {**TREE, "n": 9}]
    assert {headline(own(level)), headline(own(None, hidden="te weinig"))} == {"14 mensen gaven antwoord."}
    assert headline(own([BENCH], n=None)) == TOO_FEW


def test_a_change_of_pairs_says_of_whom():
    shown = figures(factor("Leiderschap", 3.4, change(3.08, 3.62) | {"n_pairs": 12}))
    assert headline(shown).startswith("Leiderschap ging van 3,1 naar 3,6 bij de 12 mensen die twee keer meededen.")
