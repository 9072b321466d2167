"""Makes the accounts to try the site out with."""

from argparse import ArgumentParser
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communities.example_people import PASSWORD, PEOPLE, Person
from communities.models import User

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class Command(BaseCommand):
    """Makes what is missing and changes nobody: a password that someone chose stays."""

    help = "Maakt de voorbeeldaccounts, alleen bij voorbeeldcijfers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", default="", help="wachtwoord van nieuwe accounts")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EXAMPLE_FIGURES:
            raise CommandError("Voorbeeldaccounts horen bij voorbeeldcijfers; die staan uit (EXAMPLE_FIGURES).")
        password = str(options["password"])
        if not password and urlsplit(settings.SITE_URL).hostname not in THIS_MACHINE:
            raise CommandError("Deze site is voor anderen bereikbaar: kies zelf een wachtwoord met --password.")
        # Hashing is slow on purpose; once is enough for a password that they share.
        hashed = make_password(password or PASSWORD)
        made = [person for person in PEOPLE if make_account(person, hashed)]
        if made:
            self.stdout.write(f"Voorbeeldaccounts gemaakt: {', '.join(person.email for person in made)}")


@transaction.atomic
def make_account(person: Person, hashed: str) -> bool:
    """Make an account with a confirmed address and a hashed password; False when the address already has one."""
    if User.objects.filter(email__iexact=person.email).exists():
        return False
    rights = {"is_staff": person.is_administrator, "is_superuser": person.is_administrator}
    user = User.objects.create(email=person.email, password=hashed, name=person.name, **rights)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return True
