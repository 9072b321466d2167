"""The open interface, put together: what the ground floor offers and what floors above it add."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError

from config import (
    api_budgets,
    api_impact,
    api_initiatives,
    api_lessons,
    api_milestones,
    api_panels,
    api_reports,
    api_rounds,
)
from regioscan.api import VERSION, catalogue, indicators, methods, observations, regions
from regioscan.api.description import DESCRIPTION, landing, openapi
from regioscan.api.problems import Refused, invalid, not_found, refused

NAMESPACE = "api"

api = NinjaAPI(
    title="Regioscan API",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace=NAMESPACE,
    openapi_url=None,
    docs_url=None,
)
doing = (api_initiatives, api_milestones, api_impact, api_lessons, api_budgets)
people = (api_reports, api_rounds, api_panels, *doing)
for one in (indicators, regions, observations, methods, *people, catalogue):
    api.add_router("", one.router)
api.exception_handler(Http404)(not_found)
api.exception_handler(Refused)(refused)
api.exception_handler(ValidationError)(invalid)


def _addresses() -> tuple[list[Any], str, str]:
    """Everything open to anyone: the framework's views know nothing of Django's lock on the door."""
    own, app_name, namespace = api.urls
    for pattern in own:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    description = login_not_required(partial(openapi, api=api))
    return [path("openapi.json", description, name="openapi"), *own], app_name, namespace


addresses = _addresses()
first_page = login_not_required(landing)
