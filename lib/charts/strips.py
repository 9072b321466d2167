"""Small plots on one line: our place among the peers, and a theme's score against its reference."""

from lib.charts.ink import Canvas, Paper, Room, block, dot, hatch, identity, line
from lib.charts.scales import Scale, deciles, shown
from lib.charts.specs import Strip, ThemeBar
from lib.svg import tag

# More ticks than this run into each other on a phone; then the deciles are drawn instead.
TICKS = 60


def draw_strip(chart: Strip, on: Paper) -> str:
    """Ticks for the peers, a long one for the middle, a dot for us, and the ends in numbers."""
    has_ends = chart.low is not None and chart.high is not None
    canvas = on(Room(1.7, bottom=1.3 if has_ends else 0.0, left=0.5, right=0.5))
    scale = strip_scale(chart)
    parts = [line(canvas, (0, 0.5), (1, 0.5), "axis")]
    parts += [line(canvas, (x, 0.33), (x, 0.67), "peer") for x in map(scale.inside, ticks(chart))]
    if chart.median is not None:
        x = scale.inside(chart.median)
        parts.append(line(canvas, (x, 0.1), (x, 0.9), "median"))
    if chart.margin is not None:
        low, high = (scale.inside(end) for end in chart.margin)
        parts.append(block(canvas, (low, 0.4), (high, 0.6), "own-margin"))
    if chart.value is not None:
        parts.append(dot(canvas, (scale.inside(chart.value), 0.5), 0.44, "us"))
    if chart.low is not None and chart.high is not None:
        parts.append(canvas.label(shown(scale.low, chart.decimals), (0, 1), "end-low", shift=(0, 1.0)))
        parts.append(canvas.label(shown(scale.high, chart.decimals), (1, 1), "end-high", shift=(0, 1.0)))
    return canvas.frame("".join(parts), kind="strip", title=chart.alt or chart.title, alt="")


def strip_scale(chart: Strip) -> Scale:
    """From the lowest to the highest that is drawn: the ends asked for, the peers, and our own value."""
    drawn = [
        v
        for v in (chart.low, chart.high, chart.value, chart.median, *chart.peers, *(chart.margin or ()))
        if v is not None
    ]
    return Scale(min(drawn, default=0.0), max(drawn, default=1.0))


def ticks(chart: Strip) -> list[float]:
    """What gets a tick: each peer, or nine deciles when there are many."""
    return sorted(chart.peers) if len(chart.peers) <= TICKS else deciles(chart.peers)


def draw_theme_bar(chart: ThemeBar, on: Paper) -> str:
    """A bar from the reference to the score: blue and solid when better, orange and hatched when worse."""
    canvas = on(Room(2.0, left=0.5, right=0.5))
    scale = Scale(*chart.scale)
    parts = [line(canvas, (0, 0.5), (1, 0.5), "axis")]
    if chart.value is not None:
        parts.append(_bar(canvas, chart, scale, chart.value))
        parts.append(_margin(canvas, chart, scale, chart.value))
        parts.append(_arrow(canvas, scale, chart.value))
    x = scale.inside(chart.reference)
    parts.append(line(canvas, (x, 0.05), (x, 0.95), "zero"))
    return canvas.frame("".join(parts), kind="theme plot", title=chart.alt or chart.title, alt="")


def is_certain(chart: ThemeBar) -> bool:
    """Whether the margin leaves the reference out; without a margin nothing contradicts the difference."""
    if chart.low is None or chart.high is None:
        return True
    return not chart.low <= chart.reference <= chart.high


def _bar(canvas: Canvas, chart: ThemeBar, scale: Scale, value: float) -> str:
    worse, step = value < chart.reference, 2 if is_certain(chart) else 1
    ends = (scale.inside(chart.reference), 0.34), (scale.inside(value), 0.66)
    role = f"{'worse' if worse else 'better'}-{step}"
    edge = "" if step == 2 else f" edge-{'worse' if worse else 'better'}"
    solid = block(canvas, *ends, role + edge)
    if not worse:
        return solid
    mark = identity("theme", chart.title, value, step)
    tile = hatch(canvas, mark, "", 6 if canvas.is_screen else 1.4, role="hatch" if step == 2 else "hatch-pale")
    return tag("defs", tile) + solid + block(canvas, *ends, "hatched", fill=f"url(#{mark})")


def _margin(canvas: Canvas, chart: ThemeBar, scale: Scale, value: float) -> str:
    """The margin: light where it lies on a dark bar, dark where it lies beside it."""
    if chart.low is None or chart.high is None:
        return ""
    low, high = scale.inside(chart.low), scale.inside(chart.high)
    first, last = sorted((scale.inside(chart.reference), scale.inside(value)))
    drawn = [line(canvas, (low, 0.5), (high, 0.5), "margin")]
    shared = max(low, first), min(high, last)
    is_dark = is_certain(chart)
    if is_dark and shared[0] < shared[1]:
        drawn.append(line(canvas, (shared[0], 0.5), (shared[1], 0.5), "inside"))
    for end in (chart.low, chart.high):
        if 0 <= scale.share(end) <= 1:
            x = scale.share(end)
            on_bar = is_dark and first < x < last
            drawn.append(
                line(
                    canvas, (x, 0.4 if on_bar else 0.36), (x, 0.6 if on_bar else 0.64), "inside" if on_bar else "margin"
                )
            )
    return "".join(drawn)


def _arrow(canvas: Canvas, scale: Scale, value: float) -> str:
    """At the end where the bar would go on."""
    share = scale.share(value)
    if 0 <= share <= 1:
        return ""
    at, sign = (0.0, "‹") if share < 0 else (1.0, "›")
    return canvas.label(sign, (at, 0.5), "amount", shift=(-0.45 if share < 0 else 0.1, 0.35), anchor="start")
