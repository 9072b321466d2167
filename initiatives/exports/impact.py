"""What is measured in a community, and figures before and after a day, as tables of values."""

from collections.abc import Iterable, Mapping, Sequence

from initiatives.access.impact import ThemeImpact
from initiatives.analysis.adding_up import RANGE, SUM, Addition, Contribution
from initiatives.models import ImpactMeasure, Level
from lib.tables import Cell, Column, Table
from lib.text import join_words
from regioscan.analysis.before_after import Refusal
from regioscan.analysis.before_after_words import refusal_words
from regioscan.figures.before_after import FigureBeforeAfter

MEASURED = [
    Column("thema", "Thema"),
    Column("keten", "Plek in de keten"),
    Column("maat", "Maat"),
    Column("eenheid", "Eenheid"),
    Column("telt", "Wat telt"),
    Column("initiatief", "Initiatief"),
    Column("waarde", "Waarde", "number"),
    Column("gemeten_op", "Gemeten op"),
    Column("samen", "Samen", "number"),
    Column("minstens", "Samen minstens", "number"),
    Column("hoogstens", "Samen hoogstens", "number"),
    Column("waarom", "Waarom zo"),
]
COMPARED = [
    Column("cijfer", "Cijfer"),
    Column("eenheid", "Eenheid"),
    Column("wat", "Wat"),
    Column("gebied", "Gebied"),
    Column("jaren_voor", "Jaren ervoor"),
    Column("jaren_na", "Jaren erna"),
    Column("voor", "Ervoor", "number"),
    Column("na", "Erna", "number"),
    Column("verandering", "Verandering", "number"),
    Column("marge_laag", "Marge laag", "number"),
    Column("marge_hoog", "Marge hoog", "number"),
    Column("opmerking", "Opmerking"),
]


def measured_table(name: str, themes: Iterable[ThemeImpact]) -> Table:
    """One line a measure, and one more where measures are laid together; an initiative stands under each theme."""
    rows = [row for theme in themes for one in theme.additions for row in _lines(theme, one)]
    return Table(f"Wat wij meten in {name}", MEASURED, rows)


def _lines(theme: ThemeImpact, found: Addition) -> list[list[Cell]]:
    rows = [_line(theme, one) for one in found.parts]
    if found.kind in {SUM, RANGE} or found.reason:
        together = _start(theme, found.parts[0])
        rows.append([*together, "alle samen", None, None, found.total, found.low, found.high, found.reason or None])
    return rows


def _line(theme: ThemeImpact, one: Contribution) -> list[Cell]:
    measured = one.on.isoformat() if one.on else None
    return [*_start(theme, one), one.initiative, one.value, measured, None, None, None, _unknown(one)]


def _start(theme: ThemeImpact, one: Contribution) -> list[Cell]:
    return [theme.name, Level(one.level).label, one.name, one.unit, ImpactMeasure.Counts(one.counts).label]


def _unknown(one: Contribution) -> str | None:
    return "nog niet gemeten" if one.value is None else None


def compared_table(title: str, figures: Sequence[FigureBeforeAfter]) -> Table:
    """Per figure ours, every other region and the difference with its margin; or why it is not compared."""
    return Table(title, COMPARED, [row for one in figures for row in _figure_lines(one)])


def _figure_lines(figure: FigureBeforeAfter) -> list[list[Cell]]:
    about: list[Cell] = [figure.indicator.name, figure.indicator.unit]
    found = figure.found
    if isinstance(found, Refusal):
        why = refusal_words(found, figure.group)
        return [[*about, "niet vergeleken", figure.region.name, *[None] * 7, why]]
    moved = found.found
    years: list[Cell] = [join_words([str(year) for year in span]) for span in (moved.first, moved.then)]
    rows: list[list[Cell]] = [
        [
            *about,
            "dit gebied",
            figure.region.name,
            *years,
            moved.from_value,
            moved.to_value,
            moved.own,
            None,
            None,
            None,
        ]
    ]
    for other, change in zip(figure.others, moved.changes, strict=True):
        missing = "telt niet mee: niet alle jaren bekend" if change is None else None
        ends = [_mean(other.values, span) if change is not None else None for span in (moved.first, moved.then)]
        rows.append([*about, figure.group, other.name, *years, *ends, change, None, None, missing])
    interval = moved.interval
    low, high = (interval.low, interval.high) if interval else (None, None)
    why = None if interval else "geen marge: te weinig vergelijkbare gebieden, of zonder onderlinge verschillen"
    rows.append([*about, "verschil", "dit gebied min de andere", *years, None, None, moved.difference, low, high, why])
    return rows


def _mean(values: Mapping[int, float], years: Sequence[int]) -> float:
    return sum(values[year] for year in years) / len(years)
