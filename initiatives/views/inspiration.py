"""The inspiration of a year: what communities finished, learned and took over from each other."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.access.inspiration import FIRST_YEAR, inspiration_of


@login_not_required
@require_safe
def inspiration_newest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """To the page of this year."""
    return redirect("initiatives:inspiration", timezone.localdate().year)


@login_not_required
@require_safe
def inspiration(request: HttpRequest, year: int) -> HttpResponse:
    """A year across public communities."""
    this_year = timezone.localdate().year
    if not FIRST_YEAR <= year <= this_year:
        raise Http404("no such year")
    context = {
        "year": year,
        "found": inspiration_of(year),
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < this_year else None,
        "is_running": year == this_year,
    }
    return render(request, "initiatives/inspiration.html", context)
