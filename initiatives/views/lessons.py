"""Lessons: those of a community, those of all communities that share them, and writing one afterwards."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.communities import get_community
from communities.models import User
from initiatives.access.complaining import LESSON, complaint_path
from initiatives.access.initiatives import get_initiative
from initiatives.access.lessons import LessonCard, cards_of, find_lessons, lesson_for, lessons_of, shared_lessons
from initiatives.actions.lessons import LessonConflict, LessonError, write_lesson
from initiatives.analysis.workflow import ENDS
from initiatives.exports.lessons import lessons_table, plain_lesson
from initiatives.forms.lesson_search import LessonSearchForm
from initiatives.forms.lessons import LessonForm
from initiatives.models import Initiative, Lesson
from regioscan.views.downloads import download, download_json
from succesfactoren.access.learning import house_factor

PER_PAGE = 20
EDIT = "initiatives.edit_initiative"


def lesson_part(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """What was learned, on the page of the initiative."""
    lesson = lesson_for(request.user, initiative)
    may_write = initiative.stage in ENDS and request.user.has_perm(EDIT, initiative)
    if lesson is None and not may_write:
        return {}
    may_hide = lesson is not None and request.user.has_perm("communities.coordinate", initiative.community)
    return {
        "lesson": lesson,
        "factor": house_factor(lesson.factor_code) if lesson and lesson.factor_code else "",
        "may_write": may_write,
        "may_hide": may_hide,
        "complaint_path": _complaint_path(request, initiative, lesson) if lesson and not may_hide else "",
    }


def _complaint_path(request: HttpRequest, initiative: Initiative, lesson: Lesson) -> str:
    return complaint_path(request.user, initiative.community, LESSON, lesson.pk, lesson.written_by_id)


@login_not_required
@require_safe
def lesson_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What this community learned, for whoever may read it."""
    community = get_community(request, slug, "communities.view_community")
    context = _found(request, lessons_of(request.user, community))
    context |= {
        "community": community,
        "query": request.GET.urlencode(),
        "may_learn": request.user.is_authenticated,
        "is_insider": request.user.has_perm("communities.view_members_part", community),
    }
    return render(request, "initiatives/lesson_list.html", context)


@login_not_required
@require_safe
def lessons_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """All that are asked for, as CSV, XLSX or JSON: what this reader reads on the pages, and nothing more."""
    community = get_community(request, slug, "communities.view_community")
    form = LessonSearchForm(request.GET)
    cards = cards_of(find_lessons(lessons_of(request.user, community), form.wish))
    name = f"lessen-{community.slug}"
    if kind == "json":
        return download_json({"lessen": [plain_lesson(card, form.factor_names) for card in cards]}, name)
    for_members = request.user.has_perm("communities.view_members_part", community)
    return download([lessons_table(community.name, cards, form.factor_names, for_members=for_members)], name, kind)


@require_safe
def lesson_search(request: HttpRequest) -> HttpResponse:
    """What all communities learned that share it, for whoever has an account."""
    context = _found(request, shared_lessons(cast(User, request.user)))
    context |= {"year": timezone.localdate().year, "may_learn": request.user.has_perm("succesfactoren.learn")}
    return render(request, "initiatives/lesson_search.html", context)


def _found(request: HttpRequest, lessons: QuerySet[Lesson]) -> dict[str, Any]:
    form = LessonSearchForm(request.GET)
    page = Paginator(find_lessons(lessons, form.wish), PER_PAGE).get_page(request.GET.get("pagina"))
    rows: list[tuple[LessonCard, str]] = [
        (card, form.factor_names.get(card.lesson.factor_code, "")) for card in cards_of(page.object_list)
    ]
    return {"form": form, "page": page, "rows": rows, "is_asked": not form.wish.is_everything}


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_write(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Write the lesson of an initiative that ended, or amend it."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    lesson = Lesson.objects.filter(initiative=initiative).first()
    form, current = LessonForm(request.POST or None, initial=LessonForm.filled_from(lesson)), None
    if form.is_valid():
        try:
            write_lesson(by=cast(User, request.user), initiative=initiative, words=form.words)
        except LessonConflict as conflict:
            current = form.put_over(conflict.current)
        except LessonError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De les staat bij het initiatief en bij de lessen.")
            return redirect(initiative)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "lesson": lesson,
        "has_ended": initiative.stage in ENDS,
        "form": form,
        "current": current,
    }
    status = 409 if current else 400 if form.is_bound else 200
    return render(request, "initiatives/lesson_write.html", context, status=status)
