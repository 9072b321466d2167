"""How a file with stakeholders is read: its columns, and what may stand in them."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices

from communities.models import Sector, Stakeholder
from lib.csv_import import ImportColumn, Rows, read_rows
from lib.tables import Column, Table
from lib.text import join_words, search_key


def _one_of(choices: type[TextChoices]) -> Callable[[str], str]:
    """Reads a choice by its code or by its words, whatever the capitals and accents."""
    known = {search_key(text): value for value, label in choices.choices for text in (value, str(label))}

    def parse(shown: str) -> str:
        if search_key(shown) not in known:
            raise ValueError(f"“{shown}” kennen wij niet. Kies uit {join_words([str(one) for one in choices.labels])}.")
        return known[search_key(shown)]

    return parse


def _one_to_five(shown: str) -> int:
    if shown not in {"1", "2", "3", "4", "5"}:
        raise ValueError(f"“{shown}” kan niet. Vul een heel getal in van 1 tot en met 5, of niets.")
    return int(shown)


def _email(shown: str) -> str:
    try:
        validate_email(shown)
    except ValidationError as error:
        raise ValueError(f"“{shown}” is geen e-mailadres.") from error
    return shown.lower()


def _at_most(length: int) -> Callable[[str], str]:
    def parse(shown: str) -> str:
        if len(shown) > length:
            raise ValueError(f"Deze tekst is te lang: {len(shown)} tekens, {length} mag.")
        return " ".join(shown.split())

    return parse


COLUMNS = [
    ImportColumn("name", "Naam", is_required=True, parse=_at_most(160)),
    ImportColumn("kind", "Soort", parse=_one_of(Stakeholder.Kind), empty=Stakeholder.Kind.ORGANISATION.value),
    ImportColumn("organisation", "Organisatie", parse=_at_most(160)),
    ImportColumn("sector", "Sector", is_required=True, parse=_one_of(Sector)),
    ImportColumn("function", "Functie", parse=_at_most(80)),
    ImportColumn("email", "E-mailadres", parse=_email, others=("e-mail", "email", "mail")),
    ImportColumn("influence", "Invloed", parse=_one_to_five, empty=None),
    ImportColumn("interest", "Belang", parse=_one_to_five, empty=None),
    ImportColumn("engagement", "Betrokkenheid", parse=_one_of(Stakeholder.Engagement)),
]

EXAMPLE = Table(
    "Belanghebbenden",
    [Column(column.key, column.label) for column in COLUMNS],
    [
        ["Zorgkoepel De Linde", "organisatie", "", "zorg en welzijn", "", "info@example.org", 4, 5, "wil"],
        ["Sanne Visser", "persoon", "Zorgkoepel De Linde", "zorg en welzijn", "directeur", "", "", "", ""],
    ],
)


def read_stakeholders(content: bytes) -> Rows:
    """The rows of a file, with every mistake by line and column."""
    return read_rows(content, COLUMNS)
