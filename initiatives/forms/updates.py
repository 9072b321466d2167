"""What is asked of who writes news of an initiative, or adds a picture or a document to it."""

from typing import Any

from django import forms

from communities.forms.documents import DocumentForm
from communities.forms.rich_text import RichTextField
from communities.forms.stream import PictureForm


class UpdateForm(PictureForm):
    """News in one short form."""

    title = forms.CharField(label="Titel", max_length=140, error_messages={"required": "Geef het nieuws een titel."})
    body = RichTextField(label="Wat is er gebeurd", help_text="Een paar zinnen is genoeg.")

    field_order = ["title", "body", "picture", "alt", "credit"]

    def written(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {name: given[name] for name in ("title", "body", "alt", "credit")} | {"picture": given.get("drawn")}


class InitiativePictureForm(PictureForm):
    """A picture of an initiative: here one is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = True
        self.fields["picture"].error_messages["required"] = "Kies eerst een foto."
        self.fields["alt"].required = True
        self.fields["alt"].error_messages["required"] = "Schrijf in een zin wat er op de foto staat."
        self.fields["alt"].help_text = "In een zin, voor wie de foto niet kan zien."


class InitiativeDocumentForm(DocumentForm):
    """A document with an initiative: who may see the initiative, may read it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("audience", None)
