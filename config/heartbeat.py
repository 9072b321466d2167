"""Whether beat and a worker are alive: the worker notes the time every half minute, /readyz looks how long ago."""

import time

from django.core.cache import cache

KEY = "worker-heartbeat"
KEPT_SECONDS = 3600


def note() -> None:
    """Called by the worker."""
    cache.set(KEY, time.time(), KEPT_SECONDS)


def age_seconds() -> float | None:
    """Seconds since a worker was last heard of; None when that is longer ago than an hour, or not known."""
    noted = cache.get(KEY)
    return None if noted is None else max(0.0, time.time() - noted)
