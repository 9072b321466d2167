"""What the administrator can look up. Regions, indicators and sources come from deliveries and declared files."""

from django.contrib import admin
from django.http import HttpRequest

from regioscan.models import Indicator, IndicatorKey, MethodVersion, Region, Source, Theme


class LookOnlyAdmin(admin.ModelAdmin):
    """Nothing is made, changed or deleted by hand: a delivery would undo it, or figures would lose their region."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(LookOnlyAdmin):
    """Regions of all years."""

    list_display = ("code", "name", "kind", "valid_from", "valid_to", "parent")
    list_filter = ("kind", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("code", "search_name")
    show_full_result_count = False


class KeyInline(admin.TabularInline):
    """Where the indicator stands in each source."""

    model = IndicatorKey
    fields = ("source", "year_from", "year_to", "path", "divide_by", "multiply_by")
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Indicator)
class IndicatorAdmin(LookOnlyAdmin):
    """Indicators as declared."""

    list_display = ("number", "name", "theme", "unit", "direction", "aggregation", "source_name")
    list_display_links = ("name",)
    list_filter = ("theme", "aggregation", "influence")
    list_select_related = ("theme",)
    search_fields = ("code", "name")
    inlines = (KeyInline,)


@admin.register(Theme)
class ThemeAdmin(LookOnlyAdmin):
    """The themes of a regioscan."""

    list_display = ("position", "name", "lens", "question")
    list_display_links = ("name",)


@admin.register(Source)
class SourceAdmin(LookOnlyAdmin):
    """Who supplies what."""

    list_display = ("name", "code", "publisher", "delivers", "licence", "refresh_days")


@admin.register(MethodVersion)
class MethodVersionAdmin(LookOnlyAdmin):
    """Frozen methods of the vitality index: made and chosen by command, changed by nobody."""

    list_display = ("code", "name", "is_current", "frozen_at", "frozen_by", "sha256")
