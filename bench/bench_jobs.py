"""A job's way through broker and worker and back, against a bare push and pop."""

import os
import signal
import statistics
import subprocess
import sys
import time

import redis
from django.conf import settings

from bench.ratio import Ratio
from config.celery import app

N_TRIPS = 200
PONG = "bench-pong"


@app.task(name="bench.ping")
def ping(number: int) -> None:
    """Say over the broker that task `number` was carried out."""
    redis.from_url(settings.REDIS_URL).rpush(PONG, number)


def run() -> list[Ratio]:
    """T16."""
    client = redis.from_url(settings.REDIS_URL, socket_timeout=None)
    client.delete(PONG, "bench-floor")
    command = [sys.executable, "-m", "celery", "--app", "bench.bench_jobs:app", "worker", "--concurrency", "1"]
    worker = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _trip(client, -1, timeout=60)
        trips = [_trip(client, number, timeout=10) for number in range(N_TRIPS)]
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(30)
    floor = statistics.median(_push_and_pop(client) for _ in range(N_TRIPS))
    trip = statistics.median(trips)
    return [Ratio("T16", "an empty job there and back", "push and pop on the broker", trip / floor, 25, 60)]


def _trip(client: redis.Redis, number: int, timeout: int) -> float:
    begin = time.perf_counter()
    ping.apply_async((number,))
    answer = client.blpop([PONG], timeout=timeout)
    if answer is None:
        raise RuntimeError("the worker did not answer")
    return time.perf_counter() - begin


def _push_and_pop(client: redis.Redis) -> float:
    begin = time.perf_counter()
    client.rpush("bench-floor", 1)
    client.blpop(["bench-floor"])
    return time.perf_counter() - begin
