"""Legends of printed charts: samples with words, over as many rows as it takes. The page has HTML for it (to_key)."""

from collections.abc import Callable, Sequence

from lib.charts.ink import LETTER
from lib.charts.looks import PRINT_EM, Look
from lib.svg import clean, tag, words

SAMPLE_WIDTH = 5.0
SAMPLE_HEIGHT = 3.0
ROW_HEIGHT = 5.0
GAP = 1.2
BETWEEN = 4.5

Place = tuple[float, float]


def legend_places(labels: Sequence[str], width: float) -> list[Place]:
    """Where each sample stands, in millimetres from the left top, so that the rows are at most `width` wide."""
    x = y = 0.0
    places = []
    for label in labels:
        room = SAMPLE_WIDTH + GAP + len(clean(label)) * LETTER * PRINT_EM
        if x and x + room > width:
            x, y = 0.0, y + ROW_HEIGHT
        places.append((x, y))
        x += room + BETWEEN
    return places


def legend_height(labels: Sequence[str], width: float) -> float:
    """How high the legend is, in millimetres."""
    return legend_places(labels, width)[-1][1] + ROW_HEIGHT if labels else 0.0


def draw_legend(labels: Sequence[str], width: float, look: Look, sample: Callable[[int, Place], str]) -> str:
    """The words of a legend with what `sample(i, place)` draws before each of them."""
    drawn = []
    for i, (x, y) in enumerate(legend_places(labels, width)):
        drawn.append(sample(i, (x, y)))
        drawn.append(tag("text", words(labels[i]), x=x + SAMPLE_WIDTH + GAP, y=y + SAMPLE_HEIGHT * 0.83, **look))
    return "".join(drawn)
