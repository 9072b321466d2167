"""Closed rounds with an outcome that was written down, so that a test says itself what there is to learn."""

from datetime import timedelta

from django.utils import timezone

from communities.models import Commitment, Community
from succesfactoren.models import Assessment, ChosenIntervention, Outcome, Round
from tests.communities.town import make_community, make_trajectory
from tests.succesfactoren import scene

CODES = ["LEI", "BET", "INT", "EXP", "VER", "INN", "COM"]
NO_CHANGE = {"hidden": "geen eerdere ronde", "before": None, "now": None, "delta": None, "is_clear": False}


def change(before: float, now: float, *, is_clear: bool = True, hidden: str = "") -> dict:
    """From the round before to this one."""
    return {"hidden": hidden, "before": before, "now": now, "delta": now - before, "is_clear": is_clear}


def table(means: dict, changes: dict | None = None, *, n: int | None = 24, hidden: str = "", door: str = "genodigd"):
    """A table of an outcome; a mean of None is one of too few answers."""
    factors = [
        {
            "code": code,
            "name": code,
            "hidden": "" if means.get(code) is not None else "te weinig antwoorden",
            "n": n,
            "mean": means.get(code),
            "change": (changes or {}).get(code, NO_CHANGE),
        }
        for code in CODES
    ]
    return {"door": door, "hidden": hidden, "n": n, "factors": factors}


def closed_round(assessment: Assessment, *tables: dict, before: Round | None = None, days_ago: int = 10, **fields):
    """A published round with this outcome."""
    at = timezone.now() - timedelta(days=days_ago)
    found = scene.make_round(
        assessment.community,
        assessment=assessment,
        opens_at=at - timedelta(days=14),
        opened_at=at - timedelta(days=14),
        closes_at=at,
        closed_at=at,
        **({"published_at": at} | fields),
    )
    compared = {"round": before.pk, "name": before.name, "closed_on": "2025-01-01"} if before else None
    Outcome.objects.create(round=found, method="1", figures={"tables": list(tables), "compared_with": compared})
    return found


def sharing(slug: str, mean: float = 3.0, **fields) -> Community:
    """A community elsewhere that shares one round, with the same score on each factor."""
    made = make_community(slug, **fields)
    make_trajectory(made)
    assessment = scene.make_assessment(made)
    Assessment.objects.filter(pk=assessment.pk).update(shares_profile_at=timezone.now())
    closed_round(assessment, table(dict.fromkeys(CODES, mean)))
    return made


def rose(community: Community, code: str = "LEI", *, text: str = "Een kopgroep maken.", state: str = "klaar", **fields):
    """Two shared rounds of a community between which a factor rose, and what was chosen and promised in between."""
    assessment = scene.make_assessment(community)
    Assessment.objects.filter(pk=assessment.pk).update(shares_profile_at=timezone.now())
    first = closed_round(assessment, table({code: 2.6}), days_ago=300)
    today = timezone.localdate()
    extra = {"klaar": {"done_on": today}, "vervallen": {"lapsed_because": "Geen tijd."}}.get(state, {})
    kept = Commitment.objects.create(community=community, what=text, due_on=today, state=state, **extra)
    factor = first.version.factors.get(code=code)
    ChosenIntervention.objects.create(round=first, factor=factor, text=text, commitment=kept, **fields)
    return closed_round(assessment, table({code: 3.3}, {code: change(2.6, 3.3)}), before=first)
