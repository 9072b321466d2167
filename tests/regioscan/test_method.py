"""What the report says about its own method."""

from regioscan.analysis.position import ENOUGH_OTHERS
from regioscan.reports.method import METHOD, origin

PARAGRAPHS = dict(METHOD)


def test_invented_figures_are_never_called_public():
    assert origin(is_invented=True).startswith("De cijfers in dit rapport zijn verzonnen.")
    assert "openbare" not in origin(is_invented=True)
    assert "openbare bronnen" in origin(is_invented=False)


def test_it_says_how_the_three_groups_are_chosen_and_from_how_many_others():
    assert PARAGRAPHS["Sterk, aandacht en verandert"] == (
        f"Sterk is een score boven 60, Aandacht een score onder 40, bij ten minste {ENOUGH_OTHERS} andere regio’s. "
        "Verandert is van de overige cijfers de grootste verandering, gemeten naar hoe ver regio’s uit elkaar liggen.",
    )


def test_it_says_which_end_of_the_score_is_favourable():
    words = " ".join(PARAGRAPHS["Vergelijken"])
    assert "Is lager gunstiger, dan draaien wij de score om. Zo is 100 altijd het gunstigst." in words
