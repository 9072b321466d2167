"""What an advisor reads in the figures, and the reports with the face of a community, for whoever may have them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from communities.access.faces import face_of, logo_content
from communities.access.stream import bylines, name_of
from communities.models import Community, Report, ThemeReading, User
from regioscan.figures.own_readings import OwnWords
from regioscan.reports.draft import Sender

WHOLE = "regio"
"""What stands in an address for the region as a whole."""


@dataclass(frozen=True)
class Readings:
    """The readings that stand in a community now: of the whole region, and per theme in order."""

    whole: ThemeReading | None
    by_theme: Sequence[ThemeReading]

    @property
    def all(self) -> list[ThemeReading]:
        """That of the whole region first."""
        return [*([self.whole] if self.whole else []), *self.by_theme]


def standing_readings(community: Community) -> Readings:
    """Per theme the newest version that was published, unless it was withdrawn: then nothing stands there."""
    published = community.readings.filter(published_at__isnull=False).select_related("theme", "written_by")
    newest = published.order_by("theme__position", "theme_id", "-version").distinct("theme__position", "theme_id")
    standing = [one for one in newest if one.withdrawn_at is None]
    whole = next((one for one in standing if one.theme_id is None), None)
    return Readings(whole, [one for one in standing if one.theme_id is not None])


def visible_readings(user: User | AnonymousUser, community: Community, theme_code: str) -> QuerySet[ThemeReading]:
    """All versions about a theme ("regio" for the whole); drafts and withdrawn ones are for who runs the community."""
    found = community.readings.select_related("theme", "written_by")
    found = found.filter(theme=None) if theme_code == WHOLE else found.filter(theme__code=theme_code)
    if user.has_perm("communities.manage_community", community):
        return found
    return found.filter(published_at__isnull=False, withdrawn_at=None)


def sign_readings(readings: Sequence[ThemeReading], community: Community, reader: User | AnonymousUser) -> None:
    """Give each its `byline`: to visitors an advisor has a name only who chose so. One question for all."""
    for one, byline in zip(readings, bylines([one.written_by for one in readings], community, reader), strict=True):
        one.byline = byline  # type: ignore[attr-defined]


def draft_of(community: Community, theme_code: str) -> ThemeReading | None:
    """What was written about a theme and not published yet."""
    theme = {"theme": None} if theme_code == WHOLE else {"theme__code": theme_code}
    return community.readings.filter(published_at=None, withdrawn_at=None, **theme).order_by("-version").first()


def drafts_in(community: Community) -> QuerySet[ThemeReading]:
    """Everything that was written and not published yet."""
    found = community.readings.filter(published_at=None, withdrawn_at=None)
    return found.select_related("theme", "written_by").order_by("theme__position", "pk")


def community_reports(user: User | AnonymousUser, community: Community) -> QuerySet[Report]:
    """The reports with this community's face, for its members and those who commission it; who runs it sees also those
    that are being made."""
    if not _may_have_reports(user, community):
        return Report.objects.none()
    found = Report.objects.filter(community=community, visibility=Report.Visibility.COMMUNITY)
    if not user.has_perm("communities.manage_community", community):
        found = found.filter(made_at__isnull=False)
    return found.select_related("region", "job", "community").defer("record")


def _may_have_reports(user: User | AnonymousUser, community: Community) -> bool:
    is_commissioning = isinstance(user, User) and community.pk in user.commissioned_communities
    return is_commissioning or user.has_perm("communities.view_members_part", community)


def sender_of(community: Community) -> Sender:
    """Whose face a report gets, with what the advisor reads in the figures."""
    face = face_of(community)
    return Sender(
        name=community.name,
        tagline=community.tagline,
        cover=face.cover,
        on_cover=face.on_cover,
        primary=face.primary,
        on_primary=face.on_primary,
        accent=face.accent_line,
        logo=logo_content(community),
        words=tuple(_words(one) for one in standing_readings(community).all),
    )


def _words(reading: ThemeReading) -> OwnWords:
    return OwnWords(
        text=reading.text,
        written_by=f"adviseur {name_of(reading.written_by)}",
        written_at=reading.written_at,
        theme=reading.theme.code if reading.theme else "",
        version=reading.version,
    )
