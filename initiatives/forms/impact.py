"""What is asked of what an initiative changes: the chain, what is measured, and what was measured."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone

from communities.forms.commitments import date_field
from initiatives.actions.impact import CHANGEABLE, Chain
from initiatives.analysis.progress import is_too_large, read_number, write_number
from initiatives.models import ChainLink, ImpactMeasure, Level, Measurement
from regioscan.models import Indicator

MOST_SENTENCES = 5
SENTENCE = ChainLink._meta.get_field("text").max_length or 240
ASKED = {
    Level.OUTPUT: ("Activiteit: wat doen wij?", "Bijvoorbeeld: elke maand een repaircafé in de school."),
    Level.OUTCOME: (
        "Resultaat: wat levert dat op?",
        "Bijvoorbeeld: spullen gaan langer mee, buren kennen elkaar.",
    ),
    Level.IMPACT: ("Verandering: wat wordt er anders?", "Bijvoorbeeld: minder afval, en minder mensen zijn alleen."),
}


class DutchNumber(forms.Field):
    """A number as the Dutch write it, in and out; see `read_number`."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "Vul een getal in, bijvoorbeeld 12,5 of 1.250.",
        "too_large": "Dit getal is te groot: meer dan 1.000.000.000.000 kan niet. Kies een grotere eenheid.",
    }

    def to_python(self, value: Any) -> float | None:
        """The number; None where nothing was filled in."""
        if value in self.empty_values:
            return None
        if isinstance(value, int | float):
            return float(value)
        if not str(value).strip():
            return None
        found = read_number(str(value))
        if found is None:
            code = "too_large" if is_too_large(str(value)) else "invalid"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return found

    def prepare_value(self, value: Any) -> Any:
        """As somebody would type it."""
        return write_number(value) if isinstance(value, int | float) else value


class ChainForm(forms.Form):
    """The chain in one form: under each level its sentences, one a line."""

    stood = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level, (label, example) in ASKED.items():
            self.fields[level.value] = forms.CharField(
                label=label,
                required=False,
                help_text=f"{example} Eén zin per regel, hoogstens vijf.",
                widget=forms.Textarea({"rows": 3}),
                validators=[_check_sentences],
            )

    @property
    def chain(self) -> Chain:
        """The sentences under each level."""
        return {level.value: sentences(self.cleaned_data[level.value]) for level in ASKED}


def sentences(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in (" ".join(row.split()) for row in text.splitlines()) if line]


def _check_sentences(text: str) -> None:
    found = sentences(text)
    if len(found) > MOST_SENTENCES:
        raise forms.ValidationError("Hoogstens vijf zinnen. Kies wat er het meest toe doet.")
    if any(len(one) > SENTENCE for one in found):
        raise forms.ValidationError(f"Een zin heeft hoogstens {SENTENCE} tekens. Zet elke zin op een eigen regel.")


class MeasureForm(forms.ModelForm):
    """What is measured, from where to where, by whom."""

    baseline_value = DutchNumber(
        label="Waar begon het?", required=False, help_text="Leeg laten als het niet gemeten is. Leeg is niet nul."
    )
    baseline_on = date_field("Begin gemeten op", required=False)
    target_value = DutchNumber(
        label="Waar wilt u heen?", required=False, help_text="Mag ook lager zijn dan het begin, als minder beter is."
    )
    target_on = date_field("Wanneer moet dat zo zijn?", required=False)
    stood = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ImpactMeasure
        fields = list(CHANGEABLE)
        widgets = {"level": forms.RadioSelect, "counts": forms.RadioSelect}
        labels = {
            "level": "Waar in de keten hoort dit?",
            "name": "Wat meet u?",
            "unit": "In welke eenheid?",
            "counts": "Wat wordt er geteld?",
            "indicator": "Aan welk cijfer van de regioscan raakt dit?",
            "source": "Waar komt het getal vandaan?",
            "measured_by": "Wie meet het?",
        }
        help_texts = {
            "name": "Bijvoorbeeld: gerepareerde apparaten. Meten anderen hetzelfde, gebruik dan hun woorden.",
            "unit": "Bijvoorbeeld: apparaten, kilo, mensen, %.",
            "indicator": (
                "Alleen om te laten zien waar het bij hoort. Een cijfer van de hele regio schrijven wij nooit toe aan "
                "een initiatief."
            ),
            "source": "Bijvoorbeeld: het logboek bij de deur.",
            "measured_by": "Een rol of organisatie, geen naam van een persoon.",
        }
        error_messages = {
            "name": {"required": "Schrijf op wat u meet."},
            "unit": {"required": "Schrijf op in welke eenheid."},
            "source": {"required": "Schrijf op waar het getal vandaan komt."},
            "measured_by": {"required": "Schrijf op wie er meet."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("level", Level.choices), ("counts", ImpactMeasure.Counts.choices)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        shown = Indicator.objects.shown().select_related("theme").order_by("theme__position", "position")
        field = self.fields["indicator"]
        field.queryset = shown  # type: ignore[attr-defined]
        grouped = groupby(shown, key=lambda one: one.theme.name if one.theme else "")
        by_theme = [(name, [(one.pk, f"{one.name} ({one.unit})") for one in members]) for name, members in grouped]
        field.choices = [("", "Aan geen cijfer"), *by_theme]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A value goes with a day, and the goal lies after the beginning."""
        found = super().clean() or {}
        for name, words in (("baseline", "het begin"), ("target", "het doel")):
            value, on = found.get(f"{name}_value"), found.get(f"{name}_on")
            if value is not None and on is None and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", f"Vul de dag van {words} in.")
            if value is None and on is not None and f"{name}_value" not in self.errors:
                self.add_error(f"{name}_value", f"Vul de waarde van {words} in, of maak de dag leeg.")
        begins, ends = found.get("baseline_on"), found.get("target_on")
        if begins is not None and begins > timezone.localdate():
            self.add_error("baseline_on", "Deze dag moet nog komen. Vul de dag in waarop het begin gemeten is.")
        if begins is not None and ends is not None and ends <= begins:
            self.add_error("target_on", "De dag van het doel ligt niet na die van het begin.")
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


class MeasurementForm(forms.ModelForm):
    """What was measured, on what day."""

    on = date_field("Op welke dag gemeten?")
    value = DutchNumber(
        label="Hoeveel was het?",
        help_text="De stand tot en met die dag, niet wat er sinds de vorige keer bij kwam.",
        error_messages={"required": "Vul in hoeveel het was. Niets gemeten is iets anders dan nul."},
    )
    stood = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Measurement
        fields = ["on", "value", "remark"]
        labels = {"remark": "Wat moet wie dit leest erbij weten?"}

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {name: self.cleaned_data[name] for name in ("on", "value", "remark")}

    def clean_on(self) -> Any:
        """A day that was."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Deze dag moet nog komen. Vul de dag in waarop er gemeten is.")
        return on
