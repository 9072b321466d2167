"""Forms of open answers."""

from django import forms

from succesfactoren.access.open_answers import mark_of
from succesfactoren.models import OpenAnswer


class AnswerForm(forms.Form):
    """What others will read of one answer; the suggestion has names struck out."""

    shown_text = forms.CharField(
        label="Zo lezen anderen het",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Vervang namen en wat iemand herkenbaar maakt door [naam] of […]. Verder verandert u niets.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, answer: OpenAnswer, suggested: str) -> None:
        shown = answer.shown_text or suggested
        super().__init__(data, initial={"shown_text": shown, "seen": mark_of(answer)})  # type: ignore[arg-type]
