"""What is asked of who writes down what a group agreed: when, who sat there, and one answer for each statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from communities.forms.commitments import date_field
from succesfactoren.access.instruments import newest_of
from succesfactoren.actions.conversations import Written
from succesfactoren.analysis.talks import ANSWERS, NOT_KNOWN, NOT_TALKED
from succesfactoren.analysis.wording import with_subject
from succesfactoren.models import Conversation, Factor, Instrument, Statement

UNKNOWN, OPEN = "-", ""
CHOICES = [
    *((str(mark), words) for mark, words in enumerate(ANSWERS, start=1)),
    (UNKNOWN, NOT_KNOWN),
    (OPEN, NOT_TALKED),
]
NO_NAMES = "In woorden of groepen, geen namen van mensen. Bijvoorbeeld: vier initiatiefnemers, de gemeente en de bank."


class AboutForm(forms.Form):
    """When the group sat together, and who sat there."""

    held_on = date_field("Wanneer praat u?")
    present = forms.CharField(label="Wie zitten er aan tafel?", max_length=300, required=False, help_text=NO_NAMES)

    def clean_held_on(self) -> date:
        """A talk is held today or was held before."""
        held_on: date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise ValidationError("Deze dag komt nog. Begin het formulier op de dag van het gesprek.")
        if held_on.year < 2000:
            raise ValidationError("Klopt het jaar? Kies een dag na 2000.")
        return held_on


class BeginForm(AboutForm):
    """A new talk: with which questions, and about what."""

    instrument = forms.ModelChoiceField(
        label="Waarmee?",
        queryset=Instrument.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Kies een vragenlijst."},
    )
    subject = forms.CharField(
        label="Over welk initiatief of welke coalitie?",
        max_length=120,
        required=False,
        help_text="De naam, zoals: Dorpstuin Vlierooge. Gebruik steeds dezelfde naam: dan staan gesprekken "
        "naast elkaar. Laat leeg als het over het hele traject gaat.",
        widget=forms.TextInput({"list": "onderwerpen", "autocomplete": "off"}),
    )
    field_order = ("instrument", "subject", "held_on", "present")

    def __init__(self, *args: Any, instruments: Sequence[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("held_on", timezone.localdate())
        field = self.fields["instrument"]
        field.queryset = Instrument.objects.filter(pk__in=[one.pk for one in instruments])  # type: ignore[attr-defined]
        field.choices = [(one.pk, _named(one)) for one in instruments]  # type: ignore[attr-defined]


def _named(instrument: Instrument) -> str:
    version = newest_of(instrument)
    if version is None:
        return str(instrument)
    return f"{version.name}: {version.tagline}" if version.tagline else version.name


@dataclass(frozen=True)
class FormPart:
    """A factor with its questions on the form, and where to go from here."""

    factor: Factor
    explanation: str
    questions: Sequence[BoundField]
    remark: BoundField
    next_name: str
    next_pk: int | None


class ConversationForm(AboutForm):
    """The whole form of a talk: one answer for each statement, and what the group wants to remember by factor."""

    version_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, talk: Conversation, **kwargs: Any) -> None:
        first = {"held_on": talk.held_on, "present": talk.present, "version_number": talk.version_number}
        super().__init__(*args, initial=first, **kwargs)
        self.talk = talk
        asked = talk.version.statements.filter(kind="stelling", factor__isnull=False).order_by("position")
        self.statements: list[Statement] = list(asked)
        in_use = {one.factor_id for one in self.statements}
        self.factors: list[Factor] = [one for one in talk.version.factors.all() if one.pk in in_use]
        for one in self.statements:
            text = with_subject(one.text, talk.assessment.subject)
            self.fields[f"s{one.pk}"] = _mark_field(text, _typed(talk, one.code))
        for factor in self.factors:
            self.fields[f"r{factor.pk}"] = forms.CharField(
                label=f"Wat wilt u onthouden over {factor.name}?",
                max_length=2000,
                required=False,
                initial=talk.remarks.get(factor.code, ""),
                widget=forms.Textarea({"rows": 3}),
                help_text="Schrijf op waar u het over had, zonder namen.",
            )

    @property
    def parts(self) -> Iterator[FormPart]:
        """The factors in order."""
        for factor, following in zip(self.factors, [*self.factors[1:], None], strict=True):
            own = [self[f"s{one.pk}"] for one in self.statements if one.factor_id == factor.pk]
            name, pk = (following.name, following.pk) if following else ("", None)
            explanation = with_subject(factor.explanation, self.talk.assessment.subject)
            yield FormPart(factor, explanation, own, self[f"r{factor.pk}"], name, pk)

    def written(self) -> Written:
        """What was filled in, for the action."""
        typed = {one.code: self.cleaned_data[f"s{one.pk}"] for one in self.statements}
        answers = {code: None if mark == UNKNOWN else int(mark) for code, mark in typed.items() if mark != OPEN}
        remarks = {one.code: self.cleaned_data[f"r{one.pk}"] for one in self.factors}
        return Written(self.cleaned_data["held_on"], self.cleaned_data["present"], answers, remarks)

    def differences(self, current: Conversation) -> list[dict[str, str]]:
        """Where what was sent and what stands there now are not the same, in words."""
        shown = dict(CHOICES)
        mine = self.written()
        rows = [("Wanneer", str(current.held_on), str(mine.held_on)), ("Aan tafel", current.present, mine.present)]
        for one in self.statements:
            label = with_subject(one.text, current.assessment.subject)
            rows.append((label, shown[_typed(current, one.code)], shown[self.cleaned_data[f"s{one.pk}"]]))
        for factor in self.factors:
            rows.append((factor.name, current.remarks.get(factor.code, ""), mine.remarks[factor.code]))
        return [{"label": label, "theirs": theirs, "mine": own} for label, theirs, own in rows if theirs != own]


def _typed(talk: Conversation, code: str) -> str:
    if code not in talk.answers:
        return OPEN
    mark = talk.answers[code]
    return UNKNOWN if mark is None else str(mark)


def _mark_field(text: str, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=text, choices=CHOICES, required=False, initial=initial, widget=forms.RadioSelect)
