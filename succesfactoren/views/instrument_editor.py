"""Writing the draft of an own instrument: its texts, questions, parts, and what is asked about the group."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from communities.access.communities import get_owned
from communities.forms.trajectories import MoveForm
from communities.models import Community
from succesfactoren.access.instruments import draft_of
from succesfactoren.actions.own_instruments import InstrumentConflict, InstrumentError, change_head, head_stamp
from succesfactoren.actions.own_questions import (
    add_part,
    add_question,
    builtin_groups,
    change_part,
    change_question,
    group_stamp,
    move_part,
    move_question,
    part_stamp,
    put_group_question,
    remove_group_question,
    remove_part,
    remove_question,
    stamp_of,
)
from succesfactoren.forms.instruments import GroupQuestionForm, HeadForm, PartForm, QuestionForm, SeenForm
from succesfactoren.models import Instrument, InstrumentVersion, Statement
from succesfactoren.views.instruments import READ_OR_SEND, own_instrument

LABELS = {
    "text": "Vraag",
    "options": "Antwoorden",
    "part": "Onderdeel",
    "name": "Naam",
    "explanation": "Uitleg",
    "interventions": "Wat men kan doen",
    "tagline": "Ondertitel",
    "audience": "Voor wie",
    "intro": "Inleiding",
    "about": "Bronnen",
}


@READ_OR_SEND
def instrument_words(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """The name and the texts around the questions."""
    community, instrument, draft = _draft(request, slug, instrument_id)
    form = HeadForm(request.POST or None, initial=HeadForm.filled_from(draft))
    return _write(
        request,
        "instrument_words",
        {"community": community, "instrument": instrument, "draft": draft, "form": form},
        lambda: change_head(by=request.user, instrument=instrument, seen=form.cleaned_data["seen"], **form.head),
        lambda: head_stamp(InstrumentVersion.objects.get(pk=draft.pk)),
    )


@READ_OR_SEND
def question_new(request: HttpRequest, slug: str, instrument_id: int, kind: str) -> HttpResponse:
    """A new question of one kind."""
    if kind not in Statement.Kind.values:
        raise Http404("no such kind of question")
    community, instrument, draft = _draft(request, slug, instrument_id)
    parts = list(draft.factors.order_by("position"))
    wanted = {"part": request.GET.get("onderdeel", "")}
    form = QuestionForm(request.POST or None, kind=kind, parts=parts, initial=wanted)
    return _write(
        request,
        "question_new",
        {
            "community": community,
            "instrument": instrument,
            "draft": draft,
            "form": form,
            "kind": Statement.Kind(kind),
        },
        lambda: add_question(by=request.user, instrument=instrument, kind=kind, **form.question),
    )


@READ_OR_SEND
def question_edit(request: HttpRequest, slug: str, instrument_id: int, statement_id: int) -> HttpResponse:
    """Change a question."""
    community, instrument, draft = _draft(request, slug, instrument_id)
    question = get_owned(request, community, draft.statements.all(), pk=statement_id)
    parts = list(draft.factors.order_by("position"))
    first = QuestionForm.filled_from(question)
    form = QuestionForm(request.POST or None, kind=question.kind, parts=parts, initial=first)
    return _write(
        request,
        "question_edit",
        {
            "community": community,
            "instrument": instrument,
            "draft": draft,
            "question": question,
            "form": form,
            "was_asked": draft.number > 1,
        },
        lambda: change_question(
            by=request.user,
            instrument=instrument,
            question=statement_id,
            seen=form.cleaned_data["seen"],
            **form.question,
        ),
        lambda: stamp_of(Statement.objects.get(pk=statement_id)),
    )


@require_POST
def question_move(request: HttpRequest, slug: str, instrument_id: int, statement_id: int) -> HttpResponse:
    """Move a question up or down within its part."""
    community, instrument = own_instrument(request, slug, instrument_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        wanted = {"question": statement_id, "places": form.cleaned_data["places"]}
        _do(request, lambda: move_question(by=request.user, instrument=instrument, **wanted))
    return _back(community, instrument, f"#vraag-{statement_id}")


@require_POST
def question_remove(request: HttpRequest, slug: str, instrument_id: int, statement_id: int) -> HttpResponse:
    """Take a question out."""
    community, instrument = own_instrument(request, slug, instrument_id)
    said = "De vraag is verwijderd."
    _do(request, lambda: remove_question(by=request.user, instrument=instrument, question=statement_id), said)
    return _back(community, instrument)


@READ_OR_SEND
def part_new(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """A new part."""
    community, instrument, draft = _draft(request, slug, instrument_id)
    form = PartForm(request.POST or None)
    return _write(
        request,
        "part_new",
        {"community": community, "instrument": instrument, "draft": draft, "form": form},
        lambda: add_part(by=request.user, instrument=instrument, **form.part),
    )


@READ_OR_SEND
def part_edit(request: HttpRequest, slug: str, instrument_id: int, factor_id: int) -> HttpResponse:
    """Change the words of a part."""
    community, instrument, draft = _draft(request, slug, instrument_id)
    part = get_owned(request, community, draft.factors.all(), pk=factor_id)
    form = PartForm(request.POST or None, initial=PartForm.filled_from(part))
    return _write(
        request,
        "part_edit",
        {"community": community, "instrument": instrument, "draft": draft, "part": part, "form": form},
        lambda: change_part(
            by=request.user, instrument=instrument, part=factor_id, seen=form.cleaned_data["seen"], **form.part
        ),
        lambda: part_stamp(draft.factors.get(pk=factor_id)),
    )


@require_POST
def part_move(request: HttpRequest, slug: str, instrument_id: int, factor_id: int) -> HttpResponse:
    """Move a part up or down, with its questions."""
    community, instrument = own_instrument(request, slug, instrument_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        places = form.cleaned_data["places"]
        _do(request, lambda: move_part(by=request.user, instrument=instrument, part=factor_id, places=places))
    return _back(community, instrument, f"#onderdeel-{factor_id}")


@require_POST
def part_remove(request: HttpRequest, slug: str, instrument_id: int, factor_id: int) -> HttpResponse:
    """Take a part away."""
    community, instrument = own_instrument(request, slug, instrument_id)
    said = "Het onderdeel is verwijderd."
    _do(request, lambda: remove_part(by=request.user, instrument=instrument, part=factor_id), said)
    return _back(community, instrument)


@READ_OR_SEND
def group_question_new(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """A new question about the group; one of the house can be taken as an example."""
    community, instrument, draft = _draft(request, slug, instrument_id)
    taken = next((one for one in builtin_groups() if one["code"] == request.GET.get("zoals")), None)
    first = GroupQuestionForm.filled_from(taken) if taken else {}
    form = GroupQuestionForm(request.POST or None, initial=first, known=taken)
    return _write(
        request,
        "group_question_new",
        {
            "community": community,
            "instrument": instrument,
            "draft": draft,
            "form": form,
            "examples": [] if form.is_bound or taken else builtin_groups(),
        },
        lambda: put_group_question(by=request.user, instrument=instrument, code="", seen="", **form.words),
    )


@READ_OR_SEND
def group_question_edit(request: HttpRequest, slug: str, instrument_id: int, group_code: str) -> HttpResponse:
    """Change a question about the group."""
    community, instrument, draft = _draft(request, slug, instrument_id)
    question = _group_question(draft, group_code)
    form = GroupQuestionForm(request.POST or None, initial=GroupQuestionForm.filled_from(question), known=question)
    return _write(
        request,
        "group_question_edit",
        {"community": community, "instrument": instrument, "draft": draft, "question": question, "form": form},
        lambda: put_group_question(
            by=request.user, instrument=instrument, code=group_code, seen=form.cleaned_data["seen"], **form.words
        ),
        lambda: group_stamp(_group_question(InstrumentVersion.objects.get(pk=draft.pk), group_code)),
    )


@require_POST
def group_question_remove(request: HttpRequest, slug: str, instrument_id: int, group_code: str) -> HttpResponse:
    """Ask this about the group no longer."""
    community, instrument = own_instrument(request, slug, instrument_id)
    said = "De groepsvraag is verwijderd."
    _do(request, lambda: remove_group_question(by=request.user, instrument=instrument, code=group_code), said)
    return _back(community, instrument)


def _draft(request: HttpRequest, slug: str, instrument_id: int) -> tuple[Community, Instrument, InstrumentVersion]:
    community, instrument = own_instrument(request, slug, instrument_id)
    draft = draft_of(instrument)
    if draft is None:
        raise Http404("there is no draft")
    return community, instrument, draft


def _group_question(draft: InstrumentVersion, code: str) -> Mapping[str, Any]:
    found = next((one for one in draft.group_questions if one["code"] == code), None)
    if found is None:
        raise Http404("no such question about the group")
    return found  # type: ignore[no-any-return]


def _write(
    request: HttpRequest,
    page: str,
    context: dict[str, Any],
    act: Callable[[], object],
    now: Callable[[], str] | None = None,
) -> HttpResponse:
    """Show the form, or do what it asks and go back to the draft. What somebody else changed meanwhile is shown."""
    form: SeenForm = context["form"]
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            act()
        except InstrumentConflict as conflict:
            context["theirs"] = [(LABELS[name], words) for name, words in conflict.current.items() if name in LABELS]
            form.seen_now(now() if now else "")
            status = 409
        except InstrumentError as error:
            form.add_error(None, str(error))
        else:
            return _back(context["community"], context["instrument"])
    return render(request, f"succesfactoren/{page}.html", context, status=status)


def _do(request: HttpRequest, act: Callable[[], object], said: str = "") -> None:
    try:
        act()
    except InstrumentError as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)


def _back(community: Community, instrument: Instrument, at: str = "") -> HttpResponse:
    target = redirect("succesfactoren:instrument_edit", community.slug, instrument.pk)
    target["Location"] += at
    return target
