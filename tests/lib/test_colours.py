"""Whatever two colours a community chooses, everything that follows from them can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import colours
from lib.colours import contrast, darkened, derive, lightened, luminance, text_on

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # Worked examples: white on black by definition, the others as the WebAIM contrast checker gives them.
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


@given(ANY, ANY)
def test_every_text_can_be_read_on_its_surface(primary, accent):
    face = derive(primary, accent)
    pairs = [
        (face.on_cover, face.cover),
        (face.on_cover_button, face.cover_button),
        (face.on_primary, face.primary),
        (face.on_accent, face.accent),
        (face.dark_on_primary, face.dark_primary),
        (face.dark_on_accent, face.dark_accent),
        *((face.primary, paper) for paper in colours.PAPERS),
        *((face.accent_line, paper) for paper in colours.PAPERS),
        *((face.dark_primary, paper) for paper in colours.DARK_PAPERS),
        *((face.dark_accent, paper) for paper in colours.DARK_PAPERS),
    ]
    assert min(contrast(one, other) for one, other in pairs) >= 4.5


@given(ANY, ANY)
def test_the_button_stands_out_on_the_cover(primary, accent):
    face = derive(primary, accent)
    assert contrast(face.cover_button, face.cover) >= 3


@given(ANY)
def test_a_shade_is_the_colour_itself_or_darker(colour):
    shade = darkened(colour, colours.PAPERS, 4.5)
    assert shade == colour or luminance(shade) < luminance(colour)


@given(ANY)
def test_a_shade_for_the_dark_is_the_colour_itself_or_lighter(colour):
    shade = lightened(colour, colours.DARK_PAPERS, 4.5)
    assert shade == colour or luminance(shade) > luminance(colour)


@given(ANY)
def test_white_or_black_can_always_be_read(surface):
    assert contrast(text_on(surface), surface) >= 4.5


def test_yellow_stays_yellow_when_it_becomes_darker():
    red, green, blue = (int(darkened("#f5b80c", colours.PAPERS, 4.5)[at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue


def test_colours_that_can_be_read_stay_as_they_are_chosen():
    face = derive("#57204a", "#b23c14")
    assert (face.cover, face.primary, face.accent, face.accent_line) == ("#57204a", "#57204a", "#b23c14", "#b23c14")


def test_nothing_is_said_where_nothing_was_done():
    assert derive("#13294b", "#ff9b7a").notes == (
        "Uw tweede kleur #ff9b7a is op papier niet goed te lezen. Knoppen houden die kleur, met letters die u "
        f"wel kunt lezen en een rand in {derive('#13294b', '#ff9b7a').accent_line}: dezelfde kleur, donkerder.",
    )
    assert derive("#fbe9d0", "#7a1f1f").notes[0].startswith("Uw hoofdkleur #fbe9d0 is te licht")
    assert derive("#12041c", "#b0481a").notes == ()


@pytest.mark.parametrize("wrong", ["", "red", "#fff", "#12345g", "0e4b55#", "#0e4b5500"])
def test_what_is_no_colour_is_refused(wrong):
    with pytest.raises(ValueError):
        derive(wrong, "#000000")


def test_papers_are_those_of_the_tokens():
    text = TOKENS.read_text()
    light, dark = text.split("prefers-color-scheme: dark", 1)

    def papers(part: str) -> tuple[str, ...]:
        return tuple(re.search(rf"--{name}: (#[0-9a-f]{{6}});", part)[1] for name in ("paper", "paper-tint"))

    assert (papers(light), papers(dark)) == (colours.PAPERS, colours.DARK_PAPERS)
