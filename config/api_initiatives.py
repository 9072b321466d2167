"""Initiatieven: what a public community shows everybody of what it does. On the roof, because it belongs to people."""

from typing import Annotated, Any, Literal, get_args

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field, WithJsonSchema

from communities.access.communities import visible_communities
from communities.models import Community
from initiatives.access.board import Wanted, in_order, wanted_initiatives
from initiatives.access.board_cards import cards_of, with_rows
from initiatives.exports.board import plain_initiative
from regioscan.api import asked
from regioscan.api.addresses import address, link_header, links, page, paging_links
from regioscan.api.formats import json_reply
from regioscan.api.replies import Linked
from regioscan.models import Theme

router = Router(tags=["Initiatieven"], by_alias=True)
NOBODY = AnonymousUser()
StageName = Literal["idee", "verkend", "willen", "doen", "gerealiseerd", "gestopt"]
LensName = Literal["mens", "milieu", "economie"]
# May be left out, but is never null: an address has no null.
MaybeStage = Annotated[StageName | None, WithJsonSchema({"type": "string", "enum": list(get_args(StageName))})]
MaybeLens = Annotated[LensName | None, WithJsonSchema({"type": "string", "enum": list(get_args(LensName))})]
MaybeTheme = Annotated[asked.Code | None, WithJsonSchema({"type": "string", "pattern": asked.CODE, "maxLength": 60})]


class InitiativesAsked(asked.Paged):
    """Which initiatives, one page of them."""

    fase: MaybeStage = Field(None, description="Alleen initiatieven in deze fase.")
    thema: MaybeTheme = Field(None, description="Code van een thema.")
    lens: MaybeLens = Field(None, description="Alleen initiatieven waarnaar door deze lens is gekeken.")
    aantal: asked.Whole = Field(100, ge=1, le=1_000, description="Hoeveel initiatieven op een bladzijde.")


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


class InitiativesReply(Linked):
    """One page of initiatives, by name."""

    community: str
    regio: str
    initiatieven: list[InitiativeReply]
    pagina: int
    aantal: int
    totaal: int


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
    first, n_found = (query.pagina - 1) * query.aantal, found.count()
    shown = with_rows(in_order(found, "naam"))[first : first + query.aantal]
    paging = paging_links(request, query.pagina, -(-n_found // query.aantal))
    body = {
        "community": community.name,
        "regio": community.region.code,
        "initiatieven": [plain_initiative(card) for card in cards_of(NOBODY, community, shown)],
        "pagina": query.pagina,
        "aantal": len(shown),
        "totaal": n_found,
        "_links": paging | about(community, "initiatives:initiative_list"),
    }
    return json_reply(body, link=link_header(paging))


def open_community(slug: str) -> Community:
    """The public community at this address; others are as absent as one that never was."""
    found: Community | None = visible_communities(NOBODY).select_related("region").filter(slug=slug).first()
    if found is None:
        raise Http404("Er is geen openbare community met dit adres.")
    return found


def about(community: Community, route: str) -> dict[str, Any]:
    """Addresses of its region and of the page for people."""
    return links(regio=address(f"/regios/{community.region.code}"), pagina=page(reverse(route, args=[community.slug])))
