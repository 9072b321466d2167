"""Questionnaires on paper: printing sheets, and typing in what came back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.models import Community
from lib.pdf import PdfError
from succesfactoren.actions.answering import Filled
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.paper import differences, drop_sheet, settle_sheet, type_sheet
from succesfactoren.forms.paper import PrintForm, Settling, SheetNumberForm
from succesfactoren.forms.questionnaire import Questionnaire
from succesfactoren.models import PaperSheet, Round
from succesfactoren.reports.paper import paper_pdf
from succesfactoren.views.rounds import READ_OR_SEND, RUN, the_round


@require_safe
def paper_list(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """The sheets of a round: which wait for a second person, and how many are done."""
    community, found = the_round(request, slug, round_id, RUN)
    form = SheetNumberForm(request.GET if "vel" in request.GET else None)
    if form.is_valid():
        return redirect("succesfactoren:paper_sheet", slug, found.pk, form.cleaned_data["vel"])
    sheets = list(found.sheets.filter(is_done=False).select_related("first_by", "second_by"))
    context = {
        "community": community,
        "round": found,
        "form": form,
        "print_form": PrintForm(),
        "sheets": [(one, _whose_turn(request, one)) for one in sheets],
        "n_done": found.sheets.filter(is_done=True).count(),
    }
    return render(request, "succesfactoren/paper_list.html", context, status=400 if form.is_bound else 200)


def _whose_turn(request: HttpRequest, sheet: PaperSheet) -> str:
    """What a sheet waits for, for who looks."""
    if sheet.second is None:
        is_own = sheet.first_by_id == request.user.pk
        return "u typte dit vel; nu typt iemand anders het" if is_own else "wacht op een tweede typist: u kunt dit doen"
    is_own = sheet.second_by_id == request.user.pk
    return "er zijn verschillen: beslis met het papier erbij" if is_own else "de tweede typist lost de verschillen op"


@READ_OR_SEND
def paper_sheet(request: HttpRequest, slug: str, round_id: int, number: int) -> HttpResponse:
    """Type in one sheet, as the first or as the second; what the other typed is not shown."""
    community, found = the_round(request, slug, round_id, RUN)
    sheet = found.sheets.filter(number=number).first()
    asked = Questionnaire(found.version, found.group_questions, about=found.assessment.about)
    if request.method == "POST":
        return _type(request, community, found, number, asked.read(request.POST))
    if sheet is not None and sheet.second is not None and "opnieuw" not in request.GET:
        return _settling(request, community, sheet, asked)
    if sheet is not None and sheet.first is not None and sheet.first_by_id == request.user.pk:
        asked.show(**sheet.first)
    return _typing(request, community, found, asked, number=number, sheet=sheet)


def _type(request: HttpRequest, community: Community, found: Round, number: int, asked: Questionnaire) -> HttpResponse:
    sheet = found.sheets.filter(number=number).first()
    if not asked.is_valid:
        return _typing(request, community, found, asked, number=number, sheet=sheet, status=400)
    filled = Filled(asked.answers, asked.groups, asked.texts)
    try:
        typed = type_sheet(by=request.user, round=found, number=number, filled=filled)
    except RoundError as error:
        fields = {"number": number, "sheet": sheet, "problem": str(error), "status": 400}
        return _typing(request, community, found, asked, **fields)
    if typed.is_done:
        messages.success(request, f"Vel {number} is klaar: twee mensen typten hetzelfde.")
    elif typed.second is not None:
        return redirect("succesfactoren:paper_sheet", community.slug, found.pk, number)
    else:
        messages.success(request, f"Vel {number} is één keer ingetypt. Nu typt iemand anders het nog een keer.")
    return redirect("succesfactoren:paper_list", community.slug, found.pk)


def _typing(
    request: HttpRequest, community: Community, found: Round, asked: Questionnaire, **fields: Any
) -> HttpResponse:
    status = fields.pop("status", 200)
    sheet = fields["sheet"]
    is_second = sheet is not None and sheet.first is not None and sheet.first_by_id != request.user.pk
    context = {"community": community, "round": found, "asked": asked, "is_second": is_second} | fields
    return render(request, "succesfactoren/paper_sheet.html", context, status=status)


def _settling(request: HttpRequest, community: Community, sheet: PaperSheet, asked: Questionnaire) -> HttpResponse:
    context = {
        "community": community,
        "round": sheet.round,
        "sheet": sheet,
        "settling": Settling(differences(sheet), asked),
        "is_mine": sheet.second_by_id == request.user.pk,
    }
    return render(request, "succesfactoren/paper_settle.html", context)


@require_POST
def paper_settle(request: HttpRequest, slug: str, round_id: int, number: int) -> HttpResponse:
    """Say for each difference what stands on the paper."""
    _, found = the_round(request, slug, round_id, RUN)
    sheet = found.sheets.filter(number=number).first()
    if sheet is None:
        return redirect("succesfactoren:paper_list", slug, found.pk)
    try:
        settle_sheet(by=request.user, sheet=sheet, chosen=request.POST)
        messages.success(request, f"Vel {number} is klaar.")
    except RoundError as error:
        messages.error(request, str(error))
        return redirect("succesfactoren:paper_sheet", slug, found.pk, number)
    return redirect("succesfactoren:paper_list", slug, found.pk)


@require_POST
def paper_drop(request: HttpRequest, slug: str, round_id: int, number: int) -> HttpResponse:
    """Wipe what was typed from a sheet that is not done."""
    _, found = the_round(request, slug, round_id, RUN)
    sheet = found.sheets.filter(number=number).first()
    if sheet is not None:
        drop_sheet(by=request.user, sheet=sheet)
        messages.success(request, f"Wat van vel {number} was ingetypt, is gewist.")
    return redirect("succesfactoren:paper_list", slug, found.pk)


@require_safe
def paper_pdf_file(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Blank sheets to print."""
    community, found = the_round(request, slug, round_id, RUN)
    form = PrintForm(request.GET or {"eerste": 1, "aantal": 1})
    if not form.is_valid():
        messages.error(request, "Kies een nummer vanaf 1, en niet meer dan 10 vellen tegelijk.")
        return redirect("succesfactoren:paper_list", slug, found.pk)
    try:
        content = paper_pdf(found, form.cleaned_data["eerste"], form.cleaned_data["aantal"])
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("succesfactoren:paper_list", slug, found.pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="vellen-{community.slug}-{found.pk}.pdf"'
    return response
