"""The logo of a community at the top of its pages on paper."""

import logging

from communities.access.faces import logo_content
from communities.models import Community
from lib.pdf import picture_address

logger = logging.getLogger(__name__)

LOGO = "face:logo"
"""By which a page calls it: `<img src="face:logo" …>`, or nothing where `logo_pictures` has none."""


def logo_pictures(community: Community) -> dict[str, str]:
    """The logo for among the images of `render_pdf`; nothing where there is none, or none that can be drawn."""
    content = logo_content(community)
    if not content:
        return {}
    try:
        return {LOGO: picture_address(content)}
    except ValueError:
        logger.warning("the logo of a community is no picture", extra={"community": community.pk})
        return {}
