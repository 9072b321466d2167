"""The page on which somebody names a group of regions to compare with."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from config.group_forms import GroupForm
from config.signing import author, definers_only
from regioscan.peer_actions import GroupError, make_group


@definers_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_request(request: HttpRequest) -> HttpResponse:
    """Name a group, with its regions as names or codes, and why."""
    form = GroupForm(request.POST or None, initial={"leden": "\n".join(_prefilled(request))})
    if form.is_valid():
        asked = form.cleaned_data
        try:
            group = make_group(name=asked["naam"], members=asked["leden"], reason=asked["waarom"], by=author(request))
        except GroupError as error:
            form.add_error("naam" if "naam" in str(error) else "leden", str(error))
        else:
            messages.success(request, f"De groep «{group.name}» is gemaakt.")
            return redirect("regioscan:group_detail", group.code)
    trail = [
        ("Regioscan", reverse("regioscan:region_list")),
        ("Groepen", reverse("regioscan:group_list")),
        ("Nieuwe groep", ""),
    ]
    context = {"form": form, "trail": trail}
    return render(request, "config/group_request.html", context, status=400 if form.is_bound else 200)


def _prefilled(request: HttpRequest) -> Sequence[str]:
    """The regions that stood beside each other on the page that the reader came from."""
    return [code for code in request.GET.getlist("regio") if code.isalnum()]
