"""What is answered: every property with its type and meaning, for the description of the interface.

Answers are built as plain values and not through these classes, which would make ten thousand rows slow; a test asks
everything that the description allows and holds the answers against it.
"""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class Location(BaseModel):
    """Where something is wrong."""

    name: str = Field(description="De naam van de parameter.")


class InputError(BaseModel):
    """One parameter that is wrong."""

    where: str = Field(alias="in", description="Waar het fout staat: altijd «query».")
    location: Location
    code: str = Field(description="De fout in een vast woord, voor programma’s.")
    detail: str = Field(description="De fout in gewone taal.")


class BadRequest(Problem):
    """Everything that is wrong in a request, together."""

    errors: list[InputError] = Field(description="Alles wat niet klopt, tegelijk.")


class Link(BaseModel):
    """An address."""

    href: str


class Linked(BaseModel):
    """Something with addresses."""

    links: dict[str, Link] = Field(alias="_links", description="Adressen die hierbij horen.")


class SeriesBreak(BaseModel):
    """From this year on, counted otherwise."""

    jaar: int
    reden: str


class IndicatorReply(Linked):
    """An indicator: what it counts, per what, and which way is better."""

    code: str
    naam: str
    thema: str = Field(description="Code van het thema.")
    themaNaam: str
    invalshoek: str = Field(description="Mens, milieu of economie.")
    eenheid: str
    decimalen: int = Field(
        description="In hoeveel decimalen de site het cijfer toont; de waarden zelf zijn niet afgerond."
    )
    richting: int = Field(description="1: hoger is gunstiger, −1: lager is gunstiger, 0: geen van beide.")
    rekenregel: str = Field(description="Hoe een groter gebied uit delen wordt berekend.")
    teller: str
    noemer: str
    per: float | None = Field(description="Per hoeveel van de noemer.")
    toeval: str = Field(description="Het soort toeval waarmee een marge te berekenen is; leeg als dat niet kan.")
    breuken: list[SeriesBreak] = Field(description="Jaren vanaf welke anders is geteld.")
    laagstMogelijk: float | None
    hoogstMogelijk: float | None
    invloed: str = Field(description="Hoeveel invloed een regio op dit cijfer heeft.")
    omschrijving: str
    bron: str = Field(description="De gewone bron. Bij elke waarneming staat uit welke levering zij echt komt.")
    licentie: str


class IndicatorsReply(Linked):
    """All indicators."""

    indicatoren: list[IndicatorReply]


class RegionReply(Linked):
    """A region in a list."""

    code: str
    naam: str
    soort: str
    geldigVanaf: date
    geldigTot: date | None = Field(description="Leeg zolang de regio bestaat.")
    ligtIn: str | None = Field(description="Code van het gebied waarin de regio ligt.")
    ligtInNaam: str | None


class RegionsReply(Linked):
    """One page of regions."""

    regios: list[RegionReply]
    pagina: int
    aantal: int
    totaal: int


class SuccessionReply(BaseModel):
    """A change of borders: the share of the old region that belongs to the new one."""

    van: str
    naar: str
    metIngangVan: date
    aandeel: float = Field(description="1 bij een hele overgang; anders het deel van de adressen.")


class CompositionReply(BaseModel):
    """What a region that people put together consists of."""

    versie: int
    reden: str
    delen: list[str] = Field(description="Codes van de delen.")


class RegionDetailReply(RegionReply):
    """A region."""

    opvolging: list[SuccessionReply] = Field(description="Wat er met de grenzen gebeurde.")
    samenstelling: CompositionReply | None = Field(description="Alleen bij een maatwerkregio.")


class DifferenceReply(BaseModel):
    """A variable in which two regions differ."""

    code: str
    naam: str
    z: float = Field(description="Deze regio min de andere, in standaardafwijkingen.")


class PeerReply(Linked):
    """A region that looks like ours in structure."""

    volgorde: int
    code: str
    naam: str
    afstand: float = Field(description="0 is gelijk in alle kenmerken.")
    verschillen: list[DifferenceReply]


class VariableReply(BaseModel):
    """What the distance is made of."""

    code: str
    naam: str
    gewicht: float
    periode: int | None


class PeerSetReply(BaseModel):
    """How and when similar regions were looked for."""

    nummer: int
    jaar: int
    gemaaktOp: datetime
    kenmerken: list[VariableReply]
    ver: float = Field(description="Ligt de vijfde regio verder dan dit, dan is er geen goede vergelijking.")


class PeersReply(Linked):
    """The regions that look most like this one."""

    regio: str
    indeling: PeerSetReply | None = Field(description="Leeg als voor dit soort regio niet is gezocht.")
    isGoedeVergelijking: bool | None
    vergelijkbaar: list[PeerReply]


class ObservationReply(BaseModel):
    """A value, or why there is none."""

    indicator: str
    regio: str
    regioGeldigVanaf: date = Field(description="Een code kan na een herindeling voor een ander gebied staan.")
    periode: int
    waarde: float | None = Field(description="Niet afgerond. Leeg: dan zegt «reden» waarom.")
    eenheid: str
    status: str = Field(description="Vast woord voor het soort waarde, of voor waarom zij er niet is.")
    reden: str | None = Field(description="Waarom er geen waarde is, in een zin.")
    ondergrens: float | None = Field(description="Van de marge (95 %) die de bron publiceerde.")
    bovengrens: float | None
    bekendDeel: float | None = Field(description="Bij wat wij berekenden: welk deel van het gewicht bekend was (0–1).")
    levering: int = Field(description="Nummer van de levering waaruit de waarde komt.")
    bron: str
    licentie: str


class ObservationsReply(Linked):
    """One page of observations."""

    waarnemingen: list[ObservationReply]
    pagina: int
    aantal: int
    totaal: int
    isVoorbeeld: bool = Field(description="Of de cijfers verzonnen zijn, om de site mee te proberen.")


class MethodReply(Linked):
    """A frozen version of the method of the vitality index."""

    versie: str
    naam: str
    isInGebruik: bool
    vastgelegdOp: datetime
    controlegetal: str = Field(description="SHA-256 van de inhoud.")


class MethodsReply(Linked):
    """All versions of the method."""

    methoden: list[MethodReply]


class MethodDetailReply(MethodReply):
    """A version with all it lays down."""

    inhoud: dict[str, Any] = Field(description="De hele methode: indicatoren, gewichten, grenzen en stappen.")


class JsonStat(BaseModel):
    """A dataset in JSON-stat 2.0; its names are those of that standard."""

    version: str
    class_: str = Field(alias="class")
    label: str
    id: list[str]
    size: list[int]
    role: dict[str, list[str]]
    dimension: dict[str, Any]
    value: list[float | None]
    status: dict[str, str]


class LinkedDocument(BaseModel):
    """JSON-LD; its names are those of the vocabularies in its context."""

    model_config = {"extra": "allow"}


class CsvMetadata(BaseModel):
    """A description of a CSV file (CSV on the Web); its names are those of that standard."""

    url: str
    tableSchema: dict[str, Any]
    model_config = {"extra": "allow"}
