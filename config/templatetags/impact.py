"""What initiatives do about a theme or an agenda item, for pages of lower floors that cannot know initiatives."""

from typing import Any

from django import template

from communities.models import AgendaItem, Community
from initiatives.access.impact import (
    at_work_by_theme,
    at_work_in,
    at_work_on,
    before_and_after,
    beginnings_of,
    chosen_beginning,
)
from initiatives.charts.impact import short_line
from regioscan.analysis.before_after_words import no_cause
from regioscan.models import Region, Theme

register = template.Library()


@register.inclusion_tag("config/_at_work_in.html")
def initiatives_in(region: Region, theme: Theme) -> dict[str, Any]:
    """The public initiatives that work on a theme in a region."""
    return {"region": region, "theme": theme, "work": at_work_in(region, theme)}


@register.inclusion_tag("config/_at_work_by_theme.html", takes_context=True)
def initiatives_by_theme(context: template.Context, community: Community) -> dict[str, Any]:
    """Per theme the initiatives of a community, as far as this reader may see them."""
    themes = at_work_by_theme(context["request"].user, community)
    return {"community": community, "themes": themes}


@register.inclusion_tag("config/_at_work_on.html", takes_context=True)
def initiatives_on(context: template.Context, item: AgendaItem) -> dict[str, Any]:
    """The initiatives at an agenda item, and what its figures did before and after the beginning."""
    user = context["request"].user
    beginning = chosen_beginning(beginnings_of(user, item), "")
    figures = before_and_after(item, beginning) if beginning else []
    return {
        "item": item,
        "community": item.community,
        "initiatives": at_work_on(user, item),
        "beginning": beginning,
        "lines": [(one.indicator.name, short_line(one, beginning.article)) for one in figures] if beginning else [],
        "no_cause": no_cause(beginning.article) if beginning else "",
    }
