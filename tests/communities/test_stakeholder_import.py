"""Reading stakeholders from a file: first what would happen, then that; nothing before a yes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.actions.stakeholder_import import import_stakeholders, plan_import
from communities.exports.stakeholders import stakeholder_table
from communities.forms.stakeholder_import import EXAMPLE, read_stakeholders
from communities.models import Stakeholder
from lib.tables import to_csv
from tests.communities.town import make_organisation, make_town

HEAD = "naam;soort;organisatie;sector;functie;e-mail;invloed;belang;betrokkenheid\n"


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def trajectory(town):
    return town.public.trajectories.first()


def rows(*lines):
    found = read_stakeholders((HEAD + "\n".join(lines)).encode())
    assert found.errors == []
    return found.rows


def carry_out(town, trajectory, *lines):
    return import_stakeholders(trajectory=trajectory, by=town.people["coordinator"], rows=rows(*lines))


def wrong(line):
    return [str(one) for one in read_stakeholders((HEAD + line).encode()).errors]


def test_a_line_becomes_a_stakeholder(town, trajectory):
    make_organisation("Zorgkoepel De Linde", kind="zorg-welzijn", sector="zorg")
    carry_out(
        town, trajectory, "Sanne Visser;persoon;zorgkoepel de linde;Zorg en Welzijn;directeur;S@X.nl;4;5;geïnformeerd"
    )
    found = Stakeholder.objects.get()
    assert (found.kind, found.sector, found.influence, found.interest) == ("persoon", "zorg", 4, 5)
    assert (found.engagement, found.email, found.organisation.name) == ("geinformeerd", "s@x.nl", "Zorgkoepel De Linde")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (";;;zorg;;;;;", "Regel 2, Naam: Hier staat nog niets."),
        ("A;;;;;;;;", "Regel 2, Sector: Hier staat nog niets."),
        ("A;;;zorg;;;3,5;;", "Regel 2, Invloed: “3,5” kan niet. Vul een heel getal in van 1 tot en met 5, of niets."),
        ("A;;;zorg;;;;6;", "Regel 2, Belang: “6” kan niet. Vul een heel getal in van 1 tot en met 5, of niets."),
        ("A;;;zorg;;geen adres;;;", "Regel 2, E-mailadres: “geen adres” is geen e-mailadres."),
        ("A;dier;;zorg;;;;;", "Regel 2, Soort: “dier” kennen wij niet. Kies uit organisatie en persoon."),
    ],
)
def test_each_mistake_says_where_and_what_to_do(line, sentence):
    assert wrong(line) == [sentence]


def test_who_is_not_judged_stays_so(town, trajectory):
    carry_out(town, trajectory, "A;;;zorg;;;;;")
    found = Stakeholder.objects.get()
    assert (found.influence, found.interest, found.engagement) == (None, None, "onbekend")


def test_who_is_known_is_updated_and_an_empty_cell_leaves_what_was(town, trajectory):
    Stakeholder.objects.create(trajectory=trajectory, name="De Linde", sector="zorg", influence=2, function="koepel")
    plan = carry_out(town, trajectory, "DE LINDE;;;zorg;;;4;;wil")
    found = Stakeholder.objects.get()
    assert (plan.n_new, plan.n_changed) == (0, 1)
    assert (found.influence, found.engagement, found.function) == (4, "wil", "koepel")


def test_the_plan_says_what_changes_in_words(trajectory):
    Stakeholder.objects.create(trajectory=trajectory, name="De Linde", sector="zorg", influence=2)
    plan = plan_import(trajectory, rows("De Linde;;;zorg;;;4;;wil"))
    assert list(plan.planned[0].changes) == [("invloed", "2", "4"), ("betrokkenheid", "onbekend", "wil")]
    assert Stakeholder.objects.get().influence == 2


def test_the_same_file_again_changes_nothing(town, trajectory):
    carry_out(town, trajectory, "A;;;zorg;;;3;3;wil", "B;;;wonen;;;;;")
    again = carry_out(town, trajectory, "A;;;zorg;;;3;3;wil", "B;;;wonen;;;;;")
    assert (again.n_new, again.n_changed, Stakeholder.objects.count()) == (0, 0, 2)


def test_two_lines_about_the_same_are_a_mistake(trajectory):
    plan = plan_import(trajectory, rows("A;;;zorg;;;;;", "a;;;zorg;;;;;"))
    assert [str(one) for one in plan.mistakes] == ["Regel 3, Naam: Deze naam staat ook op regel 2."]


def test_two_people_of_one_name_are_told_apart_by_their_address(town, trajectory):
    carry_out(town, trajectory, "Jan;persoon;;zorg;;a@x.nl;;;", "Jan;persoon;;zorg;;b@x.nl;;;")
    again = carry_out(town, trajectory, "Jan;persoon;;zorg;;b@x.nl;5;;")
    assert again.n_changed == 1
    assert list(Stakeholder.objects.order_by("email").values_list("influence", flat=True)) == [None, 5]


def test_an_organisation_that_nobody_knows_is_said_and_not_linked(town, trajectory):
    plan = carry_out(town, trajectory, "Sanne;persoon;Nergens;zorg;;;;;")
    assert "Nergens" in plan.planned[0].remarks[0]
    assert Stakeholder.objects.get().organisation is None


def test_somebody_else_imports_nothing(town, trajectory):
    with pytest.raises(PermissionDenied):
        import_stakeholders(trajectory=trajectory, by=town.people["commissioner"], rows=rows("A;;;zorg;;;;;"))
    assert Stakeholder.objects.count() == 0


def test_rows_with_a_mistake_are_not_saved_at_all(town, trajectory):
    with pytest.raises(ValueError, match="mistakes"):
        carry_out(town, trajectory, "B;;;zorg;;;;;", "A;;;zorg;;;;;", "A;;;zorg;;;;;")
    assert Stakeholder.objects.count() == 0


def send(town, trajectory, content, **more):
    address = reverse("communities:stakeholder_import", args=[trajectory.pk])
    return town.login("coordinator").post(address, {"bestand": SimpleUploadedFile("lijst.csv", content)} | more)


def test_nothing_is_saved_before_the_yes(town, trajectory):
    page = send(town, trajectory, (HEAD + "De Linde;;;zorg;;;4;;wil\n").encode("cp1252"))
    assert page.status_code == 200
    assert "nieuw op de kaart" in page.content.decode()
    assert Stakeholder.objects.count() == 0
    address = reverse("communities:stakeholder_import", args=[trajectory.pk])
    yes = {"inhoud": page.context["packed"], "bevestig": "1"}
    assert town.login("coordinator").post(address, yes).status_code == 302
    assert Stakeholder.objects.get().name == "De Linde"


def test_a_yes_to_a_file_with_mistakes_saves_nothing(town, trajectory):
    page = send(town, trajectory, (HEAD + "A;;;zorg;;;9;;\nB;;;zorg;;;1;;\n").encode(), bevestig="1")
    assert page.status_code == 400
    assert "Regel 2, Invloed" in page.content.decode()
    assert (page.context["packed"], Stakeholder.objects.count()) == ("", 0)


def test_no_file_and_a_broken_one_are_said(town, trajectory):
    address = reverse("communities:stakeholder_import", args=[trajectory.pk])
    client = town.login("coordinator")
    assert "Kies eerst een bestand." in client.post(address, {"x": "1"}).content.decode()
    broken = client.post(address, {"inhoud": "geen base64!", "bevestig": "1"})
    assert (broken.status_code, Stakeholder.objects.count()) == (400, 0)


def test_the_example_and_our_own_export_can_be_read(town, trajectory):
    assert read_stakeholders(to_csv(EXAMPLE)).is_whole
    carry_out(town, trajectory, "A;;;zorg;;a@x.nl;3;;wil", "B;persoon;;wonen;lid;;;2;koploper")
    exported = to_csv(stakeholder_table("x", Stakeholder.objects.all(), with_addresses=True))
    plan = plan_import(trajectory, read_stakeholders(exported).rows)
    assert (plan.n_new, plan.n_changed, plan.mistakes) == (0, 0, [])
