"""A bar of money: what each winner takes of the whole amount, and what is left. The figures beside it say the same."""

from django.utils.safestring import SafeString, mark_safe

from initiatives.analysis.result_shape import ResultFigures
from lib.svg import tag

WIDTH, HEIGHT, GAP = 1000.0, 40, 4.0


def money_bar(figures: ResultFigures) -> SafeString:
    """The whole width is the amount; each winner is a piece, in the order in which it was chosen."""
    costs = {one["code"]: one["cost"] for one in figures["projects"]}
    pieces, begin = [tag("rect", x=0, y=0, width=WIDTH, height=HEIGHT, class_="money-left")], 0.0
    for code in figures["winners"]:
        width = WIDTH * costs[code] / figures["amount"]
        pieces.append(tag("rect", x=begin, y=0, width=max(width - GAP, 1.0), height=HEIGHT, class_="money-won"))
        begin += width
    drawn = tag(
        "svg",
        *pieces,
        class_="money-bar",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT}",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )
    return mark_safe(drawn)  # noqa: S308  # numbers and our own class names
