"""Learning between communities: only what was agreed to, only what may be shown, and never a person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.models import LogEntry
from succesfactoren.access.learning import rises_of, shared_rounds, sharing_assessments
from succesfactoren.actions.learning import share_profile
from succesfactoren.analysis.learning import NAME, UNNAMED, newest_each, without_names
from succesfactoren.charts.learning import factor_rows
from succesfactoren.models import Assessment, Outcome
from tests import factories
from tests.communities.town import join, make_town
from tests.succesfactoren import scene
from tests.succesfactoren.learning_scene import CODES, change, closed_round, rose, sharing, table

PATH = reverse("succesfactoren:learning")


@pytest.fixture
def town(db):
    return make_town()


def seen_by(person):
    return newest_each(shared_rounds(sharing_assessments(), person))


def read(town, name="coordinator"):
    return town.clients[name].get(PATH).content.decode()


def share(community, **fields):
    assessment = scene.make_assessment(community)
    by = community.memberships.get(role="coordinator").user
    return share_profile(by=by, assessment=assessment, shares=True)


# ── Who may share ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["member", "frontrunner", "commissioner", "foreign_coordinator", "stranger"])
def test_only_who_runs_a_community_shares_its_profile(town, name):
    assessment = scene.make_assessment(town.public)
    for shares in (True, False):
        with pytest.raises(PermissionDenied):
            share_profile(by=town.people[name], assessment=assessment, shares=shares)
    assert Assessment.objects.get().shares_profile_at is None


def test_shared_twice_is_shared_once_and_leaves_a_line(town):
    first = share(town.public)
    assert share(town.public).shares_profile_at == first.shares_profile_at
    assert LogEntry.objects.filter(action="deelt de uitkomst van").count() == 1


def test_what_is_taken_back_is_gone_at_once(town):
    for number in range(3):
        sharing(f"les-{number}")
    own = share(town.public)
    closed_round(own, table(dict.fromkeys(CODES, 3.5)))
    assert len(seen_by(town.people["stranger"])) == 4
    share_profile(by=town.people["coordinator"], assessment=own, shares=False)
    assert len(seen_by(town.people["stranger"])) == 3
    assert LogEntry.objects.filter(action="deelt niet meer de uitkomst van").count() == 1


def test_of_what_is_over_the_profile_can_be_taken_back_and_not_shared(town):
    own = share(town.public)
    town.public.ended_on = town.public.started_on
    town.public.save()
    share_profile(by=town.people["coordinator"], assessment=own, shares=False)
    with pytest.raises(PermissionDenied):
        share_profile(by=town.people["coordinator"], assessment=own, shares=True)


def test_only_the_seven_factors_are_set_side_by_side(town):
    pulse = scene.make_assessment(town.public, "pols")
    with pytest.raises(ValueError, match="seven factors"):
        share_profile(by=town.people["coordinator"], assessment=pulse, shares=True)
    path = reverse("succesfactoren:profile_share", args=[town.public.slug, pulse.pk])
    assert town.clients["coordinator"].post(path, {"shares": "ja"}).status_code == 404


def test_sharing_from_the_page(town):
    own = scene.make_assessment(town.public)
    path = reverse("succesfactoren:profile_share", args=[town.public.slug, own.pk])
    for sent, is_shared in (("ja", True), ("nee", False)):
        assert town.clients["coordinator"].post(path, {"shares": sent}).status_code == 302
        assert (Assessment.objects.get(pk=own.pk).shares_profile_at is not None) == is_shared


# ── What is seen ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_did_not_agree_is_not_there(town):
    own = scene.make_assessment(town.public)
    closed_round(own, table(dict.fromkeys(CODES, 3.5)))
    assert seen_by(town.people["member"]) == []


def test_what_the_members_may_not_read_yet_is_not_there(town):
    own = share(town.public)
    closed_round(own, table(dict.fromkeys(CODES, 3.5)), published_at=None)
    assert seen_by(town.people["coordinator"]) == []


def test_a_private_community_has_a_name_for_its_members_only(town):
    own = share(town.private)
    closed_round(own, table(dict.fromkeys(CODES, 3.5)))
    whos = {name: [one.who for one in seen_by(town.people[name])] for name in ("member", "stranger", "administrator")}
    assert whos == {"member": ["Binnendijk"], "stranger": [UNNAMED], "administrator": [UNNAMED]}
    (found,) = seen_by(town.people["stranger"])
    assert found.address == ""


def test_nothing_of_a_private_community_is_on_the_page_of_others(town):
    for number in range(2):
        sharing(f"les-{number}")
    rose(town.private)
    page = read(town, "foreign_coordinator")
    assert "een andere community" in page
    assert not any(words in page for words in ("Binnendijk", "binnendijk"))


def test_only_the_newest_round_of_each_community_counts(town):
    own = share(town.public)
    closed_round(own, table(dict.fromkeys(CODES, 2.0)), days_ago=100)
    closed_round(own, table(dict.fromkeys(CODES, 4.0)), days_ago=5)
    (found,) = seen_by(town.people["member"])
    assert {one["mean"] for one in found.factors} == {4.0}


def test_what_the_outcome_hides_stays_hidden(town):
    for number in range(2):
        sharing(f"les-{number}")
    own = share(town.public)
    closed_round(own, table({"LEI": 3.4}))
    rows = {
        one.code: one
        for one in factor_rows(scene.instrument().newest.factors.all(), seen_by(town.people["member"]), [])
    }
    assert rows["LEI"].words == "3 communities, van 3,0 tot en met 3,4. Waalmeer: 3,4."
    assert (rows["BET"].words, rows["BET"].svg) == ("", "")
    assert "te weinig antwoorden" in read(town, "member")


def test_a_whole_that_is_hidden_is_no_profile(town):
    own = share(town.public)
    closed_round(own, table(dict.fromkeys(CODES, 3.0), hidden="te weinig antwoorden", n=None))
    assert seen_by(town.people["member"]) == []


def test_the_open_link_of_a_meeting_is_no_profile(town):
    own = share(town.public)
    hidden = table({}, hidden="te weinig antwoorden", n=None)
    meeting = table(dict.fromkeys(CODES, 4.9), door="open")
    closed_round(own, hidden, meeting)
    assert seen_by(town.people["member"]) == []
    closed_round(own, meeting, days_ago=2)
    assert seen_by(town.people["member"]) == []


def test_two_communities_are_not_set_side_by_side(town):
    sharing("les-1", 2.1)
    sharing("les-2", 4.3)
    page = read(town)
    assert "Nu delen 2 communities hun uitkomst." in page
    assert not any(words in page for words in ("2,1", "4,3", "other-dot", "<table"))
    sharing("les-3", 3.7)
    page = read(town)
    assert all(words in page for words in ("2,1", "4,3", "3,7"))
    assert page.count("other-dot") == 3 * 7


def test_the_order_says_nothing_of_who_does_better(town):
    for name, mean in (("zuid", 4.9), ("Aarle", 1.1), ("midden", 3.0)):
        sharing(name.lower(), mean, name=name)
    assert [one.who for one in seen_by(town.people["member"])] == ["Aarle", "midden", "zuid"]


def test_a_line_says_the_same_in_words(town):
    for number, mean in enumerate((2.0, 2.0, 2.02, 4.0)):
        sharing(f"les-{number}", mean)
    row = factor_rows(scene.instrument().newest.factors.all(), seen_by(town.people["member"]), [])[0]
    assert row.words == "4 communities, van 2,0 tot en met 4,0."
    assert row.words in str(row.svg)
    places = [part.split('cy="')[1].split('"')[0] for part in str(row.svg).split("<circle")[1:]]
    assert len(set(places[:3])) == 3


# ── Who did this already ──────────────────────────────────────────────────────────────────────────────────────────
def rises(person):
    return rises_of(shared_rounds(sharing_assessments(), person))


def test_who_rose_clearly_is_named_with_what_was_carried_out(town):
    rose(town.public, text="Een kopgroep maken.")
    (found,) = rises(town.people["stranger"])
    assert (found.who, found.factor, found.before, found.now) == ("Waalmeer", "LEI", 2.6, 3.3)
    assert found.done == ("Een kopgroep maken.",)


def test_who_did_it_is_told_from_three_communities_on(town):
    rose(town.public, text="Een kopgroep maken.")
    sharing("les-1")
    few = read(town)
    sharing("les-2")
    assert ("Een kopgroep maken." in few, "3,3" in few, "Nog niemand" in few) == (False, False, False)
    assert "Een kopgroep maken." in read(town)


def test_of_a_factor_that_few_can_show_nobody_is_an_example(town):
    rose(town.public)
    other = share(town.private)
    closed_round(other, table({"BET": 3.0}))
    sharing("les-1")
    page = read(town)
    assert ("Een kopgroep maken." in page, "ging van 2,6" in page) == (False, False)


def test_a_community_without_a_name_is_not_known_by_its_own_words(town):
    rose(town.private, text="De molen van Binnendijk opknappen.", is_own=True)
    rose(town.private, "BET", text="Een kopgroep maken.")
    seen = {who: {one.factor: one.done for one in rises(town.people[who])} for who in ("stranger", "member")}
    assert seen["stranger"] == {"LEI": (), "BET": ("Een kopgroep maken.",)}
    assert seen["member"]["LEI"] == ("De molen van Binnendijk opknappen.",)


@pytest.mark.parametrize("state", ["toegezegd", "bezig", "vervallen"])
def test_what_was_only_promised_is_not_told(town, state):
    rose(town.public, state=state)
    assert [one.done for one in rises(town.people["stranger"])] == [()]


@pytest.mark.parametrize(
    "moved",
    [
        change(2.6, 3.3, is_clear=False),
        change(3.3, 2.6),
        change(2.6, 3.3, hidden="te weinig antwoorden"),
    ],
)
def test_what_may_be_chance_or_fell_or_is_hidden_is_no_rise(town, moved):
    own = share(town.public)
    first = closed_round(own, table({"LEI": 2.6}), days_ago=100)
    closed_round(own, table({"LEI": 3.3}, {"LEI": moved}), before=first)
    assert rises(town.people["member"]) == []


def test_who_took_it_back_is_no_example_any_more(town):
    rose(town.public)
    Assessment.objects.update(shares_profile_at=None)
    assert rises(town.people["member"]) == []


def test_people_have_no_name_in_what_was_done(town):
    anna = factories.make_verified_user(name="Anna van der Meer")
    join(town.public, anna)
    rose(town.public, text="Anna van der Meer en Anna bellen de bakker.", is_own=True)
    (found,) = rises(town.people["stranger"])
    assert found.done == (f"{NAME} en {NAME} bellen de bakker.",)


NAMES = st.lists(st.sampled_from(["Jan Bakker", "An de Wit", "Ö. Çelik", "El-Amrani", "(Piet"]), max_size=4)


@given(NAMES, st.text(max_size=30))
def test_no_name_of_three_letters_or_more_is_left(names, around):
    text = f"{around} {' en '.join(names)} {around}"
    left = without_names(text, names)
    assert not any(f" {name.strip('(')} " in f" {left} ".replace("(", " ") for name in names)


def test_what_is_no_name_stays():
    assert without_names("De bakker de wit en Bakker.", ["An de Bakker"]) == f"De bakker de wit en {NAME}."
    assert without_names("Niets.", []) == "Niets."


# ── The outcome itself ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_coordinator_sees_beforehand_what_others_will_see(town):
    rose(town.private, text="Een kopgroep maken.")
    path = reverse("succesfactoren:profile_sharing", args=[town.private.slug])
    page = town.clients["coordinator"].get(path).content.decode()
    assert all(words in page for words in ("Zonder naam", "Een kopgroep maken.", "3,3"))


def test_only_the_outcome_is_read(town):
    rose(town.public)
    with transaction.atomic():
        Outcome.objects.all().delete()
        assert seen_by(town.people["member"]) == []
        # An outcome goes only with its round: the database would refuse this.
        transaction.set_rollback(True)


def test_somebody_of_no_community_is_refused(town):
    assert town.clients["stranger"].get(PATH).status_code == 403
