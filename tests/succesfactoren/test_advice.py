"""An advice becomes a promise in one step, and the next round shows what became of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.actions.commitments import CommitmentError, set_commitment_state
from communities.models import Commitment, LogEntry
from succesfactoren.access.advice import advice_of
from succesfactoren.actions.advice import choose_intervention
from succesfactoren.actions.closing import RoundError, close_round
from succesfactoren.actions.own_instruments import begin_instrument, settle_version
from succesfactoren.forms.advice import InterventionForm
from succesfactoren.models import ChosenIntervention, Round
from tests.communities.town import make_organisation, make_town
from tests.succesfactoren import scene
from tests.succesfactoren.own_scene import HEAD, YES_NO, say

SOON = date(2070, 3, 1)


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def closed(town):
    return scene.closed_round(town.public)


def factor(round, code="LEI"):
    return round.version.factors.get(code=code)


def choose(town, round, who="coordinator", code="LEI", **fields):
    found = factor(round, code)
    defaults = {"text": found.interventions[0], "due_on": SOON, "person": town.people["frontrunner"]}
    return choose_intervention(by=town.people[who], round=round, factor=found, **(defaults | fields))


def test_a_suggestion_becomes_a_promise_with_somebody_and_a_day(town, closed):
    bank = make_organisation("Bank aan het Meer")
    chosen = choose(town, closed, organisation=bank)
    promise = Commitment.objects.get()
    assert (chosen.commitment, chosen.is_own) == (promise, False)
    assert (promise.what, promise.person, promise.organisation, promise.due_on) == (
        chosen.text,
        town.people["frontrunner"],
        bank,
        SOON,
    )
    assert promise.trajectory == closed.assessment.trajectory
    assert LogEntry.objects.filter(action="kiest", object_id=str(chosen.pk)).count() == 1


def test_a_changed_sentence_is_ones_own(town, closed):
    assert choose(town, closed, text="Iedere maand samen eten").is_own


def test_an_organisation_alone_will_do_and_nobody_will_not(town, closed):
    assert choose(town, closed, person=None, organisation=make_organisation()).commitment.person is None
    with pytest.raises(CommitmentError, match="altijd iemand"):
        choose(town, closed, code="BET", person=None)
    assert ChosenIntervention.objects.count() == 1


def test_sent_twice_is_chosen_once(town, closed):
    assert choose(town, closed) == choose(town, closed)
    assert (ChosenIntervention.objects.count(), Commitment.objects.count()) == (1, 1)


def test_the_same_sentence_of_others_is_not_taken_silently(town, closed):
    choose(town, closed)
    with pytest.raises(RoundError, match="al toegezegd"):
        choose(town, closed, person=town.people["member"])
    assert Commitment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_choose_once():
    town = make_town()
    closed = scene.closed_round(town.public)

    def send(_):
        try:
            return choose(town, closed).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(send, range(4)))
    assert len(made) == 1
    assert (ChosenIntervention.objects.count(), Commitment.objects.count()) == (1, 1)


def test_a_promise_that_was_taken_away_is_made_again(town, closed):
    chosen = choose(town, closed)
    Commitment.objects.all().delete()
    again = choose(town, closed)
    assert again.pk == chosen.pk
    assert again.commitment == Commitment.objects.get()


def test_what_does_not_fit_in_a_promise_is_refused_and_nothing_is_cut(town, closed):
    with pytest.raises(RoundError, match="dit zijn er 201"):
        choose(town, closed, text="x" * 201)
    assert choose(town, closed, text="x" * 200).commitment.what == "x" * 200


def test_a_factor_of_another_questionnaire_is_refused(town, closed):
    other = scene.instrument("actie").newest.factors.first()
    with pytest.raises(RoundError, match="hoort niet"):
        choose_intervention(
            by=town.people["coordinator"],
            round=closed,
            factor=other,
            text="Iets",
            due_on=SOON,
            person=town.people["member"],
        )


@pytest.mark.parametrize("who", ["member", "frontrunner", "commissioner", "foreign_coordinator", "stranger"])
def test_only_who_runs_it_chooses(who, town, closed):
    with pytest.raises(PermissionDenied):
        choose(town, closed, who=who)


def test_nothing_is_chosen_while_people_still_answer(town):
    with pytest.raises(PermissionDenied):
        choose(town, scene.make_round(town.public))


def test_nothing_is_chosen_in_a_community_that_is_over(town, closed):
    town.public.ended_on = date(2026, 1, 1)
    town.public.save()
    with pytest.raises(PermissionDenied):
        choose(town, Round.objects.get(pk=closed.pk))


def test_a_low_factor_asks_and_others_can_be_chosen_for_too(town):
    low = scene.make_round(town.public)
    codes = list(low.version.statements.filter(kind="stelling").values_list("code", flat=True))
    for _ in range(12):
        scene.answer(
            low, marks={code: 1 if code.startswith("VER") else 3 if code.startswith("INN") else 5 for code in codes}
        )
    close_round(round=low, by=None)
    advice = advice_of(Round.objects.get(pk=low.pk), town.people["coordinator"])
    assert [one.code for one in advice.factors] == ["VER", "INN"]
    assert advice.factors[0].why == "laag niveau, bij de laagste"
    assert [one.text for one in advice.factors[0].suggestions] == factor(low, "VER").interventions
    assert len(advice.others) == 5
    choose(town, Round.objects.get(pk=low.pk), code="COM")
    assert "COM" in [one.code for one in advice_of(low, town.people["coordinator"]).factors]


def test_members_read_what_was_chosen_and_no_suggestions(town, closed):
    choose(town, closed)
    Round.objects.filter(pk=closed.pk).update(published_at=timezone.now())
    advice = advice_of(Round.objects.get(pk=closed.pk), town.people["member"])
    assert [(one.code, len(one.choices), one.suggestions) for one in advice.factors] == [("LEI", 1, [])]
    assert (advice.others, advice.may_choose, advice.title) == ([], False, "Eén stap is toegezegd")


def test_the_next_round_says_what_was_done_late_lapsed_and_not_yet(town, closed):
    coordinator = town.people["coordinator"]
    done, late, lapsed, waiting, gone = (
        choose(town, closed, text=text).commitment for text in ("Gedaan", "Te laat", "Vervallen", "Wacht", "Weg")
    )
    set_commitment_state(commitment=done, by=coordinator, state="klaar")
    set_commitment_state(commitment=lapsed, by=coordinator, state="vervallen", because="Geen geld")
    Commitment.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    gone.delete()
    second = scene.closed_round(town.public, name="Tussenmeting")
    (back,) = advice_of(second, coordinator).before
    assert {one.text: one.kept.state for one in back.choices} == {
        "Gedaan": "gedaan",
        "Te laat": "te laat",
        "Vervallen": "vervallen",
        "Wacht": "nog niet gedaan",
        "Weg": "weggehaald",
    }
    assert (back.before, back.now) == (back.now, back.before)
    assert back.change == "De score bleef 3,5."
    assert advice_of(second, coordinator).title_before == "1 van 5 stappen gedaan"
    assert waiting.is_open


def test_choices_after_another_assessment_are_not_shown(town, closed):
    choose(town, closed)
    other = scene.closed_round(town.public, slug="vijf-voorwaarden-samenwerking")
    assert advice_of(other, town.people["coordinator"]).before == []


def test_the_queries_do_not_grow_with_what_was_chosen(town, closed):
    def asked():
        found = Round.objects.select_related("outcome", "assessment__trajectory__community", "version").get(
            pk=closed.pk
        )
        user = town.people["coordinator"]
        with CaptureQueriesContext(connection) as queries:
            advice_of(found, user)
        return len(queries)

    choose(town, closed)
    with_one = asked()
    for code in ("BET", "INT", "EXP"):
        choose(town, closed, code=code)
    assert asked() == with_one


def page_of(town, round, **query):
    path = reverse("succesfactoren:round_advice", args=[town.public.slug, round.pk])
    return town.login("coordinator").get(path, query)


def test_the_page_fills_in_the_sentence_and_makes_the_promise(town, closed):
    words = factor(closed).interventions[1]
    page = page_of(town, closed, onderdeel="LEI", advies="2")
    assert page.context["form"].initial["what"] == words
    path = reverse("succesfactoren:round_advice", args=[town.public.slug, closed.pk])
    sent = {
        "onderdeel": "LEI",
        "advies": "2",
        "what": words,
        "person": town.people["member"].pk,
        "due_on": "2070-03-01",
    }
    assert town.login("coordinator").post(path, sent).status_code == 302
    assert ChosenIntervention.objects.get().commitment.person == town.people["member"]


def test_the_page_says_what_is_missing_and_keeps_the_sentence(town, closed):
    path = reverse("succesfactoren:round_advice", args=[town.public.slug, closed.pk])
    page = town.login("coordinator").post(path, {"onderdeel": "LEI", "advies": "0", "what": "Eigen plan", "due_on": ""})
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"person", "due_on"}
    assert "Eigen plan" in page.content.decode()


def test_one_of_both_is_asked_and_a_missing_day_says_so(town, closed):
    html = page_of(town, closed, onderdeel="LEI", advies="0").content.decode()
    assert "Kies een persoon, een organisatie of allebei." in html
    assert "niet verplicht" not in html
    sent = {"what": "Eigen plan", "person": town.people["member"].pk, "due_on": ""}
    form = InterventionForm(sent, community=town.public, by=town.people["coordinator"])
    assert form.errors == {"due_on": ["Kies een dag."]}


def test_an_advice_that_is_too_long_says_so_before_it_is_sent(town):
    long = "Spreek iedere week af. " * 11
    form = InterventionForm(initial={"what": long}, community=town.public, by=town.people["coordinator"])
    assert "253 tekens" in form.fields["what"].help_text


@pytest.mark.parametrize("query", [{"onderdeel": "NIET"}, {"onderdeel": "LEI", "advies": "999"}])
def test_an_address_that_somebody_made_up_still_shows_the_page(query, town, closed):
    assert page_of(town, closed, **query).status_code == 200


def test_a_round_of_another_community_is_not_there(town, closed):
    path = reverse("succesfactoren:round_advice", args=[town.private.slug, closed.pk])
    assert town.login("coordinator").get(path).status_code == 404


def test_a_suggestion_names_the_village_and_is_not_ones_own(town):
    assessment = scene.make_assessment(town.public, "organisatiekracht", subject="Vlierooge")
    closed = scene.closed_round(town.public, slug="organisatiekracht", assessment=assessment, audience="panel")
    (number, text), *_ = [
        (one.code, text) for one in closed.version.factors.all() for text in one.interventions if "[dorp]" in text
    ]
    page = page_of(town, closed, onderdeel=number).content.decode()
    assert "[dorp]" not in page
    assert choose(town, closed, code=number, text=text.replace("[dorp]", "Vlierooge")).is_own is False


def test_the_result_page_offers_the_advice_and_the_own_view_to_who_runs_it_only(town, closed):
    Round.objects.filter(pk=closed.pk).update(published_at=None)
    rating = reverse("succesfactoren:round_rating", args=[town.public.slug, closed.pk])
    path = reverse("succesfactoren:round_result", args=[town.public.slug, closed.pk])
    assert rating in town.login("coordinator").get(path).content.decode()
    choose(town, closed)
    page = town.login("commissioner").get(path).content.decode()
    assert factor(closed).interventions[0] in page
    assert reverse("succesfactoren:round_advice", args=[town.public.slug, closed.pk]) not in page


def test_without_parts_there_is_nothing_to_give_a_view_of(town):
    by = town.people["coordinator"]
    made = begin_instrument(by=by, community=town.public, name="Eén vraag", **HEAD)
    say(by, made, "Huurt u uw huis?", kind="keuze", options=YES_NO)
    version = settle_version(by=by, instrument=made, number=1)
    assessment = town.public.trajectories.first().assessments.create(instrument=made)
    asked = scene.make_round(town.public, assessment=assessment, version=version)
    (code,) = version.statements.values_list("code", flat=True)
    for _ in range(12):
        scene.answer(asked, marks={code: "ja"}, groups={})
    close_round(round=asked, by=None)
    html = town.login("coordinator").get(reverse("succesfactoren:round_result", args=[town.public.slug, asked.pk]))
    assert "Huurt u uw huis?" in html.content.decode()
    assert reverse("succesfactoren:round_rating", args=[town.public.slug, asked.pk]) not in html.content.decode()
