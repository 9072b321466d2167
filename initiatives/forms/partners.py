"""What is asked about who takes part in an initiative."""

from typing import Any

from django import forms

from communities.access.commitments import people_here
from communities.access.people import organisation_label
from communities.access.stream import name_of
from communities.forms.stream import SoundForm
from initiatives.access.partners import possible_organisations
from initiatives.models import Initiative, Partner

NOBODY = "Kies een organisatie, een persoon of allebei."


class PartnerForm(SoundForm):
    """Somebody who takes part, and how."""

    organisation = forms.ModelChoiceField(
        label="Welke organisatie?", queryset=None, required=False, empty_label="Geen organisatie"
    )
    person = forms.ModelChoiceField(label="Welke persoon?", queryset=None, required=False, empty_label="Geen persoon")
    role = forms.ChoiceField(
        label="In welke rol?", choices=Partner.Role.choices, widget=forms.RadioSelect, initial=Partner.Role.DOES
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation, person = self.fields["organisation"], self.fields["person"]
        organisation.queryset = possible_organisations(initiative)  # type: ignore[attr-defined]
        organisation.label_from_instance = organisation_label  # type: ignore[attr-defined]
        person.queryset = people_here(initiative.community)  # type: ignore[attr-defined]
        person.label_from_instance = name_of  # type: ignore[attr-defined]
        person.help_text = "Alleen leden van deze community. Wie u kiest, krijgt een seintje en kan er zelf weer af."
        for field in (organisation, person):
            # One of both is asked (see `clean`), so neither says «niet verplicht».
            field.is_one_of = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A partner is somebody."""
        found = super().clean()
        is_nobody = found.get("person") is None and found.get("organisation") is None
        if is_nobody and not {"person", "organisation"} & set(self.errors):
            self.add_error("organisation", NOBODY)
        return found


class WillingForm(SoundForm):
    """Why somebody says “ik wil”; nothing is asked."""

    why = forms.CharField(
        label="Waarom wilt u meedoen, of wat zou u kunnen doen?",
        max_length=200,
        required=False,
        help_text="Leden lezen dit bij uw naam.",
    )
