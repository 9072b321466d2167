"""SVG as text: elements, numbers and labels that are always well formed."""

import math
import re
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 cannot hold, and the marks that turn text around: a label must not rewrite its neighbour.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)

# What makes an attribute more than text that can be copied as it is; a map has a megabyte of that.
NOT_PLAIN = re.compile(r"[^ !#-%'-;=?-~]|^ | $|  ")

Attribute = str | float | int | None


def clean(label: str) -> str:
    """A label on one line, without control characters and without marks that turn text around."""
    return " ".join(UNWANTED.sub("", label).split())


def words(label: str) -> str:
    """A label ready to stand between tags."""
    return escape(clean(label))


def num(value: float) -> str:
    """A coordinate with at most two decimals: 12, 0.5, -3.25. Raises ValueError when it is not finite."""
    if not math.isfinite(value):
        raise ValueError(f"not a coordinate: {value!r}")
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def tag(name: str, /, *children: str, **attributes: Attribute) -> str:
    """An element. `children` are markup; an attribute that is None is left out.

    In attribute names `_` stands for `-` and a trailing `_` is dropped: `class_`, `font_size`, `viewBox`.
    """
    inside, body = attributes_text(attributes), "".join(children)
    return f"<{name}{inside}>{body}</{name}>" if body else f"<{name}{inside}/>"


def attributes_text(attributes: Mapping[str, Attribute]) -> str:
    """Attributes as they stand in a tag, each after a space; names as in `tag`."""
    return "".join([f" {_name(key)}={_value(value)}" for key, value in attributes.items() if value is not None])


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    if not isinstance(value, str):
        return f'"{num(value)}"'
    return quoteattr(clean(value)) if NOT_PLAIN.search(value) else f'"{value}"'


def wrap(label: str, width: int, lines: int = 2) -> list[str]:
    """A label over at most `lines` lines of about `width` characters; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    for word in clean(label).split():
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    kept = [shorten(row, width) for row in rows[:lines]]
    if len(rows) > lines:
        kept[-1] = shorten(f"{kept[-1].removesuffix('…')} {rows[lines]}", width, cut=True)
    return kept


def shorten(label: str, width: int, *, cut: bool = False) -> str:
    """A label of at most `width` characters, ending in an ellipsis when something was left off (or `cut` says so)."""
    plain = clean(label)
    if len(plain) <= width and not cut:
        return plain
    return plain[: max(1, width - 1)].rstrip() + "…"
