"""The chain of an initiative and what is measured. Who gets in, and something to look at."""

from datetime import date
from typing import Any

from communities.models import Community
from regioscan.models import Indicator
from tests import factories
from tests.access_rows.rows import COORDINATORS, OPEN, PUBLIC_ONLY, Row, posted
from tests.initiatives.scene import make_initiative

ROWS: dict[str, Row] = {
    "initiatives:impact_list": OPEN,
    "initiatives:impact_csv": OPEN,
    "initiatives:impact_xlsx": OPEN,
    "initiatives:impact_json": OPEN,
    "initiatives:measures_csv": OPEN,
    "initiatives:measurements_csv": OPEN,
    "initiatives:chains_csv": OPEN,
    "api:impact_list": PUBLIC_ONLY,
    "initiatives:impact_detail": OPEN,
    "initiatives:chain_edit": COORDINATORS,
    "initiatives:measure_new": COORDINATORS,
    "initiatives:measure_detail": COORDINATORS,
    "initiatives:measure_edit": COORDINATORS,
    "initiatives:measure_remove": posted(COORDINATORS),
    "initiatives:measurement_edit": COORDINATORS,
    "initiatives:measurement_remove": posted(COORDINATORS),
    "initiatives:before_after": OPEN,
    "initiatives:before_after_csv": OPEN,
    "initiatives:before_after_json": OPEN,
    "initiatives:before_after_xlsx": OPEN,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    theme = factories.make_theme()
    touched = Indicator.objects.filter(code="participatie").first() or factories.make_indicator()
    initiative = make_initiative(community, started_on=date(2025, 9, 1))
    initiative.themes.add(theme)
    initiative.chain.create(level="output", text="Elke maand een avond")
    measure = _measured(initiative, "Gerepareerde apparaten", "apparaten", indicator=touched)
    _measured(initiative, "Bezoekers", "mensen", counts="mensen", level="outcome")
    item = community.agenda_items.create(
        theme=theme, lens="mens", title="Meer mensen aan het werk", state="vastgesteld"
    )
    item.targets.create(indicator=touched)
    initiative.agenda_items.add(item)
    return {
        "initiative_id": initiative.pk,
        "measure_id": measure.pk,
        "measurement_id": measure.measurements.first().pk,
        "item_id": item.pk,
    }


def _measured(initiative: Any, name: str, unit: str, **fields: object) -> Any:
    """A measure with three measurements."""
    defaults = {"level": "output", "source": "het logboek", "measured_by": "de vrijwilligers"}
    made = initiative.measures.create(name=name, unit=unit, **(defaults | fields))
    for month, value in enumerate((12.0, 20.5, 34.0), 1):
        made.measurements.create(on=date(2026, month, 1), value=value)
    return made
