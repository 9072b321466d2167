"""People: the directory, the frontrunners, roles, one's own place, and organisations."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from communities.access.people import frontrunner_cover, organisations_named
from communities.access.trajectories import partner_of
from communities.actions import people
from communities.actions.joining import LAST_COORDINATOR, JoiningError
from communities.analysis.sector_cover import sector_cover
from communities.models import Community, Consent, LogEntry, Membership, Notice, Organisation, Role, User
from tests import factories
from tests.communities.town import Town, join, make_organisation, make_town


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    """Two communities and everybody."""
    settings.MEDIA_ROOT = tmp_path
    return make_town()


def _path(name: str, community: Community, *args: object) -> str:
    return reverse(f"communities:{name}", args=[community.slug, *args])


def _html(town: Town, who: str, name: str, *args: object, **query: str) -> str:
    return town.clients[who].get(_path(name, town.public, *args), query).content.decode()


def _member(town: Town, who: str) -> Membership:
    return Membership.objects.get(community=town.public, user=town.people[who])


def _person(town: Town, name: str, **fields: object) -> Membership:
    return join(town.public, factories.make_verified_user(name=name), **fields)


# ── The directory ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_directory_shows_no_addresses_and_frontrunners_first(town):
    join(town.public, factories.make_verified_user("geheim@example.org"))
    html = _html(town, "member", "person_list")
    assert "@example.org" not in html
    assert html.index("Frontrunner") < html.index("Coordinator")


def test_who_left_is_blocked_or_has_no_account_any_more_is_not_in_it(town):
    _person(town, "Weg Gegaan", status="vertrokken", left_at=timezone.now())
    blocked = _person(town, "Ge Blokkeerd", status="geblokkeerd")
    gone = _person(town, "Zonder Account")
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    html = _html(town, "member", "person_list")
    for name in ("Weg Gegaan", "Ge Blokkeerd", "Zonder Account"):
        assert name not in html
    assert town.clients["member"].get(_path("person_detail", town.public, blocked.pk)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "noor"}, ["Noor Smit"]),
        ({"q": "de kade bakker"}, ["Noor Smit"]),
        ({"sector": "zorg"}, ["Ruben Sanou"]),
        ({"koplopers": "on"}, ["Ruben Sanou"]),
        ({"q": "niemand heet zo"}, []),
        ({"sector": "onzin"}, ["Noor Smit", "Ruben Sanou"]),
    ],
)
def test_people_are_found_by_words_sector_and_place(town, query, found):
    Membership.objects.filter(community=town.public).exclude(role=Role.COORDINATOR).delete()
    _person(town, "Noor Smit", function="bakker", organisation=make_organisation())
    care = make_organisation("Huisartsen", kind="zorg-welzijn", sector="zorg")
    _person(town, "Ruben Sanou", organisation=care, is_frontrunner=True, frontrunner_for="een dokter dichtbij")
    html = _html(town, "coordinator", "person_list", **query)
    assert [name for name in ("Noor Smit", "Ruben Sanou") if name in html] == found


def test_a_long_list_has_pages(town):
    for number in range(60):
        _person(town, f"Persoon {number:02d}")
    assert "Persoon 59" not in _html(town, "member", "person_list")
    assert "Persoon 59" in _html(town, "member", "person_list", pagina="2")


def test_organisations_show_their_own_people_only(town):
    bakery = make_organisation()
    _person(town, "Noor Smit", organisation=bakery)
    join(town.private, factories.make_verified_user(name="Geheim Elders"), organisation=bakery)
    make_organisation("Nergens Lid")
    html = _html(town, "member", "organisation_list")
    assert "Noor Smit" in html
    assert "1 mens<" in html.replace(" ·", "<")
    for hidden in ("Geheim Elders", "Nergens Lid"):
        assert hidden not in html


def test_links_in_a_bio_work_only_for_who_is_trusted(town):
    person = _person(town, "Nieuw", bio="Zie https://reclame.example/ <b>nu</b>", is_trusted=False)
    html = _html(town, "member", "person_detail", person.pk)
    assert 'href="https://reclame.example/"' not in html
    assert "&lt;b&gt;nu&lt;/b&gt;" in html
    Membership.objects.filter(pk=person.pk).update(is_trusted=True)
    html = _html(town, "member", "person_detail", person.pk)
    assert 'href="https://reclame.example/" rel="nofollow"' in html


# ── Frontrunners ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_visitors_see_the_frontrunners_who_agreed_and_how_many_there_are(town):
    Membership.objects.filter(community=town.public, is_frontrunner=True).delete()
    _person(town, "Zicht Baar", is_frontrunner=True, is_shown_to_visitors=True, organisation=make_organisation())
    hidden = _person(town, "Ver Borgen", is_frontrunner=True)
    html = _html(town, "visitor", "frontrunner_list")
    assert "Zicht Baar" in html
    assert "Ver Borgen" not in html
    assert "Eén koploper staat hier liever niet met naam." in html
    assert _path("person_detail", town.public, hidden.pk) not in html
    assert "Ver Borgen" in _html(town, "member", "frontrunner_list")


def test_sectors_are_counted_covered_and_missing(town):
    Membership.objects.filter(community=town.public, is_frontrunner=True).delete()
    _person(town, "A", is_frontrunner=True, organisation=make_organisation())
    _person(town, "B", is_frontrunner=True)
    _person(town, "C", organisation=make_organisation("School", kind="onderwijs", sector="onderwijs"))
    cover = frontrunner_cover(town.public)
    assert ([one.code for one in cover.covered], cover.n_without, len(cover.missing)) == (["bedrijven"], 1, 9)
    assert "2 koplopers uit 1 van de 10 sectoren" in _html(town, "visitor", "frontrunner_list")


def test_a_code_that_is_no_sector_counts_as_none():
    cover = sector_cover(["a", "a", None, "x"], [("a", "A"), ("b", "B")])
    assert [(one.code, one.n, one.marks) for one in cover.sectors] == [("a", 2, "●●"), ("b", 0, "")]
    assert cover.n_without == 2


def test_making_somebody_a_frontrunner_needs_a_what_for_and_tells_them(town):
    member = _member(town, "member")
    path = _path("member_edit", town.public, member.pk)
    sent = {"role": "deelnemer", "is_frontrunner": "on", "is_trusted": "on"}
    assert town.clients["coordinator"].post(path, sent).status_code == 400
    sent["frontrunner_for"] = "wonen in oude scholen"
    for _ in range(2):
        assert town.clients["coordinator"].post(path, sent).status_code == 302
    member.refresh_from_db()
    assert (member.is_frontrunner, member.frontrunner_for) == (True, "wonen in oude scholen")
    assert Notice.objects.get(user=member.user).title == "U bent koploper in Waalmeer"
    people.set_frontrunner(by=town.people["coordinator"], membership=member, is_frontrunner=False)
    member.refresh_from_db()
    assert (member.is_frontrunner, member.frontrunner_for) == (False, "")


# ── Roles ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_last_coordinator_keeps_the_role(town):
    coordinator = _member(town, "coordinator")
    page = town.clients["coordinator"].post(
        _path("member_edit", town.public, coordinator.pk), {"role": "deelnemer", "is_trusted": "on"}
    )
    assert page.status_code == 400
    assert LAST_COORDINATOR in page.content.decode()
    coordinator.refresh_from_db()
    assert coordinator.role == Role.COORDINATOR


def test_a_coordinator_whose_account_is_closed_does_not_count(town):
    other = _person(town, "Oud", role=Role.COORDINATOR)
    User.objects.filter(pk=other.user_id).update(is_active=False)
    with pytest.raises(JoiningError):
        people.change_role(by=town.people["coordinator"], membership=_member(town, "coordinator"), role="deelnemer")


def test_a_new_role_works_at_once_is_told_and_is_logged(town):
    member = _member(town, "member")
    people.change_role(by=town.people["coordinator"], membership=member, role=Role.COORDINATOR)
    assert town.login("member").get(_path("member_list", town.public)).status_code == 200
    assert Notice.objects.get(user=member.user).title == "Uw rol in Waalmeer is nu: coördinator"
    assert LogEntry.objects.get(action="geeft rol coordinator").object_id == str(member.pk)


def test_nobody_changes_roles_but_who_runs_this_community(town):
    for name in ("member", "frontrunner", "commissioner", "foreign_coordinator"):
        with pytest.raises(PermissionDenied):
            people.change_role(by=town.people[name], membership=_member(town, "member"), role="coordinator")
    assert _member(town, "member").role == Role.MEMBER


def test_the_lists_for_coordinators_are_safe_to_open_in_a_spreadsheet(town):
    _person(town, "=cmd()", organisation=make_organisation("+Bakker"))
    for name, last in {"member_export": "lid sinds", "access_review": "blijft zo (ja of nee)"}.items():
        sent = town.clients["coordinator"].get(_path(name, town.public))
        rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")), delimiter=";"))
        assert list(rows[0])[-1] == last
        assert len(rows) == 5
        risky = next(row for row in rows if "cmd" in row["naam"])
        assert (risky["naam"], risky["organisatie"]) == ("'=cmd()", "'+Bakker")
    assert LogEntry.objects.filter(action__startswith="downloadt").count() == 2


def test_the_access_review_says_when_somebody_was_last_there(town):
    User.objects.filter(pk=town.people["member"].pk).update(last_login=timezone.now())
    Membership.objects.filter(user=town.people["frontrunner"]).update(status="geblokkeerd")
    User.objects.filter(pk=town.people["frontrunner"].pk).update(last_login=None)
    sent = town.clients["coordinator"].get(_path("access_review", town.public))
    rows = {row["naam"]: row for row in csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")), delimiter=";")}
    assert rows["Member"]["laatst ingelogd"] == timezone.localdate().isoformat()
    assert (rows["Frontrunner"]["laatst ingelogd"], rows["Frontrunner"]["stand"]) == ("nooit", "geblokkeerd")


# ── One's own place ───────────────────────────────────────────────────────────────────────────────────────────────
def test_somebody_describes_themselves_and_no_consent_changes(town):
    bakery = make_organisation()
    sent = {"name": "Mem Ber", "function": "bakker", "organisation": "bakkerij de kade (waalmeer)", "bio": "Hallo."}
    assert town.clients["member"].post(_path("own_membership", town.public), sent).status_code == 302
    member = _member(town, "member")
    assert (member.user.name, member.function, member.organisation, member.bio) == (
        "Mem Ber",
        "bakker",
        bakery,
        "Hallo.",
    )
    assert (member.is_shown_to_visitors, Consent.objects.count()) == (False, 0)


def test_an_unknown_organisation_is_a_proposal_to_the_coordinators(town):
    sent = {"name": "Member", "organisation": "Molen De Hoop"}
    town.clients["member"].post(_path("own_membership", town.public), sent)
    assert not Organisation.objects.filter(name="Molen De Hoop").exists()
    told = Notice.objects.get(user=town.people["coordinator"])
    assert "Molen De Hoop" in told.text
    assert told.path == _path("member_edit", town.public, _member(town, "member").pk)


def test_being_visible_is_a_consent_of_its_own_and_can_be_taken_back(town):
    path = _path("own_visibility", town.public)
    for sent in ({"is_shown": "on"}, {"is_shown": "on"}, {}):
        town.clients["member"].post(path, sent)
    assert not _member(town, "member").is_shown_to_visitors
    kept = Consent.objects.filter(user=town.people["member"]).order_by("pk")
    assert [(one.subject, one.is_given) for one in kept] == [("zichtbaar", True), ("zichtbaar", False)]


def test_who_chooses_an_organisation_speaks_for_it_when_a_coordinator_says_so(town):
    bank = make_organisation("Bank aan het Meer")
    trajectory = town.public.trajectories.get()
    client, path = town.clients["member"], _path("own_membership", town.public)
    client.post(path, {"name": "Member", "organisation": bank.name})
    assert _member(town, "member").speaks_for_organisation is False
    assert partner_of(User.objects.get(name="Member"), trajectory) is None
    assert "Een coördinator bevestigt dat u namens Bank aan het Meer spreekt" in client.get(path).content.decode()
    edit = _path("member_edit", town.public, _member(town, "member").pk)
    sent = {"role": "deelnemer", "organisation": bank.name, "is_trusted": "on", "speaks_for_organisation": "on"}
    assert town.clients["coordinator"].post(edit, sent).status_code == 302
    assert partner_of(User.objects.get(name="Member"), trajectory) == bank
    client.post(path, {"name": "Member", "organisation": bank.name, "bio": "Iets anders."})
    assert _member(town, "member").speaks_for_organisation is True
    for other in ("", bank.name):
        client.post(path, {"name": "Member", "organisation": other})
    assert _member(town, "member").speaks_for_organisation is False


def test_a_coordinator_who_sets_another_organisation_confirms_it(town):
    coordinator, member = town.people["coordinator"], _member(town, "member")
    bakery = make_organisation()
    people.change_place(by=coordinator, membership=member, organisation=bakery, is_trusted=True)
    assert _member(town, "member").speaks_for_organisation is True
    people.change_place(by=coordinator, membership=member, organisation=bakery, is_trusted=True)
    assert _member(town, "member").speaks_for_organisation is False
    people.change_place(
        by=coordinator, membership=member, organisation=None, is_trusted=True, speaks_for_organisation=True
    )
    assert _member(town, "member").speaks_for_organisation is False


def test_the_coordinators_read_no_address_where_a_name_is_missing(town):
    User.objects.filter(pk=town.people["member"].pk).update(name="")
    member = _member(town, "member")
    people.propose_organisation(by=member.user, membership=member, name="Molen De Hoop")
    title = Notice.objects.get(user=town.people["coordinator"]).title
    assert title == "Iemand zonder naam hoort bij een organisatie die nog niet in de lijst staat"


# ── Organisations ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_organisation_is_added_once_per_place(town):
    sent = {"name": "Molen De Hoop", "kind": "vereniging", "sector": "cultuur", "place": "Waalmeer"}
    path = _path("organisation_new", town.public)
    assert town.clients["coordinator"].post(path, sent).status_code == 302
    again = town.clients["coordinator"].post(path, sent | {"name": "  molen  de HOOP", "place": "waalmeer"})
    assert again.status_code == 400
    assert "staat al in de lijst" in again.content.decode()
    assert town.clients["coordinator"].post(path, sent | {"place": "Elzendam"}).status_code == 302
    assert Organisation.objects.filter(name="Molen De Hoop").count() == 2
    with pytest.raises(JoiningError):
        people.add_organisation(
            by=town.people["coordinator"],
            community=town.public,
            name="MOLEN DE HOOP",
            kind="vereniging",
            sector="cultuur",
            place="Waalmeer",
        )


def test_a_name_with_its_place_leads_to_one_organisation(town):
    for place in ("Waalmeer", "Elzendam"):
        Organisation.objects.create(name="De Brug", place=place, kind="vereniging", sector="bewoners")
    assert len(organisations_named("de brug")) == 2
    assert [one.place for one in organisations_named("De Brug (elzendam)")] == ["Elzendam"]
    assert organisations_named("De Brug (Nergens)") == []
