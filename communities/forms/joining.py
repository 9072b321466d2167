"""What is asked of who wants to join, and of who decides on it."""

from typing import Any

from django import forms

from communities.access.joining import asks_consent, newest_rules, privacy_wording, rules_wording
from communities.actions.joining import Accepted
from communities.forms.trap import Trapped
from communities.models import Community, HouseRules, JoinQuestion, User

MOST_QUESTIONS = 8
LONGEST_QUESTION = 200


class JoinForm(Trapped):
    """Whatever this community asks of this person: a name, answers, the house rules, and consent.

    Every part is there only where it is needed. `rules_id` is the version that stood on the page.
    """

    is_strict = True  # In an open community nobody looks first.
    asks_moment = False
    rules_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, community: Community, asks_questions: bool) -> None:
        self.rules = newest_rules(community)
        self.questions = list(community.join_questions.all()) if asks_questions else []
        super().__init__(data, initial={"rules_id": self.rules.pk if self.rules else None})
        if not user.name:
            self.fields["name"] = forms.CharField(
                label="Uw naam", max_length=120, help_text="Zo kennen andere leden u.", widget=_autofilled("name")
            )
        for question in self.questions:
            self.fields[_name(question)] = forms.CharField(
                label=question.text, required=question.is_required, max_length=1000, widget=forms.Textarea({"rows": 3})
            )
        if self.rules:
            self.fields["accepts_rules"] = _yes(rules_wording(self.rules), "U doet pas mee als u akkoord bent.")
        if asks_consent(community):
            self.fields["accepts_privacy"] = _yes(
                privacy_wording(community), "Intrekken kan altijd: door de community te verlaten."
            )

    def clean_rules_id(self) -> int | None:
        """The version that was on the page; nothing was read where the rules came later."""
        shown: int | None = self.cleaned_data["rules_id"]
        if self.rules and shown != self.rules.pk:
            # The page is shown again, with the rules that hold now.
            self.data = self.data.copy()
            self.data["rules_id"] = str(self.rules.pk)
            self.data.pop("accepts_rules", None)
            raise forms.ValidationError("De huisregels zijn net veranderd. Lees ze en ga daarna verder.")
        return shown

    @property
    def accepted(self) -> Accepted:
        """What was agreed to."""
        cleaned = self.cleaned_data
        return Accepted(
            rules_id=self.rules.pk if self.rules and cleaned.get("accepts_rules") else None,
            to_privacy=bool(cleaned.get("accepts_privacy")),
            name=cleaned.get("name", ""),
        )

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each question as it was asked, with its answer."""
        return [(question.text, self.cleaned_data[_name(question)]) for question in self.questions]


class RefuseForm(forms.Form):
    """Why somebody is not let in."""

    reason = forms.CharField(
        label="Waarom niet?",
        max_length=1000,
        help_text="De aanvrager leest dit.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Schrijf waarom. De aanvrager leest dit."},
    )


class QuestionsForm(forms.Form):
    """What a community asks of people who want to join, a question a line."""

    required_questions = forms.CharField(
        label="Vragen die iemand moet beantwoorden",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Eén vraag per regel. Bijvoorbeeld: Wat wilt u bijdragen?",
    )
    other_questions = forms.CharField(
        label="Vragen die iemand mag overslaan",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Eén vraag per regel. Vraag alleen wat u nodig hebt om te beslissen.",
    )

    def __init__(self, data: Any = None, *, questions: list[JoinQuestion]) -> None:
        initial = {
            "required_questions": "\n".join(one.text for one in questions if one.is_required),
            "other_questions": "\n".join(one.text for one in questions if not one.is_required),
        }
        super().__init__(data, initial=initial)

    def clean_required_questions(self) -> list[str]:
        """The lines."""
        return _lines(self.cleaned_data["required_questions"])

    def clean_other_questions(self) -> list[str]:
        """The lines."""
        return _lines(self.cleaned_data["other_questions"])

    def clean(self) -> dict[str, Any]:
        """A short list: who is asked much, goes away."""
        cleaned = super().clean() or {}
        if len(self.questions) > MOST_QUESTIONS:
            raise forms.ValidationError(f"Stel ten hoogste {MOST_QUESTIONS} vragen.")
        return cleaned

    @property
    def questions(self) -> list[tuple[str, bool]]:
        """Each question, with whether it must be answered."""
        musts, mays = (self.cleaned_data.get(name, []) for name in ("required_questions", "other_questions"))
        return [*((text, True) for text in musts), *((text, False) for text in mays)]


class RulesForm(forms.Form):
    """A new version of the house rules."""

    text = forms.CharField(
        label="De huisregels",
        max_length=8000,
        widget=forms.Textarea({"rows": 16}),
        help_text="Gewone tekst. Een lege regel maakt een nieuwe alinea.",
        error_messages={"required": "Schrijf eerst de huisregels."},
    )


class AcceptRulesForm(forms.Form):
    """Agreeing to the house rules as they are now."""

    rules_id = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: HouseRules, goes_to: str = "") -> None:
        super().__init__(data, initial={"rules_id": rules.pk, "next": goes_to})
        self.fields["accepts_rules"] = _yes(rules_wording(rules), "")


def _name(question: JoinQuestion) -> str:
    return f"question_{question.pk}"


def _yes(label: str, help_text: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=label, help_text=help_text, error_messages={"required": "Zet hier een vinkje om mee te kunnen doen."}
    )


def _autofilled(kind: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": kind})


def _lines(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if any(len(line) > LONGEST_QUESTION for line in lines):
        raise forms.ValidationError(f"Een vraag mag ten hoogste {LONGEST_QUESTION} tekens lang zijn.")
    return lines
