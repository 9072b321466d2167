"""With whom a region is compared: everybody of its kind, a class, similar regions, a named group, or stand-ins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.text import long_date, number
from regioscan import peer_frames
from regioscan.analysis.comparing_groups import GroupClass, composite_sets, size_class, urbanity_class
from regioscan.analysis.neighbours import LEAST_NEAREST, is_poor
from regioscan.analysis.wording import PeerWords
from regioscan.models import Peer, Region, RegionGroup

DEFAULT = "nederland"
SIZE, URBANITY, SIMILAR, COMPOSITES, GROUP = "grootte", "stedelijkheid", "vergelijkbaar", "samengesteld", "groep-"
PLURALS = {
    Region.Kind.COUNTRY: "landen",
    Region.Kind.PROVINCE: "provincies",
    Region.Kind.COROP: "COROP-gebieden",
    Region.Kind.MUNICIPALITY: "gemeenten",
    Region.Kind.DISTRICT: "wijken",
    Region.Kind.NEIGHBOURHOOD: "buurten",
    Region.Kind.CUSTOM: "maatwerkregio’s",
}
NEUTER = {Region.Kind.COUNTRY, Region.Kind.COROP}
WITHIN = {
    Region.Kind.PROVINCE: [Region.Kind.COUNTRY],
    Region.Kind.COROP: [Region.Kind.COUNTRY],
    Region.Kind.MUNICIPALITY: [Region.Kind.COUNTRY, Region.Kind.PROVINCE],
    Region.Kind.DISTRICT: [Region.Kind.MUNICIPALITY, Region.Kind.COUNTRY],
    Region.Kind.NEIGHBOURHOOD: [Region.Kind.MUNICIPALITY, Region.Kind.COUNTRY],
}
"""In which kinds of container a region of this kind is compared with the others of its kind."""
SIZED = {Region.Kind.MUNICIPALITY}
URBAN = {Region.Kind.MUNICIPALITY, Region.Kind.DISTRICT, Region.Kind.NEIGHBOURHOOD}
NO_PLACE = (
    "De rest van het land: alles wat buiten dit gebied ligt. Een maatwerkregio is niet één gemeente, wijk of buurt. "
    "Zij krijgt daarom geen plaats of score tussen zulke regio’s."
)
NO_CLOSE_PEERS = "Er is geen goede vergelijking: ook de meest vergelijkbare {plural} verschillen veel van deze."


@dataclass(frozen=True)
class ClassOf:
    """A class of regions by one indicator in one year."""

    indicator: str
    period: int
    found: GroupClass


@dataclass(frozen=True)
class Comparison:
    """The regions that ours is held against.

    `members` are their ids, ours possibly among them; None means all of the same kind, in `container` if there is one.
    `composites` are stand-ins for a region of several municipalities: sets of municipalities outside it. `peer_set` and
    `group` name what the members come from. Members of a class or group are only fetched by `with_members`.
    """

    code: str
    label: str
    words: PeerWords
    container: Region | None = None
    explanation: str = ""
    members: tuple[int, ...] | None = None
    composites: tuple[tuple[int, ...], ...] = ()
    peer_set: int | None = None
    group: int | None = None
    in_class: ClassOf | None = None
    warning: str = ""
    is_alone: bool = False
    """Whether there are no regions of its own kind to stand among: only what the rest of the country has."""

    @property
    def description(self) -> str:
        """«gemeenten in Nederland», «vergelijkbare gemeenten»: with whom is compared, inside a sentence."""
        if self.is_alone:
            return f"de rest van {self.label}"
        where = self.words.where or (f"in {self.label}" if self.code == DEFAULT else "")
        return f"{self.words.plural} {where}".rstrip()

    @property
    def is_everyone(self) -> bool:
        """Whether all regions of the kind are in it, everywhere."""
        return self.container is None and self.members is None and not (self.composites or self.is_alone)


def peer_words(kind: str, where: str = "") -> PeerWords:
    """What regions of this kind are called."""
    known = Region.Kind(kind)
    return PeerWords(known.label, PLURALS[known], where, f"middelste {known.label}" if known in NEUTER else "")


def similar_words(kind: str) -> PeerWords:
    """«vergelijkbare gemeente», «vergelijkbaar COROP-gebied»."""
    known = Region.Kind(kind)
    if known in NEUTER:
        middle = f"middelste vergelijkbare {known.label}"
        return PeerWords(
            f"vergelijkbaar {known.label}", f"vergelijkbare {PLURALS[known]}", middle=middle, holds_us=False
        )
    return PeerWords(f"vergelijkbare {known.label}", f"vergelijkbare {PLURALS[known]}", holds_us=False)


def comparisons(region: Region, around: Sequence[Region], period: int | None = None) -> list[Comparison]:
    """What the region may be compared with; `around` is what it lies in. A country is compared with nothing.

    The usual one stands first. Classes are those of the latest figures up to and including `period`. Does three queries
    at most, and three more for a region that consists of municipalities.
    """
    if region.kind == Region.Kind.COUNTRY:
        return []
    return [
        *_inside(region, around),
        *_classes(region, period),
        *_similar(region),
        *_composites(region),
        *_alone(region, around),
        *(_named(group, region) for group in peer_frames.groups_of_kind(region.kind)),
    ]


def usual(options: Sequence[Comparison]) -> Comparison | None:
    """The comparison that a page opens with: the whole country, unless that gives no places and another one does."""
    country = next((one for one in options if one.code == DEFAULT and not one.is_alone), None)
    return country or next(iter(options), None)


def with_members(comparison: Comparison, region: Region) -> Comparison:
    """The same, with the ids of the regions of its class or group."""
    if comparison.in_class is not None:
        found, chosen = comparison.in_class, comparison.in_class.found
        ids = peer_frames.class_members(found.indicator, region.kind, found.period, chosen.low, chosen.high)
        return replace(comparison, members=tuple(ids))
    if comparison.group is not None:
        members = tuple(peer_frames.group_members(comparison.group))
        words = replace(comparison.words, holds_us=region.pk in members)
        return replace(comparison, members=members, words=words)
    return comparison


def _inside(region: Region, around: Sequence[Region]) -> list[Comparison]:
    by_kind = {Region.Kind(container.kind): container for container in around}
    plural = PLURALS[Region.Kind(region.kind)]
    found = []
    for kind in WITHIN.get(Region.Kind(region.kind), []):
        container = by_kind.get(kind)
        if kind == Region.Kind.COUNTRY:
            label = container.name if container else "Nederland"
            found.append(
                Comparison(DEFAULT, label, peer_words(region.kind), explanation=f"Alle {plural} van het land.")
            )
        elif container is not None:
            words = peer_words(region.kind, f"in {container.name}")
            title = container.title
            label = title[:1].upper() + title[1:]
            explanation = f"Alle {plural} in {container.title}."
            found.append(Comparison(kind.value, label, words, container, explanation))
    return found


def _classes(region: Region, period: int | None) -> list[Comparison]:
    kind = Region.Kind(region.kind)
    if kind not in URBAN:
        return []
    known = peer_frames.latest_known(region.pk, peer_frames.CLASSED, period)
    found = []
    if (size := known.get(peer_frames.INHABITANTS)) and kind in SIZED:
        group = size_class(size.value)
        explanation = f"Gemeenten van {group.name} in {size.period}: klasse {group.number} van de acht van het CBS."
        words = peer_words(kind, f"van {group.name}" if group.number > 1 else f"met {group.name}")
        in_class = ClassOf(peer_frames.INHABITANTS, size.period, group)
        found.append(Comparison(SIZE, "Even groot", words, explanation=explanation, in_class=in_class))
    if density := known.get(peer_frames.DENSITY):
        group = urbanity_class(density.value)
        explanation = (
            f"{PLURALS[kind].capitalize()} die {group.name} zijn in {density.period}: klasse {group.number} van de "
            "vijf van het CBS, naar het aantal adressen in de omgeving."
        )
        words = peer_words(kind, f"die {group.name} zijn")
        in_class = ClassOf(peer_frames.DENSITY, density.period, group)
        found.append(Comparison(URBANITY, "Even stedelijk", words, explanation=explanation, in_class=in_class))
    return found


def _similar(region: Region) -> list[Comparison]:
    peers = peer_frames.peers_of(region)
    if not peers:
        return []
    made = peers[0].peer_set
    nearest = peers[: made.n_nearest]
    words = similar_words(region.kind)
    plural = PLURALS[Region.Kind(region.kind)]
    explanation = (
        f"De {number(len(nearest))} {plural} die het meest op deze lijken in inwoners, huishoudens, woningen en "
        f"bedrijven, op cijfers tot en met {made.period}. Bepaald op {long_date(made.made_at)}."
    )
    return [
        Comparison(
            SIMILAR,
            words.plural[:1].upper() + words.plural[1:],
            words,
            explanation=explanation,
            members=tuple(one.peer_id for one in nearest),
            peer_set=made.pk,
            warning=poor_comparison(region, peers),
        )
    ]


def poor_comparison(region: Region, peers: Sequence[Peer]) -> str:
    """The sentence that says that nobody is near; "" where somebody is."""
    if not peers or not is_poor([one.distance for one in peers], peers[0].peer_set.far):
        return ""
    return NO_CLOSE_PEERS.format(plural=PLURALS[Region.Kind(region.kind)])


def _composites(region: Region) -> list[Comparison]:
    """Stand-ins for a region of several municipalities; none where fewer than four can be made."""
    if region.kind not in peer_frames.WHOLES:
        return []
    own = peer_frames.municipalities_of(region)
    made, found = peer_frames.peer_ids(own, Region.Kind.MUNICIPALITY)
    if made is None:
        return []
    sets = composite_sets([found.get(one, []) for one in own], own, made.n_nearest)
    if len(sets) < LEAST_NEAREST:
        return []
    explanation = (
        f"{number(len(sets))} denkbeeldige gebieden van elk {number(len(own))} gemeenten van buiten dit gebied: voor "
        "elke gemeente een die op haar lijkt. Zo staat een gebied van meer gemeenten niet naast losse gemeenten."
    )
    middle = "middelste samengestelde gebied"
    words = PeerWords("samengesteld gebied", "samengestelde gebieden", middle=middle, holds_us=False)
    composites = tuple(sets)
    return [
        Comparison(
            COMPOSITES,
            "Samengestelde gebieden",
            words,
            explanation=explanation,
            composites=composites,
            peer_set=made.pk,
        )
    ]


def _alone(region: Region, around: Sequence[Region]) -> list[Comparison]:
    """The rest of the country, for a region that we put together: there is nothing of its kind to stand among."""
    if region.kind != Region.Kind.CUSTOM:
        return []
    label = next((one.name for one in around if one.kind == Region.Kind.COUNTRY), "Nederland")
    words = peer_words(region.kind)
    return [Comparison(DEFAULT, label, words, explanation=NO_PLACE, members=(), is_alone=True)]


def _named(group: RegionGroup, region: Region) -> Comparison:
    words = peer_words(region.kind, f"in de groep «{group.name}»")
    when = f"{group.reason} Gemaakt op {long_date(group.made_at)} door {group.made_by}."
    return Comparison(f"{GROUP}{group.code}", group.name, words, explanation=when, group=group.pk)
