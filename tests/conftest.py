"""Shared fixtures: no network, databases that are quickly there and quickly empty, and accounts by role."""

import fcntl
import gc
import os
import socket
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Template
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from communities.models import User
from config.management.commands.prepare import uncollected
from regioscan.figures.keeping import held
from tests import factories

# How long an example takes says something about the machine, not about the law.
at_ease = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("house", max_examples=50, **at_ease)
# Every run has other examples; who changes a law looks further: `bin/test --hypothesis-profile=thorough …`.
hypothesis_settings.register_profile("thorough", max_examples=1000, **at_ease)
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


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for garbage less often, and never again among what was loaded by now: a tenth of the time goes there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Migrate once for all workers: who comes first migrates a template, of which every worker gets a copy."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    test, creation = connection.settings_dict["TEST"], connection.creation
    name, template = test["NAME"], f"test_{connection.settings_dict['NAME']}_template"
    note = Path(os.environ["STATE_DIR"]) / template
    with note.open("a") as made, django_db_blocker.unblock():
        fcntl.flock(made, fcntl.LOCK_EX)
        if note.stat().st_size == 0:
            own, test["NAME"] = connection.settings_dict["NAME"], template
            with uncollected():
                creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            creation.destroy_test_db(own, verbosity=0, keepdb=True)
            note.write_text("migrated")
    test |= {"NAME": name, "TEMPLATE": template}


@pytest.fixture(autouse=True, scope="session")
def _quick_emptying():
    """After a test that committed, empty the tables that it filled and not all hundred, which takes half a second.

    What Django itself laid down for every model (content types, permissions) stays, so it need not be made again.
    """
    kept = {"django_content_type", "auth_permission"}

    look = "(SELECT '{0}', pg_relation_size('{0}') FROM {0} LIMIT 1)"

    def empty(_test):
        tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - kept)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(map(look.format, tables)))
            verbs = [
                ("DELETE FROM {}" if size < 10**6 else "TRUNCATE {} CASCADE").format(name) for name, size in cursor
            ]
            # As a replica: no trigger, neither ours nor those of foreign keys, has a say in this.
            cursor.execute(
                "; ".join(["SET session_replication_role = replica", *verbs, "RESET session_replication_role"])
            )

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _whole_pages(django_test_environment):
    """Let a test see what a page was drawn with, and not what each of its pieces was: most of that is copies."""
    tell = Template._render

    def render(template, context):
        return tell(template, context) if context.template is template else template.nodelist.render(context)

    patch = pytest.MonkeyPatch()
    patch.setattr(Template, "_render", render)
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
    unlimited = dict.fromkeys(["write", "complain", "complain_as_member", "invitation", "panel"])
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
