"""Findings: sentences made from test results by fixed rules, each with the receipt of what it rests on.

Only a difference that a test shows to be clear is told as a fact. Where no test is possible (no denominator, no margin)
a sentence speaks of the place among the others and no more. A figure without a direction is never judged. Two years
make a change; a trend needs a test. How each sentence is worded stands in analysis/rules.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan.analysis import rules
from regioscan.analysis.change import Change, difference_interval, relative_size, share_of_start
from regioscan.analysis.intervals import Interval
from regioscan.analysis.position import MIDDLE_FROM, MIDDLE_TO, Standing
from regioscan.analysis.receipts import CellRef, Piece, Position, Proof, Receipt, pieces_of
from regioscan.analysis.significance import Test
from regioscan.analysis.trend import RISING, TOO_FEW, Trend
from regioscan.analysis.wording import PeerWords, lower_first, words_for

AT_MOST = 3
NAMED = 2
"""So many figures are named in one sentence."""
PLACE_ONLY = "geen toets: alleen de plaats onder de andere regio’s"
NOT_TESTABLE = "Bij dit cijfer is geen noemer of marge bekend. Daarom is niet te zeggen hoeveel toeval is."
TREND_NAME = "trendtoets van Mann en Kendall, met correctie voor het aantal toetsen"
TWO_YEARS = "verschil tussen twee jaren, met interval van 95 %"
TWO_BARE_YEARS = "geen toets: verschil tussen twee jaren, zonder interval"


@dataclass(frozen=True)
class Fact:
    """What a rule needs to know of one figure.

    `place` is the score, from 0 (least favourable) to 100; `ordinary_distance` lies between the quartiles of the peers.
    `test` compares the value with the mean of the peers: its statistic is above zero where the value is higher.
    `trend` is judged by the threshold of all trends of the scan together (analysis/trend.py).
    `own` is the value itself, `beside` what it is held against, `course` the known years in order; `tested_against`
    names what the test compares with, `untested` says why there is no test.
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
    test: Test | None = None
    trend: Trend | None = None
    interval: Interval | None = None
    own: CellRef | None = None
    beside: tuple[CellRef, ...] = ()
    tested_against: str = ""
    untested: str = ""
    course: tuple[CellRef, ...] = ()

    @property
    def favour(self) -> int:
        """1 where the test shows a clearly favourable difference, -1 a clearly unfavourable one, and 0 otherwise."""
        if self.test is None or not self.test.is_significant:
            return 0
        return self.direction * (1 if self.test.statistic > 0 else -1)

    @property
    def has_trend(self) -> bool:
        """Whether a test shows that it goes one way."""
        return self.trend is not None and self.trend.is_trend

    @property
    def is_changed(self) -> bool:
        """Whether it clearly changed: a trend, or where that cannot be tested two years that differ beyond their
        interval."""
        return self.change is not None and (self.has_trend or (self._lacks_years and self._differs is True))

    @property
    def may_have_changed(self) -> bool:
        """Whether two years differ, while neither a trend nor an interval can say if that is more than chance."""
        return self.change is not None and self._lacks_years and self._differs is None

    @property
    def _lacks_years(self) -> bool:
        return self.trend is None or self.trend.kind == TOO_FEW

    @property
    def _differs(self) -> bool | None:
        """Whether the interval of the change leaves out zero; None without one."""
        found = difference_interval(self.change, self.interval) if self.change else None
        return None if found is None else not found.holds(0.0)

    @property
    def has_enough_others(self) -> bool:
        """Whether there are enough other regions for a score."""
        return self.standing is not None and self.standing.has_enough_others

    @property
    def position(self) -> Position | None:
        """Where it stands among the others."""
        found = self.standing
        return Position(found.n_lower, found.n_equal, found.n_higher) if found else None


