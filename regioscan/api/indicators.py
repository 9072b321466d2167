"""Indicatoren: what is counted, per what, and which way is better."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from regioscan import exports, frames
from regioscan.api import asked, replies
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import form_of, json_reply, offer, table_reply
from regioscan.models import Indicator

router = Router(tags=["Indicatoren"], by_alias=True)
PATH = "/indicatoren"


@offer(
    router,
    PATH,
    ["", "json", "csv", "xlsx"],
    reply=replies.IndicatorsReply,
    name="indicator_list",
    summary="Alle indicatoren",
)
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Alle cijfers die de regioscan kent, met omschrijving, eenheid, teller en noemer."""
    asked.nothing(request)
    form = form_of(request)
    found = frames.shown_indicators()
    if form != "json":
        return table_reply(exports.indicators_table(found), form, "regioscan-indicatoren")
    return json_reply({"indicatoren": [as_plain(one) for one in found], "_links": links(self=address(PATH))})


@router.get(
    PATH + "/{slug:code}",
    response=replies.IndicatorReply,
    url_name="indicator_detail",
    operation_id="indicator",
    summary="Eén indicator",
)
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Wat een cijfer betekent."""
    asked.nothing(request)
    found = Indicator.objects.shown().select_related("theme").filter(code=code).first()
    if found is None:
        raise Http404(f"Er is geen indicator met de code «{code[:60]}».")
    return json_reply(as_plain(found))


def as_plain(indicator: Indicator) -> dict[str, Any]:
    """An indicator as it is answered."""
    theme = indicator.theme
    return {
        "code": indicator.code,
        "naam": indicator.name,
        "thema": theme.code if theme else "",
        "themaNaam": theme.name if theme else "",
        "invalshoek": indicator.lens,
        "eenheid": indicator.unit,
        "decimalen": indicator.decimals,
        "richting": indicator.direction,
        "rekenregel": indicator.get_aggregation_display(),
        "teller": indicator.numerator,
        "noemer": indicator.denominator,
        "per": indicator.per,
        "toeval": indicator.chance,
        "breuken": [{"jaar": one["year"], "reden": one["reason"]} for one in indicator.breaks],
        "laagstMogelijk": indicator.minimum,
        "hoogstMogelijk": indicator.maximum,
        "invloed": indicator.get_influence_display(),
        "omschrijving": indicator.definition,
        "bron": indicator.source_name,
        "licentie": indicator.licence,
        "_links": links(
            self=address(f"{PATH}/{indicator.code}"),
            waarnemingen=address("/waarnemingen", indicator=indicator.code),
            pagina=page(indicator.get_absolute_url()),
        ),
    }
