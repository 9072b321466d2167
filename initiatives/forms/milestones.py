"""What is asked of who sets a milestone, reaches one, or answers how it goes."""

from typing import Any

from django import forms
from django.utils import timezone

from communities.forms.commitments import date_field
from initiatives.models import Initiative, Milestone, QuietQuestion


class MilestoneForm(forms.ModelForm):
    """What is reached, and when."""

    due_on = date_field("Wanneer?", help_text="Kies een dag die haalbaar is. Schuiven kan altijd.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Milestone
        fields = ["title", "due_on"]
        labels = {"title": "Wat is er dan bereikt?"}
        help_texts = {"title": "Kort, en zo dat iedereen straks ziet of het zover is, zoals: eerste avond gehouden."}
        error_messages = {"title": {"required": "Schrijf kort op wat er dan bereikt is."}}

    def milestone(self) -> dict[str, Any]:
        """The fields of the milestone, for the action."""
        return {"title": self.cleaned_data["title"], "due_on": self.cleaned_data["due_on"]}


class ReachForm(forms.Form):
    """On which day it was reached; nothing filled in is today."""

    on = date_field("Bereikt op", required=False)

    def clean_on(self) -> Any:
        """Today, where no day was named."""
        return self.cleaned_data["on"] or timezone.localdate()


class QuietAnswerForm(forms.Form):
    """One of three answers; who asks for help says which."""

    antwoord = forms.ChoiceField(choices=QuietQuestion.Answer.choices, widget=forms.HiddenInput)
    hulp = forms.CharField(
        label="Welke hulp is nodig?",
        required=False,
        max_length=Initiative._meta.get_field("asks_help").max_length,
        help_text="Eén zin. Alleen deelnemers lezen dit, bij het initiatief; de coördinator krijgt bericht.",
        error_messages={"required": "Schrijf in één zin welke hulp nodig is."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.data if self.is_bound else self.initial
        self.fields["hulp"].required = said.get("antwoord") == QuietQuestion.Answer.HELP
