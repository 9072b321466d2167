"""Lessons, adopting an example, and the inspiration of a year."""

from django.urls import URLPattern, path

from initiatives.views import adoption, inspiration, lessons

INITIATIVE = "c/<slug:slug>/initiatieven/<int:initiative_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/lessen/", lessons.lesson_list, name="lesson_list"),
    path("c/<slug:slug>/lessen.csv", lessons.lessons_export, {"kind": "csv"}, name="lessons_csv"),
    path("c/<slug:slug>/lessen.xlsx", lessons.lessons_export, {"kind": "xlsx"}, name="lessons_xlsx"),
    path("c/<slug:slug>/lessen.json", lessons.lessons_export, {"kind": "json"}, name="lessons_json"),
    path(f"{INITIATIVE}les/", lessons.lesson_write, name="lesson_write"),
    path(f"{INITIATIVE}overnemen/", adoption.initiative_adopt, name="initiative_adopt"),
    path("lessen/", lessons.lesson_search, name="lesson_search"),
    path("inspiratie/", inspiration.inspiration_newest, name="inspiration_newest"),
    path("inspiratie/<int:year>/", inspiration.inspiration, name="inspiration"),
]
