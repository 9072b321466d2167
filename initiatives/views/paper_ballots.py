"""Ballots on paper: printing them, handing them out, and typing in what came back."""

from typing import Any

from allauth.core.internal.ratelimit import consume, respond_429
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from initiatives.access.budgets import get_budget
from initiatives.access.voting import as_printed, on_the_ballot
from initiatives.actions.paper_ballots import (
    HIGHEST_NUMBER,
    differences,
    drop_paper,
    is_other_voter,
    is_settled_by_choosing,
    settle_paper,
    type_paper,
    why_not_typed,
)
from initiatives.actions.vote_roll import VotedOnSite, hand_out_paper
from initiatives.actions.voting import VotingError
from initiatives.analysis.elections import BallotError
from initiatives.forms.ballots import BallotSheet
from initiatives.forms.paper_ballots import BallotNumberForm, PrintForm, Settling, TypedForm
from initiatives.forms.voting import PaperVoterForm
from initiatives.models import BudgetRound, PaperBallot
from initiatives.reports.vote_letters import ballots_pdf
from initiatives.views.voting import READ_OR_SEND, WRONG
from lib.pdf import PdfError

TYPE = "initiatives.type_paper_ballots"


def _may_hear(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether this person may hear once more of somebody that they voted; counts it, unless it is a `dry_run`."""
    return consume(request, app="allauth.account", action="vote_heard", dry_run=dry_run) is not None


def _count_hearing(request: HttpRequest, error: Exception) -> None:
    if isinstance(error, VotedOnSite):
        _may_hear(request)


@require_safe
def paper_ballot_list(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """The ballots on paper: which wait for a second person, and how many are done."""
    budget = get_budget(request, slug, budget_id, TYPE)
    form = BallotNumberForm(request.GET if "biljet" in request.GET else None)
    if form.is_valid():
        return redirect("initiatives:paper_ballot", slug, budget_id, form.cleaned_data["biljet"])
    status = WRONG if form.is_bound else 200
    return render(request, "initiatives/paper_ballot_list.html", _list_of(request, budget, form), status=status)


def _list_of(request: HttpRequest, budget: BudgetRound, form: BallotNumberForm) -> dict[str, Any]:
    open_ones = budget.paper_ballots.filter(is_done=False).select_related("first_by", "second_by")
    return {
        "community": budget.community,
        "budget": budget,
        "form": form,
        "print_form": PrintForm(),
        "voter_form": PaperVoterForm(),
        "papers": [(one, _whose_turn(request, one)) for one in open_ones],
        "n_done": budget.paper_ballots.filter(is_done=True).count(),
        "is_by_code": budget.rights == BudgetRound.Rights.CODE,
        "may_type": budget.phase in {BudgetRound.Phase.VOTE, BudgetRound.Phase.COUNT} and budget.counted_at is None,
    }


def _whose_turn(request: HttpRequest, paper: PaperBallot) -> str:
    """What a ballot waits for, for who looks."""
    if paper.second_choices is None:
        is_own = paper.first_by_id == request.user.pk
        return (
            "u typte dit biljet; nu typt iemand anders het" if is_own else "wacht op een tweede typist: u kunt dit doen"
        )
    is_own = paper.second_by_id == request.user.pk
    if is_settled_by_choosing(paper):
        return "verschilt: beslis met het papier erbij" if is_own else "verschilt: de tweede typist lost het op"
    what = "de stemcode verschilt" if is_other_voter(paper) else "één van de twee vond het biljet ongeldig"
    return f"{what}: typ het opnieuw, met het papier erbij" if is_own else f"{what}: de tweede typist typt het opnieuw"


@require_POST
def paper_hand_out(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Cross somebody off who gets a ballot on paper."""
    budget = get_budget(request, slug, budget_id, TYPE)
    if not _may_hear(request, dry_run=True):
        return respond_429(request)
    form = PaperVoterForm(request.POST)
    if form.is_valid():
        try:
            hand_out_paper(by=request.user, budget=budget, email=form.cleaned_data["email"])
        except VotingError as error:
            _count_hearing(request, error)
            form.add_error("email", str(error))
        else:
            messages.success(
                request, "Deze persoon stemt op papier. Geef een biljet mee; op de site stemmen kan niet meer."
            )
            return redirect("initiatives:paper_ballot_list", slug, budget_id)
    context = _list_of(request, budget, BallotNumberForm()) | {"voter_form": form}
    return render(request, "initiatives/paper_ballot_list.html", context, status=WRONG)


@READ_OR_SEND
def paper_ballot(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Type in one ballot, as the first or as the second; what the other typed is not shown."""
    budget = get_budget(request, slug, budget_id, TYPE)
    if not 1 <= number <= HIGHEST_NUMBER:
        raise Http404("no ballot has this number")
    paper = budget.paper_ballots.filter(number=number).first()
    sheet = BallotSheet(budget, as_printed(budget))
    if request.method == "POST":
        if not _may_hear(request, dry_run=True):
            return respond_429(request)
        return _type(request, budget, number, sheet.read(request.POST))
    if paper is not None and paper.second_choices is not None and "opnieuw" not in request.GET:
        return _settling(request, paper, sheet)
    return _typing(request, budget, sheet, number=number, paper=paper, form=TypedForm(budget=budget))


def _type(request: HttpRequest, budget: BudgetRound, number: int, sheet: BallotSheet) -> HttpResponse:
    form = TypedForm(request.POST, budget=budget)
    if form.is_valid() and not sheet.mistakes:
        try:
            paper = type_paper(by=request.user, budget=budget, number=number, typed=form.typed(sheet))
        except (VotingError, BallotError) as error:
            _count_hearing(request, error)
            sheet.mistakes.append(str(error))
        else:
            return _after_typing(request, budget, paper)
    paper = budget.paper_ballots.filter(number=number).first()
    return _typing(request, budget, sheet, number=number, paper=paper, form=form, status=WRONG)


def _after_typing(request: HttpRequest, budget: BudgetRound, paper: PaperBallot) -> HttpResponse:
    if paper.is_done:
        messages.success(request, f"Biljet {paper.number} is klaar: twee mensen typten hetzelfde.")
    elif paper.second_choices is not None:
        return redirect("initiatives:paper_ballot", budget.community.slug, budget.pk, paper.number)
    else:
        messages.success(
            request, f"Biljet {paper.number} is één keer ingetypt. Nu typt iemand anders het nog een keer."
        )
    return redirect("initiatives:paper_ballot_list", budget.community.slug, budget.pk)


def _typing(request: HttpRequest, budget: BudgetRound, sheet: BallotSheet, **fields: Any) -> HttpResponse:
    status, paper = fields.pop("status", 200), fields["paper"]
    is_second = paper is not None and paper.first_by_id not in {None, request.user.pk}
    context = {
        "community": budget.community,
        "budget": budget,
        "sheet": sheet,
        "is_second": is_second,
        "refused": why_not_typed(budget, paper),
    }
    return render(request, "initiatives/paper_ballot.html", context | fields, status=status)


def _settling(request: HttpRequest, paper: PaperBallot, sheet: BallotSheet) -> HttpResponse:
    context = {
        "community": paper.budget.community,
        "budget": paper.budget,
        "paper": paper,
        "settling": Settling(differences(paper), sheet),
        "is_by_choosing": is_settled_by_choosing(paper),
        "is_mine": paper.second_by_id == request.user.pk,
    }
    return render(request, "initiatives/paper_ballot_settle.html", context)


@require_POST
def paper_ballot_settle(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Say for each difference what stands on the paper."""
    budget = get_budget(request, slug, budget_id, TYPE)
    paper = get_object_or_404(budget.paper_ballots, number=number)
    try:
        settle_paper(by=request.user, paper=paper, chosen=request.POST)
        messages.success(request, f"Biljet {number} is klaar.")
    except (VotingError, BallotError) as error:
        messages.error(request, str(error))
        return redirect("initiatives:paper_ballot", slug, budget_id, number)
    return redirect("initiatives:paper_ballot_list", slug, budget_id)


@require_POST
def paper_ballot_drop(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Wipe what was typed from a ballot that is not done."""
    budget = get_budget(request, slug, budget_id, TYPE)
    try:
        drop_paper(by=request.user, paper=get_object_or_404(budget.paper_ballots, number=number))
        messages.success(request, f"Wat van biljet {number} was ingetypt, is gewist.")
    except VotingError as error:
        messages.error(request, str(error))
    return redirect("initiatives:paper_ballot_list", slug, budget_id)


@require_safe
def paper_ballots_pdf(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Blank ballots to print, each with a number."""
    budget = get_budget(request, slug, budget_id, TYPE)
    form = PrintForm(request.GET or {"eerste": 1, "aantal": 1})
    problem = "" if budget.opened_at else "Leg eerst het stembiljet vast. Daarna kunt u printen."
    if budget.is_closed:
        problem = "Het stemmen is voorbij. Lege biljetten zijn niet meer nodig."
    if not problem and not form.is_valid():
        problem = "Kies een nummer vanaf 1, en niet meer dan 50 biljetten tegelijk."
    try:
        if problem:
            raise PdfError(problem)
        task = BallotSheet(budget, on_the_ballot(budget)).task
        content = ballots_pdf(budget, form.cleaned_data["eerste"], form.cleaned_data["aantal"], task)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("initiatives:paper_ballot_list", slug, budget_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="stembiljetten-{budget.community.slug}-{budget.pk}.pdf"'
    return response
