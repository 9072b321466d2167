"""Health: whether this process lives, and whether everything that it needs is there."""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from config import heartbeat
from regioscan.models import Job

HEARTBEAT_SECONDS = 90
"""Three beats: one or two may be lost."""


def database_answers() -> bool:
    """Whether PostgreSQL answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def broker_answers() -> bool:
    """Whether Redis answers within half a second."""
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
        ) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def worker_is_alive() -> bool:
    """Whether a worker was heard of lately: by its own beat, or by that of a job which keeps every slot busy."""
    age = heartbeat.age_seconds()
    return (age is not None and age < HEARTBEAT_SECONDS) or _a_job_is_alive()


def _a_job_is_alive() -> bool:
    lately = timezone.now() - timedelta(seconds=HEARTBEAT_SECONDS)
    try:
        return Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__gt=lately).exists()
    except DatabaseError:
        return False


def storage_is_writable() -> bool:
    """Whether a file can be written where reports and deliveries are kept."""
    try:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
            probe.write(b"ready")
            os.fsync(probe.fileno())
    except OSError:
        return False
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "broker": broker_answers,
    "worker": worker_is_alive,
    "storage": storage_is_writable,
}


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """This process answers. Asks nothing of anything else, so that an outage elsewhere does not restart us."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Everything that is needed for real work answers; 503 and the names of what does not, otherwise."""
    checks = {name: check() for name, check in CHECKS.items()}
    is_ready = all(checks.values())
    return JsonResponse({"status": "ok" if is_ready else "niet gereed", **checks}, status=200 if is_ready else 503)
