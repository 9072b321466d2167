"""What a page asks of the database, so that it can be asked again without the page."""

from collections.abc import Sequence
from io import StringIO

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

VISITOR = Client(headers={"host": "localhost"})


def gather_static_files() -> None:
    """The files that every page names, as in production."""
    call_command("build_assets", stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def visit(path: str, client: Client = VISITOR) -> None:
    """Ask for a page, without an account unless somebody's client is given; RuntimeError when it is not there."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} gave {answer.status_code}")


def statements(path: str, client: Client = VISITOR) -> list[str]:
    """Its SQL, parameters filled in."""
    with CaptureQueriesContext(connection) as queries:
        visit(path, client)
    return [query["sql"] for query in queries]


def ask_all(raw: psycopg.Connection, asked: Sequence[str]) -> None:
    """The same SQL in psycopg alone, with every row fetched."""
    with raw.cursor() as cursor:
        for statement in asked:
            cursor.execute(statement)
            cursor.fetchall()


def parameters() -> dict[str, object]:
    """How psycopg connects to the database of this run."""
    found = connection.get_connection_params()
    return {key: found[key] for key in ("dbname", "user", "password", "host", "port") if found.get(key)}
