"""Posts go along with what they are about: hidden with it, shown with it, and not before."""

import pytest
from django.utils import timezone

from communities.actions.moderation import ModerationError, answer_objection, hide, object_to, undo
from communities.models import Measure, Post, Role
from initiatives.actions.initiatives import hide_initiative, show_initiative
from initiatives.actions.lessons import LessonWords
from initiatives.actions.stages import move_stage
from initiatives.models import Initiative, InitiativePost, Lesson
from tests.communities.town import make_community
from tests.communities.voices import someone
from tests.initiatives import scene

REASON = "Regel 2: geen reclame."


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def maker(community):
    return someone(community, "Mia Maker")


@pytest.fixture
def coordinator(community):
    return someone(community, "Co Eerste", role=Role.COORDINATOR)


@pytest.fixture
def second(community):
    return someone(community, "Co Tweede", role=Role.COORDINATOR)


def written_about(initiative, maker, **fields):
    post = Post.objects.create(
        community=initiative.community, author=maker, publish_at=timezone.now(), state="gepubliceerd", **fields
    )
    InitiativePost.objects.create(post=post, initiative=initiative)
    return post


def state_of(post) -> str:
    return Post.objects.get(pk=post.pk).state


def test_the_post_of_an_end_is_hidden_and_shown_with_the_lesson_that_it_repeats(community, maker, coordinator):
    made = scene.make_initiative(community, stage="doen", proposed_by=maker)
    move_stage(by=maker, initiative=made, after="gestopt", lesson=LessonWords(advice="Begin klein."))
    end, other = Post.objects.get(), written_about(made, maker, title="Koffie", body="<p>Om tien uur.</p>")
    measure = hide(by=coordinator, thing=Lesson.objects.get(), reason=REASON)
    assert (state_of(end), state_of(other)) == ("verborgen", "gepubliceerd")
    with pytest.raises(ModerationError, match="Laat eerst de les weer zien"):
        undo(by=coordinator, measures=[Measure.objects.get(post=end)])
    hide(by=coordinator, thing=other, reason="Regel 1: beleefd.")
    undo(by=coordinator, measures=[measure])
    assert (state_of(end), state_of(other)) == ("gepubliceerd", "verborgen")


def test_a_post_about_what_is_hidden_comes_back_with_it_and_not_before(community, maker, coordinator, second):
    made = scene.make_initiative(community, proposed_by=maker)
    post = written_about(made, maker, title="Koffie", body="<p>Om tien uur.</p>")
    hide_initiative(by=coordinator, initiative=made, reason=REASON)
    measure = Measure.objects.get(post=post)
    object_to(by=maker, measure=measure, text="Nee")
    with pytest.raises(ModerationError, match="Laat eerst het initiatief weer zien"):
        undo(by=coordinator, measures=[measure])
    with pytest.raises(ModerationError, match="Laat eerst het initiatief weer zien"):
        answer_objection(by=second, measure=measure, is_upheld=True, text="Ja")
    assert (state_of(post), Measure.objects.get(post=post).objection) == ("verborgen", "open")
    # Ticked together they come back together.
    undo(by=coordinator, measures=list(Measure.objects.all()))
    assert (state_of(post), Initiative.objects.get().hidden_because) == ("gepubliceerd", "")


def test_what_was_hidden_for_its_own_reason_stays_so_when_the_initiative_is_shown(community, maker, coordinator):
    made = scene.make_initiative(community, proposed_by=maker)
    rude, fine = (written_about(made, maker, title=title, body="<p>Ja.</p>") for title in ("Grof", "Netjes"))
    earlier = hide(by=coordinator, thing=rude, reason="Regel 1: beleefd.")
    hide_initiative(by=coordinator, initiative=made, reason=REASON)
    show_initiative(by=coordinator, initiative=made)
    assert (state_of(rude), state_of(fine)) == ("verborgen", "gepubliceerd")
    undo(by=coordinator, measures=[earlier])
    assert state_of(rude) == "gepubliceerd"


def test_the_end_stays_hidden_with_its_lesson_when_the_initiative_is_shown(community, maker, coordinator):
    made = scene.make_initiative(community, stage="doen", proposed_by=maker)
    move_stage(by=maker, initiative=made, after="gestopt", lesson=LessonWords(advice="Begin klein."))
    hide_initiative(by=coordinator, initiative=made, reason=REASON)
    lesson = hide(by=coordinator, thing=Lesson.objects.get(), reason=REASON)
    show_initiative(by=coordinator, initiative=made)
    assert state_of(Post.objects.get()) == "verborgen"
    undo(by=coordinator, measures=[lesson, Measure.objects.get(post__isnull=False)])
    assert state_of(Post.objects.get()) == "gepubliceerd"
