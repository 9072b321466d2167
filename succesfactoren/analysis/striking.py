"""Striking names out of answers in words: what to suggest, and whether nothing else was changed. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STRUCK = "[naam]"
ADDRESS = "[adres]"
BRACKETS = re.compile(r"\[[^\[\]]{1,30}\]")
REACHES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|(?<!\d)(?:\+31|0)[\d\s-]{8,12}\d(?!\d)")
"""Addresses of mail and pages, and telephone numbers."""
SHORTEST = 3
PREFIXES = frozenset({"van", "der", "den", "de", "het", "ten", "ter", "von", "bij", "aan", "op", "in"})


@dataclass(frozen=True)
class Piece:
    """A part of an answer; `is_found` when it looks like a name or an address."""

    text: str
    is_found: bool


def pieces(text: str, names: Iterable[str]) -> list[Piece]:
    """The answer in parts, with what looks like a name or an address apart. Together they are the answer."""
    found, at = [], 0
    for begin, end in _places(text, names):
        if begin > at:
            found.append(Piece(text[at:begin], False))
        found.append(Piece(text[begin:end], True))
        at = end
    return [*found, Piece(text[at:], False)] if at < len(text) else found


def suggestion(text: str, names: Iterable[str]) -> str:
    """The answer with what looks like a name or an address struck out: for the coordinator to check, not to trust."""
    return "".join(
        (ADDRESS if REACHES.fullmatch(one.text) else STRUCK) if one.is_found else one.text
        for one in pieces(text, names)
    )


def only_struck_out(text: str, shown: str) -> bool:
    """Whether `shown` is the answer with parts of it replaced by words in brackets, and nothing else changed.

    Spaces and line ends do not count. «[…]» stands for anything, so leaving out is always to be seen.
    """
    whole, kept = _plain(text), _plain(shown)
    parts = BRACKETS.split(kept)
    if len(parts) == 1:
        return kept == whole
    first, *middle, last = parts
    if not whole.startswith(first) or len(first) + len(last) > len(whole):
        return False
    at = len(first)
    for part in middle:
        begin = whole.find(part, at)
        if begin < 0:
            return False
        at = begin + len(part)
    return whole.endswith(last) and len(whole) - len(last) >= at


def _plain(text: str) -> str:
    return " ".join(text.split())


def _places(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where something was found, from left to right, those that touch or overlap taken together."""
    patterns = [REACHES, *([_of_names(words)] if (words := _name_words(names)) else [])]
    spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _name_words(names: Iterable[str]) -> Sequence[str]:
    """Whole names and the words they are made of, the longest first so that a whole name is found as one."""
    words = {part for name in names for part in name.split() if len(part) >= SHORTEST and part.lower() not in PREFIXES}
    return sorted({*names, *words} - {""}, key=lambda word: (-len(word), word))


def _of_names(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)", re.IGNORECASE)
