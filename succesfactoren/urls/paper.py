"""Addresses of questionnaires on paper."""

from django.urls import URLPattern, path

from succesfactoren.views import paper

ROUND = "c/<slug:slug>/rondes/<int:round_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROUND}papier.pdf", paper.paper_pdf_file, name="paper_pdf"),
    path(f"{ROUND}papier/", paper.paper_list, name="paper_list"),
    path(f"{ROUND}papier/<int:number>/", paper.paper_sheet, name="paper_sheet"),
    path(f"{ROUND}papier/<int:number>/beslissen/", paper.paper_settle, name="paper_settle"),
    path(f"{ROUND}papier/<int:number>/wissen/", paper.paper_drop, name="paper_drop"),
]
