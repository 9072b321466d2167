"""Budgetten: what was announced, and the result once everybody may know it. Of the frozen count, never of ballots."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from config.api_initiatives import NOBODY, about, open_community
from initiatives.access.budgets import readable_budgets
from initiatives.analysis.result_shape import ProjectFigures, ResultFigures
from initiatives.models import BudgetRound
from regioscan.api import asked
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import json_reply, moment
from regioscan.api.replies import Linked

router = Router(tags=["Budgetten"], by_alias=True)
NEWEST = 50


class ProjectReply(BaseModel):
    """One project on the ballot."""

    nummer: str
    naam: str
    kostenInCenten: int
    stemmen: int | None = Field(description="Leeg waar het over te weinig mensen gaat.")
    punten: int | None = Field(description="Alleen als mensen punten verdeelden.")
    isGekozen: bool
    waarom: str


class ResultReply(BaseModel):
    """What was chosen. Single ballots do not exist in this interface."""

    gepubliceerdOp: str
    gekozen: list[str] = Field(description="Nummers van projecten, in de volgorde waarin zij gekozen zijn.")
    kostenInCenten: int
    overInCenten: int
    uitgebracht: int = Field(description="Verstuurde biljetten, ook die op papier.")
    verborgen: str = Field(description="Waarom er geen stemmen bij staan; leeg waar ze er staan.")
    projecten: list[ProjectReply]


class BudgetReply(Linked):
    """An announced budget."""

    id: int
    naam: str
    gebied: str
    bedragInCenten: int
    fase: str
    telregel: str
    biljet: str
    ideeenTot: str
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
    own = address(f"/communities/{community.slug}/budgetten")
    body = {
        "community": community.name,
        "regio": community.region.code,
        "budgetten": [as_plain(one) for one in found],
        "_links": links(self=own) | about(community, "initiatives:budget_list"),
    }
    return json_reply(body)


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
        "ideeenTot": moment(budget.propose_until),
        "stemmenVanaf": moment(budget.vote_from),
        "stemmenTot": moment(budget.vote_until),
        "uitslag": _result(budget, result.figures) if result and budget.is_published else None,
        "_links": links(pagina=page(budget.get_absolute_url())),
    }


def _result(budget: BudgetRound, figures: ResultFigures) -> dict[str, Any]:
    return {
        "gepubliceerdOp": moment(budget.published_at) if budget.published_at else "",
        "gekozen": figures["winners"],
        "kostenInCenten": figures["cost"],
        "overInCenten": figures["left"],
        "uitgebracht": figures["turnout"]["n_sent"],
        "verborgen": figures["hidden"],
        "projecten": [_project(one) for one in figures["projects"]],
    }


def _project(one: ProjectFigures) -> dict[str, Any]:
    return {
        "nummer": one["code"],
        "naam": one["title"],
        "kostenInCenten": one["cost"],
        "stemmen": one["votes"],
        "punten": one["points"],
        "isGekozen": one["is_won"],
        "waarom": one["why"],
    }
