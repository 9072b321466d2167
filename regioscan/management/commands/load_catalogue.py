"""Brings themes, sources and indicators in the database in step with `regioscan/data/*.toml`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regioscan.catalogue import DATA_FOLDER, CatalogueError, read_catalogue
from regioscan.catalogue_actions import describe, store_catalogue


class Command(BaseCommand):
    """`bin/manage load_catalogue`: may be run as often as you like."""

    help = "Zet de thema's, bronnen en indicatoren uit regioscan/data/*.toml in de database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A different folder, for trying out a change."""
        parser.add_argument("--folder", type=Path, default=DATA_FOLDER, help="map met de drie toml-bestanden")

    def handle(self, *args: object, **options: object) -> None:
        """Read, check, store, and print what changed."""
        try:
            catalogue = read_catalogue(Path(str(options["folder"])))
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for line in describe(store_catalogue(catalogue=catalogue, by="load_catalogue")):
            self.stdout.write(line)
