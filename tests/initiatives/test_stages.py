"""From stage to stage: what the table allows, the lesson at the end, and two people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.actions.digest import send_digests
from communities.models import Community, HouseRules, Letter, Notice, Post, User
from initiatives.actions.initiatives import InitiativeError
from initiatives.actions.lessons import LessonError, LessonWords, write_lesson
from initiatives.actions.stages import StageConflict, move_stage
from initiatives.models import Initiative, InitiativeFollow, Lesson, StageChange
from tests.communities.town import make_town
from tests.initiatives.scene import lead, make_initiative

STOPPED = "“Repaircafé in de school” is gestopt"
ADVICE = LessonWords(advice="Begin met de sleutel van de zaal.")


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def made(town):
    return make_initiative(town.public, stage="willen", proposed_by=town.people["member"])


def test_a_step_is_kept_with_who_and_why_and_followers_hear_without_a_mail(town, made):
    InitiativeFollow.objects.create(initiative=made, user=town.people["frontrunner"])
    InitiativeFollow.objects.create(initiative=made, user=town.people["stranger"])
    moved = move_stage(by=town.people["member"], initiative=made, after="doen", why="De zaal is geregeld")
    change = StageChange.objects.get()
    assert (change.before, change.after, change.why, change.by) == (
        "willen",
        "doen",
        "De zaal is geregeld",
        town.people["member"],
    )
    assert (moved.stage, moved.stage_since, moved.started_on, moved.version) == (
        "doen",
        timezone.localdate(),
        timezone.localdate(),
        2,
    )
    told = [(one.user, one.kind) for one in Notice.objects.all()]
    assert told == [(town.people["frontrunner"], "nieuws")]
    assert Letter.objects.count() == 0


def test_only_who_carries_it_moves_it(town, made):
    with pytest.raises(PermissionDenied):
        move_stage(by=town.people["frontrunner"], initiative=made, after="doen")
    move_stage(by=lead(made), initiative=made, after="doen")
    assert Initiative.objects.get().stage == "doen"


def test_a_step_that_the_table_does_not_know_is_refused(town, made):
    with pytest.raises(InitiativeError, match="van “willen” naar “gerealiseerd”"):
        move_stage(by=town.people["member"], initiative=made, after="gerealiseerd", lesson=ADVICE)
    assert StageChange.objects.count() == 0


def test_stopping_asks_for_the_lesson_in_the_same_breath(town, made):
    Initiative.objects.filter(pk=made.pk).update(asks_help="Handen", blocked_because="Geen zaal")
    for lesson in (None, LessonWords(advice=" ")):
        with pytest.raises(InitiativeError):
            move_stage(by=town.people["member"], initiative=made, after="gestopt", lesson=lesson)
    assert (Initiative.objects.get().stage, StageChange.objects.count(), Lesson.objects.count()) == ("willen", 0, 0)
    move_stage(by=town.people["member"], initiative=made, after="gestopt", lesson=ADVICE)
    stopped = Initiative.objects.get()
    assert (stopped.stage, stopped.asks_help, stopped.blocked_because) == ("gestopt", "", "")
    assert (stopped.lesson.advice, stopped.lesson.written_by) == (ADVICE.advice, town.people["member"])


@pytest.mark.parametrize(
    ("is_placed", "is_shared", "title", "advice"),
    [
        (
            True,
            True,
            "“Repaircafé in de school” is gestopt",
            "<p>Ons advies aan anderen: Begin met &lt;de&gt; sleutel.</p>",
        ),
        (True, False, "“Repaircafé in de school” is gestopt", ""),
        (False, True, None, None),
    ],
)
def test_an_end_is_told_in_the_stream_and_in_the_weekly_mail(town, made, is_placed, is_shared, title, advice):
    InitiativeFollow.objects.create(initiative=made, user=town.people["frontrunner"])
    Initiative.objects.filter(pk=made.pk).update(placed_at=timezone.now() if is_placed else None)
    lesson = LessonWords(advice="Begin met <de> sleutel.", is_shared=is_shared)
    for _ in range(2):
        move_stage(by=town.people["member"], initiative=made, after="gestopt", lesson=lesson)
    posts = list(Post.objects.all())
    assert [one.title for one in posts] == ([title] if is_placed else [])
    if not is_placed:
        assert not Notice.objects.exists()
        return
    assert posts[0].initiative_link.initiative == made
    assert posts[0].body.partition('<p><a href="')[0] == advice
    assert [(one.user, one.key) for one in Notice.objects.all()] == [
        (town.people["frontrunner"], f"post-{posts[0].pk}")
    ]
    send_digests(now=timezone.now() + timedelta(days=7))
    assert title in Letter.objects.get(user=town.people["commissioner"]).text


def test_who_may_not_write_a_post_still_stops_it_and_followers_hear(town, made):
    InitiativeFollow.objects.create(initiative=made, user=town.people["frontrunner"])
    HouseRules.objects.create(community=town.public, version=1, text="Wees aardig.")
    coordinator = User.objects.get(pk=town.people["coordinator"].pk)
    community = Community.objects.get(pk=town.public.pk)
    stopped = Initiative.objects.get(pk=made.pk)
    assert not coordinator.has_perm("communities.contribute", community)
    move_stage(by=coordinator, initiative=stopped, after="gestopt", lesson=ADVICE)
    assert not Post.objects.exists()
    assert Notice.objects.get().title == "“Repaircafé in de school” staat nu op gestopt"


def test_a_lesson_is_one_and_comes_at_the_end(town, made):
    with pytest.raises(LessonError):
        write_lesson(by=town.people["member"], initiative=made, words=ADVICE)
    move_stage(by=town.people["member"], initiative=made, after="gestopt", lesson=ADVICE)
    amended = LessonWords(advice="Vraag eerst de buren.", version=1)
    write_lesson(by=town.people["coordinator"], initiative=made, words=amended)
    with pytest.raises(PermissionDenied):
        write_lesson(by=town.people["frontrunner"], initiative=made, words=ADVICE)
    assert Lesson.objects.get().advice == "Vraag eerst de buren."


def test_who_moves_it_on_the_board_comes_back_to_its_card(town, made):
    address = reverse("initiatives:initiative_stage", args=[town.public.slug, made.pk])
    sent = {"after": "doen", "seen": "willen", "bord": "?vorm=bord&thema=wonen"}
    answer = town.clients["member"].post(address, sent)
    board = reverse("initiatives:initiative_list", args=[town.public.slug])
    assert answer["Location"] == f"{board}?vorm=bord&thema=wonen#initiatief-{made.pk}"
    hostile = town.clients["member"].post(address, {"after": "willen", "seen": "doen", "bord": "//elders.nl/\r\nx"})
    assert hostile["Location"].startswith(f"{board}?%2F%2Felders")


def test_who_looked_at_an_older_stage_is_told(town, made):
    move_stage(by=town.people["member"], initiative=made, after="doen")
    with pytest.raises(StageConflict, match="intussen op “doen”"):
        move_stage(by=town.people["coordinator"], initiative=made, after="verkend", seen="willen")


def test_the_page_asks_the_lesson_and_keeps_what_was_sent(town, made):
    client = town.login("member")
    address = reverse("initiatives:initiative_stage", args=[town.public.slug, made.pk])
    page = client.get(address)
    assert page.context["step_words"] == "Wij gaan het doen"
    assert "advice" not in page.content.decode()
    sent = {"after": "gestopt", "seen": "willen", "why": "Geen zaal", "what_worked": "De koffie", "is_shared": "False"}
    wrong = client.post(address, sent)
    assert (wrong.status_code, "De koffie" in wrong.content.decode()) == (400, True)
    client.post(address, sent | {"advice": "Zoek eerst een zaal."})
    lesson = Lesson.objects.get()
    assert (lesson.what_worked, lesson.advice, lesson.is_shared) == ("De koffie", "Zoek eerst een zaal.", False)
    assert Initiative.objects.get().stage == "gestopt"


@pytest.mark.django_db(transaction=True)
def test_two_steps_at_once_are_one_step():
    town = make_town()
    made = make_initiative(town.public, stage="willen", proposed_by=town.people["member"])

    def step(name):
        try:
            return move_stage(by=town.people[name], initiative=made, after="doen").stage
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(step, ["member", "coordinator"]))
    assert (found, StageChange.objects.count()) == (["doen", "doen"], 1)
