"""What changed before and after a day beside similar regions, in Dutch words. No sentence names a cause."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.text import join_words, number
from regioscan.analysis import before_after as ba
from regioscan.analysis.before_after import BeforeAfter, Moved, Refusal
from regioscan.analysis.significance import expected_by_chance

MOST_DECIMALS = 3


@dataclass(frozen=True)
class Words:
    """How a figure is written, and with whom it is compared: «vergelijkbare gemeenten», «de start van het traject»."""

    decimals: int
    unit: str
    others: str
    began: str

    @property
    def difference_unit(self) -> str:
        """The unit of a difference: two percentages differ by percentage points."""
        return "procentpunt" if self.unit == "%" else self.unit

    def value(self, value: float) -> str:
        """«62,1 %»."""
        return f"{number(value, self.decimals)} {self.unit}".strip()

    def size(self, value: float) -> str:
        """A difference without its sign: «1,2 procentpunt»; small ones get a decimal more, so that they are not 0."""
        return f"{self._few(abs(value))} {self.difference_unit}".strip()

    def between(self, low: float, high: float) -> str:
        """«tussen 0,3 en 2,1», with as many decimals as keep the ends apart, and a clear difference clear of 0."""
        places = next((n for n in self._places if not _is_blurred(low, high, n)), MOST_DECIMALS)
        return f"tussen {number(low, places)} en {number(high, places)}"

    def is_nothing(self, value: float) -> bool:
        """Whether a change is none in the decimals of the figure."""
        return number(abs(value), self.decimals) == number(0, self.decimals)

    @property
    def _places(self) -> range:
        return range(self.decimals, MOST_DECIMALS + 1)

    def _few(self, value: float) -> str:
        places = next((n for n in self._places if number(value, n) != number(0, n)), self.decimals)
        return number(value, places)


def _is_blurred(low: float, high: float, places: int) -> bool:
    ends = [number(end, places) for end in (low, high)]
    nought = number(0, places)
    return ends[0] == ends[1] or (not low <= 0 <= high and nought in ends)


def headline(found: Moved, words: Words) -> str:
    """The difference as a finding: «Dit cijfer steeg hier 1,2 procentpunt sterker dan in …»."""
    if found.interval is None:
        return _counted(found, words)
    if not found.is_clear:
        between = words.between(found.interval.low, found.interval.high)
        return (
            f"Dit cijfer veranderde hier niet duidelijk anders dan in {words.others}: het verschil ligt {between} "
            f"{words.difference_unit}".rstrip()
            + " en kan toeval zijn."
        )
    ends = sorted((abs(found.interval.low), abs(found.interval.high)))
    return f"Dit cijfer {_clear(found, words)} ({words.between(*ends)})."


def _clear(found: Moved, words: Words) -> str:
    """What ours did beside theirs, where the difference is more than ordinary."""
    own, theirs, gap = found.own, found.others, words.size(found.difference)
    if words.is_nothing(own):
        did = "daalde het" if theirs < 0 else "steeg het"
        return f"bleef hier gelijk, en in {words.others} {did}: een verschil van {gap}"
    verb = "steeg" if own > 0 else "daalde"
    if words.is_nothing(theirs) or own * theirs < 0:
        return f"{verb} hier, en in {words.others} niet: een verschil van {gap}"
    more = "sterker" if abs(own) > abs(theirs) else "minder"
    return f"{verb} hier {gap} {more} dan in {words.others}"


def _counted(found: Moved, words: Words) -> str:
    """Without an interval: in how many of the others it changed less."""
    if words.is_nothing(found.own):
        return f"Dit cijfer bleef hier gelijk; het steeg in {_some(found.n_more, found.n_others)} {words.others}."
    verb, n = ("steeg", found.n_less) if found.own > 0 else ("daalde", found.n_more)
    return f"Dit cijfer {verb} hier meer dan in {_some(n, found.n_others)} {words.others}."


def _some(n: int, of: int) -> str:
    """«geen van de 4», «3 van de 4», «alle 4»."""
    if n == of:
        return f"alle {number(of)}"
    return f"{number(n) if n else 'geen'} van de {number(of)}"


def course(found: Moved, words: Words) -> str:
    """From where to where, here and there: «Hier: 60,1 % gemiddeld over 2019–2021, 62,4 % in 2024. …»."""
    first, then = years_words(found.first), years_words(found.then)
    here = f"Hier was het {words.value(found.from_value)} {first} en {words.value(found.to_value)} {then}."
    there = (
        f"In {words.others} ging het gemiddeld van {words.value(found.others_from)} naar "
        f"{words.value(found.others_to)}."
    )
    return f"{here} {there}"


def years_words(years: Sequence[int]) -> str:
    """«in 2024», «gemiddeld over 2019 tot en met 2021», «gemiddeld over 2018, 2020 en 2022»."""
    if len(years) == 1:
        return f"in {years[0]}"
    if years[-1] - years[0] == len(years) - 1 and len(years) > 2:
        return f"gemiddeld over {years[0]} tot en met {years[-1]}"
    return f"gemiddeld over {join_words([str(year) for year in years])}"


def margin_words(found: Moved, words: Words) -> str:
    """What the interval is made of, or why there is none."""
    if found.interval is not None:
        return (
            f"De marge komt van hoe verschillend {words.others} zelf veranderden, en van hoe zeker het eigen cijfer "
            "is. Van 100 gebieden waar niets bijzonders gebeurt, vallen er ongeveer 5 buiten zo’n marge."
        )
    if found.n_others < ba.LEAST_OTHERS:
        many = f"{number(found.n_others)} {words.others}"
        return f"Met {many} is geen marge te geven: of dit meer is dan toeval, is niet te zeggen."
    return (
        f"Voor {words.others} is geen marge te geven: zij lijken te veel op elkaar. Of dit meer is dan toeval, is niet "
        "te zeggen."
    )


def earlier_words(found: BeforeAfter, words: Words) -> str:
    """Whether ours already went another way than theirs before the day."""
    earlier = found.earlier
    if earlier is None:
        return f"Van langer voor {words.began} zijn te weinig jaren bekend om te zien of het hier toen al anders ging."
    span = f"Van {earlier.first[0]} tot en met {earlier.then[-1]}, dus vóór {words.began},"
    if earlier.interval is None:
        return (
            f"{span} veranderde het hier {words.size(earlier.difference)} "
            f"{'meer' if earlier.difference > 0 else 'minder'} naar boven dan daar."
        )
    if earlier.is_clear:
        ends = words.between(earlier.interval.low, earlier.interval.high)
        return (
            f"{span} ging het hier al duidelijk anders dan daar ({ends} {words.difference_unit}".rstrip()
            + "). Wat erna gebeurde, kan toen al begonnen zijn."
        )
    return f"{span} veranderde het hier niet duidelijk anders dan daar."


def no_cause(began: str) -> str:
    """The sentence that stands beside every such difference; `began` is «het traject» or «dit initiatief»."""
    return (
        f"Of {began} daar iets mee te maken heeft, kan dit cijfer niet zeggen: er gebeurde in die jaren meer, hier en "
        "daar."
    )


def refusal_words(refusal: Refusal, others: str = "vergelijkbare gebieden") -> str:
    """Why the comparison is not made, and what would make it possible."""
    return REFUSALS[refusal.kind].format(year=refusal.year, others=others)


REFUSALS = {
    ba.NO_GROUP: "Voor dit gebied zijn er geen {others} bekend. De beheerder kan bepalen welke op dit gebied lijken.",
    ba.NO_OTHERS: "Te weinig {others} hebben dit cijfer in dezelfde jaren. Daarom vergelijken wij niet.",
    ba.NO_BEFORE: (
        "Van vóór {year} zijn hier geen twee jaren bekend. Zonder een begin is niet te zien wat er veranderde."
    ),
    ba.NO_AFTER: "Er is nog geen cijfer over een heel jaar na het begin in {year}. Zodra dat er is, staat het hier.",
    ba.BREAK_BEFORE: (
        "Sinds {year} wordt dit anders gemeten, en van daarna zijn er geen twee jaren van vóór het begin. Over zo’n "
        "breuk heen vergelijken wij niet."
    ),
    ba.BREAK_AFTER: (
        "Vanaf {year} wordt dit anders gemeten. Over zo’n breuk heen vergelijken wij niet: het verschil kan van het "
        "meten komen."
    ),
    ba.BY_MODEL: (
        "Dit cijfer is geschat met een model, uit kenmerken van wie er woont. Zo’n schatting ziet niet wat er in een "
        "gebied gedaan wordt, dus voor en na vergelijken wij haar niet."
    ),
    ba.OTHER_METHOD: (
        "De jaren ervoor en erna zijn niet op dezelfde manier tot stand gekomen (de ene keer door de bron, de andere "
        "keer door ons berekend). Daarom vergelijken wij ze niet."
    ),
}


def many_words(n: int) -> str:
    """How many of so many figures stand out by chance alone; "" with one figure."""
    if n < 2:
        return ""
    by_chance = expected_by_chance(n)
    about = "minder dan één" if by_chance < 1 else f"ongeveer {number(round(by_chance))}"
    return f"Van {number(n)} cijfers springt er door toeval alleen gemiddeld {about} uit. Kies dus niet het mooiste."
