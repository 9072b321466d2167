"""What is asked of somebody who erases their account, or looks into the log."""

from typing import Any

from django import forms

from communities.forms.commitments import believable_day

TYPED = "verwijder mijn account"


class EraseForm(forms.Form):
    """What becomes of what somebody wrote, and are they sure?"""

    texts = forms.TypedChoiceField(
        label="Wat doen wij met uw berichten, reacties en toezeggingen?",
        choices=[
            ("blijven", "Ze blijven staan, met «Iemand die vertrok» in plaats van uw naam"),
            ("weg", "Wis ook de teksten"),
        ],
        initial="blijven",
        coerce=lambda value: value == "weg",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er met uw teksten gebeurt."},
    )
    typed = forms.CharField(
        label=f"Typ: {TYPED}",
        help_text="Zo weten wij zeker dat u het meent. U kunt het niet terugdraaien.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": f"Typ hier: {TYPED}"},
    )

    def clean_typed(self) -> str:
        """The very words, whatever their capitals."""
        typed = str(self.cleaned_data["typed"])
        if " ".join(typed.split()).casefold() != TYPED:
            raise forms.ValidationError(f"Dit is iets anders. Typ: {TYPED}")
        return typed


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    errors = {"invalid": "Vul een datum in, bijvoorbeeld 5-3-2027."}
    checks = [believable_day]
    return forms.DateField(label=label, required=False, widget=widget, error_messages=errors, validators=checks)


class LogFilterForm(forms.Form):
    """Which lines of the log."""

    wat = forms.ChoiceField(label="Wat", required=False)
    vanaf = _day("Vanaf")
    tot = _day("Tot en met")

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "alles"), *[(one, one) for one in actions]]
        self.fields["wat"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filter; what was filled in wrongly filters nothing, and the page says so."""
        self.full_clean()
        given = self.cleaned_data if self.is_bound else {}
        return {"action": given.get("wat", ""), "since": given.get("vanaf"), "until": given.get("tot")}
