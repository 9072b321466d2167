"""Codes and keys of own questions: laws, and the cases that would spoil a comparison between rounds."""

from hypothesis import given
from hypothesis import strategies as st

from succesfactoren.analysis.own_codes import RATHER_NOT, code_for, fresh_code, keyed, stamp, with_rather_not
from succesfactoren.analysis.wording import asks_subject, with_subject

WORDS = st.sampled_from("abcdef")


def test_a_new_question_gets_the_next_number():
    assert code_for("new", "", {"a": "V1", "b": "V7"}, {"V9"}, "V") == "V10"
    assert code_for("new", "", {}, set(), "V") == "V1"


def test_words_that_were_asked_before_get_their_own_code_back():
    assert code_for("a", "V3", {"a": "V1"}, {"V3"}, "V") == "V1"


def test_other_words_never_get_a_code_that_was_asked():
    assert code_for("changed", "V1", {"a": "V1"}, set(), "V") == "V2"


def test_what_was_never_asked_keeps_its_code():
    assert code_for("changed", "V2", {"a": "V1"}, set(), "V") == "V2"


def test_codes_of_another_kind_do_not_count():
    assert fresh_code({"rol", "G", "GX1", "V5", "G2"}, "G") == "G3"


@given(st.lists(st.lists(WORDS, unique=True, max_size=6), max_size=6))
def test_through_all_versions_a_code_has_one_wording_and_a_wording_one_code(versions):
    earlier: dict[str, str] = {}
    current: dict[str, str] = {}
    for version in versions:
        draft: dict[str, str] = {}
        for place, words in enumerate(version):
            was = list(current.values())[place] if place < len(current) else ""
            was = was if was not in draft.values() else ""
            draft[words] = code_for(words, was, earlier, {*draft.values(), *current.values()}, "V")
        assert len(set(draft.values())) == len(draft)
        assert all(earlier.get(words, code) == code for words, code in draft.items())
        earlier |= draft
        assert len(set(earlier.values())) == len(earlier)
        current = draft


@given(st.lists(st.text(max_size=60), max_size=12, unique=True))
def test_every_answer_has_a_key_of_its_own(labels):
    found = keyed(labels)
    assert [one["label"] for one in found] == labels
    assert len({one["key"] for one in found}) == len(labels)
    assert all(one["key"].isascii() and one["key"] for one in found)


def test_a_label_keeps_the_key_it_had():
    assert keyed(["Bank of verzekeraar"], {"Bank of verzekeraar": "financieel"})[0]["key"] == "financieel"


@given(st.lists(st.sampled_from([{"key": "ja", "label": "Ja"}, RATHER_NOT]), max_size=3))
def test_rather_not_stands_last_and_once(options):
    found = with_rather_not(options)
    assert found[-1] == RATHER_NOT
    assert sum(one == RATHER_NOT for one in found) == 1
    assert with_rather_not(found) == found


@given(st.text(), st.text())
def test_a_stamp_tells_words_apart(one, other):
    assert (stamp(one) == stamp(other)) == (one == other)


def test_the_sentences_are_about_the_place_that_the_round_names():
    assert with_subject("Ik voel me thuis in [dorp].", "Waalmeer") == "Ik voel me thuis in Waalmeer."
    assert with_subject("Ik voel me thuis in [dorp].", " ") == "Ik voel me thuis in ons dorp."
    assert with_subject("[dorp] is fijn, en [dorp] is klein.", "") == "Ons dorp is fijn, en ons dorp is klein."
    assert with_subject("Er is een groep.", "Waalmeer") == "Er is een groep."


def test_a_subject_is_asked_where_a_sentence_needs_one():
    assert asks_subject(["Een zin.", "Iets in [dorp]."])
    assert not asks_subject(["Een zin."])
