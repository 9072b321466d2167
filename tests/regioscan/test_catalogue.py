"""The declared catalogue: what is in it, and that every mistake in it is named."""

import csv
import json
from collections import Counter
from dataclasses import fields
from pathlib import Path

import openpyxl
import pytest

from regioscan import catalogue as declared
from regioscan.catalogue import (
    BreakEntry,
    Catalogue,
    CatalogueError,
    IndicatorEntry,
    KeyEntry,
    SourceEntry,
    ThemeEntry,
    read_catalogue,
)
from regioscan.connectors.base import Key
from regioscan.connectors.paths import Column, columns_of_tree, find_columns
from regioscan.models import Indicator, IndicatorKey, Source, Theme
from regioscan.models.indicators import Lens
from tests.regioscan.small_catalogue import THEMES, change, write_catalogue


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_catalogue(tmp_path)


def shown(catalogue: Catalogue) -> list[IndicatorEntry]:
    return [entry for entry in catalogue.indicators if entry.theme]


def test_the_catalogue_has_exactly_the_44_rows_of_the_set(real):
    assert sorted({entry.number for entry in shown(real)}) == list(range(1, 45))


def test_rows_with_more_figures_share_their_number(real):
    per_number = Counter(entry.number for entry in shown(real))

    assert {number: n for number, n in per_number.items() if n > 1} == {30: 2, 37: 2, 42: 4, 43: 2, 44: 2}


def test_every_theme_has_indicators_and_the_order_of_the_set_is_kept(real):
    positions = {theme.code: theme.position for theme in real.themes}
    numbers = [entry.number for entry in shown(real)]

    assert len(real.themes) == 8
    assert numbers == sorted(numbers)
    assert [positions[entry.theme] for entry in shown(real)] == sorted(positions[entry.theme] for entry in shown(real))
    assert {entry.theme for entry in shown(real)} == set(positions)


def test_what_ranks_wealth_is_context_and_no_more(real):
    directions = {entry.code: entry.direction for entry in real.indicators}

    assert [directions[code] for code in ("woz-waarde", "koopwoningen", "hbo-wo")] == [0, 0, 0]
    assert all(entry.direction == 0 for entry in shown(real) if entry.theme == "bevolking")


def test_a_median_is_never_added_up_and_every_weight_is_a_count(real):
    rules = {entry.code: entry.aggregation for entry in real.indicators}

    assert rules["mediaan-vermogen"] == "BOUNDS"
    assert {rules[entry.weight] for entry in real.indicators if entry.weight} == {"SUM"}


def test_chance_is_only_said_of_complete_counts_with_their_own_denominator(real):
    """A model, a survey, a mean or a weight that is only near the denominator has no interval by chance."""
    by_code = {entry.code: entry for entry in real.indicators}
    chances = {entry.code: entry.chance for entry in real.indicators if entry.chance}

    assert {code for code, chance in chances.items() if chance == "gebeurtenissen"} == {
        "bedrijfsvestigingen", "faillissementen", "nieuwbouw", "misdrijven", "woninginbraken",
    }  # fmt: skip
    assert len(chances) == 15
    for code in chances:
        assert by_code[code].denominator == by_code[by_code[code].weight].name.casefold() or code in {
            "eenpersoonshuishoudens", "faillissementen", "ww-uitkeringen", "bijstand", "arbeidsongeschiktheid",
        }  # fmt: skip
    assert not chances.keys() & {"armoede", "hbo-wo", "jeugdzorg", "ervaren-gezondheid", "arbeidsparticipatie"}


def test_the_known_breaks_are_declared(real):
    breaks = {entry.code: [one.year for one in entry.breaks] for entry in real.indicators if entry.breaks}

    assert breaks["armoede"] == [2024]
    assert breaks["hbo-wo"] == [2023]
    assert breaks["bedrijfsvestigingen"] == [2023, 2025]
    assert all(one.reason.endswith(".") for entry in real.indicators for one in entry.breaks)


