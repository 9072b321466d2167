"""Make the files that are built out of installed packages."""

from typing import ClassVar

from django.core.management.base import BaseCommand

from config.assets import PACKAGED


class Command(BaseCommand):
    """Builds the stylesheet and the packed letters ahead of the first visitor; what exists is left alone."""

    help = "Maakt het stijlblad en de lettertypen klaar die uit geïnstalleerde pakketten komen."
    requires_system_checks: ClassVar[list[str]] = []

    def handle(self, *args: object, **options: object) -> None:
        for name, build in PACKAGED.items():
            size = build().stat().st_size
            self.stdout.write(f"{name}  {round(size / 1000)} kB")
