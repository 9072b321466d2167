"""How a mail is laid out: the same words as text and as HTML, in the face of a community."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from communities.access.faces import face_of
from communities.letters.logos import mark_of
from communities.letters.unsubscribing import DIGEST, Stop, unsubscribe_link
from communities.models import ALWAYS, Community, Notice, User
from lib.colours import Face

NOTICE_FIELD = "gelezen"
WHY = {
    Notice.Kind.MENTION: "omdat iemand u noemde",
    Notice.Kind.REPLY: "omdat iemand antwoordde op wat u schreef of volgt",
    Notice.Kind.INVITATION: "omdat u bent uitgenodigd, of omdat u lid wilde worden",
    Notice.Kind.COMMITMENT: "omdat het gaat over een toezegging of initiatief van u, of dat u opschreef of coördineert",
    Notice.Kind.MODERATION: "omdat er een besluit is over wat u schreef of meldde",
    Notice.Kind.REQUEST: "omdat iemand lid wil worden van een community die u coördineert",
    Notice.Kind.EVENT: "omdat het over een bijeenkomst gaat waar u komt",
    Notice.Kind.NEWS: "omdat u nieuws meteen per mail wilt ontvangen",
    Notice.Kind.HOUSE: "omdat het over uw account of uw gegevens gaat",
    DIGEST: "omdat u het weekoverzicht van uw communities ontvangt",
}
"""Why somebody gets a mail of each kind; every mail ends with it."""
WHY_GUEST = "omdat iemand uw adres opgaf voor deze ene mail. U staat niet op een lijst"
WHY_GUESTS = {
    "ronde": "omdat een community u vraagt één vragenlijst in te vullen. Als die sluit, wissen wij uw adres daar",
    "herinnering": "omdat u bent gevraagd en uw link nog niet is gebruikt. Wij herinneren u ten hoogste twee keer",
    "stemlink": "omdat iemand met uw adres wil stemmen, of omdat u op de lijst staat van wie mag stemmen",
    "stembewijs": "omdat u stemt over een budget. Na de telling wissen wij uw adres daar",
    "panel": "omdat dit adres is opgegeven voor het bewonerspanel. Stoppen kan altijd, met de link in deze mail",
}
"""Where mail to somebody without an account has another reason."""


@dataclass(frozen=True)
class Entry:
    """One thing in a list: what it is, where it stands, and its first words."""

    title: str
    path: str
    note: str = ""
    text: str = ""


@dataclass(frozen=True)
class Part:
    """Entries of one kind under a heading, and in words how many more there are."""

    heading: str
    entries: Sequence[Entry]
    more: str = ""


@dataclass(frozen=True)
class Section:
    """What one community has to say."""

    title: str
    path: str
    face: Face
    parts: Sequence[Part]
    logo: str = ""


@dataclass(frozen=True)
class Words:
    """Everything that a mail says. `button` is a label and an address on this site; `others` are further ones."""

    subject: str
    kind: str
    paragraphs: Sequence[str] = ()
    button: tuple[str, str] | None = None
    others: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    community: Community | None = None
    user: User | None = None
    salutation: str = field(default="")


@dataclass(frozen=True)
class Mail:
    """A mail as it will be sent."""

    subject: str
    text: str
    html: str
    unsubscribe_link: str


def lay_out(words: Words) -> Mail:
    """The mail as text and as HTML, with why it came and how to stop it. Nothing in it can become a header."""
    subject = one_line(words.subject)
    stop = _stop_link(words)
    context = {
        "words": words,
        "subject": subject,
        "site": settings.SITE_URL,
        "face": face_of(words.community),
        "logo": mark_of(words.community),
        "sender": one_line(words.community.name) if words.community else "Regiokracht",
        "button_label": words.button[0] if words.button else "",
        "button_link": settings.SITE_URL + words.button[1] if words.button else "",
        "others": [(label, settings.SITE_URL + path) for label, path in words.others],
        "why": WHY[words.kind] if words.user else WHY_GUESTS.get(words.kind, WHY_GUEST),
        "is_fixed": words.kind in ALWAYS,
        "settings_link": _settings_link(words.kind) if words.user else "",
        "stop_link": stop,
    }
    text = render_to_string("emails/community.txt", context)
    html = render_to_string("emails/community.html", context)
    return Mail(subject, _without_gaps(text), html, stop)


def one_line(text: str, longest: int = 200) -> str:
    """Text that is safe in the head of a mail: no line ends or other control characters, and not endless."""
    kept = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    line = " ".join(kept.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def path_from_mail(path: str, notice_id: int) -> str:
    """An address that also says which notice led to it, so that the notice counts as read for who is logged in."""
    parts = urlsplit(path)
    query = "&".join(part for part in (parts.query, f"{NOTICE_FIELD}={notice_id}") if part)
    return urlunsplit(parts._replace(query=query))


def _stop_link(words: Words) -> str:
    if words.user is None:
        return ""
    return unsubscribe_link(Stop(words.user.pk, words.kind, words.community.pk if words.community else None))


def _settings_link(kind: str) -> str:
    row = Notice.Kind.NEWS.value if kind == DIGEST else kind
    return f"{settings.SITE_URL}{reverse('communities:notice_settings')}#{row}"


def _without_gaps(text: str) -> str:
    """Templates leave empty lines where nothing was to be said: never more than one in a row."""
    lines: list[str] = []
    for line in (one.rstrip() for one in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
