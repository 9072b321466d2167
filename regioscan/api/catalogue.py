"""Catalogus: what there is, for data portals that come and read."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regioscan import frames
from regioscan.api import asked, replies
from regioscan.api.dcat import described
from regioscan.api.formats import LINKED, json_reply

router = Router(tags=["Catalogus"], by_alias=True)
IS_LINKED = {
    "responses": {
        200: {
            "description": "OK",
            "content": {LINKED: {"schema": {"$ref": f"#/components/schemas/{replies.LinkedDocument.__name__}"}}},
        }
    }
}


@router.get(
    "/catalogus",
    url_name="catalogue",
    operation_id="catalogus",
    summary="Catalogus (DCAT-AP-NL 3.0)",
    openapi_extra=IS_LINKED,
)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Alle datasets met licentie en adres, in JSON-LD."""
    asked.nothing(request)
    return json_reply(described(frames.shown_indicators()), LINKED)
