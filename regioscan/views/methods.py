"""How the vitality index is made: every frozen method with its sheet."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from regioscan.figures.index_matrix import get_frame
from regioscan.figures.method_sheet import MethodSheet, method_sheet
from regioscan.index_exports import method_table
from regioscan.models import MethodVersion
from regioscan.views.downloads import download, kept_a_while
from regioscan.views.kept import kept_for_visitors


@login_not_required
def method_list(request: HttpRequest) -> HttpResponse:
    """All frozen methods, newest first, the one in use marked."""
    context = {
        "versions": MethodVersion.objects.all(),
        "trail": [("Regioscan", reverse("regioscan:region_list")), ("Methoden van de index", "")],
    }
    return render(request, "regioscan/method_list.html", context)


@login_not_required
@kept_for_visitors
def method_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of a method: ten steps, every goalpost and weight, and every test of them."""
    sheet = _sheet(code)
    start = [("Regioscan", reverse("regioscan:region_list")), ("Methoden", reverse("regioscan:method_list"))]
    context = {"sheet": sheet, "version": sheet.version, "trail": [*start, (sheet.version.name, "")]}
    return render(request, "regioscan/method_detail.html", context)


@kept_a_while
def method_export(_request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The indicators of a method with goalposts, weights and tests."""
    return download([method_table(_sheet(code))], f"methode-{code}", kind)


@kept_a_while
def method_json(_request: HttpRequest, code: str) -> HttpResponse:
    """The frozen content itself with its hash: enough to make the index elsewhere."""
    version = _version(code)
    found = {"code": version.code, "name": version.name, "sha256": version.sha256, "content": version.content}
    found["frozen_at"] = version.frozen_at.isoformat()
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1, "sort_keys": True})


def _version(code: str) -> MethodVersion:
    version = MethodVersion.objects.filter(code=code).first()
    if version is None:
        raise Http404(f"Er is geen methode met de code {code}.")
    return version


def _sheet(code: str) -> MethodSheet:
    version = _version(code)
    frame = get_frame(version)
    if frame is None:
        raise Http404(f"Er is geen methode met de code {code}.")
    return method_sheet(frame)
