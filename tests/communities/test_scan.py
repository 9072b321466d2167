"""The regioscan inside a community: the advisor's reading, the agenda's figures, and the report with its face."""

import json
import threading

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from communities.access.reports import visible_reports
from communities.access.scan import sender_of, standing_readings
from communities.actions.readings import ReadingError, publish_reading, withdraw_reading, write_reading
from communities.actions.reports import make_report, request_report, retry_report
from communities.models import AgendaItem, AgendaTarget, Report, ThemeReading
from config.reports import chosen_chapters
from regioscan.job_actions import JobError
from regioscan.models import Indicator, Job, Theme
from tests import factories
from tests.communities.town import Town, make_community, make_town
from tests.province import make_province

MEMBERS = Report.Visibility.COMMUNITY
WORDS = "De fabriek sluit, en dat ziet u hier nog niet."


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    settings.MEDIA_ROOT = tmp_path
    make_province()
    return make_town()


def write(town: Town, text: str = WORDS, theme: str = "", community=None) -> ThemeReading:
    found = Theme.objects.get(code=theme) if theme else None
    community = community or town.public
    return write_reading(by=town.people["coordinator"], community=community, theme=found, text=text)


def publish(town: Town, text: str = WORDS, theme: str = "") -> ThemeReading:
    return publish_reading(by=town.people["coordinator"], reading=write(town, text, theme))


def seen(town: Town, name: str, community=None) -> str:
    path = reverse("communities:scan_detail", args=[(community or town.public).slug])
    return town.clients[name].get(path).content.decode()


def ask(town: Town, by: str = "coordinator", **wishes) -> Report:
    community = wishes.pop("community", town.public)
    usual = {"region": town.public.region, "period": 2024, "benchmark": "nederland", "chapters": []}
    return request_report(by=town.people[by], visibility=MEMBERS, community=community, **(usual | wishes))


def freeze(report: Report) -> Report:
    report.pdf.save("regioscan.pdf", ContentFile(b"%PDF-1.7 geheim"), save=False)
    report.xlsx.save("regioscan.xlsx", ContentFile(b"PK geheim"), save=False)
    report.pdf_size, report.xlsx_size, report.made_at = 15, 9, report.created_at
    report.save()
    return report


# ── The reading ──


def test_a_draft_is_for_who_runs_it_until_it_is_published(town):
    draft = write(town)
    assert [WORDS in seen(town, name) for name in ("coordinator", "member", "visitor")] == [True, False, False]
    publish_reading(by=town.people["coordinator"], reading=draft)
    assert [WORDS in seen(town, name) for name in ("coordinator", "member", "visitor")] == [True, True, True]
    assert "Duiding van de adviseur: Coordinator, versie 1" in seen(town, "member")


def test_the_newest_published_version_stands_and_older_ones_stay_known(town):
    for text in ("Eerst dit.", "Toen dat."):
        publish(town, text, "arbeid")
    write(town, "Nog niet.", "arbeid")
    assert [one.text for one in standing_readings(town.public).by_theme] == ["Toen dat."]
    path = reverse("communities:reading_history", args=["waalmeer", "arbeid"])
    pages = {name: town.clients[name].get(path).content.decode() for name in ("visitor", "coordinator")}
    found = {
        name: [words in page for words in ("Eerst dit.", "Toen dat.", "Nog niet.")] for name, page in pages.items()
    }
    assert found == {"visitor": [True, True, False], "coordinator": [True, True, True]}


def test_a_draft_is_written_over_and_what_was_published_never(town):
    first = write(town, "Begin.")
    assert write(town, "Beter begin.").pk == first.pk
    publish_reading(by=town.people["coordinator"], reading=first)
    second = write(town, "Vervolg.")
    first.refresh_from_db()
    assert (first.text, first.version, second.version) == ("Beter begin.", 1, 2)


def test_what_is_withdrawn_is_gone_and_no_older_one_comes_back(town):
    publish(town, "Eerst dit.")
    withdraw_reading(by=town.people["coordinator"], reading=publish(town, "Toen dat."))
    assert standing_readings(town.public).all == []
    assert "Toen dat." not in seen(town, "member")
    assert publish(town, "Nu dit.").version == 3
    assert [one.text for one in standing_readings(town.public).all] == ["Nu dit."]


def test_only_who_runs_the_community_writes_publishes_and_withdraws(town):
    reading = publish(town)
    for name in ("member", "commissioner", "foreign_coordinator"):
        with pytest.raises(PermissionDenied):
            write_reading(by=town.people[name], community=town.public, theme=None, text="Nee")
        with pytest.raises(PermissionDenied):
            withdraw_reading(by=town.people[name], reading=reading)
    assert [one.text for one in standing_readings(town.public).all] == [WORDS]


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 2001])
def test_a_reading_has_words_and_not_too_many(town, text):
    with pytest.raises(ReadingError):
        write(town, text)


