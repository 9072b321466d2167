"""What somebody looks for among lessons, and where an example is taken over."""

from collections.abc import Sequence
from typing import Any

from django import forms

from communities.models import Community
from initiatives.access.lessons import LessonWish
from initiatives.models import Stage
from regioscan.models import Theme
from succesfactoren.access.learning import house_factors

SEARCH_LENGTH = 100
ENDED = [("", "alle fasen"), (Stage.DONE.value, Stage.DONE.label), (Stage.STOPPED.value, Stage.STOPPED.label)]


class LessonSearchForm(forms.Form):
    """What somebody looks for among lessons; what makes no sense is left out."""

    q = forms.CharField(label="Woorden", max_length=SEARCH_LENGTH, required=False)
    factor = forms.ChoiceField(label="Succesfactor", required=False)
    thema = forms.ChoiceField(label="Thema", required=False)
    fase = forms.ChoiceField(label="Hoe het afliep", required=False, choices=ENDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factor_names = {one.code: one.name for one in house_factors()}
        self.fields["factor"].choices = [("", "alle succesfactoren"), *self.factor_names.items()]
        self.fields["thema"].choices = [("", "alle thema’s"), *Theme.objects.values_list("code", "name")]
        self.fields["q"].widget.attrs.update({"type": "search", "autocomplete": "off"})

    @property
    def wish(self) -> LessonWish:
        """What to look for."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        words = " ".join(found.get("q", "").split())
        return LessonWish(words, found.get("factor", ""), found.get("thema", ""), found.get("fase", ""))


class AdoptForm(forms.Form):
    """In which of one's own communities an example is begun."""

    community = forms.TypedChoiceField(
        label="In welke community?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een community."},
    )

    def __init__(self, *args: Any, communities: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {one.pk: one for one in communities}
        self.fields["community"].choices = [(one.pk, one.name) for one in communities]
        if len(communities) == 1:
            self.initial["community"] = communities[0].pk

    @property
    def chosen(self) -> Community:
        """The community that was chosen."""
        return self.communities[self.cleaned_data["community"]]
