"""Bewonerspanels: what a panel answered and what was done with it, as its public page says it. Out of the outcome."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import BaseModel, Field

from communities.models import Community
from config.api_communities import NOBODY, open_community
from config.api_rounds import PartReply, as_part
from regioscan.api import asked
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import json_reply, moment
from regioscan.api.replies import Linked
from succesfactoren.access.panel import told_to
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_shape import OutcomeFigures
from succesfactoren.models import Round

router = Router(tags=["Bewonerspanels"], by_alias=True)
NEWEST = 20
NO_FIGURES: dict[str, Any] = {"genodigd": None, "antwoorden": None, "onderdelen": []}
INSIDE = "als de uitkomst alleen voor leden is"


class PanelRoundReply(BaseModel):
    """A published round of the panel."""

    naam: str
    vragenlijst: str
    waarover: str
    geslotenOp: str
    genodigd: int | None = Field(description=f"Leeg bij te weinig mensen, en {INSIDE}.")
    antwoorden: int | None = Field(description=f"Leeg bij te weinig antwoorden, en {INSIDE}.")
    onderdelen: list[PartReply] = Field(description=f"Leeg {INSIDE}.")
    watErmeeGebeurde: str = Field(description="De woorden van de coördinator; leeg zolang die er niet zijn.")


class PanelReply(Linked):
    """What the panel of a public community was asked. Gespreksinstrument, geen toets."""

    community: str
    regio: str
    rondes: list[PanelRoundReply]


@router.get(
    "/panels/{slug:slug}",
    response=PanelReply,
    url_name="panel_detail",
    operation_id="panel",
    summary="Wat een bewonerspanel antwoordde",
)
def panel_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """De gepubliceerde rondes van het bewonerspanel van een openbare community, de nieuwste eerst."""
    asked.nothing(request)
    return json_reply(as_plain(open_community(slug)))


def as_plain(community: Community) -> dict[str, Any]:
    """The panel of a community as it is answered."""
    return {
        "community": community.name,
        "regio": community.region.code,
        "rondes": [_round(one) for one in told_to(NOBODY, community)[:NEWEST]],
        "_links": links(
            self=address(f"/panels/{community.slug}"),
            regio=address(f"/regios/{community.region.code}"),
            pagina=page(reverse("succesfactoren:panel_answers", args=[community.slug])),
        ),
    }


def _round(round: Any) -> dict[str, Any]:
    """One round out of `told_to`: without figures where visitors may not read its result."""
    return {
        "naam": round.name,
        "vragenlijst": round.version.name,
        "waarover": round.assessment.subject,
        "geslotenOp": moment(round.closed_at) if round.closed_at else "",
        **(_figures(round) if round.shows_figures else NO_FIGURES),
        "watErmeeGebeurde": round.aftermath,
    }


def _figures(round: Round) -> dict[str, Any]:
    figures: OutcomeFigures = round.outcome.figures
    main = main_table(figures["tables"]) if figures["tables"] else None
    return {
        "genodigd": figures["n_invited"] or None,
        "antwoorden": figures["n_responses"],
        "onderdelen": [as_part(one) for one in main["factors"]] if main and not main["hidden"] else [],
    }