def test_definitions_are_two_to_four_short_sentences(real):
    for entry in shown(real):
        sentences = [part for part in entry.definition.replace("?", ".").split(". ") if part]
        assert 2 <= len(sentences) <= 4, entry.code
        assert max(len(sentence.split()) for sentence in sentences) <= 25, entry.code


def test_choices_are_those_of_the_models():
    assert tuple(Lens.values) == declared.LENSES
    assert set(declared.DIRECTIONS) == set(Indicator.Direction.values)
    assert tuple(Indicator.Aggregation.values) == declared.AGGREGATIONS
    assert tuple(Indicator.Influence.values) == declared.INFLUENCES
    assert tuple(Source.Delivers.values) == declared.DELIVERS


def test_limits_on_length_are_those_of_the_models():
    for entry, model in (
        (ThemeEntry, Theme),
        (SourceEntry, Source),
        (IndicatorEntry, Indicator),
        (KeyEntry, IndicatorKey),
    ):
        for name in {field.name for field in fields(entry)} & set(declared.LONGEST):
            assert declared.LONGEST[name] <= (model._meta.get_field(name).max_length or 10_000), (model, name)


def keys_of(catalogue: Catalogue, source: str, year: int) -> list[Key]:
    return [
        Key(entry.code, key.path, key.divide_by, key.multiply_by)
        for entry in catalogue.indicators
        for key in entry.keys
        if key.source == source and key.year_from <= year <= key.year_to
    ]


@pytest.mark.parametrize("code", ["bedrijfsvestigingen", "bedrijfsvestigingen-aantal", "hbo-wo", "opleiding-bekend"])
def test_no_years_are_read_from_before_a_figure_was_defined_anew(real, code):
    keys = next(entry.keys for entry in real.indicators if entry.code == code)

    assert [(key.year_from, key.year_to) for key in keys] == [(2023, 2025)]


@pytest.mark.real_files
def test_every_path_for_2020_is_in_the_real_table_of_2020(real, real_files):
    tree = json.loads((real_files / "kwb-2020" / "DataProperties.json").read_text(encoding="utf-8"))["value"]
    keys = keys_of(real, "cbs-kwb", 2020)

    found, notes = find_columns(keys, columns_of_tree(tree))

    assert (len(keys), len(found), notes) == (30, 30, [])


@pytest.mark.real_files
def test_every_path_for_2022_is_in_the_real_table_of_2022(real, real_files):
    path = real_files / "regions" / "85318NED_DataProperties.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        tree = list(csv.DictReader(lines))

    found, notes = find_columns(keys_of(real, "cbs-kwb", 2022), columns_of_tree(tree))

    assert (len(found), notes) == (30, [])


@pytest.mark.real_files
def test_divided_paths_take_the_right_columns_of_the_real_table(real, real_files):
    tree = json.loads((real_files / "kwb-2020" / "DataProperties.json").read_text(encoding="utf-8"))["value"]

    found, _ = find_columns(keys_of(real, "cbs-kwb", 2020), columns_of_tree(tree))

    by_code = {match.key.indicator: match for match in found}
    assert [column.name for column in by_code["grijze-druk"].parts] == ["k_65JaarOfOuder_12"]
    assert [column.name for column in by_code["grijze-druk"].divisors] == [
        "k_15Tot25Jaar_9", "k_25Tot45Jaar_10", "k_45Tot65Jaar_11",
    ]  # fmt: skip
    assert [column.name for column in by_code["woz-waarde"].parts] == ["GemiddeldeWoningwaarde_35"]


@pytest.mark.real_files
@pytest.mark.parametrize("year", [2012, 2016, 2020])
def test_every_health_path_is_a_column_of_the_real_files(real, real_files, year):
    book = openpyxl.load_workbook(real_files / "rivm-50090NED" / f"{year}_18plus.xlsx", read_only=True)
    header = next(book.worksheets[0].iter_rows(max_row=1, values_only=True))

    found, notes = find_columns(keys_of(real, "rivm-gezondheid", year), [Column(str(name)) for name in header])

    assert (len(found), notes) == (7, [])


