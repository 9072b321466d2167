"""How certain a figure is, in Dutch words, by fixed rules: the same numbers always give the same sentence."""

from math import floor, log10

from lib.text import number, with_unit
from regioscan.analysis.gap import Gap
from regioscan.analysis.intervals import Interval
from regioscan.analysis.significance import ORDINARY, Test, expected_by_chance
from regioscan.analysis.trend import NO_TREND, RISING, TOO_FEW, Trend
from regioscan.analysis.wording import counted

MOST_DECIMALS = 3
LEVEL = "95 van de 100 keer"
"""What all intervals are of: 95 %."""
CLAUSES = (" die ", " dat ", " waar ", " van wie ", " als ", " bij ", " jonger dan ", " of hoger")
"""Words after which a noun is too long to stand between «440» and «meer»."""
PUBLISHED, BY_CHANCE, NO_MARGIN = "marge van de bron", "hoe ver toeval alleen dit kan bewegen", "geen"


def interval_words(interval: Interval, decimals: int, unit: str) -> str:
    """«13,1 tot 15,3 %»; with more decimals where the ends would read the same."""
    while decimals < MOST_DECIMALS and number(interval.low, decimals) == number(interval.high, decimals):
        decimals += 1
    return f"{number(interval.low, decimals)} tot {with_unit(interval.high, decimals, unit)}"


def interval_sentence(interval: Interval, is_published: bool, decimals: int, unit: str) -> str:
    """What the interval is, from where to where it goes, and how often it holds."""
    kind = PUBLISHED if is_published else BY_CHANCE
    return f"{kind[:1].upper()}{kind[1:]}: {interval_words(interval, decimals, unit)} ({LEVEL})."


def test_sentence(test: Test, beside: str) -> str:
    """Whether the region differs clearly: «Duidelijk hoger dan de rest van Nederland.»"""
    if not test.is_significant:
        return f"Geen duidelijk verschil met {beside}."
    return f"Duidelijk {'hoger' if test.statistic > 0 else 'lager'} dan {beside}."


def rough(amount: float) -> str:
    """An amount as a reader can carry it: two figures that count, «440» for 438; always above zero."""
    size = abs(amount)
    if size < 1:
        return "minder dan 1"
    step = 10 ** max(0, floor(log10(size)) - 1)
    return number(floor(size / step + 0.5) * step)


def gap_noun(numerator: str) -> str:
    """What a gap counts, of what the numerator of a figure counts: «mensen met een bijstandsuitkering» of «mensen met
    een bijstandsuitkering, tot de AOW»."""
    return numerator.split(", ", maxsplit=1)[0]


def gap_sentence(found: Gap, noun: str, beside: str) -> str:
    """How many people, homes, events or euros that is: «Dat zijn ongeveer 440 mensen met een uitkering meer dan …».

    A `noun` with a clause stands behind it: «ongeveer 440 meer (woningen waar niemand woont) dan …».
    """
    side = "meer" if found.amount >= 0 else "minder"
    said = f"Dat zijn ongeveer {rough(found.amount)} {_counting(noun, side)} dan met het cijfer van {beside}"
    if found.low is None or found.high is None:
        return f"{said}."
    if found.is_clear:
        low, high = sorted((found.low, found.high), key=abs)
        return f"{said}, {LEVEL} tussen {rough(low)} en {rough(high)}."
    return f"{said}, {LEVEL} tussen {rough(found.low)} minder en {rough(found.high)} meer."


def _counting(noun: str, side: str) -> str:
    if not noun:
        return side
    return f"{side} ({noun})" if any(clause in noun for clause in CLAUSES) else f"{noun} {side}"


def trend_sentence(found: Trend, direction: int, reason: str = "") -> str:
    """What the years say: «Stijgt van 2017 tot en met 2024 (gunstig).»; `reason` tells of a break in the series."""
    broken = f" Over de breuk van {found.broken} heen vergelijken wij niet. {reason}".rstrip() if found.broken else ""
    if found.kind == TOO_FEW:
        return f"Te weinig jaren voor een trend.{broken}"
    years = f"van {found.first} tot en met {found.last}"
    if found.kind == NO_TREND:
        return f"Geen duidelijke trend {years}.{broken}"
    favour = {1: " (gunstig)", -1: " (ongunstig)"}.get(found.favour(direction), "")
    return f"{'Stijgt' if found.kind == RISING else 'Daalt'} {years}{favour}.{broken}"


def many_tests_sentence(n_tests: int, n_clear: int) -> str:
    """How many differences chance alone would give; "" where nothing was tested."""
    if not n_tests:
        return ""
    by_chance = expected_by_chance(n_tests, ORDINARY)
    about = "minder dan één verschil" if by_chance < 1 else counted(round(by_chance), "verschil", "verschillen")
    clear = f"{number(n_clear) if n_clear else 'geen'} daarvan {'zijn' if n_clear > 1 else 'is'} duidelijk anders"
    return (
        f"Van {counted(n_tests, 'cijfer', 'cijfers')} is te toetsen of het verschil meer is dan toeval en gewone "
        f"spreiding; {clear}. Toeval alleen zou bij zoveel toetsen al {about} geven. Daarvoor is gecorrigeerd."
    )
