"""With whom a region is compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan.analysis.wording import PeerWords
from regioscan.models import Region

DEFAULT = "nederland"
PLURALS = {
    Region.Kind.COUNTRY: "landen",
    Region.Kind.PROVINCE: "provincies",
    Region.Kind.COROP: "COROP-gebieden",
    Region.Kind.MUNICIPALITY: "gemeenten",
    Region.Kind.DISTRICT: "wijken",
    Region.Kind.NEIGHBOURHOOD: "buurten",
    Region.Kind.CUSTOM: "maatwerkregio’s",
}
WITHIN = {
    Region.Kind.PROVINCE: [Region.Kind.COUNTRY],
    Region.Kind.COROP: [Region.Kind.COUNTRY],
    Region.Kind.MUNICIPALITY: [Region.Kind.COUNTRY, Region.Kind.PROVINCE],
    Region.Kind.DISTRICT: [Region.Kind.MUNICIPALITY, Region.Kind.COUNTRY],
    Region.Kind.NEIGHBOURHOOD: [Region.Kind.MUNICIPALITY, Region.Kind.COUNTRY],
}
"""In which kinds of container a region of this kind is compared with the others of its kind."""


@dataclass(frozen=True)
class Comparison:
    """The regions of the same kind, everywhere or inside one container."""

    code: str
    label: str
    words: PeerWords
    container: Region | None = None


def peer_words(kind: str, where: str = "") -> PeerWords:
    """What regions of this kind are called."""
    return PeerWords(Region.Kind(kind).label, PLURALS[Region.Kind(kind)], where)


def comparisons(region: Region, around: Sequence[Region]) -> list[Comparison]:
    """What the region may be compared with; `around` is what it lies in. A country is compared with nothing."""
    by_kind = {Region.Kind(container.kind): container for container in around}
    found = []
    for kind in WITHIN.get(Region.Kind(region.kind), []):
        container = by_kind.get(kind)
        if kind == Region.Kind.COUNTRY:
            label = container.name if container else "Nederland"
            found.append(Comparison(DEFAULT, label, peer_words(region.kind)))
        elif container is not None:
            words = peer_words(region.kind, f"in {container.name}")
            title = container.title
            found.append(Comparison(kind.value, title[:1].upper() + title[1:], words, container))
    return found
