"""People in the administrator's pages."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from communities.models import User


class UserCreateForm(AdminUserCreationForm):
    """A new user: the e-mail address is the login."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: ClassVar[dict[str, Any]] = {}


class UserEditForm(UserChangeForm):
    """A user; the password itself cannot be seen."""

    class Meta:
        model = User
        fields = ("email", "name", "password", "is_active", "is_staff", "is_superuser")
        field_classes: ClassVar[dict[str, Any]] = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Who has an account, and who is an administrator."""

    add_form = UserCreateForm
    form = UserEditForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "joined_at", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("joined_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Rechten", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Momenten", {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
