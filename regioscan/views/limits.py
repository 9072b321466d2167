"""How much one address may ask. Counted in the cache, per five minutes; what costs more, counts for more.

With the cache away every server counts for itself: the limit then fails open by a factor (the number of servers), but
never without bound. PostgreSQL is not used, as it is for logging in: reading is harmless, and a count there would cost
more than most answers do.
"""

import time
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 300
MAX_REMEMBERED = 10_000
PAGE, TABLE, SHEET, RANKING = 1, 5, 20, 10
"""What a page, a whole table, a spreadsheet, and a ranking under other weights count for."""


class OwnCount:
    """How much each key asked in this window, by this process alone; forgets everything when it grows too long."""

    def __init__(self) -> None:
        self._lock, self._window, self._seen = Lock(), 0, dict[str, int]()

    def add(self, key: str, window: int, cost: int = 1) -> int:
        """So much more; gives how much it is now."""
        with self._lock:
            if window != self._window or len(self._seen) >= MAX_REMEMBERED:
                self._window, self._seen = window, {}
            self._seen[key] = self._seen.get(key, 0) + cost
            return self._seen[key]


own_count = OwnCount()


def seconds_to_wait(request: HttpRequest, what: str, cost: int = PAGE) -> int:
    """0 when this request may be answered, else after how many seconds the next one may; `what` has a count of its
    own."""
    if not settings.API_REQUESTS_PER_5_MINUTES or not cost:
        return 0
    window, seconds_gone = divmod(int(time.time()), WINDOW_SECONDS)
    key = f"{what}:{window}:{_asker(request)}"
    is_beyond = _count(key, window, cost) > settings.API_REQUESTS_PER_5_MINUTES
    return WINDOW_SECONDS - seconds_gone if is_beyond else 0


def too_much(seconds: int) -> HttpResponse:
    """The page that says to wait so many seconds."""
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("429.html"), status=429, headers=headers)


def _count(key: str, window: int, cost: int) -> int:
    cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
    try:
        return int(cache.incr(key, cost))
    except ValueError:
        # The cache is away, or has just dropped the key.
        return own_count.add(key, window, cost)


def _asker(request: HttpRequest) -> str:
    """Who asks, as a hash: an address of a visitor is kept nowhere. Of IPv6 the /64 counts, which is one household."""
    found = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.TRUSTED_PROXY_COUNT and len(forwarded) >= settings.TRUSTED_PROXY_COUNT:
        # What stands further to the left was written by whoever asks.
        found = forwarded[-settings.TRUSTED_PROXY_COUNT].strip() or found
    try:
        address = ip_address(found)
    except ValueError:
        return "unknown"
    one = str(int(address) >> 64) if isinstance(address, IPv6Address) else found
    return salted_hmac("api", one).hexdigest()[:24]
