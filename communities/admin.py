"""People, organisations and communities in the administrator's pages."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import URLField
from django.forms import ModelForm
from django.http import HttpRequest

from communities.actions.joining import JoiningError
from communities.actions.log import note
from communities.actions.people import change_role
from communities.log_admin import ErasingAdmin, LinkFilter
from communities.models import Community, Membership, Organisation, User


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
class UserAdmin(ErasingAdmin, DjangoUserAdmin):
    """Who has an account, and who is an administrator."""

    add_form = UserCreateForm
    form = UserEditForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "joined_at", "last_login")
    list_filter = ("is_active", "is_staff", LinkFilter)
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("joined_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Rechten", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Momenten", {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)


class LoggedAdmin(admin.ModelAdmin):
    """What is saved here is written down as everywhere else."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        community = obj if isinstance(obj, Community) else None
        note(by=request.user, action="wijzigt" if change else "maakt", thing=obj, community=community)


@admin.register(Organisation)
class OrganisationAdmin(LoggedAdmin):
    """One list for all communities; coordinators add to it, and only here is it put right."""

    list_display = ("name", "kind", "sector", "place", "created_at")
    list_filter = ("sector", "kind")
    search_fields = ("name", "place")
    formfield_overrides: ClassVar[dict[Any, Any]] = {URLField: {"assume_scheme": "https"}}


@admin.register(Community)
class CommunityAdmin(LoggedAdmin):
    """Making a community; its face and its texts are set on its own pages."""

    list_display = ("name", "region", "visibility", "join_policy", "started_on", "ended_on")
    list_filter = ("visibility", "join_policy")
    list_select_related = ("region",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("region", "controller")
    prepopulated_fields: ClassVar[dict[str, Any]] = {"slug": ("name",)}
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "slug", "tagline", "region", "visibility", "join_policy"),
                "description": "Bewaar de community en open haar op de site. Nodig daar de eerste coördinator uit, "
                "bij Uitnodigingen: niemand wordt lid zonder zelf ja te zeggen.",
            },
        ),
        ("Persoonsgegevens", {"fields": ("controller", "legal_basis", "privacy_email", "retention_days")}),
        ("Looptijd", {"fields": ("started_on", "ended_on")}),
    )

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """The right of this name is about the pages of a community, and visitors have it too."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A community ends; it is not deleted with all that people wrote."""
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who belongs where. Only the role is changed here, by the same verb as on the pages of the community."""

    list_display = ("user", "community", "role", "is_frontrunner", "status", "joined_at")
    list_filter = ("role", "status", "community")
    list_select_related = ("user", "community")
    search_fields = ("user__name", "user__email")
    fields = ("user", "community", "role", "organisation", "status", "is_frontrunner", "joined_at", "admitted_by")
    readonly_fields = ("user", "community", "organisation", "status", "is_frontrunner", "joined_at", "admitted_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People are invited, and say yes themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Leaving is up to somebody; blocking is done in the community, with a reason."""
        return False

    def save_model(self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool) -> None:
        try:
            change_role(by=request.user, membership=Membership.objects.get(pk=obj.pk), role=obj.role)
        except JoiningError as error:
            messages.set_level(request, messages.ERROR)
            messages.error(request, str(error))
