"""A map on the page: a link an area; in print: one path a class, which is what keeps a report fast."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.geometry import Points, flatten, inner_place, outlines
from lib.charts.ink import (
    LETTER,
    Canvas,
    Paper,
    Print,
    Room,
    hatch,
    heading,
    identity,
    path_data,
    pattern,
    picture,
    thicker,
)
from lib.charts.legends import SAMPLE_HEIGHT, SAMPLE_WIDTH, draw_legend, legend_height
from lib.charts.looks import PRINT_EM, Look
from lib.charts.maps import UNKNOWN, Class, classes, value_in_words
from lib.charts.scales import shown
from lib.charts.specs import Area, Choropleth
from lib.svg import attributes_text, clean, num, shorten, tag, words

# Units across a map on the page: whole numbers are then a third of a pixel apart. chart.css knows the letter.
PAGE_WIDTH = 1800.0
PAGE_LETTER = 46.0
PAGE_TILE = 24.0
# In print a unit is a twentieth of a millimetre.
PRINT_UNITS = 20.0
PRINT_TILE = 26.0
ABOVE_LEGEND = 2.5
LABELS = 15
NAME_LETTERS = 22
SHORT_UNIT = 3
FINE = f"scale({num(1 / PRINT_UNITS)})"
DOTS = (((0.25, 0.25), (0.25, 0.25)), ((0.75, 0.75), (0.75, 0.75)))


@dataclass(frozen=True)
class _Shape:
    area: Area
    look: str
    rings: list[Points]
    outline: str


def draw_map(chart: Choropleth, on: Paper) -> str:
    """The map; on the page its legend stands beside it as text (to_key), in print it is part of the picture."""
    canvas = on(Room(1))
    return _printed(chart, canvas) if isinstance(canvas, Print) else _on_page(chart, canvas)


def map_identity(chart: Choropleth) -> str:
    """The start of the ids of a map's patterns."""
    return identity(chart.title, chart.alt, chart.direction, [(area.code, area.value) for area in chart.areas])


def _shapes(found: Sequence[Class], width: float, units: float = 1.0) -> tuple[list[_Shape], float]:
    """The areas class by class, flattened to `width`, with outlines in `units` a unit; and the height of the map."""
    members = [(area, one.look) for one in found for area in one.areas]
    sheet = flatten([area.rings for area, _ in members], width)
    drawn = zip(members, outlines(sheet, units), strict=True)
    return [_Shape(area, look, sheet.rings(i), d) for i, ((area, look), d) in enumerate(drawn)], sheet.height


def _patterns(canvas: Canvas, mark: str, found: Sequence[Class]) -> str:
    """The hatches of the worse classes and the dots of areas without a number.

    In print they are see-through and lie over the colour: tiles with a ground of their own leave seams there.
    """
    tile, units = (PAGE_TILE, 1.0) if canvas.is_screen else (PRINT_TILE, PRINT_UNITS)
    drawn = []
    for one in found:
        ground = one.look if canvas.is_screen else ""
        if one.is_hatched:
            drawn.append(hatch(canvas, f"{mark}-{one.look}", ground, tile, units=units))
        elif one.look == UNKNOWN:
            size = tile * 1.4
            dots = tag("path", d=path_data(DOTS, size, size), **thicker(canvas.look("unknown-dot"), units))
            drawn.append(pattern(canvas, f"{mark}-{UNKNOWN}", ground, dots, size))
    return tag("defs", *drawn) if drawn else ""


def _has_pattern(look: str) -> bool:
    return look.startswith("worse") or look == UNKNOWN


def _on_page(chart: Choropleth, canvas: Canvas) -> str:
    found, mark = classes(chart), map_identity(chart)
    shapes, height = _shapes(found, PAGE_WIDTH)
    looks = {one.look: attributes_text(_page_look(canvas, mark, one.look)) for one in found}
    ours = "".join(shape.outline for shape in shapes if shape.area.is_ours)
    return tag(
        "svg",
        heading(chart.title, chart.alt),
        _patterns(canvas, mark, found),
        *(_page_area(chart, shape, looks[shape.look]) for shape in shapes),
        tag("path", d=ours, **canvas.look("ours-edge")) if ours else "",
        _labels(canvas, chart, shapes, PAGE_LETTER),
        class_="chart chart-map",
        # Not an image when there are links in it. They are left out of the tab order, for an equal list stands beside
        # every map, and small areas are no target for a finger.
        role="group" if any(area.href for area in chart.areas) else "img",
        viewBox=f"0 0 {num(PAGE_WIDTH)} {num(height)}",
    )


