"""The roll of a vote, for who runs it: codes for letters, and a list of addresses."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from initiatives.access.budgets import get_budget
from initiatives.actions.vote_roll import CodesThere, drop_codes, make_codes, put_on_list
from initiatives.actions.voting import VotingError
from initiatives.forms.voting import EXAMPLE, MOST_LINES, CodesForm, VoterListForm, read_voters, sealed, unsealed
from initiatives.models import BudgetRound
from initiatives.reports.vote_letters import letters_pdf
from initiatives.views.voting import READ_OR_SEND
from lib.csv_import import MAX_BYTES
from lib.pdf import PdfError
from lib.tables import Column, Table
from lib.text import number as counted
from regioscan.views.downloads import download

RUN = "initiatives.run_budgets"


@never_cache
@READ_OR_SEND
def vote_codes(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Make codes for letters. They come in one file, once: we keep only their hashes."""
    budget = get_budget(request, slug, budget_id, RUN)
    n_codes = budget.vote_rights.count()
    form = CodesForm(request.POST if request.method == "POST" else None, n_codes=n_codes)
    if form.is_valid():
        try:
            return _codes_file(request, budget, form.cleaned_data, n_codes)
        except CodesThere as there:
            # Pressed twice at once: the other one was first.
            n_codes = there.n_codes
            form = CodesForm(request.POST, n_codes=n_codes)
            if not n_codes:
                form.add_error(None, "De codes die er waren, zijn ingetrokken. Wilt u nieuwe maken?")
        except (VotingError, PdfError) as error:
            form.add_error(None, str(error))
    context = {
        "community": budget.community,
        "budget": budget,
        "form": form,
        "is_by_code": budget.rights == BudgetRound.Rights.CODE,
        "n_codes": n_codes,
        "may_drop": timezone.now() < budget.vote_from,
    }
    return render(request, "initiatives/vote_codes.html", context, status=400 if form.is_bound else 200)


def _codes_file(request: HttpRequest, budget: BudgetRound, wanted: dict[str, Any], n_there: int) -> HttpResponse:
    name, number = f"stemcodes-{budget.community.slug}-{budget.pk}", wanted["n_codes"]
    made = "Er is 1 code gemaakt." if number == 1 else f"Er zijn {counted(number)} codes gemaakt."
    if wanted["kind"] == CodesForm.LETTERS:
        # Laid out in one transaction with the codes: without letters there are no codes.
        content = make_codes(by=request.user, budget=budget, number=number, beside=n_there, lay_out=_letters)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
        messages.success(request, f"{made} De brieven staan bij uw downloads.")
        return response
    codes = make_codes(by=request.user, budget=budget, number=number, beside=n_there)
    messages.success(request, f"{made} Het bestand staat bij uw downloads.")
    table = Table(
        "Stemcodes", [Column("stemcode", "stemcode"), Column("webadres", "webadres")], [(c, _door()) for c in codes]
    )
    return download([table], name, "csv")


def _letters(budget: BudgetRound, codes: list[str]) -> bytes:
    return letters_pdf(budget, codes, _door())


def _door() -> str:
    return urlsplit(settings.SITE_URL).netloc + reverse("initiatives:code_door")


@require_POST
def vote_codes_drop(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Withdraw all codes, before voting begins."""
    budget = get_budget(request, slug, budget_id, RUN)
    try:
        number = drop_codes(by=request.user, budget=budget)
        messages.success(request, f"{number} {'code is' if number == 1 else 'codes zijn'} ingetrokken.")
    except VotingError as error:
        messages.error(request, str(error))
    return redirect("initiatives:vote_codes", slug, budget_id)


@READ_OR_SEND
def voter_list(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Hand in a list of addresses, look at what it holds, and only then put them on the roll."""
    budget = get_budget(request, slug, budget_id, RUN)
    if "lijst" in request.POST:
        return _enter(request, budget)
    form = VoterListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context = {
        "community": budget.community,
        "budget": budget,
        "form": form,
        "n_voters": budget.vote_rights.count(),
        "is_by_list": budget.rights == BudgetRound.Rights.LIST,
        "most_lines": MOST_LINES,
    }
    if form.is_valid():
        # One byte more than may be, so that the reader says that it is too much.
        found = read_voters(form.cleaned_data["bestand"].read(MAX_BYTES + 1), budget)
        seal = sealed([email for _, email in found.emails], budget)
        context |= {"form": VoterListForm(), "found": found, "seal": seal}
        return render(request, "initiatives/voter_list.html", context)
    return render(request, "initiatives/voter_list.html", context, status=400 if form.is_bound else 200)


def _enter(request: HttpRequest, budget: BudgetRound) -> HttpResponse:
    try:
        n_new = put_on_list(by=request.user, budget=budget, emails=unsealed(request.POST["lijst"], budget))
    except signing.BadSignature:
        messages.error(request, "Deze controle is verlopen. Lever de lijst opnieuw in.")
    except VotingError as error:
        messages.error(request, str(error))
    else:
        people = "1 adres staat" if n_new == 1 else f"{n_new} adressen staan"
        when = (
            "De links gaan nu op de post." if budget.is_voting else "De links gaan op de post als het stemmen begint."
        )
        messages.success(request, f"{people} nu op de lijst. {when}")
    return redirect("initiatives:voter_list", budget.community.slug, budget.pk)


@require_safe
def voter_list_example(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """A list with two invented lines, to fill in."""
    get_budget(request, slug, budget_id, RUN)
    return download([EXAMPLE], "stemlijst", "csv")
