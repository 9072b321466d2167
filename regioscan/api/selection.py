"""Which observations a question is about: codes become indicators, regions and years, or a list of what is wrong.

Three queries, however much is asked. Nothing is read of the observations themselves, so that too large a question is
refused before it costs anything.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings

from lib.text import number
from regioscan import frames
from regioscan.api import VERSION
from regioscan.api.asked import ObservationFileAsked
from regioscan.api.problems import Refused, Wrong, unknown
from regioscan.models import Indicator, Region

MAX_CELLS = 1_000_000


@dataclass(frozen=True)
class Place:
    """What is told of a region beside a value."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Selection:
    """What a question is about, each by id in a fixed order."""

    indicators: dict[int, Indicator]
    places: dict[int, Place]
    years: list[int]

    @property
    def n_cells(self) -> int:
        """How many observations there can be at most."""
        return len(self.indicators) * len(self.places) * len(self.years)

    def mark(self, path: str, query: str) -> str:
        """A strong mark of the answer: it differs as soon as the figures, names, borders or the code do."""
        facts = [(one.code, one.name, one.unit, one.decimals) for one in self.indicators.values()]
        told = (VERSION, settings.SITE_URL, settings.EXAMPLE_FIGURES, frames.figures_version(), path, query)
        return f'"{sha256(repr((told, facts, self.places, self.years)).encode()).hexdigest()[:40]}"'


def select(asked: ObservationFileAsked) -> Selection:
    """What is asked for; raises Refused with all codes that do not exist, and for a question that is too large."""
    if not (asked.indicator or asked.regio):
        detail = "Noem ten minste één indicator of één regio."
        raise Refused(400, detail, [Wrong("indicator", "missing", detail), Wrong("regio", "missing", detail)])
    wanted = [code.upper() for code in asked.regio]
    indicators, places = _indicators(asked.indicator), _places(wanted, asked.soort)
    named = {one.code for one in places.values()}
    there = {one.code for one in indicators.values()}
    wrong = unknown("indicator", [code for code in asked.indicator if code not in there], "indicator")
    wrong += unknown("regio", [code for code in wanted if code not in named], "regio")
    if wrong:
        raise Refused(400, f"{number(len(wrong))} codes kloppen niet." if len(wrong) > 1 else wrong[0].detail, wrong)
    if asked.soort:
        places = {pk: one for pk, one in places.items() if one.kind == asked.soort}
    selection = Selection(indicators, places, _years(asked.periode))
    if selection.n_cells > MAX_CELLS:
        detail = (
            f"Dit zijn {number(selection.n_cells)} cijfers; {number(MAX_CELLS)} mag. "
            "Vraag minder indicatoren, regio’s of jaren tegelijk."
        )
        raise Refused(400, detail, [Wrong("indicator", "too_large", detail)])
    return selection


def _indicators(codes: list[str]) -> dict[int, Indicator]:
    found = Indicator.objects.shown().order_by("theme__position", "position")
    return {one.pk: one for one in (found.filter(code__in=codes) if codes else found)}


def _places(codes: list[str], kind: str | None) -> dict[int, Place]:
    """Also what has ended: its figures are of its own years."""
    regions = Region.objects.order_by("code", "valid_from")
    if codes:
        regions = regions.filter(code__in=codes)
    elif kind:
        regions = regions.filter(kind=kind)
    rows = regions.values_list("id", "code", "name", "kind", "valid_from", "valid_to")
    return {row[0]: Place(*row[1:]) for row in rows}


def _years(asked: list[int]) -> list[int]:
    known = frames.known_years()
    return [year for year in known if year in asked] if asked else known
