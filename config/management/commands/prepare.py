"""Brings the database and the static files in step with the code: after installing, and after every upgrade."""

import gc
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from regioscan.models import MethodVersion, Snapshot

PARTS = ("database", "static")
EXAMPLE_METHOD = "voorbeeld-1"


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave garbage lying: migrations make thousands of models, and looking for dead ones takes a quarter of the time.

    It costs some 300 MB until the program ends, which is soon.
    """
    gc.disable()
    try:
        yield
    finally:
        # What lies there now is never looked at again.
        gc.freeze()
        gc.enable()


class Command(BaseCommand):
    """May be run as often as you like; what is done already takes no time."""

    # Looking at every page first would take longer than the work; bin/check does that.
    requires_system_checks = ()
    help = "Maakt database en bestanden klaar voor deze versie, met EXAMPLE_FIGURES ook het voorbeeld."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The parts do not need each other and may run at the same time."""
        parser.add_argument("--part", choices=PARTS, help="doe alleen dit deel")

    def handle(self, *args: object, **options: object) -> None:
        if options["part"] == "database":
            self.prepare_database()
        elif options["part"] == "static":
            self.prepare_static()
        else:
            self.prepare_both()

    def prepare_both(self) -> None:
        """Both at the same time, in two processes of which the second has what the first already loaded."""
        static = get_context("fork").Process(target=self.prepare_static)
        static.start()
        try:
            self.prepare_database()
        finally:
            static.join()
        if static.exitcode:
            raise CommandError("De bestanden staan niet klaar; de regels hierboven zeggen waarom.")

    def prepare_static(self) -> None:
        """Collect the static files; and, while the database is being filled, compile what the site will import."""
        if not settings.DEBUG:
            self.collect_static()
        import_module(settings.ROOT_URLCONF)

    def prepare_database(self) -> None:
        """Migrate, bring the catalogue in step, and where figures are invented, invent them once."""
        with uncollected():
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Thema's, bronnen, indicatoren en vragenlijsten bijwerken …")
        call_command("load_catalogue", stdout=StringIO())
        call_command("load_instruments", stdout=StringIO())
        if settings.EXAMPLE_FIGURES:
            if not Snapshot.objects.exists():
                self.stdout.write("Voorbeeldcijfers maken …")
                call_command("load_example", stdout=self.stdout)
            if not MethodVersion.objects.exists():
                self.stdout.write("De methode van de index vastleggen …")
                call_command("freeze_method", EXAMPLE_METHOD, name="Voorbeeld, versie 1", stdout=self.stdout)
            call_command("example_accounts", stdout=self.stdout)
            call_command("example_story", stdout=self.stdout)
            call_command("example_rounds", stdout=self.stdout)
            call_command("example_initiatives", stdout=self.stdout)
            call_command("example_report", stdout=self.stdout)

    def collect_static(self) -> None:
        """Collect the static files under hashed names, when one of them has changed."""
        note = Path(settings.STATIC_ROOT) / ".collected"
        now = static_fingerprint()
        if note.exists() and note.read_text() == now:
            return
        self.stdout.write("Stijlen, scripts en lettertypen klaarzetten …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        note.write_text(now)


def static_fingerprint() -> str:
    """Changes when a static file appears, goes or changes."""
    found = sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            found.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()
