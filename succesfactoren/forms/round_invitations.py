"""What is asked of a coordinator who invites, reminds, or makes a link for a meeting; and the list they hand in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from lib.csv_import import ImportColumn, ImportRow, Mistake, read_rows
from lib.tables import FORMULA_STARTS, Column, Table
from succesfactoren.access.audience import Invitee
from succesfactoren.forms.rounds import HasMoments, day_field, hour_field, typed_moment
from succesfactoren.models import Round

PREVIEW_SECONDS = 3600
MOST_LINES = 2_000
EXAMPLE = Table(
    "Uitnodigen voor een ronde",
    [Column("email", "e-mail"), Column("naam", "naam"), Column("groep", "groep")],
    [("jan@example.org", "Jan Jansen", "inwoners"), ("noor@example.org", "Noor Smit", "ondernemers")],
)


class AddressListForm(forms.Form):
    """A list of addresses, as CSV."""

    bestand = forms.FileField(
        label="Lijst als CSV",
        widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"}),
        help_text=f"Met een kolom e-mail en, als u wilt, een kolom groep. Ten hoogste {MOST_LINES} regels.",
        error_messages={"required": "Kies een bestand.", "empty": "Het bestand is leeg."},
    )


@dataclass(frozen=True)
class AddressList:
    """Who would be invited, on which line each stands, who has an invitation already, and what is wrong."""

    invitees: list[tuple[int, Invitee]] = field(default_factory=list)
    n_known: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    has_names: bool = False


def read_addresses(content: bytes, round: Round) -> AddressList:
    """Look through a list; nothing is sent and nothing is kept. Names are read over: a ticket has none."""
    read = read_rows(content, COLUMNS, max_rows=MOST_LINES)
    known = set(round.tickets.values_list("email", flat=True))
    mistakes, first_line, invitees, n_known = list(read.errors), dict[str, int](), [], 0
    for row in read.rows:
        email = str(row.values["email"])
        if email in first_line:
            mistakes.append(Mistake(row.line, "E-mail", f"Dit adres staat ook op regel {first_line[email]}."))
        elif email in known:
            n_known += 1
        else:
            invitees.append((row.line, (email, str(row.values["groep"]))))
        first_line.setdefault(email, row.line)
    mistakes.sort(key=lambda one: one.line)
    return AddressList(invitees, n_known, mistakes, read.unknown, _has_names(read.rows))


def _has_names(rows: Iterable[ImportRow]) -> bool:
    return any(row.values["naam"] for row in rows)


def sealed(invitees: Iterable[Invitee], round: Round) -> str:
    """A list that was looked at, to be sent back with the confirmation; nobody can change it on the way."""
    return signing.dumps(list(invitees), salt=_salt(round), compress=True)


def unsealed(text: str, round: Round) -> list[Invitee]:
    """What `sealed` made of it; raises signing.BadSignature for anything else, also when it is too old."""
    rows = signing.loads(text, salt=_salt(round), max_age=PREVIEW_SECONDS)
    return [(email, group) for email, group in rows]


def _salt(round: Round) -> str:
    return f"succesfactoren.invitees.{round.pk}"


def _address(shown: str) -> str:
    try:
        validate_email(shown)
    except ValidationError as error:
        raise ValueError("Dit is geen e-mailadres.") from error
    return shown.lower()


def _group(shown: str) -> str:
    if shown.startswith(FORMULA_STARTS):
        raise ValueError("Dit begint met een teken waarmee een rekenblad een formule begint. Haal dat weg.")
    if len(shown) > 60:
        raise ValueError("Deze naam is te lang: ten hoogste 60 tekens.")
    return " ".join(shown.split())


COLUMNS = [
    ImportColumn("email", "E-mail", is_required=True, parse=_address, others=("e-mailadres", "mail")),
    ImportColumn("naam", "Naam"),
    ImportColumn("groep", "Groep", parse=_group),
]


class ResendForm(forms.Form):
    """Whose link is sent again."""

    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        help_text="Deze persoon krijgt een nieuwe link. De oude werkt dan niet meer.",
        error_messages={"required": "Vul het e-mailadres in."},
    )


class RemindForm(forms.Form):
    """Which reminder is sent: the number on the button, so that a second click sends nothing more."""

    nth = forms.IntegerField(min_value=1, max_value=2, widget=forms.HiddenInput)


class OpenLinkForm(HasMoments):
    """During which hours the link of a meeting works."""

    from_on = day_field("Werkt vanaf")
    from_time = hour_field("Begint om")
    until_on = day_field("Werkt tot")
    until_time = hour_field("Eindigt om")

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        starts = max(timezone.now(), round.opens_at)
        first = typed_moment("from", starts) | typed_moment("until", min(starts + timedelta(hours=4), round.closes_at))
        kwargs.setdefault("initial", first)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Two moments in Dutch time."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["valid_from"], cleaned["valid_until"] = self.moment("from"), self.moment("until")
        return cleaned

    def window(self) -> dict[str, Any]:
        """What was filled in, for the verb."""
        return {name: self.cleaned_data[name] for name in ("valid_from", "valid_until")}
