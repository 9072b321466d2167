"""A short look at an agreement: is every box filled, does one party carry much, and who is not named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BOXES = {
    "decides": "wie beslist",
    "does": "wie doet",
    "pays": "wie betaalt",
    "directs": "wie het proces regisseert",
}
"""The four boxes, with what stands in each."""


@dataclass(frozen=True)
class Remark:
    """One thing to think about; nothing here is wrong by itself, but an empty box."""

    text: str
    question: str


def check_agreement(boxes: Mapping[str, str], partners: Sequence[str]) -> list[Remark]:
    """What strikes in an agreement: empty boxes, a partner in more than one box, and partners that are in none.

    `boxes` holds the texts by the names of BOXES. A partner is in a box when its whole name stands there, whatever
    its capitals.
    """
    empty = [words for name, words in BOXES.items() if not boxes.get(name, "").strip()]
    found = [Remark(f"Er staat nog niet {words}.", "Wie is dat?") for words in empty]
    if len(empty) == len(BOXES):
        return found
    places = {one: _places(one, boxes) for one in partners}
    found += [
        Remark(f"{one} staat bij {_listed(places[one])}.", "Is dat zo bedoeld? Wie houdt dan de ander scherp?")
        for one in partners
        if len(places[one]) > 1
    ]
    return found + _unnamed([one for one in partners if not places[one]])


def _unnamed(names: Sequence[str]) -> list[Remark]:
    question = "Hoort dat zo, of mist er een taak?"
    if not names:
        return []
    if len(names) == 1:
        return [Remark(f"{names[0]} wordt niet genoemd.", question)]
    return [Remark(f"{len(names)} partners worden niet genoemd.", f"{question} Het gaat om {_listed(names)}.")]


def _places(name: str, boxes: Mapping[str, str]) -> list[str]:
    return [words for box, words in BOXES.items() if name.casefold() in boxes.get(box, "").casefold()]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"
