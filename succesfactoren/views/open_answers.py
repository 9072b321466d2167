"""Answers in words at the coordinator's: read one by one, names struck out, shown or not."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.communities import get_community, get_owned
from communities.models import Community
from succesfactoren.access.open_answers import answers_to_read, names_in, next_unread, shown_questions
from succesfactoren.access.results import results_of
from succesfactoren.actions.open_answers import AnswerConflict, AnswerError, show_answer, withhold_answer
from succesfactoren.analysis.result_words import hidden_sentence
from succesfactoren.analysis.striking import pieces, suggestion
from succesfactoren.forms.open_answers import AnswerForm
from succesfactoren.models import OpenAnswer, Round

WRONG, CONFLICT = 400, 409


def _the_round(request: HttpRequest, slug: str, round_id: int) -> tuple[Community, Round]:
    community = get_community(request, slug, "succesfactoren.view_rounds")
    found = get_owned(
        request, community, results_of(request.user, community), "succesfactoren.read_open_answers", pk=round_id
    )
    return community, found


@never_cache
@require_safe
def open_answer_list(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """All answers with what was decided, and which one to read next."""
    community, found = _the_round(request, slug, round_id)
    answers = list(answers_to_read(found))
    counted = Counter(one.state for one in answers)
    detail = found.outcome.figures["minimum_detail"]
    context = {
        "community": community,
        "round": found,
        "answers": answers,
        "next": next((one for one in answers if one.state == OpenAnswer.State.NEW), None),
        "n_new": counted[OpenAnswer.State.NEW],
        "n_shown": counted[OpenAnswer.State.SHOWN],
        "n_withheld": counted[OpenAnswer.State.WITHHELD],
        "hidden": [(one.text, hidden_sentence(one.hidden, detail)) for one in shown_questions(found) if one.hidden],
    }
    return render(request, "succesfactoren/open_answer_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_answer_edit(request: HttpRequest, slug: str, round_id: int, answer_id: str) -> HttpResponse:
    """Read one answer, strike out what makes somebody known, and let others read it or not."""
    community, found = _the_round(request, slug, round_id)
    answer = get_owned(request, community, answers_to_read(found), pk=answer_id)
    names = names_in(community)
    form = AnswerForm(request.POST or None, answer=answer, suggested=suggestion(answer.text, names))
    context: dict[str, Any] = {"community": community, "round": found, "names": names}
    status = WRONG if form.is_bound else 200
    if form.is_valid():
        try:
            _decide(request, answer, form)
        except AnswerConflict as conflict:
            answer, status = conflict.current, CONFLICT
            form = AnswerForm(answer=answer, suggested=suggestion(answer.text, names))
            messages.error(request, str(conflict))
        except AnswerError as error:
            form.add_error("shown_text", str(error))
        else:
            following = None if found.is_published else next_unread(found)
            if following is not None:
                return redirect("succesfactoren:open_answer_edit", slug, found.pk, following.pk)
            return redirect("succesfactoren:open_answer_list", slug, found.pk)
    context |= {"answer": answer, "form": form, "pieces": pieces(answer.text, names)}
    return render(request, "succesfactoren/open_answer_edit.html", context, status=status)


def _decide(request: HttpRequest, answer: OpenAnswer, form: AnswerForm) -> None:
    given = form.cleaned_data
    if request.POST.get("besluit") == "tonen":
        show_answer(answer=answer, by=request.user, shown_text=given["shown_text"], seen=given["seen"])
        messages.success(request, "Dit antwoord wordt getoond, zoals u het liet staan.")
    else:
        withhold_answer(answer=answer, by=request.user, seen=given["seen"])
        messages.success(request, "Dit antwoord wordt niet getoond.")
