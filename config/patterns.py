"""Invented material for the pattern page: every component once, in the states that it knows."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import SafeString, mark_safe

from config.forms import ExampleForm
from config.icons import ICONS
from lib.charts import Chart, Sparkline, Strip, ThemeBar, to_svg
from lib.tables import Column, Table
from regioscan.models import Job

PEERS = (69.8, 70.4, 71.0, 71.3, 71.9, 72.2, 72.6, 73.1, 73.5, 73.9, 75.3, 76.0)
COURSE = (
    (2018, 70.2),
    (2019, 70.9),
    (2020, 71.6),
    (2021, 71.2),
    (2022, 72.8),
    (2023, 73.6),
    (2024, 74.1),
    (2025, 74.8),
)
COLOURS = (
    ("paper", "Papier", "achtergrond"),
    ("paper-tint", "Tint", "rustig vlak"),
    ("ink", "Inkt", "tekst"),
    ("ink-soft", "Zachte inkt", "uitleg"),
    ("line-firm", "Lijn", "randen, assen"),
    ("primary", "Hoofdkleur", "merk, stip, links"),
    ("accent", "Accent", "de ene actie"),
    ("mens", "Mens", "lens"),
    ("milieu", "Milieu", "lens"),
    ("economie", "Economie", "lens"),
    ("better-2", "Gunstig", "zeker verschil"),
    ("better-1", "Iets gunstig", "niet zeker"),
    ("middle", "Midden", "gelijk"),
    ("worse-1", "Iets ongunstig", "niet zeker"),
    ("worse-2", "Ongunstig", "zeker verschil"),
)


def _drawn(chart: Chart) -> SafeString:
    return mark_safe(to_svg(chart))  # noqa: S308  # lib.charts escapes every text


def _figures() -> list[dict[str, Any]]:
    name = "Mensen met betaald werk"
    strip = Strip(
        title=name,
        alt=f"{name}: 74,8. De vergelijkbare regio’s lopen van 69,8 tot 76,0.",
        value=74.8,
        peers=PEERS,
        median=72.4,
        low=69.8,
        high=76.0,
        decimals=1,
    )
    spark = Sparkline(title=name, alt="Van 70,2 in 2018 naar 74,8 in 2025", points=COURSE, decimals=1)
    about = [
        ("Wat", "Deel van de mensen van 15 tot 75 jaar met betaald werk."),
        ("Bron", "CBS"),
        ("Licentie", "CC BY 4.0"),
    ]
    return [
        {
            "title": name,
            "value": "74,8",
            "unit": "%",
            "year": 2025,
            "verdict": "Hoger dan in 10 van de 12 vergelijkbare regio’s.",
            "strip": _drawn(strip),
            "spark": _drawn(spark),
            "since": "sinds 2018",
            "about": about,
        },
        {
            "title": "Afstand tot de huisarts",
            "value": "1,9",
            "unit": "km",
            "year": 2025,
            "verdict": "Verder dan in 11 van de 12. Er is nog geen verloop: dit cijfer is nieuw.",
        },
        {
            "title": "Tevreden met de woning",
            "value": "",
            "reason": "In 5 van de 7 gemeenten deden te weinig mensen mee. Daarom geeft de bron geen cijfer.",
            "year": 2024,
        },
    ]


def _theme_bars() -> list[dict[str, Any]]:
    rows = (
        ("Arbeid", "economie", "gunstiger", 57.1, 55.2, 59.0, "57,1", "+2,1"),
        ("Wonen", "mens", "ongeveer gelijk", 50.8, 47.6, 54.0, "50,8", "−0,2"),
        ("Leefomgeving en voorzieningen", "milieu", "minder gunstig", 42.6, 40.1, 45.1, "42,6", "−1,8"),
    )
    bars = [
        {
            "name": name,
            "url": "#themabalk",
            "lens": lens,
            "verdict": verdict,
            "svg": _drawn(
                ThemeBar(title=name, alt=f"{name}: score {score}, {verdict}", value=value, low=low, high=high)
            ),
            "score": score,
            "change": change,
            "since": 2024,
            "known": "6 van 7",
        }
        for name, lens, verdict, value, low, high, score, change in rows
    ]
    note = "Telt niet mee: meer of minder inwoners is niet beter of slechter."
    return [*bars, {"name": "Bevolking", "lens": "mens", "verdict": "geen score", "note": note, "known": "6 van 6"}]


def _jobs() -> list[Job]:
    return [
        Job(state=Job.State.WAITING),
        Job(state=Job.State.RUNNING, progress=40, step="grafieken tekenen"),
        Job(state=Job.State.DONE),
        Job(state=Job.State.FAILED, message="De schijf is vol. De beheerder is hier de juiste persoon voor."),
    ]


def _table(title: str) -> Table:
    return Table(
        title,
        [
            Column("gemeente", "Gemeente"),
            Column("afstand", "Afstand", "number", 1, "km"),
            Column("jaar", "Jaar", "year"),
        ],
        [("Hogewaard", 2.6, 2025), ("Zandhove", 2.1, 2025), ("Lindestede", "onderdrukt", 2025)],
        ["Onderdrukt: er zijn te weinig waarnemingen om het cijfer te tonen."],
    )


def examples() -> dict[str, Any]:
    """What the pattern page shows. Nothing comes from the database and nothing is kept."""
    return {
        "colours": [{"token": token, "name": name, "use": use} for token, name, use in COLOURS],
        "options": [
            {"label": "Nederland", "url": "#keuze", "is_current": False},
            {"label": "12 vergelijkbare regio’s", "url": "#keuze", "is_current": True},
            {"label": "Eigen keuze", "url": "#keuze", "is_current": False},
        ],
        "trail": [("Regio’s", "#kruimel"), ("Gemeenten", "#kruimel"), ("Rijk van Waalmeer", "")],
        "figures": _figures(),
        "bars": _theme_bars(),
        "finding": {
            "text": "Jongeren vertrekken sneller dan in vergelijkbare gemeenten.",
            "figures": [("Vertrekoverschot van 18 tot 25 jaar", "−11,2", ""), ("Middelste gemeente", "−4,0", "")],
        },
        "table": _table("Afstand tot de huisarts per gemeente, 2025"),
        "twin": _table("Dezelfde cijfers als tabel"),
        "jobs": _jobs(),
        "icons": list(ICONS),
        "page": Paginator(range(200), 10).page(7),
        "form": ExampleForm({"wie": "Femke Dijkgraaf", "wanneer": "1-3-2025", "soort": "openbaar"}),
    }
