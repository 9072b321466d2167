"""Findings: sentences made from figures by fixed rules, each with the figures it rests on.

A finding is a row of pieces; a piece that names a figure carries its code, so that a reader can click from the
sentence to the number. No rule says why something is so, and none speaks of a trend.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan.analysis.change import Change, relative_size, share_of_start
from regioscan.analysis.position import MIDDLE_FROM, MIDDLE_TO, Standing
from regioscan.analysis.wording import PeerWords, amount, lower_first, words_for

AT_MOST = 3


@dataclass(frozen=True)
class Fact:
    """What a rule needs to know of one figure.

    `place` is the score, from 0 (least favourable) to 100; `ordinary_distance` lies between the quartiles of the peers.
    """

    code: str
    name: str
    direction: int
    decimals: int
    unit: str
    standing: Standing | None
    place: float | None
    change: Change | None
    ordinary_distance: float


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; `figure` is the code of the figure it names, or ""."""

    text: str
    figure: str = ""


@dataclass(frozen=True)
class Finding:
    """A sentence, the rule that made it, and through its pieces the figures it rests on."""

    rule: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def figures(self) -> tuple[str, ...]:
        """The codes of the figures it rests on."""
        return tuple(piece.figure for piece in self.pieces if piece.figure)


@dataclass(frozen=True)
class Highlights:
    """At most three figures that stand favourably, three that ask attention, three others that changed most."""

    strong: tuple[Fact, ...]
    care: tuple[Fact, ...]
    changed: tuple[Fact, ...]


def highlights(facts: Sequence[Fact]) -> Highlights:
    """Choose the figures to show first.

    Strong: a score above 60 of 100. Care: below 40. Both need at least four other regions. Changed: the largest change
    beside the distance between ordinary regions, among the figures not chosen yet; where there are no other regions,
    beside what it started from. Equal ones keep the given order.
    """
    placed = [fact for fact in facts if fact.place is not None and _enough_others(fact)]
    strong = sorted((f for f in placed if (f.place or 0) > 100 * MIDDLE_TO), key=lambda f: -(f.place or 0))[:AT_MOST]
    care = sorted((f for f in placed if (f.place or 0) < 100 * MIDDLE_FROM), key=lambda f: f.place or 0)[:AT_MOST]
    chosen = {fact.code for fact in (*strong, *care)}
    has_others = any(fact.ordinary_distance > 0 for fact in facts)
    sizes = {fact.code: _size(fact, has_others=has_others) for fact in facts if fact.code not in chosen}
    moved = [fact for fact in facts if sizes.get(fact.code, 0) > 0]
    changed = sorted(moved, key=lambda fact: -sizes[fact.code])[:AT_MOST]
    return Highlights(tuple(strong), tuple(care), tuple(changed))


def opening(place: str, facts: Sequence[Fact], chosen: Highlights, peers: PeerWords) -> tuple[Finding, ...]:
    """The paragraph under the name of the region: what stands out, what asks attention, what changed most."""
    found = [*_standing_out(place, chosen, peers), *_most_changed(chosen)]
    if found:
        return tuple(found)
    if not facts:
        return (Finding("geen cijfers", (Piece(f"Van {place} zijn nog geen cijfers bekend."),)),)
    if any(_enough_others(fact) for fact in facts):
        text = f"{place} ligt bij de meeste cijfers rond het midden van de {peers.plural} {peers.where}".rstrip()
        return (Finding("rond het midden", (Piece(f"{text}."),)),)
    return (Finding("te weinig regio’s", (Piece(_too_few(place, len(facts), peers)),)),)


def themes_title(places: Sequence[tuple[str, float | None]], *, has_others: bool = True) -> str:
    """One sentence over all themes, given as (name, mean score): «Gunstig bij arbeid, minder gunstig bij wonen».

    `has_others` is whether there are enough other regions to compare with.
    """
    if not has_others:
        return "Wat er per thema bekend is"
    known = [(name, place) for name, place in places if place is not None]
    if not known:
        return "Nog te weinig cijfers voor een beeld per thema"
    ordered = sorted(known, key=lambda pair: -pair[1])
    good = [lower_first(name) for name, place in ordered if place > 100 * MIDDLE_TO][:2]
    bad = [lower_first(name) for name, place in reversed(ordered) if place < 100 * MIDDLE_FROM][:2]
    parts = [f"gunstig bij {_and(good)}"] if good else []
    parts += [f"{'minder gunstig' if good else 'minder gunstig dan het midden'} bij {_and(bad)}"] if bad else []
    sentence = ", ".join(parts) or _around_the_middle([name for name, _ in known])
    return sentence[:1].upper() + sentence[1:]


