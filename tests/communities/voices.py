"""People of a community who say something, and what reaches them."""

from django.test import Client

from communities.models import Community, Notice, User
from tests import factories
from tests.communities.town import join


def someone(community: Community, name: str, **fields: object) -> User:
    """A member with a name."""
    person = factories.make_verified_user(name=name)
    join(community, person, **fields)
    return person


def client_of(person: User) -> Client:
    """A browser of somebody."""
    client = Client()
    client.force_login(person)
    return client


def sent(**fields: object) -> dict[str, object]:
    """A filled-in form."""
    return {"kind": "nieuws", "title": "Titel", "body": "Tekst", "audience": "leden"} | fields


def kinds_of(person: User) -> list[str]:
    """What was put before somebody, oldest first."""
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))
