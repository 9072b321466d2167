"""How forms look, and the one form of the roof: how this reader wants to read."""

from dataclasses import dataclass

from django import forms
from django.forms.renderers import TemplatesSetting


class HouseFormRenderer(TemplatesSetting):
    """Forms and fields from `templates/components/`."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


@dataclass(frozen=True)
class Reading:
    """One way in which a page can be made easier to read."""

    name: str
    label: str
    attribute: str
    options: tuple[tuple[str, str], ...]
    usual: str = "gewoon"
    """The option that holds when nothing was chosen."""

    def allows(self, value: str) -> bool:
        """Whether `value` is one of the options."""
        return value in dict(self.options)


READINGS = (
    Reading(
        "tekst",
        "Tekst",
        "text",
        (("klein", "Kleiner"), ("gewoon", "Gewoon"), ("groot", "Groter"), ("grootst", "Grootst")),
    ),
    Reading("afstand", "Letterafstand", "spacing", (("gewoon", "Gewoon"), ("ruim", "Ruimer"))),
    Reading("contrast", "Contrast", "contrast", (("gewoon", "Gewoon"), ("hoog", "Hoog"))),
)


class ReadingForm(forms.Form):
    """The reading settings of the header."""

    next = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for reading in READINGS:
            self.fields[reading.name] = forms.ChoiceField(choices=reading.options, required=False)

    def chosen(self) -> dict[str, str]:
        """What differs from the usual, by name."""
        values = {reading.name: self.cleaned_data.get(reading.name, "") for reading in READINGS}
        return {r.name: values[r.name] for r in READINGS if values[r.name] not in {"", r.usual}}


class ExampleForm(forms.Form):
    """A form with every kind of field and one mistake in it, for the pattern page."""

    wie = forms.CharField(label="Wie", max_length=120)
    wanneer = forms.CharField(label="Wanneer klaar", help_text="Bijvoorbeeld 1-3-2027.")
    soort = forms.ChoiceField(
        label="Wie mag dit zien?",
        choices=[("openbaar", "Iedereen"), ("eigen", "Alleen ik")],
        widget=forms.RadioSelect,
    )
    toelichting = forms.CharField(label="Toelichting", widget=forms.Textarea({"rows": 3}), required=False)
    mail = forms.BooleanField(label="Stuur mij een bericht als het klaar is", required=False)

    def clean_wanneer(self) -> str:
        """Always wrong: the page is there to show what that looks like."""
        raise forms.ValidationError("Vul een datum in die nog komt.")
