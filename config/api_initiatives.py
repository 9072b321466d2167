"""Initiatieven: what a public community shows everybody of what it does. On the roof, because it belongs to people."""

from typing import Annotated, Literal, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, WithJsonSchema

from config.api_communities import NOBODY, MaybeCode, PageAsked, PageReply, head_of, open_community, page_reply, path_in
from initiatives.access.board import Wanted, in_order, wanted_initiatives
from initiatives.access.board_cards import cards_of, with_rows
from initiatives.exports.board import plain_initiative
from regioscan.api.replies import Linked
from regioscan.models import Theme

router = Router(tags=["Initiatieven"], by_alias=True)
StageName = Literal["idee", "verkend", "willen", "doen", "gerealiseerd", "gestopt"]
LensName = Literal["mens", "milieu", "economie"]
# May be left out, but is never null: an address has no null.
MaybeStage = Annotated[StageName | None, WithJsonSchema({"type": "string", "enum": list(get_args(StageName))})]
MaybeLens = Annotated[LensName | None, WithJsonSchema({"type": "string", "enum": list(get_args(LensName))})]


class InitiativesAsked(PageAsked):
    """Which initiatives, one page of them."""

    fase: MaybeStage = Field(None, description="Alleen initiatieven in deze fase.")
    thema: MaybeCode = Field(None, description="Code van een thema.")
    lens: MaybeLens = Field(None, description="Alleen initiatieven waarnaar door deze lens is gekeken.")


class InitiativeReply(Linked):
    """An initiative that visitors may read. Names of people are not in it."""

    id: int
    naam: str
    zin: str
    fase: str
    faseSinds: str
    themas: list[str] = Field(description="Codes van thema’s.")
    lenzen: list[str]
    trekker: str = Field(description="De organisatie die het trekt; leeg als dat geen organisatie is.")
    plaats: str
    hoePrecies: str = Field(description="precies, ongeveer (ergens binnen een kilometer) of regio (zonder punt).")
    breedtegraad: float | None = Field(description="Nooit preciezer dan gekozen is.")
    lengtegraad: float | None
    begonnenOp: str | None
    klaarOp: str | None
    gewijzigdOp: str


class InitiativesReply(PageReply):
    """One page of initiatives, by name."""

    initiatieven: list[InitiativeReply]


@router.get(
    "/communities/{slug:slug}/initiatieven",
    response=InitiativesReply,
    url_name="initiative_list",
    operation_id="initiatieven",
    summary="De initiatieven van een community",
)
def initiative_list(request: HttpRequest, slug: str, query: Query[InitiativesAsked]) -> HttpResponse:
    """De initiatieven die een openbare community aan iedereen laat zien, op naam. Andere bestaan hier niet."""
    community = open_community(slug)
    theme = Theme.objects.filter(code=query.thema).values_list("pk", flat=True).first() if query.thema else None
    wanted = Wanted(stage=query.fase or "", lens=query.lens or "", theme=theme)
    found = wanted_initiatives(NOBODY, community, wanted)
    found = found.none() if query.thema and theme is None else found
    head = head_of(community, path_in(community, "initiatives:initiative_list"))
    return page_reply(
        request,
        query,
        head,
        with_rows(in_order(found, "naam")),
        initiatieven=lambda shown: [plain_initiative(card) for card in cards_of(NOBODY, community, shown)],
    )
