"""A cache that fails open: with Redis away every page still works, only slower.

What guards a login never goes to Redis. Limits on attempts and used one-time codes are kept in PostgreSQL, so that they
hold when Redis is away, hangs, or was emptied, and so that there is one count and not two.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

GUARDING_PREFIX = "allauth"
"""Every key of allauth begins so: limits per account and per address, and one-time codes that were used."""
PAUSE_SECONDS = 10.0
TROUBLE = (RedisError, OSError)
Answer = TypeVar("Answer")


class Circuit:
    """Remembers for a while that Redis does not answer, so that a hanging one is waited for only once."""

    def __init__(self) -> None:
        self._closed_again_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether Redis is left alone for now."""
        return time.monotonic() < self._closed_again_at

    def trip(self, error: Exception) -> None:
        """Leave Redis alone for a while."""
        self._closed_again_at = time.monotonic() + PAUSE_SECONDS
        logger.warning("cache away", extra={"error": type(error).__name__})

    def reset(self) -> None:
        """Try again at once."""
        self._closed_again_at = 0.0


circuit = Circuit()
"""One for the whole process: Django makes a cache object per thread."""


class SturdyCache(RedisCache):
    """Redis for what may be forgotten, the database for what guards a login."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # By default the client tries four times, which would make a hanging Redis cost seconds.
        params.setdefault("OPTIONS", {}).setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(server, params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set when absent. With Redis away the answer is yes: whoever asks to be the first, goes on."""
        if guard := self._guard(key):
            return guard.add(key, value, timeout, version)
        return self._ask(lambda: super(SturdyCache, self).add(key, value, timeout, version), away=True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value; `default` with Redis away."""
        if guard := self._guard(key):
            return guard.get(key, default, version)
        return self._ask(lambda: super(SturdyCache, self).get(key, default, version), away=default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value; nothing happens with Redis away."""
        if guard := self._guard(key):
            return guard.set(key, value, timeout, version)
        return self._ask(lambda: super(SturdyCache, self).set(key, value, timeout, version), away=None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value longer."""
        if guard := self._guard(key):
            return guard.touch(key, timeout, version)
        return self._ask(lambda: super(SturdyCache, self).touch(key, timeout, version), away=False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value."""
        if guard := self._guard(key):
            return guard.delete(key, version)
        return self._ask(lambda: super(SturdyCache, self).delete(key, version), away=False)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value."""
        if guard := self._guard(key):
            return guard.has_key(key, version)
        return self._ask(lambda: super(SturdyCache, self).has_key(key, version), away=False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count. With Redis away it is as if the counter was not there: ValueError, as for any cache."""
        if guard := self._guard(key):
            return guard.incr(key, delta, version)
        counted = self._ask(lambda: super(SturdyCache, self).incr(key, delta, version), away=None)
        if counted is None:
            raise ValueError(f"Key '{key}' not found.")
        return counted

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """The values that are there."""
        return self._ask(lambda: super(SturdyCache, self).get_many(keys, version), away={})

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Keep values; gives the keys that were not kept."""
        return self._ask(lambda: super(SturdyCache, self).set_many(data, timeout, version), away=list(data))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Forget values."""
        self._ask(lambda: super(SturdyCache, self).delete_many(keys, version), away=None)

    def clear(self) -> bool:
        """Forget everything that may be forgotten; the limits stay."""
        return self._ask(lambda: super(SturdyCache, self).clear(), away=False)

    @staticmethod
    def _guard(key: Any) -> BaseCache | None:
        return caches["limits"] if str(key).startswith(GUARDING_PREFIX) else None

    @staticmethod
    def _ask(question: Callable[[], Answer], away: Answer) -> Answer:
        if circuit.is_open:
            return away
        try:
            return question()
        except TROUBLE as error:
            circuit.trip(error)
            return away
