"""Requests as a table: who asked, what they answered, and what was decided by whom."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from communities.models import Community, JoinRequest
from lib.tables import Cell, Column, Table


def requests_table(community: Community, requests: Iterable[JoinRequest]) -> Table:
    """One row a request; each question that was ever asked is a column."""
    rows = list(requests)
    questions = list(dict.fromkeys(answer["question"] for one in rows for answer in one.answers))
    columns = [
        Column("name", "naam"),
        Column("email", "e-mail"),
        Column("asked", "gevraagd op"),
        Column("state", "stand"),
        Column("decided", "beslist op"),
        Column("by", "beslist door"),
        Column("reason", "reden"),
        Column("link", "via link"),
        *(Column(f"q{number}", question) for number, question in enumerate(questions, 1)),
    ]
    return Table(f"Aanvragen van {community.name}", columns, [_row(one, questions) for one in rows])


def _row(request: JoinRequest, questions: list[str]) -> list[Cell]:
    answers = {one["question"]: one["answer"] for one in request.answers}
    return [
        request.user.name,
        request.user.email,
        _day(request.created_at),
        request.get_state_display(),
        _day(request.decided_at) if request.decided_at else None,
        str(request.decided_by) if request.decided_by else None,
        request.reason,
        request.invitation.label if request.invitation else None,
        *(answers.get(question) for question in questions),
    ]


def _day(moment: datetime) -> str:
    """2027-03-01, so that a spreadsheet sorts it."""
    return timezone.localdate(moment).isoformat()
