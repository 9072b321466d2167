"""Communities: 10,000 members, 1,000 posts and 100 communities; pages against their own queries, and a digest run."""

import random
from datetime import datetime, timedelta
from itertools import islice

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.example import example_region
from bench.ratio import Ratio, in_turn, seconds
from bench.statements import ask_all, gather_static_files, parameters, statements, visit
from communities.actions.digest import send_digests
from communities.models import Comment, Community, Digest, Event, Letter, Membership, Post, Role, User

N_COMMUNITIES, N_MEMBERS, N_POSTS, N_COMMENTS, N_EVENTS = 100, 10_000, 1_000, 5_000, 200
WORDS = ["samen", "regio", "wonen", "werk", "zorg", "school", "markt", "meer", "dorp", "energie", "huisarts", "streek"]
PAGE_GOAL, PAGE_LIMIT = 8, 14
"""A page is allowed a little more than the dashboard (T12): it also finds out who is asking."""


def run() -> list[Ratio]:
    """The four pages that people open most, and one Monday morning."""
    gather_static_files()
    community, reader = _found()
    home = reverse("config:community_home", args=[community.slug])
    pages = {
        "home": home,
        "directory": reverse("communities:person_list", args=[community.slug]),
        "stream": reverse("communities:post_list", args=[community.slug]),
        "search": f"{reverse('config:search')}?q=huisarts",
    }
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    with psycopg.connect(**parameters(), autocommit=True) as raw:
        found = [_page(name, path, client, raw) for name, path in pages.items()]
    return [*found, *_monday()]


def _page(name: str, path: str, client: Client, raw: psycopg.Connection) -> Ratio:
    visit(path, client)  # templates are read with the first page
    asked = [one for one in statements(path, client) if one.startswith("SELECT")]
    page, floor = in_turn(lambda: visit(path, client), lambda: ask_all(raw, asked))
    measure = f"{name} as a member, {len(asked)} questions, {1000 * page:.0f} ms"
    return Ratio("C1", measure, "the same SQL in bare psycopg", page / floor, PAGE_GOAL, PAGE_LIMIT)


def _monday() -> list[Ratio]:
    """Everybody has something to read: against putting as many letters of that size down; and again, with nothing."""
    now = _next_monday()
    with CaptureQueriesContext(connection) as queries:
        taken = seconds(lambda: send_digests(now=now), repeat=1)
    n_made, n_queries = Digest.objects.count(), len(queries)
    letters = [_copy(one, number) for number, one in enumerate(Letter.objects.all()[:n_made])]
    floor = seconds(lambda: Letter.objects.bulk_create(letters, batch_size=500), repeat=1)
    again = seconds(lambda: send_digests(now=now), repeat=1)
    measure = f"digest run of {n_made:,} people, {n_queries} queries, {taken:.1f} s"
    return [
        Ratio("C2", measure, "putting down as many letters", taken / floor, 8, 20),
        Ratio("C3", "the same run again: nobody gets it twice", "the first run", again / taken, 0.1, 0.3),
    ]


def _next_monday() -> datetime:
    today = timezone.localtime().replace(hour=8, minute=30, second=0, microsecond=0)
    return today + timedelta(days=(7 - today.weekday()) % 7)


def _copy(letter: Letter, number: int) -> Letter:
    letter.pk, letter.key = None, f"copy-{number}"
    return letter


def _found() -> tuple[Community, User]:
    """The communities; returns the large one and one of its members."""
    luck = random.Random(11)  # noqa: S311  (the same community in every run, no secret)
    region = example_region()
    communities = Community.objects.bulk_create(
        Community(region=region, slug=f"community-{n}", name=f"Community {n}", visibility="openbaar")
        for n in range(N_COMMUNITIES)
    )
    users = User.objects.bulk_create(
        User(email=f"lid{n}@example.org", name=f"Lid {n} {luck.choice(WORDS).capitalize()}", password="!")  # noqa: S106
        for n in range(N_MEMBERS)
    )
    large = communities[0]
    Membership.objects.bulk_create(
        Membership(community=large, user=user, is_trusted=True, is_frontrunner=number < 11)
        for number, user in enumerate(users)
    )
    # The others have a hundred members each, so that some people belong to more than one.
    Membership.objects.bulk_create(
        Membership(community=community, user=user, is_trusted=True, role=Role.MEMBER)
        for number, community in enumerate(communities[1:])
        for user in islice(users, 100 * (number % 99), 100 * (number % 99) + 100)
    )
    _talk(large, users, luck)
    return large, users[500]


def _talk(community: Community, users: list[User], luck: random.Random) -> None:
    now = timezone.now()
    posts = Post.objects.bulk_create(
        Post(
            community=community,
            author=luck.choice(users),
            title=f"Bericht {n} over {luck.choice(WORDS)}",
            body=f"<p>{' '.join(luck.choices(WORDS, k=120))}</p>",
            audience=luck.choice(["openbaar", "leden"]),
            publish_at=now - timedelta(hours=4 * n),
        )
        for n in range(N_POSTS)
    )
    Comment.objects.bulk_create(
        Comment(post=luck.choice(posts), author=luck.choice(users), text=" ".join(luck.choices(WORDS, k=30)))
        for _ in range(N_COMMENTS)
    )
    Event.objects.bulk_create(
        Event(
            community=community,
            title=f"Avond {n}",
            starts_at=now + timedelta(days=n - N_EVENTS / 2),
            ends_at=now + timedelta(days=n - N_EVENTS / 2, hours=2),
        )
        for n in range(N_EVENTS)
    )
