"""The words of a weekly digest: by community, then by item, with the text's first sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from communities.access.faces import face_of
from communities.letters.excerpts import first_sentences
from communities.letters.logos import mark_of
from communities.letters.mail import Entry, Part, Section, Words
from communities.letters.unsubscribing import DIGEST
from communities.models import Community, Event, Notice, Post, User
from lib.moments import clock, day_and_date
from lib.rich_text import plain
from lib.text import AMSTERDAM, long_date


@dataclass
class Items:
    """What one community has for one reader; `n_posts` and `n_events` also count what there was no room for."""

    community: Community | None
    notices: list[Notice] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    n_posts: int = 0
    n_events: int = 0


def digest_words(user: User, items: Sequence[Items], monday_text: str) -> Words:
    """The digest of one reader, with a section for each community that has something."""
    communities = [one.community for one in items if one.community]
    only = communities[0] if len(communities) == 1 and len(items) == 1 else None
    name = only.name if only else "uw communities"
    return Words(
        f"Weekoverzicht van {name}, {monday_text}",
        DIGEST,
        sections=[_section(one) for one in items],
        community=only,
        user=user,
        salutation=f"Dag {user.name}," if user.name else "",
    )


def _section(items: Items) -> Section:
    parts = [
        Part("Voor u", [_notice(one) for one in items.notices]),
        Part("Nieuw", [_post(one) for one in items.posts], _more(items.n_posts - len(items.posts), "bericht")),
        Part("Agenda", [_event(one) for one in items.events], _more(items.n_events - len(items.events), "bijeenkomst")),
    ]
    found = items.community
    title, path = (found.name, found.get_absolute_url()) if found else ("Uw account", "/account/overzicht/")
    return Section(title, path, face_of(found), [part for part in parts if part.entries], mark_of(found))


def _notice(notice: Notice) -> Entry:
    return Entry(notice.title, notice.path, long_date(notice.created_at), first_sentences(notice.text))


def _post(post: Post) -> Entry:
    writer = f" van {post.author.name}" if post.author and post.author.name else ""
    note = f"{post.get_kind_display().capitalize()}{writer}, {long_date(post.publish_at)}"
    return Entry(post.title, post.get_absolute_url(), note, first_sentences(plain(_whole(post))))


def _event(event: Event) -> Entry:
    starts = event.starts_at.astimezone(AMSTERDAM)
    where = f", {event.place}" if event.place else ""
    note = f"{day_and_date(starts).capitalize()}, {clock(starts)} uur{where}"
    return Entry(event.title, event.get_absolute_url(), note, first_sentences(plain(_whole(event)), 160))


def _whole(thing: Post | Event) -> str:
    """The fetched beginning of a text; a tag that was cut in two is left out."""
    beginning = str(getattr(thing, "beginning", ""))
    return beginning if beginning.rfind("<") <= beginning.rfind(">") else beginning[: beginning.rfind("<")]


def _more(n: int, word: str) -> str:
    if n <= 0:
        return ""
    plural = {"bericht": "berichten", "bijeenkomst": "bijeenkomsten"}[word]
    return f"En nog {n} {word if n == 1 else plural}"
