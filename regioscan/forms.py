"""What a reader may ask for by address or form. Everything else is answered with a clear page, never with an error."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings

from lib.text import file_size
from regioscan.analysis.dialogue import LONGEST_NAME, WeightError, checked
from regioscan.connectors.base import Delivery
from regioscan.models import Region, Source

FIRST_YEAR, LAST_YEAR = 1900, 2200
MAX_QUERY = 100
SEARCH_KINDS = list(Region.Kind)


class SearchForm(forms.Form):
    """Search a region by name or code, of one kind or of all."""

    q = forms.CharField(label="Naam of code van een regio", max_length=MAX_QUERY, required=False)
    soort = forms.ChoiceField(
        label="Soort",
        required=False,
        choices=[("", "alle soorten"), *((kind.value, kind.label) for kind in SEARCH_KINDS)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off", "spellcheck": "false"})


class ScanForm(forms.Form):
    """The state of a regioscan: with whom compared, up to which year, and which figure of the parts."""

    met = forms.SlugField(max_length=60, required=False)
    jaar = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    cijfer = forms.SlugField(max_length=60, required=False)


class CompareForm(forms.Form):
    """Regions beside each other: the theme, and what is typed to find one more. The regions are read as a list."""

    thema = forms.SlugField(max_length=50, required=False)
    zoek = forms.CharField(max_length=MAX_QUERY, required=False)


class RankingForm(forms.Form):
    """Which ranking of a figure: of which kind of region, and in which year."""

    soort = forms.ChoiceField(required=False, choices=[(kind.value, kind.label) for kind in Region.Kind])
    jaar = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    beeld = forms.ChoiceField(required=False, choices=[("trechter", "trechter")])
    regio = forms.SlugField(max_length=16, required=False)


class FilesInput(forms.ClearableFileInput):
    """A field in which several files can be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files: a list of regions, for one, comes as three."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file as Django checks one."""
        several = (data if isinstance(data, list | tuple) else [data]) or [None]
        return [super(FilesField, self).clean(one, initial) for one in several]


class SnapshotUploadForm(forms.Form):
    """A delivery handed in by an administrator. The files are not looked into here; the worker does that."""

    source = forms.ModelChoiceField(label="Bron", queryset=Source.objects.all(), to_field_name="code")
    period = forms.IntegerField(
        label="Jaar",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="Het jaar van de cijfers of de lijst. Leeg laten mag als het jaar in het bestand staat.",
    )
    uploads = FilesField(
        label="Bestand",
        help_text="CSV, XLSX, JSON of GeoJSON, ook met .gz erachter. Bij sommige bronnen horen meer bestanden.",
    )

    def clean_uploads(self) -> list[Any]:
        """Refuse what is too large, and two files of one name."""
        files = self.cleaned_data["uploads"]
        size, limit = sum(file.size for file in files), settings.UPLOAD_MAX_BYTES
        if size > limit:
            raise forms.ValidationError(
                f"Dit is samen {file_size(size)}; {file_size(limit)} mag. "
                "Grotere bestanden leest een beheerder van de server in met bin/manage load_source."
            )
        if len({file.name for file in files}) < len(files):
            raise forms.ValidationError("Twee bestanden hebben dezelfde naam. Geef elk een eigen naam.")
        return list(files)

    def delivery(self, retrieved_at: datetime) -> Delivery:
        """What was handed in, byte for byte."""
        files = {file.name: file.read() for file in self.cleaned_data["uploads"]}
        return Delivery(files, "geüpload in het beheer", retrieved_at)


class PublishForm(forms.Form):
    """Publishing is said twice: with a tick and with a button."""

    seen = forms.BooleanField(label="Ik heb de vergelijking bekeken, ook de waarschuwingen")


class RefuseForm(forms.Form):
    """Setting a delivery aside needs a reason that a colleague understands later."""

    reason = forms.CharField(
        label="Waarom weigert u deze levering?", max_length=500, widget=forms.TextInput({"size": 60})
    )


class WeightsForm(forms.Form):
    """Weights per theme that somebody sets, in points that add up to 100; with a name they become a group's."""

    def __init__(self, themes: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = themes
        for code, name in themes:
            self.fields[f"thema-{code}"] = forms.DecimalField(
                label=name, min_value=0, max_value=100, decimal_places=2, max_digits=5
            )
        self.fields["naam"] = forms.CharField(
            label="Naam van de groep",
            max_length=LONGEST_NAME,
            required=False,
            help_text="Met een naam blijven deze gewichten staan, en kunt u die van een andere groep ernaast zetten.",
        )

    def clean(self) -> dict[str, Any]:
        """Add `chosen`, the set of weights, when all of them can be and they add up to 100."""
        asked = super().clean() or self.cleaned_data
        weights = [asked.get(f"thema-{code}") for code, _ in self.themes]
        if any(weight is None for weight in weights):
            return asked
        try:
            asked["chosen"] = checked([float(str(weight)) for weight in weights], len(weights), asked.get("naam") or "")
        except WeightError as error:
            self.add_error(None, str(error))
        return asked


class MethodChoiceForm(forms.Form):
    """Which frozen method an address leans on; without one the method in use."""

    methode = forms.SlugField(max_length=40, required=False)
