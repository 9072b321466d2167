"""Posts: placed once, told once, held until somebody looked, and never lost when two people write."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.access.stream import openable_posts, stream_of, waiting_posts
from communities.actions.stream import (
    EditConflict,
    StreamError,
    Words,
    announce_scheduled_posts,
    mark_answered,
    pin_post,
    release_post,
    remove_post,
    update_post,
    write_post,
)
from communities.models import Community, LogEntry, Membership, Notice, Post, PostPicture
from tests import factories
from tests.access_rows.stream import make_post, picture_file
from tests.communities.town import make_community
from tests.communities.voices import client_of, kinds_of, sent, someone

WORDS = Words("De school gaat open", "<p>In het voorjaar.</p>", audience="openbaar")


@pytest.fixture
def community(db, settings, tmp_path) -> Community:
    """A public community."""
    settings.MEDIA_ROOT = tmp_path
    return make_community()


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_post_is_cleaned_followed_and_logged(community):
    ans = someone(community, "Ans")
    post = write_post(by=ans, community=community, words=Words("T", "<p onclick=x>a<script>b</script></p>"))
    assert (post.body, post.state, post.announced_at is not None) == ("<p>a</p>", "gepubliceerd", True)
    assert list(post.follows.values_list("user", flat=True)) == [ans.pk]
    assert LogEntry.objects.filter(actor_id=ans.pk, action="schrijft", object_id=str(post.pk)).count() == 1


def test_the_button_pressed_twice_places_one_post(community):
    ans = someone(community, "Ans")
    first, second = (write_post(by=ans, community=community, words=WORDS) for _ in range(2))
    assert first == second
    assert community.posts.count() == 1


def test_a_draft_that_is_sent_after_all_becomes_the_post(community):
    ans = someone(community, "Ans")
    draft = write_post(by=ans, community=community, words=WORDS, is_draft=True)
    placed = write_post(by=ans, community=community, words=WORDS)
    assert placed == draft
    assert Post.objects.get().state == Post.State.PUBLISHED
    assert write_post(by=ans, community=community, words=WORDS, is_draft=True).state == Post.State.PUBLISHED


def test_a_stranger_cannot_write(community):
    with pytest.raises(PermissionDenied):
        write_post(by=factories.make_user(), community=community, words=WORDS)


def test_who_is_named_is_told_once_and_never_oneself(community):
    ans, bo = someone(community, "Ans de Wit"), someone(community, "Bo Bank")
    factories.make_user(name="Cor Buiten")
    words = Words("Vraag", "<p>@Bo Bank en @Ans de Wit, en @bo bank, en @Cor Buiten?</p>")
    write_post(by=ans, community=community, words=words)
    assert list(Notice.objects.values_list("user", "kind")) == [(bo.pk, "vermelding")]


def test_news_makes_no_row_for_every_member(community):
    ans, bo = someone(community, "Ans"), someone(community, "Bo")
    write_post(by=ans, community=community, words=WORDS)
    assert kinds_of(bo) == []


# ── Later ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_scheduled_post_is_announced_once_and_not_before(community, time_machine):
    ans, bo = someone(community, "Ans"), someone(community, "Bo Bank")
    moment = timezone.now() + timedelta(hours=2)
    words = Words("Straks", "<p>@Bo Bank</p>")
    post = write_post(by=ans, community=community, words=words, publish_at=moment)
    assert (announce_scheduled_posts(), kinds_of(bo), list(stream_of(bo, community))) == (0, [], [])
    time_machine.move_to(moment + timedelta(minutes=1))
    assert (announce_scheduled_posts(), announce_scheduled_posts()) == (1, 0)
    assert (kinds_of(bo), list(stream_of(bo, community))) == (["vermelding"], [post])


def test_what_is_republished_tells_nobody_again(community):
    ans, bo = someone(community, "Ans"), someone(community, "Bo Bank")
    post = write_post(by=ans, community=community, words=Words("Nu", "<p>@Bo Bank</p>"))
    first = post.announced_at
    Notice.objects.all().delete()
    Post.objects.filter(pk=post.pk).update(state="verborgen")
    Post.objects.filter(pk=post.pk).update(state="gepubliceerd")
    update_post(by=ans, post=post, words=Words("Nu", "<p>Nogmaals @Bo Bank</p>"), version=1)
    assert announce_scheduled_posts() == 0
    assert (kinds_of(bo), Post.objects.get().announced_at) == ([], first)


def test_the_time_that_is_chosen_is_dutch(community):
    ans = someone(community, "Ans")
    year = timezone.now().year + 1
    path = reverse("communities:post_write", args=[community.slug])
    client_of(ans).post(path, sent(publish_at=f"{year}-07-01T09:30"))
    expected = datetime(year, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert Post.objects.get().publish_at == expected


def test_a_moment_that_is_over_is_refused(community):
    path = reverse("communities:post_write", args=[community.slug])
    answer = client_of(someone(community, "Ans")).post(path, sent(publish_at="2020-07-01T09:30"))
    assert (answer.status_code, "al voorbij" in answer.content.decode(), Post.objects.count()) == (400, True, 0)


def test_a_draft_is_its_writers_only(community):
    ans, chief = someone(community, "Ans"), someone(community, "Coen", role="coordinator")
    draft = write_post(by=ans, community=community, words=WORDS, is_draft=True)
    assert draft.announced_at is None
    assert (list(waiting_posts(ans, community)), list(waiting_posts(chief, community))) == ([draft], [])
    assert client_of(chief).get(draft.get_absolute_url()).status_code == 404
    placed = update_post(by=ans, post=draft, words=WORDS, version=1)
    assert (placed.state, placed.announced_at is not None, placed.edited_at) == ("gepubliceerd", True, None)


# ── Held ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_a_new_member_writes_is_held_until_it_is_let_through(community):
    new, chief = someone(community, "Nieuw", is_trusted=False), someone(community, "Coen", role="coordinator")
    bo = someone(community, "Bo Bank")
    post = write_post(by=new, community=community, words=Words("Hallo", "<p>@Bo Bank</p>", audience="openbaar"))
    assert (post.state, list(stream_of(bo, community)), kinds_of(bo)) == ("wacht", [], [])
    assert client_of(bo).get(post.get_absolute_url()).status_code == 404
    released = release_post(by=chief, post=post)
    release_post(by=chief, post=post)
    assert (list(stream_of(bo, community)), kinds_of(bo), kinds_of(new)) == ([released], ["vermelding"], ["moderatie"])
    assert Membership.objects.get(user=new).is_trusted
    new.forget_memberships()
    assert write_post(by=new, community=community, words=WORDS).state == "gepubliceerd"


def test_only_who_runs_it_lets_through(community):
    new, bo = someone(community, "Nieuw", is_trusted=False), someone(community, "Bo")
    post = write_post(by=new, community=community, words=WORDS)
    with pytest.raises(PermissionDenied):
        release_post(by=bo, post=post)
    assert Post.objects.get().state == "wacht"


def test_links_of_who_was_not_approved_are_words(community):
    new, chief = someone(community, "Nieuw", is_trusted=False), someone(community, "Coen", role="coordinator")
    words = Words("Koop", '<p><a href="https://koop.example">hier</a></p>', "bron", "https://koop.example")
    post = write_post(by=new, community=community, words=words)
    before = client_of(chief).get(post.get_absolute_url()).content.decode()
    release_post(by=chief, post=post)
    after = client_of(chief).get(post.get_absolute_url()).content.decode()
    assert ('href="https://koop.example"' in before, after.count('href="https://koop.example"')) == (False, 2)
    assert after.count('rel="nofollow ugc noopener"') == 2


def test_a_new_member_cannot_flood_the_queue(community):
    new = someone(community, "Nieuw", is_trusted=False)
    for number in range(5):
        write_post(by=new, community=community, words=Words(f"Bericht {number}"))
    with pytest.raises(StreamError, match="wachten al 5"):
        write_post(by=new, community=community, words=Words("Nog een"))


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_conflict_shows_both_texts_and_loses_nothing(community):
    ans = someone(community, "Ans")
    post = write_post(by=ans, community=community, words=WORDS)
    update_post(by=ans, post=post, words=Words("Ander venster", "<p>Woorden van eerder</p>"), version=1)
    path = reverse("communities:post_edit", args=[community.slug, post.pk])
    mine = sent(title="Van Ans", body="Woorden van Ans", version="1")
    answer = client_of(ans).post(path, mine)
    page = answer.content.decode()
    assert (answer.status_code, "Woorden van eerder" in page, "Woorden van Ans" in page) == (409, True, True)
    assert Post.objects.get().title == "Ander venster"
    client_of(ans).post(path, mine | {"version": "2"})
    assert (Post.objects.get().title, Post.objects.get().version) == ("Van Ans", 3)


def test_without_a_version_nothing_is_overwritten(community):
    ans = someone(community, "Ans")
    post = write_post(by=ans, community=community, words=WORDS)
    path = reverse("communities:post_edit", args=[community.slug, post.pk])
    assert client_of(ans).post(path, sent(title="Anders")).status_code == 409
    assert Post.objects.get().title == WORDS.title


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_told_of_the_other(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    community = make_community()
    ans = someone(community, "Ans")
    post = write_post(by=ans, community=community, words=WORDS)
    ready = Barrier(2)

    def change(title: str) -> str:
        ready.wait()
        try:
            return update_post(by=ans, post=post, words=Words(title), version=1).title
        except EditConflict:
            return "conflict"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(change, ["a", "b"]))
    assert (answers[1], Post.objects.get().title, Post.objects.get().version) == ("conflict", answers[0], 2)


def test_members_change_only_their_own(community):
    ans, bo = someone(community, "Ans"), someone(community, "Bo")
    post = write_post(by=ans, community=community, words=WORDS)
    with pytest.raises(PermissionDenied):
        update_post(by=bo, post=post, words=Words("Van Bo"), version=1)
    with pytest.raises(PermissionDenied):
        pin_post(by=ans, post=post, is_pinned=True)
    assert (Post.objects.get().title, Post.objects.get().is_pinned) == (WORDS.title, False)


@pytest.mark.parametrize("state", ["gepubliceerd", "wacht"])
def test_who_runs_it_neither_changes_nor_removes_what_another_wrote(community, state):
    post = make_post(community, author=someone(community, "Ans"), state=state)
    chief, boss = someone(community, "Coen", role="coordinator"), factories.make_verified_user(is_staff=True)
    for person in (chief, boss):
        for word in ("wijzigen", "verwijderen"):
            assert client_of(person).post(f"{post.get_absolute_url()}{word}/", sent(version="1")).status_code == 403
        with pytest.raises(PermissionDenied):
            remove_post(by=person, post=post)
        page = client_of(person).get(post.get_absolute_url()).content.decode()
        assert ("/wijzigen/" in page, f"bericht/{post.pk}/verbergen/" in page) == (False, True)
        assert mark_answered(by=person, post=post, is_answered=True).is_answered
    assert (Post.objects.get().state, Post.objects.get().title) == (state, post.title)


def test_who_runs_it_changes_what_they_wrote_themselves(community):
    chief = someone(community, "Coen", role="coordinator")
    post = write_post(by=chief, community=community, words=WORDS)
    assert update_post(by=chief, post=post, words=Words("Anders"), version=1).title == "Anders"
    assert remove_post(by=chief, post=post).state == "verwijderd"


def test_pinned_comes_first_and_a_question_is_answered(community):
    ans, chief = someone(community, "Ans"), someone(community, "Coen", role="coordinator")
    question = write_post(by=ans, community=community, words=Words("Oud", kind="vraag"))
    news = write_post(by=ans, community=community, words=Words("Nieuw"))
    pin_post(by=chief, post=question, is_pinned=True)
    mark_answered(by=ans, post=question, is_answered=True)
    assert list(stream_of(ans, community)) == [question, news]
    assert Post.objects.get(pk=question.pk).is_answered
    with pytest.raises(StreamError):
        mark_answered(by=ans, post=news, is_answered=True)


# ── Gone ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_removed_post_says_so_and_its_words_are_nowhere(community):
    ans = someone(community, "Ans")
    post = write_post(by=ans, community=community, words=Words("Geheim plan", "<p>De code is 1234</p>"))
    picture = PostPicture.objects.create(post=post, file=picture_file(), alt="Kaart")
    remove_post(by=ans, post=post)
    page = client_of(ans).get(post.get_absolute_url()).content.decode()
    assert "Dit bericht is verwijderd" in page
    assert [word for word in ("Geheim plan", "1234") if word in page] == []
    assert not Post.objects.filter(body__contains="1234").exists()
    assert client_of(ans).get(f"{post.get_absolute_url()}foto/{picture.pk}/").status_code == 404
    assert list(stream_of(ans, community)) == []


def test_a_draft_that_is_removed_is_gone_whole(community):
    ans = someone(community, "Ans")
    remove_post(by=ans, post=write_post(by=ans, community=community, words=WORDS, is_draft=True))
    assert not Post.objects.exists()


@pytest.mark.parametrize("reader", ["visitor", "member", "coordinator"])
def test_hidden_words_are_gone_for_everybody(community, reader):
    post = make_post(community, title="Scheldwoord", body="<p>Nog een scheldwoord</p>", state="verborgen")
    client = Client()
    if reader != "visitor":
        client = client_of(someone(community, "Lezer", role="coordinator" if reader == "coordinator" else "deelnemer"))
    page = client.get(post.get_absolute_url()).content.decode()
    assert ("verborgen door de coördinator" in page, "scheldwoord" in page.lower()) == (True, False)
    assert "scheldwoord" not in client.get(reverse("communities:post_list", args=[community.slug])).content.decode()


def test_what_is_hidden_cannot_be_changed_or_wiped_by_its_writer(community):
    ans = someone(community, "Ans")
    post = make_post(community, author=ans, state="verborgen")
    with pytest.raises(StreamError):
        remove_post(by=ans, post=post)
    with pytest.raises(StreamError):
        update_post(by=ans, post=post, words=WORDS, version=1)
    assert Post.objects.get().body == "<p>Voor dertig mensen.</p>"


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_visitors_read_what_is_public_and_nothing_else(community):
    public, members = make_post(community), make_post(community, audience="leden", title="Onder ons")
    assert list(openable_posts(AnonymousUser(), community)) == [public]
    page = Client().get(reverse("communities:post_list", args=[community.slug])).content.decode()
    assert (public.title in page, members.title in page) == (True, False)
    assert Client().get(members.get_absolute_url()).status_code == 404


def test_a_visitor_reads_a_name_only_where_the_member_chose_so(community):
    shy, open_one = someone(community, "Verlegen Vera"), someone(community, "Open Olga", is_shown_to_visitors=True)
    pages = [
        Client().get(make_post(community, author=one).get_absolute_url()).content.decode() for one in (shy, open_one)
    ]
    assert ["Verlegen Vera" in pages[0], "Een deelnemer" in pages[0], "Open Olga" in pages[1]] == [False, True, True]


def test_who_left_for_good_is_somebody_who_left(community):
    post = make_post(community)
    post.author.delete()
    assert "Iemand die vertrok" in client_of(someone(community, "Ans")).get(post.get_absolute_url()).content.decode()


def test_opening_is_remembered_once(community):
    ans, post = someone(community, "Ans"), make_post(community)
    for _ in range(2):
        client_of(ans).get(post.get_absolute_url())
    Client().get(post.get_absolute_url())
    assert list(post.seen_by.values_list("user", flat=True)) == [ans.pk]


def test_the_list_shows_one_kind(community):
    make_post(community, title="Een vraag"), make_post(community, title="Een bericht", kind="nieuws")
    page = Client().get(reverse("communities:post_list", args=[community.slug]), {"soort": "nieuws"}).content.decode()
    assert ("Een bericht" in page, "Een vraag" in page) == (True, False)


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_picture_is_drawn_anew_and_needs_words(community):
    ans = someone(community, "Ans")
    path = reverse("communities:post_write", args=[community.slug])
    without = client_of(ans).post(path, sent(picture=picture_file()))
    assert (without.status_code, "wat er op de foto staat" in without.content.decode()) == (400, True)
    dirty = ContentFile(picture_file().read() + b"<script>alert(1)</script>", "plein.png")
    client_of(ans).post(path, sent(picture=dirty, alt="Een plein"))
    kept = PostPicture.objects.get()
    assert (kept.alt, kept.width, b"script" in kept.file.read()) == ("Een plein", 8, False)


def test_a_picture_goes_with_its_post_and_is_sealed(community):
    post = make_post(community, audience="leden")
    picture = PostPicture.objects.create(post=post, file=picture_file(), alt="Een plein")
    path = reverse("communities:post_picture", args=[community.slug, post.pk, picture.pk])
    answer = client_of(someone(community, "Ans")).get(path)
    assert (answer["Content-Type"], "sandbox" in answer["Content-Security-Policy"]) == ("image/png", True)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"GIF89a", b"\x89PNG\r\n\x1a\n broken", b""])
def test_what_is_no_picture_is_refused(community, content):
    file = ContentFile(content, "plein.png")
    path = reverse("communities:post_write", args=[community.slug])
    answer = client_of(someone(community, "Ans")).post(path, sent(picture=file, alt="x"))
    assert (answer.status_code, Post.objects.count()) == (400, 0)
