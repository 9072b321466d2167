"""The partnership agreement: four boxes, a check, confirmations, and one page of paper."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from communities.actions import agreements as actions
from communities.analysis.agreement_check import check_agreement
from communities.models import Agreement, Notice, Role, Trajectory
from communities.reports.agreement import agreement_pdf
from tests import factories
from tests.communities.town import join, make_community, make_organisation

BOXES = {
    "decides": "De gemeente Waalmeer beslist.",
    "does": "Bakker De Kade doet.",
    "pays": "De Bank aan het Meer betaalt.",
    "directs": "De adviseur regisseert.",
}


@pytest.fixture
def community(db):
    return make_community(primary_colour="#7a1f5c")


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
def published(trajectory, advisor, banker) -> Agreement:
    draft = actions.write_agreement(by=advisor, trajectory=trajectory, **BOXES)
    return actions.publish_agreement(by=advisor, agreement=draft)


def test_empty_boxes_are_asked_about():
    found = check_agreement(BOXES | {"pays": " "}, [])
    assert [one.text for one in found] == ["Er staat nog niet wie betaalt."]


def test_one_party_in_two_boxes_and_one_in_none_are_asked_about():
    found = check_agreement(BOXES | {"directs": "de bank aan het meer"}, ["Bank aan het Meer", "School"])
    assert [one.text for one in found] == [
        "Bank aan het Meer staat bij wie betaalt en wie het proces regisseert.",
        "School wordt niet genoemd.",
    ]


def test_an_empty_page_asks_for_the_four_boxes_only():
    assert len(check_agreement({}, ["Bank aan het Meer"])) == 4


def test_when_all_is_well_there_is_nothing_to_ask():
    assert check_agreement(BOXES, ["Bank aan het Meer"]) == []


def test_a_draft_with_an_empty_box_is_kept_and_not_published(trajectory, advisor):
    draft = actions.write_agreement(by=advisor, trajectory=trajectory, **(BOXES | {"pays": ""}))
    with pytest.raises(actions.AgreementError, match="alle vier"):
        actions.publish_agreement(by=advisor, agreement=draft)
    assert Agreement.objects.get().published_at is None


def test_what_was_published_is_never_changed(published, trajectory, advisor):
    actions.write_agreement(by=advisor, trajectory=trajectory, **(BOXES | {"pays": "Iedereen."}))
    found = trajectory.agreements.order_by("version").values_list("version", "pays")
    assert list(found) == [(1, "De Bank aan het Meer betaalt."), (2, "Iedereen.")]


def test_the_people_of_partners_are_told_once(published, advisor, banker):
    actions.publish_agreement(by=advisor, agreement=published)
    assert [one.user for one in Notice.objects.filter(key=f"agreement-{published.pk}-put")] == [banker]


def test_a_partner_confirms_once(published, banker, bank):
    first = actions.confirm_agreement(by=banker, agreement=published)
    assert actions.confirm_agreement(by=banker, agreement=published, remark="Nog eens.") == first
    assert (first.organisation, first.by) == (bank, banker)


def test_who_works_at_no_partner_does_not_confirm(published, community):
    with pytest.raises(PermissionDenied):
        actions.confirm_agreement(by=person(community, "buurman"), agreement=published)


def test_a_coordinator_confirms_for_a_partner_with_a_remark(published, advisor, bank):
    with pytest.raises(actions.AgreementError, match="hoe de partner"):
        actions.confirm_agreement_for(by=advisor, agreement=published, organisation=bank, remark=" ")
    found = actions.confirm_agreement_for(by=advisor, agreement=published, organisation=bank, remark="Per brief.")
    assert (found.organisation, found.by, found.remark) == (bank, advisor, "Per brief.")


def test_nobody_confirms_for_who_is_no_partner(published, advisor):
    school = make_organisation("School")
    with pytest.raises(actions.AgreementError, match="geen partner"):
        actions.confirm_agreement_for(by=advisor, agreement=published, organisation=school, remark="Per brief.")


def test_a_member_confirms_for_nobody_else(published, banker, bank):
    with pytest.raises(PermissionDenied):
        actions.confirm_agreement_for(by=banker, agreement=published, organisation=bank, remark="Per brief.")


def test_an_older_version_is_not_confirmed(published, trajectory, advisor, banker):
    newer = actions.write_agreement(by=advisor, trajectory=trajectory, **BOXES)
    actions.publish_agreement(by=advisor, agreement=newer)
    with pytest.raises(actions.AgreementError, match="nieuwe versie"):
        actions.confirm_agreement(by=banker, agreement=published)


def test_a_partner_confirms_on_the_page(client, published, banker, bank, community):
    client.force_login(banker)
    page = reverse("communities:agreement_detail", args=[community.slug])
    assert "Bevestigt Bank aan het Meer dit?" in client.get(page).content.decode()
    client.post(reverse("communities:agreement_confirm", args=[community.slug]), {"version": 1})
    assert published.confirmations.get().organisation == bank
    assert "Bevestigt Bank aan het Meer dit?" not in client.get(page).content.decode()


def test_an_advisor_writes_and_publishes_on_the_page(client, trajectory, advisor, bank):
    client.force_login(advisor)
    path = reverse("communities:agreement_edit", args=[trajectory.pk])
    client.post(path, BOXES)
    client.post(reverse("communities:agreement_publish", args=[trajectory.pk]))
    confirm = reverse("communities:agreement_confirm_for", args=[trajectory.pk])
    assert client.post(confirm, {"version": 1, "organisation": bank.pk, "remark": ""}).status_code == 400
    client.post(confirm, {"version": 1, "organisation": bank.pk, "remark": "Per brief."})
    found = trajectory.agreements.get()
    assert (found.pays, found.confirmations.get().remark) == (BOXES["pays"], "Per brief.")


def test_the_page_keeps_what_was_written_when_something_is_empty(client, trajectory, advisor):
    client.force_login(advisor)
    path = reverse("communities:agreement_edit", args=[trajectory.pk])
    client.post(path, BOXES | {"directs": ""})
    page = client.get(path).content.decode()
    assert "Er staat nog niet wie het proces regisseert." in page
    assert "Bakker De Kade doet." in page


def test_without_an_agreement_there_is_no_file(client, trajectory, banker, community):
    client.force_login(banker)
    assert client.get(reverse("communities:agreement_pdf", args=[community.slug])).status_code == 404


@pytest.mark.parametrize("filler", ["", " Dat is zo afgesproken in het overleg." * 20])
def test_the_file_is_one_tagged_page_in_the_colour_of_the_community(published, community, filler):
    Agreement.objects.filter(pk=published.pk).update(**{box: words + filler for box, words in BOXES.items()})
    content = agreement_pdf(community, Agreement.objects.get(pk=published.pk))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        width, height = (float(one) for one in pdf.pages[0].MediaBox[2:])
        assert (len(pdf.pages), round(width), round(height)) == (1, 595, 842)
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.Root.Lang) == "nl"
        drawn = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    red, green, blue = (int("7a1f5c"[at : at + 2], 16) / 255 for at in (0, 2, 4))
    assert any(line.split()[:3] == [f"{part:.6g}" for part in (red, green, blue)] for line in drawn.splitlines()), (
        "the chosen colour is not on the page"
    )


def test_the_file_can_be_read_aloud(published, community, tmp_path):
    path = tmp_path / "afspraken.pdf"
    path.write_bytes(agreement_pdf(community, published))
    outloud = Path(sys.executable).with_name("outloud")
    run = subprocess.run([outloud, path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_full_boxes_and_many_partners_still_fit_one_page(published, community):
    long = ("Dat is zo afgesproken in het overleg van alle partners samen. " * 16)[:1000]
    Agreement.objects.filter(pk=published.pk).update(**dict.fromkeys(BOXES, long))
    for number in range(40):
        published.confirmations.create(organisation=make_organisation(f"Partner nummer {number} van de regio"))
    with pikepdf.open(io.BytesIO(agreement_pdf(community, Agreement.objects.get(pk=published.pk)))) as pdf:
        assert len(pdf.pages) == 1


def test_who_only_says_to_work_there_confirms_nothing(published, bank, community):
    claimed = person(community, "beweerder", organisation=bank, speaks_for_organisation=False)
    with pytest.raises(PermissionDenied):
        actions.confirm_agreement(by=claimed, agreement=published)
    assert published.confirmations.count() == 0


def test_who_confirms_without_a_name_is_not_shown_by_address(published, banker):
    actions.confirm_agreement(by=banker, agreement=published)
    banker.name = ""
    banker.save()
    client = Client()
    client.force_login(banker)
    page = client.get(reverse("communities:agreement_detail", args=[published.community.slug])).content.decode()
    assert "door Iemand zonder naam" in page
