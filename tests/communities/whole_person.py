"""Somebody who did everything that can be done in a community: for exporting, erasing and keeping no longer."""

import io
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from communities.actions.log import note
from communities.models import (
    Ambition,
    AmbitionConsent,
    Attendance,
    CalendarFeed,
    Champion,
    Comment,
    Commitment,
    Community,
    Complaint,
    Consent,
    Digest,
    Document,
    DocumentVersion,
    Event,
    Follow,
    HouseRules,
    Interest,
    Invitation,
    JoinRequest,
    Letter,
    Measure,
    Nomination,
    Notice,
    NotificationChoice,
    Post,
    PostPicture,
    Seen,
    Stakeholder,
    User,
)
from regioscan.models import Annotation
from tests import factories
from tests.communities.town import join, make_organisation, make_trajectory

NAME = "Xenia Quispel"
EMAIL = "xenia.quispel@example.org"
SECOND = "x.quispel@example.net"
WORD = "kwetterzwam"
"""Stands in every free text of hers, and nowhere else."""


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


PNG = _png()


def make_whole_person(community: Community, other: User) -> User:
    """Xenia, member of this community, with a row of everything; `other` is somebody who wrote about her."""
    xenia = factories.make_verified_user(EMAIL, name=NAME)
    EmailAddress.objects.create(user=xenia, email=SECOND, verified=True)
    Authenticator.objects.create(user=xenia, type="totp", data={"secret": "geheim"})
    SocialAccount.objects.create(user=xenia, provider="openid_connect", uid="7", extra_data={"email": EMAIL})
    client = Client()
    client.force_login(xenia)
    client.get("/privacy/")
    assert UserSession.objects.filter(user=xenia).exists()
    membership = join(community, xenia, function=f"{WORD} van het dorp", bio=f"Ik ben {NAME}, {WORD}")
    _write(community, xenia, other)
    _take_part(community, xenia, other)
    _be_told(community, xenia, other)
    _be_measured(community, xenia, other, membership)
    return xenia


def _write(community: Community, xenia: User, other: User) -> None:
    about = {"community": community, "title": f"Over {WORD}", "body": f"<p>{WORD}</p>"}
    post = Post.objects.create(author=xenia, **about)
    Post.objects.create(author=xenia, state="concept", **(about | {"title": f"Concept {WORD}"}))
    PostPicture.objects.create(post=post, alt=f"Foto van {WORD}", file=ContentFile(PNG, "foto.png"))
    Comment.objects.create(post=post, author=xenia, text=f"Ik vind {WORD}")
    Comment.objects.create(post=post, author=other, text=f"Dank {NAME}, mail mij op {EMAIL.upper()}")
    theirs = Post.objects.create(community=community, author=other, title=f"Hulde aan {NAME}", body="<p>Zij.</p>")
    Comment.objects.create(post=theirs, author=xenia, text=f"Ach {WORD}")
    Follow.objects.create(post=theirs, user=xenia)
    Seen.objects.create(post=theirs, user=xenia)
    document = Document.objects.create(community=community, title="Plan", created_by=xenia)
    version = DocumentVersion(document=document, number=1, name="plan.txt", kind="txt", size=1, uploaded_by=xenia)
    version.file.save("plan.txt", ContentFile(b"plan"))


