"""Loads the invented province, for trying out the platform and for demonstrations."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from regioscan.catalogue import read_catalogue
from regioscan.catalogue_actions import store_catalogue
from regioscan.connectors.base import SourceError
from regioscan.example_actions import RealRegionsError, is_example_loaded, load_example
from regioscan.models import Observation


class Command(BaseCommand):
    """`bin/manage load_example`: does nothing when the example is there already."""

    help = "Zet een verzonnen provincie met verzonnen cijfers in de database. Nooit naast echte regio's."

    def handle(self, *args: object, **options: object) -> None:
        """Store the catalogue, then load regions, outlines and figures."""
        if is_example_loaded():
            self.stdout.write("Het verzonnen voorbeeld staat er al.")
            return
        catalogue = read_catalogue()
        store_catalogue(catalogue=catalogue, by="load_example")
        try:
            snapshots = load_example(catalogue=catalogue, retrieved_at=timezone.now(), by="load_example")
        except (RealRegionsError, SourceError) as error:
            raise CommandError(str(error)) from error
        for snapshot in snapshots:
            self.stdout.write(f"Gepubliceerd: {snapshot.source.name} ({snapshot.file_name})")
        self.stdout.write(f"Klaar: {Observation.objects.count()} verzonnen cijfers.")
