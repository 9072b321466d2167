"""What the regioscan says of the place where people were asked: beside their answers, never mixed with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regioscan import frames
from regioscan.charts.cards import FigureCard, ScanCards
from regioscan.figures import Scan, region_scan
from regioscan.figures.keeping import keep, key_of
from regioscan.models import Region
from succesfactoren.models import Assessment, Instrument

Purpose = Instrument.Purpose
OF_RESIDENTS = frozenset({Purpose.RESIDENTS.value, Purpose.OWN.value})
"""Of these instruments the answers are about a place; those of cooperation are not."""
USUAL_THEMES = ("samenleving", "gezondheid", "wonen")
"""Where nobody chose themes: what binds people, how they are, and how they live."""
PER_THEME = 2


@dataclass(frozen=True)
class Beside:
    """A few figures of a place. `is_wider`: of the region around it, because of the place itself there are none."""

    region: Region
    themes: tuple[str, ...]
    cards: tuple[FigureCard, ...]
    is_wider: bool = False

    @property
    def title(self) -> str:
        """What stands here, as a heading."""
        return f"Wat de cijfers zeggen over {self.region.title}"


def figures_beside(assessment: Assessment) -> list[FigureCard]:
    """A few figures of the same place and themes, each with value, unit, year and comparison in words.

    Empty where the instrument is not about a place, or nothing is known of the place nor of the region around it.
    """
    found = beside_of(assessment)
    return list(found.cards) if found else []


def beside_of(assessment: Assessment) -> Beside | None:
    """The same with what they are about; None where the instrument is not about a place.

    Kept for each state of the figures: a regioscan takes tens of questions to the database.
    """
    if assessment.instrument.purpose not in OF_RESIDENTS:
        return None
    codes = [theme.code for theme in assessment.themes.all()] or list(USUAL_THEMES)
    around = assessment.trajectory.community.region
    place = assessment.place or around
    found = _kept(place, codes)
    if found.cards or place == around:
        return found
    return replace(_kept(around, codes), is_wider=True)


def _kept(region: Region, codes: Sequence[str]) -> Beside:
    key = key_of("beside", region.pk, list(codes), frames.published_version())
    return keep(key, lambda: _of(region, codes))


def _of(region: Region, codes: Sequence[str]) -> Beside:
    scan = region_scan(frames.get_region(region.code) or region)
    drawn = ScanCards(scan)
    chosen = _chosen(scan, codes)
    cards = [drawn.figure(code) for code in chosen]
    names = tuple(one.theme.name for one in scan.themes if one.theme.code in codes)
    return Beside(region, names, tuple(_short(card) for card in cards))


def _short(card: FigureCard) -> FigureCard:
    """One sentence is enough beside answers: the verdict, or else what stands first under it."""
    return replace(card, lines=() if card.verdict else card.lines[:1])


def _chosen(scan: Scan, codes: Sequence[str]) -> list[str]:
    """Of each theme the first figures that are known, in the order of the regioscan: nobody picked what suits them."""
    return [
        figure.code
        for theme in scan.themes
        if theme.theme.code in codes
        for figure in [one for one in theme.figures if one.value is not None][:PER_THEME]
    ]
