"""News, documents and pictures of an initiative: who writes, who hears, who reads, and what goes along with it."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from communities.actions.documents import Upload
from communities.actions.following import follow_post
from communities.actions.stream import release_post, write_comment
from communities.models import Document, Membership, Notice, Post, Role
from config import tasks
from initiatives.access.pictures import faces_of
from initiatives.access.updates import documents_about
from initiatives.actions.initiatives import hide_initiative, show_initiative
from initiatives.actions.linked import LinkError, tell_followers_of_released
from initiatives.actions.pictures import TooManyPictures, add_initiative_picture, put_earlier, put_first
from initiatives.actions.updates import place_initiative_document, write_update
from initiatives.models import InitiativeFollow, InitiativePicture, InitiativePost
from lib.pictures import Picture
from tests import factories
from tests.access_rows.initiative_updates import make
from tests.communities.town import join, make_community
from tests.initiatives.scene import lead, make_initiative

LAST_YEAR = timezone.localdate().replace(year=2020, day=1)


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def initiative(community):
    return make_initiative(community, heard_on=LAST_YEAR)


@pytest.fixture
def leader(initiative):
    return lead(initiative)


def person(community, name="Fenna Volger", **fields):
    made = factories.make_verified_user(name=name)
    join(community, made, **fields)
    return made


def follower(initiative, name="Fenna Volger"):
    user = person(initiative.community, name)
    InitiativeFollow.objects.create(initiative=initiative, user=user)
    return user


def write(by, initiative, title="Het is gelukt", **fields):
    words = {"title": title, "body": "<p>Twintig broodroosters doen het weer.</p>", "alt": "", "credit": ""}
    return write_update(by=by, initiative=initiative, **(words | fields))


def upload(content=b"Een plan."):
    return Upload(content, "plan.txt", "txt")


def png(name="foto.png"):
    content = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def test_who_leads_writes_news_that_is_a_post_a_sign_of_life_and_told_to_followers_once(initiative, leader):
    fan = follower(initiative)
    InitiativeFollow.objects.create(initiative=initiative, user=leader)
    post = write(leader, initiative)
    assert write(leader, initiative) == post
    assert tell_followers_of_released() == 0
    assert (post.audience, post.state) == ("openbaar", "gepubliceerd")
    told = Notice.objects.values_list("user", "kind", "key", "title", "path")
    assert list(told) == [
        (fan.pk, "nieuws", f"post-{post.pk}", f"Nieuws van “{initiative}”: Het is gelukt", post.get_absolute_url())
    ]
    initiative.refresh_from_db()
    assert initiative.heard_on == timezone.localdate()
    assert InitiativePost.objects.get().initiative == initiative


def test_who_does_not_carry_it_writes_nothing(initiative, leader, community):
    with pytest.raises(PermissionDenied):
        write(follower(initiative), initiative)
    with pytest.raises(PermissionDenied):
        place_initiative_document(by=person(community, "Mo"), initiative=initiative, title="Plan", upload=upload())
    assert not Post.objects.exists()
    assert not Document.objects.exists()


def test_the_same_words_do_not_belong_to_two_initiatives(initiative, leader, community):
    other = make_initiative(community, "Buurttuin")
    lead(other, leader)
    write(leader, initiative)
    with pytest.raises(LinkError):
        write(leader, other)


def test_news_of_a_new_member_is_told_after_a_look_and_never_before(initiative, community):
    coordinator = person(community, "Cora", role=Role.COORDINATOR)
    fan, new = follower(initiative), person(community, "Nieuw", is_trusted=False)
    lead_of = initiative.partners.create(user=new, role="trekt")
    assert lead_of.user == new
    post = write(new, initiative)
    assert tell_followers_of_released() == 0
    assert not Notice.objects.filter(user=fan).exists()
    release_post(by=coordinator, post=post)
    tasks.tell_followers()
    tasks.tell_followers()
    assert Notice.objects.filter(user=fan, key=f"post-{post.pk}").count() == 1


@pytest.mark.parametrize(("is_public", "visibility"), [(False, "openbaar"), (True, "besloten")])
def test_what_is_not_for_visitors_has_no_news_and_no_documents_for_them(db, is_public, visibility):
    initiative = make_initiative(make_community(visibility=visibility), is_public=is_public)
    leader = lead(initiative)
    post = write(leader, initiative)
    document = place_initiative_document(by=leader, initiative=initiative, title="Plan", upload=upload())
    assert (post.audience, document.audience) == ("leden", "leden")


def test_who_takes_it_from_visitors_while_news_is_written_takes_the_news_along(initiative, leader):
    InitiativePost.objects.all().delete()
    initiative.__class__.objects.update(is_public=False)
    assert initiative.is_public, "how it stood when the page was opened"
    post = write(leader, initiative)
    document = place_initiative_document(by=leader, initiative=initiative, title="Plan", upload=upload())
    assert (post.audience, document.audience) == ("leden", "leden")


def test_visitors_read_no_post_about_what_is_for_members_whatever_its_author_chose(community, leader, client):
    inside = make_initiative(community, "Stil plan", is_public=False)
    lead(inside, leader)
    post = write(leader, inside, title="Wij vonden een zaal")
    plain = Post.objects.create(community=community, author=leader, title="Een zaal te huur", audience="openbaar")
    client.force_login(leader)
    address = reverse("communities:post_edit", args=[community.slug, post.pk])
    sent = {"title": post.title, "body": post.body, "kind": post.kind, "audience": "openbaar", "version": post.version}
    assert client.post(address, sent).status_code == 302
    assert Post.objects.get(pk=post.pk).audience == "openbaar"
    addresses = [reverse("communities:post_list", args=[community.slug]), reverse("config:search") + "?q=zaal"]

    def shown():
        pages = [client.get(one).content.decode() for one in addresses]
        return [(post.title in one, plain.title in one) for one in pages], client.get(post.get_absolute_url())

    found, page = shown()
    assert (found, page.status_code) == ([(True, True)] * 2, 200)
    client.logout()
    found, page = shown()
    assert (found, page.status_code) == ([(False, True)] * 2, 404)


def test_a_hidden_initiative_takes_posts_documents_and_notices_along_and_brings_them_back(
    initiative, leader, community, client
):
    coordinator, fan = person(community, "Cora", role=Role.COORDINATOR), follower(initiative)
    post = write(leader, initiative)
    kept = place_initiative_document(by=leader, initiative=initiative, title="Plan", upload=upload())
    gone = place_initiative_document(by=leader, initiative=initiative, title="Oud", upload=upload(b"Oud."))
    Document.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    address = reverse("initiatives:update_list", args=[community.slug, initiative.pk])
    assert post.title in client.get(reverse("communities:post_list", args=[community.slug])).content.decode()

    hide_initiative(by=coordinator, initiative=initiative, reason="Dubbel.")
    stream = client.get(reverse("communities:post_list", args=[community.slug])).content.decode()
    documents = client.get(reverse("communities:document_list", args=[community.slug])).content.decode()
    assert client.get(address).status_code == 404
    assert (post.title in stream, "Plan" in documents) == (False, False)
    assert not Notice.objects.filter(user=fan, key=f"post-{post.pk}").exists()
    with pytest.raises(LinkError):
        write(coordinator, initiative.__class__.objects.get(pk=initiative.pk), title="Toch nog iets")

    show_initiative(by=coordinator, initiative=initiative)
    assert client.get(address).status_code == 200
    assert list(documents_about(leader, initiative)) == [kept]


def test_a_post_says_to_whom_may_see_it_which_initiative_it_is_about(initiative, leader, community, client):
    post = write(leader, initiative)
    page, stream = post.get_absolute_url(), reverse("communities:post_list", args=[community.slug])
    link = f'href="{initiative.get_absolute_url()}"'
    assert [link in client.get(one).content.decode() for one in (page, stream)] == [True, True]
    # What is for members is told of to members alone, whatever the post itself says.
    initiative.__class__.objects.update(is_public=False)
    assert [link in client.get(one).content.decode() for one in (page, stream)] == [False, False]
    client.force_login(leader)
    assert [link in client.get(one).content.decode() for one in (page, stream)] == [True, True]


def test_the_stream_asks_as_much_for_many_posts_about_initiatives(initiative, leader, community, client):
    def n_asked():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("communities:post_list", args=[community.slug]))
        return len(asked)

    write(leader, initiative)
    n_asked()
    with_one = n_asked()
    for n in range(3):
        write(leader, make_initiative(community, f"Plan {n}", proposed_by=leader), title=f"Nieuws {n}")
    assert n_asked() == with_one


def test_the_page_of_an_initiative_shows_news_and_what_was_said_to_members_only(initiative, community, client):
    make(community)
    announcement = initiative.post_links.get(is_announcement=True).post
    member = person(community, "Mia")
    follow_post(by=member, post=announcement)
    write_comment(by=member, post=announcement, text="Ik kom zaterdag kijken.")
    page = client.get(initiative.get_absolute_url()).content.decode()
    assert ("Het eerste broodrooster" in page, "Ik kom zaterdag" in page) == (True, False)
    assert ("verslag.txt" in page, 'alt="Een volle tafel"' in page) == (True, True)
    client.force_login(member)
    assert "Ik kom zaterdag" in client.get(initiative.get_absolute_url()).content.decode()


def test_the_page_of_an_initiative_asks_as_much_for_three_of_everything(community, client):
    def n_asked():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("initiatives:initiative_detail", args=[community.slug, made["initiative_id"]]))
        return len(asked)

    made = make(community)
    client.force_login(person(community, "Mia"))
    n_asked()
    with_one = n_asked()
    make(community)
    make(community)
    assert n_asked() == with_one


def test_news_with_a_picture_by_the_form(initiative, leader, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(leader)
    address = reverse("initiatives:update_write", args=[initiative.community.slug, initiative.pk])
    sent = {"title": "Kijk", "body": "Het werkt <script>alert(1)</script> weer."}
    without_words = client.post(address, sent | {"picture": png()})
    assert (without_words.status_code, Post.objects.count()) == (400, 0)
    done = client.post(address, sent | {"picture": png(), "alt": "Een broodrooster"})
    post = Post.objects.get()
    assert (done.status_code, done.url) == (302, initiative.get_absolute_url())
    assert ("<script" in post.body, post.pictures.get().alt) == (False, "Een broodrooster")


def test_a_document_by_the_form_stands_with_the_initiative(initiative, leader, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(leader)
    address = reverse("initiatives:initiative_document_place", args=[initiative.community.slug, initiative.pk])
    file = SimpleUploadedFile("plan.txt", b"Het plan voor de zomer.", "text/plain")
    assert client.post(address, {"title": "Plan", "file": file}).status_code == 302
    assert [one.title for one in documents_about(leader, initiative)] == ["Plan"]


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────────────
def picture():
    return Picture(png().read(), ".png", 8, 6)


def test_a_picture_is_drawn_anew_asks_for_words_and_the_first_is_the_face(
    initiative, leader, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(leader)
    address = reverse("initiatives:picture_list", args=[initiative.community.slug, initiative.pk])
    assert client.post(address, {"picture": png()}).status_code == 400
    assert client.post(address, {"picture": SimpleUploadedFile("x.png", b"<svg>"), "alt": "x"}).status_code == 400
    assert client.post(address, {"picture": png("geheim.png"), "alt": "Een tafel"}).status_code == 302
    one = InitiativePicture.objects.get()
    assert "geheim" not in one.file.name
    two, three = (
        add_initiative_picture(by=leader, initiative=initiative, picture=picture(), alt=alt) for alt in ("B", "C")
    )
    put_earlier(by=leader, picture=three)
    assert [p.alt for p in initiative.pictures.all()] == ["Een tafel", "C", "B"]
    put_first(by=leader, picture=two)
    assert faces_of([initiative]) == {initiative.pk: two}


def test_pictures_have_an_end_and_are_taken_away_by_who_carries_it(initiative, leader, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for n in range(12):
        add_initiative_picture(by=leader, initiative=initiative, picture=picture(), alt=str(n))
    with pytest.raises(TooManyPictures):
        add_initiative_picture(by=leader, initiative=initiative, picture=picture(), alt="te veel")
    first = initiative.pictures.first()
    where = [initiative.community.slug, initiative.pk, first.pk]
    client.force_login(person(initiative.community, "Mia"))
    assert client.post(reverse("initiatives:picture_remove", args=where)).status_code == 403
    client.force_login(leader)
    assert client.post(reverse("initiatives:picture_remove", args=where)).status_code == 302
    assert initiative.pictures.count() == 11


def test_a_picture_is_for_who_may_see_the_initiative(initiative, leader, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = add_initiative_picture(by=leader, initiative=initiative, picture=picture(), alt="Een tafel")
    address = reverse("initiatives:picture_file", args=[initiative.community.slug, initiative.pk, made.pk])
    other = make_initiative(initiative.community, "Buurttuin")
    elsewhere = reverse("initiatives:picture_file", args=[initiative.community.slug, other.pk, made.pk])
    assert (client.get(address)["Content-Type"], client.get(elsewhere).status_code) == ("image/png", 404)
    initiative.__class__.objects.filter(pk=initiative.pk).update(is_public=False)
    assert client.get(address).status_code == 404
    client.force_login(leader)
    assert client.get(address).status_code == 200


def test_who_left_hears_no_more(initiative, leader):
    fan = follower(initiative)
    Membership.objects.filter(user=fan).update(status="vertrokken", left_at=timezone.now())
    write(leader, initiative)
    assert not Notice.objects.filter(user=fan).exists()
