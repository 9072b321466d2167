"""Picking parts of a region: from a map and a list of what lies in one region, with the whole choice in the address."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from regioscan import frames
from regioscan.analysis.composing import MEMBER_KINDS
from regioscan.analysis.outline import outline
from regioscan.figures.comparing import peer_words
from regioscan.models import Region


@dataclass(frozen=True)
class Area:
    """A region that can be picked, or looked into: `toggle` is the address with it added or taken away."""

    region: Region
    is_picked: bool
    toggle: str
    inside: str
    """The address that shows what lies in it; "" for a buurt."""
    path: str = ""
    """Its outline on the map; "" where that is not known."""


@dataclass(frozen=True)
class Picker:
    """What lies in one region, of which parts can be picked; provinces can only be looked into."""

    container: Region | None
    areas: Sequence[Area]
    view_box: str
    can_pick: bool
    plural: str
    elsewhere: Sequence[str]
    """Codes that were picked and do not lie here."""
    here: Sequence[str]
    """Codes that were picked and lie here."""
    up: str
    """The address one region higher; "" at the top."""
    above: str
    """The code of that region; "" for the country."""
    code: str
    """The code of the region that is looked into, as it was asked; "" for the country."""


def with_ticks(words: Sequence[str], before: Collection[str], ticked: Sequence[str]) -> list[str]:
    """The codes as they were typed, with what was ticked since the page was drawn, without what was unticked."""
    gone = set(before) - set(ticked)
    came = [code for code in ticked if code not in before]
    return list(dict.fromkeys([*(word for word in words if word not in gone), *came]))


def picker(code: str, words: Sequence[str]) -> Picker:
    """What can be picked inside the region with this code ("" = the country), given what was picked so far."""
    container = frames.get_region(code.upper()) if code else frames.get_country()
    if code and (container is None or container.kind == Region.Kind.CUSTOM):
        raise Http404(f"Er is geen regio met de code {code}.")
    regions = frames.parts(container) if container else []
    shapes = frames.boundaries([region.pk for region in regions])
    drawn = [region for region in regions if region.pk in shapes]
    shape = outline([shapes[region.pk] for region in drawn])
    paths = dict(zip((region.pk for region in drawn), shape.paths if shape else (), strict=True))
    above = _above(container) if code and container else ""
    here = {region.code for region in regions}
    return Picker(
        container,
        [_area(region, code, words, paths.get(region.pk, "")) for region in regions],
        shape.view_box if shape else "",
        bool(regions) and regions[0].kind in MEMBER_KINDS,
        peer_words(regions[0].kind).plural if regions else "",
        [word for word in words if word not in here],
        [word for word in words if word in here],
        _address(above, words) if code else "",
        above,
        code,
    )


def _area(region: Region, code: str, words: Sequence[str], path: str) -> Area:
    is_picked = region.code in words
    toggled = [word for word in words if word != region.code] if is_picked else [*words, region.code]
    inside = "" if region.kind == Region.Kind.NEIGHBOURHOOD else _address(region.code, words)
    toggle = _address(code, toggled) if region.kind in MEMBER_KINDS else inside
    return Area(region, is_picked, toggle, inside, path)


def _above(container: Region) -> str:
    """The code of the region one step up that is worth showing."""
    around = (one for one in frames.containers(container) if one.kind != Region.Kind.COROP)
    nearest = next(around, None)
    return nearest.code if nearest and nearest.kind != Region.Kind.COUNTRY else ""


def _address(code: str, words: Sequence[str]) -> str:
    return "?" + urlencode({"uit": code, "delen": " ".join(words)}) + "#kiezen"
