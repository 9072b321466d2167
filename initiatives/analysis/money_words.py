"""Needs and offers are about knowledge, people, means, space and network, never about money. Pure."""

import re

THING = r"(?:geld|subsidies?|sponsor(?:s|en|geld|ing)?|donaties?|leningen|lening|krediet|financiering|giften)"
ASKS = (
    r"(?:zoek|zoekt|zoeken|gezocht|nodig|geef|geeft|geven|schenk|schenken|leen|leent|lenen|doneer|doneren|bied|biedt|"
    r"bieden|aanbieden|krijgen)"
)
ASKED = r"(?:nodig|gezocht|gevraagd|zoeken|lenen|geven|schenken|doneren|bieden|aangeboden|beschikbaar|welkom)"
# Words after which the money is what something is about, and not what is asked: “hulp bij een subsidie”.
ABOUT = r"(?:bij|met|voor|over|hoe|die|dat|wie|om|naar|aan|rond|zonder|geen)"
BETWEEN = rf"(?:(?!{ABOUT}\b)\w+[ ,:]+){{0,3}}?"

WITHOUT = re.compile(
    rf"\b(?:geen|zonder|nooit|bij|met|over|rond)\s+(?:(?:een|de|het|uw|onze|hun)\s+)?(?:cent|euro|{THING})\b"
)
"""What is said to be absent, or is only what the help is about."""
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"€",
        r"\b\d[\d.,]*\s*(?:euro|euro['’]?s|eur|cent)\b",
        r"\b(?:euro|eur)\s*\d",
        r"\b\d[\d.]*,[-–−]",
        r"\bte koop\b",
        r"\btegen (?:een )?(?:kleine )?betaling\b",
        rf"\b(?:op zoek naar|help(?:t|en)? (?:ons|mij|me) aan|{ASKS})[ ,:]+{BETWEEN}{THING}\b",
        rf"\b{THING}[ ,:]+{BETWEEN}{ASKED}\b",
        rf"^\W*{THING}\W*$",
    )
]


def is_about_money(*texts: str) -> bool:
    """Whether one of these clearly asks or offers money, or names a price.

    Talking about money is allowed: “wie weet hoe je subsidie aanvraagt” asks for knowledge, and “wij hebben geen geld
    nodig” for nothing.
    """
    return any(_speaks_of_it(text) for text in texts)


def _speaks_of_it(text: str) -> bool:
    plain = WITHOUT.sub(" ", text.casefold())
    return any(pattern.search(plain) for pattern in PATTERNS)
