"""Dutch numbers, dates and names. Rounding happens here, on display, and nowhere else."""

import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
MINUS = "−"
# Every digit of the largest float: the usual 28 would refuse it.
WIDE = Context(prec=400)


def number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """A number as the Dutch write it: 1.234,5; a real minus sign; half rounds away from zero.

    Returns "" for None: the caller says in words why there is no value.
    """
    if value is None:
        return ""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(quantum, rounding=ROUND_HALF_UP, context=WIDE)
    text = f"{abs(rounded):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def with_unit(value: float | None, decimals: int, unit: str) -> str:
    """A number with its unit: `3,4 %`, `1.250 inwoners`."""
    return f"{number(value, decimals)} {unit}".strip()


def long_date(moment: date | datetime) -> str:
    """`3 november 2026`; a moment is first taken to Dutch time."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(AMSTERDAM)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def file_size(size: int) -> str:
    """`310 kB`, `2,8 MB`: in thousands, as the Dutch are used to."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{number(size / 1_000_000, 1)} MB"


def search_key(text: str) -> str:
    """Lower case without accents, apostrophes or punctuation: how names are stored and asked for.

    "'s-Gravenhage" and "s gravenhage" give the same key, as do "Súdwest-Fryslân" and "sudwest fryslan".
    """
    plain = unicodedata.normalize("NFKD", text.replace("ĳ", "ij").replace("Ĳ", "ij")).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’‘`")
    return " ".join(kept.split())


def join_words(words: list[str]) -> str:
    """`a`, `a en b`, `a, b en c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"
