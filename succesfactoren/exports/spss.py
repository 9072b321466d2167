"""The figures for SPSS: a list of numbers and codes, and a syntax file that names and labels them.

There is no row for each respondent, here or in any other file: with such rows one could find out who said what.
"""

import io
import zipfile
from collections.abc import Sequence

from lib.tables import PLAIN, ZIP_DATE, Cell, Column, Table, to_csv
from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.result_words import CHOICES, DOORS
from succesfactoren.analysis.sentences import NOT_A_TEST
from succesfactoren.exports.outcome_sheets import long_table

FILE_NAME = "uitkomst-spss.csv"
LONGEST_LABEL = 120
CODED = frozenset({"bevolking", "soort", "maat", "reden"})
"""The columns of which the words become numbers with a label."""
TEXTS = {"ronde": "A80", "code": "A12", "naam": "A200", "uitsplitsing": "A12", "groep": "A80"}
LABELS = {
    "ronde": "Naam van de ronde",
    "bevolking": "Wie meededen",
    "soort": "Waarover het cijfer gaat",
    "code": "Code van onderdeel of stelling",
    "naam": "Onderdeel of stelling in woorden",
    "uitsplitsing": "Vraag waarnaar is uitgesplitst",
    "groep": "Groep binnen de uitsplitsing",
    "maat": "Welke maat",
    "waarde": "Het cijfer",
    "reden": "Of het cijfer is getoond, en anders waarom niet",
}


SPOKEN = {
    **DOORS,
    **{f"aantal_{i}": f"aantal «{name}»" for i, name in enumerate(CHOICES, 1)},
    "weet_niet": "aantal «weet ik niet»",
    "aandeel_weet_niet": "aandeel «weet ik niet»",
    "alpha_van": "alpha, marge van",
    "alpha_tot": "alpha, marge tot",
    "verschil": "verschil met de vorige ronde",
    "verschil_van": "verschil, marge van",
    "mensen_twee_keer": "mensen die twee keer meededen",
    "verschil_tot": "verschil, marge tot",
}
"""What the label of a word says, where it is another than the word itself without its underscores."""


def spss_zip(figures: shape.OutcomeFigures, name: str) -> bytes:
    """A zip with the list and the syntax that reads it; the same outcome gives the same bytes."""
    whole = long_table(figures, name)
    codes = {key: _codes(whole, i) for i, key in enumerate(_keys(whole)) if key in CODED}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry, text in ((FILE_NAME, to_csv(_coded(whole, codes), PLAIN)), ("uitkomst.sps", _syntax(whole, codes))):
            packed.writestr(zipfile.ZipInfo(entry, ZIP_DATE), text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


def _codes(table: Table, position: int) -> dict[str, int]:
    """A number for each word in a column, in the order of first appearance."""
    return {str(word): i for i, word in enumerate(dict.fromkeys(row[position] for row in table.rows), 1)}


def _coded(table: Table, codes: dict[str, dict[str, int]]) -> Table:
    keys = _keys(table)
    columns = [
        Column(key, key, "number" if key in codes else column.kind)
        for key, column in zip(keys, table.columns, strict=True)
    ]
    return Table(table.title, columns, [_coded_row(row, keys, codes) for row in table.rows])


def _coded_row(row: Sequence[Cell], keys: Sequence[str], codes: dict[str, dict[str, int]]) -> list[Cell]:
    return [codes[key][str(cell)] if key in codes else cell for key, cell in zip(keys, row, strict=True)]


def _syntax(table: Table, codes: dict[str, dict[str, int]]) -> bytes:
    kinds = {key: TEXTS.get(key, "F8.0" if key in codes else "F12.6") for key in _keys(table)}
    variables = "\n".join(f"    {key} {kind}" for key, kind in kinds.items())
    labels = "\n".join(f"    {key} {_quoted(LABELS[key])}" for key in kinds)
    values = "\n".join(_value_labels(key, words) for key, words in codes.items())
    text = f"""* Uitkomst van een ronde: een {NOT_A_TEST}.
* Eén rij is één cijfer van de groep. Er zijn geen rijen per deelnemer, zodat niemand herkenbaar is.
* Een lege waarde is niet getoond of niet te berekenen; de variabele reden zegt waarom.
* Zet dit bestand en {FILE_NAME} in dezelfde map, en maak die map de werkmap (CD).
SET UNICODE=ON.
SET DECIMAL=DOT.
GET DATA
  /TYPE=TXT
  /FILE='{FILE_NAME}'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELCASE=LINE
  /FIRSTCASE=2
  /DELIMITERS=","
  /QUALIFIER='"'
  /VARIABLES=
{variables}.
VARIABLE LABELS
{labels}.
{values}
VARIABLE LEVEL waarde (SCALE).
EXECUTE.
"""
    # The mark tells SPSS for Windows that this is UTF-8.
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def _value_labels(key: str, words: dict[str, int]) -> str:
    lines = "\n".join(f"    {code} {_quoted(SPOKEN.get(word, word.replace('_', ' ')))}" for word, code in words.items())
    return f"VALUE LABELS {key}\n{lines}."


def _quoted(words: str) -> str:
    return "'" + " ".join(words.split())[:LONGEST_LABEL].replace("'", "''") + "'"
