"""Holds the rounds of the example communities."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from succesfactoren.actions.example import tell_rounds


class Command(BaseCommand):
    """Does nothing where there are rounds already."""

    help = "Maakt de rondes van de voorbeeldcommunities, alleen bij voorbeeldcijfers."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EXAMPLE_FIGURES:
            raise CommandError("De voorbeeldrondes horen bij voorbeeldcijfers; die staan uit (EXAMPLE_FIGURES).")
        rounds = tell_rounds()
        if rounds:
            self.stdout.write(f"Rondes gehouden: {len(rounds)}")
