"""The answers to one statement as a bar around the middle of «niet eens en niet oneens», hatched at its ends."""

from collections.abc import Sequence

from lib.svg import tag
from lib.text import number
from succesfactoren.analysis.diverging import DivergingBar, diverging_bar
from succesfactoren.analysis.outcome_shape import StatementOutcome
from succesfactoren.analysis.result_words import CHOICES
from succesfactoren.charts.pens import PaperPen, Pen, frame

FILLS = ("worse-2", "worse-1", "middle", "better-1", "better-2")
LETTERS = ("on-2", "on-1", "on-1", "on-1", "on-2")
HATCHES = {0: "naar", 4: "op"}
"""The ends are hatched, each its own way: colour alone does not tell them apart."""
HEIGHT, TOP, BAR = 36.0, 4.0, 28.0
ROOM_FOR_NUMBER = 0.075
"""A piece narrower than this share of the plot has no number in it; the table has them all."""


def bars_of(statements: Sequence[StatementOutcome]) -> dict[str, DivergingBar]:
    """The bar of each statement of which the distribution is shown."""
    found = {
        one["code"]: diverging_bar(one["counts"], one["n_unknown"] or 0)
        for one in statements
        if one["counts"] is not None
    }
    return {code: bar for code, bar in found.items() if bar is not None}


def reach_of(bars: dict[str, DivergingBar]) -> float:
    """How far the longest reaches from the middle, in percents: all bars of one page share it."""
    return max((max(bar.left, bar.right) for bar in bars.values()), default=100.0) + 2


def diverging_plot(text: str, bar: DivergingBar, reach: float, pen: Pen) -> str:
    """The five pieces with their percentages, and the middle line above and below them."""
    edges = [(edge + reach) / (2 * reach) for edge in bar.edges]
    drawn = [_hatches(pen)] if isinstance(pen, PaperPen) else []
    for i, share in enumerate(bar.percents):
        if share > 0:
            drawn += _piece(i, edges[i], edges[i + 1] - edges[i], share, pen)
    for y1, y2 in ((TOP - 6, TOP), (TOP + BAR, TOP + BAR + 6)):
        ends = {"x1": pen.x(0.5), "x2": pen.x(0.5), "y1": max(0, y1) * pen.unit, "y2": min(y2, HEIGHT) * pen.unit}
        drawn.append(tag("line", **ends, **pen.look("zero")))
    return frame(pen, *drawn, height=HEIGHT, label=bar_words(text, bar))


def bar_words(text: str, bar: DivergingBar) -> str:
    """The same for who does not see it."""
    said = [f"{name.lower()} {number(share)} %" for name, share in zip(CHOICES, bar.percents, strict=True)]
    return f"{text} {', '.join(said)}."


def _piece(i: int, begin: float, width: float, share: float, pen: Pen) -> list[str]:
    place = {"x": pen.x(begin), "width": pen.x(width), "y": TOP * pen.unit, "height": BAR * pen.unit}
    drawn = [tag("rect", **place, **pen.look(FILLS[i]))]
    if i in HATCHES:
        drawn.append(tag("rect", **place, fill=f"url(#{HATCHES[i]})"))
    if width >= ROOM_FOR_NUMBER:
        y = (TOP + BAR / 2 + 5) * pen.unit
        drawn.append(tag("text", number(share), x=pen.x(begin + width / 2), y=y, **pen.look(LETTERS[i])))
    return drawn


def _hatches(pen: PaperPen) -> str:
    tiles = [
        tag(
            "pattern",
            tag("path", d=path, **pen.look("hatch")),
            id=name,
            width=1.6,
            height=1.6,
            patternUnits="userSpaceOnUse",
        )
        for name, path in (("naar", "M0 1.6L1.6 0"), ("op", "M0 0L1.6 1.6"))
    ]
    return tag("defs", *tiles)
