"""Accounts: every page speaks Dutch in our own layout, and says as little as possible to who guesses."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.accounts import MFAAdapter
from tests import factories
from tests.traps import passed

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OUTSIDE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "socialaccount_login_cancelled",
]
INSIDE = [
    "config:account",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "socialaccount_connections",
]
WITH_SECOND_STEP = [
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_index",
]
NOT_OURS = re.compile(r"\b([Jj]e|[Jj]ouw|[Jj]ij|[Yy]ou|[Yy]our|[Pp]lease|Sign|[Pp]assword)\b")


@pytest.fixture
def confirmed(member):
    """A member whose address is known to be theirs."""
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def log_in(client, user, password=factories.PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def show_who_it_is(client):
    """Give the password once more, as is asked before something that matters."""
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})


def words(response) -> str:
    """What a reader sees of the main part: no tags, no scripts."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", main, flags=re.DOTALL))


def assert_is_ours(response, status=200):
    page = response.content.decode()
    assert response.status_code == status
    assert '<html lang="nl"' in page
    assert page.count("<h1") == 1
    assert "css/house" in page
    assert NOT_OURS.findall(words(response)) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_pages_before_logging_in_are_dutch_and_ours(client, name):
    assert_is_ours(client.get(reverse(name)))


def test_a_failed_login_through_an_organisation_is_explained_to_who_is_not_logged_in(client):
    assert_is_ours(client.get(reverse("socialaccount_login_error")), status=401)


@pytest.mark.parametrize("name", INSIDE)
def test_pages_of_an_account_are_dutch_and_ours(client, confirmed, name):
    log_in(client, confirmed)
    show_who_it_is(client)

    assert_is_ours(client.get(reverse(name)))


@pytest.mark.parametrize("name", WITH_SECOND_STEP)
def test_pages_of_the_second_step_are_dutch_and_ours(client, confirmed, name):
    log_in(client, confirmed)
    show_who_it_is(client)
    TOTP.activate(confirmed, SECRET)
    RecoveryCodes.activate(confirmed)

    assert_is_ours(client.get(reverse(name)))


def test_a_reset_link_that_was_made_up_is_explained(client):
    response = client.get("/account/password/reset/key/1-abc123/", follow=True)

    assert_is_ours(response)
    assert "Deze link werkt niet meer" in words(response)


def test_mistakes_are_said_in_our_words_above_and_beside_the_field(client):
    page = client.post(reverse("account_signup"), {"email": "geen adres", "password1": "kort"}).content.decode()

    assert 'href="#id_password1"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_password1_helptext id_password1_error"' in page


def test_signing_up_takes_a_code_from_the_mail(client):
    client.post(reverse("account_signup"), {"email": "nieuw@example.org", "password1": factories.PASSWORD, **passed()})
    code = re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[0].body, re.MULTILINE)[0]

    response = client.post(reverse("account_email_verification_sent"), {"code": code})

    assert (response.status_code, SESSION_KEY in client.session) == (302, True)


def test_signing_up_looks_the_same_for_an_address_that_has_an_account(client, confirmed):
    def sign_up(browser, email):
        fields = {"email": email, "password1": factories.PASSWORD, **passed()}
        return browser.post(reverse("account_signup"), fields, follow=True)

    new, known = sign_up(client, "nieuw@example.org"), sign_up(Client(), confirmed.email)

    assert words(known).replace(confirmed.email, "nieuw@example.org") == words(new)


@pytest.mark.parametrize("page", ["account_login", "account_reset_password"])
def test_an_unknown_address_gets_the_same_words(client, confirmed, page):
    def ask(email):
        fields = {"login": email, "password": "helemaal fout", "email": email}
        return words(client.post(reverse(page), fields, follow=True)).replace(email, "")

    assert ask("niemand@example.org") == ask(confirmed.email)


def test_mails_come_as_text_and_as_html_with_the_same_words(client, confirmed):
    client.post(reverse("account_reset_password"), {"email": confirmed.email})

    (letter,) = mail.outbox
    page, kind = letter.alternatives[0]
    assert letter.subject == "Regiokracht: Kies een nieuw wachtwoord"
    assert (kind, '<html lang="nl">' in page) == ("text/html", True)
    assert NOT_OURS.findall(re.sub(r"https?://\S+", "", letter.body)) == []
    assert "Iemand vroeg om een nieuw wachtwoord voor uw account." in page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_logging_in_never_leads_to_another_site(client, confirmed, elsewhere):
    fields = {"login": confirmed.email, "password": factories.PASSWORD, "next": elsewhere}

    assert client.post(reverse("account_login"), fields)["Location"] == "/"


