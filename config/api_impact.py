"""Impact: per public initiative what it expects to change, and what it measures. Nothing is added up here."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from config.api_communities import NOBODY, PageAsked, PageReply, head_of, open_community, page_reply, path_in
from initiatives.access.impact import impact_of, initiatives_with_impact
from initiatives.exports.chains import plain_impact
from regioscan.api.replies import Linked

router = Router(tags=["Impact"], by_alias=True)


class ValueReply(BaseModel):
    """A value on a day."""

    waarde: float
    op: str


class ChainReply(BaseModel):
    """What an initiative does, what that yields, and what becomes different: an expectation, no proof."""

    activiteit: list[str]
    resultaat: list[str]
    verandering: list[str]


class MeasureReply(BaseModel):
    """What is measured. A missing value is null, never 0."""

    naam: str
    eenheid: str
    keten: str = Field(description="activiteit, resultaat of verandering.")
    telt: str = Field(
        description="deelnames (dezelfde mensen kunnen vaker tellen), mensen (iedereen één keer) of anders. Tel mensen "
        "van twee initiatieven niet bij elkaar op."
    )
    bron: str
    wieMeet: str
    begin: ValueReply | None
    doel: ValueReply | None
    metingen: list[ValueReply] = Field(description="Op datum; elke waarde is de stand tot en met die dag.")
    hoeVer: str
    indicator: str | None = Field(
        description="Code van het cijfer van de regioscan waaraan dit raakt. Een verandering daarin is niet de "
        "verdienste van één initiatief."
    )
    invloed: str | None = Field(description="Hoeveel invloed een regio op dat cijfer heeft.")


class ImpactReply(Linked):
    """What one initiative wrote down of its chain, and measures."""

    initiatief: int
    initiatiefNaam: str
    fase: str
    keten: ChainReply
    maten: list[MeasureReply]


class ImpactsReply(PageReply):
    """One page of initiatives with a chain or a measure, by name."""

    impact: list[ImpactReply]


@router.get(
    "/communities/{slug:slug}/impact",
    response=ImpactsReply,
    url_name="impact_list",
    operation_id="impact",
    summary="Wat de initiatieven van een community willen veranderen, en meten",
)
def impact_list(request: HttpRequest, slug: str, query: Query[PageAsked]) -> HttpResponse:
    """De keten en de maten van de initiatieven die iedereen kan zien, op naam."""
    community = open_community(slug)
    return page_reply(
        request,
        query,
        head_of(community, path_in(community, "initiatives:impact_list")),
        initiatives_with_impact(NOBODY, community),
        impact=lambda shown: [plain_impact(impact_of(one)) for one in shown],
    )
