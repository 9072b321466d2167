"""How a value is printed that nobody counted."""

from lib.text import number
from regioscan.figures.course import status_word
from regioscan.frames import Reading

MARK = "*"


def marked(reading: Reading | None, decimals: int, nothing: str) -> str:
    """The number, with a mark where it was calculated or estimated; else the word for why there is none, or `nothing`
    where nothing is known of it at all."""
    if reading is None:
        return nothing
    if reading.value is None:
        return status_word(reading)
    return number(reading.value, decimals) + (MARK if reading.is_derived else "")
