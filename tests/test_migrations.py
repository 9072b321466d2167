"""Migrations: complete, named, and reversible from an empty database."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from communities.models import Complaint, Measure
from config.management.commands.prepare import uncollected
from tests.communities.town import make_community

FLOORS = ["regioscan", "communities", "succesfactoren", "initiatives"]


@pytest.mark.django_db
def test_no_model_change_lacks_a_migration():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert out.getvalue() == "No changes detected\n"


def test_every_migration_has_a_name_that_says_what_it_does():
    loader = MigrationLoader(None)
    ours = [name for app, name in loader.disk_migrations if app in FLOORS]
    assert [name for name in ours if re.search(r"_auto_|_initial$|_alter_", name)] == []


@pytest.mark.django_db
def test_the_database_is_at_the_last_migration():
    executed = {key for key in MigrationLoader(connection).applied_migrations if key[0] in FLOORS}
    assert executed == {key for key in MigrationLoader(connection).disk_migrations if key[0] in FLOORS}


@pytest.mark.django_db
def test_the_key_of_observations_covers_the_value():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'regioscan_observation_pkey'")
        (definition,) = cursor.fetchone()
    assert definition.endswith("(indicator_id, period, region_id) INCLUDE (status, value)")


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_taken_back_and_done_again():
    # What is about a thing of a higher floor goes first: the tables before it have no place for it.
    community, about = make_community(), {"thing_kind": "plan", "thing_id": 1}
    Complaint.objects.create(community=community, reason="reclame", **about)
    Measure.objects.create(community=community, kind="verbergen", reason="Reclame", **about)
    with uncollected():
        call_command("migrate", FLOORS[0], "zero", verbosity=0)
        left = {app for app, _ in MigrationLoader(connection).applied_migrations}
        assert not left & set(FLOORS), "every floor stands on the ground, so it goes with it"
        call_command("migrate", verbosity=0)
    assert call_command("migrate", "--check", verbosity=0) is None
