"""Regio’s: from the country down to the neighbourhood, with what they look like and what became of them."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from regioscan import exports, frames
from regioscan.api import asked, replies
from regioscan.api.addresses import address, link_header, links, page, paging_links
from regioscan.api.formats import form_of, json_reply, moment, offer, table_reply
from regioscan.models import Composition, Peer, PeerSet, Region, Succession

router = Router(tags=["Regio’s"], by_alias=True)
PATH = "/regios"
FIFTH = 5


@offer(
    router,
    PATH,
    ["", "json"],
    reply=replies.RegionsReply,
    name="region_list",
    summary="Regio’s, een bladzijde tegelijk",
)
def region_list(request: HttpRequest, query: Query[asked.RegionsAsked]) -> HttpResponse:
    """De regio’s van nu, op naam. Met `q` de 60 beste vondsten, de beste eerst."""
    form = form_of(request)
    first = (query.pagina - 1) * query.aantal
    if query.q:
        found = frames.search_regions(query.q, query.soort or "")
        n_found, shown = len(found), found[first : first + query.aantal]
    else:
        regions = Region.objects.current().select_related("parent")
        regions = regions.filter(kind=query.soort) if query.soort else regions
        n_found, shown = regions.count(), list(regions[first : first + query.aantal])
    paging = paging_links(request, query.pagina, -(-n_found // query.aantal))
    if form != "json":
        reply = table_reply(exports.regions_table(shown), form, "regioscan-regios")
        reply["Link"] = link_header(paging)
        return reply
    body = {
        "regios": [as_plain(one) for one in shown],
        "pagina": query.pagina,
        "aantal": len(shown),
        "totaal": n_found,
        "_links": paging,
    }
    return json_reply(body, link=link_header(paging))


@offer(
    router,
    PATH,
    ["csv", "xlsx"],
    reply=replies.RegionsReply,
    name="region_list",
    summary="Regio’s in één bestand",
)
def region_file(request: HttpRequest, query: Query[asked.RegionFileAsked]) -> HttpResponse:
    """Alle regio’s van nu, van één soort of van alle, in één bestand."""
    kind = query.soort or ""
    found = frames.search_regions(query.q, kind) if query.q else frames.regions_of_kind(kind)
    return table_reply(exports.regions_table(found), form_of(request), "regioscan-regios")


@router.get(
    PATH + "/{code}",
    response=replies.RegionDetailReply,
    url_name="region_detail",
    operation_id="regio",
    summary="Eén regio",
)
def region_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Een regio van nu of, als de code niet meer bestaat, zoals die het laatst was."""
    asked.nothing(request)
    region = _get(code)
    changes = Succession.objects.filter(Q(old__code=region.code) | Q(new__code=region.code))
    composition = Composition.objects.filter(region=region).order_by("-version").first()
    body = as_plain(region) | {
        "opvolging": [
            {"van": one.old.code, "naar": one.new.code, "metIngangVan": one.on.isoformat(), "aandeel": one.share}
            for one in changes.select_related("old", "new").order_by("on", "old__code", "new__code")
        ],
        "samenstelling": _composed(composition) if composition else None,
    }
    return json_reply(body)


@router.get(
    PATH + "/{code}/vergelijkbaar",
    response=replies.PeersReply,
    url_name="region_peers",
    operation_id="vergelijkbareRegios",
    summary="Vergelijkbare regio’s",
)
def region_peers(request: HttpRequest, code: str) -> HttpResponse:
    """De regio’s die in opbouw het meest op deze lijken, volgens de nieuwste indeling."""
    asked.nothing(request)
    region = _get(code)
    peer_set = PeerSet.objects.filter(kind=region.kind).order_by("-made_at", "-id").first()
    peers = Peer.objects.filter(peer_set=peer_set, region=region).select_related("peer").order_by("position")
    found = list(peers[: peer_set.n_nearest]) if peer_set else []
    body = {
        "regio": region.code,
        "indeling": _plain_set(peer_set) if peer_set else None,
        "isGoedeVergelijking": _is_good(found, peer_set) if peer_set else None,
        "vergelijkbaar": [_plain_peer(one) for one in found],
        "_links": links(self=address(f"{PATH}/{region.code}/vergelijkbaar"), regio=address(f"{PATH}/{region.code}")),
    }
    return json_reply(body)


def as_plain(region: Region) -> dict[str, Any]:
    """A region as it is answered in a list."""
    parent = region.parent
    return {
        "code": region.code,
        "naam": region.name,
        "soort": region.kind,
        "geldigVanaf": region.valid_from.isoformat(),
        "geldigTot": region.valid_to.isoformat() if region.valid_to else None,
        "ligtIn": parent.code if parent else None,
        "ligtInNaam": parent.name if parent else None,
        "_links": links(
            self=address(f"{PATH}/{region.code}"),
            vergelijkbaar=address(f"{PATH}/{region.code}/vergelijkbaar"),
            waarnemingen=address("/waarnemingen", regio=region.code),
            pagina=page(region.get_absolute_url()),
        ),
    }


def _get(code: str) -> Region:
    found = frames.get_region(code.upper())
    if found is None:
        raise Http404(f"Er is geen regio met de code «{code[:16]}».")
    return found


def _composed(composition: Composition) -> dict[str, Any]:
    members = composition.members.order_by("code").values_list("code", flat=True)
    return {"versie": composition.version, "reden": composition.reason, "delen": list(members)}


def _plain_set(peer_set: PeerSet) -> dict[str, Any]:
    return {
        "nummer": peer_set.pk,
        "jaar": peer_set.period,
        "gemaaktOp": moment(peer_set.made_at),
        "kenmerken": [
            {"code": one["code"], "naam": one["name"], "gewicht": one["weight"], "periode": one.get("period")}
            for one in peer_set.variables
        ],
        "ver": peer_set.far,
    }


def _is_good(peers: list[Peer], peer_set: PeerSet) -> bool | None:
    """Whether the fifth of them is near enough; None with fewer than five."""
    return peers[FIFTH - 1].distance <= peer_set.far if len(peers) >= FIFTH else None


def _plain_peer(peer: Peer) -> dict[str, Any]:
    return {
        "volgorde": peer.position,
        "code": peer.peer.code,
        "naam": peer.peer.name,
        "afstand": peer.distance,
        "verschillen": [{"code": one["code"], "naam": one["name"], "z": one["z"]} for one in peer.differences],
        "_links": links(regio=address(f"{PATH}/{peer.peer.code}")),
    }
