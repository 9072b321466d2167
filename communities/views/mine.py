"""Somebody's own page."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access.mine import mine
from communities.models import User


@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    """My communities, what I promised, where I go, and who waits for me."""
    user = cast("User", request.user)
    return render(request, "communities/my_page.html", {"mine": mine(user)})
