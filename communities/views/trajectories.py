"""A trajectory: starting it, changing it, going from phase to phase, and its steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.communities import get_community, get_owned, get_trajectory
from communities.access.trajectories import phases_of
from communities.actions.trajectories import (
    TrajectoryError,
    add_step,
    change_step,
    change_trajectory,
    enter_phase,
    move_step,
    set_step_state,
    start_trajectory,
)
from communities.forms.trajectories import (
    MoveForm,
    NewStepForm,
    PhaseForm,
    StepForm,
    StepStateForm,
    TrajectoryEditForm,
    TrajectoryForm,
    way_back_form,
)
from communities.models import PhaseKind, Step, Trajectory

COORDINATE = "communities.coordinate"
WRONG = 400


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a trajectory."""
    community = get_community(request, slug, COORDINATE)
    initial = {"started_on": timezone.localdate(), "advisors": [request.user.pk]}
    form = TrajectoryForm(request.POST or None, community=community, initial=initial)
    if form.is_valid():
        try:
            found = start_trajectory(by=request.user, community=community, **form.cleaned_data)
        except TrajectoryError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Het traject is begonnen. De stappen staan klaar; pas ze aan uw regio aan.")
            return redirect(found)
    context = {"community": community, "form": form}
    return render(request, "communities/trajectory_start.html", context, status=WRONG if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_edit(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Change the name, the days, and who commissions and advises."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    initial = TrajectoryEditForm.filled_from(trajectory)
    form = TrajectoryEditForm(request.POST or None, community=trajectory.community, initial=initial)
    if form.is_valid():
        try:
            found = change_trajectory(by=request.user, trajectory=trajectory, **form.cleaned_data)
        except TrajectoryError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "De gegevens van het traject zijn bewaard.")
            return redirect(found)
    context = _context(trajectory) | {"form": form}
    return render(request, "communities/trajectory_edit.html", context, status=WRONG if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step_list(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """The five phases with their steps, and a form for a step of one's own."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    form = NewStepForm(request.POST or None, initial={"kind": trajectory.phase})
    if form.is_valid():
        step = add_step(by=request.user, trajectory=trajectory, **form.cleaned_data)
        messages.success(request, f"De stap staat in de fase {step.phase.get_kind_display().lower()}.")
        return _to_step(step)
    phases = phases_of(trajectory)
    here = PhaseKind.values.index(trajectory.phase)
    context = _context(trajectory) | {
        "form": form,
        "phases": phases,
        "now": phases[here],
        "following": phases[here + 1] if here + 1 < len(phases) else None,
        "back_form": way_back_form(phases, trajectory.phase),
        "today": timezone.localdate(),
    }
    return render(request, "communities/step_list.html", context, status=WRONG if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request: HttpRequest, trajectory_id: int, step_id: int) -> HttpResponse:
    """Change the words and the day of a step."""
    trajectory, step = _step(request, trajectory_id, step_id)
    initial = {"title": step.title, "explanation": step.explanation, "due_on": step.due_on}
    form = StepForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_step(by=request.user, step=step, **form.cleaned_data)
        messages.success(request, "De stap is gewijzigd.")
        return _to_step(step)
    context = _context(trajectory) | {"form": form, "step": step}
    return render(request, "communities/step_edit.html", context, status=WRONG if form.is_bound else 200)


@require_POST
def step_move(request: HttpRequest, trajectory_id: int, step_id: int) -> HttpResponse:
    """Move a step up or down."""
    _, step = _step(request, trajectory_id, step_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        move_step(by=request.user, step=step, places=form.cleaned_data["places"])
    return _to_step(step)


@require_POST
def step_state(request: HttpRequest, trajectory_id: int, step_id: int) -> HttpResponse:
    """Say how far a step is."""
    trajectory, step = _step(request, trajectory_id, step_id)
    form = StepStateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Kies hoe ver de stap is.")
        return _to_step(step)
    found = set_step_state(by=request.user, step=step, state=form.cleaned_data["state"])
    messages.success(request, f"‘{found.title}’ staat op {found.get_state_display()}.")
    return redirect(trajectory) if form.cleaned_data["terug"] == "bureau" else _to_step(step)


@require_POST
def phase_enter(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Go to the next phase, or back to an earlier one."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    form = PhaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Kies een van de fasen, en waarom u teruggaat.")
        return redirect("communities:step_list", trajectory.pk)
    try:
        found = enter_phase(by=request.user, trajectory=trajectory, **form.cleaned_data)
        messages.success(request, f"Het traject is nu in de fase {found.get_phase_display().lower()}.")
    except TrajectoryError as error:
        messages.error(request, str(error))
        return redirect("communities:step_list", trajectory.pk)
    return redirect(found)


def _step(request: HttpRequest, trajectory_id: int, step_id: int) -> tuple[Trajectory, Step]:
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    steps = Step.objects.filter(phase__trajectory=trajectory).select_related("phase__trajectory__community")
    return trajectory, get_owned(request, trajectory.community, steps, pk=step_id)


def _to_step(step: Step) -> HttpResponse:
    return redirect(f"{reverse('communities:step_list', args=[step.phase.trajectory_id])}#stap-{step.pk}")


def _context(trajectory: Trajectory) -> dict[str, object]:
    return {"community": trajectory.community, "trajectory": trajectory}
