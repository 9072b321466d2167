"""The template of steps is checked when it is read."""

import pytest

from communities.models import Phase, PhaseKind, Step
from communities.step_catalogue import (
    FILE,
    MAX_EXPLANATION,
    MAX_SUMMARY,
    MAX_TITLE,
    PHASES,
    CatalogueError,
    load_phases,
    read_phases,
)


def test_the_file_has_the_five_phases_with_four_to_seven_steps_each():
    phases = load_phases()
    assert [one.code for one in phases] == PhaseKind.values
    assert all(4 <= len(one.steps) <= 7 for one in phases)
    assert all(step.explanation.endswith((".", "?")) for one in phases for step in one.steps)


def test_the_lengths_are_those_of_the_models():
    assert list(PHASES) == PhaseKind.values
    assert Step._meta.get_field("title").max_length == MAX_TITLE
    assert Step._meta.get_field("explanation").max_length == MAX_EXPLANATION
    assert Phase._meta.get_field("summary").max_length == MAX_SUMMARY


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('code = "willen"', 'code = "dromen"', "has the phases"),
        ('title = "Kernteam vormen"', 'title = ""', "has no title"),
        ('title = "Kernteam vormen"', 'title = "Lessen ophalen"', "the same step twice"),
        ('title = "Kernteam vormen"', 'naam = "Kernteam vormen"', "has no title"),
        ('title = "Kernteam vormen"', 'title = "Kernteam vormen"\ndue = 3', "unknown fields: due"),
        ('title = "Kernteam vormen"', f'title = "{"k" * 141}"', "140 fit"),
        ('title = "Kernteam vormen"', 'title = "Kernteam', "is not TOML"),
    ],
)
def test_a_mistake_is_one_clear_complaint(old, new, complaint):
    text = FILE.read_text("utf-8")
    assert old in text
    with pytest.raises(CatalogueError, match=complaint):
        read_phases(text.replace(old, new))


def test_a_phase_with_three_steps_is_refused():
    first = FILE.read_text("utf-8").split('[[phase]]\ncode = "willen"')
    steps = first[0].split("[[phase.step]]")
    with pytest.raises(CatalogueError, match="has 3 steps"):
        read_phases("[[phase.step]]".join(steps[:5]) + '[[phase]]\ncode = "willen"' + first[1])
