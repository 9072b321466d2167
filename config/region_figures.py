"""A region at a glance, for pages that are about something else: five figures, and its outline."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regioscan import frames
from regioscan.analysis.findings import highlights, highlights_title
from regioscan.analysis.outline import Outline, outline
from regioscan.charts import specs
from regioscan.charts.cards import FigureCard, ScanCards, drawing
from regioscan.figures import Figure, Scan, ThemeScan, region_scan
from regioscan.figures.keeping import keep, key_of
from regioscan.figures.own_parts import OwnParts, own_parts
from regioscan.models import Region

N_FIGURES = 5
MIDDLE = 50


@dataclass(frozen=True)
class Glance:
    """Five figures of a region, with what stands out among them as the title."""

    title: str
    cards: Sequence[FigureCard]
    comparison: str
    """With whom, in words; "" where there is nobody."""
    parts: str = ""
    """«gemeenten»: of which parts of our own the strips are, where there is nobody to compare with."""


def glance(region: Region, wanted: Sequence[str]) -> Glance | None:
    """Those of the `wanted` figures that are known, filled up to five with what stands out; None without figures.

    Kept for each state of the figures: a regioscan takes tens of questions to the database.
    """
    key = key_of("glance", region.pk, list(wanted)[:N_FIGURES], frames.published_version())
    scan = keep(key, lambda: _five(region, wanted))
    if scan is None:
        return None
    drawn = ScanCards(scan)
    cards = [_short(drawn.figure(code)) for code in scan.figures]
    if scan.comparison and scan.has_others:
        return Glance(scan.highlights_title, cards, scan.comparison.description)
    found = keep(key_of("glance-parts", key), lambda: own_parts(scan))
    cards = [_among_parts(card, scan.figures[card.code], found) for card in cards]
    return Glance(scan.highlights_title, cards, "", found.plural if any(found.values.values()) else "")


def _among_parts(card: FigureCard, figure: Figure, parts: OwnParts) -> FigureCard:
    values = parts.values.get(card.code)
    drawn = drawing(specs.strip_of_parts(figure, values, parts.plural)) if values else None
    return replace(card, strip=drawn.svg) if drawn else card


def _short(card: FigureCard) -> FigureCard:
    """One sentence is enough at a glance: the verdict, or else what stands first under it."""
    return replace(card, lines=() if card.verdict else card.lines[:1])


def region_outline(region: Region) -> Outline | None:
    """The shape of a region, of a custom one that of its parts; None where no borders are loaded."""
    key = key_of("outline", region.pk, frames.published_version())
    return keep(key, lambda: _outline(region))


def _five(region: Region, wanted: Sequence[str]) -> Scan | None:
    """The regioscan with only the chosen figures in it."""
    whole = region_scan(frames.get_region(region.code) or region)
    codes = [code for code in wanted if code in whole.figures and whole.figures[code].value is not None]
    codes = [*codes, *(code for code in _outstanding(whole.themes) if code not in codes)][:N_FIGURES]
    if not codes:
        return None
    kept = [whole.figures[code] for code in codes]
    themes = tuple(replace(_theme_of(whole, one), figures=(one,)) for one in kept)
    return replace(whole, themes=themes, highlights_title=highlights_title(highlights([one.fact for one in kept])))


def _theme_of(scan: Scan, figure: Figure) -> ThemeScan:
    return next(theme for theme in scan.themes if theme.theme == figure.indicator.theme)


def _outstanding(themes: Sequence[ThemeScan]) -> list[str]:
    """One figure a theme, the one furthest from the middle; those that stand out most first, the rest after them."""
    found = [max(_known(theme), key=_distance) for theme in themes if _known(theme)]
    return [figure.code for figure in sorted(found, key=_distance, reverse=True)]


def _known(theme: ThemeScan) -> list[Figure]:
    return [figure for figure in theme.figures if figure.value is not None]


def _distance(figure: Figure) -> float:
    return abs(figure.place - MIDDLE) if figure.place is not None and not figure.is_too_old else -1.0


def _outline(region: Region) -> Outline | None:
    shapes = frames.boundaries([region.pk])
    if not shapes:
        shapes = frames.boundaries([part.pk for part in frames.parts(region)])
    return outline(list(shapes.values()))
