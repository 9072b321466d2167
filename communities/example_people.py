"""The people of the example: one of each kind that uses the site, to try it out with."""

from dataclasses import dataclass

PASSWORD = "samen-verder-2026"  # noqa: S105  (no secret: it opens only what is invented, on one's own machine)


@dataclass(frozen=True)
class Person:
    """Someone with an account; `role` is Dutch and for the reader only."""

    email: str
    name: str
    role: str
    is_administrator: bool = False


PEOPLE = (
    Person("beheer@example.org", "Bea Beheer", "beheerder", is_administrator=True),
    Person("adviseur@example.org", "Adri Adviseur", "adviseur"),
    Person("bank@example.org", "Babs Bank", "medewerker van een bank"),
    Person("gemeente@example.org", "Gerrit Gemeente", "medewerker van een gemeente"),
    Person("deelnemer@example.org", "Dea Deelnemer", "deelnemer van een community"),
    Person("koploper@example.org", "Koen Koploper", "koploper van een community"),
)
