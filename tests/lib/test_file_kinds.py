"""A file is what it really is, whatever its name says."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.file_kinds import KINDS, MAX_BYTES, MAX_ENTRIES, FileKindError, check_file, safe_name

TYPES = "[Content_Types].xml"


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these files in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as file:
        for name, inside in members.items():
            file.writestr(name, inside)
    return content.getvalue()


GOOD = {
    "pdf": b"%PDF-1.7\n...",
    "png": b"\x89PNG\r\n\x1a\n...",
    "jpg": b"\xff\xd8\xff\xe0...",
    "docx": packed({TYPES: b"<Types/>", "word/document.xml": b"<w/>"}),
    "xlsx": packed({TYPES: b"<Types/>", "xl/workbook.xml": b"<w/>"}),
    "pptx": packed({TYPES: b"<Types/>", "ppt/presentation.xml": b"<w/>"}),
    "csv": "naam;bedrag\nZoë;3,50\n".encode(),
    "txt": "café".encode("cp1252"),
} | {
    suffix: packed({"mimetype": KINDS[suffix].content_type.encode(), "content.xml": b"<o/>"})
    for suffix in ("odt", "ods", "odp")
}


def refused(content: bytes, name: str) -> str:
    """Why a file is not taken."""
    with pytest.raises(FileKindError) as caught:
        check_file(io.BytesIO(content), name)
    return str(caught.value)


@pytest.mark.parametrize("suffix", KINDS)
def test_every_kind_is_taken_and_left_at_its_beginning(suffix):
    file = io.BytesIO(GOOD[suffix])
    assert check_file(file, f"Verslag.{suffix.upper()}").suffix == suffix
    assert file.read() == GOOD[suffix]


@pytest.mark.parametrize("said", KINDS)
@pytest.mark.parametrize("real", KINDS)
def test_a_name_that_says_something_else_is_refused(said, real):
    if said != real and {said, real} != {"csv", "txt"}:
        refused(GOOD[real], f"verslag.{said}")


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.docm", "x.exe", "x.zip", "x", ".pdf", "x.pdf.js", "x.xhtml"])
def test_other_kinds_are_refused(name):
    assert "Dit soort bestand" in refused(b"%PDF-1.7", name)


@pytest.mark.parametrize(
    "markup", ["<svg onload=alert(1)>", "\ufeff\n <!DOCTYPE html>", "<HTML>", "<?xml version='1.0'?>"]
)
@pytest.mark.parametrize("name", ["x.txt", "x.csv"])
def test_a_page_that_calls_itself_a_text_is_refused(markup, name):
    assert "webpagina" in refused(markup.encode(), name)


def test_a_text_with_control_characters_is_refused():
    assert "geen tekst-bestand" in refused(b"MZ\x00\x01", "x.txt")


def test_a_bomb_is_refused_by_its_measure():
    bomb = packed({TYPES: b"x", "word/document.xml": b"0" * 60_000_000})
    assert "zo sterk ingepakt" in refused(bomb, "x.docx")


def test_too_many_files_inside_are_refused():
    many = packed({TYPES: b"x", "word/document.xml": b"x"} | {f"m/{n}": b"" for n in range(MAX_ENTRIES)})
    assert "zo sterk ingepakt" in refused(many, "x.docx")


def test_macros_and_wandering_names_are_refused():
    good = {TYPES: b"x", "word/document.xml": b"x"}
    assert "macro’s" in refused(packed(good | {"word/vbaProject.bin": b"x"}), "x.docx")
    assert "niet goed ingepakt" in refused(packed(good | {"../../etc/passwd": b"x"}), "x.docx")


def test_a_file_with_a_password_is_refused():
    content = bytearray(GOOD["docx"])
    for at in range(len(content)):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    assert "wachtwoord" in refused(bytes(content), "x.docx")


def test_empty_and_too_large_are_refused():
    assert "leeg" in refused(b"", "x.pdf")
    assert "25 MB" in refused(b"%PDF-" + b"0" * MAX_BYTES, "x.pdf")


def test_a_text_that_calls_itself_another_open_document_is_refused():
    assert "geen OpenDocument-rekenblad" in refused(GOOD["odt"], "x.ods")


@given(st.binary(max_size=200), st.sampled_from(sorted(KINDS)))
def test_whatever_is_sent_is_taken_or_refused_in_words(content, suffix):
    try:
        answer = check_file(io.BytesIO(content), f"x.{suffix}").suffix
    except FileKindError as error:
        answer = str(error)
    assert answer == suffix or answer.endswith(".")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ik\\Verslag 1.PDF", "Verslag 1.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("...pdf", "bestand.pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
    ],
)
def test_a_name_is_given_back_safely(name, safe):
    assert safe_name(name, "pdf") == safe


def test_a_packed_file_with_a_torn_stream_is_refused_in_words():
    whole = bytearray(GOOD["odt"])
    begin = 30 + len("mimetype")
    whole[begin : begin + 8] = b"\xff" * 8
    assert "is geen" in refused(bytes(whole), "verslag.odt")
