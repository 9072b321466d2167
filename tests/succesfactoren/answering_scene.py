"""Somebody who opens a link and fills in a questionnaire, for tests."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lib.tokens import hash_token, new_token
from succesfactoren.models import Round
from tests.communities.town import make_community, make_trajectory
from tests.succesfactoren.scene import make_round, make_ticket


def any_round(slug: str = "zeven-succesfactoren", **fields: Any) -> Round:
    """An open round in a public community, unless said otherwise."""
    community = fields.pop("community", None) or make_community()
    if not community.trajectories.exists():
        make_trajectory(community)
    return make_round(community, slug, **fields)


def confidential_round(**fields: Any) -> Round:
    """An open round in which answers are kept under a code."""
    return any_round(mode="vertrouwelijk", **fields)


def meeting_round(**fields: Any) -> tuple[Round, str]:
    """An open round with the link of a meeting that goes on now, and the token in it."""
    now, token = timezone.now(), new_token()
    window = {"open_link_from": now - timedelta(hours=1), "open_link_until": now + timedelta(hours=1)}
    return any_round(open_link_hash=hash_token(token), **(window | fields)), token


class Respondent:
    """A browser without an account, with a link of its own."""

    def __init__(self, found: Round, email: str = "an@example.org", token: str = "") -> None:
        self.round, self.client = found, Client(raise_request_exception=False)
        self.token = token or make_ticket(found, email)[1]
        self.page = reverse("succesfactoren:questionnaire", args=[found.pk])

    def open(self) -> Any:
        """Follow the link from the mail."""
        return self.client.get(reverse("succesfactoren:ticket_open", args=[self.token]))

    def look(self) -> Any:
        """The page behind the link."""
        return self.client.get(self.page)

    def post(self, step: str = "verstuur", **fields: Any) -> Any:
        """Press a button; `_` in a name stands for `-`."""
        named = {name.replace("_", "-", 1): value for name, value in fields.items()}
        return self.client.post(self.page, {"stap": step} | named)

    def send(self, mark: int = 4, **fields: Any) -> Any:
        """Open the link, give every statement the same mark, and send."""
        self.open()
        return self.post(**(marks(self.round, mark) | fields))


def marks(found: Round, mark: int | str = 4) -> dict[str, Any]:
    """The same mark for every statement, and a role."""
    codes = found.version.statements.filter(kind="stelling").values_list("code", flat=True)
    return {f"q_{code}": str(mark) for code in codes} | {"g_rol": "inwoner"}
