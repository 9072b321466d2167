"""Which regions are most like one region, in what they differ, and what that was made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.text import join_words, number
from regioscan import frames, peer_frames
from regioscan.analysis.peer_variables import difference_words
from regioscan.figures.comparing import COMPOSITES, Comparison, comparisons, poor_comparison
from regioscan.models import PeerSet, Region


@dataclass(frozen=True)
class Similar:
    """One of the nearest regions."""

    position: int
    region: Region
    distance: float
    differences: tuple[tuple[str, float], ...]
    """What ours has beside theirs in words, and how far apart they are in z."""

    @property
    def words(self) -> str:
        """«meer inwoners (0,8) en minder koopwoningen (1,2)»."""
        return join_words([f"{words} ({number(abs(z), 1)})" for words, z in self.differences])


@dataclass(frozen=True)
class StandIn:
    """One of the sets of municipalities that stand in for a region of several."""

    position: int
    members: tuple[Region, ...]


@dataclass(frozen=True)
class SimilarRegions:
    """Everything on the page about similar regions; `made` is None where no set holds this region."""

    region: Region
    made: PeerSet | None
    nearest: tuple[Similar, ...]
    warning: str
    stand_ins: tuple[StandIn, ...]

    @property
    def total_weight(self) -> float:
        """The weights of all variables together."""
        return sum(one["weight"] for one in self.made.variables) if self.made else 0.0


def similar_regions(region: Region) -> SimilarRegions:
    """The nearest regions in the newest set, and the stand-ins for a region of several municipalities."""
    peers = peer_frames.peers_of(region)
    made = peers[0].peer_set if peers else None
    nearest = [
        Similar(
            one.position,
            one.peer,
            one.distance,
            tuple((difference_words(gap["code"], gap["z"]), gap["z"]) for gap in one.differences),
        )
        for one in peers[: made.n_nearest if made else 0]
    ]
    options = comparisons(region, frames.containers(region)) if region.kind in peer_frames.WHOLES else []
    return SimilarRegions(region, made, tuple(nearest), poor_comparison(region, peers), _stand_ins(options))


def _stand_ins(options: Sequence[Comparison]) -> tuple[StandIn, ...]:
    sets = next((one.composites for one in options if one.code == COMPOSITES), ())
    regions = frames.regions_by_id({region for members in sets for region in members})
    return tuple(
        StandIn(place, tuple(regions[region] for region in dict.fromkeys(members)))
        for place, members in enumerate(sets, 1)
    )
