"""The shared ambition: versions, what partners say, and settling."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from communities.access.trajectories import partner_of, partners_of, people_of_partners
from communities.actions import ambitions as actions
from communities.models import Ambition, AmbitionConsent, Notice, Role, Stakeholder, Trajectory
from tests import factories
from tests.communities.town import join, make_community, make_organisation


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def bank():
    return make_organisation("Bank aan het Meer", kind="bank", sector="financieel")


@pytest.fixture
def trajectory(community, bank) -> Trajectory:
    found = Trajectory.objects.create(community=community, name="Aan zet", started_on=date(2026, 1, 5))
    found.commissioners.add(bank)
    return found


def person(community, name, **fields):
    """Somebody of the community."""
    user = factories.make_verified_user(f"{name}@example.org", name=name.capitalize())
    join(community, user, **fields)
    return user


@pytest.fixture
def advisor(community):
    return person(community, "adviseur", role=Role.COORDINATOR)


@pytest.fixture
def banker(community, bank):
    return person(community, "bankier", organisation=bank)


@pytest.fixture
def put(trajectory, advisor, banker) -> Ambition:
    """The first version, which lies before the partners."""
    draft = actions.write_ambition(by=advisor, trajectory=trajectory, text="Iedereen doet mee.")
    return actions.put_ambition(by=advisor, ambition=draft)


def test_partners_commission_lead_or_want(community, trajectory, bank):
    baker, school, farmer = (make_organisation(name) for name in ("Bakker", "School", "Boer"))
    person(community, "bakker", organisation=baker, is_frontrunner=True)
    person(community, "meester", organisation=school)
    Stakeholder.objects.create(
        trajectory=trajectory, name="Boer", sector="landbouw", engagement="wil", organisation=farmer
    )
    Stakeholder.objects.create(
        trajectory=trajectory, name="School", sector="onderwijs", engagement="geinformeerd", organisation=school
    )
    assert list(partners_of(trajectory)) == [baker, bank, farmer]


def test_only_who_works_at_a_partner_speaks_for_it(trajectory, banker, bank, community):
    teacher = person(community, "meester", organisation=make_organisation("School"))
    assert (partner_of(banker, trajectory), partner_of(teacher, trajectory)) == (bank, None)


def test_a_draft_is_changed_and_a_version_that_was_put_never_is(trajectory, advisor, put):
    actions.write_ambition(by=advisor, trajectory=trajectory, text="Iedereen telt mee.")
    actions.write_ambition(by=advisor, trajectory=trajectory, text="Iedereen telt echt mee.")
    found = trajectory.ambitions.order_by("version").values_list("version", "text", "state")
    assert list(found) == [(1, "Iedereen doet mee.", "voorgelegd"), (2, "Iedereen telt echt mee.", "concept")]


def test_the_people_of_partners_are_told_once(put, advisor, banker, community):
    person(community, "buurman")
    actions.put_ambition(by=advisor, ambition=put)
    told = Notice.objects.filter(key=f"ambition-{put.pk}-put")
    assert [one.user for one in told] == [banker]
    assert told.get().path == reverse("communities:ambition_detail", args=[community.slug])


def test_an_organisation_has_one_answer_and_the_last_one_holds(put, banker, bank, community):
    colleague = person(community, "collega", organisation=bank)
    actions.answer_ambition(by=banker, ambition=put, answer="eens")
    actions.answer_ambition(by=colleague, ambition=put, answer="kanttekening", remark="Maar wie betaalt?")
    found = put.consents.get()
    assert (found.organisation, found.answer, found.by) == (bank, "kanttekening", colleague)


def test_a_reservation_without_words_is_refused(put, banker):
    with pytest.raises(actions.AmbitionError, match="Schrijf kort op"):
        actions.answer_ambition(by=banker, ambition=put, answer="oneens")
    assert put.consents.count() == 0


def test_somebody_who_works_at_no_partner_does_not_answer(put, community):
    outsider = person(community, "buurman")
    with pytest.raises(PermissionDenied):
        actions.answer_ambition(by=outsider, ambition=put, answer="eens")


def test_a_draft_is_not_answered(trajectory, advisor, banker):
    draft = actions.write_ambition(by=advisor, trajectory=trajectory, text="Nog niet.")
    with pytest.raises(actions.AmbitionError, match="nog niet voorgelegd"):
        actions.answer_ambition(by=banker, ambition=draft, answer="eens")


def test_an_answer_to_an_older_version_is_refused(put, trajectory, advisor, banker):
    newer = actions.write_ambition(by=advisor, trajectory=trajectory, text="Beter.")
    actions.put_ambition(by=advisor, ambition=newer)
    with pytest.raises(actions.AmbitionError, match="nieuwe versie"):
        actions.answer_ambition(by=banker, ambition=put, answer="eens")
    assert AmbitionConsent.objects.count() == 0


def test_settling_takes_one_who_agrees_and_nobody_who_does_not(put, advisor, banker):
    with pytest.raises(actions.AmbitionError, match="Nog geen partner"):
        actions.settle_ambition(by=advisor, ambition=put)
    actions.answer_ambition(by=banker, ambition=put, answer="oneens", remark="Te vaag.")
    with pytest.raises(actions.AmbitionError, match="niet eens"):
        actions.settle_ambition(by=advisor, ambition=put)
    actions.answer_ambition(by=banker, ambition=put, answer="eens")
    settled = actions.settle_ambition(by=advisor, ambition=put)
    assert settled.state == "vastgesteld"
    assert settled.settled_at is not None


def test_what_is_settled_may_be_joined_and_not_refused(put, advisor, banker):
    actions.answer_ambition(by=banker, ambition=put, answer="eens")
    actions.settle_ambition(by=advisor, ambition=put)
    with pytest.raises(actions.AmbitionError, match="al vastgesteld"):
        actions.answer_ambition(by=banker, ambition=put, answer="oneens", remark="Toch niet.")
    assert put.consents.get().answer == "eens"


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_answer_at_once_give_one_answer_of_their_organisation():
    community, bank = make_community(), make_organisation("Bank aan het Meer", kind="bank", sector="financieel")
    trajectory = Trajectory.objects.create(community=community, name="Aan zet", started_on=date(2026, 1, 5))
    trajectory.commissioners.add(bank)
    colleagues = [person(community, f"bankier{number}", organisation=bank) for number in range(4)]
    ambition = trajectory.ambitions.create(version=1, text="Samen.", state="voorgelegd")

    def answer(by) -> None:
        try:
            actions.answer_ambition(by=by, ambition=ambition, answer="eens")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, colleagues))
    assert [one.organisation for one in ambition.consents.all()] == [bank]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_share_one_draft():
    community = make_community()
    advisors = [person(community, f"adviseur{number}", role=Role.COORDINATOR) for number in range(4)]
    trajectory = Trajectory.objects.create(community=community, name="Aan zet", started_on=date(2026, 1, 5))

    def write(by) -> None:
        try:
            actions.write_ambition(by=by, trajectory=trajectory, text=f"Van {by}.")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, advisors))
    assert [one.version for one in trajectory.ambitions.all()] == [1]


def test_only_who_runs_it_puts_and_settles(put, banker):
    for act in (actions.put_ambition, actions.settle_ambition):
        with pytest.raises(PermissionDenied):
            act(by=banker, ambition=put)


def test_visitors_read_what_is_settled_with_who_agrees_and_not_what_lies_before_partners(
    client, put, advisor, banker, community, trajectory
):
    actions.answer_ambition(by=banker, ambition=put, answer="eens")
    actions.settle_ambition(by=advisor, ambition=put)
    newer = actions.write_ambition(by=advisor, trajectory=trajectory, text="Geheim concept.")
    actions.put_ambition(by=advisor, ambition=newer)
    page = client.get(reverse("communities:ambition_detail", args=[community.slug])).content.decode()
    assert "Iedereen doet mee." in page
    assert "Bank aan het Meer" in page
    assert "Geheim concept." not in page


def test_an_organisation_that_disagrees_is_not_named_behind_the_ambition(client, put, advisor, banker, community):
    baker = make_organisation("Bakker")
    AmbitionConsent.objects.create(ambition=put, organisation=baker, answer="oneens", remark="Nee.")
    Ambition.objects.filter(pk=put.pk).update(state="vastgesteld", settled_at=put.created_at)
    page = client.get(reverse("communities:ambition_detail", args=[community.slug])).content.decode()
    assert "Iedereen doet mee." in page
    assert "Bakker" not in page


def test_a_partner_answers_on_the_page(client, put, banker, community, bank):
    client.force_login(banker)
    page = reverse("communities:ambition_detail", args=[community.slug])
    assert "Iedereen doet mee." in client.get(page).content.decode()
    path = reverse("communities:ambition_answer", args=[community.slug])
    wrong = client.post(path, {"version": 1, "answer": "oneens", "remark": ""})
    assert (wrong.status_code, put.consents.count()) == (400, 0)
    assert client.post(path, {"version": 1, "answer": "eens"}).url == page
    assert put.consents.get().organisation == bank


def test_the_desk_shows_every_partner_with_or_without_an_answer(client, put, advisor, trajectory):
    client.force_login(advisor)
    page = client.get(reverse("communities:ambition_edit", args=[trajectory.pk]))
    assert [(str(one["organisation"]), one["consent"]) for one in page.context["answers"]] == [
        ("Bank aan het Meer", None)
    ]
    assert "nog geen antwoord" in page.content.decode()


def test_an_advisor_writes_puts_and_settles_on_the_page(client, trajectory, advisor, banker, community):
    client.force_login(advisor)
    client.post(reverse("communities:ambition_edit", args=[trajectory.pk]), {"text": "Samen sterk."})
    client.post(reverse("communities:ambition_put", args=[trajectory.pk]))
    put = trajectory.ambitions.get()
    actions.answer_ambition(by=banker, ambition=put, answer="eens")
    client.post(reverse("communities:ambition_settle", args=[trajectory.pk]))
    put.refresh_from_db()
    assert (put.text, put.state) == ("Samen sterk.", "vastgesteld")


def test_who_only_says_to_work_there_neither_answers_nor_makes_a_partner(trajectory, put, bank, community):
    claimed = person(community, "beweerder", organisation=bank, speaks_for_organisation=False)
    baker = make_organisation("Bakker")
    person(community, "bakker", organisation=baker, is_frontrunner=True, speaks_for_organisation=False)
    assert list(partners_of(trajectory)) == [bank]
    assert claimed not in people_of_partners(trajectory)
    with pytest.raises(PermissionDenied):
        actions.answer_ambition(by=claimed, ambition=put, answer="eens")
    assert put.consents.count() == 0
