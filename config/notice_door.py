"""Who comes in through a link in a mail has read what the mail was about."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from communities.actions.notice_choices import mark_read
from communities.letters.mail import NOTICE_FIELD
from communities.models import User


class NoticeDoorMiddleware:
    """Marks the notice that an address names as read, for its own reader; for everybody else it changes nothing.

    That a GET changes this is meant: it is one's own mark, and going there again gives the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request.GET.get(NOTICE_FIELD, "") if request.method == "GET" else ""
        if number.isascii() and number.isdigit() and len(number) < 19 and isinstance(request.user, User):
            notice = request.user.notices.filter(pk=number, read_at=None).first()
            if notice:
                mark_read(notice=notice, by=request.user)
        return self.get_response(request)
