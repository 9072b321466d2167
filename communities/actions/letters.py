"""Bringing the post to the mail server. A letter waits in the database until the server took it.

Never twice, with one window that nobody can close: a letter is sent while its row is locked, and its state changes in
the same transaction. When the process dies after the server said yes and before the commit, the letter goes out again;
it then has the same Message-ID, by which mail programs show it once.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.letters.logos import Logos, MailWithLogos
from communities.letters.mail import one_line
from communities.models import Letter, User

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 240, 240, 240, 240))
"""How long a letter waits after its first, second… try: 21 hours in all. Fails the next one too, it is given up."""
RUN_SECONDS = 25.0
"""A run stops after this long; the next one is half a minute after the last began."""


@dataclass
class Round:
    """What came of one run."""

    n_sent: int = 0
    n_waiting: int = 0
    n_failed: int = 0
    is_server_away: bool = False


def send_letters(*, now: datetime | None = None, at_most: int = 2000) -> Round:
    """Send every letter that is due. Several runs at once share the work; each letter is locked while it is sent.

    When the mail server is away, all that was due waits a minute, then longer, and after a day it counts as failed.
    """
    started, result, connection, logos = timezone.now(), Round(), get_connection(), Logos()
    now = now or started
    if not Letter.objects.due(now).exists():
        return result
    try:
        connection.open()
    except OSError as error:
        logger.warning("mail server away, letters wait in the database", extra={"error": str(error)})
        return _put_off_all(now)
    try:
        while at_most > 0 and not result.is_server_away and _seconds_since(started) < RUN_SECONDS:
            if not _send_next(connection, now, result, logos):
                break
            at_most -= 1
    finally:
        connection.close()
    return result


@transaction.atomic
def retry_letter(*, letter: Letter, by: User) -> Letter:
    """Put a letter that was not sent in the post again, to be tried at once; one that was sent stays sent."""
    if letter.community is None or not by.has_perm("communities.manage_community", letter.community):
        raise PermissionDenied
    found = Letter.objects.select_for_update().get(pk=letter.pk)
    if found.state == Letter.State.SENT:
        return found
    found.state, found.n_tries, found.next_try_at = Letter.State.WAITING, 0, timezone.now()
    found.save(update_fields=["state", "n_tries", "next_try_at"])
    note(by=by, action="verstuurt opnieuw", thing=found, community=letter.community)
    return found


@transaction.atomic
def _send_next(connection: Any, now: datetime, result: Round, logos: Logos) -> bool:
    """Send the letter that waits longest and that no other run holds; False when there is none."""
    due = Letter.objects.due(now).order_by("next_try_at", "pk")
    letter = due.select_related("community").select_for_update(of=("self",), skip_locked=True).first()
    if letter is None:
        return False
    try:
        connection.send_messages([message_of(letter, logos)])
    except Exception as error:  # whatever is wrong with one letter must not hold up those behind it
        logger.warning("letter not sent", extra={"letter": letter.pk, "error": type(error).__name__})
        connection.close()
        result.is_server_away = _says_that_the_server_left(error)
        _put_off(letter, now, is_hopeless=_is_hopeless(error))
    else:
        letter.state, letter.sent_at, letter.text, letter.html = Letter.State.SENT, timezone.now(), "", ""
        letter.unsubscribe_link = ""
        letter.n_tries += 1
    letter.save()
    _count(letter, result)
    return True


def message_of(letter: Letter, logos: Logos) -> MailWithLogos:
    """The mail itself: text and HTML, from the community, with a way to stop it in one click (RFC 8058)."""
    house_name, house_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = f"{one_line(letter.community.name)} via Regiokracht" if letter.community else house_name or "Regiokracht"
    domain = house_address.rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<letter-{letter.pk}-{letter.created_at.timestamp():.0f}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if letter.unsubscribe_link:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    html, own_logos = logos.fill_in(letter.html)
    mail = MailWithLogos(
        one_line(letter.subject), letter.text, formataddr((name, house_address)), [letter.address], headers=headers
    )
    mail.attach_alternative(html, "text/html")
    mail.logos = own_logos
    return mail


def _put_off(letter: Letter, now: datetime, *, is_hopeless: bool) -> None:
    letter.n_tries += 1
    if is_hopeless or letter.n_tries > len(WAITS):
        letter.state = Letter.State.FAILED
    else:
        letter.next_try_at = now + WAITS[letter.n_tries - 1]


@transaction.atomic
def _put_off_all(now: datetime) -> Round:
    """Let everything that is due wait, for the server is away; letters that another run holds are left to it."""
    held = list(Letter.objects.due(now).defer("text", "html").select_for_update(skip_locked=True)[:20_000])
    for letter in held:
        _put_off(letter, now, is_hopeless=False)
    Letter.objects.bulk_update(held, ["state", "next_try_at", "n_tries"], batch_size=1000)
    n_failed = sum(letter.state == Letter.State.FAILED for letter in held)
    return Round(n_waiting=len(held) - n_failed, n_failed=n_failed, is_server_away=True)


def _is_hopeless(error: Exception) -> bool:
    """Whether the server will say the same tomorrow (codes of 500 and up), or the address cannot be one."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _says_that_the_server_left(error: Exception) -> bool:
    is_lost = isinstance(error, OSError) and not isinstance(error, SMTPException)
    return is_lost or isinstance(error, SMTPServerDisconnected)


def _count(letter: Letter, result: Round) -> None:
    result.n_sent += letter.state == Letter.State.SENT
    result.n_waiting += letter.state == Letter.State.WAITING
    result.n_failed += letter.state == Letter.State.FAILED


def _seconds_since(started: datetime) -> float:
    return (timezone.now() - started).total_seconds()
