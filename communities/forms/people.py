"""What is asked about members: what to look for, what to change, and what somebody tells of themselves."""

from typing import Any

from django import forms

from communities.access.people import (
    PeopleFilter,
    organisation_label,
    organisation_names,
    organisations_named,
)
from communities.actions.people import VISIBLE_WORDING, AboutMe
from communities.models import Membership, Organisation, Role, Sector
from lib.text import join_words

NOT_THERE = "Deze organisatie staat nog niet in de lijst. Voeg haar eerst toe, of kies een andere."
SEARCH_LENGTH = 80


class OrganisationField(forms.CharField):
    """An organisation by name, with the known names offered while typing.

    Gives an Organisation, or None where nothing is filled in. With `may_be_new` a name that nobody knows comes out as
    the text it is.
    """

    def __init__(self, *, may_be_new: bool = False, **kwargs: Any) -> None:
        self.may_be_new = may_be_new
        widget = forms.TextInput({"list": "organisaties", "autocomplete": "off"})
        super().__init__(**({"label": "Organisatie", "required": False, "max_length": 250, "widget": widget} | kwargs))

    def prepare_value(self, value: Any) -> Any:
        """The name that leads back to it."""
        return organisation_label(value) if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Any:
        """The organisation that is meant."""
        name = super().clean(value)
        if not name:
            return None
        found = organisations_named(name)
        if len(found) > 1:
            labels = join_words([organisation_label(one) for one in found])
            raise forms.ValidationError(f"Er zijn er meer met deze naam: {labels}. Zet de plaats erbij.")
        if not found and not self.may_be_new:
            raise forms.ValidationError(NOT_THERE)
        return found[0] if found else name


class OffersOrganisations:
    """A form with an OrganisationField: the page puts the names in a list."""

    @property
    def organisation_names(self) -> list[str]:
        """The names to offer."""
        return organisation_names()


