"""What is asked of who turns an advice into a promise, and of an advisor who gives their own view."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from communities.forms.commitments import CommitmentForm
from communities.models import Commitment
from succesfactoren.actions.advice import LONGEST
from succesfactoren.actions.ratings import Wanted
from succesfactoren.analysis.levels import NAMES
from succesfactoren.analysis.wording import with_subject
from succesfactoren.models import AdvisorRating, Factor


class InterventionForm(CommitmentForm):
    """One sentence, who does it, and when it is done; nothing else is needed to make a promise of an advice."""

    starts_on = None
    version = None

    class Meta(CommitmentForm.Meta):
        model = Commitment
        fields = ["what", "person", "organisation", "due_on", "agenda_item"]
        labels = {"what": "Wat gaat er gebeuren?", "person": "Wie doet het?", "organisation": "Welke organisatie?"}
        help_texts = {"what": f"Eén zin van hooguit {LONGEST} tekens. Pas hem gerust aan."}
        error_messages = {"what": {"required": "Schrijf in één zin wat er gaat gebeuren."}}
        widgets = {"what": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("agenda_item", None)
        self.fields["due_on"].error_messages["required"] = "Kies een dag."
        what = self.fields["what"]
        what.widget.attrs.pop("maxlength", None)
        n = len(str(self.initial.get("what") or ""))
        if n > LONGEST:
            what.help_text = (
                f"Dit advies heeft {n} tekens; een toezegging heeft er hooguit {LONGEST}. Maak de zin korter."
            )

    def chosen(self) -> dict[str, Any]:
        """The fields of the choice, for the action."""
        found = self.promise()
        return {
            "text": found["what"],
            "due_on": found["due_on"],
            "person": found.get("person"),
            "organisation": found.get("organisation"),
        }


class RatingForm(forms.Form):
    """The level of each factor as the advisor sees it. Nothing is required: what stays open has no level."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        factors: list[Factor],
        subject: str,
        ratings: Mapping[int, AdvisorRating],
        seen: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.factors, self.subject, self.initial["seen"] = factors, subject, seen
        for factor in factors:
            there = ratings.get(factor.pk)
            self.fields[f"level_{factor.pk}"] = _level_field(factor, subject, there.level if there else "")
            self.fields[f"remark_{factor.pk}"] = forms.CharField(
                label="Waaraan ziet u dat?", max_length=300, required=False, initial=there.remark if there else ""
            )

    def clean(self) -> dict[str, Any]:
        """A remark goes with a level."""
        found: dict[str, Any] = super().clean() or {}
        for factor in self.factors:
            if found.get(f"remark_{factor.pk}") and found.get(f"level_{factor.pk}") is None:
                self.add_error(f"level_{factor.pk}", "Kies ook een niveau, of haal de opmerking weg.")
        return found

    def wanted(self) -> dict[Factor, Wanted | None]:
        """A level and a remark for each factor, or that there is none; for the action."""
        return {factor: self._of(factor) for factor in self.factors}

    def _of(self, factor: Factor) -> Wanted | None:
        level = self.cleaned_data[f"level_{factor.pk}"]
        return None if level is None else (level, self.cleaned_data[f"remark_{factor.pk}"])

    @property
    def rows(self) -> Iterator[tuple[Factor, str, BoundField, BoundField]]:
        """Each factor with its explanation and its two fields."""
        for one in self.factors:
            explanation = with_subject(one.explanation, self.subject)
            yield one, explanation, self[f"level_{one.pk}"], self[f"remark_{one.pk}"]


def _level_field(factor: Factor, subject: str, initial: int | str) -> forms.TypedChoiceField:
    texts = [with_subject(text, subject) for text in factor.level_texts]
    described = dict(zip(NAMES, texts, strict=False))
    levels = [(level, f"{level}. {name}: {described[level]}" if level in described else f"{level}. {name}")
              for level, name in NAMES.items()]  # fmt: skip
    return forms.TypedChoiceField(
        label=factor.name,
        choices=[*levels, ("", "Geen oordeel")],
        coerce=int,
        empty_value=None,
        required=False,
        initial=initial,
        widget=forms.RadioSelect,
    )
