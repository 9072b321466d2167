"""What a custom region may consist of. Nothing that was typed is lost: every word is a member, or refused with why."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

MEMBER_KINDS = ("gemeente", "wijk", "buurt")
MIN_INHABITANTS = 200
MAX_MEMBERS = 500
SEPARATORS = re.compile(r"[\s,;|/•«»\"'()]+")
PREFIXES = {4: "GM", 6: "WK", 8: "BU"}
CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{2,14}")


@dataclass(frozen=True)
class Candidate:
    """A region that could be a member; `inside` names the codes of everything it lies in."""

    id: int
    code: str
    name: str
    kind: str
    kind_name: str
    valid_to: date | None = None
    inside: frozenset[str] = frozenset()
    inhabitants: float | None = None

    @property
    def title(self) -> str:
        """«Baarn (GM0308)»."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Choice:
    """What came out of a list of codes: the members, what stands in the way, and what was merely noticed."""

    members: Sequence[Candidate] = ()
    refusals: Sequence[str] = ()
    notes: Sequence[str] = field(default=())


def read_codes(text: str) -> list[str]:
    """The words of a pasted list in capitals, in order, doubles included.

    Any mix of line ends, blanks, commas, semicolons, tabs and bars separates; names between the codes stay words.
    Codes as the statistics office writes them in its lists, without letters in front, get those: 0308 is GM0308.
    """
    words = (part.strip(".:-–*").upper() for part in SEPARATORS.split(text))
    return [PREFIXES.get(len(word), "") + word if word.isdecimal() else word for word in words if word]


def too_many(words: Sequence[str]) -> list[str]:
    """Why a list is too long to look up, before anything is looked up; empty when it is not."""
    n_words = len(set(words))
    if n_words <= MAX_MEMBERS:
        return []
    return [f"Een regio heeft hoogstens {MAX_MEMBERS} delen; in uw lijst staan {n_words} verschillende woorden."]


def choose(words: Sequence[str], known: Mapping[str, Candidate]) -> Choice:
    """Judge the codes of a custom region against the regions that are known by code.

    Refused are: unknown codes, regions that have ended, kinds that cannot be a part, different kinds together, a region
    beside one it lies in, no members at all or more than 500, and fewer than 200 inhabitants. A code twice is only
    noticed.
    """
    unique = list(dict.fromkeys(words))
    found = [known[word] for word in unique if word in known]
    unknown = [word for word in unique if word not in known]
    refusals = [*too_many(words), *_unknown(unknown), *_of_each(found), *_together(found), *_size(found)]
    if not unique:
        refusals.append("Kies ten minste één gemeente, wijk of buurt.")
    twice = sorted(word for word, count in Counter(words).items() if count > 1)
    notes = [f"Dubbel in de lijst, één keer meegeteld: {_listed(twice)}."] if twice else []
    return Choice(found, refusals, notes)


def _unknown(words: Sequence[str]) -> list[str]:
    codes = [word for word in words if _is_code(word)]
    others = [word for word in words if not _is_code(word)]
    found = [f"Deze codes kennen wij niet: {_listed(codes)}."] if codes else []
    return found + ([f"Dit zijn geen codes van regio’s: {_listed(others)}."] if others else [])


def _is_code(word: str) -> bool:
    return bool(CODE.fullmatch(word)) and any(sign.isdigit() for sign in word)


def _of_each(found: Sequence[Candidate]) -> list[str]:
    ended = [one.title for one in found if one.valid_to is not None]
    wrong = [one.title for one in found if one.kind not in MEMBER_KINDS]
    refusals = [f"Deze regio’s bestaan niet meer: {_listed(ended)}. Kies de regio’s van nu."] if ended else []
    if wrong:
        refusals.append(f"Alleen gemeenten, wijken en buurten kunnen een deel zijn. Niet: {_listed(wrong)}.")
    return refusals


def _together(found: Sequence[Candidate]) -> list[str]:
    codes = {one.code: one for one in found}
    overlaps = [
        f"{one.title} ligt al in {codes[code].title}" for one in found for code in sorted(one.inside & codes.keys())
    ]
    refusals = [f"Delen mogen elkaar niet overlappen: {_listed(overlaps)}."] if overlaps else []
    kinds = {one.kind: one.kind_name for one in found if one.kind in MEMBER_KINDS}
    if len(kinds) > 1:
        shown = [
            f"{kinds[kind]}: {_listed([one.title for one in found if one.kind == kind])}"
            for kind in MEMBER_KINDS
            if kind in kinds
        ]
        refusals.append(f"Kies delen van één soort. Nu staan er door elkaar: {'; '.join(shown)}.")
    return refusals


def _size(found: Sequence[Candidate]) -> list[str]:
    """Too few people to show figures of; nothing is said where nobody knows how many there are."""
    counts = [one.inhabitants for one in found if one.inhabitants is not None]
    if not counts or sum(counts) >= MIN_INHABITANTS:
        return []
    people = "Er woont niemand" if not sum(counts) else f"Er wonen {round(sum(counts))} mensen"
    return [f"{people}, en een regio heeft er minstens {MIN_INHABITANTS}: anders gaan cijfers over te weinig mensen."]


def _listed(items: Sequence[str], most: int = 20) -> str:
    """The items with commas; after the first twenty only how many more."""
    rest = f" en nog {len(items) - most}" if len(items) > most else ""
    return ", ".join(items[:most]) + rest
