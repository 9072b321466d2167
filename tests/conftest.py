"""Shared fixtures: no network, and accounts by role."""

import os
import socket
from pathlib import Path

import pytest
from django.core.cache import caches
from hypothesis import settings as hypothesis_settings

from communities.models import User
from regioscan.figures.keeping import held
from tests import factories

# How long an example takes says something about the machine, not about the law.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

REAL_FILES = Path(
    os.environ.get("REGIOKRACHT_TEST_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data")
)


LONG = ("large", "real_files", "browser")
"""Marks of tests that take seconds each."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--reverse`: a test that leans on another that ran before it comes to light."""
    parser.addoption("--reverse", action="store_true", help="run the tests in reverse order")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Turn the order round, after every other plugin has had its say; what takes long goes first in either order.

    Else one core would be left with the last long file while the others wait.
    """
    if config.getoption("reverse"):
        items.reverse()
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in LONG))


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"a test tried to reach {address}")
        return connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hash passwords cheaply: a safe hash is slow on purpose, and most tests make people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_kept_pages():
    """Pages that another test drew, and what it computed, are of a database that is gone."""
    caches["pages"].clear()
    held.clear()


@pytest.fixture(autouse=True)
def _no_limit(settings):
    """All tests ask from one address; what is about a limit sets one."""
    settings.API_REQUESTS_PER_5_MINUTES = 0
    unlimited = dict.fromkeys(["write", "complain", "complain_as_member", "invitation"])
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | unlimited


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder with real statistics files; tests that need it say so and are skipped where it is absent."""
    if not REAL_FILES.is_dir():
        pytest.skip(f"real files are not at {REAL_FILES}; set REGIOKRACHT_TEST_DATA")
    return REAL_FILES


@pytest.fixture
def member(db) -> User:
    """A person with an account and nothing more."""
    return factories.make_user("deelnemer@example.org", name="Dea Deelnemer")


@pytest.fixture
def administrator(db) -> User:
    """A person who may do everything under /beheer/."""
    return factories.make_user("beheer@example.org", name="Bea Beheer", is_staff=True, is_superuser=True)
