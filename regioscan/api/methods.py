"""Methoden: the frozen versions of how the vitality index is made. Who froze them is not told."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from regioscan.api import asked, replies
from regioscan.api.addresses import address, links
from regioscan.api.formats import json_reply, moment
from regioscan.models import MethodVersion

router = Router(tags=["Methoden"], by_alias=True)
PATH = "/methoden"


@router.get(
    PATH,
    response=replies.MethodsReply,
    url_name="method_list",
    operation_id="methoden",
    summary="Alle versies van de methode",
)
def method_list(request: HttpRequest) -> HttpResponse:
    """De vastgelegde versies van de methode van de vitaliteitsindex, de nieuwste eerst."""
    asked.nothing(request)
    found = [as_plain(one) for one in MethodVersion.objects.defer("content")]
    return json_reply({"methoden": found, "_links": links(self=address(PATH))})


@router.get(
    PATH + "/{slug:versie}",
    response=replies.MethodDetailReply,
    url_name="method_detail",
    operation_id="methode",
    summary="Eén versie van de methode",
)
def method_detail(request: HttpRequest, versie: str) -> HttpResponse:
    """Alles wat een versie vastlegt: indicatoren, gewichten, grenzen en stappen."""
    asked.nothing(request)
    found = MethodVersion.objects.filter(code=versie).first()
    if found is None:
        raise Http404(f"Er is geen methode met de versie «{versie[:40]}».")
    return json_reply(as_plain(found) | {"inhoud": found.content})


def as_plain(method: MethodVersion) -> dict[str, Any]:
    """A version as it is answered in a list."""
    return {
        "versie": method.code,
        "naam": method.name,
        "isInGebruik": method.is_current,
        "vastgelegdOp": moment(method.frozen_at),
        "controlegetal": method.sha256,
        "_links": links(self=address(f"{PATH}/{method.code}")),
    }
