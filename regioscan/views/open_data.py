"""Open data: what there is for programs, with examples that work on this site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regioscan import frames
from regioscan.api import BASE, VERSION, asked, observations
from regioscan.api.addresses import address
from regioscan.models import Region
from regioscan.views import choices
from regioscan.views.limits import SHEET, TABLE

FORMS = [
    ("csv", "Een spreadsheet in het Nederlands: puntkomma’s en decimale komma’s. Opent meteen in Excel."),
    ("xlsx", "Excel, met getallen als getallen."),
    ("json", "Programma’s, een bladzijde tegelijk."),
    ("csvw", "Statistische programma’s: komma’s en decimale punten, met een beschrijving van elke kolom ernaast."),
    (
        "jsonstat",
        "JSON-stat 2.0: een blok van indicator, regio en jaar, zoals ook andere statistische bureaus het leveren.",
    ),
]


@login_not_required
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be asked, in which forms, under which licence, and what we promise about changes."""
    indicator = next((one.code for one in frames.shown_indicators()), "armoede")
    region = next((one.code for one in frames.regions_of_kind(Region.Kind.MUNICIPALITY, 1)), "GM0344")
    chosen = {"indicator": indicator, "soort": Region.Kind.MUNICIPALITY.value}
    context = {
        "base": address(""),
        "version": VERSION,
        "openapi_url": f"{BASE}/openapi.json",
        "catalogue_url": f"{BASE}/catalogus",
        "forms": [(form, words, address(f"/waarnemingen.{form}", **chosen)) for form, words in FORMS],
        "one_region": address("/waarnemingen.csv", regio=region),
        "csv_url": address("/waarnemingen.csv", **chosen),
        "csvw_url": address("/waarnemingen.csvw", **chosen),
        "limits": asked,
        "file_rows": observations.MAX_FILE_ROWS,
        "cube_cells": observations.MAX_CUBE_CELLS,
        "costs": {"xlsx": SHEET, "csv": TABLE},
        "requests_limit": settings.API_REQUESTS_PER_5_MINUTES,
        "trail": [*choices.indicator_trail()[:1], ("Open data", "")],
    }
    return render(request, "regioscan/open_data.html", context)
