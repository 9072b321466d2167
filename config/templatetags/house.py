"""Filters and tags of the house, known in every template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms.utils import flatatt
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from config.icons import ICONS
from lib import tables, text
from lib.charts import Chart, to_key, to_notes, to_svg, to_table

register = template.Library()
register.filter("long_date", text.long_date)
register.filter("file_size", text.file_size)
register.filter("join_words", text.join_words)

LENSES = {"mens": "Mens", "milieu": "Milieu", "economie": "Economie"}
ACCOUNT_SECTIONS = [
    ("Overzicht", "config:account", "/account/overzicht/"),
    ("E-mailadressen", "account_email", "/account/email/"),
    ("Wachtwoord", "account_change_password", "/account/password/"),
    ("Beveiliging", "mfa_index", "/account/2fa/"),
    ("Apparaten", "usersessions_list", "/account/sessions/"),
    ("Gegevens", "config:own_records", "/mijn/gegevens/"),
]
OIDC_SECTIONS = [("Koppelingen", "socialaccount_connections", "/account/3rdparty/")]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line drawing; without a label it only decorates and is not read aloud."""
    drawing = mark_safe(ICONS[name])  # noqa: S308  # our own constant
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 24 24" focusable="false" {}>{}</svg>', spoken, drawing)


@register.inclusion_tag("components/chart.html")
def chart(spec: Chart, csv_url: str = "", explore_url: str = "") -> dict[str, Any]:
    """A chart with its key, notes and table; `explore_url` gives its figure as JSON (lib.charts.to_plotly)."""
    # Every text in a drawing has been escaped by lib.svg.
    key = [{"sample": mark_safe(entry.sample), "label": entry.label} for entry in to_key(spec)]  # noqa: S308
    return {
        "title": spec.title,
        "svg": mark_safe(to_svg(spec)),  # noqa: S308
        "key": key,
        "notes": to_notes(spec),
        "table": replace(to_table(spec), notes=()),
        "csv_url": csv_url,
        "explore_url": explore_url,
    }


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """`1.234,5`; nothing for None."""
    return text.number(value, decimals)


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """`+1,3` or `−0,9`."""
    return text.number(value, decimals, signed=True)


@register.filter
def lens_name(lens: str) -> str:
    """The word that belongs to a lens."""
    return LENSES[lens]


@register.filter
def cell(value: tables.Cell, column: tables.Column) -> str:
    """A cell of a table as a reader sees it."""
    return tables.show(column, value)


@register.filter
def is_number_cell(value: tables.Cell, column: tables.Column) -> bool:
    """Whether a cell holds a number, and not the words that say why there is none."""
    return column.kind != "text" and not isinstance(value, str)


@register.filter
def job_mark(job: Any) -> str:
    """What of a job a reader would notice; the page asks again and is told only when this has changed."""
    return f"{job.state}-{job.attempt}-{job.progress // 10}-{job.step}"


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, page: int) -> str:
    """The address of another page of the same list, with its search and filters."""
    query: QueryDict = context["request"].GET.copy()
    query["pagina"] = str(page)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def current(context: template.Context, prefix: str, *others: str) -> SafeString:
    """`aria-current` for the menu entry under which this page falls, unless it falls under one of the others."""
    path = context["request"].path if "request" in context else ""
    if not path.startswith(prefix) or path.startswith(others):
        return SafeString("")
    return format_html('aria-current="{}"', "page" if path == prefix else "true")


@register.simple_tag(takes_context=True)
def account_sections(context: template.Context) -> list[dict[str, Any]]:
    """The parts of somebody's own account, as tabs."""
    path = context["request"].path
    sections = ACCOUNT_SECTIONS + (OIDC_SECTIONS if settings.OIDC_SERVER_URL else [])
    return [
        {"label": label, "url": reverse(name), "is_current": path.startswith(prefix)}
        for label, name, prefix in sections
    ]


@register.filter
def kind_of(field: Any) -> str:
    """`check`, `choices`, `file` or `line`: how a form field is laid out."""
    widget = field.field.widget
    if getattr(widget, "input_type", "") == "checkbox" and not getattr(widget, "allow_multiple_selected", False):
        return "check"
    if widget.use_fieldset:
        return "choices"
    return "file" if widget.needs_multipart_form else "line"


@register.simple_tag
def options_of(widget: Mapping[str, Any]) -> SafeString:
    """The options of a choice, under their groups. Django opens two templates for each; a list may have a thousand."""
    drawn = []
    for group, options, _ in widget["optgroups"]:
        lines = mark_safe("".join(map(_option, options)))  # noqa: S308  (every text in it was escaped)
        drawn.append(format_html('<optgroup label="{}">{}</optgroup>', group, lines) if group else lines)
    return SafeString("".join(drawn))


def _option(option: Mapping[str, Any]) -> str:
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{escape(str(option["value"]))}"{attributes}>{conditional_escape(option["label"])}</option>'


@register.filter
def at(items: Sequence[Any], position: int) -> Any:
    """The item at a position."""
    return items[position]


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | None]:
    """The numbers to show below a long list; None for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return (number if isinstance(number, int) else None for number in numbers)
