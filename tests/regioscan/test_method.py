"""What the report says about its own method."""

from regioscan.analysis.position import ENOUGH_OTHERS
from regioscan.reports.method import METHOD, origin

PARAGRAPHS = dict(METHOD)


def test_invented_figures_are_never_called_public():
    assert origin(is_invented=True).startswith("De cijfers in dit rapport zijn verzonnen.")
    assert "openbare" not in origin(is_invented=True)
    assert "openbare bronnen" in origin(is_invented=False)


def test_it_says_how_the_three_groups_are_chosen_and_from_how_many_others():
    words = " ".join(PARAGRAPHS["Sterk, aandacht en verandert"])
    assert "die volgens een toets duidelijk gunstiger of minder gunstig zijn" in words
    assert f"een score boven 60 of onder 40, bij ten minste {ENOUGH_OTHERS} andere regio’s." in words
    assert "Twee jaren noemen wij nooit een trend." in words


def test_it_says_which_end_of_the_score_is_favourable():
    words = " ".join(PARAGRAPHS["Vergelijken"])
    assert "Is lager gunstiger, dan draaien wij de score om. Zo is 100 altijd het gunstigst." in words


def test_it_does_not_say_that_a_custom_region_is_compared_with_its_own_kind():
    words = " ".join(PARAGRAPHS["Vergelijken"])
    assert "met andere regio’s van dezelfde soort" not in words
    assert "Een maatwerkregio staat naast de rest van het land, of naast denkbeeldige gebieden" in words


def test_sentences_and_tests_are_masculine():
    words = " ".join(PARAGRAPHS["Zinnen"])
    assert "waarop hij berust: de regel, de toets met zijn grens" in words
