"""Pages on which somebody writes, changes or withdraws their own reading of a region."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from config.annotation_forms import AnnotationForm, RewriteForm
from config.signing import advisors_only, author
from regioscan import frames
from regioscan.annotation_actions import AnnotationError, replace_annotation, withdraw_annotation, write_annotation
from regioscan.figures.own_readings import own_readings
from regioscan.models import Annotation, Region


@advisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def annotation_list(request: HttpRequest, code: str) -> HttpResponse:
    """The standing readings of a region, and a form for another."""
    region = _region(code)
    form = AnnotationForm(request.POST or None, initial={"theme": request.GET.get("thema", "")})
    if form.is_valid():
        try:
            write_annotation(region=region, by=author(request), **form.cleaned_data)
        except AnnotationError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, "Uw duiding staat bij de bevindingen.")
            return redirect(_address(region))
    context = {
        "region": region,
        "form": form,
        "readings": own_readings(region).all,
        "trail": [*_trail(region), ("Duiding", "")],
    }
    return render(request, "config/annotation_list.html", context, status=400 if form.is_bound else 200)


@advisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def annotation_rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another text in the place of a reading."""
    found = _standing(pk)
    form = RewriteForm(request.POST or None, initial={"text": found.text})
    if form.is_valid():
        try:
            replace_annotation(annotation=found, text=form.cleaned_data["text"], by=author(request))
        except AnnotationError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, "De duiding is gewijzigd. De oude tekst blijft bewaard.")
            return redirect(_address(found.region))
    context = {
        "found": found,
        "region": found.region,
        "form": form,
        "trail": [*_trail(found.region), ("Duiding", _address(found.region)), ("Wijzigen", "")],
    }
    return render(request, "config/annotation_rewrite.html", context, status=400 if form.is_bound else 200)


@advisors_only
@require_POST
def annotation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reading away; the text stays known."""
    found = get_object_or_404(Annotation.objects.select_related("region"), pk=pk)
    try:
        withdraw_annotation(annotation=found, by=author(request))
        messages.success(request, "De duiding is ingetrokken.")
    except AnnotationError as error:
        messages.error(request, str(error))
    return redirect(_address(found.region))


def _region(code: str) -> Region:
    found = frames.get_region(code.upper())
    if found is None:
        raise Http404(f"Er is geen regio met de code {code}.")
    return found


def _standing(pk: int) -> Annotation:
    standing = Annotation.objects.filter(withdrawn_at=None).select_related("region", "theme")
    return get_object_or_404(standing, pk=pk)


def _address(region: Region) -> str:
    return reverse("config:annotation_list", args=[region.code])


def _trail(region: Region) -> list[tuple[str, str]]:
    return [("Regioscan", reverse("regioscan:region_list")), (region.name, region.get_absolute_url())]
