"""Pages with one chart each, for the tests of exploring."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as own
from lib.charts import to_plotly
from tests.lib.charts.examples import EXPLORED

PAGE = """{% extends "base.html" %}{% block title %}Grafiek{% endblock %}
{% block main %}<h1>Grafiek</h1>{% chart spec csv_url="/csv" explore_url=explore_url %}{% endblock %}"""


@login_not_required
def chart_page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"spec": EXPLORED[name], "explore_url": f"/grafieken/{name}.json"}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


@login_not_required
def chart_figure(request: HttpRequest, name: str) -> HttpResponse:
    return JsonResponse(to_plotly(EXPLORED[name]))


urlpatterns = [
    path("grafieken/<str:name>.json", chart_figure),
    path("grafieken/<str:name>/", chart_page),
    *own,
]
