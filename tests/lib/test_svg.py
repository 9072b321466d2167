"""SVG that is well formed whatever is in the labels."""

import pytest
from defusedxml import ElementTree as ET
from hypothesis import given
from hypothesis import strategies as st

from lib import svg

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_any_label_comes_back_clean_from_an_element_and_from_an_attribute(label):
    found = ET.fromstring(svg.tag("text", svg.words(label), data_name=label))
    assert (found.text or "") == svg.clean(label)
    assert found.get("data-name") == svg.clean(label)


@given(ANY_TEXT)
def test_a_clean_label_holds_no_control_and_no_mark_that_turns_text_around(label):
    unwanted = {*map(chr, range(32)), "\x7f", "\u200f", "\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067"}
    assert unwanted & set(svg.clean(label)) == set()


def test_markup_in_a_label_is_text():
    assert svg.words("<b>R&D</b>") == "&lt;b&gt;R&amp;D&lt;/b&gt;"
    assert svg.tag("g", title='a "b" <c>') == "<g title='a \"b\" &lt;c&gt;'/>"


def test_underscores_stand_for_hyphens_and_what_is_none_is_left_out():
    assert svg.tag("g", class_="a", text_anchor="end", dy=None) == '<g class="a" text-anchor="end"/>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [(12.0, "12"), (0.5, "0.5"), (-0.001, "0"), (1 / 3, "0.33"), (100.0, "100"), (-3.25, "-3.25")],
)
def test_a_coordinate_is_short(value, expected):
    assert svg.num(value) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_not_drawn(value):
    with pytest.raises(ValueError, match="not a coordinate"):
        svg.num(value)


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("Provincie Gelderland 73,1", ["Provincie Gelderland", "73,1"]),
        ("Kort", ["Kort"]),
        ("", []),
        ("Gemiddelde van de twaalf vergelijkbare regio’s", ["Gemiddelde van de", "twaalf vergelijkbar…"]),
        ("Meerssenhovensestraatweggebied", ["Meerssenhovensestra…"]),
    ],
)
def test_a_long_label_is_wrapped_and_what_is_left_off_is_seen(label, rows):
    assert svg.wrap(label, 20) == rows
