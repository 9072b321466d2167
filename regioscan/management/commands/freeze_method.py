"""Freezes the reviewed method of the vitality index with goalposts from the figures that are loaded."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from regioscan.analysis.index.method import MethodError
from regioscan.catalogue import CatalogueError
from regioscan.method_actions import freeze_method, use_method
from regioscan.models import MethodVersion
from regioscan.models.methods import FrozenMethodError


class Command(BaseCommand):
    """`bin/manage freeze_method zomer-2026 --name "Zomer 2026" --years 2022 2023 2024 --use`."""

    help = (
        "Legt de methode uit regioscan/data/index.toml vast, met grenzen uit alle gemeenten. Daarna verandert die niet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A code for addresses, a name for readers; base years other than the newest; and whether to use it."""
        parser.add_argument("code", help="korte naam voor adressen, zoals zomer-2026")
        parser.add_argument("--name", required=True, help="naam voor lezers")
        parser.add_argument("--years", type=int, nargs="+", default=[], help="basisjaren; anders de nieuwste")
        parser.add_argument("--use", action="store_true", help="neem deze methode meteen in gebruik")

    def handle(self, *args: object, **options: object) -> None:
        """Freeze, use when asked, and print what came of it."""
        years = options["years"]
        try:
            version = freeze_method(
                code=str(options["code"]),
                name=str(options["name"]),
                by="freeze_method",
                years=years if isinstance(years, list) else (),
            )
            if options["use"]:
                version = use_method(code=version.code, by="freeze_method")
        except (FrozenMethodError, MethodError, CatalogueError) as error:
            raise CommandError(str(error)) from error
        self._tell(version)

    def _tell(self, version: MethodVersion) -> None:
        method = version.content["method"]
        n_indicators = sum(len(theme["indicators"]) for theme in method["themes"])
        years = ", ".join(map(str, method["base_years"]))
        self.stdout.write(f"Methode {version.code} vastgelegd: {n_indicators} indicatoren, basisjaren {years}.")
        for one in version.content["dropped"]:
            self.stdout.write(f"  niet in de index: {one['code']} ({one['reason']})")
        self.stdout.write(f"  controlegetal {version.sha256}")
        self.stdout.write("  in gebruik" if version.is_current else "  nog niet in gebruik; zie use_method")