def _page_look(canvas: Canvas, mark: str, look: str) -> Look:
    if _has_pattern(look):
        return {**canvas.look("area"), "fill": f"url(#{mark}-{look})"}
    return canvas.look(f"area {look}")


def _page_area(chart: Choropleth, shape: _Shape, look: str) -> str:
    area = shape.area
    # Put together by hand, for there may be hundreds: digits and spaces need no escaping.
    path = (
        f'<path d="{shape.outline}"{look}><title>{words(f"{area.name}: {value_in_words(chart, area)}")}</title></path>'
    )
    return tag("a", path, href=area.href, tabindex="-1") if area.href else path


def _labels(canvas: Canvas, chart: Choropleth, shapes: Sequence[_Shape], letter: float) -> str:
    """The value and the name in each area that is wide enough, when there are few areas."""
    if len(shapes) > LABELS:
        return ""
    return "".join(_label(canvas, chart, shape, letter) for shape in shapes)


def _label(canvas: Canvas, chart: Choropleth, shape: _Shape, letter: float) -> str:
    x, y, room = inner_place(shape.rings)
    value = "" if shape.area.value is None else _short_value(chart, shape.area.value)
    rows = [(value, "place-value"), (shorten(shape.area.name, NAME_LETTERS), "place")]
    fitting = [(row, role) for row, role in rows if row and len(clean(row)) * LETTER * letter < room * 0.96]
    drawn = []
    for i, (row, role) in enumerate(fitting):
        down = (i - (len(fitting) - 1) / 2) * letter * 1.15 + letter * 0.35
        place = {"x": x, "y": y + down}
        if not canvas.is_screen and shape.look.startswith("worse"):
            # WeasyPrint has no paint-order: the halo that keeps letters readable on a hatch is drawn first.
            drawn.append(tag("text", words(row), **place, **canvas.look(f"{role} halo-{shape.look}")))
        drawn.append(tag("text", words(row), **place, **canvas.look(f"{role} over-{shape.look}")))
    return "".join(drawn)


def _short_value(chart: Choropleth, value: float) -> str:
    """The value, with its unit when that is short; a longer one is said in the legend."""
    unit = f" {chart.unit}" if 0 < len(chart.unit) <= SHORT_UNIT else ""
    return shown(value, chart.decimals) + unit


def _printed(chart: Choropleth, canvas: Print) -> str:
    width, found, mark = canvas.width, classes(chart), map_identity(chart)
    shapes, height = _shapes(found, width, PRINT_UNITS)
    top = height + ABOVE_LEGEND
    labels = [one.label for one in found]
    legend = draw_legend(labels, width, canvas.look("soft"), lambda i, at: _sample(canvas, mark, found[i].look, at))
    return picture(
        heading(chart.title, chart.alt),
        _patterns(canvas, mark, found),
        tag(
            "g", *(_class_path(canvas, mark, one, shapes) for one in found), _print_ours(canvas, shapes), transform=FINE
        ),
        _labels(canvas, chart, shapes, PRINT_EM),
        tag("g", legend, transform=f"translate(0 {num(top)})") if legend else "",
        width=width,
        height=top + legend_height(labels, width),
    )


def _class_path(canvas: Print, mark: str, one: Class, shapes: Sequence[_Shape]) -> str:
    d = "".join(shape.outline for shape in shapes if shape.look == one.look)
    return "".join(tag("path", d=d, fill_rule="evenodd", **look) for look in _print_looks(canvas, mark, one.look))


def _print_looks(canvas: Print, mark: str, look: str) -> list[Look]:
    """How an area is painted: its colour, and the pattern over it when it has one."""
    colour = thicker(canvas.look(f"area {look}"), PRINT_UNITS)
    return [colour, {"fill": f"url(#{mark}-{look})"}] if _has_pattern(look) else [colour]


def _print_ours(canvas: Print, shapes: Sequence[_Shape]) -> str:
    d = "".join(shape.outline for shape in shapes if shape.area.is_ours)
    return tag("path", d=d, **thicker(canvas.look("ours-edge"), PRINT_UNITS)) if d else ""


def _sample(canvas: Print, mark: str, look: str, at: tuple[float, float]) -> str:
    """A sample of a class, in the units of the map so that the patterns fit."""
    size = {"width": SAMPLE_WIDTH * PRINT_UNITS, "height": SAMPLE_HEIGHT * PRINT_UNITS}
    rects = [tag("rect", **size, **painted) for painted in _print_looks(canvas, mark, look)]
    return tag("g", *rects, transform=f"translate({num(at[0])} {num(at[1])}) {FINE}")
