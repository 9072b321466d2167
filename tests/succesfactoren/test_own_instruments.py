"""Own instruments of a community: written, settled, never changed, and comparable from version to version."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from communities.models import LogEntry
from succesfactoren.access.instruments import choosable_instruments, parts_of
from succesfactoren.actions.own_instruments import (
    MOST_QUESTIONS,
    InstrumentConflict,
    InstrumentError,
    begin_instrument,
    begin_version,
    change_head,
    discard_draft,
    head_stamp,
    offer_instrument,
    settle_version,
    to_settle,
)
from succesfactoren.actions.own_questions import (
    add_part,
    builtin_groups,
    change_question,
    group_stamp,
    move_part,
    move_question,
    put_group_question,
    remove_group_question,
    remove_part,
    remove_question,
    stamp_of,
)
from succesfactoren.models import Instrument, Statement
from tests.communities.town import make_town
from tests.succesfactoren import scene
from tests.succesfactoren.own_scene import HEAD, YES_NO, codes, draft_of, make_own, question, rewrite, say


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def by(town):
    return town.people["coordinator"]


@pytest.fixture
def own(town):
    return make_own(town.public)


def test_parts_come_first_and_loose_questions_last(own):
    version = draft_of(own)
    assert [one.factor.name if one.factor else None for one in parts_of(version)] == ["Huis", None]
    assert [(one.position, one.kind) for one in version.statements.all()] == [
        (1, "stelling"), (2, "keuze"), (3, "keuzes"), (4, "getal"), (5, "open"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["member", "frontrunner", "commissioner", "foreign_coordinator", "stranger"])
def test_only_who_runs_the_community_writes(town, own, name):
    person = town.people[name]
    for act in (
        lambda: begin_instrument(by=person, community=town.public, name="Anders", **HEAD),
        lambda: say(person, own, "Een vraag?"),
        lambda: settle_version(by=person, instrument=own, number=1),
        lambda: discard_draft(by=person, instrument=own),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert draft_of(own).statements.count() == 5


def test_nobody_writes_a_built_in_one(town, by):
    built_in = scene.instrument()
    for person in (by, town.people["administrator"]):
        with pytest.raises(PermissionDenied):
            begin_version(by=person, instrument=built_in)


def test_settled_it_can_be_chosen_and_never_changes(town, by, own):
    assert not choosable_instruments(town.public).filter(pk=own.pk).exists()
    version = settle_version(by=by, instrument=own, number=1)
    assert choosable_instruments(town.public).filter(pk=own.pk).exists()
    assert not choosable_instruments(town.private).filter(pk=own.pk).exists()
    with pytest.raises(InstrumentError, match="intussen vastgesteld"):
        say(by, own, "Nog een vraag?")
    with pytest.raises(IntegrityError), transaction.atomic():
        version.statements.filter(kind="open").update(text="Anders?")


def test_settled_twice_is_settled_once(by, own):
    first = settle_version(by=by, instrument=own, number=1)
    assert settle_version(by=by, instrument=own, number=1).settled_at == first.settled_at
    assert LogEntry.objects.filter(action="stelt vast").count() == 1


def test_an_instrument_without_questions_is_not_settled(town, by):
    made = begin_instrument(by=by, community=town.public, name="Leeg", **HEAD)
    with pytest.raises(InstrumentError, match="minstens één vraag"):
        settle_version(by=by, instrument=made, number=1)


def test_a_part_without_statements_is_named(by, own):
    add_part(by=by, instrument=own, name="Buurt", explanation="", interventions=[])
    assert to_settle(draft_of(own)) == [
        "Zet minstens één stelling in het onderdeel “Buurt”, of verwijder het onderdeel."
    ]


def test_more_than_sixty_questions_are_refused(by, own):
    for number in range(MOST_QUESTIONS - 5):
        say(by, own, f"Vraag {number}?")
    with pytest.raises(InstrumentError, match="60"):
        say(by, own, "Te veel?")
    assert to_settle(draft_of(own)) == []


def test_a_new_version_has_the_same_words_under_the_same_codes(by, own):
    first = settle_version(by=by, instrument=own, number=1)
    draft = begin_version(by=by, instrument=own)
    assert (draft.number, begin_version(by=by, instrument=own)) == (2, draft)
    assert [one.wording for one in draft.statements.all()] == [one.wording for one in first.statements.all()]
    assert [one.code for one in draft.factors.all()] == [one.code for one in first.factors.all()]
    assert draft.group_questions == first.group_questions
    assert {one.factor.version_id for one in draft.statements.filter(factor__isnull=False)} == {draft.pk}


def test_nothing_changed_is_no_new_version(by, own):
    settle_version(by=by, instrument=own, number=1)
    begin_version(by=by, instrument=own)
    with pytest.raises(InstrumentError, match="Er is niets veranderd sinds versie 1"):
        settle_version(by=by, instrument=own, number=2)


def test_a_code_that_was_asked_never_gets_other_words(by, own):
    first = codes(settle_version(by=by, instrument=own, number=1))
    begin_version(by=by, instrument=own)
    changed = rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier graag.")
    assert changed.code not in first.values()
    again = rewrite(by, own, "Ik woon hier graag.", "Ik woon hier prettig.")
    assert again.code == first["Ik woon hier prettig."]


def test_a_removed_question_leaves_its_code_behind(by, own):
    first = codes(settle_version(by=by, instrument=own, number=1))
    begin_version(by=by, instrument=own)
    remove_question(by=by, instrument=own, question=question(own, "Wat wilt u nog zeggen?").pk)
    assert say(by, own, "Iets anders?").code not in first.values()
    settle_version(by=by, instrument=own, number=2)
    begin_version(by=by, instrument=own)
    assert say(by, own, "Wat wilt u nog zeggen?").code == first["Wat wilt u nog zeggen?"]


def test_other_answers_are_another_question(by, own):
    first = codes(settle_version(by=by, instrument=own, number=1))
    begin_version(by=by, instrument=own)
    more = [*YES_NO, {"key": "soms", "label": "Soms"}]
    assert rewrite(by, own, "Huurt u uw huis?", "Huurt u uw huis?", options=more).code not in first.values()


def test_a_question_that_moves_to_another_part_is_the_same_question(by, own):
    first = codes(settle_version(by=by, instrument=own, number=1))
    begin_version(by=by, instrument=own)
    part = add_part(by=by, instrument=own, name="Buurt", explanation="", interventions=[])
    moved = rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier prettig.", part=part.pk)
    assert (moved.code, moved.factor) == (first["Ik woon hier prettig."], part)


def test_the_same_question_sent_twice_is_added_once(by, own):
    assert say(by, own, "Wat nog?") == say(by, own, "Wat nog?")
    with pytest.raises(InstrumentError, match="staat al"):
        say(by, own, "wat NOG?")


def test_a_statement_without_a_part_gets_one(town, by):
    made = begin_instrument(by=by, community=town.public, name="Kort", **HEAD)
    for text in ("Een zin.", "Nog een zin."):
        say(by, made, text, kind="stelling")
    assert list(draft_of(made).statements.values_list("factor__name", flat=True)) == ["Stellingen"] * 2


def test_questions_and_parts_move_and_stay_together(by, own):
    part = add_part(by=by, instrument=own, name="Buurt", explanation="", interventions=[])
    for text in ("De buurt is schoon.", "De buurt is veilig."):
        say(by, own, text, kind="stelling", part=part.pk)
    move_question(by=by, instrument=own, question=question(own, "De buurt is veilig.").pk, places=-1)
    move_part(by=by, instrument=own, part=part.pk, places=-1)
    assert [one.text for one in draft_of(own).statements.all()][:3] == [
        "De buurt is veilig.", "De buurt is schoon.", "Ik woon hier prettig.",
    ]  # fmt: skip
    move_part(by=by, instrument=own, part=part.pk, places=-1)
    assert [one.position for one in draft_of(own).statements.all()] == list(range(1, 8))


def test_a_part_goes_away_without_its_questions(by, own):
    part = draft_of(own).factors.get()
    with pytest.raises(InstrumentError, match="eerst de stellingen"):
        remove_part(by=by, instrument=own, part=part.pk)
    rewrite(by, own, "Huurt u uw huis?", "Huurt u uw huis?", part=part.pk)
    remove_question(by=by, instrument=own, question=question(own, "Ik woon hier prettig.").pk)
    remove_part(by=by, instrument=own, part=part.pk)
    remove_part(by=by, instrument=own, part=part.pk)
    assert question(own, "Huurt u uw huis?").factor is None


def test_what_somebody_else_changed_is_not_written_over(by, own):
    seen = stamp_of(question(own, "Ik woon hier prettig."))
    rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier graag.")
    with pytest.raises(InstrumentConflict) as caught:
        rewrite(by, own, "Ik woon hier graag.", "Ik woon hier goed.", seen=seen)
    assert caught.value.current["text"] == "Ik woon hier graag."
    assert question(own, "Ik woon hier graag.")


def test_the_same_change_sent_twice_is_no_conflict(by, own):
    found = question(own, "Ik woon hier prettig.")
    wanted = {"text": "Ik woon hier graag.", "options": [], "part": found.factor_id, "seen": stamp_of(found)}
    for _ in range(2):
        change_question(by=by, instrument=own, question=found.pk, **wanted)
    assert LogEntry.objects.filter(action="wijzigt", object_kind="stelling").count() == 1


def test_texts_around_the_questions_know_a_conflict_as_well(by, own):
    seen = head_stamp(draft_of(own))
    change_head(by=by, instrument=own, seen=seen, **HEAD | {"name": "Wonen en leven"})
    with pytest.raises(InstrumentConflict):
        change_head(by=by, instrument=own, seen=seen, **HEAD | {"name": "Leven"})
    assert draft_of(own).name == "Wonen en leven"


def test_a_group_question_always_lets_somebody_rather_not_say(own):
    (group,) = draft_of(own).group_questions
    assert (group["code"], group["options"][-1]["key"]) == ("G1", "liever-niet")


def test_the_question_for_the_role_keeps_its_code(by, own):
    role = next(one for one in builtin_groups() if one["code"] == "rol")
    words = {"question": role["question"], "options": role["options"]}
    assert put_group_question(by=by, instrument=own, code="", seen="", **words) == "rol"
    fewer = {"question": role["question"], "options": role["options"][:3]}
    assert put_group_question(by=by, instrument=own, code="rol", seen=group_stamp(words), **fewer) == "G2"


def test_two_group_questions_are_the_most(by, own):
    put_group_question(by=by, instrument=own, code="", seen="", question="Tweede?", options=YES_NO)
    put_group_question(by=by, instrument=own, code="", seen="", question="Tweede?", options=YES_NO)
    with pytest.raises(InstrumentError, match="herkend"):
        put_group_question(by=by, instrument=own, code="", seen="", question="Derde?", options=YES_NO)
    remove_group_question(by=by, instrument=own, code="G1")
    assert [one["question"] for one in draft_of(own).group_questions] == ["Tweede?"]


def test_a_group_question_that_somebody_changed_is_shown(by, own):
    (group,) = draft_of(own).group_questions
    more = [*YES_NO, {"key": "soms", "label": "Soms"}]
    code = put_group_question(
        by=by, instrument=own, code=group["code"], seen=group_stamp(group), question="Waar?", options=more
    )
    with pytest.raises(InstrumentConflict):
        put_group_question(
            by=by, instrument=own, code=code, seen=group_stamp(group), question="Waarheen?", options=more
        )


def test_a_draft_is_thrown_away_and_what_was_settled_stays(by, own):
    settle_version(by=by, instrument=own, number=1)
    begin_version(by=by, instrument=own)
    assert discard_draft(by=by, instrument=own)
    assert [one.number for one in own.versions.all()] == [1]


def test_of_what_was_never_settled_nothing_remains(by, own):
    assert not discard_draft(by=by, instrument=own)
    assert not Instrument.objects.filter(pk=own.pk).exists()
    assert not Statement.objects.filter(text="Ik woon hier prettig.").exists()


def test_what_is_not_offered_is_not_chosen(town, by, own):
    settle_version(by=by, instrument=own, number=1)
    offer_instrument(by=by, instrument=own, is_offered=False)
    assert not choosable_instruments(town.public).filter(pk=own.pk).exists()


def test_the_same_name_twice_is_one_instrument_while_it_is_empty(town, by):
    made = [begin_instrument(by=by, community=town.public, name="Zorg", **HEAD) for _ in range(2)]
    assert made[0] == made[1]
    say(by, made[0], "Een vraag?")
    with pytest.raises(InstrumentError, match="deze naam"):
        begin_instrument(by=by, community=town.public, name="Zorg", **HEAD)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_one_version():
    town = make_town()
    own, by = make_own(town.public), town.people["coordinator"]
    settle_version(by=by, instrument=own, number=1)

    def begin(_):
        try:
            return begin_version(by=by, instrument=own).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(begin, range(2)))
    assert made[0] == made[1]
    assert own.versions.count() == 2
