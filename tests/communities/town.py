"""A public and a private community with the same people, and a third one elsewhere: who gets where."""

import string
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.crypto import get_random_string

from communities.models import Community, Membership, Organisation, Role, Trajectory, User
from communities.reports import agreement, route_map
from initiatives.reports import vote_letters
from lib.pdf import PdfResult
from succesfactoren.reports import paper, result
from tests import factories
from tests.access_rows.rows import PEOPLE


@dataclass
class Town:
    """Two communities with the same members, one elsewhere, and a logged-in client for each person."""

    public: Community
    private: Community
    elsewhere: Community
    people: dict[str, User]
    clients: dict[str, Client]

    def login(self, name: str) -> Client:
        """A fresh client of somebody; the visitor has no account."""
        client = Client(raise_request_exception=False)
        if name in self.people:
            client.cookies[settings.SESSION_COOKIE_NAME] = _session_of(self.people[name])
        return client


def _session_of(user: User) -> str:
    """The key of a session in which nothing has to be noted with a page, for as long as the tests of a module last."""
    now, session = int(time.time()), Session(session_key=get_random_string(32, string.ascii_lowercase))
    later = now + 3600
    kept = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        "started_at": now,
        "seen_at": later,
        "noted": (session.session_key, later),
    }
    session.session_data = Session.get_session_store_class()().encode(kept)
    session.expire_date = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    session.save(force_insert=True)
    return str(session.session_key)


def make_community(slug: str = "waalmeer", **fields: object) -> Community:
    """A community, public unless said otherwise, in a region that is made when it is not there."""
    region = fields.pop("region", None) or factories.any_region()
    defaults = {"name": slug.capitalize(), "visibility": "openbaar", "started_on": date(2025, 3, 1)}
    return Community.objects.create(slug=slug, region=region, **(defaults | fields))


def join(community: Community, user: User, **fields: object) -> Membership:
    """Let somebody belong, as a trusted member who speaks for the organisation named, unless said otherwise."""
    user.forget_memberships()
    defaults = {"is_trusted": True, "speaks_for_organisation": "organisation" in fields}
    return Membership.objects.create(community=community, user=user, **(defaults | fields))


def make_organisation(name: str = "Bakkerij De Kade", **fields: object) -> Organisation:
    """An organisation; made once per name."""
    defaults = {"kind": "onderneming", "sector": "bedrijven", "place": "Waalmeer"}
    return Organisation.objects.get_or_create(name=name, defaults=defaults | fields)[0]


def make_trajectory(community: Community, **fields: object) -> Trajectory:
    """A running trajectory, commissioned by a bank."""
    defaults = {"name": f"Traject {community.name}", "started_on": date(2025, 3, 1)}
    trajectory = Trajectory.objects.create(community=community, **(defaults | fields))
    trajectory.commissioners.add(make_organisation("Bank aan het Meer", kind="bank", sector="financieel"))
    return trajectory


def make_town() -> Town:
    """Everybody of PEOPLE, in a public and a private community that both have a trajectory."""
    public, private = make_community("waalmeer"), make_community("binnendijk", visibility="besloten")
    elsewhere = make_community("elders", visibility="besloten")
    bank = make_organisation("Bank aan het Meer", kind="bank", sector="financieel")
    roles = {
        "member": {},
        "frontrunner": {"is_frontrunner": True},
        "commissioner": {"role": Role.COMMISSIONER, "organisation": bank},
        "coordinator": {"role": Role.COORDINATOR},
    }
    names = [name for name in PEOPLE if name != "visitor"]
    people = {
        name: factories.make_verified_user(
            f"{name}@example.org", name=name.replace("_", " ").capitalize(), is_staff=name == "administrator"
        )
        for name in names
    }
    for community in (public, private):
        make_trajectory(community, shares_stakeholders=True)
        for name, fields in roles.items():
            join(community, people[name], **fields)
    join(elsewhere, people["foreign_coordinator"], role=Role.COORDINATOR)
    town = Town(public, private, elsewhere, people, {})
    town.clients = {name: town.login(name) for name in PEOPLE}
    return town


def quick_pdfs(monkeypatch) -> None:
    """Who gets a PDF is asked here, not what is in it: laying one out for each person takes minutes."""
    empty = PdfResult(b"%PDF-1.7", 1, "0" * 64, 0)
    for module in (agreement, route_map, paper, result, vote_letters):
        monkeypatch.setattr(module, "render_pdf", lambda *_args, **_kwargs: empty)


@contextmanager
def standing_town() -> Iterator[Town]:
    """A town for all tests of a module; it must be unblocked. A test that asks for `db` works on top of it."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=quick), transaction.atomic():
        yield make_town()
        transaction.set_rollback(True)


def visit(town: Town) -> Town:
    """The same town with things and clients of one's own, still logged in: what a test changes is its own."""
    clients = {name: Client(raise_request_exception=False) for name in town.clients}
    for name, client in clients.items():
        client.cookies = deepcopy(town.clients[name].cookies)
    return Town(*deepcopy([town.public, town.private, town.elsewhere, town.people]), clients)
