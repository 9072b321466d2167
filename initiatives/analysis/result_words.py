"""The result of a budget in words: what came out, and how it was counted, in five sentences. Pure."""

from initiatives.analysis.ballots import BASKET, DIVIDE
from initiatives.analysis.elections import euros
from initiatives.analysis.result import EQUAL
from initiatives.analysis.result_shape import METHOD, ResultFigures, Steps, Turnout
from lib.text import join_words, number

FEW_NAMES = 3
SHORT = 70
"""Letters that the names of the winners may take together in a title."""
VOTES = {
    BASKET: "Elke stemmer vulde een mandje met plannen, binnen het bedrag",
    DIVIDE: "Elke stemmer verdeelde tien punten over minstens drie plannen",
}


def title_of(figures: ResultFigures) -> str:
    """What came out, as the title of the page."""
    if not figures["winners"]:
        return "Er is geen plan gekozen"
    titles = {one["code"]: one["title"] for one in figures["projects"]}
    names = [titles[code] for code in figures["winners"]]
    verb = "gaat" if len(names) == 1 else "gaan"
    if len(names) <= FEW_NAMES and len(join_words(names)) <= SHORT:
        return f"{join_words(names)} {verb} door"
    return f"{len(names)} van de {len(figures['projects'])} plannen {verb} door"


def money_words(figures: ResultFigures) -> str:
    """What the winners cost, and what is left."""
    if not figures["winners"]:
        return f"Van de {euros(figures['amount'])} is niets uitgegeven."
    left = f" Er blijft {euros(figures['left'])} over." if figures["left"] else " Al het geld is gebruikt."
    return f"Samen kosten zij {euros(figures['cost'])} van de {euros(figures['amount'])}.{left}"


def turnout_words(turnout: Turnout) -> str:
    """Who took part."""
    if not turnout["n_sent"]:
        return "Niemand heeft gestemd."
    if turnout["n_may"]:
        parts = [f"Van de {_people(turnout['n_may'])} die mochten stemmen, deden {number(turnout['n_sent'])} dat."]
    else:
        parts = [f"{_people(turnout['n_sent'])} stemde{'' if turnout['n_sent'] == 1 else 'n'}."]
    if turnout["n_blank"]:
        parts.append(f"{_people(turnout['n_blank'])} stemde{'' if turnout['n_blank'] == 1 else 'n'} blanco.")
    if turnout["n_paper"]:
        parts.append(f"{_people(turnout['n_paper'])} op papier.")
    if turnout["n_invalid"]:
        n = turnout["n_invalid"]
        found = (
            "was 1 papieren biljet ongeldig; dat telt"
            if n == 1
            else f"waren {number(n)} papieren biljetten ongeldig; die tellen"
        )
        parts.append(f"Daarnaast {found} niet mee.")
    if turnout["n_undone"]:
        ballots = "1 biljet telt" if turnout["n_undone"] == 1 else f"{number(turnout['n_undone'])} biljetten tellen"
        parts.append(f"{ballots} niet mee: na zestig dagen was dat papier niet door twee mensen ingetypt.")
    return " ".join(parts)


def how_counted(figures: ResultFigures) -> list[str]:
    """How it was counted, in five sentences."""
    steps = figures["steps"]
    votes = VOTES.get(figures["ballot_kind"], "Elke stemmer koos de plannen die hij of zij wilde, minstens drie")
    if steps is None:
        return [f"{votes}.", "Niemand koos iets. Daarom viel er niets te tellen."]
    if figures["rule"] == EQUAL:
        rule = [
            f"Elke stemmer besliste over even veel geld: {steps['share']}.",
            "Steeds is het plan gekocht waarvoor de stemmers samen het meeste over hadden; zij betaalden het samen.",
        ]
        rest = _completion(figures)
    else:
        rule = [
            "De plannen zijn op volgorde gezet van wie de meeste stemmen kreeg.",
            "Van boven naar beneden ging elk plan door dat nog in het bedrag paste.",
        ]
        rest = "Wat niet meer paste, is overgeslagen; daarna kwam het volgende plan aan de beurt."
    threshold = (
        f" Een plan moest een deel van de stemmen krijgen van minstens één {_part(figures['threshold'])} van zijn "
        "deel van het geld."
        if figures["threshold"]
        else ""
    )
    lot = ", ".join(figures["lot"])
    tie = f"Bij gelijke stand ging het goedkoopste plan voor, daarna het lot: {lot} (methode, versie {METHOD})."
    return [f"{votes}.{threshold}", *rule, rest, tie]


def _completion(figures: ResultFigures) -> str:
    steps = figures["steps"]
    first = _adding(steps) if steps else ""
    filled = steps["filled"] if steps else []
    if not filled:
        return first
    titles = {one["code"]: one["title"] for one in figures["projects"]}
    names = join_words([titles[code] for code in filled])
    return f"{first[:-1]}; met wat toen nog over was, {'gaat' if len(filled) == 1 else 'gaan'} ook {names} door."


def _adding(steps: Steps) -> str:
    if steps["fits_all"]:
        return "Alle plannen waarop gestemd is en die mochten meedoen, passen samen in het bedrag."
    if not steps["n_steps"]:
        return "Meer geld per stemmer kon niet: dan waren de plannen samen te duur."
    if not steps["is_changed"]:
        return f"Ook met meer per stemmer, tot {steps['last_share']}, kwamen dezelfde plannen uit de telling."
    return (
        f"Omdat er geld overbleef, is opnieuw geteld alsof elke stemmer steeds {euros(steps['step'])} meer had, "
        f"tot {steps['last_share']}: met nog een stap was het te duur."
    )


def other_rule(figures: ResultFigures) -> str:
    """The rule that was not chosen, as a heading."""
    return (
        "Wat als de meeste stemmen eerst gingen?"
        if figures["rule"] == EQUAL
        else "Wat als iedereen even veel besliste?"
    )


def beside_words(figures: ResultFigures) -> list[str]:
    """What the other rule would have chosen, and for whom that makes a difference."""
    found, other = figures["comparison"], figures["other"]
    titles = {one["code"]: one["title"] for one in figures["projects"]}
    if not found["only_ours"] and not found["only_other"]:
        words = ["Dan waren dezelfde plannen gekozen."]
    else:
        words = [f"Dan kostten de gekozen plannen {euros(other['cost'])}."]
        if found["only_other"]:
            words.append(f"Wel gekozen was dan: {join_words([titles[code] for code in found['only_other']])}.")
        if found["only_ours"]:
            words.append(f"Niet gekozen was dan: {join_words([titles[code] for code in found['only_ours']])}.")
    if found["n_more_ours"] or found["n_more_other"]:
        more, less = _people(found["n_more_ours"] or 0), _people(found["n_more_other"] or 0)
        words.append(f"Bij {more} gaat nu meer geld naar plannen van hun keuze, bij {less} was dat dan meer.")
    ours, then = figures["ours"]["n_with_winner"], other["n_with_winner"]
    if ours is not None and then is not None:
        beside = "dan net zo goed" if ours == then else f"dan waren dat er {number(then)}"
        words.append(f"Nu is er voor {_people(ours)} minstens één plan van hun keuze; {beside}.")
    return words


def _people(count: int) -> str:
    return "1 mens" if count == 1 else f"{number(count)} mensen"


def _part(threshold: int | None) -> str:
    return "derde" if threshold == 3 else f"{threshold}e deel"
