"""Talks: one answer a statement, written down without loss, read by whom it is for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.models import Commitment, LogEntry
from succesfactoren.access.conversations import (
    outcome_of_talk,
    readable_conversations,
    talk_before,
    talkable_instruments,
)
from succesfactoren.actions.conversations import (
    ConversationConflict,
    Written,
    begin_conversation,
    remove_conversation,
    share_conversation,
    write_conversation,
)
from succesfactoren.models import Assessment, Conversation
from tests.communities.town import make_town
from tests.succesfactoren import scene

DAY = date(2026, 3, 4)


@pytest.fixture
def town(db):
    return make_town()


def begin(town, who="coordinator", slug="actie", **fields):
    defaults = {"subject": "Dorpstuin", "held_on": DAY, "present": "vijf bewoners"}
    return begin_conversation(
        by=town.people[who],
        trajectory=town.public.trajectories.first(),
        instrument=scene.instrument(slug),
        **(defaults | fields),
    )


def write(town, talk, who="coordinator", number=None, **answers):
    written = Written(talk.held_on, talk.present, answers)
    number = talk.version_number if number is None else number
    return write_conversation(by=town.people[who], talk=talk, version_number=number, written=written)


def path(town, talk, name="fill"):
    return reverse(f"succesfactoren:conversation_{name}", args=[town.public.slug, talk.pk])


def sent(talk, **answers):
    """The form as a browser sends it: codes of statements with what was chosen."""
    by_code = {one.code: one.pk for one in talk.version.statements.filter(kind="stelling")}
    first = {"held_on": f"{talk.held_on:%Y-%m-%d}", "present": talk.present, "version_number": talk.version_number}
    return first | {f"s{by_code[code]}": mark for code, mark in answers.items()}


def test_sent_twice_is_begun_once(town):
    assert begin(town) == begin(town)
    assert Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_one_talk():
    town = make_town()
    scene.instrument("actie")

    def send(_):
        try:
            return begin(town).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        made = set(pool.map(send, range(3)))
    assert len(made) == 1
    assert (Conversation.objects.count(), Assessment.objects.count()) == (1, 1)


def test_the_next_talk_about_the_same_belongs_to_the_same(town):
    first = begin(town)
    second = begin(town, held_on=DAY + timedelta(days=90), subject="  Dorpstuin ")
    assert first.assessment == second.assessment
    assert first.pk != second.pk


def test_what_is_agreed_is_kept_and_what_was_not_talked_about_is_not_there(town):
    talk = write(town, begin(town), ANI1=4, ANI2=None)
    talk.refresh_from_db()
    assert (talk.answers, talk.version_number) == ({"ANI1": 4, "ANI2": None}, 2)


def test_the_same_sent_again_is_no_conflict(town):
    talk = begin(town)
    write(town, talk, number=1, ANI1=4)
    assert write(town, talk, number=1, ANI1=4).version_number == 2


def test_nobody_writes_over_what_somebody_else_wrote(town):
    talk = begin(town)
    write(town, talk, number=1, ANI1=4)
    with pytest.raises(ConversationConflict) as caught:
        write(town, talk, who="administrator", number=1, ANI1=1)
    assert caught.value.current.answers == {"ANI1": 4}
    assert Conversation.objects.get().answers == {"ANI1": 4}


@pytest.mark.parametrize("who", ["member", "frontrunner", "commissioner", "foreign_coordinator"])
def test_only_who_runs_it_begins_writes_shares_and_removes(who, town):
    talk, user = begin(town), town.people[who]
    for act in (
        lambda: begin(town, who=who),
        lambda: write(town, talk, who=who, ANI1=1),
        lambda: share_conversation(by=user, talk=talk, is_shared=True),
        lambda: remove_conversation(by=user, talk=talk),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Conversation.objects.get().answers == {}


def test_an_own_instrument_of_another_community_cannot_be_used(town):
    foreign = scene.instrument("actie").__class__.objects.create(community=town.private, slug="van-hen")
    with pytest.raises(PermissionDenied):
        begin_conversation(
            by=town.people["coordinator"],
            trajectory=town.public.trajectories.first(),
            instrument=foreign,
            subject="",
            held_on=DAY,
        )


def test_members_read_what_is_shared_and_nothing_else(town):
    talk = write(town, begin(town), ANI1=4)
    member, commissioner = town.people["member"], town.people["commissioner"]
    assert town.login("member").get(path(town, talk, "detail")).status_code == 403
    assert list(readable_conversations(member, town.public)) == []
    share_conversation(by=town.people["coordinator"], talk=talk, is_shared=True)
    assert town.login("member").get(path(town, talk, "detail")).status_code == 200
    assert list(readable_conversations(commissioner, town.public)) == [talk]
    assert list(readable_conversations(town.people["stranger"], town.public)) == []
    share_conversation(by=town.people["coordinator"], talk=talk, is_shared=False)
    assert town.login("member").get(path(town, talk, "detail")).status_code == 403


def test_members_are_not_told_of_a_talk_before_that_is_not_shared(town):
    write(town, begin(town), ANI1=1, ANI2=1, ANI3=1, ANI4=1)
    later = write(town, begin(town, held_on=DAY + timedelta(days=30)), ANI1=4, ANI2=4, ANI3=4, ANI4=4)
    share_conversation(by=town.people["coordinator"], talk=later, is_shared=True)
    seen = {
        who: talk_before(later, readable_conversations(town.people[who], town.public))
        for who in ("member", "coordinator")
    }
    assert seen["member"] is None
    assert outcome_of_talk(later, seen["coordinator"]).factors[0].step == 3.0
    assert "vorige keer" not in town.login("member").get(path(town, later, "detail")).content.decode()


def test_a_talk_of_another_community_is_not_there(town):
    talk = begin(town)
    address = reverse("succesfactoren:conversation_detail", args=[town.private.slug, talk.pk])
    assert town.login("coordinator").get(address).status_code == 404


def test_every_built_in_questionnaire_can_be_talked_about(town):
    scene.instrument()
    assert len(talkable_instruments(town.public)) == 5


def test_the_form_fills_in_the_name_of_the_village(town):
    talk = begin(town, slug="organisatiekracht", subject="Vlierooge")
    page = town.login("coordinator").get(path(town, talk)).content.decode()
    assert "[dorp]" not in page
    assert "Vlierooge" in page


def test_the_form_keeps_answers_remarks_and_goes_on_to_the_next_part(town):
    talk, client = begin(town), town.login("coordinator")
    first, second = talk.version.factors.all()[:2]
    fields = sent(talk, ANI1="5", ANI2="-", ANI3="") | {f"r{first.pk}": "Meer jeugd", "stap": str(second.pk)}
    answer = client.post(path(town, talk), fields)
    assert answer["Location"].endswith(f"#onderdeel-{second.pk}")
    talk.refresh_from_db()
    assert (talk.answers, talk.remarks) == ({"ANI1": 5, "ANI2": None}, {"ANI": "Meer jeugd"})


def test_the_last_button_leads_to_the_outcome(town):
    talk = begin(town)
    answer = town.login("coordinator").post(path(town, talk), sent(talk, ANI1="5"))
    assert answer["Location"] == path(town, talk, "detail")


def test_a_conflict_shows_both_and_the_second_try_counts(town):
    talk, client = begin(town), town.login("coordinator")
    fields = sent(talk, ANI1="5")
    write(town, talk, ANI1=2)
    page = client.post(path(town, talk), fields)
    assert page.status_code == 409
    assert page.context["differences"] == [
        {"label": "De initiatiefnemers vinden het onderwerp belangrijk.", "theirs": "Oneens", "mine": "Helemaal eens"}
    ]
    again = fields | {"version_number": page.context["form"]["version_number"].value()}
    assert client.post(path(town, talk), again).status_code == 302
    assert Conversation.objects.get().answers == {"ANI1": 5}


def test_what_is_kept_by_itself_hands_back_the_next_number(town):
    talk, client = begin(town), town.login("coordinator")
    answer = client.post(path(town, talk), sent(talk, ANI1="5"), headers={"HX-Request": "true"})
    assert 'name="version_number" value="2"' in answer.content.decode()
    assert Conversation.objects.get().answers == {"ANI1": 5}


def test_what_is_kept_by_itself_says_that_somebody_else_wrote_and_keeps_the_old_number(town):
    talk, client = begin(town), town.login("coordinator")
    fields = sent(talk, ANI1="5")
    write(town, talk, ANI1=2)
    answer = client.post(path(town, talk), fields, headers={"HX-Request": "true"}).content.decode()
    assert "intussen gewijzigd" in answer
    assert 'name="version_number" value="1"' in answer
    assert Conversation.objects.get().answers == {"ANI1": 2}


@pytest.mark.parametrize("wrong", [{"ANI1": "6"}, {"ANI1": "x"}])
def test_an_answer_that_does_not_exist_is_refused(wrong, town):
    talk = begin(town)
    assert town.login("coordinator").post(path(town, talk), sent(talk, **wrong)).status_code == 400
    assert Conversation.objects.get().answers == {}


def test_a_talk_of_tomorrow_is_refused_beside_its_field(town):
    talk = begin(town)
    fields = sent(talk) | {"held_on": f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"}
    page = town.login("coordinator").post(path(town, talk), fields)
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["held_on"])


def test_the_page_begins_a_talk(town):
    wanted = scene.instrument("vijf-voorwaarden-samenwerking")
    fields = {"instrument": wanted.pk, "subject": "Coalitie Wonen", "held_on": "4-3-2026", "present": ""}
    address = reverse("succesfactoren:conversation_new", args=[town.public.slug])
    answer = town.login("coordinator").post(address, fields)
    assert answer["Location"] == path(town, Conversation.objects.get())


def test_the_outcome_says_what_it_is_and_has_no_margin(town):
    talk = write(town, begin(town), **{f"{code}{i}": 3 for code in ("ANI", "CON") for i in range(1, 5)})
    page = town.login("coordinator").get(path(town, talk, "detail")).content.decode()
    assert "Gespreksuitkomst" in page
    assert "gespreksinstrument, geen toets" in page
    assert 'class="margin"' not in page


def test_a_step_after_a_talk_becomes_a_promise(town):
    talk = write(town, begin(town), ANI1=2)
    fields = {
        "onderdeel": "ANI",
        "advies": "1",
        "what": "Samen eten",
        "person": town.people["member"].pk,
        "due_on": "2070-03-01",
    }
    assert town.login("coordinator").post(path(town, talk, "advice"), fields).status_code == 302
    assert Commitment.objects.get().trajectory == talk.assessment.trajectory


def test_a_talk_can_be_taken_away_and_its_promises_stay(town):
    talk = write(town, begin(town), ANI1=2)
    test = {"what": "Samen eten", "due_on": DAY, "community": town.public}
    Commitment.objects.create(**test)
    client = town.login("coordinator")
    assert client.get(path(town, talk, "remove")).status_code == 200
    assert Conversation.objects.count() == 1
    client.post(path(town, talk, "remove"))
    assert (Conversation.objects.count(), Commitment.objects.count()) == (0, 1)
    assert LogEntry.objects.filter(action="haalt weg").count() == 1
