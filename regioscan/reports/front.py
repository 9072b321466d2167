"""The front of the report: cover, contents, how to read it, and the summary."""

from dataclasses import dataclass

from lib.charts import Palette
from lib.pdf import picture_address
from lib.svg import tag
from regioscan.analysis.outline import Outline, outline
from regioscan.analysis.wording import theme_words
from regioscan.charts.specs import strip, theme_bar
from regioscan.figures import Figure, Scan, ThemeScan
from regioscan.frames import boundaries, parts
from regioscan.models import Region
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft, Plate

BAR_WIDTH = 62
STRIP_WIDTH = 52


@dataclass(frozen=True)
class ThemeRow:
    """One line of the overview: a theme with its bar, or with the reason why it has none."""

    found: ThemeScan
    bar: Plate | None
    words: str


@dataclass(frozen=True)
class Group:
    """Three figures under one word: «Sterk», «Aandacht» or «Verandert»."""

    name: str
    explanation: str
    figures: tuple[tuple[Figure, Plate | None], ...]


def _cover(draft: Draft) -> Content:
    sender = draft.sender
    drawing, alt = cover_outline(draft.scan.region, sender.on_cover if sender else Palette().paper)
    return {
        "sender": sender,
        "logo": draft.keep(picture_address(sender.logo)) if sender and sender.logo else "",
        "outline": draft.keep(drawing) if drawing else "",
        "outline_alt": alt,
        "findings": draft.scan.findings,
    }


def cover_outline(region: Region, ink: str) -> tuple[str, str]:
    """The outlines of a region and its parts as SVG in this colour, and in words; "" where no borders are loaded."""
    inside = parts(region)
    shapes = boundaries([one.pk for one in (inside or [region])])
    drawn = outline(list(shapes.values()))
    return (_line_drawing(drawn, ink) if drawn else ""), _outline_alt(region, len(inside))


def _line_drawing(shape: Outline, ink: str) -> str:
    """The outlines in the colour of the words on the cover."""
    look: dict[str, str | float | int | None] = {
        "stroke": ink,
        "stroke_width": 1.6,
        "stroke_opacity": 0.75,
        "stroke_linejoin": "round",
    }
    paths = [tag("path", d=d, fill=ink, fill_opacity=0.08, fill_rule="evenodd", **look) for d in shape.paths]
    return tag(
        "svg",
        *paths,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=shape.view_box,
        width=shape.width,
        height=shape.height,
    )


def _outline_alt(region: Region, n_parts: int) -> str:
    return f"Omtrek van {region.title}" + (f" met {n_parts} delen" if n_parts > 1 else "")


def _nothing_of_its_own(_: Draft) -> Content:
    return {}


def _guide(draft: Draft) -> Content:
    """The first figure of this very report that has everything, as an example to read by."""
    complete = (one for one in draft.scan.figures.values() if one.standing and one.change and one.indicator.direction)
    example = next(complete, None)
    return {"example": example, "strip": draft.plate(strip(example), STRIP_WIDTH) if example else None}


def _summary(draft: Draft) -> Content:
    scan = draft.scan
    rows = [ThemeRow(one, draft.plate(theme_bar(one), BAR_WIDTH), theme_words(one.place.place)) for one in scan.themes]
    return {
        "findings": scan.findings,
        "rows": rows,
        "own_readings": draft.own_readings.whole,
        "groups": _groups(draft),
        "title": scan.themes_title,
    }


def _groups(draft: Draft) -> list[Group]:
    scan = draft.scan
    chosen = scan.highlights
    wanted = [
        ("Sterk", "duidelijk gunstiger dan andere regio’s, of gunstig van plaats", chosen.strong),
        ("Aandacht", "duidelijk minder gunstig dan andere regio’s, of ongunstig van plaats", chosen.care),
        ("Verandert", "van de overige cijfers een duidelijke trend, of anders de grootste verandering", chosen.changed),
    ]
    if scan.comparison is None:
        wanted = wanted[-1:]
    return [
        Group(name, why, tuple(_with_strip(draft, scan, fact.code) for fact in facts)) for name, why, facts in wanted
    ]


def _with_strip(draft: Draft, scan: Scan, code: str) -> tuple[Figure, Plate | None]:
    figure = scan.figures[code]
    return figure, draft.plate(strip(figure), STRIP_WIDTH)


COVER = Chapter("omslag", "", "regioscan/print/cover.html", _cover)
CONTENTS = Chapter("inhoud", "", "regioscan/print/contents.html", _nothing_of_its_own)
GUIDE = Chapter("leeswijzer", "Zo leest u dit rapport", "regioscan/print/guide.html", _guide)
SUMMARY = Chapter("samenvatting", "Samenvatting", "regioscan/print/summary.html", _summary)
