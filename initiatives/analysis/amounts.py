"""Amounts of money as people type them, to whole cents and back. Pure."""

import re

MOST_CENTS = 100_000_000_000
"""A billion euros: more is a slip of the hand."""
PLAIN = re.compile(r"([0-9]+)(?:,([0-9]{1,2}))?")
WITH_THOUSANDS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}))?")
HOW = "Schrijf een bedrag zoals 1.500 of 1.500,50."


class AmountError(ValueError):
    """What was typed is no amount; the text is Dutch and says what to do."""


def typed_cents(typed: str) -> int:
    """The cents of `€ 1.500`, `1500`, `1.500,5` or `1500,-`.

    Raises AmountError for anything else, also for `1.5`: that may be one and a half, or a slip.
    """
    plain = re.sub(r"[\s\u00a0€]|euro$", "", typed.strip().lower())
    plain = re.sub(r",[-–—]+$", "", plain)
    found = PLAIN.fullmatch(plain) or WITH_THOUSANDS.fullmatch(plain)
    if found is None:
        raise AmountError(f"Dit is geen bedrag. {HOW}")
    euros, cents = found.groups()
    amount = int(euros.replace(".", "")) * 100 + int((cents or "0").ljust(2, "0"))
    if amount > MOST_CENTS:
        raise AmountError("Dit is meer dan een miljard euro. Klopt het aantal nullen?")
    return amount


def as_typed(cents: int) -> str:
    """How somebody types this amount: `1.500`, or `1.500,50`."""
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole},{cents % 100:02d}" if cents % 100 else whole
