"""The logos of communities in their mails: inside the mail itself, so that they show without asking and tell nobody.

Where a logo belongs the words hold a mark; it is filled in when the mail is sent, with the logo of that moment.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.access.faces import logo_content
from communities.models import Community
from lib.pictures import Picture, small_on_white

logger = logging.getLogger(__name__)

MARK = re.compile(r"<!--logo (\d{1,18})-->")
HEIGHT, MAX_WIDTH, MARGIN = 96, 320, 8
"""In pixels of the file; it is shown at half of them, which is sharp on every screen."""


def mark_of(community: Community | None) -> SafeString:
    """What stands in the HTML of a mail until it is sent; the words of people are escaped and cannot hold it."""
    return format_html("<!--logo {}-->", community.pk) if community else SafeString()


@dataclass(frozen=True)
class Logo:
    """The logo of a community at the size of a mail."""

    number: int
    name: str
    picture: Picture

    @property
    def content_id(self) -> str:
        """By which the HTML calls it."""
        return f"logo-{self.number}@regiokracht"

    @property
    def html(self) -> str:
        """The cell of a table that shows it."""
        picture = self.picture
        size = {"width": picture.width // 2, "height": picture.height // 2}
        return render_to_string("emails/logo.html", {"logo": self, **size})

    @property
    def part(self) -> MIMEImage:
        """The file inside the mail."""
        part = MIMEImage(self.picture.content, "png")
        part["Content-ID"] = f"<{self.content_id}>"
        part.add_header("Content-Disposition", "inline", filename=f"logo-{self.number}.png")
        return part


class Logos:
    """The logos of one run: each is asked for and drawn once, however many letters it goes with."""

    def __init__(self) -> None:
        self._known: dict[int, Logo | None] = {}

    def fill_in(self, html: str) -> tuple[str, list[Logo]]:
        """The HTML with every mark replaced by its logo, or by nothing; and the logos that are in it."""
        numbers = dict.fromkeys(int(one) for one in MARK.findall(html))
        if not numbers:
            return html, []
        self._learn([one for one in numbers if one not in self._known])
        found = {number: logo for number in numbers if (logo := self._known[number])}
        return MARK.sub(lambda mark: _cell(found, int(mark[1])), html), list(found.values())

    def _learn(self, numbers: Sequence[int]) -> None:
        if numbers:
            communities = Community.objects.exclude(logo="").only("name", "logo").in_bulk(numbers)
            self._known |= {one: _logo_of(communities.get(one)) for one in numbers}


def _cell(logos: Mapping[int, Logo], number: int) -> str:
    return logos[number].html if number in logos else ""


def _logo_of(community: Community | None) -> Logo | None:
    """Drawn for a mail; None where there is none. Whatever is wrong with a logo, the mail goes out."""
    try:
        content = logo_content(community) if community else b""
        if not community or not content:
            return None
        picture = small_on_white(content, max_width=MAX_WIDTH, max_height=HEIGHT, margin=MARGIN)
    except Exception:  # a logo is never worth a mail
        logger.exception("logo not drawn for a mail", extra={"community": community.pk if community else None})
        return None
    return Logo(community.pk, community.name, picture)


class MailWithLogos(EmailMultiAlternatives):
    """A mail whose HTML has pictures that come along: text, or else HTML together with its pictures (RFC 2387)."""

    logos: Sequence[Logo] = ()

    def message(self) -> Message:  # type: ignore[override]
        """The mail as it goes over the line."""
        whole: Message = super().message()
        if not self.logos:
            return whole
        parts: list[Message] = whole.get_payload()  # type: ignore[assignment]
        page = parts.pop()
        related = MIMEMultipart("related", _subparts=[page, *(logo.part for logo in self.logos)], type="text/html")
        parts.append(related)
        return whole
