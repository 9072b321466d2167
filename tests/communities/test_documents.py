"""Documents: versions that are never overwritten, and files that no browser opens as a page."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.actions.documents import (
    DocumentError,
    Upload,
    add_version,
    place_document,
    remove_document,
    restore_document,
)
from communities.models import Community, Document, DocumentVersion
from tests.access_rows.documents import make_document
from tests.communities.town import make_community
from tests.communities.voices import client_of, someone

PDF = Upload(b"%PDF-1.7 een", "verslag.pdf", "pdf")


def changed(text: str) -> Upload:
    """Another version of the same file."""
    return Upload(b"%PDF-1.7 " + text.encode(), "verslag.pdf", "pdf")


@pytest.fixture
def community(db, settings, tmp_path) -> Community:
    """A public community."""
    settings.MEDIA_ROOT = tmp_path
    return make_community()


def address(document: Document, part: str = "") -> str:
    """Where a document, or a part of its pages, is found."""
    return document.get_absolute_url() + part


def test_versions_are_added_and_the_old_ones_stay(community):
    ans = someone(community, "Ans")
    document = place_document(by=ans, community=community, title="Plan", upload=PDF)
    add_version(by=ans, document=document, upload=changed("twee"), remark="Cijfers erbij")
    found = [(one.number, one.note, one.file.read()) for one in document.versions.all()]
    assert found == [(2, "Cijfers erbij", b"%PDF-1.7 twee"), (1, "", b"%PDF-1.7 een")]


def test_the_same_file_twice_is_one_version_and_one_document(community):
    ans = someone(community, "Ans")
    first, second = (place_document(by=ans, community=community, title="Plan", upload=PDF) for _ in range(2))
    add_version(by=ans, document=first, upload=PDF)
    assert (first, DocumentVersion.objects.count()) == (second, 1)


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_get_two_numbers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    community = make_community()
    ans = someone(community, "Ans")
    document = place_document(by=ans, community=community, title="Plan", upload=PDF)
    ready = Barrier(2)

    def upload(text: str) -> int:
        ready.wait()
        try:
            return add_version(by=ans, document=document, upload=changed(text)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(upload, ["a", "b"])) == [2, 3]


def test_a_new_member_cannot_place_and_is_told_why(community):
    new = someone(community, "Nieuw", is_trusted=False)
    with pytest.raises(PermissionDenied):
        place_document(by=new, community=community, title="Plan", upload=PDF)
    path = reverse("communities:document_place", args=[community.slug])
    assert "eerste bijdrage heeft goedgekeurd" in client_of(new).get(path).content.decode()
    sent = {"title": "Plan", "audience": "leden", "file": ContentFile(PDF.content, "plan.pdf")}
    assert (client_of(new).post(path, sent).status_code, Document.objects.count()) == (403, 0)


def test_members_change_only_their_own(community):
    ans, bo = someone(community, "Ans"), someone(community, "Bo")
    document = place_document(by=ans, community=community, title="Plan", upload=PDF)
    for verb in (
        lambda: add_version(by=bo, document=document, upload=changed("x")),
        lambda: remove_document(by=bo, document=document),
        lambda: restore_document(by=ans, document=document),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert (document.versions.count(), Document.objects.get().removed_at) == (1, None)


def test_a_removed_document_stays_for_who_runs_it(community):
    document, chief = make_document(community), someone(community, "Coen", role="coordinator")
    remove_document(by=chief, document=document)
    ans = someone(community, "Ans")
    for path in (address(document), address(document, "1/")):
        assert [client_of(one).get(path).status_code for one in (ans, chief)] == [404, 200]
    with pytest.raises(DocumentError):
        add_version(by=chief, document=document, upload=changed("x"))
    restore_document(by=chief, document=document)
    assert client_of(ans).get(address(document)).status_code == 200


def test_what_is_for_members_is_not_for_visitors(community):
    document = make_document(community, audience="leden", title="Onder ons")
    assert [Client().get(address(document, part)).status_code for part in ("", "1/")] == [404, 404]
    page = Client().get(reverse("communities:document_list", args=[community.slug])).content.decode()
    assert "Onder ons" not in page


def test_a_download_is_a_file_and_never_a_page(community):
    ans = someone(community, "Ans")
    sent = {"title": "Verslag", "audience": "openbaar", "file": ContentFile("Café".encode(), "Verslag één.txt")}
    client_of(ans).post(reverse("communities:document_place", args=[community.slug]), sent)
    answer = Client().get(address(Document.objects.get(), "1/"))
    assert b"".join(answer.streaming_content) == "Café".encode()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Verslag%20%C3%A9%C3%A9n.txt")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "text/plain; charset=utf-8")


def test_the_name_on_the_disk_says_nothing(community):
    document = place_document(by=someone(community, "Ans"), community=community, title="Plan", upload=PDF)
    kept = document.versions.get().file.name
    assert kept.startswith(f"communities/{community.pk}/documents/")
    assert "verslag" not in kept


def bomb() -> bytes:
    """A small zip that becomes large."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", b"0" * 60_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.html", b"<script>alert(1)</script>"),
        ("plan.svg", b"<svg onload=alert(1)>"),
        ("plan.txt", b"<html><script>alert(1)</script>"),
        ("plan.pdf", b"<html>"),
        ("plan.pdf.html", b"%PDF-1.7"),
        ("plan.png", b"GIF89a"),
        ("plan.docx", b"PK\x03\x04 broken"),
        ("plan.docm", b"PK\x03\x04"),
        ("plan.docx", bomb()),
        ("plan.pdf", b""),
        ("plan", b"%PDF-1.7"),
    ],
)
def test_a_malicious_upload_is_refused_in_words(community, name, content):
    sent = {"title": "Plan", "audience": "leden", "file": ContentFile(content, name)}
    answer = client_of(someone(community, "Ans")).post(
        reverse("communities:document_place", args=[community.slug]), sent
    )
    assert (answer.status_code, Document.objects.count()) == (400, 0)
    assert "Er is iets niet goed" in answer.content.decode()


def test_the_list_finds_by_title_and_by_the_name_of_a_file(community):
    make_document(community, title="Jaarplan"), make_document(community, title="Notulen")
    path = reverse("communities:document_list", args=[community.slug])

    def found(words: str) -> list[str]:
        page = Client().get(path, {"zoek": words}).content.decode()
        return [title for title in ("Jaarplan", "Notulen") if f">{title}</a>" in page]

    assert (found("jaar"), found("verslag"), found("jaar notulen")) == (["Jaarplan"], ["Jaarplan", "Notulen"], [])


def test_visitors_do_not_read_who_placed_it(community):
    document = make_document(community)
    name = document.created_by.name
    pages = [one.get(address(document)).content.decode() for one in (Client(), client_of(someone(community, "Ans")))]
    assert [name in page for page in pages] == [False, True]
