"""The residents' panel: nobody is asked who did not confirm, nobody learns who is in, and who leaves is gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.forms.trap import moment
from communities.models import Letter, LogEntry
from succesfactoren.access.answering import seat_by_token
from succesfactoren.access.panel import panel_addresses, panel_audience, sizes_by_place, sizes_by_theme
from succesfactoren.actions import tickets
from succesfactoren.actions.answering import NOTHING, Filled, save_draft, send_answers
from succesfactoren.actions.panel import (
    PanelError,
    Signed,
    ask_to_join,
    confirm,
    enter_signed,
    forget_unconfirmed,
    leave,
    remove,
)
from succesfactoren.analysis.panel_sizes import merge_small
from succesfactoren.letters.panel import consent_wording, find_by_token, member_path, member_token
from succesfactoren.letters.rounds import letter_prefix
from succesfactoren.models import PanelMember, Pseudonym, Round
from tests import factories
from tests.communities.town import make_town
from tests.succesfactoren.scene import make_assessment, make_round, make_ticket

ADDRESS = "jo@example.org"


@pytest.fixture
def town(db):
    return make_town()


def join(town, email=ADDRESS, *, place="Zandhove", themes=(), is_confirmed=True):
    """Somebody in the panel of the public community."""
    ask_to_join(community=town.public, email=email, place=place, themes=themes)
    member = PanelMember.objects.get(email=email)
    return confirm(member=member, place=place, themes=themes) if is_confirmed else member


def filled(**fields):
    """The form as a person sends it, some seconds after it was shown."""
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        shown = moment()
    return {"email": ADDRESS, "place": "Zandhove", "agrees": "on", "moment": shown} | fields


# ── Joining ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_did_not_confirm_is_not_asked(town):
    member = join(town, is_confirmed=False)
    before = panel_addresses(town.public)
    confirm(member=member, place="Zandhove", themes=[])
    assert (before, panel_addresses(town.public)) == ([], [(ADDRESS, "Zandhove")])


def test_what_was_agreed_to_is_kept_as_it_stood(town):
    assert join(town).agreed_to == consent_wording(town.public)


def test_looking_at_the_link_changes_nothing(town):
    member = join(town, is_confirmed=False)
    page = Client().get(member_path(member))
    member.refresh_from_db()
    assert (page.status_code, member.confirmed_at) == (200, None)


def test_the_link_in_the_mail_confirms(town):
    Client().post(reverse("succesfactoren:panel_join", args=["waalmeer"]), filled())
    letter = Letter.objects.get(address=ADDRESS)
    path = "/panel/" + letter.text.partition("/panel/")[2].split()[0]
    answer = Client().post(path, {"place": "Meerkamp"})
    assert (answer.status_code, panel_addresses(town.public)) == (302, [(ADDRESS, "Meerkamp")])


def test_the_page_says_the_same_whether_an_address_is_known(town):
    join(town)
    path = reverse("succesfactoren:panel_join", args=["waalmeer"])
    pages = [Client().post(path, filled(email=one), follow=True) for one in (ADDRESS, "nieuw@example.org")]
    shown = [[str(message) for message in page.context["messages"]] for page in pages]
    assert shown[0] == shown[1]
    assert [page.redirect_chain for page in pages] == [[(path, 302)]] * 2


def test_who_is_in_already_is_not_changed_by_who_fills_in_the_address(town):
    join(town, place="Zandhove")
    ask_to_join(community=town.public, email=ADDRESS.upper(), place="Elders")
    assert panel_addresses(town.public) == [(ADDRESS, "Zandhove")]
    assert Letter.objects.filter(key__startswith="panel-known").count() == 1


def test_one_mail_a_day_however_often_somebody_fills_it_in(town):
    for _ in range(3):
        ask_to_join(community=town.public, email=ADDRESS)
    assert Letter.objects.filter(address=ADDRESS).count() == 1


def test_a_program_is_asked_to_send_it_again(town):
    answer = Client().post(reverse("succesfactoren:panel_join", args=["waalmeer"]), filled(homepage="x"))
    assert (answer.status_code, PanelMember.objects.count()) == (400, 0)


def test_without_the_sentence_nobody_joins(town):
    answer = Client().post(reverse("succesfactoren:panel_join", args=["waalmeer"]), filled(agrees=""))
    assert (answer.status_code, PanelMember.objects.count()) == (400, 0)


def test_nobody_joins_what_has_ended(town):
    town.public.ended_on = timezone.localdate()
    town.public.save()
    with pytest.raises(PanelError):
        ask_to_join(community=town.public, email=ADDRESS)
    Client().post(reverse("succesfactoren:panel_join", args=["waalmeer"]), filled())
    assert PanelMember.objects.count() == 0


def test_a_link_that_is_not_ours_leads_nowhere(town):
    token = member_token(join(town))
    assert find_by_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert Client().get(reverse("succesfactoren:panel_member", args=["niets"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one():
    town = make_town()

    def ask(_):
        try:
            ask_to_join(community=town.public, email=ADDRESS)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, range(2)))
    assert (PanelMember.objects.count(), Letter.objects.filter(address=ADDRESS).count()) == (1, 1)


# ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_stops_is_gone_also_from_mails_and_open_rounds(town):
    member = join(town)
    open_round = make_round(town.public, "organisatiekracht", audience="panel")
    ticket, _ = make_ticket(open_round, ADDRESS)
    answer = Client().post(member_path(member), {"doe": "stop"})
    ticket.refresh_from_db()
    assert (answer.status_code, ticket.email) == (200, "")
    assert not PanelMember.objects.exists()
    assert not Letter.objects.filter(address=ADDRESS).exists()


def test_what_is_in_the_post_about_open_rounds_goes_with_who_stops(town):
    member, by = join(town), town.people["coordinator"]
    join(town, "blijft@example.org")
    asked = make_round(town.public, "organisatiekracht", audience="panel", name="Peiling")
    of_members = make_round(town.public, audience="lijst")
    tickets.invite_audience(by=by, round=asked)
    Letter.objects.filter(kind="ronde", address=ADDRESS).update(state=Letter.State.SENT, sent_at=timezone.now())
    tickets.remind(by=by, round=asked, nth=1)
    tickets.invite_list(by=by, round=of_members, invitees=[(ADDRESS, "")])
    leave(member=member)
    kept = Letter.objects.filter(address=ADDRESS)
    assert [one.key.startswith(letter_prefix(of_members)) for one in kept] == [True]
    assert Letter.objects.filter(address="blijft@example.org", key__startswith=letter_prefix(asked)).count() == 2


def confidential(town, name, **fields):
    """A confidential round of the panel, about the same as the others."""
    return make_round(town.public, "organisatiekracht", audience="panel", mode="vertrouwelijk", name=name, **fields)


def test_what_who_stops_did_not_send_is_deleted_and_what_was_sent_stays(town):
    member = join(town)
    before, sent, half = (confidential(town, name) for name in ("Vorige", "Nu", "Straks"))
    filled_in = Filled(answers={"A1": 4}, texts={words_of(half): "Woorden"})
    for round in (before, sent, half):
        seat = seat_by_token(make_ticket(round, ADDRESS)[1])
        if round == sent:
            send_answers(seat=seat, filled=filled_in)
        else:
            save_draft(seat=seat, filled=filled_in, version=NOTHING.version)
    Round.objects.filter(pk=before.pk).update(closed_at=before.closes_at)
    other = seat_by_token(make_ticket(half, "blijft@example.org")[1])
    save_draft(seat=other, filled=filled_in, version=NOTHING.version)
    leave(member=member)
    left = {round: (round.responses.count(), round.open_answers.count()) for round in (before, sent, half)}
    assert left == {before: (1, 1), sent: (1, 1), half: (1, 1)}
    assert half.responses.get().code == half.open_answers.get().code == Pseudonym.objects.get().code
    assert Pseudonym.objects.get().email == "blijft@example.org"


def words_of(round):
    return round.version.statements.filter(kind="open").first().code


def test_confidential_answers_of_who_stops_are_of_nobody(town):
    member = join(town)
    round = make_round(town.public, "organisatiekracht", audience="panel", mode="vertrouwelijk")
    code = Pseudonym.objects.create(assessment=round.assessment, email=ADDRESS, purge_on=round.purge_on)
    leave(member=member)
    assert not Pseudonym.objects.filter(pk=code.pk).exists()


def test_what_somebody_gets_for_another_reason_stays(town):
    member = join(town)
    ticket, _ = make_ticket(make_round(town.public, audience="leden"), ADDRESS)
    leave(member=member)
    ticket.refresh_from_db()
    assert ticket.email == ADDRESS


def test_a_link_of_who_stopped_works_no_more_also_after_joining_again(town):
    member = join(town)
    path = member_path(member)
    leave(member=member)
    join(town)
    assert Client().get(path).status_code == 404


def test_who_does_not_confirm_is_forgotten_after_fourteen_days(town):
    join(town, is_confirmed=False)
    join(town, "ja@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        early = forget_unconfirmed()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        late = forget_unconfirmed()
    assert (early, late, PanelMember.objects.get().email) == (0, 1, "ja@example.org")


def test_who_runs_it_takes_somebody_out_on_request(town):
    join(town)
    coordinator = town.people["coordinator"]
    assert remove(community=town.public, by=coordinator, email=ADDRESS.upper())
    assert not remove(community=town.public, by=coordinator, email=ADDRESS)
    line = LogEntry.objects.filter(action="haalt iemand uit het panel").get()
    assert ADDRESS not in f"{line.object_id} {line.object_kind}"


def test_a_member_takes_nobody_out(town):
    join(town)
    with pytest.raises(PermissionDenied):
        remove(community=town.public, by=town.people["member"], email=ADDRESS)
    assert PanelMember.objects.count() == 1


# ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_signed_is_in_at_once_and_hears_of_it(town):
    people = [Signed(ADDRESS, "Zandhove"), Signed("an@example.org")]
    made = [enter_signed(community=town.public, by=town.people["coordinator"], people=people) for _ in range(2)]
    assert [len(one) for one in made] == [2, 0]
    assert [letter.subject for letter in Letter.objects.filter(address=ADDRESS)] == [
        "Welkom in het bewonerspanel van Waalmeer"
    ]


def test_a_list_is_looked_at_before_it_counts(town):
    theme = factories.make_theme()
    path = reverse("succesfactoren:panel_import", args=["waalmeer"])
    rows = f"e-mail;dorp of wijk;onderwerpen\n{ADDRESS};Zandhove;{theme.name.upper()}\ngeen adres;;\n"
    client = town.clients["coordinator"]
    page = client.post(path, {"bestand": _file(rows)})
    assert [str(one) for one in page.context["found"].mistakes] == ["Regel 3, E-mail: Dit is geen e-mailadres."]
    assert PanelMember.objects.count() == 0
    client.post(path, {"lijst": page.context["seal"]})
    assert PanelMember.objects.count() == 0
    client.post(path, {"lijst": page.context["seal"], "getekend": "on"})
    assert list(PanelMember.objects.get().themes.all()) == [theme]


def test_a_list_of_another_community_is_refused(town):
    path = reverse("succesfactoren:panel_import", args=["waalmeer"])
    page = town.clients["coordinator"].post(path, {"bestand": _file(f"e-mail\n{ADDRESS}\n")})
    other = reverse("succesfactoren:panel_import", args=["binnendijk"])
    town.clients["coordinator"].post(other, {"lijst": page.context["seal"], "getekend": "on"})
    assert PanelMember.objects.count() == 0


def _file(text):
    return SimpleUploadedFile("panel.csv", text.encode(), "text/csv")


# ── How many ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_themes_and_place_choose_who_is_asked(town):
    care, work = factories.make_theme("zorg"), factories.make_theme("werk")
    join(town, "a@example.org", place="Zandhove", themes=[care])
    join(town, "b@example.org", place="zandhove ", themes=[])
    join(town, "c@example.org", place="Meerkamp", themes=[care, work])
    asked = [email[0] for email, _ in panel_addresses(town.public, themes=[work, care])]
    assert asked == ["a", "b", "c"]
    assert [email[0] for email, _ in panel_addresses(town.public, themes=[work])] == ["b", "c"]
    assert [email[0] for email, _ in panel_addresses(town.public, place="ZANDHOVE")] == ["a", "b"]


def test_about_one_village_only_who_lives_there_is_asked(town):
    join(town, "a@example.org", place="Zandhove")
    join(town, "b@example.org", place="Meerkamp")
    village = make_assessment(town.public, "organisatiekracht", subject="Zandhove")
    whole = make_assessment(town.public, "organisatiekracht", subject="")
    assert [email for email, _ in panel_audience(village)] == ["a@example.org"]
    assert [email for email, _ in panel_audience(whole)] == ["a@example.org", "b@example.org"]


def test_where_nobody_of_the_panel_lives_all_are_asked(town):
    join(town, "a@example.org", place="Zandhove")
    bus = make_assessment(town.public, "organisatiekracht", subject="De nachtbus")
    assert [email for email, _ in panel_audience(bus)] == ["a@example.org"]


def test_the_panel_of_another_community_is_not_asked(town):
    join(town)
    assert panel_addresses(town.private) == []


def test_small_places_are_taken_together(town):
    for n, place in enumerate(["Zandhove"] * 7 + ["Meerkamp"] * 5 + ["Elzendam"] * 2 + [""]):
        join(town, f"p{n}@example.org", place=place)
    sizes = sizes_by_place(town.public)
    assert (sizes.named, sizes.others) == ([("Zandhove", 7)], 8)


def test_a_theme_with_few_people_is_not_counted_out_loud(town):
    care, work = factories.make_theme("zorg"), factories.make_theme("werk")
    for n in range(6):
        join(town, f"p{n}@example.org", themes=[care] if n else [care, work])
    assert dict(sizes_by_theme(town.public)) == {care.name: 6, work.name: None}


COUNTS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 12), max_size=8)


@given(COUNTS)
def test_no_small_group_can_be_read_or_worked_out(counts):
    sizes = merge_small(counts)
    total = sum(counts.values())
    assert all(n >= 5 for _, n in sizes.named)
    assert sum(n for _, n in sizes.named) + sizes.others == total
    assert sizes.others == 0 or sizes.others >= 5 or total < 5
