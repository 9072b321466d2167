"""From stage to stage."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from communities.models import User
from initiatives.access.initiatives import get_initiative, stations_of
from initiatives.actions.initiatives import InitiativeError
from initiatives.actions.lessons import LessonConflict
from initiatives.actions.stages import StageConflict, move_stage
from initiatives.analysis.workflow import ALLOWED
from initiatives.forms.lessons import LessonForm
from initiatives.forms.stages import MEANS, StageForm, asked_stage, words_of_step
from initiatives.models import Initiative, Lesson


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_stage(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Bring it to another stage; finishing and stopping ask for the lesson. `?naar=` says to which."""
    initiative = get_initiative(request, slug, initiative_id, "initiatives.edit_initiative")
    asked = request.POST.get("after") or request.GET.get("naar", "")
    after = asked_stage(initiative.stage, asked)
    form = StageForm(request.POST or None, before=initiative.stage, after=after)
    lesson = Lesson.objects.filter(initiative=initiative).first()
    words = LessonForm(
        request.POST if form.is_bound and form.asks_lesson else None, initial=LessonForm.filled_from(lesson)
    )
    current = None
    if form.is_valid() and (not form.asks_lesson or words.is_valid()):
        try:
            _move(request, initiative, form, words)
        except StageConflict as conflict:
            messages.warning(request, str(conflict))
            return redirect("initiatives:initiative_stage", slug, initiative.pk)
        except LessonConflict as conflict:
            current = words.put_over(conflict.current)
        except InitiativeError as error:
            form.add_error(None, str(error))
        else:
            return redirect(_back(request, initiative))
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "form": form,
        "lesson_form": words,
        "current": current,
        "means": MEANS[after],
        "stations": stations_of(initiative),
        "choices": [
            {"label": words_of_step(initiative.stage, one), "url": f"?naar={one}", "is_current": one == after}
            for one in ALLOWED[initiative.stage]
        ],
        "step_words": words_of_step(initiative.stage, after),
    }
    status = 409 if current else 400 if form.is_bound else 200
    return render(request, "initiatives/initiative_stage.html", context, status=status)


def _move(request: HttpRequest, initiative: Initiative, form: StageForm, words: LessonForm) -> None:
    given = form.cleaned_data
    lesson = words.words if form.asks_lesson else None
    by = cast(User, request.user)
    moved = move_stage(by=by, initiative=initiative, lesson=lesson, **given)
    messages.success(request, f"“{moved.title}” staat nu op “{moved.get_stage_display().lower()}”.")


def _back(request: HttpRequest, initiative: Initiative) -> str:
    """To the board as it was, at the same card, for who moved it there; else to its page."""
    chosen = request.POST.get("bord", "")
    if not chosen:
        return initiative.get_absolute_url()
    board = reverse("initiatives:initiative_list", args=[initiative.community.slug])
    return f"{board}?{QueryDict(chosen.removeprefix('?')).urlencode()}#initiatief-{initiative.pk}"
