"""What files say beside the figures: the true reason where there is none, and words for every kind of question."""

import io
import zipfile

import pytest

from lib.tables import Table
from succesfactoren.actions.closing import close_round
from succesfactoren.exports.codebook import codebook
from succesfactoren.exports.outcome_sheets import FEW_INVITED, long_table
from succesfactoren.exports.spss import spss_zip
from succesfactoren.exports.workbook import workbook
from succesfactoren.models import Round
from tests.communities.town import make_community, make_town, make_trajectory
from tests.succesfactoren import scene
from tests.succesfactoren.own_scene import codes, make_own


@pytest.fixture
def community(db):
    found = make_community()
    make_trajectory(found)
    return found


@pytest.fixture
def own(db):
    """A closed round of twelve people with an own instrument: a choice, choices, a number and words."""
    town = make_town()
    version = make_own(town.public, settled=True).versions.get(number=1)
    assessment = town.public.trajectories.first().assessments.create(instrument=version.instrument)
    made = scene.make_round(town.public, assessment=assessment, version=version)
    code = codes(version)
    for i in range(12):
        marks = {
            code["Ik woon hier prettig."]: 2 + i % 3,
            code["Huurt u uw huis?"]: "ja" if i % 2 else "nee",
            code["Wat mist u?"]: ["winkel"],
            code["Hoe lang woont u hier?"]: i,
        }
        scene.answer(made, marks=marks, groups={})
    close_round(round=made, by=None)
    return Round.objects.get(pk=made.pk)


def column(table: Table, key: str) -> int:
    return [one.key for one in table.columns].index(key)


def test_without_invitations_the_list_says_why_and_not_that_it_is_shown(community):
    made = scene.closed_round(community, 12, audience="bijeenkomst")
    table = long_table(made.outcome.figures, made.name)
    said = {row[column(table, "naam")]: row[-2:] for row in table.rows if row[column(table, "soort")] == "respons"}
    assert said == {"Genodigden": [None, FEW_INVITED], "Deel dat meedeed": [None, FEW_INVITED]}


def test_no_row_without_a_value_says_that_it_is_shown(own):
    for made in (own, scene.closed_round(own.community, 12), scene.closed_round(own.community, 3, name="Klein")):
        rows = long_table(made.outcome.figures, made.name).rows
        assert [row for row in rows if (row[-2] is None) == (row[-1] == "getoond")] == []


def test_a_choice_has_no_mean_and_a_number_has(own):
    table = long_table(own.outcome.figures, own.name)
    code, measure = column(table, "code"), column(table, "maat")
    asked = codes(own.version)
    found = {text: {row[measure] for row in table.rows if row[code] == asked[text]} for text in asked}
    assert found["Huurt u uw huis?"] == {"aantal", "aandeel"}
    assert found["Hoe lang woont u hier?"] == {"aantal", "gemiddelde", "mediaan"}


def test_the_code_book_has_words_for_each_kind(own):
    rows = {row[2]: (row[4], row[5]) for row in codebook(own).rows}
    assert rows["Huurt u uw huis?"] == ("Ja en Nee", "niets gekozen")
    assert rows["Hoe lang woont u hier?"] == ("getal in jaar van 0 tot en met 100", "niet ingevuld")
    assert "weet ik niet" in str(rows["Ik woon hier prettig."][1])


def test_the_code_book_explains_every_reason_of_the_list(own):
    known = {row[1] for row in codebook(own).rows if row[0] == "reden"}
    for made in (own, scene.closed_round(own.community, 3)):
        assert {row[-1] for row in long_table(made.outcome.figures, made.name).rows} <= known


def test_the_workbook_has_no_empty_sheet(own):
    sheets = workbook(own, {}, [])
    assert [one.title for one in sheets if not one.rows] == []
    assert "Open antwoorden" not in {one.title for one in sheets}


def test_the_labels_for_spss_are_plain_dutch(community):
    made = scene.closed_round(community, 12)
    packed = zipfile.ZipFile(io.BytesIO(spss_zip(made.outcome.figures, made.name)))
    labels = packed.read("uitkomst.sps").decode("utf-8-sig").partition("VALUE LABELS")[2]
    assert "'marge van'" in labels
    assert "'aantal «Helemaal oneens»'" in labels
    assert "_" not in labels
