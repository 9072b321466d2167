"""Real files, loaded once for all tests of a module: reading the country again for each test takes minutes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from regioscan.models import Snapshot

Load = Callable[..., dict[str, Any]]


@contextmanager
def deliveries(real_files: Path, folder: Path) -> Iterator[Load]:
    """Something that runs load_source on files by name and tells what was published; all of it is undone at the end.

    The database must be unblocked. A test that asks for `db` inside works on top, and undoes only its own.
    """

    def load(source: str, period: int | None, *names: str | Path) -> dict[str, Any]:
        files = [real_files / name for name in names]
        with override_settings(MEDIA_ROOT=folder):
            call_command("load_source", source, period=period, file=files, stdout=StringIO())
        # What is not committed is not seen by the database's own housekeeping, and a plan without it takes a minute.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE regioscan_observation")
        return Snapshot.objects.latest("pk").summary

    with transaction.atomic():
        call_command("load_catalogue", stdout=StringIO())
        yield load
        transaction.set_rollback(True)
