"""What is asked of who names a firm, of the coordinator, and of the firm itself."""

from typing import Any

from django import forms

from communities.models import Champion, Community, Nomination, Sector

WEB = {"invalid": "Vul een webadres in dat met https:// begint."}


class NominationForm(forms.Form):
    """A firm that does something special, and why."""

    name = forms.CharField(label="Welk bedrijf?", max_length=160, error_messages={"required": "Vul de naam in."})
    place = forms.CharField(label="In welke plaats?", max_length=80, required=False)
    sector = forms.ChoiceField(
        label="In welke sector werkt dit bedrijf?",
        choices=[("", "Kies een sector"), *Sector.choices],
        error_messages={"required": "Kies de sector van het bedrijf."},
    )
    reason = forms.CharField(
        label="Wat is er bijzonder aan?",
        max_length=Nomination._meta.get_field("reason").max_length,
        widget=forms.Textarea({"rows": 4}),
        help_text="Alleen wie deze community leidt, leest dit. Schrijf over het bedrijf, niet over personen.",
        error_messages={"required": "Schrijf op wat er bijzonder aan is."},
    )


class ChampionForm(forms.ModelForm):
    """What the coordinator keeps of a firm."""

    website = forms.URLField(label="Website", required=False, assume_scheme="https", error_messages=WEB)

    class Meta:
        model = Champion
        fields = ["name", "place", "sector", "contact_email", "website", "description", "agenda_items"]
        widgets = {"agenda_items": forms.CheckboxSelectMultiple, "description": forms.Textarea({"rows": 5})}
        help_texts = {"contact_email": "Naar dit adres gaat de vraag om toestemming. Leden zien het niet."}

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda_items"].queryset = community.agenda_items.all()  # type: ignore[attr-defined]
        if not community.agenda_items.exists():
            del self.fields["agenda_items"]

    def known(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {"agenda_items": []} | self.cleaned_data


class ConsentForm(forms.Form):
    """What the firm itself says."""

    description = forms.CharField(
        label="Zo staat uw bedrijf erbij",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Pas dit gerust aan. Alleen leden van de community lezen het.",
    )
