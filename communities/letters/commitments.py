"""The link with which somebody says «klaar» from a mail, and the words around it."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from communities.analysis.promises import LAPSED
from communities.models import Commitment, User
from lib.text import long_date

SALT = "communities.commitment-done"
LINK_DAYS = 60
MARK_LENGTH = 12
CHOOSE = "Kies wat klopt, en bevestig het op de bladzijde die opengaat. Alleen voor een andere dag logt u in."


@dataclass(frozen=True)
class DoneLink:
    """What a link says: which commitment, and whose hand it is in."""

    commitment_id: int
    user_id: int
    address_mark: str
    """Of the address that the letter went to; see `mark_of`."""


class LinkExpired(Exception):
    """The link was ours, and is too old."""


def mark_of(user: User) -> str:
    """Tells one address from another and does not give it away: a letter to an address that changed works no more."""
    return salted_hmac(SALT, user.email.lower(), algorithm="sha256").hexdigest()[:MARK_LENGTH]


def done_token(commitment: Commitment, user: User) -> str:
    """A signed text that lets `user` say that this commitment is done, without logging in, for sixty days."""
    return signing.dumps([commitment.pk, user.pk, mark_of(user)], salt=SALT)


def done_path(commitment: Commitment, user: User) -> str:
    """The address of the page with the one button."""
    return reverse("communities:commitment_done", args=[done_token(commitment, user)])


def read_done_token(token: str) -> DoneLink | None:
    """What the link says; None for one that we did not make. Raises LinkExpired."""
    try:
        commitment_id, user_id, mark = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return DoneLink(int(commitment_id), int(user_id), str(mark))


def promiser(commitment: Commitment) -> str:
    """Who promised it, said to whoever is reminded: a promise without a person is followed by a coordinator."""
    if commitment.person_id:
        return "U"
    return commitment.organisation.name if commitment.organisation else "Iemand"


def reminder_words(commitment: Commitment, which: str) -> tuple[str, str]:
    """The title and the text of a reminder: `vooraf` or `te-laat`."""
    day, who = long_date(commitment.due_on), promiser(commitment)
    if which == "vooraf":
        return (
            f"Op {day} klaar? {commitment.what}"[:200],
            f"{who} zegde toe dat dit op {day} klaar is. Is het al klaar, wordt het een andere dag, of gaat het niet "
            f"door? {CHOOSE}",
        )
    return (
        f"Nog niet klaar: {commitment.what}"[:200],
        f"{who} zegde toe dat dit op {day} klaar zou zijn. Is het intussen klaar, wordt het een andere dag, of gaat "
        f"het niet door? {CHOOSE}",
    )


def reminder_buttons(commitment: Commitment, user: User) -> list[tuple[str, str]]:
    """The three buttons of a reminder: what each says, and the page on which it is done."""
    path = done_path(commitment, user)
    moving = reverse("communities:commitment_edit", args=[commitment.community.slug, commitment.pk])
    return [
        ("Meld dat het klaar is", path),
        ("Kies een andere dag", moving),
        ("Meld dat het niet doorgaat", f"{path}?antwoord={LAPSED}"),
    ]
