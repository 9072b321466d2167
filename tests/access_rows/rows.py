"""What a row of the table says: for a public and for a private community, the answer that each person gets."""

from dataclasses import dataclass, replace

PEOPLE = (
    "visitor",
    "stranger",
    "member",
    "frontrunner",
    "commissioner",
    "coordinator",
    "foreign_coordinator",
    "administrator",
)
"""The stranger has an account and no community; the foreign coordinator runs another one."""

IN, LOGIN, NO, GONE = "in", "login", "403", "404"


@dataclass(frozen=True)
class Row:
    """Answers in the order of PEOPLE. IN is any answer that lets somebody in, also one that says what is missing."""

    public: tuple[str, ...]
    private: tuple[str, ...]
    method: str = "get"


def posted(row: Row) -> Row:
    """The same people, at an address that only takes what is sent."""
    return replace(row, method="post")


OPEN = Row(
    public=(IN, IN, IN, IN, IN, IN, IN, IN),
    private=(GONE, GONE, IN, IN, IN, IN, GONE, IN),
)
"""A page that visitors may read, where the community is public."""

MEMBERS = Row(
    public=(LOGIN, NO, IN, IN, IN, IN, NO, IN),
    private=(LOGIN, GONE, IN, IN, IN, IN, GONE, IN),
)
"""A page for those who belong."""

FRONTRUNNERS = Row(
    public=(LOGIN, NO, NO, IN, NO, IN, NO, IN),
    private=(LOGIN, GONE, NO, IN, NO, IN, GONE, IN),
)

COMMISSIONERS = Row(
    public=(LOGIN, NO, NO, NO, IN, IN, NO, IN),
    private=(LOGIN, GONE, NO, NO, IN, IN, GONE, IN),
)
"""A page for those who pay, and for who runs it."""

COORDINATORS = Row(
    public=(LOGIN, NO, NO, NO, NO, IN, NO, IN),
    private=(LOGIN, GONE, NO, NO, NO, IN, GONE, IN),
)

NOBODY = Row(
    public=(LOGIN, NO, NO, NO, NO, NO, NO, NO),
    private=(LOGIN, GONE, NO, NO, NO, NO, GONE, NO),
)
"""What is for one person only, who is none of these: also who runs it keeps their hands off."""

ACCOUNT = Row(
    public=(LOGIN, IN, IN, IN, IN, IN, IN, IN),
    private=(LOGIN, IN, IN, IN, IN, IN, IN, IN),
)
"""Somebody's own page, or one that asks for an account and nothing more."""

EVERYONE = Row(public=(IN,) * 8, private=(IN,) * 8)
"""A page that is nobody's, or a link that carries its own right."""

PUBLIC_ONLY = Row(public=(IN,) * 8, private=(GONE,) * 8)
"""The open interface: the same for everybody, whoever asks."""

ADMINISTRATORS = Row(
    public=(LOGIN, NO, NO, NO, NO, NO, NO, IN),
    private=(LOGIN, NO, NO, NO, NO, NO, NO, IN),
)
