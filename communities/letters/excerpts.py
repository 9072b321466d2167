"""The beginning of a text, for in a mail or a list."""

import re

LONGEST = 240
SENTENCE_END = re.compile(r"[.!?…]['’”)]?(?=\s)")
ENOUGH = 0.4
"""A whole sentence is better than a longer piece of one, when it is at least this part of what there is room for."""


def first_sentences(text: str, longest: int = LONGEST) -> str:
    """The first whole sentences of a text on one line; cut at a word, with …, where no sentence ends in time."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    ends = [match.end() for match in SENTENCE_END.finditer(line[: longest + 1])]
    if ends and ends[-1] >= longest * ENOUGH:
        return line[: ends[-1]]
    cut = line[:longest].rpartition(" ")[0] or line[: longest - 1]
    return f"{cut.rstrip(' ,;:–')}…"
