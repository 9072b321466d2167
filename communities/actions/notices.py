"""Telling people what is meant for them, once: on the site, and by mail for who wants that."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from communities.access.notices import those_who_belong, those_who_want_mail
from communities.letters.mail import Mail, Words, lay_out, one_line, path_from_mail
from communities.models import Community, Letter, Notice, User

TO_THE_SITE = "Bekijk het op de site"
Buttons = str | Sequence[tuple[str, str]]
"""What one button says; or several, each with what it says and an address on this site."""
FORGOTTEN = "Dit is verborgen of verwijderd"


class Quote(str):
    """Words of others: a letter that quotes them is wiped when sent, a notice would outlive what was removed."""


@transaction.atomic
def notify(
    *,
    users: Iterable[User],
    kind: str,
    key: str,
    title: str,
    path: str,
    text: str = "",
    community: Community | None = None,
    button: Buttons = TO_THE_SITE,
) -> list[Notice]:
    """Put a notice before each of `users`, and a letter in the post for who wants this kind at once.

    `key` says what happened ("comment-12"); whoever was told of it already is not told again. `path` is an address on
    this site; anything else raises ValueError. `button` is what the button in the mail says, or several of them. The
    caller leaves out whoever did it. Who left or was blocked is not told what happens in the community. A `Quote` as
    text stands in the letter only. Returns the new notices.
    """
    for address in [path] if isinstance(button, str) else [path, *(one[1] for one in button)]:
        _must_be_ours(address)
    people = {user.pk: user for user in those_who_belong(users, kind, community)}
    told = set(Notice.objects.filter(key=key, user__in=list(people)).values_list("user_id", flat=True))
    own = "" if isinstance(text, Quote) else text
    new = [
        Notice(user=user, kind=kind, key=key, title=one_line(title), text=own, path=path, community=community)
        for pk, user in people.items()
        if pk not in told
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    _put_in_the_post([notice.user for notice in new], kind, key, text, community, button)
    return new


@transaction.atomic
def forget_notices(*, keys: Iterable[str]) -> int:
    """Let nobody read any more, on the site or in a mail, what was told under these keys; returns how many notices.

    For what was hidden, removed or erased. A letter that still waits is not sent; one that was keeps only that it was.
    """
    letters = letters_with(keys)
    letters.exclude(state=Letter.State.SENT).delete()
    letters.update(subject=FORGOTTEN)
    return notices_with(keys).delete()[0]


def notices_with(keys: Iterable[str]) -> QuerySet[Notice]:
    """What people were told under these keys."""
    return Notice.objects.filter(key__in=set(keys))


def letters_with(keys: Iterable[str]) -> QuerySet[Letter]:
    """The letters that went with those notices."""
    found = notices_with(keys).values_list("key", "user_id")
    return Letter.objects.filter(key__in=[f"{key}:{user_id}" for key, user_id in found])


@transaction.atomic
def post_letter(
    *,
    address: str,
    key: str,
    kind: str,
    subject: str,
    paragraphs: Sequence[str],
    button: tuple[str, str] | None = None,
    community: Community | None = None,
    user: User | None = None,
) -> Letter:
    """Put one letter in the post, also for somebody without an account; it is sent within a minute.

    With the same `key` again nothing happens: the letter that is there is returned. `button` is a label and an address
    on this site. Asks nobody whether the mail is wanted: for people with an account use `notify`.
    """
    if button:
        _must_be_ours(button[1])
    words = Words(subject, kind, paragraphs=paragraphs, button=button, community=community, user=user)
    letter = letter_of(lay_out(words), key=key, kind=kind, address=address, community=community, user=user)
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return Letter.objects.get(key=key)


def letter_of(
    mail: Mail, *, key: str, kind: str, address: str, community: Community | None, user: User | None
) -> Letter:
    """A letter with these words, ready for the post; not saved."""
    return Letter(
        key=key,
        kind=kind,
        address=address,
        community=community,
        user=user,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        unsubscribe_link=mail.unsubscribe_link,
    )


def _put_in_the_post(
    users: list[User], kind: str, key: str, text: str, community: Community | None, button: Buttons
) -> None:
    wanting = those_who_want_mail(users, kind, community) if users else []
    # Read back: a notice that another run put there first has a number that we do not know.
    notices = {one.user_id: one for one in Notice.objects.filter(key=key, user__in=wanting)}
    letters = [
        letter_of(
            lay_out(_words_for(user, notices[user.pk], text, community, button)),
            key=f"{key}:{user.pk}",
            kind=kind,
            address=user.email,
            community=community,
            user=user,
        )
        for user in wanting
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


def _words_for(user: User, notice: Notice, text: str, community: Community | None, button: Buttons) -> Words:
    wanted = [(button, notice.path)] if isinstance(button, str) else button
    first, *others = [(label, path_from_mail(path, notice.pk)) for label, path in wanted]
    return Words(
        notice.title,
        notice.kind,
        paragraphs=[text] if text else [],
        button=first,
        others=others,
        community=community,
        user=user,
    )


def _must_be_ours(path: str) -> None:
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"not an address on this site: {path!r}")
