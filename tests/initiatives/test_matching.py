"""What fits what, what speaks of money, and what may become of a match: laws, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.analysis.match_states import ALLOWED, NEEDS_BOTH, after, may_become
from initiatives.analysis.matching import Card, fit, fitting
from initiatives.analysis.money_words import is_about_money

cards = st.builds(
    Card,
    number=st.integers(1, 10_000),
    side=st.sampled_from(["vraag", "aanbod"]),
    kind=st.sampled_from(["kennis", "ruimte"]),
    owner=st.integers(1, 4),
    theme=st.integers(0, 2),
    place=st.sampled_from(["", "Meerkamp", "meerkamp ", "Elzendam"]),
)
many = st.lists(cards, max_size=12, unique_by=lambda card: card.number)


def test_the_same_theme_and_place_come_before_one_of_them_and_the_theme_before_the_place():
    need = Card(1, "vraag", "kennis", owner=1, theme=3, place="Meerkamp")
    offers = [
        Card(10, "aanbod", "kennis", owner=2),
        Card(11, "aanbod", "kennis", owner=2, place="  MEERKAMP"),
        Card(12, "aanbod", "kennis", owner=3, theme=3, place="Elzendam"),
        Card(13, "aanbod", "kennis", owner=3, theme=3, place="Meerkamp"),
        Card(14, "aanbod", "ruimte", owner=3, theme=3, place="Meerkamp"),
        Card(15, "vraag", "kennis", owner=3, theme=3, place="Meerkamp"),
        Card(16, "aanbod", "kennis", owner=1, theme=3, place="Meerkamp"),
    ]
    assert [(one.number, one.words) for one in fitting(need, offers)] == [
        (13, "zelfde thema, zelfde plaats"),
        (12, "zelfde thema"),
        (11, "zelfde plaats"),
        (10, "zelfde soort"),
    ]


def test_what_is_not_known_is_not_the_same():
    found = fit(Card(1, "vraag", "kennis", owner=1), Card(2, "aanbod", "kennis", owner=2))
    assert found is not None
    assert (found.has_same_theme, found.has_same_place) == (False, False)


@given(cards, cards)
def test_what_fits_one_way_fits_the_other_way_for_the_same_reasons(one, other):
    there, back = fit(one, other), fit(other, one)
    assert (there is None) == (back is None)
    if there and back:
        assert there.words == back.words


@given(cards, many, st.randoms())
def test_the_order_in_which_they_come_changes_nothing(one, others, chance):
    shuffled = list(others)
    chance.shuffle(shuffled)
    assert fitting(one, shuffled) == fitting(one, others)


@given(cards, many)
def test_only_the_other_side_the_same_kind_and_somebody_else_fits(one, others):
    by_number = {card.number: card for card in others}
    fits = [by_number[found.number] for found in fitting(one, others)]
    allowed = [card for card in others if card.side != one.side and card.kind == one.kind and card.owner != one.owner]
    assert sorted(card.number for card in fits) == sorted(card.number for card in allowed)


@given(cards, many)
def test_the_same_theme_never_lowers_a_place(one, others):
    themed = Card(one.number, one.side, one.kind, one.owner, 1, one.place)
    for card in others:
        raised = [Card(c.number, c.side, c.kind, c.owner, 1 if c == card else c.theme, c.place) for c in others]
        before = [found.number for found in fitting(themed, others)]
        now = [found.number for found in fitting(themed, raised)]
        if card.number in before:
            assert now.index(card.number) <= before.index(card.number)


@pytest.mark.parametrize(
    "words",
    [
        "Wij zoeken geld",
        "Wie leent ons nog wat geld?",
        "Sponsors gezocht voor het zomerfeest",
        "Subsidie nodig voor het dak",
        "Wij zijn op zoek naar een sponsor",
        "Wie helpt ons aan geld?",
        "Ik geef een donatie",
        "Wij hebben nodig: geld",
        "Kan iemand ons geld lenen?",
        "Geld",
        "Naaimachine, 50 euro",
        "Bank te koop",
        "Voor € 20 mag u hem hebben",
        "100,- voor de aanhanger",
        "2,50 euro per kop",
        "Ik help u tegen betaling",
    ],
)
def test_money_and_prices_are_seen(words):
    assert is_about_money("Een gewone zin", words)


@pytest.mark.parametrize(
    "words",
    [
        "Wie weet hoe je subsidie aanvraagt?",
        "Wij zoeken iemand die weet hoe je subsidie aanvraagt",
        "Hulp bij een subsidie gezocht",
        "Cursus omgaan met geld",
        "Wij hebben geen geld nodig, wel handen",
        "Zonder geld een feest geven",
        "Ik bied kennis over financiering",
        "Zoek een penningmeester voor het geld",
        "Gratis zaal op dinsdag, dit geldt voor iedereen",
        "3 tafels, 20 stoelen en een aanhanger van 2,5 meter",
        "Wie heeft in 2027 tijd op de 100-jarige dorpsdag?",
        "",
    ],
)
def test_talking_about_money_is_something_else(words):
    assert not is_about_money(words)


def test_the_table_ends_and_nothing_stays_where_it_is():
    assert {then for states in ALLOWED.values() for then in states} <= set(ALLOWED)
    assert [state for state, states in ALLOWED.items() if not states] == ["waargemaakt", "niet gelukt"]
    assert not any(may_become(state, state) for state in ALLOWED)
    assert not may_become("in gesprek", "waargemaakt")


@pytest.mark.parametrize(("own", "other"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_yes_takes_two_and_a_no_takes_one(own, other):
    for now, states in ALLOWED.items():
        for then in states:
            both, either = own and other, own or other
            holds = both if then in NEEDS_BOTH else either
            assert after(now, then, own_side=own, other_side=other) == (then if holds else now)


def test_a_change_that_the_table_does_not_know_is_refused():
    with pytest.raises(ValueError, match="from waargemaakt"):
        after("waargemaakt", "niet gelukt", own_side=True, other_side=True)
