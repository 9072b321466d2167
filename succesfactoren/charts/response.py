"""Who took part so far: for each group a bar with a sure and an unsure part, beside the numbers themselves."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.svg import tag
from succesfactoren.analysis.response_counts import GroupResponse, ResponseCounts

NOT_TOLD = "niet te zeggen zonder iemand te tonen"


@dataclass(frozen=True)
class ResponseRow:
    """One group: how many were invited, how many answered in words, and the bar."""

    name: str
    n_invited: int
    answered: str
    bar: SafeString


def response_picture(found: ResponseCounts) -> list[ResponseRow]:
    """A row for each group, all bars on one scale."""
    longest = max((one.n_invited for one in found.groups), default=1)
    return [_row(one, longest) for one in found.groups]


def _row(one: GroupResponse, longest: int) -> ResponseRow:
    return ResponseRow(one.name, one.n_invited, one.words or NOT_TOLD, _bar(one, longest))


def _bar(one: GroupResponse, longest: int) -> SafeString:
    """The whole width is the largest group; the numbers beside it say the same."""
    parts = [_piece("response-all", 0, one.n_invited, longest)]
    if one.n_from is not None and one.n_to is not None:
        parts += [_piece("response-maybe", 0, one.n_to, longest), _piece("response-sure", 0, one.n_from, longest)]
    drawn = tag(
        "svg",
        *parts,
        class_="response-bar",
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )
    return mark_safe(drawn)  # noqa: S308  # numbers and our own class names


def _piece(kind: str, begin: int, end: int, longest: int) -> str:
    width = 100 * (end - begin) / longest
    return tag("rect", x=100 * begin / longest, y=0, width=width, height=10, class_=kind) if width else ""
