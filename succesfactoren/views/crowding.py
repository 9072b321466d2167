"""Stopping one device, or one link that went astray, from filling in for a whole village.

Counted is what is sent by the link of a meeting, not who sends it: of a device the number that it drew itself, and of a
link its hash. A count is forgotten after an hour.
"""

from allauth.core.internal.ratelimit import RateLimitUsage, consume
from django.http import HttpRequest

from succesfactoren.access.answering import Seat

DEVICE, LINK = "toestel", "link"


def crowding(request: HttpRequest, seat: Seat) -> str:
    """What was used too often in an hour, DEVICE or LINK; "" where this seat may send, and then that is counted.

    Of an invitation nothing is counted, and neither is pressing twice: these store nothing more.
    """
    if seat.ticket is not None or seat.has_sent:
        return ""
    used = _count(request, "meeting_device", str(seat.device))
    if used is None:
        return DEVICE
    if _count(request, "meeting_link", seat.round.open_link_hash or "") is None:
        used.rollback()
        return LINK
    return ""


def _count(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return consume(request, app="allauth.account", action=action, key=key)
