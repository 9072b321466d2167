"""Rondes: the outcome of a round that a community shows to everybody. On the roof, because rounds belong to people.

Nothing here computes: it reads the outcome that was made at closing, in which what may not be shown is not there.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import BaseModel, Field

from regioscan.api import asked
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import json_reply, moment
from regioscan.api.replies import Linked
from succesfactoren.access.rounds import rounds_for_everyone
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_shape import FactorOutcome
from succesfactoren.models import Round

router = Router(tags=["Rondes"], by_alias=True)
DECIMALS = 1


class PartReply(BaseModel):
    """One part of a questionnaire, of the group as a whole."""

    code: str
    naam: str
    aantal: int | None = Field(description="Hoeveel mensen hier een score hebben; leeg waar dat verborgen is.")
    gemiddelde: float | None = Field(description="Van 1 tot en met 5, in één decimaal.")
    laag: float | None = Field(description="Ondergrens van de marge (95 %).")
    hoog: float | None = Field(description="Bovengrens van de marge (95 %).")
    niveau: int | None = Field(description="1 Nog niet, 2 Begin, 3 Onderweg, 4 Sterk.")
    verborgen: str = Field(description="Waarom er geen cijfer staat; leeg waar het er staat.")


class RoundReply(Linked):
    """The outcome of one round. Single answers do not exist in this interface."""

    id: int
    naam: str
    community: str
    vragenlijst: str
    versie: int
    geslotenOp: str
    kleinsteGroep: int = Field(description="Van minder mensen wordt geen gemiddelde getoond.")
    uitgenodigd: int | None = Field(description="Leeg bij te weinig mensen.")
    antwoorden: int | None = Field(description="Leeg bij te weinig antwoorden.")
    onderdelen: list[PartReply]
    letOp: str


@router.get(
    "/rondes/{int:id}",
    response=RoundReply,
    url_name="round_detail",
    operation_id="ronde",
    summary="De uitkomst van één ronde",
)
def round_detail(request: HttpRequest, id: int) -> HttpResponse:
    """De uitkomst van een ronde die een openbare community aan iedereen laat zien. Andere rondes bestaan hier niet."""
    asked.nothing(request)
    found = rounds_for_everyone().filter(pk=id).first()
    if found is None:
        raise Http404("Er is geen openbare ronde met dit nummer.")
    return json_reply(as_plain(found))


def as_plain(found: Round) -> dict[str, Any]:
    """A round as it is answered."""
    figures, community = found.outcome.figures, found.community
    return {
        "id": found.pk,
        "naam": found.name,
        "community": community.name,
        "vragenlijst": found.version.name,
        "versie": found.version.number,
        "geslotenOp": moment(found.closed_at) if found.closed_at else "",
        "kleinsteGroep": figures["minimum_group"],
        "uitgenodigd": figures["n_invited"] or None,
        "antwoorden": figures["n_responses"],
        "onderdelen": [as_part(one) for one in main_table(figures["tables"])["factors"]],
        "letOp": "Gespreksinstrument, geen toets.",
        "_links": links(
            self=address(f"/rondes/{found.pk}"),
            regio=address(f"/regios/{community.region.code}"),
            pagina=page(reverse("succesfactoren:round_result", args=[community.slug, found.pk])),
        ),
    }


def as_part(factor: FactorOutcome) -> dict[str, Any]:
    """A part as it is answered. Of few people a mean in full tells more than one decimal does."""
    return {
        "code": factor["code"],
        "naam": factor["name"],
        "aantal": factor["n"],
        "gemiddelde": _short(factor["mean"]),
        "laag": _short(factor["low"]),
        "hoog": _short(factor["high"]),
        "niveau": factor["level"],
        "verborgen": factor["hidden"],
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
