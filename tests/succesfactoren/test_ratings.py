"""The advisor's own view stands apart from the answers, and stands still once the result is published."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from succesfactoren.access.ratings import ratings_of, ratings_seen
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.ratings import RatingConflict, rate_factors
from succesfactoren.models import AdvisorRating, Outcome, Round
from tests.communities.town import make_town
from tests.succesfactoren import scene


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def asked(town):
    return scene.make_round(town.public)


def rate(town, round, who="coordinator", seen=None, **levels):
    wanted = {round.version.factors.get(code=code): level for code, level in levels.items()}
    return rate_factors(round=round, by=town.people[who], wanted=wanted, seen=seen or ratings_seen(round))


def test_levels_are_kept_by_factor(town, asked):
    assert rate(town, asked, LEI=(3, "Iedereen noemt hetzelfde doel"), COM=(1, "")) == {"LEI": 3, "COM": 1}
    assert ratings_of(asked) == {"LEI": 3, "COM": 1}
    assert AdvisorRating.objects.get(level=3).remark == "Iedereen noemt hetzelfde doel"


def test_a_level_can_be_changed_and_taken_back(town, asked):
    rate(town, asked, LEI=(3, ""), COM=(1, ""))
    assert rate(town, asked, LEI=(4, ""), COM=None) == {"LEI": 4}


def test_sent_twice_changes_nothing_and_is_no_conflict(town, asked):
    seen = ratings_seen(asked)
    assert rate(town, asked, seen=seen, LEI=(3, "")) == rate(town, asked, seen=seen, LEI=(3, ""))
    assert AdvisorRating.objects.count() == 1


def test_what_somebody_else_changed_is_not_written_over(town, asked):
    seen = ratings_seen(asked)
    rate(town, asked, seen=seen, LEI=(3, ""))
    with pytest.raises(RatingConflict):
        rate(town, asked, who="administrator", seen=seen, LEI=(1, ""))
    assert ratings_of(asked) == {"LEI": 3}


def test_after_publishing_it_stands_still(town, asked):
    rate(town, asked, LEI=(3, ""))
    now = timezone.now()
    Round.objects.filter(pk=asked.pk).update(closed_at=now, published_at=now)
    with pytest.raises(RoundError, match="gepubliceerd"):
        rate(town, asked, LEI=(4, ""))
    assert ratings_of(asked) == {"LEI": 3}


@pytest.mark.parametrize("who", ["member", "commissioner", "frontrunner", "foreign_coordinator"])
def test_only_who_runs_it_gives_a_level(who, town, asked):
    with pytest.raises(PermissionDenied):
        rate(town, asked, who=who, LEI=(3, ""))


def test_a_factor_of_another_questionnaire_is_refused(town, asked):
    other = scene.instrument("actie").newest.factors.first()
    with pytest.raises(RoundError, match="hoort niet"):
        rate_factors(round=asked, by=town.people["coordinator"], wanted={other: (2, "")}, seen=ratings_seen(asked))


def test_it_never_reaches_the_outcome(town):
    found = scene.make_round(town.public)
    rate(town, found, **{code: (1, "laag") for code in ("LEI", "BET", "COM")})
    rated = scene.answers(found, 6) and scene.close_round(round=found, by=None).figures
    plain = scene.closed_round(town.private, 6).outcome.figures
    means = [[one["mean"] for one in figures["tables"][0]["factors"]] for figures in (rated, plain)]
    assert means[0] == means[1]
    assert "laag" not in str(Outcome.objects.get(round=found).figures["tables"][0]["breakdowns"])


def page(town, round):
    return reverse("succesfactoren:round_rating", args=[town.public.slug, round.pk])


def test_the_page_describes_the_levels_and_keeps_them(town, asked):
    factor = asked.version.factors.get(code="LEI")
    client = town.login("coordinator")
    assert factor.level_texts[0] in client.get(page(town, asked)).content.decode()
    sent = {"seen": ratings_seen(asked), f"level_{factor.pk}": "2", f"remark_{factor.pk}": "Nog geen plan"}
    assert client.post(page(town, asked), sent).status_code == 302
    assert ratings_of(asked) == {"LEI": 2}


def test_a_remark_asks_for_a_level(town, asked):
    factor = asked.version.factors.get(code="LEI")
    sent = {"seen": ratings_seen(asked), f"remark_{factor.pk}": "Nog geen plan"}
    answer = town.login("coordinator").post(page(town, asked), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [f"level_{factor.pk}"])


def test_the_page_shows_a_conflict_and_takes_the_second_try(town, asked):
    factor = asked.version.factors.get(code="LEI")
    old = ratings_seen(asked)
    rate(town, asked, LEI=(4, "Zag ik zelf"))
    client = town.login("coordinator")
    answer = client.post(page(town, asked), {"seen": old, f"level_{factor.pk}": "2"})
    assert answer.status_code == 409
    assert "Zag ik zelf" in answer.content.decode()
    again = {"seen": answer.context["form"]["seen"].value(), f"level_{factor.pk}": "2"}
    assert client.post(page(town, asked), again).status_code == 302
    assert ratings_of(asked) == {"LEI": 2}
