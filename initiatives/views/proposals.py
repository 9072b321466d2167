"""Ideas for a budget: the list, one idea, sending in, changing, taking back, judging, hiding."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.access.stream import is_trusted
from initiatives.access.budgets import get_budget, initiative_for
from initiatives.access.complaining import PLAN, complaint_path, objection_path
from initiatives.access.proposals import (
    checking_of,
    find_proposals,
    get_proposal,
    next_to_check,
    readable_proposals,
    told_to,
)
from initiatives.actions import proposals
from initiatives.actions.budgets import BudgetError
from initiatives.actions.proposals import ProposalConflict
from initiatives.exports.proposals import plain_plan, plans_table
from initiatives.forms.proposals import HideForm, JudgeForm, ProposalForm, SearchForm
from initiatives.models import Proposal
from initiatives.views.budgets import READ_OR_SEND, RUN
from regioscan.views.downloads import download, download_json

PER_PAGE = 20


@login_not_required
@require_safe
def proposal_list(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """All ideas for a budget that this reader may read, searched and page by page."""
    budget = get_budget(request, slug, budget_id)
    may_run = request.user.has_perm(RUN, budget)
    form = SearchForm(request.GET)
    found = find_proposals(readable_proposals(request.user, budget), form.words, form.state)
    context = {
        "community": budget.community,
        "budget": budget,
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("pagina")),
        "is_asked": bool(form.words or form.state),
        "query": request.GET.urlencode(),
        "checking": checking_of(budget, may_run=may_run),
        "may_run": may_run,
        "may_propose": request.user.has_perm("initiatives.propose_to_budget", budget),
        "names_people": request.user.has_perm("communities.view_members_part", budget.community),
    }
    return render(request, "initiatives/proposal_list.html", context)


@login_not_required
@require_safe
def proposals_export(request: HttpRequest, slug: str, budget_id: int, kind: str) -> HttpResponse:
    """All that are asked for, as CSV, XLSX or JSON: what this reader reads on the pages, and nothing more."""
    budget, form = get_budget(request, slug, budget_id), SearchForm(request.GET)
    found = find_proposals(readable_proposals(request.user, budget), form.words, form.state)
    plans = told_to(request.user, budget, found)
    name = f"plannen-{budget.community.slug}-{budget.pk}"
    if kind == "json":
        return download_json({"plannen": [plain_plan(*one) for one in plans]}, name)
    names_people = request.user.has_perm("communities.view_members_part", budget.community)
    return download([plans_table(budget, plans, names_people=names_people)], name, kind)


@login_not_required
@require_safe
def proposal_detail(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """One idea, and what was judged of it."""
    proposal = get_proposal(request, slug, budget_id, number)
    may_run = request.user.has_perm(RUN, proposal.budget)
    is_fixed = proposal.budget.opened_at is not None
    context = {
        "community": proposal.community,
        "budget": proposal.budget,
        "proposal": proposal,
        "initiative": initiative_for(request.user, proposal) if proposal.budget.is_published else None,
        "names_people": request.user.has_perm("communities.view_members_part", proposal.community),
        "may_edit": request.user.has_perm("initiatives.edit_proposal", proposal) and not proposal.is_cleared,
        "may_withdraw": request.user.has_perm("initiatives.withdraw_proposal", proposal),
        "may_judge": may_run and not is_fixed and proposal.is_shown,
        "may_place": may_run and proposal.waits,
        "objection_path": objection_path(request.user, proposal),
        "complaint_path": _complaint_path(request, proposal),
        "may_clear": request.user.has_perm("communities.manage_community", proposal.community)
        and not proposal.is_cleared,
        "may_hide": may_run and not (is_fixed and proposal.state == Proposal.State.FEASIBLE),
    }
    return render(request, "initiatives/proposal_detail.html", context)


def _complaint_path(request: HttpRequest, proposal: Proposal) -> str:
    """What others cannot read, nobody complains about."""
    if not proposal.is_shown:
        return ""
    return complaint_path(request.user, proposal.community, PLAN, proposal.pk, proposal.proposed_by_id)


@READ_OR_SEND
def proposal_new(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Send in an idea; what was typed stays when something is wrong with it."""
    budget = get_budget(request, slug, budget_id, "initiatives.propose_to_budget")
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        try:
            made = proposals.send_proposal(by=request.user, budget=budget, idea=form.idea())
        except BudgetError as error:
            form.add_error(error.field, str(error))
        else:
            then = " Een coördinator leest het eerst; daarna zien anderen het." if made.waits else ""
            messages.success(request, f"Uw plan is ingestuurd. Het heeft nummer {made.number}.{then}")
            return redirect(made)
    waits = not is_trusted(request.user, budget.community)
    context = {"community": budget.community, "budget": budget, "form": form, "waits": waits}
    return render(request, "initiatives/proposal_form.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def proposal_edit(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Change one's own idea."""
    proposal = get_proposal(request, slug, budget_id, number, "initiatives.edit_proposal")
    if proposal.is_cleared:
        messages.error(request, proposals.IS_CLEARED)
        return redirect(proposal)
    form = ProposalForm(request.POST or None, proposal=proposal)
    current = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            proposals.change_proposal(by=request.user, proposal=proposal, idea=form.idea(), version=version)
        except ProposalConflict as conflict:
            current = conflict.current
            form.data = form.data.copy()
            form.data["version"] = current.version
        except BudgetError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Uw plan is gewijzigd.")
            return redirect(proposal)
    context = {"community": proposal.community, "budget": proposal.budget, "proposal": proposal, "form": form}
    status = 409 if current else 400 if form.is_bound else 200
    return render(request, "initiatives/proposal_form.html", context | {"current": current}, status=status)


@require_POST
def proposal_withdraw(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Take one's own idea back."""
    proposal = get_proposal(request, slug, budget_id, number, "initiatives.withdraw_proposal")
    proposals.withdraw_proposal(by=request.user, proposal=proposal)
    messages.success(request, "Uw plan is ingetrokken. Anderen zien het niet meer.")
    return redirect(proposal.budget)


@require_POST
def proposal_place(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Let an idea that waited for a first look be seen by others."""
    get_budget(request, slug, budget_id, RUN)
    proposal = get_proposal(request, slug, budget_id, number)
    try:
        proposals.place_proposal(by=request.user, proposal=proposal)
    except BudgetError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Het plan is geplaatst. Anderen zien het nu ook.")
    return redirect(proposal)


@READ_OR_SEND
def proposal_judge(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Say whether an idea can be done, why, and for what; then on to the next."""
    get_budget(request, slug, budget_id, RUN)
    proposal = get_proposal(request, slug, budget_id, number)
    if proposal.waits:
        # First the look that lets it be seen; what is judged can be read by everybody.
        return redirect(proposal)
    form = JudgeForm(request.POST or None, proposal=proposal)
    status = 200
    if form.is_valid():
        version, judgement = form.cleaned_data["version"] or 0, form.judgement()
        try:
            proposals.judge_proposal(by=request.user, proposal=proposal, judgement=judgement, version=version)
        except ProposalConflict as conflict:
            proposal, status = conflict.current, 409
            form.data = form.data.copy()
            form.data["version"] = proposal.version
            messages.error(request, str(conflict))
        except BudgetError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"Plan {number} is getoetst. Wie het instuurde, hoort het.")
            following = next_to_check(proposal.budget)
            return (
                redirect("initiatives:proposal_judge", slug, budget_id, following.number)
                if following
                else redirect(proposal.budget)
            )
    if form.errors:
        status = 400
    context = {"community": proposal.community, "budget": proposal.budget, "proposal": proposal, "form": form}
    context["checking"] = checking_of(proposal.budget, may_run=True)
    return render(request, "initiatives/proposal_judge.html", context, status=status)


@READ_OR_SEND
def proposal_clear(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Take the words of a plan away for good, with a reason that its proposer reads."""
    get_budget(request, slug, budget_id, "communities.manage_community")
    proposal = get_proposal(request, slug, budget_id, number)
    form = HideForm(request.POST or None)
    if form.is_valid():
        proposals.take_words_away(by=request.user, proposal=proposal, reason=form.cleaned_data["reason"])
        messages.success(request, "De tekst is weg. Wie het plan instuurde, kreeg uw reden.")
        return redirect(proposal)
    context = {"community": proposal.community, "budget": proposal.budget, "proposal": proposal, "form": form}
    return render(request, "initiatives/proposal_clear.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def proposal_hide(request: HttpRequest, slug: str, budget_id: int, number: int) -> HttpResponse:
    """Take an idea out of sight, with a reason that its proposer reads; or let it be seen again."""
    get_budget(request, slug, budget_id, RUN)
    proposal = get_proposal(request, slug, budget_id, number)
    is_back = request.POST.get("toon") == "1"
    form = HideForm(request.POST if request.method == "POST" and not is_back else None)
    if is_back or form.is_valid():
        reason = "" if is_back else form.cleaned_data["reason"]
        try:
            proposals.hide_proposal(by=request.user, proposal=proposal, reason=reason)
        except BudgetError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Het plan is weer te zien." if is_back else "Het plan is verborgen.")
        return redirect(proposal)
    context = {"community": proposal.community, "budget": proposal.budget, "proposal": proposal, "form": form}
    return render(request, "initiatives/proposal_hide.html", context, status=400 if form.is_bound else 200)
