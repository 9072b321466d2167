"""What may be asked: every parameter with its type and limits. The description of the interface is made of this."""

import re
from typing import Annotated, Any, Literal, get_args

from django.http import HttpRequest
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from regioscan.api.problems import WORDS, Refused, Wrong
from regioscan.forms import FIRST_YEAR, LAST_YEAR, MAX_QUERY

MAX_INDICATORS = 60
MAX_REGIONS = 500
MAX_YEARS = 100
MAX_ROWS = 10_000
MAX_PAGE = 1_000_000
CODE = r"^[a-z0-9][a-z0-9_-]*$"
REGION_CODE = r"^[A-Za-z]{2}[A-Za-z0-9-]{1,14}$"
# Not \d, which takes the digits of every script.
WHOLE = re.compile(r"[0-9]{1,9}")


def _separate(given: Any) -> list[str]:
    """`a,b` and `a` twice mean the same; what is named twice counts once."""
    several = given if isinstance(given, list) else [given]
    return list(dict.fromkeys(part.strip() for one in several for part in str(one).split(",")))


def _whole(given: Any) -> int:
    if isinstance(given, int):
        return given
    if not WHOLE.fullmatch(str(given)):
        raise PydanticCustomError("whole_number", "Dit is geen geheel getal van hoogstens negen cijfers.")
    return int(given)


Separated = BeforeValidator(_separate)
Kind = Literal["land", "provincie", "corop", "gemeente", "wijk", "buurt", "maatwerk"]
# May be left out, but is never null: an address has no null.
MaybeKind = Annotated[Kind | None, WithJsonSchema({"type": "string", "enum": list(get_args(Kind))})]
Code = Annotated[str, StringConstraints(pattern=CODE, max_length=60)]
RegionCode = Annotated[str, StringConstraints(pattern=REGION_CODE, max_length=16)]
Year = Annotated[int, BeforeValidator(_whole), Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Whole = Annotated[int, BeforeValidator(_whole)]


class Asked(BaseModel):
    """What stands behind the question mark; a name that is not known is as wrong as a value that cannot be."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _with_unknown_names(cls, values: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        """The framework only passes on names that it knows; here the others come along, to be refused as well."""
        request = (info.context or {}).get("request")
        given = request.GET if request else {}
        return values | {name: given[name] for name in given if name not in cls.model_fields}


def nothing(request: HttpRequest) -> None:
    """Refuse whatever stands behind the question mark where nothing can be asked."""
    if wrong := [Wrong(name[:MAX_QUERY], "extra_forbidden", WORDS["extra_forbidden"]) for name in request.GET]:
        raise Refused(400, "Hier kan niets achter het vraagteken.", wrong)


class Paged(Asked):
    """One page of a long list."""

    pagina: Whole = Field(1, ge=1, le=MAX_PAGE, description="Welke bladzijde, vanaf 1.")


class RegionsAsked(Paged):
    """Which regions."""

    q: str = Field("", max_length=MAX_QUERY, description="Zoek op naam of code.")
    soort: MaybeKind = Field(None, description="Alleen regio’s van deze soort.")
    aantal: Whole = Field(100, ge=1, le=1_000, description="Hoeveel regio’s op een bladzijde.")


class RegionFileAsked(Asked):
    """Which regions, all in one file."""

    q: str = Field("", max_length=MAX_QUERY, description="Zoek op naam of code.")
    soort: MaybeKind = Field(None, description="Alleen regio’s van deze soort.")


class ObservationFileAsked(Asked):
    """Which observations, all in one file."""

    indicator: Annotated[list[Code], Separated] = Field(
        [], max_length=MAX_INDICATORS, description="Codes van indicatoren, met komma’s ertussen of herhaald."
    )
    regio: Annotated[list[RegionCode], Separated] = Field(
        [], max_length=MAX_REGIONS, description="Codes van regio’s, met komma’s ertussen of herhaald."
    )
    periode: Annotated[list[Year], Separated] = Field([], max_length=MAX_YEARS, description="Jaren; leeg: alle jaren.")
    soort: MaybeKind = Field(None, description="Alleen regio’s van deze soort; zonder `regio`: alle van die soort.")


class ObservationsAsked(ObservationFileAsked, Paged):
    """Which observations, one page of them."""

    aantal: Whole = Field(1_000, ge=1, le=MAX_ROWS, description="Hoeveel waarnemingen op een bladzijde.")
