"""What is asked about an item of the change agenda and the figures by which it will be seen."""

from itertools import groupby
from typing import Any

from django import forms

from communities.actions.agenda import Goal, ItemWords
from communities.models import AgendaItem, AgendaTarget
from regioscan.models import Indicator, Theme

FIRST_YEAR, LAST_YEAR = 1990, 2100
LENS_HELP = "Laat leeg als nog niemand hiernaar heeft gekeken. De bladzijde zegt dat dan eerlijk."


class ItemForm(forms.Form):
    """One thing that should change."""

    title = forms.CharField(
        label="Wat willen wij veranderen?",
        max_length=140,
        help_text="Begin met het resultaat, niet met het plan.",
        error_messages={"required": "Schrijf op wat er moet veranderen."},
    )
    theme = forms.ModelChoiceField(label="Thema", queryset=Theme.objects.all(), empty_label="Kies een thema")
    lens = forms.ChoiceField(
        label="Vanuit welke lens begint dit?", choices=AgendaItem.Lens.choices, widget=forms.RadioSelect
    )
    goal = forms.CharField(label="Doel", max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    for_people = forms.CharField(
        label="Mens: wat betekent dit voor mensen?",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=LENS_HELP,
    )
    for_environment = forms.CharField(
        label="Milieu: wat betekent dit voor natuur en milieu?",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=LENS_HELP,
    )
    for_economy = forms.CharField(
        label="Economie: wat betekent dit voor werk en inkomen?",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=LENS_HELP,
    )

    @property
    def words(self) -> ItemWords:
        """What was written, for the action."""
        return ItemWords(**self.cleaned_data)

    @staticmethod
    def filled_from(item: AgendaItem) -> dict[str, Any]:
        """What stands in the form before anybody changed it."""
        return {name: getattr(item, name) for name in ItemForm.base_fields}


class GoalForm(forms.Form):
    """From where to where a figure should go."""

    baseline_value = forms.FloatField(label="Beginwaarde", required=False, localize=True)
    baseline_period = forms.IntegerField(
        label="Jaar van de beginwaarde", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    target_value = forms.FloatField(label="Doelwaarde", required=False, localize=True)
    target_period = forms.IntegerField(
        label="Jaar van het doel", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def clean(self) -> dict[str, Any]:
        """A value goes with a year, and the goal lies after the beginning."""
        found = super().clean() or {}
        for name, words in (("baseline", "beginwaarde"), ("target", "doelwaarde")):
            value, year = found.get(f"{name}_value"), found.get(f"{name}_period")
            if value is not None and year is None and f"{name}_period" not in self.errors:
                self.add_error(f"{name}_period", f"Vul het jaar van de {words} in.")
            if value is None and year is not None and f"{name}_value" not in self.errors:
                self.add_error(f"{name}_value", f"Vul de {words} in, of maak het jaar leeg.")
        begins, ends = found.get("baseline_period"), found.get("target_period")
        if begins is not None and ends is not None and ends <= begins:
            self.add_error("target_period", "Het jaar van het doel ligt niet na dat van de beginwaarde.")
        return found

    @property
    def goal(self) -> Goal:
        """From where to where, for the action."""
        return Goal(**{name: self.cleaned_data[name] for name in GoalForm.base_fields})

    @staticmethod
    def filled_from(target: AgendaTarget) -> dict[str, Any]:
        """What stands in the form before anybody changed it."""
        return {name: getattr(target, name) for name in GoalForm.base_fields}


class LinkForm(GoalForm):
    """A figure of the regioscan, from where to where."""

    indicator = forms.ModelChoiceField(
        label="Welk cijfer?",
        queryset=Indicator.objects.shown().select_related("theme").order_by("theme__position", "position"),
        empty_label="Kies een cijfer",
        error_messages={"required": "Kies een cijfer uit de regioscan."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["indicator", "target_value", "target_period", "baseline_value", "baseline_period"])
        field = self.fields["indicator"]
        field.choices = [("", "Kies een cijfer"), *_by_theme(field.queryset)]  # type: ignore[attr-defined]
        self.fields["baseline_value"].help_text = "Leeg laten: dan nemen wij het nieuwste cijfer van uw regio."


def _by_theme(indicators: Any) -> list[tuple[str, list[tuple[int, str]]]]:
    """The figures under the names of their themes."""
    grouped = groupby(indicators, key=lambda one: one.theme.name)
    return [(name, [(one.pk, f"{one.name} ({one.unit})") for one in members]) for name, members in grouped]
