"""Comments: one level of answers, who hears of them, and what stands there when they are gone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from communities.access.stream import comments_on
from communities.actions.following import follow_post, unfollow_post
from communities.actions.moderation import hide
from communities.actions.stream import (
    StreamError,
    release_comment,
    remove_comment,
    update_comment,
    write_comment,
)
from communities.models import Comment, Community, Letter, Membership, Notice, Post
from tests import factories
from tests.access_rows.stream import make_post
from tests.communities.town import make_community
from tests.communities.voices import client_of, kinds_of, someone


@pytest.fixture
def community(db, settings, tmp_path) -> Community:
    """A public community."""
    settings.MEDIA_ROOT = tmp_path
    return make_community()


@pytest.fixture
def post(community) -> Post:
    """A public question of Ans, who follows it."""
    made = make_post(community, author=someone(community, "Ans"))
    follow_post(by=made.author, post=made)
    return made


def test_who_follows_is_told_and_who_wrote_it_is_not(community, post):
    bo, cor = someone(community, "Bo"), someone(community, "Cor")
    write_comment(by=bo, post=post, text="Bij ons kan het.")
    write_comment(by=cor, post=post, text="Bij ons ook.")
    assert (kinds_of(post.author), kinds_of(bo), kinds_of(cor)) == (["antwoord", "antwoord"], ["antwoord"], [])


def test_who_is_named_and_follows_is_told_once(community, post):
    write_comment(by=someone(community, "Bo"), post=post, text="@Ans, bel mij.")
    assert kinds_of(post.author) == ["vermelding"]
    assert (Notice.objects.get().text, "@Ans, bel mij." in Letter.objects.get().text) == ("", True)


def test_a_letter_quotes_the_first_sentences_only(community, post):
    write_comment(by=someone(community, "Bo"), post=post, text="Kort. " + "Dit is lang. " * 40 + "Slot")
    letter = Letter.objects.get().text
    assert ("Kort. Dit is lang." in letter, "Slot" in letter) == (True, False)


def test_what_was_removed_or_hidden_is_nowhere_else(community, post):
    bo, chief = someone(community, "Bo"), someone(community, "Coen", role="coordinator")
    first = write_comment(by=bo, post=post, text="Een lelijk woord")
    second = write_comment(by=bo, post=post, text="Nog een woord")
    third = write_comment(by=bo, post=post, text="Iets aardigs")
    Letter.objects.filter(key__startswith=f"comment-{second.pk}:").update(state="verzonden", sent_at=timezone.now())
    remove_comment(by=bo, comment=first)
    hide(by=chief, thing=second, reason="Regel 1")
    of_comments = {"key__startswith": "comment-"}
    assert [one.key for one in Notice.objects.filter(**of_comments)] == [f"comment-{third.pk}"]
    assert {one.key: one.subject for one in Letter.objects.filter(**of_comments).exclude(subject__contains="Bo")} == {
        f"comment-{second.pk}:{post.author.pk}": "Dit is verborgen of verwijderd"
    }
    hide(by=chief, thing=post, reason="Regel 2")
    assert not Notice.objects.filter(**of_comments).exists()
    assert Letter.objects.filter(**of_comments).count() == 1


def test_who_stopped_following_is_left_in_peace(community, post):
    unfollow_post(by=post.author, post=post)
    write_comment(by=someone(community, "Bo"), post=post, text="Hallo")
    assert kinds_of(post.author) == []


def test_who_left_the_community_is_not_told(community, post):
    Membership.objects.filter(user=post.author).update(status="geblokkeerd")
    write_comment(by=someone(community, "Bo"), post=post, text="@Ans?")
    assert kinds_of(post.author) == []


def test_an_answer_to_an_answer_answers_the_same_comment(community, post):
    bo = someone(community, "Bo")
    root = write_comment(by=bo, post=post, text="een")
    answer = write_comment(by=bo, post=post, text="twee", parent=root)
    deeper = write_comment(by=bo, post=post, text="drie", parent=answer)
    assert (answer.parent, deeper.parent) == (root, root)
    assert [one.answers for one in comments_on(bo, post)] == [[answer, deeper]]


def test_an_answer_belongs_to_its_own_post(community, post):
    bo, other = someone(community, "Bo"), make_post(community)
    foreign = write_comment(by=bo, post=other, text="elders")
    with pytest.raises(StreamError):
        write_comment(by=bo, post=post, text="hier", parent=foreign)
    sent = {"text": "hier", "antwoord_op": foreign.pk}
    assert client_of(bo).post(f"{post.get_absolute_url()}reageren/", sent).status_code == 404


def test_the_button_pressed_twice_says_it_once(community, post):
    bo = someone(community, "Bo")
    assert write_comment(by=bo, post=post, text="Ja") == write_comment(by=bo, post=post, text=" Ja ")
    assert (Comment.objects.count(), kinds_of(post.author)) == (1, ["antwoord"])


@pytest.mark.parametrize("state", ["concept", "wacht", "verborgen", "verwijderd"])
def test_nothing_is_said_about_what_is_not_there(community, state):
    bo = someone(community, "Bo")
    with pytest.raises(StreamError):
        write_comment(by=bo, post=make_post(community, state=state), text="Ja")
    assert not Comment.objects.exists()


def test_a_comment_of_a_new_member_is_held(community, post):
    new, chief = someone(community, "Nieuw", is_trusted=False), someone(community, "Coen", role="coordinator")
    bo = someone(community, "Bo")
    held = write_comment(by=new, post=post, text="Kijk op mijn site")
    assert [list(comments_on(one, post)) for one in (new, chief, bo)] == [[held], [held], []]
    assert kinds_of(post.author) == []
    release_comment(by=chief, comment=held)
    release_comment(by=chief, comment=held)
    assert (list(comments_on(bo, post)), kinds_of(post.author), kinds_of(new)) == ([held], ["antwoord"], ["moderatie"])
    with pytest.raises(PermissionDenied):
        release_comment(by=bo, comment=held)


def test_a_removed_comment_keeps_its_place_and_its_answers(community, post):
    bo, cor = someone(community, "Bo"), someone(community, "Cor")
    root = write_comment(by=bo, post=post, text="Een lelijk woord")
    write_comment(by=cor, post=post, text="Nou zeg", parent=root)
    remove_comment(by=bo, comment=root)
    page = client_of(cor).get(post.get_absolute_url()).content.decode()
    assert ("Deze reactie is verwijderd" in page, "lelijk" in page, "Nou zeg" in page) == (True, False, True)
    with pytest.raises(StreamError):
        update_comment(by=bo, comment=root, text="Toch")


def test_a_hidden_comment_is_a_sentence_for_everybody(community, post):
    chief = someone(community, "Coen", role="coordinator")
    Comment.objects.create(post=post, author=post.author, text="Een lelijk woord", state="verborgen")
    page = client_of(chief).get(post.get_absolute_url()).content.decode()
    assert ("verborgen door de coördinator" in page, "lelijk" in page) == (True, False)


def test_visitors_read_no_comments(community, post):
    write_comment(by=someone(community, "Bo"), post=post, text="Onder ons")
    page = Client().get(post.get_absolute_url()).content.decode()
    assert ("Onder ons" in page, "1 reactie" in page) == (False, True)


def test_members_change_only_their_own_words(community, post):
    bo, cor = someone(community, "Bo"), someone(community, "Cor")
    comment = write_comment(by=bo, post=post, text="Ja")
    for verb in (
        lambda: update_comment(by=cor, comment=comment, text="Nee"),
        lambda: remove_comment(by=cor, comment=comment),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    path = f"{post.get_absolute_url()}reacties/{comment.pk}/wijzigen/"
    assert client_of(bo).post(path, {"text": "Ja hoor"}).status_code == 302
    assert Comment.objects.get().text == "Ja hoor"


def test_who_runs_it_hides_words_of_others_and_neither_changes_nor_removes_them(community, post):
    chief, boss = someone(community, "Coen", role="coordinator"), factories.make_verified_user(is_staff=True)
    comment = write_comment(by=someone(community, "Bo"), post=post, text="Ja")
    for person in (chief, boss):
        for word in ("wijzigen", "verwijderen"):
            answer = client_of(person).post(f"{post.get_absolute_url()}reacties/{comment.pk}/{word}/", {"text": "Nee"})
            assert answer.status_code == 403
        page = client_of(person).get(post.get_absolute_url()).content.decode()
        assert ("/wijzigen/" in page, f"reactie/{comment.pk}/verbergen/" in page) == (False, True)
    assert (Comment.objects.get().text, Comment.objects.get().state) == ("Ja", "gepubliceerd")


def test_of_many_comments_the_newest_are_shown_and_every_one_can_be_reached(
    community, post, django_assert_max_num_queries
):
    bo, now = someone(community, "Bo"), timezone.now()
    Comment.objects.bulk_create([Comment(post=post, author=bo, text=f"Reactie {n}.") for n in range(120)])
    made = list(Comment.objects.order_by("pk"))
    for number, one in enumerate(made):
        one.created_at = now + timedelta(seconds=number)
    Comment.objects.bulk_update(made, ["created_at"])
    answer = Comment.objects.create(post=post, author=bo, text="Antwoord op de eerste.", parent=made[0])
    assert [[one.pk for one in comments_on(bo, post, number=n)] for n in (1, 2, 3)] == [
        [one.pk for one in made[70:]],
        [one.pk for one in made[20:70]],
        [one.pk for one in made[:20]],
    ]
    client = client_of(bo)
    client.get(post.get_absolute_url())
    with django_assert_max_num_queries(30):
        newest = client.get(post.get_absolute_url()).content.decode()
    assert ("Reactie 119." in newest, "Reactie 69." in newest, "?bladzijde=2#reacties" in newest) == (True, False, True)
    address = answer.get_absolute_url()
    page = client.get(address).content.decode()
    assert (f'id="reactie-{answer.pk}"' in page, "Reactie 19." in page, "Reactie 20." in page) == (True, True, False)
    sent = client.post(f"{post.get_absolute_url()}reageren/", {"text": " ", "antwoord_op": made[30].pk})
    assert (sent.status_code, f'id="antwoord-{made[30].pk}"' in sent.content.decode()) == (400, True)


@pytest.mark.parametrize("asked", ["bladzijde=x", "bladzijde=99", "reactie=x", "reactie=999999", "reactie=" + "9" * 40])
def test_a_page_of_comments_that_is_not_there_is_another_page(community, post, asked):
    write_comment(by=post.author, post=post, text="Nog iets")
    answer = client_of(post.author).get(f"{post.get_absolute_url()}?{asked}")
    assert (answer.status_code, "Nog iets" in answer.content.decode()) == (200, True)


def test_an_empty_comment_comes_back_with_the_reason_in_its_place(community, post):
    bo = someone(community, "Bo")
    root = write_comment(by=bo, post=post, text="Ja")
    answer = client_of(bo).post(f"{post.get_absolute_url()}reageren/", {"text": " ", "antwoord_op": root.pk})
    assert (answer.status_code, answer.content.decode().count("Schrijf eerst uw reactie")) == (400, 1)


def test_words_are_shown_as_words(community, post):
    write_comment(by=post.author, post=post, text="<script>alert(1)</script> & https://x.nl")
    page = client_of(post.author).get(post.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; https://x.nl" in page
