"""The mail to a quiet initiative: its words, and the link with which somebody answers without logging in."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from communities.letters.commitments import LINK_DAYS, LinkExpired, mark_of
from communities.models import User
from initiatives.models import QuietQuestion

SALT = "initiatives.quiet-question"

BUTTONS = (
    (QuietQuestion.Answer.FINE, "Het gaat goed"),
    (QuietQuestion.Answer.HELP, "Wij hebben hulp nodig"),
    (QuietQuestion.Answer.STOPPED, "Het is gestopt"),
)


@dataclass(frozen=True)
class QuietLink:
    """What a link says: which question, and whose hand it is in."""

    question_id: int
    user_id: int
    address_mark: str
    """Of the address that the letter went to; see `communities.letters.commitments.mark_of`."""


def quiet_token(question: QuietQuestion, user: User) -> str:
    """A signed text that lets `user` answer this question, without logging in, for sixty days."""
    return signing.dumps([question.pk, user.pk, mark_of(user)], salt=SALT)


def quiet_path(question: QuietQuestion, user: User) -> str:
    """The address of the page with the three answers."""
    return reverse("initiatives:quiet_answer", args=[quiet_token(question, user)])


def quiet_buttons(question: QuietQuestion, user: User) -> list[tuple[str, str]]:
    """The three buttons of the mail: what each says, and the page that asks to confirm it."""
    path = quiet_path(question, user)
    return [(label, f"{path}?antwoord={answer.value}") for answer, label in BUTTONS]


def read_quiet_token(token: str) -> QuietLink | None:
    """What the link says; None for one that we did not make. Raises LinkExpired."""
    try:
        question_id, user_id, mark = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return QuietLink(int(question_id), int(user_id), str(mark))


def question_words(title: str, days: int) -> tuple[str, str]:
    """The title and the text of the mail."""
    return (
        f"Hoe gaat het met {title}?"[:200],
        f"Wij hoorden {days} dagen niets van dit initiatief. Dat kan heel goed: er wordt vaak meer gedaan dan "
        "geschreven. Kies wat klopt, en bevestig het op de bladzijde die opengaat. U hoeft niet in te loggen.",
    )
