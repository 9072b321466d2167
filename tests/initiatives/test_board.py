"""The four views of one address: the same set in each, the same rights, and as many questions for many as for few."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from initiatives.analysis import roll_up as rolling
from initiatives.analysis.roll_up import StageRollUp, roll_up
from initiatives.analysis.spots import APART, Point, spots
from initiatives.models import Initiative
from initiatives.models.initiatives import UNDER_WAY, Stage
from initiatives.views.board import MOST_IN_A_COLUMN
from regioscan.models import Boundary
from tests import factories
from tests.asking import Asker
from tests.communities.town import make_organisation, make_town
from tests.initiatives.scene import lead, make_initiative, make_listing, make_milestone, promise

VIEWS = ("bord", "lijst", "kaart", "tijdlijn")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, ""),
        ({"gestopt": 3}, ""),
        ({"idee": 1}, "1 idee, dat nog op gang moet komen"),
        ({"idee": 5, "verkend": 4, "willen": 5, "doen": 8}, "17 van 22 initiatieven zijn op gang"),
        ({"idee": 5, "doen": 17, "gerealiseerd": 3}, "17 van 25 initiatieven zijn op gang, 3 zijn klaar"),
        ({"idee": 4, "gerealiseerd": 1}, "1 van 5 initiatieven is klaar"),
        ({"doen": 1}, "1 van 1 initiatief is op gang"),
    ],
)
def test_the_title_says_how_far_the_whole_is(counts, sentence):
    assert roll_up(counts).sentence == sentence


def test_every_stage_counts_once_and_as_the_models_say():
    assert rolling.UNDER_WAY == UNDER_WAY
    assert [roll_up({stage: 1}).n_all for stage in Stage.values] == [1] * len(Stage)
    assert roll_up({"doen": 2, "gerealiseerd": 1, "gestopt": 4}) == StageRollUp(0, 2, 1, 4)


places = st.floats(0, 600, allow_nan=False)
points = st.lists(st.tuples(places, places, st.booleans()), max_size=60)


@given(points, st.randoms())
def test_marks_on_the_map_never_cover_each_other_and_lose_nothing(given_points, luck):
    made = [Point(number, *one) for number, one in enumerate(given_points)]
    found = spots(made)
    middles = [(spot.x, spot.y) for spot in found]
    apart = [
        ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 for at, (x1, y1) in enumerate(middles) for x2, y2 in middles[at + 1 :]
    ]
    assert all(one >= APART for one in apart)
    assert sorted(point.number for spot in found for point in spot.points) == [one.number for one in made]
    luck.shuffle(made)
    assert [(spot.key, spot.n) for spot in spots(made)] == [(spot.key, spot.n) for spot in found]


@pytest.fixture
def town(db, settings):
    settings.API_REQUESTS_PER_5_MINUTES = 0
    return make_town()


@pytest.fixture
def scene(town):
    """A town with initiatives that differ in everything that can be asked for, each named after what it is."""
    community, today = town.public, timezone.localdate()
    bakery, wonen = make_organisation(), factories.make_theme("wonen", "Wonen", lens="mens")
    point = {"latitude": 52.05, "longitude": 5.05}
    of_bakery = make_initiative(
        community,
        "Van de bakker",
        lead=bakery,
        for_people="Brood voor wie het krap heeft.",
        place_kind="precies",
        place_name="Meer",
        **point,
    )
    of_bakery.themes.add(wonen)
    green = make_initiative(
        community,
        "Groen",
        stage="idee",
        for_environment="Meer bomen",
        place_kind="ongeveer",
        place_name="Meer",
        **point,
    )
    lead(green)
    lead(make_initiative(community, "Vraagt hulp", asks_help="een tolk", stage="willen", summary="Met een naaimachine"))
    long_ago = {"started_on": today - timedelta(days=90), "heard_on": today - timedelta(days=60)}
    lead(make_initiative(community, "Stil", ends_on=today + timedelta(days=9), **long_ago))
    late = make_initiative(community, "Te laat", blocked_because="de vergunning", stage="verkend")
    make_milestone(late, days=-3)
    make_listing(community, lead(late), initiative=late)
    lead(make_initiative(community, "Klaar", stage="gerealiseerd", place_name="Oever"))
    make_initiative(community, "Gestopt", stage="gestopt", proposed_by=town.people["member"])
    make_initiative(community, "Van leden", is_public=False)
    make_initiative(community, "Wacht nog", placed_at=None, proposed_by=town.people["member"])
    make_initiative(community, "Scheldpartij", hidden_because="scheldt")
    return town


def titles(answer, view):
    """The initiatives that a page shows, from what its template was given."""
    context = answer.context
    if view == "bord":
        cards = [card for column in (*context["columns"], context["stopped"]) for card in column["cards"]]
    elif view == "lijst":
        cards = context["cards"]
    elif view == "kaart":
        cards = [*context["cards"], *context["everywhere"]]
    else:
        cards = [*(bar.card for bar in context["bars"]), *context["undated"]]
    shown = [card.initiative.title for card in cards]
    assert all(title in answer.content.decode() for title in shown)
    assert len(shown) == len(set(shown)) == context["n_found"]
    return set(shown)


def seen_by(client, **asked):
    """What somebody sees in each view and in the file; all must be the same."""
    address = reverse("initiatives:initiative_list", args=["waalmeer"])
    found = [titles(client.get(address, asked | {"vorm": view}), view) for view in VIEWS]
    file = client.get(reverse("initiatives:initiatives_json", args=["waalmeer"]), asked)
    found.append({one["naam"] for one in json.loads(file.content)["initiatieven"]})
    assert all(one == found[0] for one in found)
    return found[0]


PUBLIC = {"Van de bakker", "Groen", "Vraagt hulp", "Stil", "Te laat", "Klaar", "Gestopt"}


def test_all_views_show_the_same_whatever_is_asked(scene):
    member = scene.clients["member"]
    theme_and_place = seen_by(member, thema="wonen"), seen_by(member, plaats="meer"), seen_by(member, plaats="oev")
    bakery = make_organisation()
    assert seen_by(member) == PUBLIC | {"Van leden"}
    assert theme_and_place == ({"Van de bakker"}, {"Van de bakker", "Groen"}, {"Klaar"})
    assert seen_by(member, fase="op-gang") == {"Van de bakker", "Vraagt hulp", "Stil", "Te laat", "Van leden"}
    assert seen_by(member, fase="idee") == seen_by(member, lens="milieu") == {"Groen"}
    assert seen_by(member, lens="mens") == seen_by(member, wie=str(bakery.pk)) == {"Van de bakker"}
    assert seen_by(member, q="naaimachine") == seen_by(member, nodig="hulp") == {"Vraagt hulp"}
    assert seen_by(member, wie="mij") == {"Gestopt"}
    assert seen_by(member, nodig="vast") == seen_by(member, nodig="laat") == {"Te laat"}
    assert seen_by(member, nodig="vraag") == {"Te laat"}
    assert seen_by(member, nodig="stil") == {"Stil"}
    assert seen_by(member, nodig="trekker") == {"Van leden"}
    assert seen_by(member, nodig="stil", fase="idee") == set()
    assert seen_by(member, fase="onzin", thema="onzin", nodig="onzin", wie="onzin") == PUBLIC | {"Van leden"}


def test_what_waits_or_is_hidden_is_for_who_may_see_it_and_asks(scene):
    coordinator, member = scene.clients["coordinator"], scene.clients["member"]
    assert seen_by(coordinator) == PUBLIC | {"Van leden"}
    assert (seen_by(coordinator, nodig="wacht"), seen_by(coordinator, nodig="verborgen")) == (
        {"Wacht nog"},
        {"Scheldpartij"},
    )
    assert seen_by(member, nodig="wacht") == {"Wacht nog"}
    assert seen_by(scene.clients["frontrunner"], nodig="wacht") == set()
    assert seen_by(member, nodig="verborgen") == PUBLIC | {"Van leden"}


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_visitors_see_what_is_for_them_and_no_names_in_no_view_file_or_interface(scene, who):
    client = scene.clients[who]
    promise(Initiative.objects.get(title="Groen"), scene.people["frontrunner"], days=-5)
    for need in ("", "hulp", "wacht", "verborgen", "laat", "stil", "vast", "vraag"):
        assert seen_by(client, nodig=need) == PUBLIC
    assert seen_by(client, wie="mij") == PUBLIC
    pages = [client.get(f"/c/waalmeer/initiatieven/?vorm={view}").content for view in VIEWS]
    pages += [client.get(f"/c/waalmeer/initiatieven.{kind}").content for kind in ("csv", "json")]
    pages.append(Asker().get("/communities/waalmeer/initiatieven").content)
    words = [page.decode() for page in pages]
    secrets = (
        "Van leden",
        "Wacht nog",
        "Scheldpartij",
        "Trees Trekker",
        "mark-line",
        "een tolk",
        "de vergunning",
        "dagen stil",
    )
    assert [(secret, at) for secret in secrets for at, page in enumerate(words) if secret in page] == []
    assert "Trees Trekker" in scene.clients["member"].get("/c/waalmeer/initiatieven/").content.decode()


def test_the_interface_gives_public_ones_in_pages_and_nothing_of_a_private_community(scene):
    make_initiative(scene.private, "Binnen")
    first = Asker().read("/communities/waalmeer/initiatieven?aantal=4")
    second = Asker().read("/communities/waalmeer/initiatieven?aantal=4&pagina=2")
    assert (first["totaal"], first["aantal"], second["aantal"]) == (len(PUBLIC), 4, 3)
    assert {one["naam"] for one in first["initiatieven"] + second["initiatieven"]} == PUBLIC
    assert [one["naam"] for one in Asker().read("/communities/waalmeer/initiatieven?thema=wonen")["initiatieven"]] == [
        "Van de bakker"
    ]
    assert Asker().read("/communities/waalmeer/initiatieven?thema=nergens")["totaal"] == 0
    assert Asker().wrong("/communities/waalmeer/initiatieven?fase=onzin") == {"fase": "literal_error"}
    assert [Asker().get(f"/communities/{slug}/initiatieven").status_code for slug in ("binnendijk", "nergens")] == [
        404,
        404,
    ]


def test_a_file_holds_words_and_never_a_formula(scene):
    make_initiative(scene.public, "=1+1", asks_help="@som")
    content = scene.clients["member"].get("/c/waalmeer/initiatieven.csv").content.decode("utf-8-sig")
    (line,) = [line for line in content.splitlines() if "1+1" in line]
    assert line.startswith("'=1+1;")
    assert ";'@som;" in line


def test_buttons_move_an_initiative_for_who_may(scene):
    late, address = Initiative.objects.get(title="Te laat"), "/c/waalmeer/initiatieven/?vorm=bord"
    path = reverse("initiatives:initiative_stage", args=["waalmeer", late.pk])
    shown = scene.clients["coordinator"].get(address).content.decode()
    assert f'action="{path}"' in shown
    assert f'href="{path}?naar=gestopt"' in shown
    assert path not in scene.clients["member"].get(address).content.decode()
    answer = scene.clients["coordinator"].post(path, {"after": "willen", "seen": "verkend"})
    assert (answer.status_code, Initiative.objects.get(pk=late.pk).stage) == (302, "willen")


def test_on_a_full_board_what_is_stuck_comes_first_and_visitors_cannot_tell(town):
    make_initiative(town.public, "Zit vast", blocked_because="Er is geen vergunning.")
    make_initiative(town.public, "Vraagt hulp", asks_help="Wie kan timmeren?")
    for n in range(MOST_IN_A_COLUMN):
        make_initiative(town.public, f"Loopt {n}")
    Initiative.objects.filter(title__startswith="Loopt").update(changed_at=timezone.now() + timedelta(hours=1))
    seen = {}
    for who in ("member", "visitor"):
        columns = town.clients[who].get("/c/waalmeer/initiatieven/?vorm=bord").context["columns"]
        seen[who] = [card.initiative.title for column in columns for card in column["cards"]]
    running = [f"Loopt {n}" for n in reversed(range(MOST_IN_A_COLUMN))]
    assert seen == {"member": ["Vraagt hulp", "Zit vast", *running[:-2]], "visitor": running}


def test_many_cost_no_more_questions_than_few_and_the_pages_stay_short(town):
    def ask(view):
        client, path = town.clients["coordinator"], f"/c/waalmeer/initiatieven/?vorm={view}"
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        return len(queries), answer

    make_initiative(town.public, "Eerste", lead=make_organisation(), started_on=timezone.localdate())
    few = {view: ask(view)[0] for view in VIEWS}
    today, now = timezone.localdate(), timezone.now()
    Initiative.objects.bulk_create(
        Initiative(
            community=town.public,
            title=f"Nummer {n}",
            summary="Kort.",
            stage="doen",
            is_public=True,
            placed_at=now,
            started_on=today,
        )
        for n in range(70)
    )
    many = {view: ask(view) for view in VIEWS}
    assert {view: n for view, (n, _) in many.items()} == few
    assert max(few.values()) <= 30
    column = many["bord"][1].context["columns"][3]
    assert (column["n"], len(column["cards"]), column["n_more"]) == (71, 8, 63)
    assert [len(many["lijst"][1].context["cards"]), len(many["tijdlijn"][1].context["bars"])] == [50, 40]


def test_a_number_on_the_map_leads_to_what_stands_there(scene):
    region = scene.public.region
    ring = [[5.0, 52.0], [5.2, 52.0], [5.2, 52.15], [5.0, 52.15], [5.0, 52.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    Boundary.objects.create(
        region=region, geometry=geometry, label_lon=5.1, label_lat=52.1, snapshot=factories.make_snapshot()
    )
    make_initiative(scene.public, "Ver weg", place_kind="precies", place_name="Elders", latitude=53.0, longitude=6.0)
    page = scene.clients["visitor"].get("/c/waalmeer/initiatieven/?vorm=kaart")
    (key,) = re.findall(r"plek=(\d+)#lijst", page.content.decode())
    assert "buiten deze kaart" in page.content.decode()
    chosen = scene.clients["visitor"].get(f"/c/waalmeer/initiatieven/?vorm=kaart&plek={key}")
    assert {card.initiative.title for card in chosen.context["cards"]} == {"Van de bakker", "Groen"}
