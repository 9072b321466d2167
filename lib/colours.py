"""Colours that somebody chose, made readable. Contrast as in WCAG 2.2; shades are found in OKLCH, which keeps the hue.

Nothing is refused: a colour without enough contrast becomes darker (on paper) or lighter (in the dark) until it has
it, and `Face.notes` says so in words.
"""

import math
from dataclasses import dataclass

READABLE = 4.5
"""The least contrast of text with what it stands on (WCAG 2.2, 1.4.3)."""
VISIBLE = 3.0
"""The least contrast of a button with what it stands on (1.4.11)."""

# The papers and inks of static/css/tokens.css, light and dark; tests hold the two together.
PAPERS = ("#fbf8f1", "#f3efe4")
DARK_PAPERS = ("#10191b", "#182326")
INKS = ("#fbf8f1", "#ffffff", "#15252a", "#10191b", "#000000")
DARK_PRIMARY_LIGHTNESS, DARK_ACCENT_LIGHTNESS = 0.82, 0.74
STEP = 0.005

Rgb = tuple[float, float, float]
Lch = tuple[float, float, float]


@dataclass(frozen=True)
class Face:
    """The two colours of a community and every shade that follows; all as `#rrggbb`.

    `cover` is the chosen colour itself, for large surfaces; its text and its button are made to fit. `primary` and
    `accent_line` are readable on light paper, the dark ones on dark paper; `accent` is the surface of a button.
    `on_…` is the text on such a surface.
    """

    chosen_primary: str
    chosen_accent: str
    cover: str
    on_cover: str
    cover_button: str
    on_cover_button: str
    primary: str
    on_primary: str
    accent: str
    on_accent: str
    accent_line: str
    dark_primary: str
    dark_on_primary: str
    dark_accent: str
    dark_on_accent: str
    notes: tuple[str, ...]
    """What was done to the chosen colours and why, in Dutch sentences; empty where nothing was needed."""


def derive(primary: str, accent: str) -> Face:
    """Every shade that follows from two colours (`#rrggbb`); raises ValueError for anything else."""
    on_paper, line = darkened(primary, PAPERS, READABLE), darkened(accent, PAPERS, READABLE)
    dark_primary = lightened(primary, DARK_PAPERS, READABLE, least=DARK_PRIMARY_LIGHTNESS)
    dark_accent = lightened(accent, DARK_PAPERS, READABLE, least=DARK_ACCENT_LIGHTNESS)
    on_cover = text_on(primary)
    stands_out = contrast(accent, primary) >= VISIBLE
    button = accent if stands_out else on_cover
    return Face(
        chosen_primary=primary,
        chosen_accent=accent,
        cover=primary,
        on_cover=on_cover,
        cover_button=button,
        on_cover_button=text_on(accent) if stands_out else _readable_on(primary, on_cover),
        primary=on_paper,
        on_primary=text_on(on_paper),
        accent=accent,
        on_accent=text_on(accent),
        accent_line=line,
        dark_primary=dark_primary,
        dark_on_primary=text_on(dark_primary),
        dark_accent=dark_accent,
        dark_on_accent=text_on(dark_accent),
        notes=_notes(primary, on_paper, accent, line, stands_out=stands_out),
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_on(surface: str) -> str:
    """Text for a surface: paper or ink where that is readable, else white or black, of which one always is."""
    best = max(INKS[0], INKS[2], key=lambda ink: contrast(ink, surface))
    return best if contrast(best, surface) >= READABLE else max(INKS, key=lambda ink: contrast(ink, surface))


def darkened(colour: str, papers: tuple[str, ...], ratio: float) -> str:
    """The colour itself, or the first darker shade of it that has `ratio` on all of these (light) papers."""
    return _moved(colour, papers, ratio, -STEP)


def lightened(colour: str, papers: tuple[str, ...], ratio: float, *, least: float = 0.0) -> str:
    """The first shade at least as light as `least` (0 to 1) that has `ratio` on all of these (dark) papers."""
    lightness, chroma, hue = _lch(colour)
    start = colour if lightness >= least else _hex((least, chroma, hue))
    return _moved(start, papers, ratio, STEP)


def _moved(colour: str, papers: tuple[str, ...], ratio: float, step: float) -> str:
    lightness, chroma, hue = _lch(colour)
    shade = colour
    while any(contrast(shade, paper) < ratio for paper in papers) and 0 <= lightness <= 1:
        lightness += step
        shade = _hex((min(max(lightness, 0.0), 1.0), chroma, hue))
    return shade


def _readable_on(colour: str, surface: str) -> str:
    return colour if contrast(colour, surface) >= READABLE else text_on(surface)


def _notes(primary: str, on_paper: str, accent: str, line: str, *, stands_out: bool) -> tuple[str, ...]:
    notes = []
    if on_paper != primary:
        notes.append(
            f"Uw hoofdkleur {primary} is te licht om op papier te lezen. Voor tekst en links gebruiken wij "
            f"{on_paper}: dezelfde kleur, donkerder. Op de omslag blijft de kleur zoals u haar koos."
        )
    if line != accent:
        notes.append(
            f"Uw tweede kleur {accent} is op papier niet goed te lezen. Knoppen houden die kleur, met letters die u "
            f"wel kunt lezen en een rand in {line}: dezelfde kleur, donkerder."
        )
    if not stands_out:
        notes.append(
            "Uw twee kleuren lijken op elkaar. Op de omslag krijgt de knop daarom de kleur van de letters, "
            "zodat zij opvalt."
        )
    return tuple(notes)


# ── Between the notation, light, and OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020) ──


def _rgb(colour: str) -> Rgb:
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not a colour: {colour!r}")
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _stored(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _lch(colour: str) -> Lch:
    red, green, blue = (_linear(part) for part in _rgb(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _light(shade: Lch) -> Rgb:
    lightness, chroma, hue = shade
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _hex(shade: Lch) -> str:
    """As `#rrggbb`; a shade that no screen can show loses chroma until one can, and keeps its lightness and hue."""
    lightness, chroma, hue = shade
    while chroma > 0 and not all(-0.0001 <= part <= 1.0001 for part in _light((lightness, chroma, hue))):
        chroma = max(0.0, chroma - 0.004)
    parts = (round(_stored(min(max(part, 0.0), 1.0)) * 255) for part in _light((lightness, chroma, hue)))
    return "#" + "".join(f"{part:02x}" for part in parts)
