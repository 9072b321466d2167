"""What is asked of who makes a community, gives it a face, or decides who may see it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from communities.models import Community, Organisation
from lib.pictures import Picture, PictureError, redraw, redraw_logo
from lib.text import search_key
from regioscan.models import Region

LOGO_SIDE, COVER_SIDE = 480, 2000
RESERVED = {"nieuw"}
VISIBILITY_WORDS = {
    "openbaar": "Openbaar: iedereen kan de openbare bladzijden lezen, ook zonder account. "
    "Wat alleen voor leden is, blijft voor leden.",
    "besloten": "Besloten: alleen leden weten dat deze community bestaat. Voor anderen is er op dit adres niets.",
}
JOINING_WORDS = {
    "open": "Open: iedereen met een account kan direct lid worden.",
    "aanvraag": "Op aanvraag: wie lid wil worden, vraagt het aan. Een coördinator beslist.",
    "uitnodiging": "Op uitnodiging: alleen wie is uitgenodigd, kan lid worden.",
}


class SearchForm(forms.Form):
    """Words to look for in a list of communities."""

    q = forms.CharField(label="Zoek op naam of op regio", max_length=80, required=False)


class GeneralForm(forms.ModelForm):
    """What it is called, what it is about, who may see it, and how people come in."""

    visibility = forms.ChoiceField(
        label="Wie mag deze community zien?", choices=VISIBILITY_WORDS.items(), widget=forms.RadioSelect
    )
    join_policy = forms.ChoiceField(
        label="Hoe worden mensen lid?", choices=JOINING_WORDS.items(), widget=forms.RadioSelect
    )

    class Meta:
        model = Community
        fields = ("name", "tagline", "about", "visibility", "join_policy")
        labels = {"tagline": "Ondertitel", "name": "Naam", "about": "Waar gaat het over?"}
        help_texts = {
            "tagline": "Eén zin die op de omslag staat. Bijvoorbeeld: Zeven gemeenten, één meer, samen aan zet.",
            "about": "Twee of drie zinnen voor wie hier voor het eerst komt. Gewone tekst.",
        }
        widgets = {"about": forms.Textarea({"rows": 5})}

    def clean_name(self) -> str:
        """One blank between words."""
        return " ".join(str(self.cleaned_data["name"]).split())


class PictureField(forms.FileField):
    """Gives a picture that was drawn anew; what cannot be used is refused with the reason."""

    def __init__(self, *, max_side: int, is_logo: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.max_side, self.is_logo = max_side, is_logo
        kinds = "image/png,image/jpeg,image/webp" + (",image/svg+xml" if is_logo else "")
        self.widget.attrs["accept"] = kinds

    def clean(self, data: Any, initial: Any = None) -> Picture | None:  # noqa: ARG002 - what there was is kept elsewhere
        """The picture; None where nothing was sent."""
        sent = super().clean(data, None)
        if not isinstance(sent, UploadedFile):
            return None
        try:
            return (redraw_logo if self.is_logo else redraw)(sent.file, max_side=self.max_side)
        except PictureError as error:
            raise ValidationError(str(error)) from error


class FaceForm(forms.ModelForm):
    """Two colours, a logo and a cover."""

    logo = PictureField(
        label="Logo", max_side=LOGO_SIDE, is_logo=True, help_text="PNG, JPEG, WebP of SVG, ten hoogste 10 MB."
    )
    remove_logo = forms.BooleanField(label="Haal het logo weg", required=False)
    cover = PictureField(
        label="Omslagfoto",
        max_side=COVER_SIDE,
        help_text="PNG, JPEG of WebP, ten hoogste 10 MB. Zonder foto tekenen wij een omslag in uw kleuren.",
    )
    remove_cover = forms.BooleanField(label="Haal de omslagfoto weg", required=False)

    class Meta:
        model = Community
        fields = ("primary_colour", "accent_colour", "cover_alt", "cover_credit")
        labels = {
            "primary_colour": "Hoofdkleur",
            "accent_colour": "Tweede kleur",
            "cover_alt": "Beschrijving van de foto",
            "cover_credit": "Maker van de foto",
        }
        help_texts = {
            "primary_colour": "Voor de omslag, links en namen.",
            "accent_colour": "Voor de knop die opvalt.",
            "cover_alt": "Wat staat erop? Eén zin, voor wie de foto niet ziet.",
            "cover_credit": "De naam komt op de omslag. Geen foto? Schrijf dan bijvoorbeeld «Tekening: Anna Smit».",
        }
        widgets = {name: forms.TextInput({"type": "color"}) for name in ("primary_colour", "accent_colour")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("logo", "cover"):
            if not getattr(self.instance, name):
                del self.fields[f"remove_{name}"]
        names = ["primary_colour", "accent_colour", "logo", "remove_logo", "cover", "cover_alt", "cover_credit"]
        self.order_fields(names)

    def clean_primary_colour(self) -> str:
        """In small letters, as it is kept."""
        return str(self.cleaned_data["primary_colour"]).lower()

    def clean_accent_colour(self) -> str:
        """In small letters, as it is kept."""
        return str(self.cleaned_data["accent_colour"]).lower()

    def clean(self) -> dict[str, Any]:
        """A photo is of somebody, and not everybody sees it: both are asked as soon as there is one."""
        found = super().clean() or self.cleaned_data
        stays = self.instance.cover and not found.get("remove_cover")
        if found.get("cover") or stays:
            for name, words in (
                ("cover_alt", "Schrijf wat er op de foto staat."),
                ("cover_credit", "Schrijf wie de foto maakte."),
            ):
                if not found.get(name):
                    self.add_error(name, words)
        return found


class PrivacyForm(forms.ModelForm):
    """Who answers for the personal data, on what ground, and how long they are kept."""

    legal_basis = forms.ChoiceField(
        label="Op welke grondslag gebruikt u persoonsgegevens?",
        choices=[(value, label[:1].upper() + label[1:]) for value, label in Community.LegalBasis.choices],
        widget=forms.RadioSelect,
    )
    retention_days = forms.IntegerField(
        label="Hoeveel dagen bewaart u gegevens nadat de community is gestopt?",
        min_value=30,
        max_value=3650,
        help_text="Daarna worden namen en adressen gewist. Deelnemers krijgen eerst bericht. Gewoon is 180 dagen.",
    )

    class Meta:
        model = Community
        fields = ("controller", "legal_basis", "privacy_email", "retention_days")
        labels = {"controller": "Wie is verantwoordelijk?", "privacy_email": "Adres voor vragen over privacy"}
        help_texts = {
            "controller": "De organisatie die beslist waarvoor de gegevens dienen. Vaak is dat de opdrachtgever.",
            "privacy_email": "Dit adres staat in de privacyverklaring van deze community.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Q(commissioned_trajectories__community=self.instance) | Q(memberships__community=self.instance)
        chosen = Q(pk=self.instance.controller_id)
        offered = Organisation.objects.filter(here | chosen).distinct().order_by("name", "pk")
        self.fields["controller"].queryset = offered
        self.fields["controller"].empty_label = "nog niet gekozen"


class EndForm(forms.Form):
    """That somebody means it: the name is typed over."""

    naam = forms.CharField(label="Typ de naam van de community over", max_length=80)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community

    def clean_naam(self) -> str:
        """Case and blanks do not count."""
        typed = str(self.cleaned_data["naam"])
        if search_key(typed) != search_key(self.community.name):
            raise ValidationError(f"Dit is niet de naam. Typ: {self.community.name}")
        return typed


class CommunityForm(forms.ModelForm):
    """A new community: where, what it is called, and who runs it."""

    region = forms.CharField(
        label="Code van de regio",
        max_length=16,
        help_text="Zoals GM0268 of PV25. U vindt de code op de bladzijde van de regio. Ook een eigen regio kan.",
    )
    coordinator = forms.EmailField(
        label="E-mailadres van de eerste coördinator",
        help_text="Deze persoon krijgt een uitnodiging per mail, ook als er al een account is.",
    )

    class Meta:
        model = Community
        fields = ("name", "slug")
        labels = {"name": "Naam", "slug": "Kort adres"}
        help_texts = {
            "slug": "Kleine letters, cijfers en streepjes. Het adres wordt /c/kort-adres/ en verandert niet meer."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["region", "name", "slug", "coordinator"])

    def clean_region(self) -> Region:
        """The region that has this code now."""
        code = str(self.cleaned_data["region"]).strip().upper()
        found = Region.objects.current().filter(code=code).first()
        if found is None:
            raise ValidationError(f"Er is geen regio met de code {code}. Zoek de regio op en neem de code over.")
        return found

    def clean_slug(self) -> str:
        """Small letters; some addresses are taken by the house itself."""
        slug = str(self.cleaned_data["slug"]).lower()
        if slug in RESERVED:
            raise ValidationError("Dit adres gebruikt de site zelf. Kies een ander.")
        if Community.objects.filter(slug=slug).exists():
            raise ValidationError("Dit adres is al van een andere community. Kies een ander.")
        return slug
