"""What is asked at the door of a vote, of who looks a receipt up, and of who keeps the roll."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from communities.forms.trap import Trapped
from initiatives.access.voting import address_hash
from initiatives.actions.vote_roll import MOST_CODES, codes_there
from initiatives.models import BudgetRound
from initiatives.reports.vote_letters import MOST_LETTERS
from lib.csv_import import ImportColumn, Mistake, read_rows
from lib.tables import Column, Table
from lib.text import number

PREVIEW_SECONDS = 3600
MOST_LINES = 2_000
AGE = "leeftijd"
"""The field in which somebody declares their age."""
EXAMPLE = Table("Stemlijst", [Column("email", "e-mail")], [("jan@example.org",), ("noor@example.org",)])


class AgeForm(forms.Form):
    """The age that somebody declares to have, where the budget asks one."""

    def __init__(self, *args: Any, budget: BudgetRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if budget.minimum_age:
            self.fields[AGE] = forms.BooleanField(
                label=f"Ik ben {budget.minimum_age} jaar of ouder.",
                error_messages={
                    "required": f"Stemmen kan vanaf {budget.minimum_age} jaar. Kruis dit aan als dat klopt."
                },
            )


class LinkForm(Trapped, forms.Form):
    """The address to which the link to vote with is mailed."""

    is_strict = True  # Nobody looks first, and a mail goes out.
    email = forms.EmailField(
        label="Uw e-mailadres",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": "Vul uw e-mailadres in.", "invalid": "Dit is geen e-mailadres. Mist er iets?"},
    )


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label="Stemcode uit uw brief",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="Bijvoorbeeld 12-ABCD-EFGH-JKLM. Streepjes en hoofdletters hoeven niet.",
        error_messages={"required": "Vul de code uit uw brief in."},
    )


class ReceiptForm(forms.Form):
    """The code that a voter kept."""

    code = forms.CharField(
        label="De code van uw stem",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="Die zag u na het stemmen. Stemde u met een e-mailadres, dan staat zij ook in uw mail.",
        error_messages={"required": "Vul de code van uw stem in."},
    )


class CodesForm(forms.Form):
    """How many letters with a code."""

    LETTERS, TABLE = "brieven", "bestand"
    n_codes = forms.IntegerField(
        label="Hoeveel stemcodes",
        min_value=1,
        max_value=MOST_CODES,
        error_messages={"required": "Vul in hoeveel codes u nodig hebt."},
    )
    kind = forms.ChoiceField(
        label="Hoe wilt u ze",
        choices=[
            (LETTERS, f"Als brieven om te printen (PDF, ten hoogste {MOST_LETTERS} tegelijk)"),
            (TABLE, f"Als bestand voor uw eigen brief (CSV, ten hoogste {number(MOST_CODES)} tegelijk)"),
        ],
        initial=LETTERS,
        widget=forms.RadioSelect,
    )
    more = forms.BooleanField()

    def __init__(self, data: QueryDict | None = None, *, n_codes: int = 0) -> None:
        """With `n_codes` there already it asks whether more are wanted; a yes counts for that number only.

        The file is the answer, so that the page behind it stays as it was, with the button still on it.
        """
        if data is not None and data.get("beside") != str(n_codes):
            data = data.copy()
            data.pop("more", None)
        super().__init__(data)
        if n_codes:
            field = self.fields["more"]
            field.label = f"{codes_there(n_codes)} Ik wil er nog meer bij."
            field.error_messages["required"] = "Kruis dit aan als u er nog meer bij wilt."
        else:
            del self.fields["more"]

    def clean(self) -> dict[str, Any]:
        """Letters take time to lay out."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == self.LETTERS and (given.get("n_codes") or 0) > MOST_LETTERS:
            self.add_error("n_codes", f"Brieven gaan met ten hoogste {MOST_LETTERS} tegelijk. Kies het bestand.")
        return given


class PaperVoterForm(forms.Form):
    """Who gets a ballot on paper."""

    email = forms.EmailField(
        label="E-mailadres van wie op papier stemt",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": "Vul het e-mailadres in."},
    )


class VoterListForm(forms.Form):
    """A list of addresses, as CSV."""

    bestand = forms.FileField(
        label="Lijst als CSV",
        widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"}),
        help_text=f"Met een kolom e-mail. Ten hoogste {number(MOST_LINES)} regels tegelijk.",
        error_messages={"required": "Kies een bestand.", "empty": "Het bestand is leeg."},
    )


@dataclass(frozen=True)
class VoterList:
    """Who would be put on the roll, on which line each stands, how many are on it, and what is wrong."""

    emails: list[tuple[int, str]] = field(default_factory=list)
    n_known: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_voters(content: bytes, budget: BudgetRound) -> VoterList:
    """Look through a list; nothing is sent and nothing is kept."""
    read = read_rows(content, COLUMNS, max_rows=MOST_LINES)
    hashes = {address_hash(budget, str(row.values["email"])) for row in read.rows}
    known = set(budget.vote_rights.filter(voter_hash__in=hashes).values_list("voter_hash", flat=True))
    mistakes, first_line, emails, n_known = list(read.errors), dict[str, int](), [], 0
    for row in read.rows:
        email = str(row.values["email"])
        voter = address_hash(budget, email)
        if voter in first_line:
            mistakes.append(Mistake(row.line, "E-mail", f"Dit adres staat ook op regel {first_line[voter]}."))
        elif voter in known:
            n_known += 1
        else:
            emails.append((row.line, email))
        first_line.setdefault(voter, row.line)
    mistakes.sort(key=lambda one: one.line)
    return VoterList(emails, n_known, mistakes, read.unknown)


def sealed(emails: Iterable[str], budget: BudgetRound) -> str:
    """A list that was looked at, to be sent back with the confirmation; nobody can change it on the way."""
    return signing.dumps(list(emails), salt=_salt(budget), compress=True)


def unsealed(text: str, budget: BudgetRound) -> list[str]:
    """What `sealed` made of it; raises signing.BadSignature for anything else, also when it is too old."""
    return list(signing.loads(text, salt=_salt(budget), max_age=PREVIEW_SECONDS))


def _salt(budget: BudgetRound) -> str:
    return f"initiatives.voters.{budget.pk}"


def _address(shown: str) -> str:
    try:
        validate_email(shown)
    except ValidationError as error:
        raise ValueError("Dit is geen e-mailadres.") from error
    return shown


COLUMNS = [ImportColumn("email", "E-mail", is_required=True, parse=_address, others=("e-mailadres", "mail"))]
