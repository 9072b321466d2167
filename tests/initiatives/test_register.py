"""What leaves with a person of initiatives, the board and budgets: their pictures, their ideas, and their name."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from communities.actions.erasure import erase
from communities.registry import line_of
from initiatives.actions.pictures import add_initiative_picture
from initiatives.models import (
    ChainLink,
    ImpactMeasure,
    Initiative,
    InitiativePicture,
    Match,
    Measurement,
    Milestone,
    Proposal,
    StageChange,
)
from lib.pictures import Picture
from tests import factories
from tests.communities.town import join, make_community
from tests.communities.whole_person import PNG, places_that_hold
from tests.initiatives.scene import lead, make_budget, make_initiative, make_listing, make_milestone, make_proposal

NAME = "Xenia Quispel"


@pytest.fixture
def community(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_community()


def person(community, name=NAME):
    made = factories.make_verified_user(name=name)
    join(community, made)
    return made


def test_a_picture_is_of_who_placed_it_and_goes_with_their_texts(community):
    proposer, placer = person(community, "Piet Voorsteller"), person(community)
    initiative = make_initiative(community, proposed_by=proposer)
    lead(initiative, placer)
    picture = Picture(PNG, ".png", 2, 2)
    made = add_initiative_picture(by=placer, initiative=initiative, picture=picture, alt="Een volle tafel")
    line = line_of(InitiativePicture)
    assert [list(line.rows_of(one)) for one in (proposer, placer)] == [[], [made]]
    erase(user=proposer, by=None, removes_texts=True)
    assert InitiativePicture.objects.get().placed_by == placer
    erase(user=placer, by=None, removes_texts=True)
    assert not InitiativePicture.objects.exists()


def test_a_picture_stays_without_who_placed_it_where_texts_stay(community):
    initiative, placer = make_initiative(community), person(community)
    file = ContentFile(PNG, "foto.png")
    InitiativePicture.objects.create(initiative=initiative, file=file, alt="Tafel", placed_by=placer)
    erase(user=placer, by=None)
    assert InitiativePicture.objects.get().placed_by is None


def test_the_name_of_who_leaves_goes_out_of_every_word_of_others(community):
    writer, xenia = person(community, "Anton Ander"), person(community)
    named = ("summary", "for_people", "for_environment", "for_economy", "asks_help", "blocked_because", "place_name")
    initiative = make_initiative(community, **{name: f"Vraag het {NAME}" for name in named})
    StageChange.objects.create(initiative=initiative, before="idee", after="willen", why=f"Dankzij {NAME}", by=writer)
    make_milestone(initiative, f"Gesprek met {NAME}")
    ChainLink.objects.create(initiative=initiative, level="output", text=f"{NAME} geeft les")
    measure = ImpactMeasure.objects.create(
        initiative=initiative, level="output", name=f"Lessen van {NAME}", unit="les", source=NAME, measured_by=NAME
    )
    Measurement.objects.create(measure=measure, value=1, remark=f"Volgens {NAME}", by=writer)
    listing = make_listing(community, writer, title=f"Wie helpt {NAME}?", text=f"Bel {NAME}", place=f"Bij {NAME}")
    Match.objects.create(listing=listing, other=person(community, "Olga Ook"), message=f"Ik ken {NAME}", what=NAME)
    budget = make_budget(community)
    make_proposal(budget, f"Bankje voor {NAME}", text=f"Zoals {NAME} zei", place=f"Bij {NAME}", reason=f"Vraag {NAME}")
    assert len(places_that_hold(NAME)) > 8
    erase(user=xenia, by=None)
    assert places_that_hold(NAME) == []
    assert Initiative.objects.get().for_people == "Vraag het iemand die vertrok"
    assert ImpactMeasure.objects.get().measured_by == "iemand die vertrok"


def test_two_who_leave_may_have_stood_in_the_same_words(community):
    initiative = make_initiative(community)
    for name in (NAME, "Karel Kwast"):
        make_milestone(initiative, f"Gesprek met {name}")
        measure = {"level": "output", "unit": "les", "source": "lijst", "measured_by": "school"}
        ImpactMeasure.objects.create(initiative=initiative, name=f"Lessen van {name}", **measure)
        erase(user=person(community, name), by=None)
    last = Milestone.objects.order_by("pk").last()
    assert [one.title for one in Milestone.objects.order_by("pk")] == [
        "Gesprek met iemand die vertrok",
        f"Gesprek met iemand die vertrok ({last.pk})",
    ]
    assert ImpactMeasure.objects.filter(name__startswith="Lessen van iemand die vertrok").count() == 2


def test_an_idea_nobody_votes_on_goes_with_the_texts_of_who_sent_it_in(community):
    xenia, judge = person(community), person(community, "Toos Toets")
    open_budget, voted = make_budget(community, "insturen"), make_budget(community, name="Dorpsbudget van nu")
    fields = {"proposed_by": xenia, "decided_by": judge, "text": "Kwetterzwam", "place": "Kwetterzwam"}
    new = {"cost_cents": None, "guess_cents": 100, "decided_at": None, "decided_by": None, "reason": ""}
    sent = make_proposal(open_budget, state="ingestuurd", **(fields | new))
    withdrawn = make_proposal(open_budget, state="ingetrokken", **fields)
    judged = make_proposal(open_budget, **fields)
    taken_back = make_proposal(voted, state="ingetrokken", **fields)
    erase(user=judge, by=None, removes_texts=True)
    assert set(Proposal.objects.values_list("text", flat=True)) == {"Kwetterzwam"}
    erase(user=xenia, by=None, removes_texts=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    told = {one.pk: (one.state, "Kwetterzwam" in one.text + one.place) for one in Proposal.objects.all()}
    assert told == {
        sent.pk: ("ingetrokken", False),
        withdrawn.pk: ("ingetrokken", False),
        judged.pk: ("haalbaar", True),
        # Also where voting has opened: of what was taken back nobody needs the words.
        taken_back.pk: ("ingetrokken", False),
    }
    assert not Proposal.objects.exclude(proposed_by=None, decided_by=None).exists()
    assert Proposal.objects.get(pk=sent.pk).created_at < timezone.now()


def test_an_idea_stays_in_its_own_words_where_texts_stay(community):
    xenia = person(community)
    idea = make_proposal(make_budget(community, "insturen"), state="ingetrokken", proposed_by=xenia)
    erase(user=xenia, by=None)
    assert Proposal.objects.get().title == idea.title
