"""Text that PostgreSQL cannot hold is refused, wherever it comes in."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
NUL = "\x00"


PLACES = ["/%00", "/regioscan/?q=a%00b", "/regioscan/?a%00b=1", "/account/password/reset/key/1-a%00/"]


@pytest.mark.parametrize("path", PLACES)
def test_nul_in_an_address_is_400(client, path):
    assert client.get(path).status_code == 400


def test_nul_in_a_form_is_400(client):
    response = client.post(reverse("account_login"), {"login": f"a{NUL}@example.org", "password": "x"})

    assert response.status_code == 400


def test_nul_in_a_cookie_is_400(client):
    client.cookies["sessie"] = f"abcdefghijkl{NUL}"

    assert client.get("/").status_code == 400


@pytest.mark.parametrize("text", ["\u202egnp.exe", "Ĳsselmeer", "👩‍👩‍👧", "x" * 10_000, " ", "\ufffe"])
def test_odd_but_possible_text_is_never_our_mistake(client, text):
    reset = client.post(reverse("account_reset_password"), {"email": text})
    login = client.post(reverse("account_login"), {"login": text, "password": text})

    assert (reset.status_code, login.status_code) == (200, 200)


@pytest.mark.parametrize("credential", ["", "{", "null", "[]", "{}", '{"id": "\\u0000"}', '{"id": "\\ud800"}'])
def test_a_broken_passkey_answer_is_never_our_mistake(client, credential):
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert response.status_code in {200, 302}


def test_a_session_of_someone_else_cannot_be_made_up(client):
    factories.make_user("iemand@example.org")
    client.cookies["sessie"] = "a" * 32

    assert client.get(reverse("config:account")).status_code == 302
