"""What an initiative changes: the chain, measures, measurements, and what a community may add up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communities.models import LogEntry
from initiatives.access import impact
from initiatives.access.impact import at_work_in, courses_of
from initiatives.actions import impact as actions
from initiatives.actions.impact import ImpactConflict, ImpactError, chain_mark, measure_mark, measurement_mark
from initiatives.models import ChainLink, ImpactMeasure, Measurement
from tests import factories
from tests.communities.town import join, make_community
from tests.initiatives.scene import lead, make_initiative

TODAY = timezone.localdate()
FACTS = {
    "level": "output",
    "name": "Gerepareerde apparaten",
    "unit": "apparaten",
    "counts": "anders",
    "indicator": None,
    "source": "het logboek",
    "measured_by": "de vrijwilligers",
    "baseline_value": None,
    "baseline_on": None,
    "target_value": 100.0,
    "target_on": date(2070, 1, 1),
}


@pytest.fixture
def initiative(db):
    return make_initiative(make_community())


@pytest.fixture
def leader(initiative):
    return lead(initiative)


@pytest.fixture
def measure(initiative, leader):
    return actions.add_measure(by=leader, initiative=initiative, **FACTS)


def address(view, initiative, *more):
    return reverse(f"initiatives:{view}", args=[initiative.community.slug, initiative.pk, *more])


def sent(**fields):
    """The facts of a measure as a browser sends them."""
    return {name: value for name, value in (FACTS | fields).items() if value is not None}


# ── The chain ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_chain_is_written_in_one_form_and_once(initiative, leader, client):
    client.force_login(leader)
    words = {"output": "Elke maand een avond\n\n  En een   busje ", "impact": "Minder afval", "stood": chain_mark([])}
    page = client.post(address("chain_edit", initiative), words)
    assert page.status_code == 302
    client.post(address("chain_edit", initiative), words)
    written = [(one.level, one.text) for one in initiative.chain.all()]
    assert written == [("output", "Elke maand een avond"), ("output", "En een busje"), ("impact", "Minder afval")]
    assert LogEntry.objects.filter(action="schrijft de keten van").count() == 1


def test_a_chain_that_somebody_else_changed_is_not_written_over_unseen(initiative, leader, client):
    actions.write_chain(by=leader, initiative=initiative, chain={"output": ["Van een ander"]}, stood=chain_mark([]))
    client.force_login(leader)
    words = {"output": "Van mij", "stood": chain_mark([])}
    page = client.post(address("chain_edit", initiative), words)
    html = page.content.decode()
    assert (page.status_code, "Van een ander" in html, "Van mij" in html) == (409, True, True)
    assert initiative.chain.get().text == "Van een ander"
    assert client.post(address("chain_edit", initiative), words | {"stood": page.context["form"].data["stood"]})
    assert initiative.chain.get().text == "Van mij"


@pytest.mark.parametrize("text", ["\n".join("abcdef"), "x" * 241])
def test_a_chain_stays_small(initiative, leader, client, text):
    client.force_login(leader)
    page = client.post(address("chain_edit", initiative), {"output": text, "stood": chain_mark([])})
    assert (page.status_code, ChainLink.objects.count()) == (400, 0)


def test_who_may_not_edit_the_initiative_writes_nothing(initiative, leader, measure):
    stranger = factories.make_verified_user(name="Lid Zonder")
    join(initiative.community, stranger)
    kept = actions.measure_value(by=leader, measure=measure, on=TODAY, value=3.0)
    for verb in (
        lambda: actions.write_chain(by=stranger, initiative=initiative, chain={"output": ["x"]}, stood=chain_mark([])),
        lambda: actions.add_measure(by=stranger, initiative=initiative, **FACTS | {"name": "Iets"}),
        lambda: actions.change_measure(by=stranger, measure=measure, stood=measure_mark(measure), name="Iets"),
        lambda: actions.remove_measure(by=stranger, measure=measure),
        lambda: actions.measure_value(by=stranger, measure=measure, on=TODAY, value=1.0),
        lambda: actions.correct_measurement(
            by=stranger, measurement=kept, stood=measurement_mark(kept), on=TODAY, value=1.0
        ),
        lambda: actions.remove_measurement(by=stranger, measurement=kept),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert (ChainLink.objects.count(), ImpactMeasure.objects.get().name) == (0, FACTS["name"])
    assert Measurement.objects.get().value == 3.0


# ── Measures ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_measure_sent_twice_is_made_once_and_a_namesake_is_refused(initiative, leader, measure):
    assert actions.add_measure(by=leader, initiative=initiative, **FACTS) == measure
    other = {"name": "gerepareerde APPARATEN", "source": "een ander boek"}
    with pytest.raises(ImpactError, match="meet dit initiatief al"):
        actions.add_measure(by=leader, initiative=initiative, **FACTS | other)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImpactMeasure.objects.create(initiative=initiative, **FACTS | {"name": "GEREPAREERDE apparaten"})
    assert ImpactMeasure.objects.count() == 1


def test_two_who_change_a_measure_do_not_lose_each_others_words(leader, measure):
    stood = measure_mark(measure)
    actions.change_measure(by=leader, measure=measure, stood=stood, source="de balie")
    with pytest.raises(ImpactConflict):
        actions.change_measure(by=leader, measure=measure, stood=stood, source="de kassa")
    assert ImpactMeasure.objects.get().source == "de balie"


def test_numbers_go_in_and_out_as_the_dutch_write_them(initiative, leader, client):
    client.force_login(leader)
    facts = sent(baseline_value="1.250,5", baseline_on="2025-01-01", target_value="900")
    assert client.post(address("measure_new", initiative), facts).status_code == 302
    made = ImpactMeasure.objects.get()
    assert (made.baseline_value, made.target_value) == (1250.5, 900)
    page = client.get(address("measure_edit", initiative, made.pk)).content.decode()
    assert 'value="1250,5"' in page
    assert client.post(address("measure_new", initiative), facts | {"target_value": "veel"}).status_code == 400


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"baseline_value": "5"}, "baseline_on"),
        ({"target_value": ""}, "target_value"),
        ({"baseline_value": "5", "baseline_on": "2070-05-01"}, "target_on"),
        ({"baseline_value": "5", "baseline_on": "2069-01-01"}, "baseline_on"),
    ],
)
def test_a_value_goes_with_a_day_that_can_be(initiative, leader, client, fields, field):
    client.force_login(leader)
    page = client.post(address("measure_new", initiative), sent(**fields))
    assert (page.status_code, field in page.context["form"].errors) == (400, True)


# ── Measurements ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_measurement_is_a_sign_of_life_and_stands_once_a_day(initiative, leader, measure):
    type(initiative).objects.update(heard_on=TODAY - timedelta(days=60))
    made = actions.measure_value(by=leader, measure=measure, on=TODAY, value=12.0)
    assert actions.measure_value(by=leader, measure=measure, on=TODAY, value=12.0) == made
    with pytest.raises(ImpactError, match="al iets anders gemeten"):
        actions.measure_value(by=leader, measure=measure, on=TODAY, value=13.0)
    with pytest.raises(ImpactError, match="moet nog komen"):
        actions.measure_value(by=leader, measure=measure, on=TODAY + timedelta(days=1), value=13.0)
    initiative.refresh_from_db()
    assert (initiative.heard_on, Measurement.objects.get().value) == (TODAY, 12.0)


def test_a_measurement_is_corrected_and_taken_away(leader, measure):
    yesterday = TODAY - timedelta(days=1)
    first = actions.measure_value(by=leader, measure=measure, on=yesterday, value=12.0)
    second = actions.measure_value(by=leader, measure=measure, on=TODAY, value=20.0)
    stood = {"measurement": first, "stood": measurement_mark(first), "on": yesterday}
    actions.correct_measurement(by=leader, value=14.0, remark="natellen", **stood)
    with pytest.raises(ImpactConflict):
        actions.correct_measurement(by=leader, value=15.0, **stood)
    as_second = {"measurement": second, "stood": measurement_mark(second)}
    with pytest.raises(ImpactError, match="al een andere meting"):
        actions.correct_measurement(by=leader, on=yesterday, value=20.0, **as_second)
    actions.remove_measurement(by=leader, measurement=second)
    actions.remove_measurement(by=leader, measurement=second)
    assert [(one.value, one.remark) for one in Measurement.objects.all()] == [(14.0, "natellen")]
    with pytest.raises(ImpactError, match="weggehaald"):
        actions.correct_measurement(by=leader, on=TODAY, value=1.0, **as_second)


def test_who_corrects_what_somebody_else_corrected_is_told_and_loses_nothing(initiative, leader, measure, client):
    made = actions.measure_value(by=leader, measure=measure, on=date(2026, 1, 2), value=12.0)
    seen = {"on": "2026-01-02", "value": "13", "stood": measurement_mark(made)}
    Measurement.objects.update(value=14.0)
    client.force_login(leader)
    here = address("measurement_edit", initiative, measure.pk, made.pk)
    page = client.post(here, seen)
    html = page.content.decode()
    assert (page.status_code, "Er staat nu 14 apparaten" in html, 'value="13"' in html) == (409, True, True)
    assert client.post(here, seen | {"stood": page.context["form"].data["stood"]}).status_code == 302
    assert Measurement.objects.get().value == 13.0


@pytest.mark.django_db(transaction=True)
def test_two_who_measure_at_once_leave_one_value_a_day():
    initiative = make_initiative(make_community())
    leader = lead(initiative)
    measure = actions.add_measure(by=leader, initiative=initiative, **FACTS)

    def send(value):
        try:
            return actions.measure_value(by=leader, measure=measure, on=TODAY, value=value).value
        except ImpactError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, (12.0, 13.0)))
    assert sorted(answers, key=str) == [Measurement.objects.get().value, None]


def test_the_page_of_a_measure_takes_a_dutch_number_and_answers_to_a_wrong_one(initiative, leader, measure, client):
    client.force_login(leader)
    here = address("measure_detail", initiative, measure.pk)
    assert client.post(here, {"on": "2026-02-01", "value": "1.250"}).status_code == 302
    assert "<b>1.250 apparaten</b> op 1 februari 2026" in client.get(here).content.decode()
    wrong = client.post(here, {"on": "2026-02-02", "value": ""})
    assert (wrong.status_code, "Niets gemeten is iets anders dan nul" in wrong.content.decode()) == (400, True)
    assert client.post(here, {"on": "2026-02-01", "value": "5"}).status_code == 400


@pytest.mark.parametrize("typed", ["99999999999999999999", "−99999999999999999999", "9" * 400])
def test_a_number_that_is_too_large_is_told_so(initiative, leader, client, typed):
    client.force_login(leader)
    page = client.post(address("measure_new", initiative), sent(target_value=typed))
    assert page.status_code == 400
    assert page.context["form"].errors["target_value"] == [
        "Dit getal is te groot: meer dan 1.000.000.000.000 kan niet. Kies een grotere eenheid."
    ]
    wrong = client.post(address("measure_new", initiative), sent(target_value="veel")).context["form"]
    assert "Vul een getal in" in wrong.errors["target_value"][0]


# ── What readers see ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_visitor_reads_the_chain_and_the_course_and_never_a_credit(initiative, leader, client):
    touched = factories.make_indicator(influence="gedeeld")
    facts = FACTS | {"indicator": touched, "baseline_value": 0.0, "baseline_on": date(2026, 1, 1)}
    measure = actions.add_measure(by=leader, initiative=initiative, **facts)
    for day, value in ((2, 20.0), (3, 51.0)):
        actions.measure_value(by=leader, measure=measure, on=date(2026, 1, day), value=value)
    page = client.get(address("impact_detail", initiative)).content.decode()
    assert "Ongeveer halverwege." in page
    assert "Van 0 apparaten op 1 januari 2026 naar 51 apparaten op 3 januari 2026" in page
    assert "Invloed gedeeld: de regio heeft hier samen met anderen invloed op." in page
    assert "schrijven wij niet toe aan dit initiatief" in page
    assert "Zet er een meting bij" not in page
    assert "Ongeveer halverwege." in client.get(initiative.get_absolute_url()).content.decode()


def test_two_points_make_no_line_and_a_beginning_that_is_not_known_is_not_nought(leader, measure):
    actions.measure_value(by=leader, measure=measure, on=date(2026, 1, 2), value=3.0)
    (course,) = courses_of(measure.initiative)
    assert len(course.points) == 1
    assert "Het begin is niet gemeten" in course.progress.sentence()


def measured(community, title, value, **fields):
    """An initiative of the theme of work that counted visitors."""
    initiative = make_initiative(community, title, **fields)
    initiative.themes.add(factories.make_theme())
    facts = FACTS | {"name": "Bezoekers", "unit": "mensen", "counts": "mensen"}
    initiative.measures.create(**facts).measurements.create(on=date(2026, 1, 1), value=value)
    return initiative


def test_people_of_two_initiatives_are_a_range_and_visitors_get_only_what_is_public(client, db):
    community = make_community()
    measured(community, "Openbaar een", 40.0)
    measured(community, "Openbaar twee", 55.0)
    measured(community, "Alleen leden", 60.0, is_public=False)
    here = reverse("initiatives:impact_list", args=[community.slug])
    visitor = client.get(here).content.decode()
    assert "tussen 55 en 95 mensen" in visitor
    assert "Alleen leden" not in visitor
    member = factories.make_verified_user()
    join(community, member)
    client.force_login(member)
    assert "tussen 60 en 155 mensen" in client.get(here).content.decode()
    table = client.get(reverse("initiatives:impact_csv", args=[community.slug])).content.decode()
    assert "alle samen;;;;60;155;Wie aan twee initiatieven meedoet" in table


# ── Who works on a theme ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_of_a_theme_names_public_initiatives_in_the_region_and_credits_nobody(client, db, monkeypatch):
    province = factories.make_region("PV01", "Merenland", "provincie")
    ours = factories.make_region("GM0001", "Waalmeer", parent=province)
    elsewhere = factories.make_region("GM0002", "Hogewaard", parent=province)
    theme = factories.make_theme()
    factories.make_indicator()
    public, private = make_community(region=ours), make_community("dicht", region=ours, visibility="besloten")
    make_community("ginds", region=elsewhere)
    for community, title, fields in (
        (public, "Te lezen", {}),
        (public, "Alleen leden", {"is_public": False}),
        (public, "Wacht nog", {"placed_at": None}),
        (public, "Nog een idee", {"stage": "idee"}),
        (private, "Besloten", {}),
    ):
        make_initiative(community, title, **fields).themes.add(theme)
    assert [str(one) for one in at_work_in(ours, theme).shown] == ["Te lezen"]
    assert at_work_in(province, theme).n == 1
    assert at_work_in(elsewhere, theme).n == 0
    monkeypatch.setattr(impact, "MOST_SHOWN", 0)
    work = at_work_in(ours, theme)
    rest = render_to_string("config/_at_work_in.html", {"region": ours, "theme": theme, "work": work})
    assert f"{reverse('initiatives:initiative_list', args=[public.slug])}?thema={theme.code}" in rest
    monkeypatch.undo()
    page = client.get(reverse("regioscan:theme_detail", args=["GM0001", theme.code])).content.decode()
    assert "Eén initiatief werkt aan arbeid" in page
    assert "schrijven wij aan geen enkel initiatief toe" in page
    scan = client.get(reverse("communities:scan_detail", args=[public.slug])).content.decode()
    assert "Te lezen" in scan
    assert "Alleen leden" not in scan.split("Wie hieraan werkt")[1].split("Rapport")[0]
