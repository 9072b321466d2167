"""Budgetten: what was announced, and the result once everybody may know it. Of the frozen count, never of ballots."""

from typing import Annotated, Any, Literal, get_args

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field, WithJsonSchema

from config.api_communities import NOBODY, PageAsked, PageReply, head_of, open_community, page_reply, path_in
from initiatives.access.budgets import readable_budgets
from initiatives.access.proposals import find_proposals, readable_proposals, told_to
from initiatives.analysis.result_shape import ProjectFigures, ResultFigures
from initiatives.exports.proposals import plain_plan
from initiatives.models import BudgetRound
from regioscan.api import asked
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import json_reply, moment
from regioscan.api.replies import Linked

router = Router(tags=["Budgetten"], by_alias=True)
NEWEST = 50


class ProjectReply(BaseModel):
    """One plan on the ballot."""

    nummer: str
    naam: str
    kostenInCenten: int
    stemmen: int | None = Field(description="Leeg waar het over te weinig mensen gaat.")
    punten: int | None = Field(description="Alleen als mensen punten verdeelden, en nooit die van een paar mensen.")
    puntenNietVerteld: str = Field(description="Waarom er geen punten bij staan; leeg waar dat niet nodig is.")
    isGekozen: bool
    waarom: str


class ResultReply(BaseModel):
    """What was chosen. Single ballots do not exist in this interface."""

    gepubliceerdOp: str
    gekozen: list[str] = Field(description="Nummers van plannen, in de volgorde waarin zij gekozen zijn.")
    kostenInCenten: int
    overInCenten: int
    uitgebracht: int = Field(description="Verstuurde biljetten, ook die op papier.")
    verborgen: str = Field(description="Waarom er geen stemmen bij staan; leeg waar ze er staan.")
    plannen: list[ProjectReply]


class BudgetReply(Linked):
    """An announced budget."""

    id: int
    naam: str
    gebied: str
    bedragInCenten: int
    fase: str
    telregel: str
    biljet: str
    plannenTot: str
    stemmenVanaf: str
    stemmenTot: str
    uitslag: ResultReply | None = Field(description="Leeg zolang de uitslag niet gepubliceerd is.")


class BudgetsReply(Linked):
    """The budgets of a community, the newest first."""

    community: str
    regio: str
    budgetten: list[BudgetReply]


@router.get(
    "/communities/{slug:slug}/budgetten",
    response=BudgetsReply,
    url_name="budget_list",
    operation_id="budgetten",
    summary="De budgetten van een community",
)
def budget_list(request: HttpRequest, slug: str) -> HttpResponse:
    """De aangekondigde dorps- en wijkbudgetten van een openbare community, met de uitslag zodra iedereen die kent."""
    asked.nothing(request)
    community = open_community(slug)
    found = readable_budgets(NOBODY, community).select_related("community", "result")[:NEWEST]
    head = head_of(community, path_in(community, "initiatives:budget_list"))
    own = links(self=address(f"/communities/{community.slug}/budgetten"))
    return json_reply(head | {"budgetten": [as_plain(one) for one in found], "_links": own | head["_links"]})


def as_plain(budget: BudgetRound) -> dict[str, Any]:
    """A budget as it is answered."""
    result = getattr(budget, "result", None)
    return {
        "id": budget.pk,
        "naam": budget.name,
        "gebied": budget.area,
        "bedragInCenten": budget.amount_cents,
        "fase": budget.phase,
        "telregel": budget.rule,
        "biljet": budget.ballot_kind,
        "plannenTot": moment(budget.propose_until),
        "stemmenVanaf": moment(budget.vote_from),
        "stemmenTot": moment(budget.vote_until),
        "uitslag": _result(budget, result.figures) if result and budget.is_published else None,
        "_links": links(pagina=page(budget.get_absolute_url()), plannen=address(_plans_path(budget))),
    }


def _plans_path(budget: BudgetRound) -> str:
    return f"/communities/{budget.community.slug}/budgetten/{budget.pk}/plannen"


def _result(budget: BudgetRound, figures: ResultFigures) -> dict[str, Any]:
    return {
        "gepubliceerdOp": moment(budget.published_at) if budget.published_at else "",
        "gekozen": figures["winners"],
        "kostenInCenten": figures["cost"],
        "overInCenten": figures["left"],
        "uitgebracht": figures["turnout"]["n_sent"],
        "verborgen": figures["hidden"],
        "plannen": [_project(one) for one in figures["projects"]],
    }


def _project(one: ProjectFigures) -> dict[str, Any]:
    return {
        "nummer": one["code"],
        "naam": one["title"],
        "kostenInCenten": one["cost"],
        "stemmen": one["votes"],
        "punten": one["points"],
        "puntenNietVerteld": one.get("points_untold", ""),
        "isGekozen": one["is_won"],
        "waarom": one["why"],
    }


# ── Plans ─────────────────────────────────────────────────────────────────────────────────────────────────────────
StandName = Literal["ingestuurd", "haalbaar", "niet haalbaar"]
MaybeStand = Annotated[StandName | None, WithJsonSchema({"type": "string", "enum": list(get_args(StandName))})]


class PlansAsked(PageAsked):
    """Which plans, one page of them."""

    stand: MaybeStand = Field(None, description="Alleen plannen die zo ver zijn; ingestuurd is nog niet getoetst.")


class PlanReply(Linked):
    """A plan that visitors may read. Who sent it in is not in it."""

    nummer: int
    naam: str
    uitleg: str
    plaats: str
    stand: str
    kostenVanafInCenten: int | None = Field(description="Wat het minstens kost; leeg als het bedrag vaststaat.")
    kostenInCenten: int | None = Field(description="Wat het kost, of ten hoogste; alleen van wat haalbaar is.")
    schattingInCenten: int | None = Field(description="Wat wie het instuurde dacht dat het kost.")
    waarom: str = Field(description="Waarom het wel of niet kan; leeg zolang het niet getoetst is.")
    getoetstOp: str | None
    ingestuurdOp: str
    initiatief: int | None = Field(description="Wat het werd, zodra de uitslag bekend is en iedereen dat mag zien.")


class PlansReply(PageReply):
    """One page of the plans for a budget, by number."""

    budget: str
    plannen: list[PlanReply]


@router.get(
    "/communities/{slug:slug}/budgetten/{int:id}/plannen",
    response=PlansReply,
    url_name="plan_list",
    operation_id="plannen",
    summary="De plannen voor een budget",
)
def plan_list(request: HttpRequest, slug: str, id: int, query: Query[PlansAsked]) -> HttpResponse:
    """De plannen die iedereen kan lezen. Wat nog niet geplaatst, verborgen of ingetrokken is, bestaat hier niet."""
    community = open_community(slug)
    budget = readable_budgets(NOBODY, community).filter(pk=id).first()
    if budget is None:
        raise Http404("Er is geen aangekondigd budget met dit nummer.")
    found = find_proposals(readable_proposals(NOBODY, budget), "", query.stand or "")
    head = head_of(community, path_in(community, "initiatives:proposal_list", id)) | {"budget": budget.name}
    return page_reply(
        request,
        query,
        head,
        found,
        plannen=lambda shown: [plain_plan(*one) for one in told_to(NOBODY, budget, shown)],
    )
