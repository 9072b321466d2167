"""Answering: 500 people who fill in a questionnaire at the same moment, against one web process."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from django.utils import timezone

from bench.bench_pages import HOST, site_with_one_process
from bench.example import example_region
from bench.ratio import Ratio
from bench.statements import gather_static_files
from communities.models import Community, Trajectory
from lib.tokens import hash_token, new_token
from succesfactoren.actions.instruments import store_instruments
from succesfactoren.models import Assessment, Instrument, Response, Round, Ticket

N_PEOPLE = int(os.environ.get("BENCH_PEOPLE", "500"))
GOAL, LIMIT = 20, 40
"""A journey asks five times, draws 38 questions twice and writes three rows; a health check does none of that."""

LOCUST = ["--headless", "--only-summary", "--exit-code-on-error", "1", "--stop-timeout", "1", "--loglevel", "WARNING"]


def run() -> list[Ratio]:
    """The time of a person's whole journey while all others are at it, against as many health checks at once."""
    gather_static_files()
    found = _round()
    with site_with_one_process() as port:
        floor = _walk("FLOOR", found, port)
        journey = _walk("JOURNEY", found, port)
    n_stored, n_used = Response.objects.filter(round=found).count(), found.tickets.filter(is_used=True).count()
    if (n_stored, n_used) != (N_PEOPLE, N_PEOPLE):
        raise RuntimeError(f"{N_PEOPLE} people sent, {n_stored} answers are stored and {n_used} links are used")
    typical, slowest = statistics.median(journey), max(journey)
    measure = f"{N_PEOPLE} people answer at once: {typical:.1f} s for the median, {slowest:.1f} s for the last"
    ratio = typical / statistics.median(floor)
    return [Ratio("S1", measure, "as many health checks by as many people", ratio, GOAL, LIMIT)]


def _walk(which: str, found: Round, port: int) -> list[float]:
    """The seconds that each person took; every one has a new link."""
    tokens = [new_token() for _ in range(N_PEOPLE)]
    if which == "JOURNEY":
        Ticket.objects.bulk_create(Ticket(round=found, token_hash=hash_token(one)) for one in tokens)
    codes = list(found.version.statements.filter(kind="stelling").values_list("code", flat=True))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "tokens").write_text(json.dumps(tokens))
        environment = os.environ | {
            "WALK": which,
            "TOKENS_FILE": f"{folder}/tokens",
            "TIMES_FILE": f"{folder}/times",
            "CODES": json.dumps(codes),
        }
        people = ["--host", f"http://{HOST}:{port}", "--users", str(N_PEOPLE), "--spawn-rate", str(N_PEOPLE)]
        script = ["-m", "locust", "--locustfile", str(Path(__file__).with_name("answering_people.py"))]
        command = [sys.executable, *script, *LOCUST, *people]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"not everybody came through:\n{done.stderr[-4000:]}")
        taken: list[float] = json.loads((Path(folder) / "times").read_text())
    return taken


def _round() -> Round:
    """An open, anonymous round of the longest instrument."""
    store_instruments()
    community = Community.objects.create(
        region=example_region(), slug="toets", name="Toets", visibility=Community.Visibility.PUBLIC
    )
    trajectory = Trajectory.objects.create(community=community, name="Toets", started_on=timezone.localdate())
    instrument = Instrument.objects.get(slug="zeven-succesfactoren")
    version = instrument.newest
    if version is None:
        raise RuntimeError("the instruments were not stored")
    now = timezone.now()
    return Round.objects.create(
        assessment=Assessment.objects.create(trajectory=trajectory, instrument=instrument),
        version=version,
        name="Nulmeting",
        opens_at=now,
        closes_at=now + timezone.timedelta(days=1),
        planned_at=now,
        opened_at=now,
        group_questions=version.group_questions,
    )
