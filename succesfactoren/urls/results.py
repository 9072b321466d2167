"""Addresses of results."""

from django.urls import URLPattern, path

from succesfactoren.views import result_files, results

RESULT = "c/<slug:slug>/succesfactoren/<int:round_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/succesfactoren/", results.result_list, name="result_list"),
    path(RESULT, results.round_result, name="round_result"),
    path(f"{RESULT}presentatie/", results.round_presentation, name="round_presentation"),
    path(f"{RESULT}publiceren/", results.round_publish, name="round_publish"),
    path(f"{RESULT}uitkomst.pdf", result_files.result_pdf, name="result_pdf"),
    path(f"{RESULT}uitkomst.csv", result_files.result_csv, name="result_csv"),
    path(f"{RESULT}uitkomst.xlsx", result_files.result_xlsx, name="result_xlsx"),
    path(f"{RESULT}uitkomst-spss.zip", result_files.result_spss, name="result_spss"),
]
