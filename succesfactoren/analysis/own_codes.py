"""Codes of what a community asks itself: the same words keep their code, and a code never gets other words. Pure."""

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

KEY_LENGTH = 40
RATHER_NOT = {"key": "liever-niet", "label": "Zeg ik liever niet"}
"""The answer that every question about a group has, so that nobody has to say where they belong."""


def stamp(*parts: Any) -> str:
    """A short mark of words as somebody saw them: the same words always give the same mark."""
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def code_for(words: str, current: str, earlier: Mapping[str, str], taken: Collection[str], letter: str) -> str:
    """The code of a question with these words (a `stamp`).

    `earlier` maps the words of every question that was ever asked to its code; `taken` are the codes of the draft;
    `current` is the code that the question has now, "" for a new one. Words that were asked before get the code that
    they had then. A code that belongs to other words is left alone: the question gets a new one.
    """
    if words in earlier:
        return earlier[words]
    used = set(earlier.values())
    if current and current not in used:
        return current
    return fresh_code(used | set(taken), letter)


def fresh_code(used: Collection[str], letter: str) -> str:
    """The first code after all that were used: V1, V2, …"""
    numbers = [int(code[len(letter) :]) for code in used if re.fullmatch(f"{letter}[0-9]+", code)]
    return f"{letter}{max(numbers, default=0) + 1}"


def keyed(labels: Sequence[str], known: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Answers to choose from, each with a key of its own that follows from its words.

    `known` maps labels to keys that they have already, and keep.
    """
    found: dict[str, str] = {}
    for place, label in enumerate(labels, start=1):
        key = (known or {}).get(label) or _key(label)
        found[key if key and key not in found else f"{key[: KEY_LENGTH - 4] or 'keuze'}-{place}"] = label
    return [{"key": key, "label": label} for key, label in found.items()]


def with_rather_not(options: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The same answers with «Zeg ik liever niet» at the end."""
    others = [dict(one) for one in options if one["key"] != RATHER_NOT["key"]]
    return [*others, dict(RATHER_NOT)]


def _key(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:KEY_LENGTH].strip("-")
