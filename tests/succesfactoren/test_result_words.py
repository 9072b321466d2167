"""The words around an outcome follow from its figures, and say why where there is none."""

import pytest

from lib.charts import Palette
from succesfactoren.analysis.diverging import diverging_bar
from succesfactoren.analysis.result_words import (
    METHOD_LINES,
    detail_reason,
    door_sentence,
    factors_title,
    groups_title,
    hidden_sentence,
    percent,
    response_sentence,
    score_parts,
    statements_title,
    stopped_sentence,
)
from succesfactoren.analysis.verdicts import Verdict
from succesfactoren.charts.diverging import diverging_plot, reach_of
from succesfactoren.charts.dots import Dot, dot_plot
from succesfactoren.charts.pens import PaperPen, ScreenPen

LEVELS = {1: "Nog niet", 2: "Begin", 3: "Onderweg", 4: "Sterk"}


def factor(name: str, level: int | None, words: str = "") -> dict:
    mean = level + 0.5 if level else None
    return {"name": name, "level": level, "mean": mean, "level_words": words or f"niveau {level}: {LEVELS.get(level)}"}


def statement(text: str, counts: list[int] | None, **fields) -> dict:
    return {"text": text, "counts": counts, "hidden": "", "n": 12} | fields


@pytest.mark.parametrize("reason", [one.value for one in Verdict if one is not Verdict.VISIBLE])
def test_every_reason_is_a_sentence(reason):
    said = hidden_sentence(reason, 5)
    assert said[0].isupper()
    assert said.endswith(".")


def test_what_is_shown_has_no_reason():
    assert hidden_sentence("", 5) == ""
    assert hidden_sentence("te weinig antwoorden", 8).endswith("(minder dan 8).")


@pytest.mark.parametrize(
    ("factors", "title"),
    [
        ([factor("A", 4), factor("B", 2), factor("C", 2)], "A staat op Sterk, B en C staan op Begin"),
        ([factor("A", 3), factor("B", 3)], "A en B staan op Onderweg"),
        ([factor(name, 3) for name in "ABCD"], "Vier onderdelen staan op Onderweg"),
        ([factor("A", 4), *(factor(name, 2) for name in "BCDE")], "A staat op Sterk, vier onderdelen staan op Begin"),
        ([factor("A", 3, "tussen niveau 2 en 3")], "Van geen onderdeel staat het niveau vast"),
        ([factor("A", 3), factor("B", 2, "tussen niveau 2 en 3")], "A staat op Onderweg"),
        ([factor("A", None)], "Er zijn te weinig antwoorden voor een score"),
    ],
)
def test_levels_are_named_only_where_the_margin_leaves_no_doubt(factors, title):
    assert factors_title(factors) == title


@pytest.mark.parametrize(
    ("verdict", "title"),
    [
        ("duidelijk", "Op Leiderschap is Gemeente het meest positief en Inwoner het minst"),
        ("mogelijk", "Misschien kijken Gemeente en Inwoner anders naar Leiderschap"),
        ("", "Tussen de groepen is geen duidelijk verschil"),
    ],
)
def test_a_difference_between_groups_is_called_what_it_is(verdict, title):
    groups = [{"key": "g", "label": "Gemeente"}, {"key": "i", "label": "Inwoner"}]
    gap = {"factor": "LEI", "higher": "g", "lower": "i", "verdict": verdict}
    assert groups_title({"groups": groups, "gaps": [gap]}, {"LEI": "Leiderschap"}) == title


def test_without_two_groups_there_is_nothing_to_compare():
    assert groups_title({"groups": [], "gaps": []}, {}) == "Er zijn te weinig groepen groot genoeg om te vergelijken"


def test_the_statement_with_most_support_is_named_with_the_one_with_least():
    found = statements_title([statement("Wij durven.", [0, 0, 2, 6, 2]), statement("Wij doen.", [5, 3, 1, 1, 0])])
    assert found == (
        f"«Wij durven» krijgt de meeste steun ({percent(0.8)} eens), «Wij doen» de minste ({percent(0.1)})"
    )


def test_a_hidden_distribution_with_enough_answers_protects_a_few():
    assert detail_reason(statement("Zin.", None), 10) == "verborgen om antwoorden van enkele mensen te beschermen"
    assert detail_reason(statement("Zin.", None, n=7), 10) == "te weinig antwoorden"
    assert detail_reason(statement("Zin.", [1, 2, 3, 4, 5]), 10) == ""


def test_a_score_just_under_a_level_says_so():
    assert score_parts(2.999) == ("3,0", "net onder 3")
    assert score_parts(3.4) == ("3,4", "")


def test_response_is_told_of_the_invited_and_without_them_of_all():
    assert response_sentence({"response_share": 94 / 131, "n_invited": 131, "n_responses": 94}) == (
        f"94 van de 131 genodigden deden mee ({percent(94 / 131)})."
    )
    assert response_sentence({"response_share": None, "n_invited": 0, "n_responses": 12}) == "12 mensen deden mee."
    assert "te weinig" in response_sentence({"response_share": None, "n_invited": 0, "n_responses": None})


def test_a_dot_stands_where_its_mean_is():
    drawn = dot_plot(Dot("Leiderschap", 3.0, 2.0, 4.0, last=1.0, advisor=4), ScreenPen())
    assert 'cx="50%"' in drawn
    assert 'x1="25%" x2="75%"' in drawn
    assert 'x="87.5%"' in drawn
    assert "Leiderschap: 3,0, marge 2,0 tot 4,0. Vorige ronde 1,0. Oordeel van de adviseur: Sterk." in drawn


def test_pieces_of_a_bar_lie_beside_each_other_around_the_middle():
    bar = diverging_bar([2, 2, 2, 2, 2])
    drawn = diverging_plot("Zin.", bar, 50, ScreenPen())
    assert [f'x="{at}%"' in drawn for at in (0, 20, 40, 60, 80)] == [True] * 5
    assert drawn.count("url(#") == 2
    assert reach_of({"a": bar}) == 52


def test_on_paper_a_drawing_is_a_picture_with_its_words():
    pen = PaperPen(Palette())
    shown = dot_plot(Dot("A & B", 4.5), pen)
    assert shown == '<img src="chart:1" alt="A &amp; B: 4,5."/>'
    assert pen.pictures["chart:1"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.parametrize(
    ("doors", "n_invited", "said"),
    [
        (["open"], 0, ""),
        (["genodigd"], 5, ""),
        (["genodigd", "open"], 5, "De antwoorden van de bijeenkomst staan apart"),
        (["samen"], 0, ""),
        (["samen"], 5, "De antwoorden van genodigden en van een bijeenkomst zijn"),
    ],
)
def test_doors_are_told_only_where_there_were_two(doors, n_invited, said):
    found = door_sentence({"tables": [{"door": one} for one in doors], "n_invited": n_invited})
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_who_stopped_halfway_is_told_where_it_may_be():
    told = [stopped_sentence({"n_incomplete": n}) for n in (None, 0, 1, 3)]
    assert told[:2] == ["", ""]
    assert told[2].startswith("Eén mens stopte halverwege")
    assert told[3].startswith("3 mensen stopten halverwege; hun onderdelen tellen mee")


def test_the_method_names_the_margin_of_one_factor_and_of_more():
    assert "Bij één onderdeel is dat de marge van 95 %, bij meer onderdelen die van 99 %." in " ".join(METHOD_LINES)
