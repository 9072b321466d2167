"""Who a text names: "@Voornaam Achternaam", matched on names by whoever knows them."""

import re

MAX_MENTIONS = 20
MAX_WORDS = 6
# A name begins after a space or at the start, so that an e-mail address names nobody.
AT = re.compile(r"(?<![\w.])@(?=\w)")
WORD = re.compile(r"[\w'’.\-]+")


def name_key(name: str) -> str:
    """How names are compared: without capitals, and with single spaces."""
    return " ".join(name.replace("’", "'").casefold().split())


def candidates(text: str) -> list[list[str]]:
    """For each @ in `text` the names that may be meant, as keys, the longest first; twenty at most."""
    found = [_prefixes(text[at.end() : at.end() + 200]) for at in AT.finditer(text)]
    return [one for one in found if one][:MAX_MENTIONS]


def named(text: str, known: set[str]) -> list[str]:
    """The keys in `known` that `text` names, in the order of the text, each once; the longest name wins."""
    chosen = (next((key for key in keys if key in known), None) for keys in candidates(text))
    return list(dict.fromkeys(key for key in chosen if key))


def _prefixes(rest: str) -> list[str]:
    words: list[str] = []
    names: list[str] = []
    for part in rest.split("\n", maxsplit=1)[0].split(" ")[:MAX_WORDS]:
        match = WORD.match(part)
        if match is None:
            break
        bare = match.group().rstrip(".'’-")
        names.append(name_key(" ".join([*words, bare])))
        if match.group() != part:
            break
        # "Jan S." may be followed by more, and may be the end of a sentence.
        names.append(name_key(" ".join([*words, match.group()])))
        words.append(match.group())
    return list(dict.fromkeys(name for name in reversed(names) if name))
