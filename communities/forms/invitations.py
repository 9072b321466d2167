"""What is asked of who invites, and the list that they hand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from communities.access.people import organisation_label
from communities.actions.invitations import Guest, why_not
from communities.forms.people import OffersOrganisations, OrganisationField
from communities.models import Community, Organisation, Role
from lib.csv_import import ImportColumn, ImportRow, Mistake, read_rows
from lib.tables import FORMULA_STARTS, Column, Table
from lib.text import search_key

MOST_GUESTS = 500
PREVIEW_SECONDS = 3600
AS_WHAT = [
    (Role.MEMBER, "deelnemer"),
    ("koploper", "koploper: een deelnemer die voorop loopt"),
    (Role.COMMISSIONER, "opdrachtgever: van een organisatie die het traject betaalt"),
    (Role.COORDINATOR, "coördinator: mag alles in deze community"),
]
ROLES = {search_key(word): word for word in ("deelnemer", "koploper", "opdrachtgever", "coordinator")}
TERMS = [(14, "twee weken"), (30, "een maand"), (90, "drie maanden"), (365, "een jaar")]
EXAMPLE = Table(
    "Uitnodigen",
    [Column("naam", "naam"), Column("email", "e-mail"), Column("organisatie", "organisatie"), Column("rol", "rol")],
    [("Jan Jansen", "jan@example.org", "", "deelnemer"), ("Noor Smit", "noor@example.org", "", "koploper")],
)


class InviteForm(OffersOrganisations, forms.Form):
    """One person."""

    email = forms.EmailField(label="E-mailadres", max_length=254)
    name = forms.CharField(label="Naam", max_length=120, required=False, help_text="Staat in de aanhef van de mail.")
    role = forms.ChoiceField(label="Als wat", choices=AS_WHAT, widget=forms.RadioSelect, initial=Role.MEMBER)
    organisation = OrganisationField()
    message = forms.CharField(
        label="Persoonlijk bericht",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Waarom juist deze persoon? Dit staat in de mail, met uw naam erbij.",
    )

    @property
    def guest(self) -> Guest:
        """Who to invite."""
        cleaned = self.cleaned_data
        return _guest(
            cleaned["email"], cleaned["name"], cleaned["role"], cleaned["organisation"], message=cleaned["message"]
        )


class LinkForm(forms.Form):
    """A link for many."""

    label = forms.CharField(
        label="Waarvoor is deze link",
        max_length=120,
        help_text="Bijvoorbeeld: poster in de bibliotheek. Zo ziet u later hoe mensen binnenkwamen.",
    )
    kind = forms.ChoiceField(
        label="Wat gebeurt er als iemand de link opent",
        choices=[
            ("direct", "Uitgenodigd: wie de huisregels accepteert, is meteen deelnemer"),
            ("vragen", "Aanmelden: wie de link heeft, beantwoordt eerst uw vragen; daarna beslist een coördinator"),
        ],
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(label="Hoe lang werkt de link", coerce=int, choices=TERMS, initial=30)


class ListForm(forms.Form):
    """A list of people, as CSV."""

    bestand = forms.FileField(
        label="Lijst als CSV",
        widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"}),
        help_text=f"Met de kolommen naam, e-mail, organisatie en rol. Ten hoogste {MOST_GUESTS} regels.",
        error_messages={"required": "Kies een bestand.", "empty": "Het bestand is leeg."},
    )


@dataclass(frozen=True)
class GuestList:
    """What a list holds: who can be invited, on which line each stands, and what is wrong, by line and column."""

    guests: list[tuple[int, Guest]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_guests(content: bytes, community: Community) -> GuestList:
    """Look through a list; nothing is sent and nothing is kept."""
    read = read_rows(content, COLUMNS, max_rows=MOST_GUESTS)
    refused = why_not(community, [str(row.values["email"]) for row in read.rows])
    organisations = _organisations()
    guests, mistakes, first_line = [], list(read.errors), dict[str, int]()
    for row in read.rows:
        wrong = _row_mistakes(row, refused, first_line, organisations)
        first_line.setdefault(str(row.values["email"]), row.line)
        mistakes += wrong
        if not wrong:
            guests.append((row.line, _guest_of(row, organisations)))
    return GuestList(guests, sorted(mistakes, key=lambda one: one.line), read.unknown)


def sealed(guests: Iterable[Guest], community: Community) -> str:
    """A list that was looked at, to be sent back with the confirmation; nobody can change it on the way."""
    rows = [(one.email, one.name, _word(one), one.organisation.pk if one.organisation else None) for one in guests]
    return signing.dumps(rows, salt=_salt(community), compress=True)


def unsealed(text: str, community: Community) -> list[Guest]:
    """What `sealed` made of it; raises signing.BadSignature for anything else, also when it is too old."""
    rows = signing.loads(text, salt=_salt(community), max_age=PREVIEW_SECONDS)
    organisations = Organisation.objects.in_bulk([row[3] for row in rows if row[3]])
    return [_guest(email, name, word, organisations.get(pk)) for email, name, word, pk in rows]


def _salt(community: Community) -> str:
    return f"communities.invitations.{community.pk}"


def _word(guest: Guest) -> str:
    return "koploper" if guest.is_frontrunner else guest.role


def _guest(email: str, name: str, word: str, organisation: Organisation | None, *, message: str = "") -> Guest:
    is_frontrunner = word == "koploper"
    role = Role.MEMBER if is_frontrunner else Role(word)
    return Guest(email.lower(), name, role, organisation, is_frontrunner, message)


def _organisations() -> dict[str, list[Organisation]]:
    """All organisations by how somebody may write them: the name, or the name and the place."""
    found: dict[str, list[Organisation]] = {}
    for one in Organisation.objects.only("name", "place"):
        for key in {search_key(one.name), search_key(organisation_label(one))}:
            found.setdefault(key, []).append(one)
    return found


def _row_mistakes(
    row: ImportRow,
    refused: dict[str, str],
    first_line: dict[str, int],
    organisations: dict[str, list[Organisation]],
) -> list[Mistake]:
    email, name = str(row.values["email"]), str(row.values["organisatie"])
    wrong = []
    if email in refused:
        wrong.append(Mistake(row.line, "E-mail", refused[email]))
    elif email in first_line:
        wrong.append(Mistake(row.line, "E-mail", f"Dit adres staat ook op regel {first_line[email]}."))
    n_found = len(organisations.get(search_key(name), [])) if name else 1
    if n_found == 0:
        wrong.append(
            Mistake(row.line, "Organisatie", "Deze organisatie staat nog niet in de lijst. Voeg haar eerst toe.")
        )
    elif n_found > 1:
        wrong.append(Mistake(row.line, "Organisatie", "Er zijn er meer met deze naam. Schrijf: naam (plaats)."))
    return wrong


def _guest_of(row: ImportRow, organisations: dict[str, list[Organisation]]) -> Guest:
    values = row.values
    found: Sequence[Organisation | None] = organisations.get(search_key(str(values["organisatie"]))) or [None]
    return _guest(str(values["email"]), str(values["naam"]), str(values["rol"]), found[0])


def _plain(longest: int) -> Any:
    """A text that is a name and not a formula for somebody's spreadsheet."""

    def parse(shown: str) -> str:
        if shown.startswith(FORMULA_STARTS):
            raise ValueError("Dit begint met een teken waarmee een rekenblad een formule begint. Haal dat weg.")
        if len(shown) > longest:
            raise ValueError(f"Dit is te lang: ten hoogste {longest} tekens.")
        return " ".join(shown.split())

    return parse


def _address(shown: str) -> str:
    try:
        validate_email(shown)
    except ValidationError as error:
        raise ValueError("Dit is geen e-mailadres.") from error
    return shown.lower()


def _role(shown: str) -> str:
    try:
        return ROLES[search_key(shown)]
    except KeyError as error:
        raise ValueError("Kies deelnemer, koploper, opdrachtgever of coördinator.") from error


COLUMNS = [
    ImportColumn("naam", "Naam", parse=_plain(120)),
    ImportColumn("email", "E-mail", is_required=True, parse=_address, others=("e-mailadres", "mail")),
    ImportColumn("organisatie", "Organisatie", parse=_plain(250)),
    ImportColumn("rol", "Rol", parse=_role, empty="deelnemer"),
]
