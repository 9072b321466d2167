"""Passwords: what is refused is refused in Dutch, wherever a password is set."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.example_people import PASSWORD
from communities.models import User
from tests import factories
from tests.traps import passed

TOO_SHORT = "Dit wachtwoord is te kort. Kies een wachtwoord van minstens 12 tekens."
ONLY_DIGITS = "Dit wachtwoord bevat alleen cijfers."
REFUSED = [
    ("kort", TOO_SHORT),
    ("123456789012", ONLY_DIGITS),
    ("918273645546372819", ONLY_DIGITS),
    ("q1w2e3r4t5y6", "Dit wachtwoord is te algemeen."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "said"), REFUSED)
def test_a_weak_password_makes_no_account_and_is_explained_in_dutch(client, password, said):
    fields = {"email": "nieuw@example.org", "password1": password, **passed()}
    page = client.post(reverse("account_signup"), fields).content.decode()

    assert said in page
    assert "This password" not in page
    assert not User.objects.filter(email="nieuw@example.org").exists()


@pytest.mark.parametrize(("password", "said"), REFUSED)
def test_changing_a_password_asks_the_same(client, member, password, said):
    client.force_login(member)
    fields = {"oldpassword": factories.PASSWORD, "password1": password, "password2": password}
    page = client.post(reverse("account_change_password"), fields).content.decode()

    assert said in page
    member.refresh_from_db()
    assert member.check_password(factories.PASSWORD)


def test_a_new_password_by_mail_asks_the_same(client, db):
    person = factories.make_verified_user("vergeten@example.org")
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).request["PATH_INFO"]

    page = client.post(form, {"password1": "1234", "password2": "1234"}).content.decode()

    assert (TOO_SHORT in page, ONLY_DIGITS in page, "This password" in page) == (True, True, False)


def test_short_is_still_known_by_the_code_that_django_gives_it():
    with pytest.raises(ValidationError) as refusal:
        validate_password("kort")

    assert [error.code for error in refusal.value.error_list] == ["password_too_short"]


@pytest.mark.parametrize("password", [PASSWORD, factories.PASSWORD])
def test_the_passwords_of_the_example_are_good_enough(password):
    validate_password(password)


@pytest.mark.django_db
def test_a_password_of_the_example_makes_an_account(client):
    fields = {"email": "nieuw@example.org", "password1": PASSWORD, **passed()}

    assert client.post(reverse("account_signup"), fields).status_code == 302
    assert User.objects.filter(email="nieuw@example.org").exists()
    assert SESSION_KEY not in client.session
