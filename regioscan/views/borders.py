"""What became of a region or out of what it arose, as sentences with links."""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan.models import Region
from regioscan.region_frames import Change, arose_from, became

ALL = 1.0


@dataclass(frozen=True)
class Piece:
    """A part of a sentence, with an address where it names a region with a page of its own."""

    text: str
    url: str = ""


def border_sentences(region: Region) -> list[list[Piece]]:
    """«Appingedam is sinds 2021 Eemsdelta.», «Eemsdelta bestaat sinds 2021 uit Appingedam, Delfzijl en Loppersum.»"""
    if region.kind != Region.Kind.MUNICIPALITY:
        return []
    return [
        *(_became(region, change) for change in became(region)),
        *(_arose(region, change) for change in arose_from(region)),
    ]


def _became(region: Region, change: Change) -> list[Piece]:
    is_split = len(change.regions) > 1
    start = f"{region.name} is sinds {change.on.year} {'verdeeld over ' if is_split else ''}"
    return [Piece(start), *_listed([_named(one, region) for one, _ in change.regions])]


def _arose(region: Region, change: Change) -> list[Piece]:
    parts = [
        Piece(f"{'een deel van ' if share < ALL else ''}{piece.text}", piece.url)
        for piece, share in ((_named(one, region), share) for one, share in change.regions)
    ]
    return [Piece(f"{region.name} bestaat sinds {change.on.year} uit "), *_listed(parts)]


def _named(other: Region, region: Region) -> Piece:
    """A region under the same code has no page of its own: that is this one."""
    if other.code == region.code:
        return Piece(f"het eerdere {other.name}")
    return Piece(other.name, other.get_absolute_url())


def _listed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with commas between, «en» before the last, and a full stop."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        last = len(pieces) - 1
        found += [piece, Piece("." if place == last else " en " if place == last - 1 else ", ")]
    return found
