"""Stores the built-in instruments; does nothing where they are there as they stand in the file."""

from typing import Any

from django.core.management.base import BaseCommand

from succesfactoren.actions.instruments import store_instruments


class Command(BaseCommand):
    """`bin/manage load_instruments`: after every installation and every update."""

    help = "Store the built-in questionnaires"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Store them, and say what is new."""
        for version in store_instruments():
            self.stdout.write(f"{version.name}: version {version.number}")