def test_a_draft_that_was_thrown_away_is_not_published(town):
    draft = withdraw_reading(by=town.people["coordinator"], reading=write(town))
    with pytest.raises(ReadingError):
        publish_reading(by=town.people["coordinator"], reading=draft)


def test_html_in_a_reading_does_nothing(town):
    publish(town, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in seen(town, "visitor")


def test_a_reading_is_written_and_published_on_the_pages(town):
    client, slug = town.clients["coordinator"], "waalmeer"
    client.post(reverse("communities:reading_write", args=[slug]), {"theme": "arbeid", "text": WORDS})
    draft = ThemeReading.objects.get()
    begun = client.get(reverse("communities:reading_write", args=[slug]) + "?thema=arbeid").context["form"].initial
    assert begun == {"theme": "arbeid", "text": WORDS}
    client.post(reverse("communities:reading_publish", args=[slug, draft.pk]))
    assert [one.text for one in standing_readings(town.public).by_theme] == [WORDS]
    client.post(reverse("communities:reading_withdraw", args=[slug, draft.pk]))
    assert standing_readings(town.public).all == []


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_make_one_draft():
    make_province()
    town = make_town()
    start, made = threading.Barrier(2), []

    def send(text: str) -> None:
        start.wait()
        made.append(write(town, text).version)
        connection.close()

    threads = [threading.Thread(target=send, args=(text,)) for text in ("Een", "Twee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, ThemeReading.objects.count()) == ([1, 1], 1)


# ── The agenda's figures ──


def test_the_figures_of_the_agenda_stand_here_with_where_they_began_and_should_go(town):
    item = AgendaItem.objects.create(
        community=town.public, theme=Theme.objects.get(code="arbeid"), lens="economie", title="Werk voor allen"
    )
    target = {"baseline_value": 40.0, "baseline_period": 2020, "target_value": 70.0, "target_period": 2030}
    AgendaTarget.objects.create(item=item, indicator=Indicator.objects.get(code="cijfer-0"), **target)
    assert "Werk voor allen" not in seen(town, "visitor"), "a proposal is for members"
    assert "Werk voor allen" in seen(town, "member")
    item.state = AgendaItem.State.ADOPTED
    item.save()
    page = seen(town, "visitor")
    assert [words in page for words in ("Werk voor allen", "40,0", "70,0", "in 2030")] == [True] * 4


def test_a_region_without_figures_says_what_will_be_here(db):
    make_community(region=factories.make_region("GM0404", "Leegveld"))
    town_page = Town(None, None, None, {}, {}).login("visitor").get("/c/waalmeer/regioscan/").content.decode()
    assert "Hier komen de cijfers van deze regio" in town_page


# ── The report ──


def test_a_report_for_members_is_asked_for_by_who_runs_the_community_only(town):
    report = ask(town)
    assert (report.community, report.visibility, report.job.kind) == (town.public, MEMBERS, "report")
    for name in ("member", "commissioner", "foreign_coordinator", "stranger"):
        with pytest.raises(PermissionDenied):
            ask(town, name)
    with pytest.raises(PermissionDenied):
        ask(town, community=None)
    with pytest.raises(PermissionDenied):
        ask(town, region=factories.make_region("GM0404", "Elders"))
    with pytest.raises(PermissionDenied):
        request_report(
            by=town.people["coordinator"], region=town.public.region, period=2024, benchmark="nederland",
            chapters=[], visibility=Report.Visibility.MINE, community=town.public,
        )  # fmt: skip


def test_the_same_request_is_one_report_until_the_words_or_the_face_change(town):
    first = ask(town)
    assert ask(town, "administrator") == first
    assert ask(town, community=town.private) != first
    write(town)
    assert ask(town) == first, "a draft is in no report"
    publish(town)
    second = ask(town)
    town.public.primary_colour = "#123456"
    town.public.save()
    third = ask(town)
    assert len({first.pk, second.pk, third.pk}) == 3


def test_members_find_the_report_and_strangers_do_not(town):
    report = freeze(ask(town, community=town.private))
    path = reverse("config:report_detail", args=[report.public_id])
    download = reverse("config:report_download", args=[report.public_id, "pdf"])
    found = {name for name, client in town.clients.items() if client.get(path).status_code == 200}
    loaded = {name for name, client in town.clients.items() if client.get(download).status_code == 200}
    members = {"member", "frontrunner", "commissioner", "coordinator", "administrator"}
    assert (found, loaded) == (members, members)
    listed = {name for name, user in town.people.items() if report in visible_reports(user)}
    assert listed == members - {"administrator"}
    assert path in seen(town, "member", town.private)
    assert path in town.clients["member"].get(reverse("config:report_list")).content.decode()
    assert path not in town.clients["stranger"].get(reverse("config:report_list")).content.decode()


def test_older_reports_stay_to_be_found(town):
    for number in range(7):
        town.public.tagline = f"Keer {number}"
        town.public.save()
        freeze(ask(town))
    page = town.clients["member"].get(reverse("communities:scan_detail", args=["waalmeer"]))
    assert (len(page.context["reports"]), len(page.context["older"])) == (5, 2)
    html = page.content.decode()
    assert [one.get_absolute_url() in html for one in Report.objects.all()] == [True] * 7
    assert "Nog 2 oudere rapporten" in html


def test_a_report_that_is_being_made_is_shown_to_who_runs_it_only(town):
    path = reverse("config:report_detail", args=[ask(town).public_id])
    assert [path in seen(town, name) for name in ("coordinator", "member", "visitor")] == [True, False, False]


def test_the_report_is_asked_for_on_the_page(town):
    path = reverse("config:community_report", args=["waalmeer"])
    page = town.clients["coordinator"].get(path)
    assert page.status_code == 200
    sent = {"jaar": "2024", "met": page.context["form"].fields["met"].choices[0][0], "hoofdstukken": ["themas"]}
    answer = town.clients["coordinator"].post(path, sent)
    report = Report.objects.get()
    assert (answer.url, report.community, report.chapters) == (report.get_absolute_url(), town.public, ["themas"])


def test_the_face_and_the_words_are_in_the_report(town):
    town.public.name, town.public.primary_colour = "Waalmeer aan zet", "#ffee00"
    town.public.save()
    publish(town)
    publish(town, "Werk is er genoeg.", "arbeid")
    report = ask(town, chapters=["themas"])
    made = make_report(report=report, chapters=chosen_chapters(["themas"]), on_progress=lambda _done, _step: None)
    with made.pdf.open("rb") as file, pikepdf.open(file) as pdf:
        record = json.loads(pdf.attachments["rapport.json"].get_file().read_bytes())
    assert record["sender"]["name"] == "Waalmeer aan zet"
    assert [one["text"] for one in record["sender"]["readings"]] == [WORDS, "Werk is er genoeg."]
    assert Job.objects.filter(kind="report").count() == 1


def test_the_colours_on_paper_can_be_read_and_the_logo_is_drawn(town):
    town.public.primary_colour, town.public.accent_colour = "#ffee00", "#ffee11"
    town.public.save()
    sender = sender_of(town.public)
    assert (sender.cover, sender.logo) == ("#ffee00", b"")
    assert sender.on_cover != sender.cover
    assert sender.primary != "#ffee00", "yellow letters on paper are not readable"


def test_a_report_for_members_does_not_stay_with_who_asked_for_it_and_left(town):
    waiting, made = ask(town), freeze(ask(town, community=town.private))
    owner, client = town.people["coordinator"], town.clients["coordinator"]
    path = reverse("config:report_download", args=[made.public_id, "pdf"])
    assert client.get(path).status_code == 200
    assert {waiting, made} <= set(visible_reports(owner))
    owner.memberships.update(status="vertrokken", left_at=made.created_at)
    owner.forget_memberships()
    assert client.get(path).status_code == 404
    assert not {waiting, made} & set(visible_reports(owner))


def test_a_report_is_not_made_for_who_runs_the_community_no_more(town):
    report, owner = ask(town), town.people["coordinator"]
    owner.memberships.update(role="deelnemer")
    owner.forget_memberships()
    with pytest.raises(JobError, match="geen coördinator meer"):
        make_report(report=report, chapters=[], on_progress=lambda *_: None)
    Job.objects.update(state=Job.State.FAILED)
    with pytest.raises(PermissionDenied):
        retry_report(report=report, by=owner)
    again = ask(town, "administrator")
    assert (again, again.requested_by) == (report, town.people["administrator"])
    assert Job.objects.get(pk=again.job_id).state == Job.State.WAITING


def test_to_visitors_an_advisor_who_did_not_agree_has_no_name(town):
    publish(town)
    history = reverse("communities:reading_history", args=["waalmeer", "regio"])
    pages = [seen(town, "visitor"), town.clients["visitor"].get(history).content.decode()]
    assert ["Duiding van de coördinator, versie 1" in page for page in pages] == [True, True]
    assert not any("adviseur: Coordinator" in page for page in pages)
    town.people["coordinator"].memberships.update(is_shown_to_visitors=True)
    assert "Duiding van de adviseur: Coordinator, versie 1" in seen(town, "visitor")
