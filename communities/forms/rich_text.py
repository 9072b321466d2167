"""A field for text with headings, lists and links. What was sent is cleaned here, whatever the editor did."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static

from lib import rich_text
from lib.text import number

MAX_LENGTH = 40_000


class RichTextWidget(forms.Textarea):
    """A text area that becomes an editor where scripts run; without, plain text works.

    A page with this widget ends with `{{ form.media }}` in its block `scripts`.
    """

    class Media:
        js = [Script("js/editor.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 14} | (attrs or {}))

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The address of the editor is asked for when the page is made: it changes with every release."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-editor": static("vendor/editor.js")}

    def format_value(self, value: Any) -> str | None:
        """Text of paragraphs alone is shown as it was typed, for who has no script."""
        text: str | None = super().format_value(value)
        if not text or rich_text.clean(text) != text:
            return text
        typed = rich_text.as_typed(text)
        return typed if rich_text.from_typed(typed) == text else text

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002
        """Never: a browser cannot point at a field that the editor has hidden."""
        return False


class RichTextField(forms.CharField):
    """Gives cleaned HTML. Plain text is fine too: an empty line makes a paragraph."""

    widget = RichTextWidget
    default_error_messages = {
        "unsound": "In de tekst staat een teken dat wij niet kunnen bewaren. Haal het weg of typ het opnieuw.",
        "too_long": "De tekst is te lang: {length} tekens met de opmaak, en {limit} mag. Kort hem in.",
    }

    def __init__(self, *, max_chars: int = MAX_LENGTH, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", "Schrijf eerst een tekst.")
        super().__init__(**kwargs)
        self.max_chars = max_chars

    def clean(self, value: Any) -> str:
        """Cleaned HTML; raises ValidationError for what cannot be kept, what is too long, and what says nothing."""
        typed = value if isinstance(value, str) else ""
        if not rich_text.is_sound(typed):
            raise forms.ValidationError(self.error_messages["unsound"], code="unsound")
        self._check_length(typed)
        cleaned = rich_text.from_typed(typed)
        self._check_length(cleaned)
        if not rich_text.plain(cleaned):
            cleaned = ""
        return str(super().clean(cleaned))

    def _check_length(self, text: str) -> None:
        if len(text) > self.max_chars:
            words = self.error_messages["too_long"].format(length=number(len(text)), limit=number(self.max_chars))
            raise forms.ValidationError(words, code="too_long")
