"""The chain of an initiative and what is measured; what initiatives measure together; figures before and after."""

from django.urls import URLPattern, path

from initiatives.views import before_after, impact

ALL = "c/<slug:slug>/impact"
ONE = "c/<slug:slug>/initiatieven/<int:initiative_id>/impact/"
MEASURE = f"{ONE}maat/<int:measure_id>/"
MEASUREMENT = f"{MEASURE}metingen/<int:measurement_id>/"
ITEM = "c/<slug:slug>/veranderagenda/<int:item_id>/voor-en-na"
BEFORE_AFTER = before_after.before_after_export

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", impact.impact_list, name="impact_list"),
    path(f"{ALL}.csv", impact.impact_export, {"kind": "csv"}, name="impact_csv"),
    path(f"{ALL}.xlsx", impact.impact_export, {"kind": "xlsx"}, name="impact_xlsx"),
    path(f"{ALL}.json", impact.impact_export, {"kind": "json"}, name="impact_json"),
    path(f"{ALL}/maten.csv", impact.chains_export, {"table": "maten"}, name="measures_csv"),
    path(f"{ALL}/metingen.csv", impact.chains_export, {"table": "metingen"}, name="measurements_csv"),
    path(f"{ALL}/ketens.csv", impact.chains_export, {"table": "ketens"}, name="chains_csv"),
    path(ONE, impact.impact_detail, name="impact_detail"),
    path(f"{ONE}schakel/", impact.chain_edit, name="chain_edit"),
    path(f"{ONE}maat/nieuw/", impact.measure_new, name="measure_new"),
    path(MEASURE, impact.measure_detail, name="measure_detail"),
    path(f"{MEASURE}wijzigen/", impact.measure_edit, name="measure_edit"),
    path(f"{MEASURE}weg/", impact.measure_remove, name="measure_remove"),
    path(MEASUREMENT, impact.measurement_edit, name="measurement_edit"),
    path(f"{MEASUREMENT}weg/", impact.measurement_remove, name="measurement_remove"),
    path(f"{ITEM}/", before_after.before_after, name="before_after"),
    path(f"{ITEM}.csv", BEFORE_AFTER, {"kind": "csv"}, name="before_after_csv"),
    path(f"{ITEM}.json", BEFORE_AFTER, {"kind": "json"}, name="before_after_json"),
    path(f"{ITEM}.xlsx", BEFORE_AFTER, {"kind": "xlsx"}, name="before_after_xlsx"),
]
