"""Deliveries and jobs in the administrator's pages: here, because handing one in starts work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from config import import_pages
from regioscan.admin import LookOnlyAdmin
from regioscan.models import Job, Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(LookOnlyAdmin):
    """Deliveries: hand in, compare, publish or refuse. The pages themselves are in `import_pages`."""

    list_display = ("source", "period", "state", "file_name", "retrieved_at", "retrieved_by", "n_rejected")
    list_filter = ("state", "source", "period")
    list_select_related = ("source",)
    date_hierarchy = "retrieved_at"

    @admin.display(description="geweigerde regels")
    def n_rejected(self, snapshot: Snapshot) -> int | None:
        """All refused rows, also those beyond the first ten thousand that are kept."""
        count: int | None = snapshot.summary.get("n_rejected")
        return count

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("regioscan.import_figures")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return import_pages.snapshot_upload(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return import_pages.snapshot_detail(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        """Django's addresses, and one for each thing that can be done with a delivery."""
        acts = {
            "stand": import_pages.snapshot_status,
            "publiceren": import_pages.snapshot_publish,
            "weigeren": import_pages.snapshot_refuse,
            "opnieuw": import_pages.snapshot_retry,
            "stoppen": import_pages.snapshot_cancel,
            "geweigerd.csv": import_pages.snapshot_rejected,
            "bestand": import_pages.snapshot_file,
        }
        own = [
            path(f"<int:pk>/{word}", self.admin_site.admin_view(view), name=f"regioscan_{view.__name__}")
            for word, view in acts.items()
        ]
        return own + super().get_urls()


@admin.register(Job)
class JobAdmin(LookOnlyAdmin):
    """Background work: what waits, runs, is done or failed, and why."""

    list_display = ("kind", "key", "state", "attempt", "progress", "step", "message", "queued_at", "finished_at")
    list_filter = ("state", "kind")