def test_a_small_catalogue_is_read(folder):
    catalogue = read_catalogue(folder)

    assert [entry.code for entry in catalogue.indicators] == ["woningvoorraad", "koopwoningen"]
    assert catalogue.indicators[1].maximum == 100.0


def test_chance_and_breaks_are_read(folder):
    added = 'chance = "aandeel"\nper = 100\nbreaks = [{ year = 2018, reason = "Nieuwe telling." }]\nminimum = 0'
    change(folder, "indicators", "minimum = 0", added)

    entry = read_catalogue(folder).indicators[1]

    assert (entry.chance, entry.per, entry.breaks) == ("aandeel", 100.0, (BreakEntry(2018, "Nieuwe telling."),))


MISTAKES = [
    ("indicators", "unit = \"%\"", 'eenheid = "%"', "indicators.toml, indicator koopwoningen: unknown field 'eenheid'"),
    ("indicators", 'direction = 0\naggregation = "WMEAN"', 'aggregation = "WMEAN"',
     "indicators.toml, indicator koopwoningen: field 'direction' is missing and has no default"),
    ("indicators", 'aggregation = "WMEAN"\n', "",
     "indicators.toml, indicator koopwoningen: field 'aggregation' is missing and has no default"),
    ("indicators", 'aggregation = "WMEAN"', 'aggregation = "MEAN"',
     "indicators.toml, indicator koopwoningen: aggregation must be one of SUM, RATIO, WMEAN, AREA, BOUNDS, NONE, "
     "got 'MEAN'"),
    ("indicators", 'weight = "woningvoorraad"\n', "",
     "indicators.toml, indicator koopwoningen: aggregation WMEAN needs a weight"),
    ("indicators", 'weight = "woningvoorraad"', 'weight = "huizen"',
     "indicators.toml, indicator koopwoningen: weight 'huizen' does not exist"),
    ("indicators", 'weight = "woningvoorraad"', 'weight = "koopwoningen"',
     "indicators.toml, indicator koopwoningen: weight 'koopwoningen' is not a count that can be added up (SUM)"),
    ("indicators", 'theme = "wonen"', 'theme = "huizen"',
     "indicators.toml, indicator koopwoningen: theme 'huizen' does not exist"),
    ("indicators", 'theme = "wonen"\n', "",
     "indicators.toml, indicator koopwoningen: number, theme and lens belong together, got only number, lens"),
    ("indicators", 'source = "cbs-kwb"', 'source = "cbs"',
     "indicators.toml, indicator koopwoningen: source 'cbs' does not exist"),
    ("indicators", 'code = "koopwoningen"', 'code = "woningvoorraad"',
     "indicators.toml, indicator woningvoorraad: this code is declared twice"),
    ("indicators", 'code = "koopwoningen"', 'code = "Koop woningen"',
     "indicators.toml, indicator Koop woningen: code must be lower-case words joined by hyphens, got 'Koop woningen'"),
    ("indicators", "maximum = 100", "maximum = 0",
     "indicators.toml, indicator koopwoningen: minimum 0.0 is not below maximum 0.0"),
    ("indicators", "maximum = 100", "maximum = true",
     "indicators.toml, indicator koopwoningen: maximum must be float, got True"),
    ("indicators", "years = [2013, 2020]", "years = [2020, 2013]",
     "indicators.toml, indicator koopwoningen, key 1: years must be [first, last], got [2020, 2013]"),
    ("indicators", "Wonen > Koopwoningen", "Koopwoningen_40",
     "indicators.toml, indicator koopwoningen, key 1: 'Koopwoningen_40' is a numbered key, and those shift every year; "
     "write titles"),
    ("indicators", "[[indicator.keys]]", '[[indicator.keys]]\nsource = "cbs-kwb"\nyears = [2018, 2019]\npath = "A"\n'
     "[[indicator.keys]]", "indicators.toml, indicator koopwoningen: the keys for cbs-kwb overlap in 2018–2019"),
    ("indicators", 'aggregation = "WMEAN"\nweight = "woningvoorraad"', 'aggregation = "NONE"',
     "indicators.toml, indicator woningvoorraad: has no theme and nothing is weighed by it"),
    ("indicators", 'unit = "%"\ndecimals = 0', 'unit = "%"\ndecimals = -1',
     "indicators.toml, indicator koopwoningen: decimals may not be below zero, got -1"),
    ("indicators", 'name = "Koopwoningen"', f'name = "{"k" * 81}"',
     "indicators.toml, indicator koopwoningen: name is longer than 80 characters"),
    ("indicators", 'name = "Koopwoningen"', 'name = ""',
     "indicators.toml, indicator koopwoningen: name is empty; leave the field out instead"),
    ("indicators", "minimum = 0", 'chance = "toeval"\nper = 100\nminimum = 0',
     "indicators.toml, indicator koopwoningen: chance must be one of , aandeel, gebeurtenissen, got 'toeval'"),
    ("indicators", "minimum = 0", 'chance = "aandeel"\nminimum = 0',
     "indicators.toml, indicator koopwoningen: chance 'aandeel' needs per: 100, 1000 or 10000"),
    ("indicators", "minimum = 0", 'chance = "aandeel"\nper = 1000\nminimum = 0',
     "indicators.toml, indicator koopwoningen: a share lies between 0 and per; maximum must be 1000.0"),
    ("indicators", "minimum = 0", "per = 0\nminimum = 0",
     "indicators.toml, indicator koopwoningen: per must be above zero and needs a weight, got 0.0"),
    ("indicators", 'definition = "Het aantal woningen."', 'per = 100\ndefinition = "Het aantal woningen."',
     "indicators.toml, indicator woningvoorraad: per must be above zero and needs a weight, got 100.0"),
    ("indicators", "minimum = 0", "breaks = [2022]\nminimum = 0",
     "indicators.toml, indicator koopwoningen, break 1: must be { year = …, reason = … }, got 2022"),
    ("indicators", "minimum = 0", "breaks = [{ year = 2022 }]\nminimum = 0",
     "indicators.toml, indicator koopwoningen, break 1: field 'reason' is missing and has no default"),
    ("indicators", "minimum = 0", 'breaks = [{ year = 22, reason = "Nieuw." }]\nminimum = 0',
     "indicators.toml, indicator koopwoningen, break 1: 22 is not a year"),
    ("indicators", "minimum = 0",
     'breaks = [{ year = 2022, reason = "A." }, { year = 2020, reason = "B." }]\nminimum = 0',
     "indicators.toml, indicator koopwoningen: breaks must ascend by year, got [2022, 2020]"),
    ("themes", 'lens = "mens"', 'lens = "dier"',
     "themes.toml, theme wonen: lens must be one of mens, milieu, economie, got 'dier'"),
    ("themes", THEMES, THEMES + THEMES, "themes.toml, theme wonen: this code is declared twice"),
    ("themes", "[[theme]]", "[[thema]]", "themes.toml: expected only [[theme]] entries, found thema"),
    ("sources", 'delivers = "cijfers"', 'delivers = "tabellen"',
     "sources.toml, source cbs-kwb: delivers must be one of regios, grenzen, cijfers, opvolging, got 'tabellen'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES, ids=[mistake[3] for mistake in MISTAKES])
def test_a_mistake_is_named_with_file_and_entry(folder, file, old, new, message):
    change(folder, file, old, new)

    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)

    assert str(caught.value) == message


def test_a_file_that_is_no_toml_is_named(folder):
    (folder / "themes.toml").write_text("[[theme", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"^themes\.toml: cannot be read: "):
        read_catalogue(folder)
