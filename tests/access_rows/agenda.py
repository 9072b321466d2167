"""The change agenda. Who gets in, and something to look at."""

from datetime import date
from itertools import count
from typing import Any

from communities.models import AgendaItem, AgendaTarget, Commitment, Community
from tests import factories
from tests.access_rows.rows import COORDINATORS, OPEN, Row, posted
from tests.regioscan.scene import publish

ROWS: dict[str, Row] = {
    "communities:agenda_item_list": OPEN,
    "communities:agenda_item_detail": OPEN,
    "communities:agenda_item_add": COORDINATORS,
    "communities:agenda_item_edit": COORDINATORS,
    "communities:agenda_item_move": posted(COORDINATORS),
    "communities:agenda_item_state": posted(COORDINATORS),
    "communities:agenda_target_add": COORDINATORS,
    "communities:agenda_target_edit": COORDINATORS,
    "communities:agenda_target_remove": posted(COORDINATORS),
}
_number = count(1)


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    number = next(_number)
    first = community.agenda_items.first()
    item = AgendaItem.objects.create(
        community=community,
        theme=factories.make_theme(),
        lens="mens",
        title=f"Verandering {number}",
        state=AgendaItem.State.ADOPTED,
        position=number,
    )
    indicator = factories.make_indicator(f"agenda-cijfer-{number}", theme=factories.make_theme())
    course = {("ours", year): 50.0 + number for year in (2022, 2023, 2024)}
    publish(indicator, course, {"ours": community.region})
    for one in filter(None, (item, first)):
        target = AgendaTarget.objects.create(
            item=one,
            indicator=indicator,
            baseline_value=50.0,
            baseline_period=2022,
            target_value=60,
            target_period=2028,
        )
        Commitment.objects.create(community=community, what="Iets doen", due_on=date(2027, 1, 1), agenda_item=one)
    return {"item_id": (first or item).pk, "target_id": target.pk}
