"""The words around an outcome: titles out of its figures, and what stands where a figure is not shown. Pure.

The same figures always give the same words. Only what may be shown comes in, so only that can come out.
"""

from collections.abc import Mapping, Sequence

from lib.text import join_words, number
from succesfactoren.analysis.headline import headline
from succesfactoren.analysis.levels import NAMES, one_decimal, score_words
from succesfactoren.analysis.outcome_shape import (
    Breakdown,
    FactorOutcome,
    OutcomeFigures,
    StatementOutcome,
    Table,
)
from succesfactoren.analysis.sentences import HIDDEN_FOR_ANOTHER, too_few_sentence
from succesfactoren.analysis.verdicts import Verdict

MANY = 3
"""More names than this are counted and not listed."""
COUNTS = ("Nul", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen", "Tien")
CHOICES = ("Helemaal oneens", "Oneens", "Niet eens en niet oneens", "Eens", "Helemaal eens")
DOORS = {
    "genodigd": "De genodigden",
    "open": "De bijeenkomst",
    "samen": "Genodigden en bijeenkomst samen",
}
METHOD_LINES = (
    "Iedereen krijgt per onderdeel een eigen score: het gemiddelde van de zinnen met een antwoord, als dat er minstens "
    "60 % zijn. De score van de groep is het gemiddelde daarvan. «Weet ik niet» telt nooit mee als cijfer.",
    "De marge is een 95 %-interval: exact berekend uit de antwoorden zelf, zonder toeval in de computer.",
    "Het niveau volgt uit de score: onder 2 is Nog niet, onder 3 is Begin, onder 4 is Onderweg, vanaf 4 is Sterk. "
    "Loopt de marge over zo’n grens, dan zeggen wij «tussen».",
    "Eensgezindheid is rwg per onderdeel, mild gerekend, met een aparte toets op twee kampen (van der Eijk).",
    "Bij een vergelijking met de vorige ronde heet een verschil alleen «groter dan toeval» als de marge nul uitsluit "
    "en het verschil minstens 0,2 is. Bij één onderdeel is dat de marge van 95 %, bij meer onderdelen die van 99 %.",
    "Alpha zegt of de zinnen van een onderdeel hetzelfde meten. Het kleinste verschil dat meer is dan meetfout rekenen "
    "wij met alpha en is daarom indicatief.",
)
"""How it was computed, for who wants to check; the long version stands in docs/method.md."""


def hidden_sentence(reason: str, least: int) -> str:
    """The sentence in the place of a figure that is not shown; "" where it is shown. `least` is the threshold."""
    known = {
        Verdict.TOO_FEW.value: too_few_sentence(least),
        Verdict.FOR_OTHERS.value: HIDDEN_FOR_ANOTHER,
        Verdict.FOR_FEW.value: "Dit cijfer laten we niet zien, zodat niemand herkenbaar is.",
        Verdict.WHOLE.value: "Deze groep is iedereen samen: kijk bij het totaal.",
        Verdict.NOBODY.value: "Geen antwoorden.",
    }
    return known.get(reason, _sentence(reason)) if reason else ""


def detail_reason(one: StatementOutcome, detail: int) -> str:
    """Why the distribution of a statement is not shown; "" where it is. With enough answers it is to protect a few."""
    if one["counts"] is not None:
        return ""
    if one["hidden"]:
        return one["hidden"]
    return (Verdict.FOR_FEW if (one["n"] or 0) >= detail else Verdict.TOO_FEW).value


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def title(figures: OutcomeFigures) -> tuple[str, str]:
    """The finding as a title, without its full stop, and what remains to be said after it."""
    first, _, rest = headline(figures).partition(". ")
    return first.removesuffix("."), rest


def score_parts(mean: float) -> tuple[str, str]:
    """The score as it reads, and what must stand beside it: («3,0», «net onder 3»)."""
    shown, _, remark = score_words(mean).partition(" (")
    return shown, remark.removesuffix(")")


def level_title(words: str) -> str:
    """«Niveau 3: Onderweg», «Tussen niveau 2 en 3»: at the beginning of a line."""
    return words[:1].upper() + words[1:]


def factors_title(factors: Sequence[FactorOutcome]) -> str:
    """Which factors stand highest and which lowest, named only where the margin leaves no doubt about the level."""
    levels: dict[int, list[str]] = {}
    for one in factors:
        if one["level"] and not one["level_words"].startswith("tussen"):
            levels.setdefault(one["level"], []).append(one["name"])
    if not any(one["mean"] is not None for one in factors):
        return "Er zijn te weinig antwoorden voor een score"
    if not levels:
        return "Van geen onderdeel staat het niveau vast"
    best, worst = max(levels), min(levels)
    if best == worst:
        return _standing(levels[best], best)
    low, high = _standing(levels[worst], worst), _standing(levels[best], best)
    is_counted = len(levels[worst]) > MANY
    return f"{high}, {low[:1].lower() + low[1:] if is_counted else low}"


def _standing(names: Sequence[str], level: int) -> str:
    if len(names) > MANY:
        n = COUNTS[len(names)] if len(names) < len(COUNTS) else str(len(names))
        return f"{n} onderdelen staan op {NAMES[level]}"
    return f"{join_words(list(names))} {'staat' if len(names) == 1 else 'staan'} op {NAMES[level]}"


def groups_title(breakdown: Breakdown, names: Mapping[str, str]) -> str:
    """Where groups differ most, as far as that is certain."""
    labels = {one["key"]: one["label"] for one in breakdown["groups"]}
    if not breakdown["gaps"]:
        return "Er zijn te weinig groepen groot genoeg om te vergelijken"
    widest = breakdown["gaps"][0]
    factor = names.get(widest["factor"], widest["factor"])
    certain = [one for one in breakdown["gaps"] if one["verdict"] == "duidelijk"]
    if certain:
        first = certain[0]
        factor = names.get(first["factor"], first["factor"])
        return f"Op {factor} is {labels[first['higher']]} het meest positief en {labels[first['lower']]} het minst"
    if widest["verdict"]:
        return f"Misschien kijken {labels[widest['higher']]} en {labels[widest['lower']]} anders naar {factor}"
    return "Tussen de groepen is geen duidelijk verschil"


def statements_title(statements: Sequence[StatementOutcome]) -> str:
    """The statement that most agree with, and the one that fewest do."""
    shown = [one for one in statements if one["counts"]]
    if len(shown) < 2:
        return (
            "Er zijn te weinig antwoorden om de verdeling te laten zien" if not shown else "De verdeling van antwoorden"
        )
    ranked = sorted(shown, key=lambda one: -agree_share(one))
    best, worst = ranked[0], ranked[-1]
    if percent(agree_share(best)) == percent(agree_share(worst)):
        return f"Met elke zin is {percent(agree_share(best))} het eens"
    return (
        f"«{best['text'].removesuffix('.')}» krijgt de meeste steun ({percent(agree_share(best))} eens), "
        f"«{worst['text'].removesuffix('.')}» de minste ({percent(agree_share(worst))})"
    )


def agree_share(one: StatementOutcome) -> float:
    """The share that agrees or fully agrees, of who gave a mark (0–1)."""
    counts = one["counts"] or [0]
    return sum(counts[3:]) / max(1, sum(counts))


def percent(share: float) -> str:
    """«34 %»."""
    return f"{number(100 * share)}\N{NO-BREAK SPACE}%"


def response_sentence(figures: OutcomeFigures) -> str:
    """«94 van de 131 mensen deden mee (72 %).»; without invitations only how many answers there are."""
    share, n = figures["response_share"], figures["n_responses"]
    if share is not None and figures["n_invited"]:
        n_came = round(share * figures["n_invited"])
        people = f"{number(n_came)} van de {number(figures['n_invited'])} genodigden"
        return f"{people} {'deed' if n_came == 1 else 'deden'} mee ({percent(share)})."
    return f"{number(n)} mensen deden mee." if n else "Er zijn te weinig antwoorden om het aantal te noemen."


def door_sentence(figures: OutcomeFigures) -> str:
    """Whether a meeting counts apart or was taken together; "" where there was none, or nothing but a meeting."""
    doors = [one["door"] for one in figures["tables"]]
    if "samen" in doors and figures["n_invited"]:
        return "De antwoorden van genodigden en van een bijeenkomst zijn in één gemiddelde samengenomen."
    if {"genodigd", "open"} <= set(doors):
        return "De antwoorden van de bijeenkomst staan apart en tellen niet mee in de cijfers van de genodigden."
    return ""


def quality_sentence(table: Table) -> str:
    """That many people ran through the list, or "" where they did not."""
    quality = table["quality"]
    if not quality["is_suspect"] or quality["straight_share"] is None:
        return ""
    share = percent(quality["straight_share"])
    return f"Controleer de kwaliteit: {share} gaf binnen een minuut overal hetzelfde antwoord. Zij tellen wel mee."


def stopped_sentence(table: Table) -> str:
    """How many stopped halfway, and that what they filled in counts; "" where nobody did or it may not be told."""
    n = table["n_incomplete"]
    if not n:
        return ""
    if n == 1:
        return "Eén mens stopte halverwege; diens onderdelen tellen mee waar genoeg is ingevuld."
    return f"{number(n)} mensen stopten halverwege; hun onderdelen tellen mee waar zij er genoeg van invulden."


def people_words(n: int | None) -> str:
    """«17 mensen»."""
    return f"{number(n)} {'mens' if n == 1 else 'mensen'}" if n else ""


def margin_words(low: float | None, high: float | None) -> str:
    """«marge 3,1 tot 3,7», and "" where there is none."""
    return "" if low is None or high is None else f"marge {one_decimal(low)} tot {one_decimal(high)}"


def change_words(one: FactorOutcome) -> str:
    """What changed since the round before, or why that is not told; "" for a first round."""
    change = one["change"]
    if change is None:
        return ""
    return change["words"] if not change["hidden"] else f"Niet vergeleken: {change['hidden']}."
