"""One thing has one Dutch word on the screen: docs/glossary.md says which, and what was given up does not come back."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from initiatives.models import Stage

ROOT = Path(__file__).parent.parent
FLOORS = ("lib", "regioscan", "communities", "succesfactoren", "initiatives", "config")
TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(?:script|style).*?</(?:script|style)>", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
MARKUP = re.compile(r"<[^>]*>")
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')

STAGES = re.compile(
    r"(templates/)?(initiatives|config)/("
    r"initiative_(list|detail)\.html|community_home\.html|forms/stages\.py|models/initiatives\.py"
    r"|analysis/roll_up\.py|views/board\.py|desk_pages\.py)"
)
"""Where «idee» is the first stage of an initiative, or the beginning of one."""
UP_TO_ANOTHER = re.compile(r"agenda|match|models/log|succesfactoren")
"""Where a «voorstel» is a point of the agenda, an agreement or a rule of thumb: something up to another."""
NOWHERE = re.compile(r"(?!)")
GIVEN_UP = [
    (re.compile(r"\b(project(en)?)\b", re.IGNORECASE), NOWHERE),
    (re.compile(r"\bidee(ën|tje|en)?\b", re.IGNORECASE), STAGES),
    (re.compile(r"\bvoorstel(len)?\b(?! (u|wij|zij)\b)", re.IGNORECASE), UP_TO_ANOTHER),
    (re.compile(r"\bpagina(’s)?\b", re.IGNORECASE), NOWHERE),
    (re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE), NOWHERE),
]
ANY = re.compile("|".join(word.pattern for word, _ in GIVEN_UP), re.IGNORECASE)
"""Quick to look for: most files need not be read any further."""
DUTCH = re.compile(r"\b(de|het|een|dit|dat|die|elk|geen|van|voor|uw|u|wij|niet|is|zijn|kost|er|op|om|in|te|wat|wie)\b")

ENGLISH = re.compile(r"\b(the|this|which|a)\b")


def texts_of_template(source: str) -> Iterator[str]:
    """What a reader sees or hears of a template: text, spoken attributes, and texts that are handed to a tag."""
    for tag in TAG.findall(source):
        if not tag.startswith("{#"):
            yield from (text for text in QUOTED.findall(tag) if " " in text or text[:1].isupper())
    rest = TAG.sub(" ", source)
    yield from SPOKEN.findall(rest)
    yield MARKUP.sub(" ", rest)


def texts_of_module(source: str) -> Iterator[str]:
    """Dutch sentences and headings in the code; no docstrings, names and messages for who programs."""
    tree = ast.parse(source)
    said_of_code = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said_of_code:
            text = node.value
            is_heading = " " not in text and text[:1].isupper() and text[1:].islower()
            if is_heading or (" " in text and DUTCH.search(text.lower()) and not ENGLISH.search(text)):
                yield text


def texts_of_script(source: str) -> Iterator[str]:
    """Sentences, and words that go in one."""
    yield from (text for text in re.findall(r"[\"`]([^\"`\n]+)[\"`]", source) if " " in text or ANY.fullmatch(text))


@cache
def texts() -> list[tuple[str, str]]:
    """(file, text) of everything on the screen, in mails and in files, of files with a word to look at."""
    kinds = [(ROOT / "templates", "*.html", texts_of_template), (ROOT / "static/js", "*.js", texts_of_script)]
    kinds += [(ROOT / floor, "*.py", texts_of_module) for floor in FLOORS]
    sources = [
        (str(path.relative_to(ROOT)), path.read_text(), read)
        for folder, pattern, read in kinds
        for path in sorted(folder.rglob(pattern))
        if "migrations" not in path.parts
    ]
    return [(file, text) for file, source, read in sources if ANY.search(source) for text in read(source)]


@pytest.mark.parametrize(("word", "allowed"), GIVEN_UP, ids=lambda value: value.pattern[:16])
def test_a_word_that_was_given_up_does_not_come_back(word, allowed):
    wrong = [
        f"{file}: …{text[max(0, hit.start() - 30) : hit.end() + 20].strip()}…"
        for file, text in texts()
        if not allowed.search(file)
        for hit in word.finditer(text)
    ]
    assert wrong == []


def test_the_words_are_read_where_they_stand():
    page = '{% include "x.html" with text="Geen idee hier" %}<a title="Een plan" href="/idee/">{{ one.idee }}Stem</a>'
    assert [text.strip() for text in texts_of_template(page)] == ["Geen idee hier", "Een plan", "Stem"]
    code = 'def f():\n    """Een idee."""\n    raise E(f"Dit project {x} kost niets", "project", "Project")\n'
    assert list(texts_of_module(code)) == ["Project", "Dit project ", " kost niets"]


def rows_of_glossary() -> list[tuple[str, str]]:
    """(name in the code, word on the screen)."""
    lines = (ROOT / "docs/glossary.md").read_text().splitlines()
    return re.findall(r"^\| `(\w+)` \| ([^|]+) \|", "\n".join(lines), re.MULTILINE)


def test_the_glossary_is_of_what_there_is():
    known = {model.__name__ for model in apps.get_models()} | {Stage.__name__}
    rows = rows_of_glossary()
    assert [name for name, _ in rows if name not in known] == []
    seen = " ".join(path.read_text() for path in (ROOT / "templates").rglob("*.html")).lower()
    words = {word.strip() for _, cell in rows for word in cell.split(",")}
    assert sorted(word for word in words if word.lower() not in seen) == []
