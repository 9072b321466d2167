"""Stopping mail from a link in it: without logging in, not by merely opening the link, only with our signature."""

import pytest
from django.core.signing import Signer
from django.test import Client

from communities.access.notices import channels_of
from communities.actions.notice_choices import choose_notices
from communities.actions.notices import notify
from communities.letters.unsubscribing import Stop, make_token, unsubscribe_link
from communities.models import Channel, Consent, Letter, Notice, NotificationChoice
from tests import factories
from tests.communities.town import join, make_community

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
Kind = Notice.Kind


@pytest.fixture
def reader(db):
    user = factories.make_user("bo@example.org")
    join(make_community(name="Waalmeer Vooruit"), user)
    return user


@pytest.fixture
def outside():
    """A browser that is not logged in and that guards against forms of other sites."""
    return Client(enforce_csrf_checks=True)


def address(user, kind=Kind.REPLY, community=None):
    return unsubscribe_link(Stop(user.pk, kind, community.pk if community else None)).removeprefix(
        "http://localhost:8000"
    )


def pressed(outside, path, **fields):
    """Open the page and press the button on it."""
    page = outside.get(path)
    token = page.context["csrf_token"]
    return outside.post(path, {"csrfmiddlewaretoken": str(token), **fields})


def test_opening_the_link_stops_nothing(reader, outside):
    page = outside.get(address(reader))
    assert page.status_code == 200
    assert "een antwoord op wat u schreef of volgt" in page.content.decode()
    assert NotificationChoice.objects.count() == 0


def test_the_button_on_the_page_stops_this_kind_only(reader, outside):
    page = pressed(outside, address(reader), wat="soort")
    assert "U bent afgemeld" in page.content.decode()
    assert "/mijn/berichten/instellingen/#antwoord" in page.content.decode()
    assert dict(reader.notification_choices.values_list("kind", "channel")) == {Kind.REPLY: Channel.NEVER}


def test_the_link_in_a_mail_really_stops_the_next_one(reader, outside):
    def tell(key):
        notify(users=[reader], kind=Kind.REPLY, key=key, title="Antwoord", path="/")

    tell("een")
    path = Letter.objects.get().unsubscribe_link.removeprefix("http://localhost:8000")
    assert outside.post(path, ONE_CLICK).status_code == 200
    tell("twee")
    assert (Letter.objects.count(), Notice.objects.count()) == (1, 2)


def test_one_click_of_a_mail_program_needs_no_csrf_and_is_not_redirected(reader, outside):
    answers = [outside.post(address(reader), ONE_CLICK).status_code for _ in range(2)]
    assert (answers, channels_of(reader)[Kind.REPLY]) == ([200, 200], Channel.NEVER)


def test_any_other_form_without_csrf_is_refused(reader, outside):
    for fields in ({"wat": "soort"}, {"List-Unsubscribe": "nee"}, {}):
        assert outside.post(address(reader), fields).status_code == 403
    assert channels_of(reader)[Kind.REPLY] == Channel.AT_ONCE


def test_all_mail_of_one_community_can_be_stopped(reader, outside):
    membership, other = reader.memberships.get(), make_community("elders")
    join(other, reader)
    page = pressed(outside, address(reader, community=membership.community), wat="community")
    assert "altijd op de site, en per mail zoals u koos" in page.content.decode()
    volumes = dict(reader.memberships.values_list("community_id", "volume"))
    assert volumes == {membership.community_id: "niets", other.pk: "alles"}
    assert NotificationChoice.objects.count() == 0


def test_the_digest_is_stopped_as_a_whole_and_that_is_kept_as_consent(reader, outside):
    choose_notices(by=reader, channels={Kind.MENTION: Channel.WEEKLY})
    outside.post(address(reader, "week"), ONE_CLICK)
    ways = channels_of(reader)
    assert [kind for kind, way in ways.items() if way == Channel.NEVER] == [Kind.MENTION, Kind.NEWS]
    assert list(Consent.objects.values_list("subject", "is_given")) == [("weekoverzicht", False)]


@pytest.mark.parametrize("kind", [Kind.HOUSE, "onbekend", ["antwoord"]])
def test_what_cannot_be_stopped_has_no_link_that_works(kind, reader, outside):
    token = Signer(salt="communities.unsubscribe").sign_object([reader.pk, kind, None])
    answer = outside.post(f"/afmelden/{token}/", ONE_CLICK)
    assert (answer.status_code, NotificationChoice.objects.count()) == (404, 0)


def forged(reader):
    good = make_token(Stop(reader.pk, Kind.REPLY))
    words, _, signature = good.rpartition(":")
    other_words = make_token(Stop(reader.pk, Kind.MENTION)).rpartition(":")[0]
    other_salt = Signer(salt="iets anders").sign_object([reader.pk, Kind.REPLY, None])
    return [words, f"{words}:{signature[:-1]}x", f"{other_words}:{signature}", other_salt, "x", f"{good}0", "é:ü"]


def test_a_forged_link_stops_nothing_and_says_what_to_do(reader, outside):
    for token in forged(reader):
        seen, sent = outside.get(f"/afmelden/{token}/"), outside.post(f"/afmelden/{token}/", ONE_CLICK)
        assert (seen.status_code, sent.status_code) == (404, 404)
        assert "log in en kies welke mails u krijgt" in seen.content.decode()
    assert NotificationChoice.objects.count() == 0


def test_a_link_of_an_account_that_is_gone_says_so(reader, outside):
    path = address(reader)
    reader.delete()
    assert (outside.get(path).status_code, outside.post(path, ONE_CLICK).status_code) == (404, 404)
