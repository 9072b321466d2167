"""What is asked of someone who wants to know whether a report is genuine; their file is looked at and not kept."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from lib.check_codes import CheckCode, parse_code
from lib.pdf import MAX_PDF_BYTES
from lib.text import file_size

PDF_START = b"%PDF-"
TOO_BIG = f"Dit bestand is te groot: een rapport is nooit groter dan {file_size(MAX_PDF_BYTES)}."
NO_PDF = "Dit bestand is geen PDF. Kies het rapport zoals u het kreeg."
NO_CODE = "Een controlecode heeft 20 tekens: cijfers en de letters a tot en met f. Kijk of u niets oversloeg."
NOTHING = "Kies het bestand, of vul de code in."


class Fingerprint(UploadedFile):
    """What is left of a file that was sent: its hash, its size and how it began."""

    def __init__(self, name: str, size: int, sha256: str, start: bytes) -> None:
        super().__init__(None, name, size=size)
        self.sha256 = sha256
        self.start = start

    @classmethod
    def unread(cls, size: int) -> "Fingerprint":
        """Of a file that is not read, because it is too big."""
        return cls("rapport.pdf", size, "", b"")


class FingerprintHandler(FileUploadHandler):
    """Takes the fingerprint of a file while it comes in. Nothing of it goes to memory for longer, nor to the disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin anew."""
        super().new_file(*args, **kwargs)
        self._hash, self._start = sha256(), b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Look at a piece, and let it go."""
        self._hash.update(raw_data)
        if start < len(PDF_START):
            self._start += raw_data[: len(PDF_START)]

    def file_complete(self, file_size: int) -> Fingerprint:
        """The fingerprint of what came in."""
        return Fingerprint(self.file_name or "", file_size, self._hash.hexdigest(), self._start[: len(PDF_START)])


class VerifyForm(forms.Form):
    """A report, or the code that is printed in it; the file says more, so it goes first."""

    bestand = forms.FileField(
        label="Het rapport als PDF",
        required=False,
        widget=forms.FileInput({"accept": "application/pdf,.pdf"}),
        help_text="Wij vergelijken alleen het controlegetal. Het bestand zelf wordt niet bewaard.",
    )
    code = forms.CharField(
        label="Of de controlecode",
        required=False,
        max_length=100,
        help_text="Staat op de laatste bladzijde, bijvoorbeeld 0f3c 2b1a 9d41 77e0 5a2c.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_bestand(self) -> Fingerprint | None:
        """A file that may be a report: a PDF by its content, and not too big."""
        found: Fingerprint | None = self.cleaned_data["bestand"]
        if found is None:
            return None
        if (found.size or 0) > MAX_PDF_BYTES:
            raise forms.ValidationError(TOO_BIG)
        if found.start != PDF_START:
            raise forms.ValidationError(NO_PDF)
        return found

    def clean_code(self) -> CheckCode | None:
        """What was typed, as a code."""
        text = self.cleaned_data["code"]
        found = parse_code(text) if text else None
        if text and found is None:
            raise forms.ValidationError(NO_CODE)
        return found

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("bestand") and not cleaned.get("code"):
            raise forms.ValidationError(NOTHING)
        return cleaned
