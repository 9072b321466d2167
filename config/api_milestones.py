"""Mijlpalen: the days that public initiatives work towards. What people promised is of members, and not in it."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from config.api_communities import NOBODY, PageAsked, PageReply, head_of, open_community, page_reply, path_in
from initiatives.access.milestones import readable_milestones
from initiatives.exports.milestones import plain_milestone
from regioscan.api.replies import Linked

router = Router(tags=["Mijlpalen"], by_alias=True)


class MilestoneReply(Linked):
    """A day that an initiative works towards."""

    id: int
    naam: str
    datum: str
    bereiktOp: str | None = Field(description="Leeg zolang de mijlpaal niet bereikt is.")
    stand: Literal["open", "te laat", "bereikt", "niet bereikt", "vervallen"] = Field(
        description="Niet bereikt: het initiatief was eerder klaar. Vervallen: het initiatief is gestopt."
    )
    initiatief: int
    initiatiefNaam: str


class MilestonesReply(PageReply):
    """One page of milestones, in order of day."""

    mijlpalen: list[MilestoneReply]


@router.get(
    "/communities/{slug:slug}/mijlpalen",
    response=MilestonesReply,
    url_name="milestone_list",
    operation_id="mijlpalen",
    summary="De mijlpalen van de initiatieven van een community",
)
def milestone_list(request: HttpRequest, slug: str, query: Query[PageAsked]) -> HttpResponse:
    """De mijlpalen van de initiatieven die iedereen kan zien, op datum. Toezeggingen staan er niet in."""
    community = open_community(slug)
    head = head_of(community, path_in(community, "initiatives:initiative_list"))
    return page_reply(
        request,
        query,
        head,
        readable_milestones(NOBODY, community),
        mijlpalen=lambda shown: map(plain_milestone, shown),
    )
