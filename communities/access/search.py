"""Searching over what somebody may see, and over nothing else: every kind starts from what is visible."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
)
from django.db.models import F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from communities.access.communities import visible_communities
from communities.access.post_sources import is_for_visitors
from communities.models import (
    Audience,
    Community,
    Document,
    Event,
    Membership,
    Organisation,
    Post,
    Role,
    User,
)

Reader = User | AnonymousUser
DUTCH = "dutch"
MAX_LETTERS = 200
MAX_WORDS = 8
SHORTEST_PREFIX = 2
# Letters that nobody types: they stand for the marks until the rest of the text has been made harmless.
START, STOP = "\ue000", "\ue001"
MARKED = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
LAST_WORD = re.compile(r"^(?:(?P<before>.*)\s)?(?P<last>\w+)$", re.DOTALL)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: the words as typed, and the question in the language of the database."""

    text: str
    question: SearchQuery | CombinedSearchQuery

    @property
    def words(self) -> list[str]:
        """The words, for what is found by name."""
        return self.text.replace('"', " ").split()[:MAX_WORDS]


def wanted(text: str) -> Wanted:
    """What `text` asks for: all its words in any form, the last one also where a longer word begins with it."""
    text = " ".join(text.replace("\x00", " ").split())[:MAX_LETTERS]
    return Wanted(text, _question(text))


def _question(text: str) -> SearchQuery | CombinedSearchQuery:
    whole = SearchQuery(text, config=DUTCH, search_type="websearch")
    found = LAST_WORD.match(text)
    # Quotation marks, a minus and "or" say something of their own about the last word.
    if not found or '"' in text or len(found["last"]) < SHORTEST_PREFIX or " -" in f" {text}" or " or " in text.lower():
        return whole
    begins = SearchQuery(f"{found['last']}:*", config=DUTCH, search_type="raw")
    if not found["before"]:
        return whole | begins
    return whole | (SearchQuery(found["before"], config=DUTCH, search_type="websearch") & begins)


def sees_everything(user: Reader) -> bool:
    """An administrator: to them every community is open."""
    return user.is_authenticated and user.is_staff and user.is_active


def own_communities(user: Reader) -> list[int]:
    """The communities that this reader belongs to, by number."""
    return list(user.active_memberships) if isinstance(user, User) else []


def _readable(user: Reader) -> Q:
    """What has an audience, for this reader: public things of public communities, and what is in their own."""
    if sees_everything(user):
        return Q(pk__isnull=False)
    public = Q(audience=Audience.PUBLIC, community__visibility=Community.Visibility.PUBLIC)
    return public | Q(audience__in=Audience.values, community__in=own_communities(user))


def _as_member(user: Reader) -> Q:
    """What this reader sees as one of those who belong, and not as a visitor."""
    return Q(pk__isnull=False) if sees_everything(user) else Q(community__in=own_communities(user))


def find_communities(user: Reader, what: Wanted) -> QuerySet[Community]:
    """Communities by name, tagline and what they are about."""
    vector = SearchVector("name", weight="A", config=DUTCH) + SearchVector("tagline", "about", weight="B", config=DUTCH)
    found = visible_communities(user).annotate(vector=vector)
    named = Q(vector=what.question) | _all_words(what, "name")
    return with_piece(found.filter(named), what, "about").order_by("ended_on", "name")


def find_people(user: Reader, what: Wanted) -> QuerySet[Membership]:
    """People in the reader's own communities, by name, function and organisation."""
    people = Membership.objects.active().filter(community__in=own_communities(user))
    named = _all_words(what, "user__name", "function", "organisation__name")
    found = people.filter(named).exclude(user__name="").select_related("user", "organisation", "community")
    return found.order_by("user__name", "community__name", "pk")


def find_organisations(user: Reader, what: Wanted) -> QuerySet[Organisation]:
    """Organisations that people of the reader's own communities belong to, by name, with `community_here`."""
    people = Membership.objects.active().filter(community__in=own_communities(user))
    named = Organisation.objects.filter(_all_words(what, "name", "place"), pk__in=people.values("organisation"))
    here = Prefetch("memberships", people.select_related("community").order_by("community_id", "pk"), "here")
    return named.order_by("name", "pk").prefetch_related(here)


def find_posts(user: Reader, what: Wanted) -> QuerySet[Post]:
    """Published posts, the best answer first."""
    found = Post.objects.published().filter(_readable(user), _as_member(user) | is_for_visitors(), search=what.question)
    return best_first(with_piece(found, what, "body"), what, "-publish_at").defer("body")


def find_events(user: Reader, what: Wanted) -> QuerySet[Event]:
    """Events, the best answer first; those for frontrunners only for frontrunners and who runs the community."""
    found = Event.objects.filter(_readable(user) | _for_frontrunners(user), search=what.question)
    return best_first(with_piece(found, what, "body"), what, "-starts_at")


def _for_frontrunners(user: Reader) -> Q:
    memberships = user.active_memberships.values() if isinstance(user, User) else []
    leading = [one.community_id for one in memberships if one.is_frontrunner or one.role == Role.COORDINATOR]
    return Q(audience=Event.Audience.FRONTRUNNERS, community__in=leading)


def find_documents(user: Reader, what: Wanted) -> QuerySet[Document]:
    """Documents by title and description, the newest first."""
    vector = SearchVector("title", weight="A", config=DUTCH) + SearchVector("description", weight="B", config=DUTCH)
    found = Document.objects.filter(_readable(user), removed_at=None).annotate(search=vector)
    found = found.filter(search=what.question).select_related("community")
    return best_first(with_piece(found, what, "description"), what, "-created_at")


def _all_words(what: Wanted, *fields: str) -> Q:
    """Every word is somewhere in one of the fields."""
    found = Q(pk__isnull=not what.words)
    for word in what.words:
        somewhere = Q()
        for field in fields:
            somewhere |= Q(**{f"{field}__icontains": word})
        found &= somewhere
    return found


def best_first(found: QuerySet[Any], what: Wanted, newest: str) -> QuerySet[Any]:
    """The best answer first; `found` has the vector `search`. Of equal ones the newest, by the field of that name."""
    ranked = found.annotate(rank=SearchRank(F("search"), what.question)).select_related("community")
    return ranked.order_by("-rank", newest, "-pk")


def with_piece(found: QuerySet[Any], what: Wanted, field: str) -> QuerySet[Any]:
    """Add the piece of the text in which the words stand, with our marks around them."""
    # Tags are cut out before the words are looked for; what is left of a page that long is not read anyway.
    without_marks = Func(F(field), Value(f"[{START}{STOP}]"), Value(""), Value("g"), function="regexp_replace")
    plain = Func(without_marks, Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace")
    text = Left(plain, 20_000, output_field=TextField())
    piece = SearchHeadline(
        text,
        what.question,
        config=DUTCH,
        start_sel=START,
        stop_sel=STOP,
        max_words=32,
        min_words=14,
        max_fragments=1,
    )
    return found.annotate(piece=piece)


def marked(piece: str) -> SafeString:
    """A piece of text as HTML, in which nothing works but our own marks."""
    safe = MARKED.sub(r"<mark>\1</mark>", str(escape(unescape(piece or ""))))
    return mark_safe(" ".join(safe.replace(START, "").replace(STOP, "").split()))  # noqa: S308  # escaped above
