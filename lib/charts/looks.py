"""How the parts of a chart look on paper: the roles that chart.css knows, as attributes with colours of their own."""

from dataclasses import dataclass
from functools import lru_cache

from lib.svg import Attribute, num

Look = dict[str, Attribute]

SANS = "'Source Sans 3', 'Source Sans Pro', sans-serif"
SERIF = "'Source Serif 4', 'Source Serif Pro', serif"
# Letters in print: 8.5 point, in millimetres.
PRINT_EM = 3.0
# How the series that are not ours differ from each other without colour: by their dashes, in pixels.
DASHES = (None, "6 3", "2 2.5", "9 3 2 3", "4 4", "1 3", "12 4")


@dataclass(frozen=True)
class Palette:
    """The colours of print; the same names and values as the light scheme in static/css/tokens.css."""

    paper: str = "#fbf8f1"
    ink: str = "#15252a"
    ink_soft: str = "#4b5a5d"
    line: str = "#dbd6c9"
    line_firm: str = "#74807d"
    primary: str = "#0e4b55"
    better_2: str = "#134a7c"
    better_1: str = "#8fb8d9"
    middle: str = "#ddd8ca"
    worse_1: str = "#efb778"
    worse_2: str = "#a04e07"
    on_2: str = "#ffffff"
    on_1: str = "#15252a"

    ramp: tuple[str, ...] = ("#e3e6dd", "#b9cbc8", "#86a9a9", "#4a7a7f", "#1b4d56")

    def colour(self, name: str) -> str:
        """The colour of a class of a map: `better-2` to `worse-2`, or `ramp-1` (pale) to `ramp-5` (full)."""
        if name.startswith("ramp-"):
            return self.ramp[int(name.removeprefix("ramp-")) - 1]
        return str(getattr(self, name.replace("-", "_")))


HOUSE = Palette()


@lru_cache(maxsize=1024)
def print_look(role: str, palette: Palette) -> Look:
    """What chart.css says of a role, as attributes. A role may be several words, the last says most."""
    look: Look = {}
    for name in role.split():
        look |= _strokes(palette).get(name) or _fills(palette).get(name) or _letters(palette).get(name) or {}
    return look


def _strokes(p: Palette) -> dict[str, Look]:
    def thin(colour: str, width: float, dash: str | None = None) -> Look:
        return {"fill": "none", "stroke": colour, "stroke_width": width, "stroke_dasharray": dash}

    looks = {
        "axis": thin(p.line, 0.2),
        "zero": thin(p.ink, 0.3),
        "peer": thin(p.line_firm, 0.3),
        "median": thin(p.ink, 0.35),
        "mark": thin(p.ink, 0.3),
        "break": thin(p.line_firm, 0.25, "0.8 0.8"),
        "leader": thin(p.line_firm, 0.2),
        "limit-0": thin(p.ink_soft, 0.3, "1.5 0.8"),
        "limit-1": thin(p.ink_soft, 0.3, "0.5 0.6"),
        "limit-2": thin(p.ink, 0.4, "1.5 0.8"),
        "limit-3": thin(p.ink, 0.4, "0.5 0.6"),
        "margin": thin(p.ink, 0.35),
        "inside": thin(p.paper, 0.35),
        "spark": thin(p.ink_soft, 0.4),
        "ours-line": thin(p.primary, 0.8) | {"stroke_linejoin": "round", "stroke_linecap": "round"},
        "ours-edge": thin(p.ink, 0.7) | {"stroke_linejoin": "round"},
    }
    dashes = {
        f"other-{i}": thin(p.ink_soft, 0.35, " ".join(num(float(d) * 0.26) for d in dash.split()) if dash else None)
        | {"stroke_linejoin": "round"}
        for i, dash in enumerate(DASHES)
    }
    return looks | dashes


def _fills(p: Palette) -> dict[str, Look]:
    classes = ["better-2", "better-1", "middle", "worse-1", "worse-2", *(f"ramp-{i}" for i in range(1, 6))]
    looks: dict[str, Look] = {name: {"fill": p.colour(name)} for name in classes}
    edge: Look = {"stroke": p.paper, "stroke_width": 0.25, "stroke_linejoin": "round"}
    return looks | {
        "bar": {"fill": p.line_firm},
        "ours": {"fill": p.primary},
        "us": {"fill": p.primary, "stroke": p.paper, "stroke_width": 0.4},
        "band": {"fill": p.primary, "fill_opacity": 0.16, "stroke": "none"},
        "own-margin": {"fill": p.primary, "fill_opacity": 0.45},
        "peer-dot": {"fill": p.line_firm, "fill_opacity": 0.7},
        "other-dot": {"fill": p.ink_soft},
        "arrow": {"fill": p.ink},
        "area": edge,
        "edge-better": {"stroke": p.better_2, "stroke_width": 0.2},
        "edge-worse": {"stroke": p.worse_2, "stroke_width": 0.2},
        "hatch": {"fill": "none", "stroke": p.paper, "stroke_width": 0.32, "stroke_opacity": 0.6},
        "hatch-pale": {"fill": "none", "stroke": p.worse_2, "stroke_width": 0.25, "stroke_opacity": 0.65},
        "unknown": {"fill": p.paper},
        "unknown-dot": {"fill": "none", "stroke": p.line_firm, "stroke_width": 0.4, "stroke_linecap": "round"},
    }


def _halo(colour: str) -> Look:
    return {"fill": colour, "stroke": colour, "stroke_width": 0.9, "stroke_linejoin": "round"}


def _letters(p: Palette) -> dict[str, Look]:
    def letters(colour: str, anchor: str | None = None, weight: int | None = None) -> Look:
        return {
            "fill": colour, "font_family": SANS, "font_size": PRINT_EM, "font_weight": weight, "text_anchor": anchor,
        }  # fmt: skip

    serif: Look = {"font_family": SERIF}
    return {
        "tick": letters(p.ink_soft),
        "tick-x": letters(p.ink_soft, "middle"),
        "end-high": letters(p.ink_soft, "end"),
        "end-low": letters(p.ink_soft, "start"),
        "name": letters(p.ink, "end"),
        "name-ours": letters(p.ink, "end", 600),
        "amount": letters(p.ink, "end"),
        "amount-ours": letters(p.ink, "end", 600),
        "direct": letters(p.ink_soft),
        "direct-ours": letters(p.primary, weight=600),
        "mark-name": letters(p.ink, "middle", 600),
        "soft": letters(p.ink_soft),
        "place": letters(p.ink, "middle") | serif,
        "place-value": letters(p.ink, "middle", 600),
        **{f"over-{name}": {"fill": p.on_2} for name in ("better-2", "worse-2", "ramp-4", "ramp-5")},
        **{f"halo-{name}": _halo(p.colour(name)) for name in ("worse-1", "worse-2")},
    }
