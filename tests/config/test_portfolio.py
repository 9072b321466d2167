"""The portfolio: the communities that somebody sponsors, and no others."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.access.portfolio import portfolio_of
from communities.models import Commitment, Report, Role
from tests import factories
from tests.communities.town import Town, join, make_community, make_organisation, make_town, make_trajectory

BANK = "Bank aan het Meer"


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    settings.MEDIA_ROOT = tmp_path
    return make_town()


def names(town: Town, name: str) -> list[str]:
    town.people[name].forget_memberships()
    return [row.community.name for row in portfolio_of(town.people[name])]


def make_report(community, visibility="leden", **fields) -> Report:
    report = Report.objects.create(
        community=community, region=community.region, visibility=visibility, period=2024, benchmark="nederland",
        requested_by=factories.make_user(), request_key=f"{Report.objects.count():064}", **fields,
    )  # fmt: skip
    report.pdf.save("regioscan.pdf", ContentFile(b"%PDF-1.7"), save=False)
    report.xlsx.save("regioscan.xlsx", ContentFile(b"PK"), save=False)
    report.made_at, report.pdf_size, report.xlsx_size = timezone.now(), 8, 2
    report.save()
    return report


def promise(community, **fields) -> Commitment:
    today = timezone.localdate()
    return Commitment.objects.create(community=community, what="Iets", **({"due_on": today + timedelta(9)} | fields))


def test_a_commissioner_sees_what_they_sponsor_and_an_administrator_everything(town):
    assert names(town, "commissioner") == ["Binnendijk", "Waalmeer"]
    assert names(town, "administrator") == ["Binnendijk", "Elders", "Waalmeer"]


def test_what_the_own_organisation_commissions_is_there_without_a_way_in(town):
    make_trajectory(town.elsewhere)
    rows = {row.community.name: row for row in portfolio_of(town.people["commissioner"])}
    assert rows["Elders"].is_open_to_reader is False
    html = town.clients["commissioner"].get(reverse("config:portfolio")).content.decode()
    assert ("Elders" in html, "/c/elders/" in html) == (True, False)


def test_working_at_a_sponsor_without_being_commissioner_opens_nothing(town):
    bank = make_organisation(BANK)
    town.people["member"].memberships.update(organisation=bank)
    assert names(town, "member") == []
    assert town.clients["member"].get(reverse("config:portfolio")).status_code == 403


def test_who_was_put_out_sponsors_nothing_any_more(town):
    town.people["commissioner"].memberships.update(status="geblokkeerd")
    assert names(town, "commissioner") == []
    assert town.clients["commissioner"].get(reverse("config:portfolio")).status_code == 403


def test_a_row_counts_people_and_promises_as_they_are(town):
    today = timezone.localdate()
    promise(town.public)
    promise(town.public, due_on=today - timedelta(1))
    promise(town.public, due_on=today - timedelta(1), state="klaar", done_on=today)
    promise(town.public, due_on=today - timedelta(1), state="vervallen", lapsed_because="Toch niet")
    join(town.public, town.people["stranger"], status="geblokkeerd")
    town.public.trajectories.update(phase="versnellen")
    row = next(row for row in portfolio_of(town.people["commissioner"]) if row.community == town.public)
    assert (row.phase, row.n_members, row.n_frontrunners) == ("Versnellen", 4, 1)
    assert (row.n_open, row.n_late, row.n_done) == (2, 1, 1)


def test_the_newest_report_that_may_be_read_stands_in_the_row(town):
    make_trajectory(town.elsewhere)
    make_report(town.public)
    newest = make_report(town.public)
    commissioned = make_report(town.elsewhere)
    found = {row.community.name: row.report for row in portfolio_of(town.people["commissioner"])}
    assert found == {"Waalmeer": newest, "Binnendijk": None, "Elders": commissioned}
    client = town.clients["commissioner"]
    page = client.get(reverse("config:portfolio")).content.decode()
    links = [reverse("config:report_download", args=[one.public_id, kind]) for one, kind in both(newest, commissioned)]
    assert [(link in page, client.get(link).status_code) for link in links] == [(True, 200)] * 4
    assert page.count("nog geen</span>") == 1
    for one in (newest, commissioned):
        assert one.get_absolute_url() in client.get(reverse("config:report_list")).content.decode()


def both(*reports: Report) -> list[tuple[Report, str]]:
    return [(one, kind) for one in reports for kind in ("pdf", "xlsx")]


def statuses(town: Town, name: str, report: Report) -> set[int]:
    client = town.login(name)
    links = [reverse("config:report_download", args=[report.public_id, kind]) for kind in ("pdf", "xlsx")]
    files = {client.get(link).status_code for link in links}
    return files | {client.get(report.get_absolute_url()).status_code}


def test_a_report_for_members_is_for_who_commissions_and_for_no_other_outsider(town):
    make_trajectory(town.elsewhere)
    report = make_report(town.elsewhere)
    other = make_organisation("Provincie Ver Weg", kind="provincie", sector="overheid")
    join(town.public, town.people["stranger"], role=Role.COMMISSIONER, organisation=other)
    outsiders = {name: statuses(town, name, report) for name in ("visitor", "stranger", "member", "coordinator")}
    assert outsiders == {name: {404} for name in outsiders}
    assert statuses(town, "commissioner", report) == {200}
    assert report.get_absolute_url() not in town.login("stranger").get(reverse("config:report_list")).content.decode()
    town.elsewhere.trajectories.get().commissioners.clear()
    assert statuses(town, "commissioner", report) == {404}


def test_choosing_an_organisation_oneself_opens_nothing(town):
    make_trajectory(town.elsewhere)
    report = make_report(town.elsewhere)
    join(town.public, town.people["stranger"], role=Role.COMMISSIONER)
    sent = {"name": "Stranger", "organisation": BANK}
    town.clients["stranger"].post(reverse("communities:own_membership", args=["waalmeer"]), sent)
    assert town.people["stranger"].memberships.get().organisation.name == BANK
    assert (names(town, "stranger"), statuses(town, "stranger", report)) == (["Waalmeer"], {404})


def test_a_shared_stakeholder_map_is_linked_in_the_row(town):
    make_trajectory(town.elsewhere, shares_stakeholders=True)
    town.private.trajectories.update(shares_stakeholders=False)
    trajectory = town.public.trajectories.get()
    found = {row.community.name: row.maps for row in portfolio_of(town.people["commissioner"])}
    assert found == {"Waalmeer": [trajectory], "Binnendijk": [], "Elders": []}
    client = town.clients["commissioner"]
    link = reverse("communities:stakeholder_map", args=[trajectory.pk])
    assert f'href="{link}"' in client.get(reverse("config:portfolio")).content.decode()
    assert client.get(link).status_code == 200


def test_the_files_say_the_same_as_the_page(town):
    promise(town.public, due_on=timezone.localdate() - timedelta(1))
    client = town.clients["commissioner"]
    content = client.get(reverse("config:portfolio_export", args=["csv"])).content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content), delimiter=";")
    assert head[:4] == ["Community", "Regio", "Fase", "Leden"]
    assert [(row[0], row[3], row[6]) for row in rows] == [("Binnendijk", "4", "0"), ("Waalmeer", "4", "1")]
    assert client.get(reverse("config:portfolio_export", args=["xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("config:portfolio_export", args=["exe"])).status_code == 404


def test_the_page_asks_as_much_for_many_as_for_few(town):
    def count() -> int:
        town.people["commissioner"].forget_memberships()
        with CaptureQueriesContext(connection) as queries:
            portfolio_of(town.people["commissioner"])
        return len(queries)

    few = count()
    for number in range(3):
        community = make_community(f"dorp-{number}", visibility="besloten")
        join(community, town.people["commissioner"], role=Role.COMMISSIONER)
        make_trajectory(community)
        make_report(community)
    town.people["commissioner"].forget_memberships()
    assert (len(portfolio_of(town.people["commissioner"])), count()) == (5, few)


def test_the_way_to_it_stands_on_my_page_for_who_may_come(town):
    link = f'href="{reverse("config:portfolio")}"'
    pages = {name: town.clients[name].get("/mijn/").content.decode() for name in ("commissioner", "member")}
    assert {name: page.count(link) for name, page in pages.items()} == {"commissioner": 1, "member": 0}


def test_a_commissioner_who_chose_another_organisation_sees_nothing_of_it(town):
    make_trajectory(town.elsewhere)
    assert names(town, "commissioner") == ["Binnendijk", "Elders", "Waalmeer"]
    town.people["commissioner"].memberships.update(speaks_for_organisation=False)
    assert names(town, "commissioner") == ["Binnendijk", "Waalmeer"]