def _take_part(community: Community, xenia: User, other: User) -> None:
    now = timezone.now()
    trajectory = community.trajectories.first() or make_trajectory(community)
    event = Event.objects.create(
        community=community, organiser=xenia, title="Borrel", starts_at=now, ends_at=now + timedelta(hours=2)
    )
    Attendance.objects.create(event=event, user=xenia, answer="komt")
    Commitment.objects.create(
        community=community,
        person=xenia,
        created_by=other,
        what=f"Ik regel {WORD}",
        due_on=now.date(),
        state="vervallen",
        lapsed_because=f"Geen {WORD}",
    )
    champion = Champion.objects.create(community=community, name="De Kade", sector="bedrijven", contact_email=SECOND)
    Nomination.objects.create(champion=champion, nominated_by=xenia, sector="zorg", reason=f"Om {WORD}")
    stakeholder = Stakeholder.objects.create(
        trajectory=trajectory,
        kind="persoon",
        name=NAME,
        user=xenia,
        email=EMAIL,
        sector="zorg",
        notes=f"Houdt van {WORD}",
    )
    Interest.objects.create(stakeholder=stakeholder, level="persoon", hopes=f"Meer {WORD}")
    work = Stakeholder.objects.create(
        trajectory=trajectory,
        name="De Kade",
        user=xenia,
        email=SECOND,
        sector="zorg",
        function=f"Hoofd {WORD}",
        notes=f"Bel {NAME} over {WORD}",
        influence=4,
    )
    Interest.objects.create(stakeholder=work, level="organisatie", fears=f"Minder {WORD}")
    theirs = Stakeholder.objects.create(trajectory=trajectory, name="De Haven", sector="zorg")
    Interest.objects.create(stakeholder=theirs, level="organisatie", hopes=f"Nog {WORD}", changed_by=xenia)
    ambition = Ambition.objects.create(trajectory=trajectory, version=1, text="Samen verder", written_by=other)
    AmbitionConsent.objects.create(
        ambition=ambition, organisation=make_organisation(), answer="kanttekening", remark=f"Mits {WORD}", by=xenia
    )
    HouseRules.objects.create(community=community, version=1, text=f"Wees aardig. Vragen? {EMAIL}", published_by=other)
    Annotation.objects.create(region=community.region, text="Het gaat goed.", written_by=NAME)
    trajectory.advisors.add(xenia)


def _be_told(community: Community, xenia: User, other: User) -> None:
    now = timezone.now()
    Notice.objects.create(user=xenia, kind="nieuws", key="a", title="Iets", path="/")
    theirs = {"user": other, "community": community}
    Notice.objects.create(kind="antwoord", key="b", title=f"{NAME} antwoordde", path="/", **theirs)
    Letter.objects.create(user=xenia, key="a", kind="nieuws", address=EMAIL, subject=f"Dag {NAME}", text=NAME)
    Letter.objects.create(key="b", kind="nieuws", address=SECOND, subject="Zonder account")
    letter = {"kind": "nieuws", "address": other.email, "subject": f"{NAME} schreef", "html": NAME}
    Letter.objects.create(key="c", **letter, **theirs)
    NotificationChoice.objects.create(user=xenia, kind="nieuws", channel="niet")
    Digest.objects.create(user=xenia, week=now.date(), n_items=1)
    CalendarFeed.objects.create(user=xenia)
    Consent.objects.create(user=xenia, community=community, subject="huisregels", is_given=True, wording="Akkoord")
    JoinRequest.objects.create(
        community=community, user=xenia, state="toegelaten", decided_at=now, answers=[{"question": "?", "answer": WORD}]
    )
    about = {"community": community, "expires_at": now + timedelta(days=9)}
    Invitation.objects.create(email=EMAIL, name=NAME, message=f"Kom, {WORD}", token_hash="a" * 64, **about)
    note(by=xenia, action="proeft", thing=community, community=community)


def _be_measured(community: Community, xenia: User, other: User, membership) -> None:
    post = Post.objects.filter(author=xenia, state="gepubliceerd").first()
    Measure.objects.create(
        community=community,
        kind="verbergen",
        post=post,
        reason=f"{NAME} schreef {WORD}",
        taken_by=other,
        objection="open",
        objection_text=f"Ik bedoelde {WORD}",
        objection_at=timezone.now(),
    )
    Complaint.objects.create(community=community, post=post, reporter=other, reason="anders", text=f"{NAME} weer")
    Complaint.objects.create(community=community, membership=membership, reporter=other, reason="anders")
    organised = Event.objects.filter(organiser=xenia).first()
    Complaint.objects.create(community=community, event=organised, reporter=xenia, reason="anders", text=f"Geen {WORD}")
    theirs = Post.objects.filter(author=other).first()
    Complaint.objects.create(community=community, post=theirs, reporter=xenia, reason="anders", text=f"Geen {WORD}")


def places_that_hold(text: str) -> list[str]:
    """table.column of every text in the whole database that holds these letters, whatever their capitals."""
    kinds = ("text", "character varying", "jsonb", "tsvector", "ARRAY", "json")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = ANY(%s)",
            [list(kinds)],
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text ILIKE %s LIMIT 1',  # noqa: S608 - names of our own tables
                [f"%{text}%"],
            )
            if cursor.fetchone():
                found.append(f"{table}.{column}")
    return sorted(found)
