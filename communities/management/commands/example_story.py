"""Makes the communities to look around in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities.actions.example import tell_story


class Command(BaseCommand):
    """Does nothing where there are communities already."""

    help = "Maakt de voorbeeldcommunities, alleen bij voorbeeldcijfers."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EXAMPLE_FIGURES:
            raise CommandError("De voorbeeldcommunities horen bij voorbeeldcijfers; die staan uit (EXAMPLE_FIGURES).")
        for community in tell_story():
            self.stdout.write(f"Community gemaakt: {community.name}, {community.memberships.count()} mensen")
