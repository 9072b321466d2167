"""The log of a community as a table."""

from django.utils import timezone

from communities.models import LogEntry
from lib.tables import Column, Table

COLUMNS = [
    Column("at", "Wanneer"),
    Column("who", "Wie"),
    Column("action", "Wat"),
    Column("kind", "Waarop"),
    Column("which", "Welke"),
    Column("result", "Uitkomst"),
    Column("origin", "Vanwaar"),
]
SYSTEM = "het systeem"


def who(entry: LogEntry, names: dict[int, str]) -> str:
    """The name of who did it; a number where the account is gone."""
    if entry.actor_id is None:
        return SYSTEM
    return names.get(entry.actor_id, f"account {entry.actor_id}, verwijderd")


def log_table(entries: list[LogEntry], names: dict[int, str], title: str) -> Table:
    """Lines of the log, with who is behind the numbers."""
    rows = [
        [
            timezone.localtime(one.at).strftime("%d-%m-%Y %H:%M:%S"),
            who(one, names),
            one.action,
            one.object_kind,
            one.object_id,
            one.get_result_display(),
            one.origin,
        ]
        for one in entries
    ]
    return Table(title, COLUMNS, rows)