def highlights_title(chosen: Highlights) -> str:
    """The title above the nine figures."""
    strong, care, changed = (
        lower_first(group[0].name) if group else "" for group in (chosen.strong, chosen.care, chosen.changed)
    )
    if strong and care:
        return f"Het cijfer over {strong} valt gunstig op, dat over {care} vraagt aandacht"
    if strong or care:
        return f"Het cijfer over {strong or care} {'valt gunstig op' if strong else 'vraagt aandacht'}"
    return f"Het cijfer over {changed} veranderde het meest" if changed else "Geen cijfer springt eruit"


def parts_title(name: str, values: Sequence[tuple[str, float]], *, is_count: bool = False, unit: str = "") -> str:
    """Above the map of the parts, given as (name of the part, value): which is highest and which lowest."""
    words = words_for(unit)
    most, least = ("de meeste", "de minste") if is_count else (f"het {words.highest}", f"het {words.lowest}")
    if len(values) < 2:
        return name
    ordered = sorted(values, key=lambda pair: pair[1])
    (lowest, low), (highest, high) = ordered[0], ordered[-1]
    if low == high:
        return f"{name}: overal {words.same}"
    n_low, n_high = sum(v == low for _, v in ordered), sum(v == high for _, v in ordered)
    top = f"{most} in {highest}" if n_high == 1 else f"{most} op {n_high} plekken"
    bottom = f"{least} in {lowest}" if n_low == 1 else f"{least} op {n_low} plekken"
    return f"{name}: {top}, {bottom}"


def _enough_others(fact: Fact) -> bool:
    return fact.standing is not None and fact.standing.has_enough_others


def _size(fact: Fact, *, has_others: bool) -> float:
    return relative_size(fact.change, fact.ordinary_distance) if has_others else share_of_start(fact.change)


def _standing_out(place: str, chosen: Highlights, peers: PeerWords) -> list[Finding]:
    most = f"dan de meeste {peers.plural} {peers.where}".rstrip()
    found = []
    if chosen.strong:
        pieces = (Piece(f"{place} staat gunstiger {most} bij "), *_names(chosen.strong[:2]), Piece("."))
        found.append(Finding("score boven 60", pieces))
    if chosen.care:
        start = "Minder gunstig staat het bij " if found else f"{place} staat minder gunstig {most} bij "
        found.append(Finding("score onder 40", (Piece(start), *_names(chosen.care[:2]), Piece("."))))
    return found


def _most_changed(chosen: Highlights) -> list[Finding]:
    if not chosen.changed:
        return []
    fact, found = chosen.changed[0], chosen.changed[0].change
    if found is None:
        return []
    before, after = (amount(value, fact.decimals, fact.unit) for value in (found.start, found.end))
    course = f"het meest: van {before} in {found.start_year} naar {after} in {found.end_year}."
    named = Piece(lower_first(fact.name), fact.code)
    if chosen.strong or chosen.care:
        pieces = (Piece("Van de overige cijfers veranderde dat over "), named, Piece(f" {course}"))
    else:
        pieces = (Piece("Het cijfer over "), named, Piece(f" veranderde {course}"))
    return [Finding("grootste verandering", pieces)]


def _names(facts: Sequence[Fact]) -> list[Piece]:
    pieces: list[Piece] = []
    for position, fact in enumerate(facts):
        if position:
            pieces.append(Piece(" en " if position == len(facts) - 1 else ", "))
        pieces.append(Piece(lower_first(fact.name), fact.code))
    return pieces


def _around_the_middle(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"rond het midden bij {lower_first(names[0])}"
    return "de thema’s met een score liggen rond het midden"


def _and(words: Sequence[str]) -> str:
    return " en ".join(words)


def _too_few(place: str, n_facts: int, peers: PeerWords) -> str:
    figures = "is 1 cijfer" if n_facts == 1 else f"zijn {n_facts} cijfers"
    return f"Van {place} {figures} bekend. Er zijn te weinig andere {peers.plural} om mee te vergelijken."
