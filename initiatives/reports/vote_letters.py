"""On paper: letters with a code to vote with, and blank ballots with a number. Tagged PDFs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone

from communities.access.faces import face_of
from communities.reports.letterhead import LOGO, logo_pictures
from initiatives.access.voting import as_printed
from initiatives.letters.budgets import moment_words
from initiatives.letters.voting import window_words
from initiatives.models import BudgetRound
from lib.pdf import Metadata, render_pdf

MOST_LETTERS = 100
"""At once: more would take longer than somebody waits for a page."""
STYLE_SHEETS = ["css/tokens.css", "css/paper.css", "css/ballot_paper.css"]


def letters_pdf(budget: BudgetRound, codes: Sequence[str], address: str) -> bytes:
    """A letter for each code; `address` is where it is typed in. Raises lib.pdf.PdfError."""
    context = {"codes": codes, "address": address, "window": window_words(budget)}
    words = f"{len(codes)} brieven met een stemcode."
    return _pdf(budget, "letters", f"Brieven om te stemmen: {budget.name}", words, context)


def ballots_pdf(budget: BudgetRound, first: int, number: int, task: str) -> bytes:
    """So many blank ballots, numbered from `first`; the projects stand in the order of the lot. Raises PdfError."""
    projects = [{"number": one.number, "title": one.title, "cost": one.costs} for one in as_printed(budget)]
    context = {
        "projects": projects,
        "numbers": range(first, first + number),
        "task": task,
        "until": moment_words(budget.vote_until),
    }
    words = f"Stembiljetten {first} tot en met {first + number - 1}, om met de pen in te vullen."
    return _pdf(budget, "ballots", f"Stembiljet: {budget.name}", words, context)


def _pdf(budget: BudgetRound, page: str, title: str, description: str, context: dict[str, Any]) -> bytes:
    community = budget.community
    pictures = logo_pictures(community)
    frame = {"budget": budget, "community": community, "title": title, "logo": LOGO if pictures else ""}
    html = render_to_string(f"initiatives/print/{page}.html", context | frame)
    metadata = Metadata(
        title=title, author=community.name, description=description, created=budget.opened_at or timezone.now()
    )
    face = face_of(community)
    own = f":root {{ --face-primary: {face.primary}; --on-face-primary: {face.on_primary}; }}"
    style = "\n".join([*(Path(str(finders.find(name))).read_text("utf-8") for name in STYLE_SHEETS), own])
    return render_pdf(html, images=pictures, attachments=[], metadata=metadata, stylesheet=style).content
