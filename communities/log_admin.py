"""The log in the administrator's pages, and what there puts a line into it: looking at people."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from communities.access.moderation import LINK
from communities.actions.erasure import LastCoordinator, erase_account
from communities.actions.log import note_seen
from communities.models import LogEntry, User


class Watched(admin.ModelAdmin):
    """Mix this in where an administrator sees personal data of others: every look is a line in the log."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list."""
        if request.method == "GET":
            note_seen(request, str(self.model._meta.verbose_name_plural), "", "beheer")
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One of them."""
        self._note(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was changed about one of them."""
        self._note(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def _note(self, request: HttpRequest, object_id: str) -> None:
        if request.method == "GET":
            note_seen(request, str(self.model._meta.verbose_name), object_id, "beheer")


class ErasingAdmin(Watched):
    """Deleting a person here does what the register says, as it does everywhere."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What stands on the page that asks whether one is sure: the people. What goes with them is in the register."""
        people = [str(one) for one in objs]
        return people, {str(self.model._meta.verbose_name_plural): len(people)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Erase one account."""
        self._erase(request, User.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Erase several accounts."""
        self._erase(request, queryset)

    def _erase(self, request: HttpRequest, users: QuerySet[User]) -> None:
        by = User.objects.get(pk=request.user.pk)
        for user in users:
            try:
                erase_account(by=by, user=user, removes_texts=False)
            except LastCoordinator as error:
                names = ", ".join(one.name for one in error.communities)
                said = f"{user} is de enige coördinator van {names}. Maak daar eerst iemand anders coördinator."
                messages.error(request, said)


class LinkFilter(admin.SimpleListFilter):
    """New accounts with a link in their words about themselves: mostly advertising."""

    title = "nieuwe accounts met een link in hun tekst"
    parameter_name = "link"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice beside all of them."""
        return [("ja", "met een link, nog niets goedgekeurd")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Those with a link in the name, or in what they wrote as a member of whom nothing was approved."""
        if self.value() != "ja":
            return queryset
        words = ("bio", "function", "frontrunner_for")
        has_link = Q(name__iregex=LINK)
        for one in words:
            has_link |= Q(**{f"memberships__{one}__iregex": LINK})
        return queryset.filter(has_link).exclude(memberships__is_trusted=True).distinct()


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """The whole log, to read and nothing else."""

    list_display = ("at", "actor_id", "action", "object_kind", "object_id", "community_id", "result", "origin")
    list_filter = ("result", "action")
    search_fields = ("=actor_id", "action", "object_kind")
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
