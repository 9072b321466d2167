"""Rounds with something to see and something to hide, for the tests of results."""

from typing import Any

from django.utils import timezone

from communities.models import Community
from succesfactoren.actions.closing import close_round
from succesfactoren.models import OpenAnswer, Round
from tests.succesfactoren import scene


def round_with_words(community: Community, n: int = 12, texts: list[str] | None = None, **fields: Any) -> Round:
    """A closed round in which so many people answered «Wat gaat nu goed?» in words."""
    made = scene.make_round(community, **fields)
    scene.answers(made, n)
    asked = made.version.statements.filter(kind="open").order_by("position").first()
    written = texts or [f"Het gaat goed met het plein, zeg ik voor de {i}e keer." for i in range(n)]
    OpenAnswer.objects.bulk_create(OpenAnswer(round=made, statement=asked, text=text) for text in written)
    close_round(round=made, by=None)
    made.refresh_from_db()
    return made


def round_with_hidden_groups(community: Community, **fields: Any) -> Round:
    """Twelve residents are shown; seven entrepreneurs are hidden because two of the municipality are."""
    made = scene.make_round(community, **fields)
    for rol, n in (("inwoner", 12), ("ondernemer", 7), ("gemeente", 2)):
        scene.answers(made, n, rol=rol)
    close_round(round=made, by=None)
    Round.objects.filter(pk=made.pk).update(published_at=timezone.now())
    made.refresh_from_db()
    return made
