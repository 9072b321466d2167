"""Plans, needs and offers, initiatives, pictures and lessons go the way of posts: complaint, reason, objection."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from communities.access.moderation import get_subject, open_complaints
from communities.access.subjects import kind_named, standing_against, with_about
from communities.actions.erasure import erase
from communities.actions.moderation import (
    ModerationError,
    answer_objection,
    block,
    hide,
    object_to,
    undo,
)
from communities.models import Complaint, LogEntry, Measure, Notice, Post, Role
from initiatives.access.lessons import lesson_for, lessons_of
from initiatives.actions.budget_news import tell_of_change
from initiatives.actions.budgets import BudgetError
from initiatives.actions.initiatives import change_initiative, hide_initiative
from initiatives.actions.listings import ListingError, place_listing
from initiatives.actions.matches import MatchError, answer_listing
from initiatives.actions.proposals import Idea, change_proposal, hide_proposal, take_words_away
from initiatives.models import Initiative, InitiativePicture, Lesson, Proposal, Willing
from initiatives.models.budgets import TAKEN_AWAY
from tests import factories
from tests.access_rows.stream import picture_file
from tests.communities.town import join, make_community
from tests.communities.voices import someone
from tests.initiatives import scene
from tests.traps import passed

REASON = "Regel 2: geen reclame."
KINDS = ["initiatief", "foto", "les", "vraag-of-aanbod", "plan"]


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


def make(kind: str, community, maker):
    if kind == "plan":
        return scene.make_proposal(scene.make_budget(community, "toetsen"), proposed_by=maker)
    if kind == "vraag-of-aanbod":
        return scene.make_listing(community, maker)
    initiative = scene.make_initiative(community, stage="gerealiseerd", proposed_by=maker)
    if kind == "foto":
        return InitiativePicture.objects.create(
            initiative=initiative, file=picture_file(), alt="Een vlag", placed_by=maker
        )
    if kind == "les":
        return Lesson.objects.create(initiative=initiative, advice="Begin klein.", written_by=maker)
    return initiative


def is_readable(kind: str, thing, reader) -> bool:
    return kind_named(kind).readable(reader, thing.community).filter(pk=thing.pk).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_from_complaint_to_objection_that_is_upheld(kind, community, maker, coordinator, second, client):
    thing, reader = make(kind, community, maker), someone(community, "Lia Lezer")
    client.force_login(reader)
    form = f"{reverse('communities:complaint_create', args=[community.slug])}?{kind}={thing.pk}"
    for _ in range(2):
        assert client.post(form, {"reason": "reclame"} | passed()).status_code == 302
    assert (Complaint.objects.get().thing_kind, Complaint.objects.get().thing_id) == (kind, thing.pk)
    client.force_login(coordinator)
    queue = reverse("communities:moderation", args=[community.slug])
    hiding = reverse("communities:thing_hide", args=[community.slug, kind, thing.pk])
    assert hiding in client.get(queue).content.decode()
    assert client.post(hiding, {"reason": REASON}).status_code == 302
    assert not is_readable(kind, thing, reader)
    assert Complaint.objects.get().state == "gegrond"
    measure = Measure.objects.get(thing_kind=kind)
    objection = reverse("communities:objection", args=[community.slug, measure.pk])
    told = Notice.objects.get(user=maker)
    assert (told.path, REASON in told.text) == (objection, True)
    client.force_login(maker)
    assert client.post(objection, {"text": "Het is geen reclame."}).status_code == 302
    with pytest.raises(ModerationError, match="nam dit besluit zelf"):
        answer_objection(by=coordinator, measure=measure, is_upheld=False, text="Toch")
    client.force_login(second)
    assert REASON in client.get(objection).content.decode()
    answer_objection(by=second, measure=measure, is_upheld=True, text="U heeft gelijk.")
    assert is_readable(kind, thing, reader)
    assert client.get(queue).status_code == 200
    done = set(LogEntry.objects.values_list("action", flat=True))
    assert {"meldt", "verbergt", "maakt bezwaar", "beantwoordt bezwaar", "draait maatregel terug"} <= done


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_another_community_is_complained_about_or_hidden_from_here(kind, community, maker, coordinator, rf):
    foreign = make(kind, make_community(slug="elders"), maker)
    request = rf.get("/", {kind: foreign.pk})
    request.user = coordinator
    with pytest.raises(Http404):
        get_subject(request, community)
    with pytest.raises(PermissionDenied):
        hide(by=coordinator, thing=foreign, reason=REASON)


def test_the_page_that_hides_knows_only_its_own_community(community, coordinator, maker, client):
    foreign = make("plan", make_community(slug="elders"), maker)
    client.force_login(coordinator)
    for kind, number in (("plan", foreign.pk), ("zomaar", 1), ("vraag-of-aanbod", 0)):
        path = reverse("communities:thing_hide", args=[community.slug, kind, number])
        assert client.post(path, {"reason": REASON}).status_code == 404
    foreign.refresh_from_db()
    assert not foreign.hidden_because


def test_visitors_complain_about_a_plan_but_not_about_what_they_cannot_read(community, maker, client):
    plan, need = make("plan", community, maker), make("vraag-of-aanbod", community, maker)
    page = client.get(plan.get_absolute_url()).content.decode()
    path = re.search(r'href="([^"]+)">Hoort dit hier niet', page)[1]
    assert client.get(path).status_code == 200
    assert client.get(path.replace(f"plan={plan.pk}", f"vraag-of-aanbod={need.pk}")).status_code == 404
    hide_proposal(by=someone(community, "Co", role=Role.COORDINATOR), proposal=plan, reason=REASON)
    assert client.get(path).status_code == 404


def test_nobody_complains_about_their_own(community, maker, client):
    client.force_login(maker)
    for kind in ("plan", "vraag-of-aanbod", "initiatief"):
        page = client.get(make(kind, community, maker).get_absolute_url())
        assert (page.status_code, "Hoort dit hier niet" in page.content.decode()) == (200, False)


def test_what_is_gone_can_still_be_settled(community, maker, coordinator, client):
    need = make("vraag-of-aanbod", community, maker)
    subject = kind_named("vraag-of-aanbod").about(need).words
    assert subject == f"de vraag «{need.title}»"
    Complaint.objects.create(community=community, reason="reclame", thing_kind="vraag-of-aanbod", thing_id=need.pk)
    measure = hide(by=coordinator, thing=need, reason=REASON)
    Complaint.objects.update(state="open")
    need.delete()
    [row] = with_about(open_complaints(community), community)
    assert row.about is None
    client.force_login(coordinator)
    assert "niet meer is" in client.get(reverse("communities:moderation", args=[community.slug])).content.decode()
    assert undo(by=coordinator, measures=[measure])


def test_an_idea_that_missed_the_ballot_cannot_come_on_it_by_an_objection(community, maker, coordinator, second):
    budget = scene.make_budget(community, "toetsen")
    plan = scene.make_proposal(budget, proposed_by=maker)
    measure = hide(by=coordinator, thing=plan, reason=REASON)
    budget.opened_at = budget.vote_from
    budget.save()
    object_to(by=maker, measure=measure, text="Nee")
    with pytest.raises(ModerationError, match="niet meer op het stembiljet"):
        answer_objection(by=second, measure=measure, is_upheld=True, text="Ja")
    assert Measure.objects.get().objection == "open"
    answer_objection(by=second, measure=measure, is_upheld=False, text="Het stemmen is al begonnen.")


def test_who_changes_what_was_sent_back_leaves_no_measure_behind(community, maker, coordinator):
    made = scene.make_initiative(community, proposed_by=maker, placed_at=None)
    hide_initiative(by=coordinator, initiative=made, reason="Schrijf op voor wie.")
    assert standing_against(made).exists()
    change_initiative(by=maker, initiative=made, version=1, summary="Koffie voor wie alleen is.")
    assert not standing_against(made).exists()
    hide_initiative(by=coordinator, initiative=Initiative.objects.get(), reason="Nog steeds niet.")
    assert Initiative.objects.get().hidden_because == "Nog steeds niet."


def test_who_is_blocked_for_spam_takes_what_others_do_not_carry_along(community, maker, coordinator):
    need, alone = make("vraag-of-aanbod", community, maker), scene.make_initiative(community, proposed_by=maker)
    carried = scene.make_initiative(community, "Met anderen", proposed_by=maker)
    Willing.objects.create(initiative=carried, user=coordinator)
    voted = scene.make_proposal(scene.make_budget(community, "stemmen"), proposed_by=maker)
    measures = block(by=coordinator, members=[community.memberships.get(user=maker)], reason="Spam", hides=True)
    for thing in (need, alone, carried, voted):
        thing.refresh_from_db()
    assert [bool(one.hidden_because) for one in (need, alone, carried, voted)] == [True, True, False, False]
    undo(by=coordinator, measures=measures)
    need.refresh_from_db()
    assert need.is_open


def test_a_hidden_picture_is_given_only_to_who_may_take_it_away(community, maker, coordinator, client):
    picture = make("foto", community, maker)
    path = reverse("initiatives:picture_file", args=[community.slug, picture.initiative_id, picture.pk])
    page = picture.initiative.get_absolute_url()
    assert (client.get(path).status_code, path in client.get(page).content.decode()) == (200, True)
    hide(by=coordinator, thing=picture, reason=REASON)
    assert (client.get(path).status_code, path in client.get(page).content.decode()) == (404, False)
    client.force_login(maker)
    assert client.get(path).status_code == 200


def test_a_hidden_lesson_is_read_only_by_who_may_change_it(community, maker, coordinator):
    lesson, reader = make("les", community, maker), someone(community, "Lia Lezer")
    hide(by=coordinator, thing=lesson, reason=REASON)
    assert not lessons_of(reader, community).exists()
    assert lesson_for(reader, lesson.initiative) is None
    assert lesson_for(maker, lesson.initiative) == lesson


# ── Words that may not stand there ──


def test_the_words_of_a_plan_go_for_good_also_while_people_vote(community, maker, coordinator):
    budget = scene.make_budget(community, "toetsen")
    voted = scene.make_proposal(budget, "Bankje voor Piet", proposed_by=maker)
    refused = scene.make_proposal(budget, "Bank voor Piet", proposed_by=maker, state="niet haalbaar")
    budget.opened_at = budget.vote_from
    budget.save()
    for one in (voted, refused):
        with pytest.raises(PermissionDenied):
            take_words_away(by=maker, proposal=one, reason=REASON)
        for _ in range(2):
            take_words_away(by=coordinator, proposal=one, reason="Er staat een telefoonnummer in.")
        one.refresh_from_db()
    assert (voted.title, voted.text, voted.cost_cents) == ("Bankje voor Piet", TAKEN_AWAY, 200_000)
    assert (refused.title, refused.text, refused.reason) == (TAKEN_AWAY, TAKEN_AWAY, "Kan op grond van de gemeente.")
    assert Notice.objects.filter(user=maker, text__contains="telefoonnummer").count() == 2
    assert LogEntry.objects.filter(action="haalt de tekst weg").count() == 2


def test_words_that_were_taken_away_are_not_typed_again(community, maker, coordinator, client):
    plan = scene.make_proposal(scene.make_budget(community, "insturen"), proposed_by=maker, state="ingestuurd")
    client.force_login(maker)
    path = reverse("initiatives:proposal_edit", args=[community.slug, plan.budget_id, plan.number])
    assert path in client.get(plan.get_absolute_url()).content.decode()
    take_words_away(by=coordinator, proposal=plan, reason=REASON)
    plan.refresh_from_db()
    with pytest.raises(BudgetError, match="haalde de tekst"):
        change_proposal(by=maker, proposal=plan, idea=Idea("Bank", "Bel Piet"), version=plan.version)
    assert path not in client.get(plan.get_absolute_url()).content.decode()
    assert "haalde de tekst" in client.get(path, follow=True).content.decode()


def test_a_place_goes_only_with_the_words_once_people_vote(community, maker):
    budget = scene.make_budget(community, "toetsen")
    plan = scene.make_proposal(budget, proposed_by=maker, place="Bij Mia thuis")
    budget.opened_at = budget.vote_from
    budget.save()
    plans = Proposal.objects.filter(pk=plan.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        plans.update(place="")
    assert plans.update(place="", text=TAKEN_AWAY) == 1


def test_who_took_a_plan_back_is_forgotten_with_its_words_also_after_the_opening(community, maker):
    budget = scene.make_budget(community, "toetsen")
    plan = scene.make_proposal(budget, "Bel Mia", proposed_by=maker, state="ingetrokken", place="Bij Mia thuis")
    kept = scene.make_proposal(budget, "Zwemtrap", proposed_by=maker)
    budget.opened_at = budget.vote_from
    budget.save()
    erase(user=maker, by=None, removes_texts=True)
    for one in (plan, kept):
        one.refresh_from_db()
        assert one.proposed_by is None
    assert ("Mia" in f"{plan.title}{plan.text}{plan.place}", kept.title) == (False, "Zwemtrap")


def test_a_measure_forgets_whom_it_was_about(community, maker, coordinator):
    measure = hide(by=coordinator, thing=make("plan", community, maker), reason="Mia Maker noemt een buurman.")
    object_to(by=maker, measure=measure, text="Hij vond het goed.")
    assert not Post.objects.exists()
    erase(user=maker, by=None, removes_texts=False)
    measure.refresh_from_db()
    assert (measure.maker, measure.objection_text, "Mia" in measure.reason) == (None, "", False)


def test_a_blocked_maker_does_not_read_on_in_what_others_wrote(community, maker, coordinator, client):
    made = scene.make_initiative(community, proposed_by=maker, description="<p>Van iemand anders.</p>")
    need = make("vraag-of-aanbod", community, maker)
    measures = [hide(by=coordinator, thing=thing, reason=REASON) for thing in (made, need)]
    block(by=coordinator, members=[community.memberships.get(user=maker)], reason="Spam")
    client.force_login(maker)
    pages = [client.get(reverse("communities:objection", args=[community.slug, one.pk])) for one in measures]
    assert [one.status_code for one in pages] == [200, 200]
    assert "Van iemand anders." not in pages[0].content.decode()
    assert need.text in pages[1].content.decode()
    for page, thing, called in zip(pages, (made, need), ("een initiatief", "een vraag of aanbod"), strict=True):
        assert (f"Verborgen: {called}<" in page.content.decode(), thing.title in page.content.decode()) == (True, False)


# ── Floods ──


def test_who_is_new_does_not_flood_the_board_nor_everybody_on_it(community, maker):
    new = factories.make_verified_user(name="Nora Nieuw")
    join(community, new, is_trusted=False)
    for number in range(3):
        place_listing(by=new, community=community, side="aanbod", kind="kennis", title=f"Koop {number}")
    with pytest.raises(ListingError, match="nieuw"):
        place_listing(by=new, community=community, side="aanbod", kind="kennis", title="Koop nog meer")
    needs = [scene.make_listing(community, maker, title=f"Vraag {number}") for number in range(4)]
    for one in needs[:3]:
        answer_listing(listing=one, by=new, message="Koop bij mij.")
    with pytest.raises(MatchError, match="Wacht tot morgen"):
        answer_listing(listing=needs[3], by=new, message="Koop bij mij.")
    # Who looks again at a talk that goes on is not a flood.
    assert answer_listing(listing=needs[0], by=new, message="Nog eens.").message == "Koop bij mij."


def test_who_waits_or_is_hidden_hears_that_the_promises_changed(community, maker, coordinator):
    budget = scene.make_budget(community, "insturen")
    people = {}
    for name, fields in (
        ("Wacht", {"is_held": True, "state": "ingestuurd"}),
        ("Verborgen", {"hidden_because": REASON}),
        ("Nam terug", {"state": "ingetrokken"}),
    ):
        people[name] = someone(community, name)
        scene.make_proposal(budget, name, proposed_by=people[name], **fields)
    told = tell_of_change(by=coordinator, budget=budget, promised=["vote_until"])
    assert {one.user.name for one in told} == {"Wacht", "Verborgen"}
