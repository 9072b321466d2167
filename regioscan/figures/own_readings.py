"""What people wrote beside the findings of a region, in their own words and under their own name."""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan.models import Annotation, Region


@dataclass(frozen=True)
class OwnReadings:
    """The standing readings of one region: of the whole of it, and per theme; newest first."""

    whole: Sequence[Annotation]
    by_theme: dict[str, Sequence[Annotation]]

    @property
    def all(self) -> list[Annotation]:
        """Those of the whole region first, then per theme in order of the themes."""
        return [*self.whole, *(one for found in self.by_theme.values() for one in found)]

    def of(self, theme: str) -> Sequence[Annotation]:
        """Those of the theme with this code."""
        return self.by_theme.get(theme, ())


def own_readings(region: Region) -> OwnReadings:
    """The readings of a region that were not withdrawn."""
    found = list(
        Annotation.objects.filter(region=region, withdrawn_at=None)
        .select_related("theme")
        .order_by("theme__position", "-written_at", "-id")
    )
    by_theme: dict[str, list[Annotation]] = {}
    for one in found:
        if one.theme is not None:
            by_theme.setdefault(one.theme.code, []).append(one)
    return OwnReadings([one for one in found if one.theme_id is None], dict(by_theme))
