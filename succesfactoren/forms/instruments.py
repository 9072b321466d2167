"""What is asked of who writes an own instrument."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from succesfactoren.actions.own_instruments import HEAD, head_stamp
from succesfactoren.actions.own_questions import DEFAULT_PART, group_stamp, part_stamp, stamp_of
from succesfactoren.analysis.own_codes import RATHER_NOT, keyed
from succesfactoren.models import Factor, InstrumentVersion, Statement

Kind = Statement.Kind
FEWEST_OPTIONS, MOST_OPTIONS, OPTION_LENGTH = 2, 12, 120
MOST_INTERVENTIONS, INTERVENTION_LENGTH = 6, 300
FURTHEST = 1_000_000


def lines_field(label: str, rows: int, **options: Any) -> forms.CharField:
    """Several short texts, one a line."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=4000, **options)


def read_lines(text: str, most: int, length: int, what: str) -> list[str]:
    """The lines of a field without empty ones; raises ValidationError that says which line is wrong."""
    found = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(found) > most:
        raise forms.ValidationError(f"Dit zijn {len(found)} {what}. Laat er hoogstens {most} staan.")
    long = [place for place, line in enumerate(found, start=1) if len(line) > length]
    if long:
        raise forms.ValidationError(f"Regel {long[0]} is te lang. Gebruik hoogstens {length} tekens.")
    lowered = [line.lower() for line in found]
    twice = next((line for line, low in zip(found, lowered, strict=True) if lowered.count(low) > 1), None)
    if twice is not None:
        raise forms.ValidationError(f"“{twice}” staat er twee keer.")
    return found