@dataclass(frozen=True)
class Finding:
    """A sentence with the receipt it was made of."""

    receipt: Receipt

    @property
    def rule(self) -> str:
        """The code of the rule that made it."""
        return self.receipt.rule

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The sentence in pieces; those that name a figure carry its code."""
        return pieces_of(self.receipt)

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def figures(self) -> tuple[str, ...]:
        """The codes of the figures it names."""
        return tuple(piece.figure for piece in self.pieces if piece.figure)


@dataclass(frozen=True)
class Highlights:
    """At most three figures that stand favourably, three that ask attention, three others that changed most."""

    strong: tuple[Fact, ...]
    care: tuple[Fact, ...]
    changed: tuple[Fact, ...]


def highlights(facts: Sequence[Fact]) -> Highlights:
    """Choose the figures to show first.

    Strong and care: a test shows the difference to be clear, the clearest first; after those, figures that cannot be
    tested, with a score above 60 or below 40 among at least four other regions of which most really stand otherwise.
    Changed, among the figures not chosen yet: a clear trend, then a change between two years that is larger than its
    interval, then one that has no interval; the largest first beside the distance between ordinary regions, or where
    there are no others, beside what it started from. Equal ones keep the given order.
    """
    strong, care = _outstanding(facts, 1), _outstanding(facts, -1)
    chosen = {fact.code for fact in (*strong, *care)}
    has_others = any(fact.ordinary_distance > 0 for fact in facts)
    rest = [fact for fact in facts if fact.code not in chosen and (fact.is_changed or fact.may_have_changed)]
    sizes = {fact.code: _size(fact, has_others=has_others) for fact in rest}
    moved = [fact for fact in rest if sizes[fact.code] > 0]
    changed = sorted(moved, key=lambda fact: (not fact.has_trend, not fact.is_changed, -sizes[fact.code]))[:AT_MOST]
    return Highlights(strong, care, tuple(changed))


def opening(place: str, facts: Sequence[Fact], chosen: Highlights, peers: PeerWords) -> tuple[Finding, ...]:
    """The paragraph under the name of the region: what stands out, what asks attention, what changed most."""
    say = _Speaker(place, peers, tuple(facts))
    found = [*say.outstanding(chosen), *say.changed(chosen)]
    return tuple(found) if found else (say.nothing_special(),)


def each_of(place: str, facts: Sequence[Fact], chosen: Highlights, peers: PeerWords) -> tuple[Finding, ...]:
    """A sentence of its own for every figure that was chosen, in the order in which they are shown."""
    say = _Speaker(place, peers, tuple(facts))
    strong = [say.one(fact, rules.STRONG_TESTED, rules.STRONG_PLACE) for fact in chosen.strong]
    care = [say.one(fact, rules.CARE_TESTED, rules.CARE_PLACE) for fact in chosen.care]
    return (*strong, *care, *(say.moved(fact) for fact in chosen.changed))


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
        lower_first(group[0].name) if group else ""
        for group in (chosen.strong, chosen.care, [fact for fact in chosen.changed if fact.is_changed])
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


@dataclass(frozen=True)
class _Speaker:
    """Makes the sentences about one place out of its facts."""

    place: str
    peers: PeerWords
    facts: tuple[Fact, ...]

    def outstanding(self, chosen: Highlights) -> list[Finding]:
        """One sentence for what is strong and one for what asks attention: what was tested goes before what was not."""
        strong = self._group(chosen.strong, rules.STRONG_TESTED, rules.STRONG_PLACE)
        care = self._group(chosen.care, rules.CARE_TESTED, rules.CARE_PLACE, is_next=bool(strong))
        return [*strong, *care]

    def changed(self, chosen: Highlights) -> list[Finding]:
        """What changed most; or that nothing has a trend, where that was tested."""
        if chosen.changed:
            return [self.moved(chosen.changed[0])]
        tested = [fact for fact in self.facts if fact.trend is not None and fact.trend.kind != TOO_FEW]
        if not tested or any(fact.has_trend for fact in tested):
            return []
        return [self._say(rules.NO_TREND, [_trend_proof(fact) for fact in tested], count=len(tested))]

    def one(self, fact: Fact, tested: rules.Rule, by_place: rules.Rule) -> Finding:
        """A sentence about one figure that stands out."""
        return self._say(tested if fact.favour else by_place, [_proof(fact)])

    def moved(self, fact: Fact) -> Finding:
        """A sentence about one figure that changed: with a trend where that was tested."""
        if fact.trend is None or not fact.has_trend:
            rule = rules.CHANGED if fact.is_changed else rules.DIFFERENT
            return self._say(rule, [_change_proof(fact, self.place)])
        rule = rules.RISING if fact.trend.kind == RISING else rules.FALLING
        return self._say(rule, [_trend_proof(fact)])

    def nothing_special(self) -> Finding:
        """The sentence where no figure was chosen."""
        facts = self.facts
        if not facts:
            return self._say(rules.NO_FIGURES, [])
        if not any(fact.has_enough_others or fact.test for fact in facts):
            rule = rules.TOO_FEW_OTHERS if self.peers.holds_us else rules.TOO_FEW_PEERS
            return self._say(rule, [], count=len(facts))
        tested = [fact for fact in facts if fact.test is not None and fact.direction]
        tested = [fact for fact in tested if fact.tested_against == tested[0].tested_against]
        if tested:
            return self._say(rules.NO_CLEAR_DIFFERENCE, [_proof(fact) for fact in tested], count=len(tested))
        placed = [fact for fact in facts if fact.place is not None]
        if placed:
            return self._say(rules.MIDDLE, [_proof(fact) for fact in placed], count=len(placed))
        return self._say(rules.CONTEXT_ONLY, [], count=len(facts))

    def _group(
        self, facts: Sequence[Fact], tested: rules.Rule, by_place: rules.Rule, *, is_next: bool = False
    ) -> list[Finding]:
        if not facts:
            return []
        clear = [fact for fact in facts if fact.favour]
        # A sentence compares with one thing: what the clearest of them was tested against.
        named = [fact for fact in clear if fact.tested_against == clear[0].tested_against] if clear else facts
        proofs = [_proof(fact) for fact in named[:NAMED]]
        return [self._say(tested if clear else by_place, proofs, is_next=is_next)]

    def _say(self, rule: rules.Rule, proofs: Sequence[Proof], *, count: int = 0, is_next: bool = False) -> Finding:
        peers = self.peers
        count = count or len(proofs)
        return Finding(Receipt(rule.code, self.place, peers.plural, peers.where, tuple(proofs), count, is_next))


def _outstanding(facts: Sequence[Fact], side: int) -> tuple[Fact, ...]:
    """At most three figures on the favourable (1) or the unfavourable (-1) side: tested ones, then those by place."""
    clear = sorted((fact for fact in facts if fact.favour == side), key=_clearness)
    by_place = [fact for fact in facts if fact.test is None and _side(fact) == side]
    by_place.sort(key=lambda fact: -side * (fact.place or 0))
    return tuple([*clear, *by_place][:AT_MOST])


def _clearness(fact: Fact) -> float:
    return -abs(fact.test.statistic) if fact.test else 0.0


def _side(fact: Fact) -> int:
    """1 where the score is above 60 and most others really stand less favourably, -1 the other way round, else 0."""
    place, found = fact.place, fact.standing
    if place is None or found is None or not fact.has_enough_others:
        return 0
    if 100 * MIDDLE_FROM <= place <= 100 * MIDDLE_TO:
        return 0
    passed = found.n_lower if found.percentile > 0.5 else found.n_higher
    if passed <= found.n_others / 2:
        return 0
    return 1 if place > 100 * MIDDLE_TO else -1


def _size(fact: Fact, *, has_others: bool) -> float:
    return relative_size(fact.change, fact.ordinary_distance) if has_others else share_of_start(fact.change)


def _proof(fact: Fact) -> Proof:
    """What a sentence about the place of a figure rests on."""
    test = fact.test
    cells = (*((fact.own,) if fact.own else ()), *fact.beside)
    low, high = (fact.interval.low, fact.interval.high) if fact.interval else (None, None)
    if test is None:
        return Proof(
            fact.code, fact.name, PLACE_ONLY, "plaats", cells, position=fact.position, low=low, high=high,
            reason=fact.untested or NOT_TESTABLE,
        )  # fmt: skip
    outcome = {1: "duidelijk gunstiger", -1: "duidelijk minder gunstig"}.get(fact.favour, "geen duidelijk verschil")
    return Proof(
        fact.code, fact.name, test.name, outcome, cells, test.statistic, test.p, test.threshold, fact.position,
        low, high, beside=fact.tested_against,
    )  # fmt: skip


def _trend_proof(fact: Fact) -> Proof:
    """What a sentence about a trend rests on: the years that were tested."""
    trend = fact.trend
    if trend is None:
        raise ValueError("a fact without a trend has no proof of one")
    first, last = trend.first or 0, trend.last or 0
    cells = tuple(cell for cell in fact.course if first <= cell.period <= last)
    return Proof(fact.code, fact.name, TREND_NAME, trend.kind, cells, trend.slope, trend.p, trend.threshold)


def _change_proof(fact: Fact, place: str) -> Proof:
    """What a sentence about a change rests on: two years, and how far their difference could be otherwise."""
    change = fact.change
    if change is None:
        raise ValueError("a fact without a change has no proof of one")
    moments = ((change.start_year, change.start), (change.end_year, change.end))
    known = {cell.period: cell for cell in fact.course}
    cells = tuple(
        known.get(year) or CellRef(fact.code, "", place, year, value, fact.unit, fact.decimals)
        for year, value in moments
    )
    found = difference_interval(change, fact.interval)
    name = TWO_YEARS if found else TWO_BARE_YEARS
    low, high = (found.low, found.high) if found else (None, None)
    return Proof(fact.code, fact.name, name, "verandering", cells, change.difference, low=low, high=high)


def _around_the_middle(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"rond het midden bij {lower_first(names[0])}"
    return "de thema’s met een score liggen rond het midden"


def _and(words: Sequence[str]) -> str:
    return " en ".join(words)
