"""Codes by which a document can be found again and told from a forged one, short enough to type from paper.

A code is the first eight characters of the document's number and the first twelve of the SHA-256 of what it says: 80
bits together, so that guessing one is hopeless.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

CHECK_LENGTH = 12
NUMBER_LENGTH = 8
GROUP = 4
SEPARATORS = re.compile(r"[\s\-–.:]+")
HEXADECIMAL = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class CheckCode:
    """What somebody typed: the beginning of a number with a check, or a whole number without one."""

    number: str
    check: str = ""

    @property
    def uuid(self) -> UUID | None:
        """The whole number; None where only its beginning was given."""
        return UUID(self.number) if not self.check else None


def check_of(content: bytes) -> str:
    """The check over what a document says: the first twelve characters of its SHA-256."""
    return sha256(content).hexdigest()[:CHECK_LENGTH]


def spaced_code(number: str, check: str) -> str:
    """`0f3c 2b1a 9d41 77e0 5a2c`: the code of a document with this number (a UUID) and check, as it is printed."""
    code = number.replace("-", "")[:NUMBER_LENGTH] + check
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def parse_code(text: str) -> CheckCode | None:
    """The code in what somebody typed, with or without spaces, dashes and capitals; None where it cannot be one."""
    plain = SEPARATORS.sub("", text).casefold()
    if not HEXADECIMAL.fullmatch(plain):
        return None
    if len(plain) == NUMBER_LENGTH + CHECK_LENGTH:
        return CheckCode(plain[:NUMBER_LENGTH], plain[NUMBER_LENGTH:])
    return CheckCode(plain) if len(plain) == len(UUID(int=0).hex) else None