def test_a_code_of_the_app_works_once(client, confirmed):
    TOTP.activate(confirmed, SECRET)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    other = Client()
    log_in(client, confirmed)
    log_in(other, confirmed)

    first = client.post(reverse("mfa_authenticate"), {"code": code})
    second = other.post(reverse("mfa_authenticate"), {"code": code})

    assert (first.status_code, SESSION_KEY in client.session) == (302, True)
    assert (second.status_code, SESSION_KEY in other.session) == (200, False)


def test_the_second_step_is_dutch_and_ours(client, confirmed):
    TOTP.activate(confirmed, SECRET)

    fields = {"login": confirmed.email, "password": factories.PASSWORD}

    assert_is_ours(client.post(reverse("account_login"), fields, follow=True))


def test_logging_in_gives_a_new_session(client, confirmed):
    client.get(reverse("account_login"))
    session = client.session
    session["mandje"] = "leeg"
    session.save()
    client.cookies["sessie"] = session.session_key

    log_in(client, confirmed)

    assert client.cookies["sessie"].value != session.session_key


def test_who_is_switched_off_is_out_at_the_next_page(client, confirmed):
    log_in(client, confirmed)
    confirmed.is_active = False
    confirmed.save()

    assert client.get(reverse("config:account")).status_code == 302


@pytest.mark.parametrize(("field", "seconds", "status"), [
    ("seen_at", 59 * 60, 200),
    ("seen_at", 61 * 60, 302),
    ("started_at", 11 * 3600, 200),
    ("started_at", 12 * 3600 + 60, 302),
])  # fmt: skip
def test_a_session_ends_after_an_hour_of_silence_and_after_twelve_hours(client, member, field, seconds, status):
    client.force_login(member)
    client.get(reverse("config:account"))
    session = client.session
    session[field] -= seconds
    session.save()

    assert client.get(reverse("config:account")).status_code == status


def test_where_somebody_is_logged_in_is_noted_once_a_minute_and_at_once_under_another_key(client, member):
    client.force_login(member)
    path = reverse("config:account")
    client.get(path)
    noted = UserSession.objects.get()
    client.get(path)
    assert UserSession.objects.get().last_seen_at == noted.last_seen_at
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        client.get(path)
    assert UserSession.objects.get().last_seen_at > noted.last_seen_at
    session = client.session
    session.cycle_key()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.get(path)
    assert UserSession.objects.filter(session_key=session.session_key).exists()


def test_the_administrator_comes_in_through_the_same_door(client):
    response = client.get("/beheer/login/?next=/beheer/")

    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/beheer/")


def test_a_member_is_not_sent_round_in_circles_by_the_administrators_pages(client, member):
    client.force_login(member)

    assert client.get("/beheer/login/").status_code == 403


def test_a_key_gets_a_name_that_tells_it_from_the_others(member, rf):
    names = []
    for _ in range(3):
        name = MFAAdapter(rf.get("/")).generate_authenticator_name(member, Authenticator.Type.WEBAUTHN)
        Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data={"name": name})
        names.append(name)

    assert names == ["Eerste sleutel", "Reservesleutel", "Sleutel 3"]


def test_an_organisation_is_offered_as_soon_as_it_is_in_the_settings(client, settings):
    app = {"provider_id": "organisatie", "name": "Gemeente Waalmeer", "client_id": "x", "secret": "y"}
    app["settings"] = {"server_url": "https://inloggen.example.org"}
    without = words(client.get(reverse("account_login")))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    offered = client.get(reverse("account_login")).content.decode()

    assert "Gemeente Waalmeer" not in without
    assert 'href="/account/oidc/organisatie/login/?process=login"' in offered


def test_the_administrators_pages_show_no_secrets(client, administrator):
    client.force_login(administrator)

    page = client.get("/beheer/").content.decode()

    assert [app for app in ("/beheer/mfa/", "/beheer/usersessions/", "/beheer/socialaccount/") if app in page] == []


def test_the_administrator_changes_a_password_where_everybody_does(client, administrator):
    client.force_login(administrator)

    assert client.get("/beheer/password_change/")["Location"] == "/account/password/change/"
