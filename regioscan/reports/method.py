"""How the report came about, in words. The same text is printed as a chapter and attached to the file."""

from django.conf import settings

from regioscan.analysis.position import ENOUGH_OTHERS, KNOWN_SHARE, MIDDLE_FROM, MIDDLE_TO
from regioscan.figures.build import MAX_AGE

METHOD_VERSION = "2"

_KNOWN = round(100 * KNOWN_SHARE)
_FROM, _TO = round(100 * MIDDLE_FROM), round(100 * MIDDLE_TO)


def origin(*, is_invented: bool) -> str:
    """Whose figures they are, in a sentence."""
    if is_invented:
        return "De cijfers in dit rapport zijn verzonnen. Zij laten zien hoe Regiokracht werkt."
    return "De cijfers komen uit openbare bronnen, of uit een tabel die een beheerder heeft geladen."


METHOD: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Waar de cijfers vandaan komen",
        (
            # All figures of an installation are invented or none are, so this is settled when it starts.
            origin(is_invented=settings.EXAMPLE_FIGURES),
            "Wij bewaren elke levering precies zoals wij haar kregen, met de datum, "
            "de herkomst en een controlegetal. In het hoofdstuk Bronnen staat uit welke levering elk cijfer komt.",
            "Wij nemen van elk cijfer het nieuwste jaar dat bekend is, tot en met het jaar op de omslag. Het jaar "
            "staat er altijd bij: niet elk cijfer is even nieuw.",
        ),
    ),
    (
        "Als er geen cijfer is",
        (
            "Een ontbrekend cijfer is geen nul. Er staat dan waarom er geen cijfer is: het is onderdrukt omdat "
            "het om te weinig mensen gaat, het ontbreekt bij de bron, het is niet van toepassing, of er is geen "
            "noemer.",
        ),
    ),
    (
        "Vergelijken",
        (
            "Wij vergelijken de regio met andere regio’s. Meestal zijn die van dezelfde soort: een gemeente met "
            "gemeenten. Een maatwerkregio staat naast de rest van het land, of naast denkbeeldige gebieden van "
            "evenveel gemeenten. De score is het deel van die regio’s dat een lager cijfer heeft, van 0 tot 100. "
            "Regio’s met hetzelfde cijfer tellen voor de helft mee. Is lager gunstiger, dan draaien wij de score om. "
            "Zo is 100 altijd het gunstigst.",
            f"Heeft {_FROM} tot {_TO} procent van de andere regio’s een lager cijfer, dan noemen wij dat het "
            "midden. Een verschil met het midden is niet altijd zeker: kleine verschillen kunnen toeval zijn.",
            "Hoger is niet altijd beter. Bij elk cijfer is vooraf vastgelegd of hoger of lager gunstiger is, of "
            "geen van beide. Bij een cijfer zonder richting is er geen score en zeggen wij niet of het gunstig is.",
            f"Zijn er minder dan {ENOUGH_OTHERS} andere regio’s, dan is er ook geen score.",
        ),
    ),
    (
        "Hoe zeker een cijfer is",
        (
            "Geeft de bron een marge bij een cijfer, dan staat die erbij. Is een cijfer volledig geteld, dan staat "
            "erbij hoe ver toeval alleen het kan bewegen: bij 95 van de 100 keer blijft het daarbinnen. Bij andere "
            "cijfers zeggen wij niets over toeval.",
            "Wij toetsen of een verschil meer is dan toeval en dan de gewone spreiding tussen regio’s. Daarbij tellen "
            "wij mee hoeveel cijfers wij toetsen, want wie veel toetst, vindt altijd wel iets. Dat doen wij met de "
            "methode van Benjamini en Hochberg: van de verschillen die wij duidelijk noemen, is naar verwachting "
            "hoogstens 5 procent toch toeval.",
            "Gaat het om weinig gevallen, dan rekenen wij de kans precies uit. Ook de andere regio’s samen hebben een "
            f"toevallige kant; die telt mee. Met minder dan {ENOUGH_OTHERS} andere regio’s toetsen wij niet.",
            "Een trend noemen wij alleen bij vijf jaren of meer binnen één manier van meten, en alleen als een toets "
            "hem laat zien. Ook daarbij tellen wij mee hoeveel trends wij toetsen. Twee jaren zijn een verandering en "
            "geen trend. Meet de bron vanaf een jaar anders, dan vergelijken wij de jaren daarvoor en daarna niet.",
        ),
    ),
    (
        "Sterk, aandacht en verandert",
        (
            "Sterk en Aandacht: cijfers die volgens een toets duidelijk gunstiger of minder gunstig zijn dan bij de "
            "andere regio’s samen. Duidelijk is: meer dan toeval en dan de gewone spreiding tussen regio’s, ook als "
            "wij meetellen hoeveel cijfers wij toetsen.",
            f"Kan een cijfer niet getoetst worden, dan telt de plaats: een score boven {_TO} of onder {_FROM}, bij ten "
            f"minste {ENOUGH_OTHERS} andere regio’s. De zin zegt dan alleen iets over de plaats.",
            "Verandert: van de overige cijfers de grootste duidelijke trend, en anders de grootste verandering tussen "
            "twee jaren, gemeten naar hoe ver regio’s uit elkaar liggen. Twee jaren noemen wij nooit een trend. Heeft "
            "zo’n cijfer geen marge, dan staat erbij dat niet te zeggen is of dit meer is dan toeval.",
        ),
    ),
    (
        "Gemiddelde score per thema",
        (
            "De gemiddelde score van een thema loopt van 0 tot 100; 50 is de middelste regio. Elk cijfer met een "
            "richting telt even zwaar. Het is geen rapportcijfer en geen index.",
            f"Er is alleen een gemiddelde als ten minste {_KNOWN} procent van de cijfers bekend is. Een cijfer dat "
            f"meer dan {MAX_AGE} jaar ouder is dan het nieuwste, telt niet mee.",
        ),
    ),
    (
        "Zelf berekende cijfers",
        (
            "Geeft de bron geen cijfer voor een provincie of een groter gebied, dan berekenen wij het uit de "
            "gemeenten. Wij tellen tellers en noemers op, of nemen een gewogen gemiddelde. Bij optellen "
            "moet elk deel bekend zijn. Ontbreekt anders meer dan 20 procent van het gewicht, dan berekenen wij "
            "niets. Een berekend cijfer is als zodanig gemerkt.",
        ),
    ),
    (
        "Zinnen",
        (
            "Alle zinnen over de cijfers zijn met vaste regels uit de cijfers gemaakt. Dezelfde cijfers geven "
            "altijd dezelfde zin. Geen zin zegt waaróm iets zo is.",
            "Bij elke zin staat waarop hij berust: de regel, de toets met zijn grens, en de gebruikte waarden.",
        ),
    ),
    (
        "Afronden",
        (
            "Wij ronden pas af op het papier. In de bestanden die bij dit rapport zitten, staan de cijfers zoals "
            "de bron ze gaf. Daardoor kan een verschil in de tabel iets anders lijken dan het verschil van de "
            "afgeronde cijfers.",
        ),
    ),
)


def method_text() -> bytes:
    """The method as plain text, to attach."""
    lines = [f"Methode van de regioscan, versie {METHOD_VERSION}"]
    for title, paragraphs in METHOD:
        lines += ["", title, *paragraphs]
    return ("\n".join(lines) + "\n").encode()
