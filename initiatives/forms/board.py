"""What part of the initiatives somebody wants to see, and how. What the address says wrong counts as not said."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import AnonymousUser

from communities.models import Community, User
from initiatives.access.board import (
    NEWEST_FIRST,
    ORDERS,
    UNDER_WAY_TOGETHER,
    Wanted,
    needs_for,
    organisations_taking_part,
)
from initiatives.models.initiatives import Stage
from regioscan.models import Theme

BOARD, LIST, MAP, TIMELINE = "bord", "lijst", "kaart", "tijdlijn"
VIEWS = {BOARD: "Bord", LIST: "Lijst", MAP: "Kaart", TIMELINE: "Tijdlijn"}
LENSES = [("", "Alle lenzen"), ("mens", "Mens"), ("milieu", "Milieu"), ("economie", "Economie")]
STAGES = [("", "Alle fases"), (UNDER_WAY_TOGETHER, "Op gang (verkend, willen, doen)"), *Stage.choices]
MINE = "mij"
FILTERS = ("q", "fase", "thema", "lens", "plaats", "wie", "nodig")
WORDS_LENGTH = 80


class BoardForm(forms.Form):
    """The filters of the four views: the same in each, and in the exports."""

    vorm = forms.ChoiceField(choices=list(VIEWS.items()), required=False)
    sorteer = forms.ChoiceField(choices=[(name, name) for name in ORDERS], required=False)
    q = forms.CharField(label="Zoek op woorden", max_length=WORDS_LENGTH, required=False)
    fase = forms.ChoiceField(label="Fase", choices=STAGES, required=False)
    thema = forms.ModelChoiceField(
        label="Thema", queryset=Theme.objects.all(), to_field_name="code", required=False, empty_label="Alle thema’s"
    )
    lens = forms.ChoiceField(label="Lens", choices=LENSES, required=False)
    plaats = forms.CharField(label="Dorp, wijk of plek", max_length=WORDS_LENGTH, required=False)
    wie = forms.ChoiceField(label="Wie", required=False)
    nodig = forms.ChoiceField(label="Wat is er nodig", required=False)

    def __init__(self, data: Any, *, user: User | AnonymousUser, community: Community) -> None:
        super().__init__(data)
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off"})
        organisations = [(str(one.pk), one.name) for one in organisations_taking_part(user, community)]
        mine = [(MINE, "Van mij")] if user.has_perm("communities.view_members_part", community) else []
        self.fields["wie"].choices = [("", "Iedereen"), *mine, *organisations]  # type: ignore[attr-defined]
        needs = [("", "Maakt niet uit"), *needs_for(user, community).items()]
        self.fields["nodig"].choices = needs  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        found = self.cleaned_data
        who = found.get("wie", "")
        return Wanted(
            stage=found.get("fase", ""),
            theme=getattr(found.get("thema"), "pk", None),
            lens=found.get("lens", ""),
            place=found.get("plaats", ""),
            organisation=int(who) if who.isdecimal() else None,
            is_mine=who == MINE,
            need=found.get("nodig", ""),
            words=found.get("q", ""),
        )

    @property
    def filters(self) -> list[forms.BoundField]:
        """The fields that are filled in, in their order."""
        return [self[name] for name in FILTERS]

    @property
    def view(self) -> str:
        """Which of the four views."""
        return self.cleaned_data.get("vorm") or BOARD

    @property
    def order(self) -> str:
        """In which order the list stands."""
        return self.cleaned_data.get("sorteer") or NEWEST_FIRST

    def address(self, **changed: str) -> str:
        """This choice as an address, with something changed ("" takes it away); what has no meaning is left out."""
        said = {name: self._said(name) for name in FILTERS}
        asked = {"vorm": self.view, **said, **changed}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    def address_of_all(self, **changed: str) -> str:
        """In this view, with nothing of the choice but what is named."""
        return self.address(**(dict.fromkeys(FILTERS, "") | changed))

    def _said(self, name: str) -> str:
        value = self.cleaned_data.get(name) or ""
        return value.code if isinstance(value, Theme) else str(value)
