"""Carries out the initiatives and budgets of the example communities."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.actions.example import tell_initiatives


class Command(BaseCommand):
    """Does nothing where there are initiatives already."""

    help = "Maakt de initiatieven en budgetten van de voorbeeldcommunities, alleen bij voorbeeldcijfers."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EXAMPLE_FIGURES:
            raise CommandError("De initiatieven horen bij voorbeeldcijfers; die staan uit (EXAMPLE_FIGURES).")
        initiatives = tell_initiatives()
        if initiatives:
            self.stdout.write(f"Initiatieven gemaakt: {len(initiatives)}")
