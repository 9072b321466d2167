"""Milestones as plain values for programs; as a table they stand on the route map."""

from typing import Any

from django.urls import reverse

from initiatives.models import Milestone
from regioscan.api.addresses import links, page


def plain_milestone(milestone: Milestone) -> dict[str, Any]:
    """A milestone, and whose it is. Promises, which are of people, are not in it."""
    initiative = milestone.initiative
    path = reverse("initiatives:milestone_list", args=[initiative.community.slug, initiative.pk])
    return {
        "id": milestone.pk,
        "naam": milestone.title,
        "datum": milestone.due_on.isoformat(),
        "bereiktOp": milestone.done_on.isoformat() if milestone.done_on else None,
        "stand": _standing(milestone),
        "initiatief": initiative.pk,
        "initiatiefNaam": initiative.title,
        "_links": links(pagina=page(path)),
    }


def _standing(milestone: Milestone) -> str:
    if milestone.done_on:
        return "bereikt"
    if milestone.has_lapsed:
        return "vervallen"
    if milestone.is_late:
        return "te laat"
    return "open" if milestone.is_open else "niet bereikt"
