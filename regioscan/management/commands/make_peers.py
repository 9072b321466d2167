"""Finds for every region the regions that are most like it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from regioscan.peer_actions import KINDS, make_peer_sets


class Command(BaseCommand):
    """`bin/manage make_peers [--kind gemeente] [--period 2024]`: a new version only where something changed."""

    help = "Bepaalt opnieuw welke regio's op elkaar lijken (regioscan/data/peers.toml)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which kind, and on figures up to which year."""
        parser.add_argument("--kind", choices=[kind.value for kind in KINDS], help="alleen deze soort regio")
        parser.add_argument("--period", type=int, help="op cijfers tot en met dit jaar; anders het nieuwste")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make a set for each kind, and say what came of it."""
        for kind in [options["kind"]] if options["kind"] else KINDS:
            made = make_peer_sets(kind=kind, period=options["period"], by="make_peers")
            words = f"indeling {made.pk} op cijfers van {made.period}" if made else "te weinig regio's of cijfers"
            self.stdout.write(f"{kind}: {words}")
