"""The rules that make sentences: a template each, and in words when it is used. One page, so that they can be judged.

No template says why something is so. A receipt must give the sentence of its day, also years later: a template does not
change once a report was made with it. Another wording is another rule, with a code of its own, and raises VERSION.
"""

from dataclasses import dataclass

VERSION = 2


@dataclass(frozen=True)
class Rule:
    """How a sentence is worded, and when; `next_template` where the region was named just before."""

    code: str
    template: str
    meaning: str
    next_template: str = ""


NO_FIGURES = Rule(
    "geen-cijfers",
    "Van {place} zijn nog geen cijfers bekend.",
    "Er is geen enkel cijfer met een waarde.",
)
TOO_FEW_OTHERS = Rule(
    "te-weinig-regios",
    "Van {place} {known} bekend. Er zijn te weinig andere {plural} om mee te vergelijken.",
    "Bij geen enkel cijfer zijn er vier of meer andere regio’s met een waarde, en niets veranderde duidelijk.",
)
TOO_FEW_PEERS = Rule(
    "te-weinig-gelijken",
    "Van {place} {known} bekend. Er zijn te weinig {plural} om mee te vergelijken.",
    "Bij geen enkel cijfer zijn er vier of meer regio’s met een waarde in de groep, waar de regio zelf niet bij hoort, "
    "en niets veranderde duidelijk.",
)
CONTEXT_ONLY = Rule(
    "alleen-context",
    "Van {place} {known} bekend. Daarbij is hoger niet gunstiger of ongunstiger.",
    "Er is geen cijfer waarbij hoger of lager gunstiger is.",
)
STRONG_TESTED = Rule(
    "sterk-getoetst",
    "{place} staat duidelijk gunstiger dan {beside} bij {figures}.",
    "Een toets laat een gunstig verschil zien dat groter is dan toeval en dan de gewone spreiding tussen regio’s.",
)
STRONG_PLACE = Rule(
    "sterk-plaats",
    "{place} staat gunstiger dan de meeste {group} bij {figures}.",
    "Een toets is hier niet mogelijk. De zin gaat alleen over de plaats onder de andere regio’s: een score boven 60.",
)
CARE_TESTED = Rule(
    "aandacht-getoetst",
    "{place} staat duidelijk minder gunstig dan {beside} bij {figures}.",
    "Een toets laat een ongunstig verschil zien dat groter is dan toeval en dan de gewone spreiding tussen regio’s.",
    "Duidelijk minder gunstig dan in {beside} staat het bij {figures}.",
)
CARE_PLACE = Rule(
    "aandacht-plaats",
    "{place} staat minder gunstig dan de meeste {group} bij {figures}.",
    "Een toets is hier niet mogelijk. De zin gaat alleen over de plaats onder de andere regio’s: een score onder 40.",
    "Minder gunstig dan in de meeste {plural} staat het bij {figures}.",
)
NO_CLEAR_DIFFERENCE = Rule(
    "geen-duidelijk-verschil",
    "{place} wijkt bij {tested} niet duidelijk af van {beside}.",
    "Alle toetsen bleven onder de grens, en ook de plaats van de andere cijfers valt niet op.",
)
MIDDLE = Rule(
    "midden",
    "{place} ligt bij de cijfers met een score rond het midden van de {group}.",
    "Alle scores liggen van 40 tot en met 60, of veel regio’s hebben hetzelfde cijfer. Toetsen was niet mogelijk.",
)
RISING = Rule(
    "trend-stijgend",
    "Het cijfer over {figures} stijgt: van {before} in {before_year} naar {after} in {after_year}.",
    "De trendtoets over ten minste vijf en ten hoogste acht jaren laat een stijging zien, ook als wij meetellen "
    "hoeveel cijfers wij toetsten.",
)
FALLING = Rule(
    "trend-dalend",
    "Het cijfer over {figures} daalt: van {before} in {before_year} naar {after} in {after_year}.",
    "De trendtoets over ten minste vijf en ten hoogste acht jaren laat een daling zien, ook als wij meetellen "
    "hoeveel cijfers wij toetsten.",
)
CHANGED = Rule(
    "verandering",
    "Het cijfer over {figures} veranderde: van {before} in {before_year} naar {after} in {after_year}.",
    "Er zijn te weinig jaren voor een trendtoets. De zin vergelijkt twee jaren en zegt niets over de jaren ertussen.",
)
DIFFERENT = Rule(
    "verschil-zonder-toets",
    "Het cijfer over {figures} ging van {before} in {before_year} naar {after} in {after_year}. "
    "Of dit meer is dan toeval, is niet te zeggen.",
    "Er zijn te weinig jaren voor een trendtoets, en er is geen marge om de twee jaren mee te toetsen.",
)
NO_TREND = Rule(
    "geen-trend",
    "Bij {many} met genoeg jaren is er geen duidelijke trend.",
    "De trendtoets is gedaan bij elk cijfer met ten minste vijf jaren, en bleef bij elk daarvan onder de grens.",
)

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        NO_FIGURES,
        TOO_FEW_OTHERS,
        TOO_FEW_PEERS,
        CONTEXT_ONLY,
        STRONG_TESTED,
        STRONG_PLACE,
        CARE_TESTED,
        CARE_PLACE,
        NO_CLEAR_DIFFERENCE,
        MIDDLE,
        RISING,
        FALLING,
        CHANGED,
        DIFFERENT,
        NO_TREND,
    )
}
