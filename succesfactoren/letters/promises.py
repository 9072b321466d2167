"""What is promised to who answers, word for word: on the screen, on paper and in letters."""

from lib.moments import clock, day_and_date
from lib.text import long_date
from succesfactoren.models import Round

ANONYMOUS = (
    "U vult deze vragenlijst anoniem in. Wij bewaren niet wie welk antwoord gaf. Wij laten alleen uitkomsten zien van "
    "groepen van minstens {minimum} mensen. Open antwoorden laten wij zien zonder naam, vanaf {detail} antwoorden. "
    "Schrijf in open antwoorden geen namen. Na het verzenden kunnen wij uw antwoorden niet meer veranderen of "
    "verwijderen, omdat wij niet weten welke van u zijn."
)
CONFIDENTIAL = (
    "Wij bewaren uw antwoorden onder een code, niet onder uw naam. Met die code kunnen wij zien of uw mening "
    "verandert. Alleen de beheerder van dit onderzoek kan de code aan uw e-mailadres koppelen. Die koppeling wissen "
    "wij op {purge_on}. Anderen zien alleen uitkomsten van groepen van minstens {minimum} mensen. Open antwoorden "
    "laten wij zien zonder naam, vanaf {detail} antwoorden. U kunt uw antwoorden tot {closes_on} bekijken, veranderen "
    "of laten verwijderen."
)


PROMISED = (
    "U hebt beloofd dat mensen hun antwoorden tot {closes} uur kunnen bekijken, veranderen of laten verwijderen. "
    "Sluiten kan vanaf dat moment, en later mag ook."
)


def promised_words(found: Round) -> str:
    """Why a confidential round does not close before its end, for who runs it."""
    return PROMISED.format(closes=f"{day_and_date(found.closes_at)}, {clock(found.closes_at)}")


HALFWAY = (
    "Stopt u halverwege? Dan tellen uw antwoorden per onderdeel mee zodra de vragenlijst sluit. Wat u bij de open "
    "vragen schreef, telt dan niet mee; dat wissen wij. Wilt u dit niet? Laat uw antwoorden dan voor die tijd "
    "verwijderen."
)
"""On the screen, after what is promised, where answers are kept before they are sent."""


def promise_words(found: Round, *, has_code: bool | None = None) -> str:
    """How the answers of a round are kept; with the round's own numbers and dates filled in.

    `has_code` is False for who answers a confidential round without an address of their own (by the link of a
    meeting, or on paper): no code is kept then, and what holds is what holds in an anonymous round.
    """
    keeps_code = not found.is_anonymous if has_code is None else has_code
    numbers = {"minimum": found.minimum_group, "detail": found.minimum_detail}
    if not keeps_code or found.purge_on is None:
        return ANONYMOUS.format(**numbers)
    dates = {"purge_on": long_date(found.purge_on), "closes_on": long_date(found.closes_at)}
    return CONFIDENTIAL.format(**numbers, **dates)