class SeenForm(forms.Form):
    """A form that remembers how what it changes stood."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def seen_now(self, stamp: str) -> None:
        """Take what stands there now as seen: the next try writes over it."""
        self.data = self.data.copy()
        self.data["seen"] = stamp


class HeadForm(SeenForm):
    """The name of an instrument and the texts around its questions."""

    name = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Bijvoorbeeld: Wonen in Waalmeer.",
        error_messages={"required": "Geef de vragenlijst een naam."},
    )
    tagline = forms.CharField(label="Ondertitel", max_length=160, required=False)
    audience = forms.CharField(label="Voor wie is deze vragenlijst?", max_length=400, required=False)
    intro = forms.CharField(
        label="Inleiding",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Dit leest iemand voor de eerste vraag: waarover gaat het, en hoe lang duurt het? "
        "“[dorp]” wordt in een ronde de naam van het dorp of de wijk. Dat mag ook in een vraag.",
    )
    about = forms.CharField(
        label="Waar komen de vragen vandaan?",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Staat op de bladzijde Over deze vragenlijst.",
    )
    is_about_us = forms.BooleanField(
        label="De stellingen gaan over ‘wij’ of over het traject",
        required=False,
        help_text="Alleen dan zegt het iets of mensen het eens zijn. Gaan ze over ‘ik’, laat dit dan uit.",
    )

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    @property
    def head(self) -> dict[str, Any]:
        """The texts, for the action."""
        return {name: self.cleaned_data[name] for name in HEAD}

    @staticmethod
    def filled_from(version: InstrumentVersion) -> dict[str, Any]:
        """What the form shows first."""
        return {name: getattr(version, name) for name in HEAD} | {"seen": head_stamp(version)}


class QuestionForm(SeenForm):
    """One question; which fields there are follows from its kind."""

    text = forms.CharField(label="De vraag", max_length=300, error_messages={"required": "Schrijf de vraag op."})
    options = lines_field(
        "Antwoorden om uit te kiezen",
        6,
        help_text="Eén antwoord per regel, twee tot twaalf antwoorden.",
        error_messages={"required": "Schrijf minstens twee antwoorden op, elk op een eigen regel."},
    )
    least = forms.IntegerField(label="Kleinste getal", min_value=-FURTHEST, max_value=FURTHEST, initial=0)
    most = forms.IntegerField(label="Grootste getal", min_value=-FURTHEST, max_value=FURTHEST)
    unit = forms.CharField(label="Eenheid", max_length=20, required=False, help_text="Bijvoorbeeld: jaar, uur of euro.")
    part = forms.TypedChoiceField(label="Bij welk onderdeel hoort dit?", required=False, coerce=int, empty_value=None)

    FIELDS = {
        Kind.STATEMENT: (),
        Kind.CHOICE: ("options",),
        Kind.CHOICES: ("options",),
        Kind.NUMBER: ("least", "most", "unit"),
        Kind.OPEN: (),
    }

    def __init__(self, *args: Any, kind: str, parts: Sequence[Factor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Kind(kind)
        for name in {"options", "least", "most", "unit"} - set(self.FIELDS[self.kind]):
            del self.fields[name]
        if self.kind == Kind.STATEMENT:
            self.fields["text"].label = "De stelling"
            self.fields["text"].help_text = "Eén gedachte in een korte zin, waarmee iemand het eens of oneens kan zijn."
        self._offer_parts(parts)

    def _offer_parts(self, parts: Sequence[Factor]) -> None:
        if not parts:
            del self.fields["part"]
            return
        none = [] if self.kind == Kind.STATEMENT else [("", "Bij geen onderdeel, aan het einde")]
        self.fields["part"].choices = [*none, *((one.pk, one.name) for one in parts)]  # type: ignore[attr-defined]
        self.fields["part"].required = self.kind == Kind.STATEMENT

    def clean_text(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["text"].split())

    def clean_options(self) -> str:
        """Enough answers, each once."""
        found = read_lines(self.cleaned_data["options"], MOST_OPTIONS, OPTION_LENGTH, "antwoorden")
        if len(found) < FEWEST_OPTIONS:
            raise forms.ValidationError("Schrijf minstens twee antwoorden op, elk op een eigen regel.")
        return "\n".join(found)

    def clean(self) -> dict[str, Any]:
        """A number lies between two others."""
        found = super().clean() or {}
        least, most = found.get("least"), found.get("most")
        if least is not None and most is not None and least >= most:
            self.add_error("most", "Het grootste getal moet groter zijn dan het kleinste.")
        return found

    @property
    def question(self) -> dict[str, Any]:
        """Words, answers and part, for the action."""
        found = self.cleaned_data
        return {"text": found["text"], "options": self._options(), "part": found.get("part")}

    def _options(self) -> list[dict[str, Any]]:
        found = self.cleaned_data
        if self.kind in {Kind.CHOICE, Kind.CHOICES}:
            return list(keyed(found["options"].split("\n")))
        if self.kind == Kind.NUMBER:
            return [{"min": found["least"], "max": found["most"], "unit": found["unit"]}]
        return []

    @staticmethod
    def filled_from(question: Statement) -> dict[str, Any]:
        """What the form shows first."""
        first: Mapping[str, Any] = question.options[0] if question.options else {}
        return {
            "text": question.text,
            "part": question.factor_id,
            "options": "\n".join(str(one.get("label", "")) for one in question.options),
            "least": first.get("min"),
            "most": first.get("max"),
            "unit": first.get("unit", ""),
            "seen": stamp_of(question),
        }


class PartForm(SeenForm):
    """A part: its statements together give one score."""

    name = forms.CharField(
        label="Naam van het onderdeel",
        max_length=80,
        help_text=f"Bijvoorbeeld: Wonen. Zonder onderdelen heet het “{DEFAULT_PART}”.",
        error_messages={"required": "Geef het onderdeel een naam."},
    )
    explanation = forms.CharField(label="Uitleg in één zin", max_length=300, required=False)
    interventions = lines_field(
        "Wat kan men doen als de uitkomst laag is?",
        4,
        required=False,
        help_text="Eén voorstel per regel, hoogstens zes. Na een ronde staan ze bij het advies.",
    )

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_interventions(self) -> list[str]:
        """Each on its own line, each once."""
        text = self.cleaned_data["interventions"]
        return read_lines(text, MOST_INTERVENTIONS, INTERVENTION_LENGTH, "voorstellen")

    @property
    def part(self) -> dict[str, Any]:
        """The words, for the action."""
        return {name: self.cleaned_data[name] for name in ("name", "explanation", "interventions")}

    @staticmethod
    def filled_from(part: Factor) -> dict[str, Any]:
        """What the form shows first."""
        words = {"name": part.name, "explanation": part.explanation, "interventions": "\n".join(part.interventions)}
        return words | {"seen": part_stamp(part)}


class GroupQuestionForm(SeenForm):
    """A question by which the answers may be compared between groups."""

    question = forms.CharField(
        label="De vraag",
        max_length=200,
        help_text="Bijvoorbeeld: In welk dorp woont u?",
        error_messages={"required": "Schrijf de vraag op."},
    )
    options = lines_field(
        "Antwoorden om uit te kiezen",
        8,
        help_text="Eén antwoord per regel. “Zeg ik liever niet” komt er vanzelf bij.",
        error_messages={"required": "Schrijf minstens twee antwoorden op, elk op een eigen regel."},
    )

    def __init__(self, *args: Any, known: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {one["label"]: one["key"] for one in known["options"]} if known else {}

    def clean_question(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["question"].split())

    def clean_options(self) -> list[dict[str, str]]:
        """Enough answers, each once; «zeg ik liever niet» does not count."""
        lines = read_lines(self.cleaned_data["options"], MOST_OPTIONS, OPTION_LENGTH, "antwoorden")
        others = [line for line in lines if line.lower() != RATHER_NOT["label"].lower()]
        if len(others) < FEWEST_OPTIONS:
            raise forms.ValidationError("Schrijf minstens twee antwoorden op, elk op een eigen regel.")
        return keyed(others, self.keys)

    @property
    def words(self) -> dict[str, Any]:
        """Question and answers, for the action."""
        return {"question": self.cleaned_data["question"], "options": self.cleaned_data["options"]}

    @staticmethod
    def filled_from(question: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows first."""
        labels = [one["label"] for one in question["options"] if one["key"] != RATHER_NOT["key"]]
        return {"question": question["question"], "options": "\n".join(labels), "seen": group_stamp(question)}
