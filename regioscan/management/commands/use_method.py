"""Chooses which frozen method of the vitality index pages and reports use."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from regioscan.method_actions import use_method
from regioscan.models.methods import FrozenMethodError


class Command(BaseCommand):
    """`bin/manage use_method zomer-2026`."""

    help = "Neemt een vastgelegde methode van de vitaliteitsindex in gebruik."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The code of a frozen method."""
        parser.add_argument("code")

    def handle(self, *args: object, **options: object) -> None:
        """Choose it, and say so."""
        try:
            version = use_method(code=str(options["code"]), by="use_method")
        except FrozenMethodError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Methode {version.code} is in gebruik.")