class PeopleSearchForm(forms.Form):
    """What somebody looks for in the directory; what makes no sense is left out."""

    q = forms.CharField(label="Naam, functie of organisatie", max_length=SEARCH_LENGTH, required=False)
    sector = forms.ChoiceField(label="Sector", required=False, choices=[("", "alle sectoren"), *Sector.choices])
    organisatie = forms.IntegerField(required=False, widget=forms.HiddenInput)
    koplopers = forms.BooleanField(label="Alleen koplopers", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off"})

    @property
    def wanted(self) -> PeopleFilter:
        """What to look for."""
        self.is_valid()
        found = self.cleaned_data
        return PeopleFilter(
            text=found.get("q") or "",
            sector=found.get("sector") or "",
            organisation=found.get("organisatie"),
            frontrunners_only=bool(found.get("koplopers")),
        )


class OrganisationSearchForm(forms.Form):
    """What somebody looks for among the organisations."""

    q = forms.CharField(label="Naam of plaats", max_length=SEARCH_LENGTH, required=False)
    sector = forms.ChoiceField(label="Sector", required=False, choices=[("", "alle sectoren"), *Sector.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off"})


class MemberSearchForm(forms.Form):
    """What a coordinator looks for among the members."""

    q = forms.CharField(label="Naam, functie of organisatie", max_length=SEARCH_LENGTH, required=False)
    rol = forms.ChoiceField(label="Rol", required=False, choices=[("", "alle rollen"), *Role.choices])
    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "leden en geblokkeerden"),
            (Membership.Status.ACTIVE, "leden"),
            (Membership.Status.BLOCKED, "geblokkeerden"),
        ],
    )
    koplopers = forms.BooleanField(label="Alleen koplopers", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off"})

    @property
    def wanted(self) -> PeopleFilter:
        """What to look for."""
        self.is_valid()
        found = self.cleaned_data
        return PeopleFilter(
            text=found.get("q") or "",
            role=found.get("rol") or "",
            status=found.get("stand") or "",
            frontrunners_only=bool(found.get("koplopers")),
        )


class MemberForm(OffersOrganisations, forms.Form):
    """What a coordinator may change of a member."""

    role = forms.ChoiceField(
        label="Rol",
        choices=[
            (Role.MEMBER, "deelnemer: leest, schrijft en doet mee"),
            (Role.COMMISSIONER, "opdrachtgever: ziet ook het overzicht over de communities die de organisatie betaalt"),
            (Role.COORDINATOR, "coördinator: mag alles in deze community"),
        ],
        widget=forms.RadioSelect,
    )
    organisation = OrganisationField()
    speaks_for_organisation = forms.BooleanField(
        label="Mag namens deze organisatie spreken",
        required=False,
        help_text="Bijvoorbeeld de afspraken bevestigen. Vult u een andere organisatie in, dan bevestigt u dat meteen. "
        "Kiest het lid zelf een andere, dan vervalt het.",
    )
    is_frontrunner = forms.BooleanField(label="Koploper", required=False)
    frontrunner_for = forms.CharField(
        label="Waarvoor loopt deze persoon voorop",
        max_length=160,
        required=False,
        help_text="Bijvoorbeeld: wonen in leegstaande scholen. Dit staat bij de koplopers.",
    )
    is_trusted = forms.BooleanField(
        label="Links in teksten van deze persoon werken",
        required=False,
        help_text="Zet dit aan na een eerste goede bijdrage. Zo heeft reclame hier geen zin.",
    )

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        names = (
            "role", "organisation", "speaks_for_organisation", "is_frontrunner", "frontrunner_for", "is_trusted",
        )  # fmt: skip
        super().__init__(data, initial={name: getattr(membership, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """A frontrunner leads the way in something."""
        cleaned = super().clean() or {}
        if cleaned.get("is_frontrunner") and not cleaned.get("frontrunner_for"):
            self.add_error("frontrunner_for", "Schrijf waarvoor deze koploper voorop loopt.")
        return cleaned


class OwnMembershipForm(OffersOrganisations, forms.Form):
    """What somebody tells of themselves."""

    name = forms.CharField(label="Uw naam", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    function = forms.CharField(
        label="Uw functie of rol in de streek",
        max_length=80,
        required=False,
        help_text="Bijvoorbeeld: wijkverpleegkundige, of voorzitter van de dorpsraad.",
    )
    organisation = OrganisationField(
        may_be_new=True,
        label="Uw organisatie",
        help_text="Kies uit de lijst. Staat zij er niet bij? Typ de naam, dan krijgt de coördinator een bericht.",
    )
    bio = forms.CharField(
        label="Over u",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Waar weet u van? Waarmee kunt u helpen? Alleen leden lezen dit.",
    )

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        initial = {name: getattr(membership, name) for name in ("function", "organisation", "bio")}
        super().__init__(data, initial=initial | {"name": membership.user.name})

    @property
    def proposed(self) -> str:
        """The name of an organisation that nobody knows yet."""
        found = self.cleaned_data["organisation"]
        return found if isinstance(found, str) else ""

    def about(self, membership: Membership) -> AboutMe:
        """What to keep; the organisation stays as it was while a new one is only proposed."""
        cleaned = self.cleaned_data
        organisation = membership.organisation if self.proposed else cleaned["organisation"]
        return AboutMe(cleaned["name"], cleaned["function"], cleaned["bio"], organisation)


class VisibleForm(forms.Form):
    """Agreeing to be seen by visitors; a form of its own, so that no other form can change it."""

    is_shown = forms.BooleanField(
        label=VISIBLE_WORDING,
        required=False,
        help_text="Bijvoorbeeld bij de koplopers. Wat u over uzelf schrijft, zien bezoekers niet.",
    )


class OrganisationForm(forms.ModelForm):
    """An organisation that is missing from the list."""

    website = forms.URLField(label="Website", required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ("name", "kind", "sector", "place", "website")

    def validate_constraints(self) -> None:
        """Left to the database, and said in our words by `clean`."""

    def clean(self) -> dict[str, Any]:
        """Not one that is there already."""
        cleaned = super().clean() or {}
        name, place = " ".join(cleaned.get("name", "").split()), " ".join(cleaned.get("place", "").split())
        if name and Organisation.objects.filter(name__iexact=name, place__iexact=place).exists():
            where = f" in {place}" if place else " zonder plaats"
            self.add_error("name", f"«{name}»{where} staat al in de lijst. Kies haar daar.")
        return cleaned
