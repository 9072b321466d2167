"""The administrator's pages: Django's admin, reached through the same door as everything else."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

HIDDEN_APPS = {"auth", "mfa", "socialaccount", "usersessions"}
"""Groups are not used; the others hold secrets and sessions of people, which an administrator need not see."""


class BeheerSite(AdminSite):
    """The admin without a login form of its own: that one knows no limits, passkeys or second step."""

    site_header = "Regiokracht: beheer"
    site_title = "Beheer"
    index_title = "Overzicht"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in what applications offer, except for what nobody should leaf through."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        shown = [model for model in models if model._meta.app_label not in HIDDEN_APPS]
        super().register(shown, admin_class, **options)

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """To the login page of the house, and from there to where the administrator was going."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """To the page where everybody changes a password: that one asks who is there and tells it by mail."""
        return HttpResponseRedirect(reverse("account_change_password"))
