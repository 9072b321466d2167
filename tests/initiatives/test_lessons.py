"""Lessons: who reads them, how they are found, and that a private community cannot be known by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.access.lessons import LessonWish, cards_of, find_lessons, lessons_of, shared_lessons
from initiatives.actions.lessons import LessonWords, write_lesson
from initiatives.models import Initiative, Lesson
from succesfactoren.analysis.learning import UNNAMED
from tests import factories
from tests.access_rows.lessons import learned, make
from tests.communities.town import join, make_community, make_organisation
from tests.initiatives.scene import lead

SECRET = "Vraag Annelies Borst van Stichting De Haven in Binnendijk, bij Samen aan tafel op het Zuidplein, om raad."


@pytest.fixture
def reader(db):
    """Somebody with an account who belongs to another community."""
    user = factories.make_verified_user(name="Rik Lezer")
    join(make_community("elders"), user)
    return user


@pytest.fixture
def private(db):
    """A lesson of a private community, full of names."""
    region = factories.make_region("GM0002", "Zeepolder")
    community = make_community("binnendijk", visibility="besloten", region=region)
    join(community, factories.make_verified_user(name="Annelies Borst"))
    lesson = learned(community, "Samen aan tafel", advice=SECRET, what_worked="Koken.", place_name="Zuidplein")
    lesson.initiative.partners.create(organisation=make_organisation("Stichting De Haven"))
    return lesson


def found(reader, words="", **wish):
    return [card.lesson for card in cards_of(find_lessons(shared_lessons(reader), LessonWish(words, **wish)))]


def test_a_lesson_of_a_private_community_is_read_elsewhere_without_any_name(private, reader):
    (card,) = cards_of(shared_lessons(reader))
    assert (card.who, card.initiative, card.community, card.what_worked) == (UNNAMED, None, None, "Koken.")
    names = ("Annelies", "Borst", "Haven", "Binnendijk", "Samen aan tafel", "Zuidplein")
    assert [name for name in names if name in card.advice] == []
    assert card.advice.startswith("Vraag [naam]")


def test_the_page_names_nothing_of_a_private_community_but_to_its_members(private, reader, client):
    client.force_login(reader)
    page = client.get(reverse("initiatives:lesson_search")).content.decode()
    assert "Een andere community" in page
    assert [name for name in ("Binnendijk", "binnendijk", "Samen aan tafel", "Borst") if name in page] == []
    member = factories.make_verified_user()
    join(private.initiative.community, member)
    client.force_login(member)
    page = client.get(reverse("initiatives:lesson_search")).content.decode()
    assert ("Samen aan tafel" in page, "Annelies Borst" in page) == (True, True)


@pytest.mark.parametrize("words", ["Binnendijk", "raad Borst", "tafel", "Zuidplein", "haven raad"])
def test_a_lesson_without_a_name_is_not_found_by_a_name_in_it(words, private, reader):
    assert found(reader, words) == []
    join(private.initiative.community, reader)
    assert found(reader, words) == [private]


@pytest.mark.parametrize("words", ["raad", "raad vragen", "raad -Binnendijk", "koken"])
def test_it_is_found_by_its_other_words_and_nothing_is_learned_by_leaving_one_out(words, private, reader):
    assert found(reader, words) == ([] if "-" in words else [private])


def test_a_members_only_initiative_of_a_public_community_has_no_name_elsewhere(reader):
    lesson = learned(make_community("waalmeer"), "Stil plan", is_public=False, advice="Begin klein in Waalmeer.")
    (card,) = cards_of(shared_lessons(reader))
    assert (card.lesson, card.initiative, card.advice) == (lesson, None, "Begin klein in [naam].")


@pytest.mark.parametrize(
    "change", [{"is_shared": False}, {"initiative__hidden_because": "Dubbel."}, {"initiative__placed_at": None}]
)
def test_what_is_not_shared_hidden_or_waits_is_not_read_elsewhere(change, reader):
    lesson = learned(make_community("waalmeer"))
    assert found(reader) == [lesson]
    ((name, value),) = change.items()
    which = Initiative if "__" in name else Lesson
    which.objects.update(**{name.split("__")[-1]: value})
    assert found(reader) == []


def test_lessons_are_found_by_factor_theme_and_stage(reader):
    community, care = make_community("waalmeer"), factories.make_theme("zorg", "Zorg")
    done = learned(community)
    stopped = learned(community, "Buurtbus", stage="gestopt", factor_code="leiderschap", advice="Niet doen.")
    stopped.initiative.themes.set([care])
    assert found(reader, factor="exploratie") == [done]
    assert found(reader, theme="zorg") == [stopped]
    assert found(reader, stage="gestopt") == [stopped]
    assert found(reader, "buurtbus") == [stopped]
    assert found(reader, stage="gestopt", theme="arbeid") == []


def test_visitors_read_what_is_shared_of_initiatives_that_they_may_see(reader, client):
    community = make_community("waalmeer")
    open_one = learned(community, advice="Openbaar advies.")
    learned(community, "Twee", advice="Niet gedeeld.", is_shared=False)
    learned(community, "Drie", advice="Besloten initiatief.", is_public=False)
    assert list(lessons_of(reader, community)) == [open_one]
    page = client.get(reverse("initiatives:lesson_list", args=[community.slug])).content.decode()
    assert [words in page for words in ("Openbaar advies", "Niet gedeeld", "Besloten initiatief")] == [
        True,
        False,
        False,
    ]
    join(community, reader)
    assert lessons_of(reader, community).count() == 3
    page = client.get(open_one.initiative.get_absolute_url()).content.decode()
    assert "Openbaar advies" in page


def test_a_lesson_that_is_not_shared_is_not_on_the_page_for_visitors(client, db):
    lesson = learned(make_community("waalmeer"), advice="Niet gedeeld.", is_shared=False)
    address = lesson.initiative.get_absolute_url()
    assert "Niet gedeeld" not in client.get(address).content.decode()
    client.force_login(lead(lesson.initiative))
    assert "Niet gedeeld" in client.get(address).content.decode()


def test_a_lesson_is_written_and_amended_afterwards_by_who_carries_it(client, db):
    initiative = learned(make_community("waalmeer")).initiative
    Lesson.objects.all().delete()
    client.force_login(lead(initiative))
    address = reverse("initiatives:lesson_write", args=[initiative.community.slug, initiative.pk])
    assert client.post(address, {"advice": " ", "is_shared": "ja"}).status_code == 400
    sent = client.get(address).context["form"].initial | {"advice": "Begin klein."}
    assert client.post(address, sent).status_code == 302
    sent = client.get(address).context["form"].initial
    assert client.post(address, sent | {"advice": "Begin heel klein."}).status_code == 302
    assert [one.advice for one in Lesson.objects.all()] == ["Begin heel klein."]
    Initiative.objects.update(stage="doen")
    page = client.get(address)
    assert (page.status_code, "klaar is of stopt" in page.content.decode()) == (200, True)
    assert client.post(address, sent).status_code == 400


@pytest.mark.parametrize("stage", ["gerealiseerd", "gestopt"])
@pytest.mark.parametrize("is_written", [True, False])
def test_of_what_ended_the_lesson_stands_above_the_story_and_once(client, db, stage, is_written):
    initiative = learned(make_community("waalmeer")).initiative
    if not is_written:
        Lesson.objects.all().delete()
    Initiative.objects.update(stage=stage, description="<p>Elke zaterdag.</p>")
    initiative.chain.create(level="output", text="Elke maand een avond")
    client.force_login(lead(initiative))
    page = client.get(initiative.get_absolute_url()).content.decode()
    places = [page.index(f'id="{one}"') for one in ("h-fase", "les", "h-verhaal", "impact")]
    assert places == sorted(places)
    assert page.count('id="les"') == 1


def test_a_stopped_initiative_is_not_asked_for_its_story_or_measures(client, db):
    initiative = learned(make_community("waalmeer")).initiative
    client.force_login(lead(initiative))
    asks = ("Het verhaal moet nog worden verteld", "Schrijf de keten", "Meet iets", "staat nog nergens")
    for stage, is_asked in (("doen", True), ("gerealiseerd", True), ("gestopt", False)):
        Initiative.objects.update(stage=stage, description="")
        page = client.get(initiative.get_absolute_url()).content.decode()
        assert [one in page for one in asks] == [is_asked] * len(asks), stage
    initiative.chain.create(level="output", text="Elke maand een avond")
    Initiative.objects.update(description="<p>Elke zaterdag.</p>")
    page = client.get(initiative.get_absolute_url()).content.decode()
    assert [one in page for one in ("Elke zaterdag", "Elke maand een avond", "Wijzig de keten")] == [True, True, False]


def test_a_lesson_that_somebody_else_changed_is_shown_first_and_its_first_writer_stays(client, db):
    lesson = learned(make_community("waalmeer"))
    first, second = lead(lesson.initiative), factories.make_verified_user(name="Tweede Trekker")
    Lesson.objects.update(written_by=first)
    join(lesson.community, second)
    lead(lesson.initiative, second)
    client.force_login(second)
    address = reverse("initiatives:lesson_write", args=[lesson.community.slug, lesson.initiative.pk])
    sent = client.get(address).context["form"].initial | {"advice": "Begin met koffie."}
    words = LessonWords(advice="Vraag eerst de buren.", version=lesson.version)
    write_lesson(by=first, initiative=lesson.initiative, words=words)
    page = client.post(address, sent)
    said = page.content.decode()
    assert (page.status_code, "Vraag eerst de buren." in said, "Begin met koffie." in said) == (409, True, True)
    assert Lesson.objects.get().advice == "Vraag eerst de buren."
    sent["version"] = page.context["form"]["version"].value()
    assert client.post(address, sent).status_code == 302
    kept = Lesson.objects.get()
    assert (kept.advice, kept.written_by) == ("Begin met koffie.", first)


def test_searching_asks_as_much_for_three_as_for_one(reader, client):
    def n_asked():
        with CaptureQueriesContext(connection) as asked:
            assert "vaste avond" in client.get(address, {"q": "school"}).content.decode()
        return len(asked)

    community, address = make_community("waalmeer"), reverse("initiatives:lesson_search")
    client.force_login(reader)
    make(community)
    n_asked()
    with_one = n_asked()
    make(community)
    make(community)
    assert n_asked() == with_one
