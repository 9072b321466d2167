"""Lessen: what public initiatives learned, as far as it is shared with everybody."""

from typing import Annotated, Literal, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints, WithJsonSchema

from config.api_communities import NOBODY, MaybeCode, PageAsked, PageReply, head_of, open_community, page_reply, path_in
from initiatives.access.lessons import LessonWish, cards_of, find_lessons, lessons_of
from initiatives.exports.lessons import plain_lesson
from regioscan.api.replies import Linked
from succesfactoren.access.learning import house_factors

router = Router(tags=["Lessen"], by_alias=True)
FACTOR = r"^[A-Z]{3}$"
FactorCode = Annotated[str, StringConstraints(pattern=FACTOR)]
MaybeFactor = Annotated[FactorCode | None, WithJsonSchema({"type": "string", "pattern": FACTOR})]
EndName = Literal["gerealiseerd", "gestopt"]
MaybeEnd = Annotated[EndName | None, WithJsonSchema({"type": "string", "enum": list(get_args(EndName))})]


class LessonsAsked(PageAsked):
    """Which lessons, one page of them."""

    factor: MaybeFactor = Field(None, description="Code van een succesfactor, zoals LEI.")
    thema: MaybeCode = Field(None, description="Code van een thema.")
    fase: MaybeEnd = Field(None, description="Alleen lessen van wat zo afliep.")


class LessonReply(Linked):
    """A lesson that visitors may read. Who wrote it is not in it."""

    initiatief: int
    initiatiefNaam: str
    fase: str
    themas: list[str] = Field(description="Codes van thema’s.")
    succesfactor: str = Field(description="Code; leeg als er geen bij gekozen is.")
    succesfactorNaam: str
    advies: str
    watWerkte: str
    watNietWerkte: str
    geschrevenOp: str


class LessonsReply(PageReply):
    """One page of lessons, the newest first."""

    lessen: list[LessonReply]


@router.get(
    "/communities/{slug:slug}/lessen",
    response=LessonsReply,
    url_name="lesson_list",
    operation_id="lessen",
    summary="De lessen van een community",
)
def lesson_list(request: HttpRequest, slug: str, query: Query[LessonsAsked]) -> HttpResponse:
    """De gedeelde lessen van initiatieven die iedereen kan zien, de nieuwste eerst."""
    community = open_community(slug)
    wish = LessonWish(factor=query.factor or "", theme=query.thema or "", stage=query.fase or "")
    factors = {one.code: one.name for one in house_factors()}
    return page_reply(
        request,
        query,
        head_of(community, path_in(community, "initiatives:lesson_list")),
        find_lessons(lessons_of(NOBODY, community), wish),
        lessen=lambda shown: [plain_lesson(card, factors) for card in cards_of(shown)],
    )
