"""What is asked of somebody who complains, takes a measure, objects, or answers."""

from typing import Any

from django import forms

from communities.access.stream import name_of
from communities.forms.trap import Trapped
from communities.models import Complaint, Measure, Membership

WHY = "Wie dit schreef, leest deze reden. Noem de huisregel waar het tegenin gaat."


class ComplaintForm(Trapped):
    """What is wrong with it."""

    reason = forms.ChoiceField(
        label="Wat is er mis?",
        choices=Complaint.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er mis is."},
    )
    text = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Alleen de coördinatoren lezen dit.",
    )


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(
        label="Reden",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=WHY,
        error_messages={"required": "Geef een reden. Zonder reden kan niemand bezwaar maken."},
    )


class BlockForm(ReasonForm):
    """Whom to block, why, and whether what they wrote goes too."""

    field_order = ["lid", "reason", "hides"]
    lid = forms.ModelMultipleChoiceField(
        label="Wie",
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wie u wilt blokkeren.", "invalid_choice": "Dit lid is er niet meer."},
    )
    hides = forms.BooleanField(label="Verberg ook wat zij schreven", required=False)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lid"].queryset = members  # type: ignore[attr-defined]
        self.fields["lid"].label_from_instance = _member_words  # type: ignore[attr-defined]


def _member_words(membership: Membership) -> str:
    is_gone = membership.status == Membership.Status.LEFT
    return f"{name_of(membership.user)} (vertrokken)" if is_gone else name_of(membership.user)


class UndoForm(forms.Form):
    """Which measures to take back."""

    maatregel = forms.ModelMultipleChoiceField(queryset=Measure.objects.none())

    def __init__(self, *args: Any, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maatregel"].queryset = measures  # type: ignore[attr-defined]


class ObjectionForm(forms.Form):
    """What the author says of a measure."""

    text = forms.CharField(
        label="Waarom bent u het er niet mee eens?",
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Schrijf waarom u het er niet mee eens bent."},
    )


class AnswerForm(forms.Form):
    """What a coordinator makes of an objection."""

    is_upheld = forms.TypedChoiceField(
        label="Wat beslist u?",
        choices=[
            ("ja", "Het bezwaar is terecht: draai het besluit terug"),
            ("nee", "Het besluit blijft zoals het is"),
        ],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat u beslist."},
    )
    text = forms.CharField(
        label="Uw antwoord",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Wie bezwaar maakte, leest dit.",
        error_messages={"required": "Geef antwoord op het bezwaar."},
    )
