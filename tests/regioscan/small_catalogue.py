"""A catalogue of two indicators without mistakes, to make mistakes in."""

from pathlib import Path

THEMES = """
[[theme]]
code = "wonen"
name = "Wonen"
lens = "mens"
question = "Hoe wonen mensen?"
position = 1
"""
SOURCES = """
[[source]]
code = "cbs-kwb"
name = "Kerncijfers"
publisher = "CBS"
delivers = "cijfers"
licence = "CC BY 4.0"
explanation = "Cijfers."
refresh_days = 365
position = 1
"""
INDICATORS = """
[[indicator]]
code = "woningvoorraad"
name = "Woningen"
unit = "woningen"
decimals = 0
direction = 0
aggregation = "SUM"
definition = "Het aantal woningen."
source_name = "CBS"
licence = "CC BY 4.0"
influence = "context"

[[indicator]]
number = 24
code = "koopwoningen"
name = "Koopwoningen"
theme = "wonen"
lens = "mens"
unit = "%"
decimals = 0
direction = 0
aggregation = "WMEAN"
weight = "woningvoorraad"
minimum = 0
maximum = 100
definition = "Welk deel van de woningen een koopwoning is."
source_name = "CBS"
licence = "CC BY 4.0"
influence = "context"

[[indicator.keys]]
source = "cbs-kwb"
years = [2013, 2020]
path = "Wonen > Koopwoningen"
"""


def write_catalogue(folder: Path) -> Path:
    """The three files in this folder."""
    for name, text in (("themes", THEMES), ("sources", SOURCES), ("indicators", INDICATORS)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a piece of text that must occur in the file."""
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
