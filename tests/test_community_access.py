"""Who gets where in a community: every address × every person × a public and a private community."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from communities.models import Community
from tests import access_rows
from tests.access_rows.rows import GONE, IN, LOGIN, NO, PEOPLE, Row
from tests.communities.town import Town, quick_pdfs, standing_town, visit
from tests.routes import ALL_ROUTES

SUBJECTS = [name for _, name, _ in pkgutil.iter_modules(access_rows.__path__) if name != "rows"]


def subject(name: str) -> ModuleType:
    """The rows of one subject, and how to make what its addresses name."""
    return importlib.import_module(f"tests.access_rows.{name}")


def all_rows() -> dict[str, Row]:
    """The table of all subjects."""
    return {route: row for name in SUBJECTS for route, row in subject(name).ROWS.items()}


def address(route: str, community: Community, made: dict[str, Any]) -> str:
    """Where a route leads in this community, with the things that were made there."""
    known = {"slug": community.slug, "trajectory_id": community.trajectories.first().pk} | made
    return reverse(route, kwargs={name: known[name] for name in ALL_ROUTES[route]})


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens in here has not happened afterwards: one person's act must not change what the next one finds."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer_of(response: HttpResponse) -> str:
    """The answer in the words of the table; a code of its own for what the table does not know."""
    if response.status_code == 302 and "/account/login/" in response.url:
        return LOGIN
    if response.status_code in {403, 404}:
        return {403: NO, 404: GONE}[response.status_code]
    is_in = response.status_code < 400 or response.status_code in {400, 409}
    return IN if is_in else str(response.status_code)


def _answers(town: Town, path: str, method: str) -> tuple[str, ...]:
    found = []
    for name in PEOPLE:
        with rolled_back():
            found.append(answer_of(getattr(town.clients[name], method)(path)))
    return tuple(found)


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker) -> Iterator[Town]:
    """Two communities and everybody who may knock; made once."""
    with django_db_blocker.unblock(), standing_town() as town:
        yield town


@pytest.fixture
def town(ground, db, settings, tmp_path, monkeypatch) -> Town:
    """What each test finds, and what it makes of it is undone."""
    settings.MEDIA_ROOT = tmp_path
    quick_pdfs(monkeypatch)
    return visit(ground)


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_person_gets_the_answer_of_the_table(name, town):
    wrong = {}
    made = {which: subject(name).make(getattr(town, which)) for which in ("public", "private")}
    for route, row in subject(name).ROWS.items():
        for which in ("public", "private"):
            path = address(route, getattr(town, which), made[which])
            found, expected = _answers(town, path, row.method), getattr(row, which)
            if found != expected:
                wrong[f"{path} ({route})"] = dict(
                    (person, f"{got}, not {want}")
                    for person, got, want in zip(PEOPLE, found, expected, strict=True)
                    if got != want
                )
    assert wrong == {}


@pytest.mark.parametrize("name", SUBJECTS)
def test_nothing_of_another_community_is_reached_through_ones_own(name, town):
    wrong = []
    subject(name).make(town.public)
    foreign = subject(name).make(town.private)
    for route, row in subject(name).ROWS.items():
        names = set(ALL_ROUTES[route])
        if "slug" not in names or not names & set(foreign):
            continue
        path = address(route, town.public, foreign)
        with rolled_back():
            found = answer_of(getattr(town.clients["coordinator"], row.method)(path))
        if found != GONE:
            wrong.append(f"{path} ({route}): {found}")
    assert wrong == []


@pytest.mark.parametrize("name", SUBJECTS)
def test_what_a_subject_names_exists(name, town):
    made = subject(name).make(town.public)
    named = {one for route in subject(name).ROWS for one in ALL_ROUTES[route]} - {"slug", "trajectory_id"}
    assert named <= set(made)
