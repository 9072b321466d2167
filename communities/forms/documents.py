"""What is asked of who places a document."""

from typing import Any

from django import forms

from communities.actions.documents import inspected
from communities.forms.stream import AUDIENCES, SoundForm
from communities.models import Audience, Community
from lib.file_kinds import KINDS, FileKindError

ACCEPTED = ",".join(f".{suffix}" for suffix in [*KINDS, "jpeg"])


class VersionForm(SoundForm):
    """A file, and what is new in it."""

    file = forms.FileField(
        label="Bestand",
        help_text=f"{', '.join(KINDS)}; ten hoogste 25 MB.",
        widget=forms.FileInput({"accept": ACCEPTED}),
        error_messages={"required": "Kies eerst een bestand.", "empty": "Dit bestand is leeg. Kies een ander bestand."},
    )
    note = forms.CharField(label="Wat is er veranderd", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Look at what the file really is."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file:
            try:
                cleaned["upload"] = inspected(file, file.name)
            except FileKindError as error:
                self.add_error("file", str(error))
        return cleaned


class DescriptionForm(SoundForm):
    """What a document is, and for whom."""

    title = forms.CharField(label="Titel", max_length=140, error_messages={"required": "Geef het document een titel."})
    description = forms.CharField(label="Waar gaat het over", max_length=300, required=False)
    audience = forms.ChoiceField(
        label="Wie mag dit lezen?", choices=AUDIENCES, widget=forms.RadioSelect, initial=Audience.MEMBERS
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not community.is_public:
            del self.fields["audience"]

    def described(self) -> dict[str, str]:
        """Title, explanation and audience, as the actions take them."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "description": given["description"],
            "audience": given.get("audience") or Audience.MEMBERS,
        }


class DocumentForm(DescriptionForm, VersionForm):
    """A new document: what it is, and its first file."""

    field_order = ["title", "description", "file", "audience"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
