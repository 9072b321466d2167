"""The logo of a community in its mails: inside the mail, small, drawn once a run, and never in the way of the mail."""

import io
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from communities.access.faces import face_of
from communities.actions.letters import send_letters
from communities.actions.notices import letter_of, post_letter
from communities.letters import logos
from communities.letters.digest import Items, digest_words
from communities.letters.logos import Logos, mark_of
from communities.letters.mail import lay_out
from communities.models import Letter, Notice
from tests import factories
from tests.communities.town import make_community


@pytest.fixture
def community(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return with_logo(make_community(name="Waalmeer & Vooruit"))


def picture(kind="WEBP", size=(400, 200), colour=(20, 90, 160, 255)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, colour).save(out, kind)
    return out.getvalue()


def with_logo(community, content=None):
    community.logo.save("logo.webp", ContentFile(content or picture()))
    return community


def write(community, key="brief-1", **fields):
    defaults = {"subject": "U bent uitgenodigd", "paragraphs": ["Anna nodigt u uit."], "kind": "uitnodiging"}
    return post_letter(key=key, address=f"{key}@example.org", community=community, **(defaults | fields))


def digest(reader, *communities, key="week"):
    items = []
    for community in communities:
        notice = Notice.objects.create(
            user=reader, community=community, kind="nieuws", key=f"{key}-{community.pk}", title="Iets", path="/x/"
        )
        items.append(Items(community, notices=[notice]))
    words = digest_words(reader, items, "16 november 2026")
    about = {"kind": "week", "address": reader.email, "community": words.community, "user": reader}
    letter = letter_of(lay_out(words), key=key, **about)
    letter.save()
    return letter


def sent():
    """The mails that went out, as a mail program reads them."""
    send_letters()
    return [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]


def shape(part):
    kind = part.get_content_type()
    return (kind, [shape(one) for one in part.iter_parts()]) if part.is_multipart() else kind


def files_of(message):
    return [part for part in message.walk() if part.get_content_maintype() == "image"]


def test_the_logo_comes_along_inside_the_html_half_as_a_png(community):
    write(community)
    (message,) = sent()
    related = ("multipart/related", ["text/html", "image/png"])
    assert shape(message) == ("multipart/alternative", ["text/plain", related])
    (file,) = files_of(message)
    number = f"logo-{community.pk}@regiokracht"
    assert (file["Content-ID"], file.get_content_disposition()) == (f"<{number}>", "inline")
    html = message.get_body(("html",)).get_content()
    assert f'src="cid:{number}"' in html
    assert 'alt="Logo van Waalmeer &amp; Vooruit"' in html
    assert "<!--" not in html
    assert "http" not in html.split("<img")[1].split(">")[0]
    drawn = Image.open(io.BytesIO(file.get_content()))
    assert (drawn.format, drawn.size) == ("PNG", (176, 96))
    assert 'width="88" height="48"' in html


def test_the_text_half_is_the_same_with_and_without_a_logo(community):
    with_text = write(community).text
    community.logo.delete()
    assert write(community, "brief-2").text == with_text
    assert [message.get_body(("plain",)).get_content() for message in sent()] == [with_text] * 2


def test_without_a_logo_there_is_nothing(community):
    write(community)
    community.logo.delete()
    write(None, "huis")
    for message in sent():
        assert shape(message) == ("multipart/alternative", ["text/plain", "text/html"])
        html = message.get_body(("html",)).get_content()
        assert ("<img" in html, "<!--" in html) == (False, False)


@pytest.mark.parametrize("content", [None, b"geen plaatje", picture()[:60]])
def test_a_logo_that_is_gone_or_broken_does_not_stop_the_mail(community, content, caplog):
    name, storage = community.logo.name, community.logo.storage
    storage.delete(name)
    if content:
        storage.save(name, ContentFile(content))
    write(community)
    (message,) = sent()
    assert Letter.objects.get().state == Letter.State.SENT
    assert (files_of(message), "<img" in message.get_body(("html",)).get_content()) == ([], False)
    assert [one.community for one in caplog.records if hasattr(one, "community")] == [community.pk]


def test_whatever_the_storage_says_the_mail_goes_out(community, monkeypatch, caplog):
    def fail(_):
        raise RuntimeError("the storage is elsewhere")

    monkeypatch.setattr(logos, "logo_content", fail)
    write(community)
    assert len(sent()) == 1
    assert "logo not drawn for a mail" in caplog.text


def test_many_letters_ask_for_a_logo_once(community, monkeypatch):
    asked = []
    real = logos.logo_content
    monkeypatch.setattr(logos, "logo_content", lambda found: asked.append(found.pk) or real(found))
    counts = []
    for run, n_letters in enumerate((2, 12)):
        for number in range(n_letters):
            write(community, f"brief-{run}-{number}")
        with CaptureQueriesContext(connection) as found:
            assert send_letters().n_sent == n_letters
        counts.append(sum("communities_community" in one["sql"] and "JOIN" not in one["sql"] for one in found))
    assert (asked, counts) == ([community.pk] * 2, [1, 1])
    assert all(len(files_of(message)) == 1 for message in sent())


def test_a_digest_of_several_communities_has_the_logo_of_each(community):
    other, bare = with_logo(make_community("vlierooge"), picture("PNG", (60, 300))), make_community("kaal")
    digest(factories.make_user("bo@example.org"), community, other, bare)
    (message,) = sent()
    html = message.get_body(("html",)).get_content()
    assert [file["Content-ID"] for file in files_of(message)] == [
        f"<logo-{one.pk}@regiokracht>" for one in (community, other)
    ]
    assert html.count("<img") == 2
    assert "<!--" not in html


def test_a_digest_of_one_community_has_its_logo_once(community):
    digest(factories.make_user("bo@example.org"), community)
    (message,) = sent()
    assert message.get_body(("html",)).get_content().count("<img") == len(files_of(message)) == 1


def test_the_mark_in_words_of_people_is_only_words(community):
    other = with_logo(make_community("geheim", visibility="besloten"))
    mark = f"<!--logo {other.pk}-->"
    write(community, subject=mark, paragraphs=[mark])
    (message,) = sent()
    assert [file["Content-ID"] for file in files_of(message)] == [f"<logo-{community.pk}@regiokracht>"]
    assert f"&lt;!--logo {other.pk}--&gt;" in message.get_body(("html",)).get_content()


def test_a_letter_that_waited_goes_out_with_the_logo_of_now(community):
    write(community)
    with_logo(community, picture("PNG", (100, 100)))
    (file,) = files_of(sent()[0])
    assert Image.open(io.BytesIO(file.get_content())).size == (96, 96)


def test_a_clear_logo_stands_on_white_and_a_photograph_stays_small(community):
    noise = Image.effect_noise((480, 200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    for content, n_bytes in ((picture("PNG", colour=(0, 0, 0, 0)), 2000), (out.getvalue(), 40_000)):
        with_logo(community, content)
        _, (logo,) = Logos().fill_in(mark_of(community))
        drawn = Image.open(io.BytesIO(logo.picture.content)).convert("RGB")
        assert drawn.getpixel((0, 0)) == (255, 255, 255)
        assert len(logo.picture.content) < n_bytes
    assert face_of(community).cover in write(community).html
