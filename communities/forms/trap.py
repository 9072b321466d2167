"""Two traps for programs that fill in forms, and no puzzle for people (docs/adr/0012-no-puzzles.md).

A field that no person sees must stay empty, and nobody fills in a form within two seconds. A form with `Trapped` says
by `is_suspect` what it caught; what comes of that is for the caller: mostly that a coordinator looks first. A form
behind which nobody could look (`is_strict`) asks in words to send it once more.
"""

import time
from copy import copy
from typing import Any

from django import forms
from django.core import signing
from django.utils.html import format_html
from django.utils.safestring import SafeString

SALT = "communities.trap"
SOONEST_SECONDS = 2.0
TOO_QUICK = "Dat ging erg snel. Kijk nog een keer of alles klopt en verstuur het formulier dan opnieuw."
FILLED = "Er stond iets in een verborgen veld. Gebruikt u een programma dat formulieren invult? Zet dat hier uit."


def now() -> float:
    """The clock; a function of its own, so that a test can move it."""
    return time.time()


def moment() -> str:
    """A signed moment: when a form was shown."""
    return signing.dumps(round(now(), 1), salt=SALT)


def shown_at(text: str) -> float | None:
    """When a form was shown; None for what we did not sign."""
    try:
        return float(signing.loads(text, salt=SALT))
    except signing.BadSignature:
        return None


class PotWidget(forms.TextInput):
    """A field for programs only: not seen, not read aloud, not reached by the keyboard."""

    @property
    def is_hidden(self) -> bool:
        """Laid out with the hidden fields, without a label of its own."""
        return True

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The field in a box that is taken away from everybody."""
        quiet = {**(attrs or {}), "tabindex": "-1", "autocomplete": "off"}
        return format_html(
            '<div class="hidden" aria-hidden="true">{}</div>', super().render(name, value, quiet, renderer)
        )


class Trapped(forms.Form):
    """Mix this into a form, before its other bases."""

    is_strict = False
    asks_moment = True
    """Without it a form that was sent without a moment is not suspect: where a page has small forms beside this one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["homepage"] = forms.CharField(required=False, widget=PotWidget)
        self.fields["moment"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=moment)
        shown = shown_at(self.data.get(self.add_prefix("moment"), ""))
        self._took_time = not self.asks_moment if shown is None else now() - shown >= SOONEST_SECONDS
        if self.is_bound and shown is None:
            # Else the form that is shown again would carry the same wrong moment for ever.
            again: Any = copy(self.data)
            again[self.add_prefix("moment")] = moment()
            self.data = again

    @property
    def is_suspect(self) -> bool:
        """Whether this was probably sent by a program; asked after the form was sent."""
        return self._is_filled or not self._took_time

    @property
    def _is_filled(self) -> bool:
        return bool(self.data.get(self.add_prefix("homepage"), "").strip())

    def clean(self) -> dict[str, Any]:
        """A strict form says in words what to do; sending it once more is enough."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_strict and self._is_filled:
            raise forms.ValidationError(FILLED)
        if self.is_strict and not self._took_time:
            raise forms.ValidationError(TOO_QUICK)
        return cleaned
