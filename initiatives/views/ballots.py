"""The ballot on the screen: choosing, looking it over, sending, and the receipt."""

from allauth.core.internal.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.views.guessing import may_guess
from initiatives.access.voting import (
    budget_of_receipt,
    budget_of_voter,
    in_own_order,
    is_receipt_known,
    on_the_ballot,
    receipt_code,
    seat_name,
    seat_path,
)
from initiatives.actions.evaluation import answer_question
from initiatives.actions.voting import (
    ON_PAPER,
    VotingError,
    drop_draft,
    kept_draft,
    save_draft,
    send_ballot,
    sent_ballot,
)
from initiatives.analysis.evaluation import QUESTION
from initiatives.forms.ballots import BallotSheet
from initiatives.forms.voting import ReceiptForm
from initiatives.letters.voting import shut_words
from initiatives.models import BudgetRound, EvaluationTally, VoteRight
from initiatives.views.voting import CONFLICT, READ_OR_SEND, WRONG, frame_of, kept_by_nobody, refusal

KEEP, CHECK, SEND, DROP = "bewaar", "controle", "verstuur", "weg"
FORGOTTEN = "Dit apparaat is vergeten wie u bent. Uw stem blijft verstuurd."
UNKNOWN_RECEIPT = (
    "Deze code kennen wij niet bij dit budget. Typ haar over zoals zij op uw scherm of in uw mail stond. "
    "Is er daarna opnieuw gestemd, dan geldt alleen de nieuwe code. "
    "De laatste letters kunnen ook bij een ander budget horen."
)


@login_not_required
@kept_by_nobody
@READ_OR_SEND
def ballot(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """All projects, in an order of this voter's own, with what was chosen so far."""
    budget, right = budget_of_voter(request, slug, budget_id)
    if right is None:
        return redirect("initiatives:vote", slug, budget_id)
    if not budget.is_voting or right.is_paper:
        return _refused(request, budget, ON_PAPER if budget.is_voting else shut_words(budget))
    sheet = BallotSheet(budget, in_own_order(on_the_ballot(budget), right))
    if request.method == "POST":
        return _take(request, right, sheet.read(request.POST))
    draft, sent = kept_draft(right), sent_ballot(right)
    sheet.show(draft if draft is not None else sent.choices if sent else {})
    if CHECK in request.GET and sheet.check():
        return render(request, "initiatives/ballot_check.html", _context(request, right, sheet))
    status = WRONG if sheet.mistakes else 200
    return render(request, "initiatives/ballot.html", _context(request, right, sheet), status=status)


def _context(request: HttpRequest, right: VoteRight, sheet: BallotSheet) -> dict[str, object]:
    draft, sent = kept_draft(right), sent_ballot(right)
    return {
        "sheet": sheet,
        "right": right,
        "has_voted": right.has_voted,
        "is_replacing": right.has_voted and sent is None,
        "is_unsent": draft is not None or sent is None,
        "has_draft": draft is not None,
    } | frame_of(request, right.budget)


def _take(request: HttpRequest, right: VoteRight, sheet: BallotSheet) -> HttpResponse:
    step, slug, budget = request.POST.get("stap", CHECK), right.budget.community.slug, right.budget
    try:
        if step == DROP:
            drop_draft(right=right)
            return redirect("initiatives:ballot", slug, budget.pk)
        if step == SEND and sheet.check():
            send_ballot(right=right, choices=sheet.choices)
            return redirect("initiatives:vote_receipt", slug, budget.pk)
        save_draft(right=right, choices=sheet.choices)
    except VotingError as error:
        return _refused(request, budget, str(error))
    return _kept(request, right, sheet, step)


def _refused(request: HttpRequest, budget: BudgetRound, words: str) -> HttpResponse:
    """Why it cannot be done: as a page, and to the page that keeps by itself as the sentence that it shows."""
    if "fetch" in request.POST:
        return HttpResponse(words, status=CONFLICT, content_type="text/plain; charset=utf-8")
    return refusal(request, budget, words)


def _kept(request: HttpRequest, right: VoteRight, sheet: BallotSheet, step: str) -> HttpResponse:
    """What was chosen is kept, also where it cannot be sent yet."""
    if step == KEEP and "fetch" in request.POST:
        return HttpResponse(status=204)
    is_wrong = bool(sheet.mistakes) if step == KEEP else not sheet.check()
    if not is_wrong:
        address = redirect("initiatives:ballot", right.budget.community.slug, right.budget.pk)
        if step == KEEP:
            messages.info(request, "Bewaard. Uw keuze is nog niet verstuurd en telt nog niet mee.")
        else:
            address["Location"] += f"?{CHECK}=1"
        return address
    right.refresh_from_db(fields=["has_draft", "has_voted"])
    return render(request, "initiatives/ballot.html", _context(request, right, sheet), status=WRONG)


@login_not_required
@kept_by_nobody
@require_safe
def vote_receipt(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """That the vote came in, with its code; never what it was."""
    budget, right = budget_of_voter(request, slug, budget_id)
    if right is None:
        return redirect("initiatives:vote", slug, budget_id)
    sent = sent_ballot(right) if budget.counted_at is None else None
    if sent is None:
        return redirect("initiatives:ballot", slug, budget_id)
    context = {
        "code": receipt_code(sent),
        "right": right,
        "has_draft": kept_draft(right) is not None,
        "is_member": budget.rights == BudgetRound.Rights.MEMBERS,
        "question": "" if right.has_evaluated else QUESTION,
        "answers": EvaluationTally.Answer.choices,
    }
    return render(request, "initiatives/vote_receipt.html", context | frame_of(request, budget))


@login_not_required
@require_POST
def vote_evaluate(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """What the voter thought of deciding in this way; asked once, after voting, and only counted."""
    budget, right = budget_of_voter(request, slug, budget_id)
    if right is None:
        return redirect("initiatives:vote", slug, budget_id)
    try:
        answer_question(right=right, answer=request.POST.get("antwoord", ""))
    except VotingError as error:
        return refusal(request, budget, str(error))
    messages.success(
        request,
        "Dank u. Uw antwoord telt mee. Na het tellen van de stemmen kan niemand meer nagaan welk antwoord van wie was.",
    )
    return redirect("initiatives:vote_receipt", slug, budget_id)


@login_not_required
@kept_by_nobody
@READ_OR_SEND
def receipt_check(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Whether a vote counts, by the code of its receipt. Who does not know the community learns nothing of it here."""
    budget, knows_it = budget_of_receipt(request, slug, budget_id)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    is_known = False
    if form.is_valid():
        if not may_guess(request, dry_run=True):
            return respond_429(request)
        is_known = is_receipt_known(budget, form.cleaned_data["code"])
        if not is_known:
            may_guess(request)
            form.add_error("code", UNKNOWN_RECEIPT)
    frame = frame_of(request, budget) if knows_it else {"frame": "initiatives/bare_frame.html"}
    context = {"form": form, "is_known": is_known, "is_counted": budget.counted_at is not None, "knows_it": knows_it}
    return render(request, "initiatives/receipt_check.html", context | frame, status=WRONG if form.errors else 200)


@login_not_required
@require_POST
def vote_forget(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Let this browser forget whose right it holds; what was sent stays sent."""
    budget, _ = budget_of_voter(request, slug, budget_id)
    context = {"title": "Klaar", "words": FORGOTTEN} | frame_of(request, budget)
    response = render(request, "initiatives/vote_refused.html", context)
    response.delete_cookie(seat_name(budget), path=seat_path(budget), samesite="Lax")
    return response
