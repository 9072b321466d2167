"""The face of a community, its settings, and lists of communities. Who gets in, and something to look at."""

import io
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from communities.models import Commitment, Community, Event, PhaseKind, Post
from tests import factories
from tests.access_rows.rows import ACCOUNT, ADMINISTRATORS, COORDINATORS, EVERYONE, OPEN, Row, posted
from tests.communities.town import join, make_organisation

ROWS: dict[str, Row] = {
    "config:community_home": OPEN,
    "communities:community_list": EVERYONE,
    "communities:community_create": ADMINISTRATORS,
    "communities:my_page": ACCOUNT,
    "communities:settings_general": COORDINATORS,
    "communities:settings_face": COORDINATORS,
    "communities:settings_privacy": COORDINATORS,
    "communities:settings_end": COORDINATORS,
    "communities:settings_resume": posted(COORDINATORS),
    "communities:face_stylesheet": OPEN,
    "communities:face_logo": OPEN,
    "communities:face_cover": OPEN,
}
_number = count(1)


def picture(colour: str = "#336699") -> ContentFile:
    """A picture as it is kept."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return ContentFile(out.getvalue())


def make(community: Community) -> dict[str, Any]:
    """One more of everything that the front page shows, and a face with pictures."""
    if not community.logo:
        community.logo.save("logo.png", picture(), save=False)
        community.cover.save("omslag.png", picture(), save=False)
        community.cover_alt, community.cover_credit = "Een meer met riet", "Jan de Wit"
        community.save()
    number = next(_number)
    user = factories.make_verified_user(f"koploper{number}@example.org", name=f"Koploper Nummer{number}")
    join(
        community,
        user,
        is_frontrunner=True,
        is_shown_to_visitors=True,
        organisation=make_organisation(f"Bedrijf {number}"),
    )
    Post.objects.create(
        community=community, author=user, title=f"Nieuws {number}", body="<p>Er is iets.</p>", audience="openbaar"
    )
    soon = timezone.now() + timedelta(days=number)
    Event.objects.create(
        community=community,
        title=f"Avond {number}",
        starts_at=soon,
        ends_at=soon + timedelta(hours=2),
        audience="openbaar",
    )
    Commitment.objects.create(community=community, person=user, what=f"Iets doen {number}", due_on=date(2030, 1, 1))
    trajectory = community.trajectories.first()
    if trajectory and not trajectory.phases.exists():
        for position, kind in enumerate(PhaseKind):
            trajectory.phases.create(kind=kind, position=position)
    return {}
