"""What a community says of its own privacy, consents that are taken back, and erasing by an administrator."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions.consents import ConsentError, withdraw_consent
from communities.models import Channel, Consent, JoinRequest, Membership, NotificationChoice, Role, User
from communities.registry import personal_lines
from tests import factories
from tests.communities.town import join, make_community, make_organisation


@pytest.fixture
def community(db):
    controller = make_organisation("Gemeente Waalmeer", kind="gemeente", sector="overheid")
    return make_community(controller=controller, privacy_email="privacy@waalmeer.example", retention_days=90)


def page_of(client, route, community) -> str:
    return client.get(reverse(f"communities:{route}", args=[community.slug])).content.decode()


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("algemeen-belang", "hoort bij de publieke taak van Gemeente Waalmeer"),
        ("gerechtvaardigd-belang", "weegt dat af tegen uw privacy"),
        ("toestemming", "Wij vragen uw toestemming als u lid wordt"),
    ],
)
def test_the_statement_says_who_why_how_long_and_where_to_ask(community, client, basis, words):
    community.legal_basis = basis
    community.save()
    page = page_of(client, "privacy_statement", community)
    assert words in page
    assert "privacy@waalmeer.example" in page
    assert "Tot 90 dagen na het einde van de community" in page


def test_a_community_without_a_controller_says_so(client, db):
    page = page_of(client, "privacy_statement", make_community())
    assert "Nog niet vastgelegd is welke organisatie verantwoordelijk is" in page


def test_the_register_of_processing_names_everything_that_is_personal(community, client):
    coordinator = factories.make_verified_user()
    join(community, coordinator, role=Role.COORDINATOR)
    client.force_login(coordinator)
    page = page_of(client, "processing_register", community)
    missing = [line.model for line in personal_lines() if line.holds[1:40] not in page]
    assert missing == []
    assert "1 lid, van wie 1 coördinator" in page


# ── Consents ──


def given(user, subject, community=None) -> Consent:
    return Consent.objects.create(user=user, community=community, subject=subject, is_given=True, wording="Goed?")


def lines_of(user) -> list[bool]:
    return list(Consent.objects.filter(user=user).order_by("pk").values_list("is_given", flat=True))


def test_taking_back_being_visible_takes_effect_and_stays_written_down(community, member):
    join(community, member, is_shown_to_visitors=True)
    consent = given(member, "zichtbaar", community)
    withdraw_consent(by=member, consent=consent)
    withdraw_consent(by=member, consent=consent)
    assert lines_of(member) == [True, False]
    assert not Membership.objects.get(user=member).is_shown_to_visitors


def test_taking_back_the_digest_stops_it(member):
    withdraw_consent(by=member, consent=given(member, "weekoverzicht"))
    assert lines_of(member)[-1] is False
    assert NotificationChoice.objects.get(user=member, kind="nieuws").channel == Channel.NEVER


@pytest.mark.parametrize("status", [None, "vertrokken", "geblokkeerd"])
def test_who_does_not_belong_takes_back_the_consent_to_privacy(community, member, status):
    if status:
        join(community, member, status=status, left_at=timezone.now())
    consent = given(member, "privacy", community)
    withdraw_consent(by=member, consent=consent)
    withdraw_consent(by=member, consent=consent)
    assert lines_of(member) == [True, False]


def test_who_still_asks_to_join_takes_back_the_request_first(community, member):
    JoinRequest.objects.create(community=community, user=member)
    with pytest.raises(ConsentError, match="Trek eerst die aanvraag in"):
        withdraw_consent(by=member, consent=given(member, "privacy", community))
    assert lines_of(member) == [True]


def test_house_rules_are_taken_back_by_leaving(community, member):
    join(community, member)
    with pytest.raises(ConsentError, match="Verlaat de community"):
        withdraw_consent(by=member, consent=given(member, "huisregels", community))
    assert lines_of(member) == [True]


def test_one_takes_back_only_ones_own(community, member, client):
    consent = given(factories.make_user(), "zichtbaar", community)
    client.force_login(member)
    assert client.post(reverse("config:consent_withdraw", args=[consent.pk])).status_code == 404


def test_the_page_shows_every_consent_with_how_it_was_asked(community, member, client):
    given(member, "zichtbaar", community)
    client.force_login(member)
    page = client.get(reverse("config:own_records")).content.decode()
    assert "Zichtbaar zijn voor bezoekers: Waalmeer" in page
    assert "«Goed?»" in page


# ── The administrator ──


def delete_in_admin(client, user):
    return client.post(reverse("admin:communities_user_delete", args=[user.pk]), {"post": "yes"}, follow=True)


def test_deleting_in_the_administration_does_what_the_register_says(administrator, community, client):
    gone = factories.make_verified_user(name="Gerda Gaat Weg")
    join(community, gone)
    client.force_login(administrator)
    delete_in_admin(client, gone)
    assert not User.objects.filter(pk=gone.pk).exists()
    assert not Membership.objects.filter(community=community).exists()


def test_the_last_coordinator_stays_there_too(administrator, community, client):
    last = factories.make_verified_user(name="Co de Laatste")
    join(community, last, role=Role.COORDINATOR)
    client.force_login(administrator)
    page = delete_in_admin(client, last).content.decode()
    assert "de enige coördinator van Waalmeer" in page
    assert User.objects.filter(pk=last.pk).exists()
