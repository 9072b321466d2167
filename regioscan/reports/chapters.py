"""The chapters. Each is declared as data: a code, a title, a template, and a function that gathers what it shows.

A chapter whose function returns None has nothing to show for this region and is left out. Which chapters a report has
and in which order is decided on the roof, in config/reports.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from regioscan.reports.draft import Draft

Content = dict[str, Any]


@dataclass(frozen=True)
class Chapter:
    """`explanation` tells someone who asks for a report what is in it; `is_optional` whether it may be left out."""

    code: str
    title: str
    template: str
    build: Callable[[Draft], Content | None]
    explanation: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents."""

    title: str
    anchor: str
    remark: str = ""


@dataclass(frozen=True)
class BuiltChapter:
    """A chapter ready to be printed."""

    chapter: Chapter
    content: Content
    entries: Sequence[Entry]


def build_chapters(chapters: Sequence[Chapter], draft: Draft) -> list[BuiltChapter]:
    """Gather the chapters that have something to show. A chapter may bring its own `entries` for the contents."""
    built = []
    for chapter in chapters:
        content = chapter.build(draft)
        if content is not None:
            own = [Entry(chapter.title, chapter.code)] if chapter.title else []
            built.append(BuiltChapter(chapter, content, content.get("entries", own)))
    return built
