"""What a coordinator plans and types, for tests of rounds."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from succesfactoren.actions import rounds
from succesfactoren.actions.rounds import RoundPlan
from succesfactoren.forms.rounds import RoundForm
from succesfactoren.models import Round
from tests.succesfactoren import scene


def a_plan(**fields: object) -> RoundPlan:
    """A plan for two weeks from tomorrow."""
    now = timezone.now()
    defaults = {"name": "Nulmeting", "opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=15)}
    return RoundPlan(**(defaults | {"group_codes": ["rol"]} | fields))


def made_by(by, community, **fields: object) -> Round:
    """A round in preparation, made by this coordinator."""
    return rounds.make_round(
        by=by, trajectory=community.trajectories.first(), instrument=scene.instrument(), plan=a_plan(**fields)
    )


def typed(**fields: object) -> dict[str, object]:
    """What a coordinator types in the form of a round."""
    today = timezone.localdate()
    return {
        "name": "Nulmeting",
        "kind": "nulmeting",
        "opens_on": (today + timedelta(days=1)).isoformat(),
        "opens_time": "09:00",
        "closes_on": (today + timedelta(days=18)).isoformat(),
        "closes_time": "23:59",
        "audience": "leden",
        "merges_doors": "False",
        "mode": "anoniem",
        "groups": ["rol"],
        "minimum_group": "5",
    } | fields


def form(community, **fields: object) -> RoundForm:
    """The form as it comes in."""
    return RoundForm(typed(**fields), community=community, version=scene.instrument().newest)


def path(name: str, community, *args: object) -> str:
    """Where a page of this floor stands in a community."""
    return reverse(f"succesfactoren:{name}", args=[community.slug, *args])
