"""Two people at once on the same words: where what was sent and what stands there now are not the same."""

from typing import Any

from django.db.models import Model

from initiatives.forms.initiatives import InitiativeForm
from initiatives.models import Initiative
from lib.rich_text import plain

RICH = {"description"}
CHOSEN = {"is_public": {True: "iedereen", False: "alleen leden"}}


def differences(form: InitiativeForm, current: Initiative) -> list[dict[str, Any]]:
    """A row for each field that differs: its label, how it stands now, and what was sent; in words."""
    found = []
    for name, mine in form.changes.items():
        field = form.fields[name]
        theirs = getattr(current, name)
        ours, others = _words(name, mine), _words(name, theirs.all() if name in {"themes", "agenda_items"} else theirs)
        if ours != others:
            found.append({"label": field.label, "theirs": others, "mine": ours})
    return found or [{"label": "Initiatief", "theirs": "nu gelijk aan wat u stuurde", "mine": "hetzelfde"}]


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name in CHOSEN:
        return CHOSEN[name][value]
    if name in RICH:
        return plain(value)
    if name == "place_kind":
        return str(dict(Initiative.Place.choices)[value])
    if not isinstance(value, str | int | float | Model) and hasattr(value, "__iter__"):
        return ", ".join(sorted(str(one) for one in value))
    return str(value)
