"""Notices: once each, by mail for who wants that, and a page with everything and a page with every choice."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from communities.access.notices import wants_news_at_once
from communities.actions.notice_choices import choose_notices
from communities.actions.notices import notify
from communities.models import Channel, Consent, Letter, Membership, Notice, NotificationChoice, Role
from tests import factories
from tests.communities.town import join, make_community

Kind, Volume = Notice.Kind, Membership.Volume
AT_ONCE = [
    Kind.MENTION,
    Kind.REPLY,
    Kind.INVITATION,
    Kind.COMMITMENT,
    Kind.MODERATION,
    Kind.REQUEST,
    Kind.EVENT,
    Kind.HOUSE,
]


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def reader(community):
    user = factories.make_verified_user("bo@example.org", name="Bo")
    join(community, user)
    return user


def tell(*users, kind=Kind.REPLY, key="reactie-1", community=None, **fields):
    defaults = {"title": "Anna antwoordt u", "path": "/c/waalmeer/nieuws/1/"}
    return notify(users=users, kind=kind, key=key, community=community, **(defaults | fields))


def kinds_by_mail(user):
    return set(Letter.objects.filter(user=user).values_list("kind", flat=True))


# ── Telling ──


@pytest.mark.parametrize(("fields", "label"), [({}, "Bekijk het op de site"), ({"button": "Meld het"}, "Meld het")])
def test_the_button_in_the_mail_says_what_it_does(fields, label, reader, community):
    tell(reader, community=community, **fields)
    letter = Letter.objects.get()
    assert (f"\n{label}\nhttp" in letter.text, label in letter.html) == (True, True)


def test_who_switches_decisions_off_reads_that_they_stay_on_the_site(reader, community, client):
    choose_notices(by=reader, channels={Kind.MODERATION: Channel.NEVER})
    tell(reader, kind=Kind.MODERATION, community=community)
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 0)
    client.force_login(reader)
    page = client.get(reverse("communities:notice_settings")).content.decode()
    assert "krijgt u altijd op de site, en per mail zoals u hierboven koos" in page


def test_twice_is_once(reader, community):
    assert (len(tell(reader, community=community)), len(tell(reader, reader, community=community))) == (1, 0)
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_is_once():
    community, user = make_community(), factories.make_user()
    join(community, user)
    start = threading.Barrier(2)

    def run():
        start.wait()
        tell(user, community=community)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


def test_who_chose_nothing_gets_mail_of_what_is_meant_for_them_and_not_of_news(reader, community):
    for kind in Kind.values:
        tell(reader, kind=kind, key=kind, community=community)
    assert kinds_by_mail(reader) == set(AT_ONCE)
    assert Notice.objects.filter(user=reader).count() == len(Kind.values)


@pytest.mark.parametrize(
    ("volume", "silent"),
    [
        (Volume.EVERYTHING, set()),
        (Volume.IMPORTANT, {Kind.NEWS}),
        (Volume.NOTHING, set(Kind.values) - {Kind.MODERATION, Kind.HOUSE, Kind.INVITATION}),
    ],
)
def test_the_volume_of_a_community_holds_for_its_mail_only(volume, silent, reader, community):
    other = make_community("elders")
    join(other, reader)
    choose_notices(by=reader, channels={Kind.NEWS: Channel.AT_ONCE}, volumes={community.pk: volume})
    for kind in Kind.values:
        tell(reader, kind=kind, key=f"hier-{kind}", community=community)
        tell(reader, kind=kind, key=f"daar-{kind}", community=other)
    assert set(Letter.objects.filter(community=community).values_list("kind", flat=True)) == set(Kind.values) - silent
    assert Letter.objects.filter(community=other).count() == len(Kind.values)


def test_a_choice_holds_for_the_kind_and_for_one_person(reader, community):
    other = factories.make_user()
    choose_notices(by=reader, channels={Kind.REPLY: Channel.NEVER})
    tell(reader, other, community=community)
    tell(reader, other, kind=Kind.MENTION, key="m", community=community)
    assert (kinds_by_mail(reader), kinds_by_mail(other)) == ({Kind.MENTION}, {Kind.MENTION, Kind.REPLY})


def test_what_is_about_the_account_cannot_be_switched_off(reader):
    choose_notices(by=reader, channels={Kind.HOUSE: Channel.NEVER})
    NotificationChoice.objects.create(user=reader, kind=Kind.HOUSE, channel=Channel.NEVER)
    tell(reader, kind=Kind.HOUSE)
    assert kinds_by_mail(reader) == {Kind.HOUSE}


@pytest.mark.parametrize("status", ["geblokkeerd", "vertrokken"])
def test_who_is_gone_hears_of_decisions_only(status, reader, community):
    left = "2026-01-01T00:00Z" if status == "vertrokken" else None
    Membership.objects.update(status=status, left_at=left)
    tell(reader, community=community)
    tell(reader, kind=Kind.MODERATION, key="besluit", community=community)
    assert list(Notice.objects.values_list("kind", flat=True)) == [Kind.MODERATION]
    assert kinds_by_mail(reader) == {Kind.MODERATION}


def test_who_never_belonged_may_be_told_about_their_request(community):
    applicant = factories.make_user()
    tell(applicant, kind=Kind.INVITATION, community=community)
    assert kinds_by_mail(applicant) == {Kind.INVITATION}


def test_a_closed_account_gets_no_mail(community):
    tell(factories.make_user(is_active=False), community=community)
    assert Letter.objects.count() == 0


def test_telling_costs_as_much_for_thirty_as_for_three(community, django_assert_num_queries):
    few, many = [[factories.make_user() for _ in range(n)] for n in (3, 30)]
    for user in (*few, *many):
        join(community, user)
    for users, key in ((few, "a"), (many, "b")):
        with django_assert_num_queries(9):
            tell(*users, key=key, community=community)
    assert Letter.objects.count() == 33


def test_only_members_who_asked_for_news_at_once_are_told_of_a_post(reader, community):
    other = factories.make_user()
    join(community, other)
    assert list(wants_news_at_once(community)) == []
    choose_notices(by=reader, channels={Kind.NEWS: Channel.AT_ONCE})
    assert list(wants_news_at_once(community)) == [reader]
    choose_notices(by=reader, channels={}, volumes={community.pk: Volume.IMPORTANT})
    assert list(wants_news_at_once(community)) == []


# ── Reading ──


def test_the_page_has_what_is_unread_first_by_community(reader, community, client):
    other = make_community("elders")
    tell(reader, key="oud", title="Al gelezen", community=community)
    Notice.objects.update(read_at="2026-01-01T00:00Z")
    tell(reader, key="a", title="Hier een", community=community)
    tell(reader, key="b", title="Daar een", kind=Kind.INVITATION, community=other)
    tell(reader, key="c", title="Hier twee", community=community)
    client.force_login(reader)
    response = client.get("/mijn/berichten/")
    groups = [(group.community.slug, [one.title for one in group.notices]) for group in response.context["groups"]]
    assert groups == [("waalmeer", ["Hier twee", "Hier een"]), ("elders", ["Daar een"])]
    assert [one.title for one in response.context["read"]] == ["Al gelezen"]
    assert "3 berichten zijn nog niet gelezen" in response.content.decode()


def test_opening_a_notice_marks_it_read_and_leads_there(reader, community, client):
    tell(reader, community=community, path="/c/waalmeer/nieuws/1/#reactie-2")
    notice = Notice.objects.get()
    client.force_login(reader)
    response = client.get(f"/mijn/berichten/{notice.pk}/")
    notice.refresh_from_db()
    assert (response.url, notice.read_at is not None) == ("/c/waalmeer/nieuws/1/#reactie-2", True)


def test_coming_through_the_mail_marks_it_read_for_its_own_reader_only(reader, community, client):
    tell(reader, community=community, path="/privacy/?a=b#c")
    notice, letter = Notice.objects.get(), Letter.objects.get()
    path = f"/privacy/?a=b&gelezen={notice.pk}"
    assert f"http://localhost:8000{path}#c" in letter.text
    stranger = factories.make_verified_user()
    for who in (None, stranger, reader):
        if who:
            client.force_login(who)
        assert client.get(path).status_code == 200
        notice.refresh_from_db()
        assert (notice.read_at is not None) == (who == reader)


@pytest.mark.parametrize("number", ["x", "", "-1", "9" * 30, "²", "0"])
def test_a_number_that_is_none_changes_nothing(number, reader, client):
    client.force_login(reader)
    assert client.get("/privacy/", {"gelezen": number}).status_code == 200


def test_a_notice_of_somebody_else_does_not_exist(reader, community, client):
    tell(reader, community=community)
    notice = Notice.objects.get()
    client.force_login(factories.make_verified_user())
    answers = [client.get(f"/mijn/berichten/{notice.pk}/"), client.post(f"/mijn/berichten/{notice.pk}/gelezen/")]
    client.post("/mijn/berichten/gelezen/")
    notice.refresh_from_db()
    assert ([answer.status_code for answer in answers], notice.read_at) == ([404, 404], None)


def test_one_or_all_can_be_marked_read(reader, community, client):
    for key in "abc":
        tell(reader, key=key, community=community)
    client.force_login(reader)
    client.post(f"/mijn/berichten/{Notice.objects.first().pk}/gelezen/")
    assert Notice.objects.filter(read_at=None).count() == 2
    client.post("/mijn/berichten/gelezen/")
    assert Notice.objects.filter(read_at=None).count() == 0


def test_the_header_counts_what_is_unread(reader, community, client):
    tell(reader, community=community)
    client.force_login(reader)
    page = client.get("/account/overzicht/").content.decode()
    assert '<b class="count">1<span class="hidden"> niet gelezen</span></b>' in page
    client.post("/mijn/berichten/gelezen/")
    assert 'class="count"' not in client.get("/account/overzicht/").content.decode()


# ── Choosing ──


def sent_form(client, **changes):
    form = client.get("/mijn/berichten/instellingen/").context["form"]
    filled = {name: field.initial for name, field in form.fields.items()} | changes
    return client.post("/mijn/berichten/instellingen/", filled)


def test_the_page_has_every_kind_but_one_and_every_community(reader, community, client):
    client.force_login(reader)
    fields = client.get("/mijn/berichten/instellingen/").context["form"].fields
    expected = {f"soort_{kind}" for kind in set(Kind.values) - {Kind.HOUSE}} | {f"community_{community.pk}"}
    assert set(fields) == expected


def test_every_mail_leads_to_a_row_that_is_there(reader, client):
    client.force_login(reader)
    page = client.get("/mijn/berichten/instellingen/").content.decode()
    assert [kind for kind in Kind.values if f'<fieldset id="{kind}"' not in page] == [Kind.HOUSE]


def test_saving_keeps_what_was_chosen_and_touches_nothing_else(reader, community, client):
    Membership.objects.update(bio="Bakker", is_shown_to_visitors=True, role=Role.COORDINATOR)
    before = Membership.objects.values().get()
    client.force_login(reader)
    answer = sent_form(client, **{"soort_antwoord": "niet", f"community_{community.pk}": "belangrijk"})
    assert answer.status_code == 302
    assert dict(reader.notification_choices.values_list("kind", "channel")) == {"antwoord": "niet"}
    assert Membership.objects.values().get() == before | {"volume": "belangrijk"}


def test_saving_without_a_change_changes_nothing(reader, client):
    client.force_login(reader)
    sent_form(client)
    assert (NotificationChoice.objects.count(), Consent.objects.count()) == (0, 0)


def test_switching_the_digest_off_and_on_is_kept_as_consent(reader, client):
    client.force_login(reader)
    for way in ("niet", "niet", "week"):
        sent_form(client, soort_nieuws=way)
    lines = list(Consent.objects.order_by("pk").values_list("user_id", "subject", "is_given"))
    assert lines == [(reader.pk, "weekoverzicht", False), (reader.pk, "weekoverzicht", True)]


def test_the_digest_is_still_on_while_any_kind_comes_in_it(reader, client):
    choose_notices(by=reader, channels={Kind.REPLY: Channel.WEEKLY})
    choose_notices(by=reader, channels={Kind.NEWS: Channel.NEVER})
    assert Consent.objects.count() == 0
    choose_notices(by=reader, channels={Kind.REPLY: Channel.NEVER})
    assert list(Consent.objects.values_list("is_given", flat=True)) == [False]


def test_a_value_that_is_not_there_is_refused_with_words(reader, client):
    client.force_login(reader)
    answer = sent_form(client, soort_nieuws="elk-uur")
    assert (answer.status_code, NotificationChoice.objects.count()) == (400, 0)
    assert "Er is iets niet goed" in answer.content.decode()


def test_nobody_sets_the_volume_of_a_community_they_left(reader, community):
    Membership.objects.update(status="vertrokken", left_at="2026-01-01T00:00Z")
    choose_notices(by=reader, channels={}, volumes={community.pk: Volume.NOTHING})
    assert Membership.objects.get().volume == Volume.EVERYTHING
