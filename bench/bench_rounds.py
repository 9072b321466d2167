"""A round of 2,000 people × 35 statements × 12 breakdowns: reading, deciding what may be shown, closing, the page."""

import random
from datetime import timedelta

import psycopg
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.example import example_region
from bench.ratio import Ratio, in_turn, seconds
from bench.statements import ask_all, gather_static_files, parameters, statements, visit
from communities.models import Community, Membership, Role, User
from succesfactoren.actions.closing import close_round
from succesfactoren.analysis.asked import Population
from succesfactoren.analysis.scores import factor_scores
from succesfactoren.analysis.suppression import release
from succesfactoren.frames import populations_of, questionnaire_of
from succesfactoren.models import Assessment, Instrument, Response, Round

N_PEOPLE, N_BREAKDOWNS, N_GROUPS = 2_000, 12, 5
SHARES = (40, 30, 20, 7, 3)
"""How many of a hundred are in each group: one of them is always small."""
DOES_NOT_KNOW = 0.05


def run() -> list[Ratio]:
    """Each step against the least that it could be."""
    gather_static_files()
    found, reader = _round()
    asked = questionnaire_of(found)
    population = populations_of(found, asked)[0]
    read, floor_read = in_turn(lambda: populations_of(found, asked), lambda: _rows(found), repeat=5)
    decide, floor_decide = in_turn(lambda: _release(population), lambda: _means(population), repeat=3)
    close = seconds(lambda: close_round(round=found, by=None), repeat=1)
    Round.objects.filter(pk=found.pk).update(published_at=timezone.now())
    measure = f"deciding what may be shown of 7 factors in {N_BREAKDOWNS} breakdowns, {decide:.2f} s"
    return [
        Ratio(
            "S1", f"2,000 × 35 answers as frames, {read:.2f} s", "their rows in bare psycopg", read / floor_read, 8, 16
        ),
        Ratio("S2", measure, "the means of all groups in pandas", decide / floor_decide, 15, 40),
        Ratio("S3", f"closing: the whole outcome, {close:.1f} s", "deciding what may be shown", close / decide, 5, 12),
        _page(found, reader),
    ]


def _page(found: Round, reader: User) -> Ratio:
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    path = reverse("succesfactoren:round_result", args=[found.community.slug, found.pk])
    visit(path, client)  # templates are read with the first page
    asked = [one for one in statements(path, client) if one.startswith("SELECT")]
    with psycopg.connect(**parameters(), autocommit=True) as raw:
        page, floor = in_turn(lambda: visit(path, client), lambda: ask_all(raw, asked))
    measure = f"the result as a member, {len(asked)} questions, {1000 * page:.0f} ms"
    # It draws hundreds of dots, bars and tables, and asks the database for little more than one row.
    return Ratio("S4", measure, "the same SQL in bare psycopg", page / floor, 25, 60)


def _release(population: Population) -> None:
    release(population.survey, is_closed=True)


def _means(population: Population) -> None:
    survey = population.survey
    for codes in survey.factors.values():
        scores = factor_scores(survey.marks[list(codes)])
        for breakdown in survey.groups:
            scores.groupby(survey.groups[breakdown]).mean()


def _rows(found: Round) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT door, answers, groups FROM succesfactoren_response WHERE round_id = %s", [found.pk])
        cursor.fetchall()


def _round() -> tuple[Round, User]:
    """An open round with all its answers, and a member who will read the result."""
    luck = random.Random(5)  # noqa: S311  (the same answers in every run, no secret)
    community = Community.objects.create(region=example_region(), slug="ronde", name="Ronde", visibility="openbaar")
    reader = User.objects.create(email="lid@example.org", name="Lid Lezer", password="!")  # noqa: S106
    Membership.objects.create(community=community, user=reader, is_trusted=True, role=Role.MEMBER)
    trajectory = community.trajectories.create(name="Traject", started_on=timezone.localdate())
    instrument = Instrument.objects.get(slug="zeven-succesfactoren")
    breakdowns = [
        {
            "code": f"vraag{number}",
            "question": f"Vraag {number}?",
            "options": [{"key": f"groep{one}", "label": f"Groep {one}"} for one in range(N_GROUPS)],
        }
        for number in range(N_BREAKDOWNS)
    ]
    now = timezone.now()
    found = Round.objects.create(
        assessment=Assessment.objects.create(trajectory=trajectory, instrument=instrument),
        version=instrument.newest,
        name="Nulmeting",
        opens_at=now - timedelta(days=7),
        closes_at=now + timedelta(days=7),
        opened_at=now - timedelta(days=7),
        group_questions=breakdowns,
    )
    codes = list(found.version.statements.filter(kind="stelling").values_list("code", flat=True))
    keys = [option["key"] for option in breakdowns[0]["options"]]
    Response.objects.bulk_create(
        Response(
            round=found,
            answers={
                code: None if luck.random() < DOES_NOT_KNOW else luck.choice((2, 3, 3, 4, 4, 5)) for code in codes
            },
            groups={one["code"]: luck.choices(keys, SHARES)[0] for one in breakdowns},
        )
        for _ in range(N_PEOPLE)
    )
    return found, reader
