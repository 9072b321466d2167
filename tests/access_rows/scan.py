"""The regioscan inside a community, and the portfolio. Who gets in, and something to look at."""

from typing import Any

from django.utils import timezone

from communities.models import AgendaItem, AgendaTarget, Community
from tests import factories
from tests.access_rows.rows import COORDINATORS, IN, LOGIN, NO, OPEN, Row, posted

PORTFOLIO = Row(
    public=(LOGIN, NO, NO, NO, IN, NO, NO, IN),
    private=(LOGIN, NO, NO, NO, IN, NO, NO, IN),
)

ROWS: dict[str, Row] = {
    "communities:scan_detail": OPEN,
    "communities:reading_history": OPEN,
    "communities:reading_write": COORDINATORS,
    "communities:reading_publish": posted(COORDINATORS),
    "communities:reading_withdraw": posted(COORDINATORS),
    "config:community_report": COORDINATORS,
    "config:portfolio": PORTFOLIO,
    "config:portfolio_export": PORTFOLIO,
}


def make(community: Community) -> dict[str, Any]:
    """A published reading and a draft, each time about another theme, and an agenda item with a figure."""
    n_before = community.readings.count()
    code = f"thema-{community.slug}" if not n_before else f"thema-{community.slug}-{n_before}"
    theme = factories.make_theme(code, f"Thema {n_before}")
    reading = community.readings.create(theme=theme, version=1, text="Hier gaat het goed.", published_at=timezone.now())
    community.readings.create(theme=theme, version=2, text="Hier gaat het beter.")
    item = AgendaItem.objects.create(community=community, theme=theme, lens="mens", title="Werk", state="vastgesteld")
    indicator = factories.make_indicator(f"cijfer-{community.slug}-{n_before}", theme=theme)
    AgendaTarget.objects.create(item=item, indicator=indicator, target_value=70, target_period=2030)
    return {"theme_code": code, "reading_id": reading.pk, "kind": "csv"}
