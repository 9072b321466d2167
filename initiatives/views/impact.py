"""What an initiative changes: its chain, what is measured, and what initiatives of a community measure together."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_owned
from initiatives.access.impact import (
    chain_of,
    course_of,
    courses_of,
    impact_in,
    levels,
    measured_in,
    measures_of,
)
from initiatives.access.initiatives import get_initiative
from initiatives.actions import impact as actions
from initiatives.actions.impact import ImpactConflict, ImpactError, chain_mark, measure_mark, measurement_mark
from initiatives.analysis.adding_up import with_unit_of
from initiatives.analysis.workflow import STOPPED
from initiatives.charts.impact import MeasureCard, measure_card
from initiatives.exports.chains import chains_table, measurements_table, measures_table, plain_impact
from initiatives.exports.impact import measured_table
from initiatives.forms.impact import ASKED, ChainForm, MeasureForm, MeasurementForm
from initiatives.models import ImpactMeasure, Initiative, Level, Measurement
from regioscan.views.downloads import download, download_json

EDIT = actions.EDIT
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
NAMES = {Level.OUTPUT: "Activiteit", Level.OUTCOME: "Resultaat", Level.IMPACT: "Verandering"}
"""What a place in the chain is called above its sentences."""
TABLES = {"maten": measures_table, "metingen": measurements_table, "ketens": chains_table}
"""What can be taken along beside what initiatives measure together."""


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────
@login_not_required
@require_safe
def impact_detail(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """The chain of one initiative with its measures, each in its course."""
    initiative = get_initiative(request, slug, initiative_id)
    context = {
        "community": initiative.community,
        "may_edit": request.user.has_perm(EDIT, initiative),
        **_shown(initiative),
    }
    return render(request, "initiatives/impact_detail.html", context)


def impact_part(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """What the page of an initiative shows of this; nothing where there is nothing and the reader is not asked."""
    may_edit = initiative.stage != STOPPED and request.user.has_perm(EDIT, initiative)
    shown = _shown(initiative)
    if not (shown["has_chain"] or shown["cards"] or may_edit):
        return {}
    return shown | {"may_edit": may_edit}


def _shown(initiative: Initiative) -> dict[str, Any]:
    chain, today = chain_of(initiative), timezone.localdate()
    cards = [measure_card(one, today) for one in courses_of(initiative)]
    return {
        "initiative": initiative,
        "chain": [(NAMES[Level(level)], links) for level, links in chain.items()],
        "has_chain": any(chain.values()),
        "cards": cards,
        "named": [(NAMES[Level(one.course.measure.level)], one) for one in cards],
        "goals": _goals(cards),
        "n_measured": sum(bool(one.value) for one in cards),
    }


def _goals(cards: list[MeasureCard]) -> dict[str, int]:
    """How many measures have a goal, and of how many it is known to be reached."""
    progress = [one.course.progress for one in cards]
    return {
        "n": sum(one.target is not None for one in progress),
        "n_reached": sum(bool(one.is_reached) for one in progress),
    }


@login_not_required
@require_safe
def impact_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What all initiatives of a community measure, by theme, and together where that may be."""
    community = get_community(request, slug, "communities.view_community")
    themes = measured_in(request.user, community)
    context = {
        "community": community,
        "themes": [
            (theme, [(Level(level).label, found) for level, found in levels(theme.additions).items()])
            for theme in themes
        ],
        "n_initiatives": len({part.initiative_id for one in themes for sum_ in one.additions for part in sum_.parts}),
        "sees_members": request.user.has_perm("communities.view_members_part", community),
    }
    return render(request, "initiatives/impact_list.html", context)


@login_not_required
@require_safe
def impact_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same as CSV; as XLSX with chains, measures and measurements beside it; chains and measures as JSON."""
    community = get_community(request, slug, "communities.view_community")
    name = f"impact-{community.slug}"
    if kind == "json":
        return download_json({"impact": [plain_impact(one) for one in impact_in(request.user, community)]}, name)
    tables = [measured_table(community.name, measured_in(request.user, community))]
    if kind == "xlsx":
        found = impact_in(request.user, community)
        tables += [table(community.name, found) for table in TABLES.values()]
    return download(tables, name, kind)


@login_not_required
@require_safe
def chains_export(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """Chains, measures or measurements of all initiatives one by one, as CSV."""
    community = get_community(request, slug, "communities.view_community")
    made = TABLES[table](community.name, impact_in(request.user, community))
    return download([made], f"{table}-{community.slug}", "csv")


# ── Editing ───────────────────────────────────────────────────────────────────────────────────────────────────────
@READ_OR_SEND
def chain_edit(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """The chain in one form; what somebody else changed meanwhile is shown, and nothing is lost."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    standing = chain_of(initiative)
    first = {level: "\n".join(one.text for one in links) for level, links in standing.items()}
    mark = chain_mark([one for links in standing.values() for one in links])
    form, status = ChainForm(request.POST or None, initial=first | {"stood": mark}), 200
    if form.is_valid():
        try:
            actions.write_chain(
                by=request.user, initiative=initiative, chain=form.chain, stood=form.cleaned_data["stood"]
            )
        except ImpactConflict as conflict:
            status = _conflict(form, conflict, mark)
        else:
            messages.success(request, "De keten is bewaard.")
            return redirect("initiatives:impact_detail", slug, initiative.pk)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "form": form,
        "theirs": [(ASKED[Level(level)][0], links) for level, links in standing.items()] if status != 200 else [],
    }
    return render(request, "initiatives/chain_edit.html", context, status=_status(form, status))


