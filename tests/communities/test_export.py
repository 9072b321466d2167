"""A download of one's own: everything the register says, nothing of others, for its owner only, and not for long."""

import io
import json
import time
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.actions import exports
from communities.actions.exports import make_export, request_export
from communities.actions.retention import remove_old_exports
from communities.models import DataExport, Notice, Role
from communities.registry import personal_lines
from config import jobs
from regioscan.job_actions import JobError
from regioscan.models import Job
from tests import factories
from tests.communities.town import join, make_community
from tests.communities.whole_person import EMAIL, NAME, WORD, make_whole_person

HERS_ALONE = 20


def _quiet(_progress: int, _step: str) -> None:
    pass


@pytest.fixture
def community(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_community()


@pytest.fixture
def other(community):
    coordinator = factories.make_verified_user("ander@example.org", name="Anton Ander")
    join(community, coordinator, role=Role.COORDINATOR)
    return coordinator


@pytest.fixture
def xenia(community, other):
    return make_whole_person(community, other)


def made_for(user) -> DataExport:
    return make_export(export_id=request_export(by=user).pk, on_progress=_quiet)


def contents_of(export: DataExport) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export.file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def logged_in(user, *, proved: bool = True) -> Client:
    """A client of this person, who showed just now who is there, or did not."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    if proved:
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session.save()
    return client


def download_path(export: DataExport) -> str:
    return reverse("config:export_download", args=[export.public_id])


# ── What is in it ──


def test_every_line_of_the_register_with_rows_is_in_it_twice(xenia):
    found = contents_of(made_for(xenia))
    emails = {EMAIL, "x.quispel@example.net"}
    expected = {line.file_name for line in personal_lines() if line.exports and line.rows_of(xenia, emails).exists()}
    assert len(expected) > HERS_ALONE
    assert {f"{name}.{kind}" for name in expected for kind in ("json", "csv")} <= set(found)


def test_it_holds_the_words_the_picture_and_the_document_that_are_hers(xenia):
    found = contents_of(made_for(xenia))
    posts = json.loads(found["communities-post.json"])["rijen"]
    files = [name.rpartition("-")[2] for name in found if name.startswith("bestanden/")]
    assert [row["title"] for row in posts] == [f"Over {WORD}", f"Concept {WORD}"]
    assert sorted(files) == ["foto.png", "plan.txt"]


def test_it_holds_nothing_of_others(xenia, other):
    whole = b"".join(contents_of(made_for(xenia)).values())
    assert b"Hulde aan" not in whole
    assert b"mail mij op" not in whole
    assert other.email.encode() not in whole
    assert other.name.encode() not in whole
    assert NAME.encode() in whole


def test_it_holds_the_work_on_the_map_too(xenia):
    found = contents_of(made_for(xenia))
    lines, interests = (json.loads(found[f"communities-{name}.json"])["rijen"] for name in ("stakeholder", "interest"))
    assert [row["name"] for row in lines] == [NAME, "De Kade"]
    assert [row["hopes"] or row["fears"] for row in interests] == [f"Meer {WORD}", f"Minder {WORD}", f"Nog {WORD}"]


def test_an_address_that_was_not_confirmed_opens_nothing(xenia, community):
    thief = factories.make_user("dief@example.org")
    EmailAddress.objects.create(user=thief, email=EMAIL.upper(), verified=False)
    found = contents_of(made_for(thief))
    assert not {"communities-stakeholder.json", "communities-invitation.json", "communities-letter.json"} & set(found)


def test_it_holds_no_secrets(xenia):
    whole = b"".join(contents_of(made_for(xenia)).values())
    assert b"geheim" not in whole.replace(b"geheime", b"").replace(b"geheimen", b"")
    assert xenia.password.encode() not in whole


def test_a_file_that_is_gone_is_named_in_the_read_me(xenia):
    xenia.posts.exclude(pictures=None).get().pictures.get().file.delete(save=False)
    found = contents_of(made_for(xenia))
    assert "foto.png" in found["LEES-MIJ.txt"].decode()


# ── Asking and making ──


def test_asking_twice_is_one_download_with_one_job(member):
    assert request_export(by=member) == request_export(by=member)
    assert (DataExport.objects.count(), Job.objects.filter(kind="export").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_it_and_tells_its_owner(member, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    export = request_export(by=member)
    jobs.carry_out(export.job_id)
    export.refresh_from_db()
    assert (export.is_there, Job.objects.get(pk=export.job_id).state) == (True, Job.State.DONE)
    assert Notice.objects.get(user=member).kind == Notice.Kind.HOUSE


def test_making_it_twice_leaves_one_file(member, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    export = request_export(by=member)
    first = make_export(export_id=export.pk, on_progress=_quiet)
    again = make_export(export_id=export.pk, on_progress=_quiet)
    assert first.made_at == again.made_at
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said_in_words_and_asking_again_tries_again(member, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    export = request_export(by=member)
    monkeypatch.setattr(exports.default_storage, "save", full)
    jobs.carry_out(export.job_id)
    failed = Job.objects.get(pk=export.job_id)
    assert (failed.state, failed.message) == (Job.State.FAILED, exports.NOT_KEPT)
    assert request_export(by=member) == export
    assert Job.objects.get(pk=export.job_id).state == Job.State.WAITING


def test_an_account_that_was_closed_meanwhile_gets_nothing(member):
    export = request_export(by=member)
    member.is_active = False
    member.save()
    with pytest.raises(JobError):
        make_export(export_id=export.pk, on_progress=_quiet)


# ── Who may have it, and how long ──


def test_the_owner_downloads_it_after_showing_who_is_there(member, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = download_path(made_for(member))
    answer = logged_in(member).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    asked = logged_in(member, proved=False).get(path)
    assert (asked.status_code, asked.url.split("?")[0]) == (302, reverse("account_reauthenticate"))


def test_nobody_else_gets_it_an_administrator_neither(member, administrator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = download_path(made_for(member))
    answers = [logged_in(user).get(path).status_code for user in (administrator, factories.make_user())]
    assert answers == [404, 404]


def test_after_three_days_it_is_gone_and_then_the_file_too(member, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    export = made_for(member)
    DataExport.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert logged_in(member).get(download_path(export)).status_code == 404
    assert remove_old_exports() == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_asking_for_one_wants_the_password_first(member):
    path = reverse("config:export_request")
    assert logged_in(member, proved=False).post(path).url.startswith(reverse("account_reauthenticate"))
    assert not DataExport.objects.exists()
    assert logged_in(member).post(path).url == reverse("config:own_records")
    assert DataExport.objects.count() == 1


def test_after_typing_the_password_the_request_goes_on_by_itself(member):
    client = logged_in(member, proved=False)
    asked = client.post(reverse("config:export_request"))
    page = client.post(asked.url, {"password": factories.PASSWORD}, follow=True)
    assert page.status_code == 200
    assert DataExport.objects.count() == 1


def test_leaving_takes_the_password_and_the_typed_words(member, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = reverse("config:account_erase")
    assert logged_in(member, proved=False).get(path).url.startswith(reverse("account_reauthenticate"))
    client = logged_in(member)
    assert client.post(path, {"texts": "blijven", "typed": "ja"}).status_code == 400
    answer = client.post(path, {"texts": "blijven", "typed": "Verwijder  mijn account"})
    assert (answer.status_code, client.get(reverse("config:own_records")).status_code) == (302, 302)
    assert not type(member).objects.filter(pk=member.pk).exists()


def test_the_last_coordinator_reads_what_to_do(community, other):
    page = logged_in(other).get(reverse("config:account_erase")).content.decode()
    assert "Maak daarom eerst iemand anders coördinator" in page
    assert reverse("communities:member_list", args=[community.slug]) in page
    assert reverse("communities:settings_end", args=[community.slug]) in page
    assert (
        logged_in(other)
        .post(reverse("config:account_erase"), {"texts": "weg", "typed": "verwijder mijn account"})
        .status_code
        == 409
    )
