"""What is asked about the shared ambition and the partnership agreement."""

from typing import Any

from django import forms

from communities.models import AmbitionConsent, Organisation


class AmbitionForm(forms.Form):
    """The sentence, and why."""

    text = forms.CharField(
        label="Onze ambitie",
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text="Eén zin die iedereen kan navertellen: wat is er over vijf jaar anders, en voor wie?",
        error_messages={"required": "Schrijf eerst de ambitie."},
    )
    explanation = forms.CharField(
        label="Toelichting",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="Waarop rust deze ambitie, en wat valt erbuiten?",
    )


class ConsentForm(forms.Form):
    """What a partner thinks of a version; the version is sent along, so that nobody answers another one by accident."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Wat vindt uw organisatie?",
        choices=AmbitionConsent.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een van de drie antwoorden."},
    )
    remark = forms.CharField(
        label="Kanttekening of bezwaar",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Verplicht bij een kanttekening of bezwaar. De coördinator leest dit.",
    )

    def __init__(self, *args: Any, is_settled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_settled:
            choices = [one for one in AmbitionConsent.Answer.choices if one[0] != AmbitionConsent.Answer.NO]
            self.fields["answer"].choices = choices  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """The four boxes. A draft may have empty ones; what is put to the partners may not."""

    decides = forms.CharField(
        label="Wie beslist",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wie neemt welk besluit, en hoe? Noem organisaties bij hun naam.",
    )
    does = forms.CharField(
        label="Wie doet",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wie voert uit, met hoeveel uren of mensen?",
    )
    pays = forms.CharField(
        label="Wie betaalt",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wie betaalt wat, tot wanneer?",
    )
    directs = forms.CharField(
        label="Wie regisseert het proces",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wie roept bijeen, bewaakt de afspraken en houdt het tempo erin?",
    )


class ConfirmForm(forms.Form):
    """A partner confirms; the version is sent along."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(label="Opmerking", max_length=500, required=False)


class ConfirmForForm(ConfirmForm):
    """The coordinator writes down that a partner confirmed elsewhere."""

    organisation = forms.ModelChoiceField(
        label="Welke partner?", queryset=Organisation.objects.none(), empty_label="Kies een partner"
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]
        remark = self.fields["remark"]
        remark.required, remark.label = True, "Hoe is dat bevestigd?"
        remark.help_text = "Bijvoorbeeld: in de vergadering van 3 maart, of per brief."
        self.order_fields(["organisation", "remark", "version"])
