"""The chapter about who lives behind the averages."""

from regioscan.charts.inside import inside_card
from regioscan.figures.inside import inside_average
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft


def _inside(draft: Draft) -> Content | None:
    found = inside_average(draft.scan)
    card = inside_card(draft.scan, found, {})
    return {"card": card, "found": list(found.values())} if card else None


INSIDE = Chapter(
    "achter-het-gemiddelde",
    "Achter het gemiddelde",
    "regioscan/print/inside.html",
    _inside,
    "Hoeveel inwoners wonen in een buurt die tot het minst gunstige vijfde deel van Nederland hoort.",
    is_optional=True,
)
