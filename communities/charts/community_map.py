"""Where communities are: the shapes of their regions in the land around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community
from regioscan import frames
from regioscan.analysis.outline import outline
from regioscan.figures.keeping import keep, key_of
from regioscan.models import Composition, Region


@dataclass(frozen=True)
class CommunityMap:
    """Paths for SVG: the land, and the shapes of the region of each community that has borders."""

    view_box: str
    land: tuple[str, ...]
    shapes: dict[int, tuple[str, ...]]
    """By number of the region: one shape, or those of its parts. Several communities may be in one region."""


def community_map(communities: Sequence[Community]) -> CommunityMap | None:
    """The map of these communities; None where no borders of their regions are loaded."""
    regions = sorted({one.region_id for one in communities})
    if not regions:
        return None
    return keep(key_of("community-map", regions, frames.published_version()), lambda: _drawn(regions))


def _drawn(regions: Sequence[int]) -> CommunityMap | None:
    """Draw the land first and the regions upon it, all in one measure; three questions to the database."""
    parts = _parts(regions)
    wanted = {number for region in regions for number in parts.get(region, [region])}
    around = Region.objects.current().filter(kind=Region.Kind.PROVINCE).values_list("pk", flat=True)
    found = frames.boundaries([*around, *wanted])
    land = [pk for pk in found if pk not in wanted]
    own = [(region, pk) for region in regions for pk in parts.get(region, [region]) if pk in found]
    drawn = outline([found[pk] for pk in land] + [found[pk] for _, pk in own]) if own else None
    if drawn is None or len(drawn.paths) != len(land) + len(own):
        return None
    shapes: dict[int, tuple[str, ...]] = {}
    for (region, _), path in zip(own, drawn.paths[len(land) :], strict=True):
        shapes[region] = (*shapes.get(region, ()), path)
    return CommunityMap(drawn.view_box, drawn.paths[: len(land)], shapes)


def _parts(regions: Sequence[int]) -> dict[int, list[int]]:
    """Of the custom ones among these regions what they are made of now."""
    newest = Composition.objects.filter(region__in=regions).order_by("region", "version")
    found: dict[int, dict[int, list[int]]] = {}
    for region, version, member in newest.values_list("region", "version", "members"):
        found.setdefault(region, {}).setdefault(version, []).append(member)
    return {region: versions[max(versions)] for region, versions in found.items()}
