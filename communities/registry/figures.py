"""The register: the ground floor. Its figures are about regions; in a few places stands who signed."""

from communities.registry.kept import Erasure, Kept, not_personal

SIGNED = (
    "een openbare tekst of een besluit heeft een ondertekenaar; na het wissen van een account staat er geen naam meer"
)
MADE = "nagaan waar een cijfer vandaan komt"
FIGURES = "openbare cijfers over regio’s; te kleine aantallen geeft de bron niet"


def _signed(model: str, holds: str) -> Kept:
    return Kept(
        model=model,
        holds=holds,
        purpose=MADE,
        erasure=Erasure.ANONYMISE,
        because=SIGNED,
        is_signed=True,
        retention="zolang de cijfers er staan",
    )


LINES = [
    _signed("regioscan.Annotation", "duidingen bij openbare cijfers, met de naam van wie ze ondertekende"),
    _signed("regioscan.Composition", "waarom een eigen regio zo is samengesteld, en de naam van wie dat deed"),
    _signed("regioscan.RegionGroup", "waarom regio’s samen een groep zijn, en de naam van wie dat vroeg"),
    _signed("regioscan.PeerSet", "vergelijkbare regio’s, en de naam van wie ze liet berekenen"),
    _signed("regioscan.Snapshot", "leveringen van cijfers, en de naam van wie ze inleverde of publiceerde"),
    _signed("regioscan.MethodVersion", "vastgelegde rekenmethoden, en de naam van wie ze vastlegde"),
    *not_personal(
        FIGURES,
        "regioscan.Observation",
        "regioscan.Margin",
        "regioscan.Distribution",
        "regioscan.Calculation",
        "regioscan.RejectedRow",
    ),
    *not_personal(
        "regio’s en hun grenzen",
        "regioscan.Region",
        "regioscan.Boundary",
        "regioscan.Succession",
        "regioscan.Peer",
    ),
    *not_personal(
        "beschrijvingen van cijfers en bronnen",
        "regioscan.Theme",
        "regioscan.Indicator",
        "regioscan.IndicatorKey",
        "regioscan.Source",
    ),
    *not_personal("werk op de achtergrond; wie erom vroeg staat er met een nummer", "regioscan.Job"),
]
