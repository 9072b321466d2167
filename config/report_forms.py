"""What is asked of someone who wants a report."""

import re
from typing import Any

from django import forms

from communities.models import Report
from config.reports import OPTIONAL
from regioscan import frames
from regioscan.figures import DEFAULT, comparisons
from regioscan.figures.comparing import GROUP
from regioscan.models import Region, RegionGroup

MOST_CHOICES = 12
CODE_BEHIND_NAME = re.compile(r"\(([A-Z]{2}\w{1,14})\)\s*$")
COMPARISONS = [
    ("nederland", "Nederland: alle regio’s van dezelfde soort"),
    ("provincie", "de eigen provincie"),
    ("gemeente", "de eigen gemeente"),
    ("grootte", "even grote gemeenten"),
    ("stedelijkheid", "even stedelijke regio’s"),
    ("vergelijkbaar", "vergelijkbare regio’s"),
    ("samengesteld", "samengestelde gebieden, voor een regio van meer gemeenten"),
]


class ReportForm(forms.Form):
    """Which region, until when, compared with whom, which chapters, and for whom.

    When a name fits more than one region, a field `keuze` is added with the regions to choose from, and everything
    that was filled in stays.
    """

    regio = forms.CharField(
        label="Regio",
        max_length=200,
        help_text="De naam of de code van een provincie, gemeente, wijk, buurt of eigen regio.",
    )
    jaar = forms.TypedChoiceField(
        label="Cijfers tot en met", coerce=int, help_text="Per cijfer nemen wij het nieuwste jaar dat dan bekend was."
    )
    met = forms.ChoiceField(label="Vergelijken met", choices=COMPARISONS, initial=DEFAULT)
    hoofdstukken = forms.MultipleChoiceField(
        label="Wat staat erin",
        choices=[(chapter.code, chapter.title) for chapter in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="De samenvatting, de bronnen en de methode staan er altijd in.",
    )
    zichtbaar = forms.ChoiceField(
        label="Wie mag het rapport zien",
        choices=[(Report.Visibility.MINE, "Alleen ik en de beheerder"), (Report.Visibility.PUBLIC, "Iedereen")],
        widget=forms.RadioSelect,
        initial=Report.Visibility.MINE,
    )

    def __init__(self, data: Any = None, *, years: list[int], initial: dict[str, Any] | None = None) -> None:
        chapters = [chapter.code for chapter in OPTIONAL]
        super().__init__(data, initial={"hoofdstukken": chapters, **(initial or {})})
        newest_first = [(year, str(year)) for year in sorted(years, reverse=True)]
        self.fields["jaar"].choices = newest_first  # type: ignore[attr-defined]
        self.fields["met"].choices = [*COMPARISONS, *_own_groups()]  # type: ignore[attr-defined]
        self._found: list[Region] = []
        self.fields["regio"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean_regio(self) -> Region:
        """The one region that was meant."""
        name = self.cleaned_data["regio"]
        found = self._candidates(name)
        chosen = [region for region in found if region.code == self.data.get("keuze")]
        if len(chosen or found) == 1:
            return (chosen or found)[0]
        if not found:
            raise forms.ValidationError("Wij kennen geen regio met deze naam of code. Kijk of de naam klopt.")
        self._found = found
        raise forms.ValidationError("Deze naam past bij meer regio’s. Kies hieronder welke u bedoelt.")

    def clean(self) -> dict[str, Any]:
        """A region can only be compared inside something that it lies in."""
        cleaned = super().clean() or {}
        if self._found:
            self._offer(self._found)
        region, wanted = cleaned.get("regio"), cleaned.get("met")
        if region and wanted and wanted != DEFAULT:
            possible = {option.code for option in comparisons(region, frames.containers(region), cleaned.get("jaar"))}
            if wanted not in possible:
                self.add_error("met", f"Voor {region.title} kan dit niet. Kies een andere vergelijking.")
        return cleaned

    def _candidates(self, name: str) -> list[Region]:
        """Regions that fit; one alone where the code stands behind the name, or the name is exactly right."""
        code = CODE_BEHIND_NAME.search(name)
        if code:
            region = Region.objects.current().filter(code=code[1]).first()
            return [region] if region else []
        found = frames.search_regions(name, limit=MOST_CHOICES)
        exact = [region for region in found if region.code.casefold() == name.strip().casefold()]
        return exact or [region for region in found if region.name.casefold() == name.strip().casefold()] or found

    def _offer(self, found: list[Region]) -> None:
        choices = [(region.code, _described(region)) for region in found]
        self.fields["keuze"] = forms.ChoiceField(
            label="Welke regio bedoelt u", choices=choices, widget=forms.RadioSelect, required=False
        )
        self.order_fields(["regio", "keuze"])


def _own_groups() -> list[tuple[str, str]]:
    """The groups that people named, as choices."""
    return [(f"{GROUP}{one.code}", f"de groep «{one.name}»") for one in RegionGroup.objects.all()]


def _described(region: Region) -> str:
    """«gemeente Utrecht (GM0344), in provincie Utrecht»."""
    inside = f", in {region.parent.title}" if region.parent else ""
    return f"{region.title} ({region.code}){inside}"
