"""What went wrong, as application/problem+json (RFC 9457): in Dutch, and everything that is wrong at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import ValidationError

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "Ongeldige vraag",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "Deze vorm is er niet",
    408: "Het duurde te lang",
    413: "De vraag is te groot",
    414: "Het adres is te lang",
    429: "Te veel vragen",
    500: "Fout bij ons",
    503: "Even niet bereikbaar",
}
DETAILS = {
    400: "De vraag is niet te begrijpen.",
    404: "Dit adres bestaat niet.",
    405: "Alleen lezen kan: GET, HEAD en OPTIONS.",
    429: "U stelde te veel vragen in korte tijd. Wacht even en probeer het dan opnieuw.",
    500: "Er ging bij ons iets mis. Het is genoteerd.",
    503: "De cijfers zijn even niet te lezen. Probeer het zo opnieuw.",
}
WORDS = {
    "extra_forbidden": "Deze parameter bestaat niet.",
    "missing": "Deze parameter is nodig.",
    "string_pattern_mismatch": "Deze waarde kan niet.",
    "string_too_long": "Dit mag hoogstens {max_length} tekens lang zijn.",
    "string_too_short": "Dit is leeg.",
    "too_long": "Dit mogen er hoogstens {max_length} zijn.",
    "greater_than_equal": "Dit is minstens {ge}.",
    "less_than_equal": "Dit is hoogstens {le}.",
    "literal_error": "Kies uit {expected}.",
}
QUOTED = 40


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: in which parameter, a code for machines, and words for people."""

    name: str
    code: str
    detail: str

    def as_plain(self) -> dict[str, Any]:
        """As it stands in the answer."""
        return {"in": "query", "location": {"name": self.name}, "code": self.code, "detail": self.detail}


class Refused(Exception):
    """A question that cannot be answered, and why."""

    def __init__(self, status: int, detail: str, wrong: Sequence[Wrong] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.wrong = status, detail, wrong


def problem(request: HttpRequest, status: int, detail: str = "", wrong: Sequence[Wrong] = ()) -> HttpResponse:
    """The answer that says what went wrong."""
    title = TITLES.get(status, "Dit lukte niet")
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    body |= {"detail": detail or DETAILS.get(status, f"{title}."), "instance": request.path}
    if status == 400:
        body["errors"] = [one.as_plain() for one in wrong]
    # With every character escaped, half a surrogate pair in an address can be told too.
    return HttpResponse(json.dumps(body), status=status, content_type=CONTENT_TYPE)


def unknown(name: str, codes: Sequence[str], what: str) -> list[Wrong]:
    """Codes that do not exist, each by name."""
    return [Wrong(name, "unknown", f"Er is geen {what} met de code «{code[:QUOTED]}».") for code in codes]


def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """404, with the words of whoever looked for it."""
    return problem(request, 404, str(error))


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Whatever was refused by us."""
    return problem(request, error.status, error.detail, error.wrong)


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """400 instead of the 422 that the framework gives, with all parameters that are wrong."""
    wrong = [_wrong(one) for one in error.errors]
    n_wrong = "Een parameter klopt niet." if len(wrong) == 1 else f"{len(wrong)} parameters kloppen niet."
    return problem(request, 400, n_wrong, wrong)


def _wrong(error: dict[str, Any]) -> Wrong:
    # ("query", name of the argument, name of the parameter, number in the list)
    place = [str(part) for part in error["loc"]]
    name = place[2] if len(place) > 2 else place[-1]
    context = error.get("ctx") or {}
    words = WORDS.get(error["type"])
    detail = words.format(**context) if words else error["msg"]
    return Wrong(name, error["type"], detail)
