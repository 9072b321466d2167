"""What is promised to who answers is kept by the database, also where the code forgets it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from succesfactoren.actions.instruments import store_instruments
from succesfactoren.models import Assessment, Instrument, InstrumentVersion, Outcome, Response, Round
from tests.communities.town import make_community, make_trajectory
from tests.succesfactoren import scene


@pytest.fixture
def community(db):
    found = make_community()
    make_trajectory(found)
    return found


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "vertrouwelijk", "purge_on": timezone.localdate()},
        {"opened_at": None},
        {"group_questions": []},
        {"opened_at": timezone.now()},
        {"merges_doors": True},
        {"audience": "panel"},
    ],
)
def test_what_was_promised_at_opening_never_changes(community, fields):
    found = scene.make_round(community)
    assert refused(lambda: Round.objects.filter(pk=found.pk).update(**fields))


def test_the_smallest_group_may_only_grow_once_a_round_is_open(community):
    found = scene.make_round(community, minimum_group=8)
    assert refused(lambda: Round.objects.filter(pk=found.pk).update(minimum_group=7))
    assert Round.objects.filter(pk=found.pk).update(minimum_group=9) == 1


def test_before_the_opening_everything_may_change(community):
    found = scene.make_round(community, opened_at=None)
    assert Round.objects.filter(pk=found.pk).update(mode="vertrouwelijk", purge_on=timezone.localdate()) == 1


@pytest.mark.parametrize(("smallest", "detail"), [(4, 10), (5, 9), (12, 10)])
def test_no_round_shows_smaller_groups_than_the_house_allows(community, smallest, detail):
    assert refused(lambda: scene.make_round(community, minimum_group=smallest, minimum_detail=detail))


def test_no_round_counts_three_reminders(community):
    found = scene.make_round(community)
    assert refused(lambda: Round.objects.filter(pk=found.pk).update(n_reminders=3))


def test_the_day_of_wiping_may_come_sooner_and_never_later(community):
    found = scene.make_round(community, mode="vertrouwelijk")
    later, sooner = found.purge_on + timedelta(days=1), found.purge_on - timedelta(days=1)
    assert refused(lambda: Round.objects.filter(pk=found.pk).update(purge_on=later))
    assert Round.objects.filter(pk=found.pk).update(purge_on=sooner) == 1


def test_an_answer_in_an_anonymous_round_has_no_code(community):
    anonymous, confidential = scene.make_round(community), scene.make_round(community, mode="vertrouwelijk")
    assert refused(lambda: scene.answer(anonymous, code=uuid4()))
    assert scene.answer(confidential, code=uuid4()).pk


def test_half_an_answer_is_kept_in_confidential_rounds_only(community):
    assert refused(lambda: scene.answer(scene.make_round(community), is_complete=False))


def test_a_settled_version_never_changes(community):
    version = scene.instrument().newest
    factor, statement = version.factors.first(), version.statements.first()
    assert refused(lambda: version.factors.filter(pk=factor.pk).update(name="Anders"))
    assert refused(lambda: version.statements.filter(pk=statement.pk).update(text="Anders."))
    assert refused(lambda: version.statements.create(position=99, code="NEW", text="Erbij."))
    assert refused(lambda: type(version).objects.filter(pk=version.pk).update(name="Anders"))


def test_an_outcome_is_made_once(community):
    found = scene.make_round(community)
    outcome = Outcome.objects.create(round=found, figures={}, method="1")
    assert refused(lambda: Outcome.objects.filter(pk=outcome.pk).update(figures={"n": 1}))


def test_the_words_of_a_settled_version_are_not_taken_away(community):
    version = scene.instrument().newest
    for things in (version.statements, version.factors):
        assert refused(things.last().delete)
    assert refused(lambda: InstrumentVersion.objects.filter(pk=version.pk).delete())
    assert version.statements.exists()


def test_the_words_of_a_draft_are_taken_away_also_just_before_it_is_settled(community):
    own = Instrument.objects.create(community=community, slug="eigen", purpose="eigen")
    draft = own.versions.create(number=1, name="Eigen")
    gone, _ = (draft.statements.create(position=n, code=f"V{n}", text="Goed?") for n in (1, 2))
    gone.delete()
    type(draft).objects.filter(pk=draft.pk).update(settled_at=timezone.now())
    connection.check_constraints()
    assert draft.statements.count() == 1
    assert refused(draft.statements.get().delete)


def test_an_outcome_goes_with_its_round_only(community):
    found = scene.closed_round(community, published_at=timezone.now())
    assert refused(found.outcome.delete)
    assert refused(
        lambda: (
            Outcome.objects.filter(round=found).delete() and Outcome.objects.create(round=found, figures={}, method="1")
        )
    )
    assert Outcome.objects.filter(round=found).exists()


def test_with_a_community_go_its_rounds_outcomes_and_own_words(community):
    own = Instrument.objects.create(community=community, slug="eigen", purpose="eigen")
    draft = own.versions.create(number=1, name="Eigen")
    part = draft.factors.create(position=1, code="A", name="Deel")
    draft.statements.create(position=1, code="A1", text="Goed.", factor=part)
    type(draft).objects.filter(pk=draft.pk).update(settled_at=timezone.now())
    scene.closed_round(community, published_at=timezone.now())
    made = Assessment.objects.create(trajectory=community.trajectories.first(), instrument=own)
    scene.closed_round(community, assessment=made, name="Eigen")
    assert not refused(community.delete)
    assert (Outcome.objects.count(), Round.objects.count(), own.versions.count()) == (0, 0, 0)


def test_nothing_of_an_answer_says_who_or_when():
    names = {field.name for field in Response._meta.get_fields()}
    assert names == {"id", "round", "door", "answers", "groups", "is_complete", "was_quick", "code"}


def test_an_instrument_is_stored_once_however_often_it_is_loaded(db):
    scene.instrument()

    assert store_instruments() == []


def test_after_publication_an_open_answer_can_only_be_withheld(community):
    found = scene.closed_round(community, published_at=timezone.now())
    question = found.version.statements.get(code="OPEN1")
    answer = found.open_answers.create(statement=question, text="Goed.", shown_text="Goed.", state="getoond")
    assert refused(lambda: found.open_answers.filter(pk=answer.pk).update(shown_text="Slecht."))
    assert found.open_answers.filter(pk=answer.pk).update(state="achtergehouden") == 1
    assert refused(lambda: found.open_answers.filter(pk=answer.pk).update(state="getoond"))


def test_only_what_is_published_is_for_everyone(community):
    found = scene.make_round(community)
    assert refused(lambda: Round.objects.filter(pk=found.pk).update(is_for_everyone=True))