@READ_OR_SEND
def measure_new(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Say what is measured."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    form = MeasureForm(request.POST or None, initial={"level": Level.OUTPUT})
    if form.is_valid():
        try:
            made = actions.add_measure(by=request.user, initiative=initiative, **form.facts)
        except ImpactError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "De maat staat erbij. Zet er nu de eerste meting bij.")
            return redirect("initiatives:measure_detail", slug, initiative.pk, made.pk)
    context = {"community": initiative.community, "initiative": initiative, "form": form}
    return render(request, "initiatives/measure_new.html", context, status=_status(form))


@READ_OR_SEND
def measure_edit(request: HttpRequest, slug: str, initiative_id: int, measure_id: int) -> HttpResponse:
    """Change what is measured, the beginning or the goal."""
    initiative, measure = _measure(request, slug, initiative_id, measure_id)
    n_measurements, mark = len(measure.measurements.all()), measure_mark(measure)
    form, status = MeasureForm(request.POST or None, instance=measure, initial={"stood": mark}), 200
    if form.is_valid():
        stood = form.cleaned_data["stood"]
        try:
            actions.change_measure(by=request.user, measure=measure, stood=stood, **form.facts)
        except ImpactConflict as conflict:
            status = _conflict(form, conflict, mark)
        except ImpactError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "De maat is gewijzigd.")
            return redirect("initiatives:measure_detail", slug, initiative.pk, measure_id)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "measure": measure,
        "form": form,
        "n_measurements": n_measurements,
    }
    return render(request, "initiatives/measure_edit.html", context, status=_status(form, status))


@require_POST
def measure_remove(request: HttpRequest, slug: str, initiative_id: int, measure_id: int) -> HttpResponse:
    """Take a measure away with what was measured of it."""
    initiative, measure = _measure(request, slug, initiative_id, measure_id)
    actions.remove_measure(by=request.user, measure=measure)
    messages.success(request, f"“{measure.name}” is weggehaald, met wat ervan gemeten was.")
    return redirect("initiatives:impact_detail", slug, initiative.pk)


# ── Measuring ─────────────────────────────────────────────────────────────────────────────────────────────────────
@READ_OR_SEND
def measure_detail(request: HttpRequest, slug: str, initiative_id: int, measure_id: int) -> HttpResponse:
    """Everything that was measured of one thing, and a form for the next time."""
    initiative, measure = _measure(request, slug, initiative_id, measure_id)
    form = MeasurementForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.measure_value(by=request.user, measure=measure, **form.facts)
        except ImpactError as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, "De meting is bewaard.")
            return redirect("initiatives:measure_detail", slug, initiative.pk, measure.pk)
    course = course_of(measure)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "measure": measure,
        "card": measure_card(course, timezone.localdate()),
        "measurements": [(one, with_unit_of(one.value, measure.unit)) for one in course.measurements[::-1]],
        "form": form,
    }
    return render(request, "initiatives/measure_detail.html", context, status=_status(form))


@READ_OR_SEND
def measurement_edit(
    request: HttpRequest, slug: str, initiative_id: int, measure_id: int, measurement_id: int
) -> HttpResponse:
    """Correct a measurement."""
    initiative, measure, measurement = _measurement(request, slug, initiative_id, measure_id, measurement_id)
    mark, now = measurement_mark(measurement), (with_unit_of(measurement.value, measure.unit), measurement.on)
    form, status = MeasurementForm(request.POST or None, instance=measurement, initial={"stood": mark}), 200
    if form.is_valid():
        stood = form.cleaned_data["stood"]
        try:
            actions.correct_measurement(by=request.user, measurement=measurement, stood=stood, **form.facts)
        except ImpactConflict as conflict:
            status = _conflict(form, conflict, mark)
        except ImpactError as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, "De meting is verbeterd.")
            return redirect("initiatives:measure_detail", slug, initiative.pk, measure.pk)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "measure": measure,
        "theirs": now if status != 200 else None,
        "form": form,
    }
    return render(request, "initiatives/measurement_edit.html", context, status=_status(form, status))


@require_POST
def measurement_remove(
    request: HttpRequest, slug: str, initiative_id: int, measure_id: int, measurement_id: int
) -> HttpResponse:
    """Take a measurement away."""
    initiative, measure, measurement = _measurement(request, slug, initiative_id, measure_id, measurement_id)
    actions.remove_measurement(by=request.user, measurement=measurement)
    messages.success(request, "De meting is weggehaald.")
    return redirect("initiatives:measure_detail", slug, initiative.pk, measure.pk)


# ── All of them ───────────────────────────────────────────────────────────────────────────────────────────────────
def _measure(request: HttpRequest, slug: str, initiative_id: int, measure_id: int) -> tuple[Initiative, ImpactMeasure]:
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    return initiative, get_owned(request, initiative.community, measures_of(initiative), pk=measure_id)


def _measurement(
    request: HttpRequest, slug: str, initiative_id: int, measure_id: int, measurement_id: int
) -> tuple[Initiative, ImpactMeasure, Measurement]:
    initiative, measure = _measure(request, slug, initiative_id, measure_id)
    found = Measurement.objects.filter(measure=measure).select_related("measure__initiative__community")
    return initiative, measure, get_owned(request, initiative.community, found, pk=measurement_id)


def _conflict(form: Any, conflict: ImpactConflict, mark: str) -> int:
    """Say that somebody else changed it, and let the next try write over what is shown now."""
    form.add_error(None, str(conflict))
    form.data = form.data.copy()
    form.data["stood"] = mark
    return 409


def _status(form: Any, status: int = 200) -> int:
    """400 for a form that was sent and came back, unless something else is said."""
    return 400 if form.is_bound and status == 200 else status
