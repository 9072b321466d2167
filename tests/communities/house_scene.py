"""A community with somebody who runs it, and what a form of its settings sends."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from communities.models import Community, Role, User
from tests import factories
from tests.communities.town import join, make_community


def make_coordinator() -> User:
    """Somebody who runs communities."""
    return factories.make_verified_user("coordinator@example.org", name="Co van Dijk")


def make_run_community(coordinator: User) -> Community:
    """A public community with a coordinator."""
    made = make_community(name="Waalmeer aan zet", tagline="Eén meer, samen aan zet")
    join(made, coordinator, role=Role.COORDINATOR)
    return made


def png(colour: str = "#336699", size: tuple[int, int] = (300, 200)) -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def upload(content: bytes, name: str = "foto.png", kind: str = "image/png") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content, content_type=kind)


def face_form(**changes) -> dict[str, object]:
    """What the form of the face sends."""
    return {"primary_colour": "#57204a", "accent_colour": "#f5b80c", "cover_alt": "", "cover_credit": ""} | changes


def address(name: str, community: Community) -> str:
    """A page of the house."""
    return reverse(f"communities:{name}", args=[community.slug])
