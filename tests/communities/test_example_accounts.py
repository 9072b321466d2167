import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from communities.example_people import PASSWORD, PEOPLE
from communities.models import User


@pytest.fixture
def example(settings, db):
    """A site on one's own machine, with invented figures."""
    settings.EXAMPLE_FIGURES = True
    settings.SITE_URL = "http://localhost:8000"


def test_every_person_can_log_in_with_a_confirmed_address(example, client):
    call_command("example_accounts")
    assert set(User.objects.values_list("email", flat=True)) == {person.email for person in PEOPLE}
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(PEOPLE)
    assert all(client.login(username=person.email, password=PASSWORD) for person in PEOPLE)


def test_only_the_administrator_may_do_everything(example):
    call_command("example_accounts")
    assert list(User.objects.filter(is_staff=True).values_list("email", flat=True)) == ["beheer@example.org"]
    assert list(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == ["beheer@example.org"]


def test_a_second_time_changes_nobody(example):
    call_command("example_accounts")
    user = User.objects.get(email="bank@example.org")
    user.set_password("zelf gekozen wachtwoord")
    user.save()
    call_command("example_accounts")
    user.refresh_from_db()
    assert user.check_password("zelf gekozen wachtwoord")
    assert User.objects.count() == len(PEOPLE)


def test_without_example_figures_there_are_no_example_accounts(example, settings):
    settings.EXAMPLE_FIGURES = False
    with pytest.raises(CommandError, match="EXAMPLE_FIGURES"):
        call_command("example_accounts")
    assert not User.objects.exists()


def test_a_site_for_others_does_not_get_the_published_password(example, settings):
    settings.SITE_URL = "https://regiokracht.example"
    with pytest.raises(CommandError, match="--password"):
        call_command("example_accounts")
    call_command("example_accounts", password="een heel ander wachtwoord")
    assert not User.objects.get(email="beheer@example.org").check_password(PASSWORD)
