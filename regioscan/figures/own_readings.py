"""What people wrote beside the findings of a region, in their own words and under their own name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from regioscan.models import Annotation, Region


@dataclass(frozen=True)
class OwnWords:
    """Words of somebody that were kept on a higher floor; pages and reports read them as they read an Annotation."""

    text: str
    written_by: str
    written_at: datetime
    theme: str = ""
    """The code of the theme; "" for the region as a whole."""
    version: int = 1


@dataclass(frozen=True)
class OwnReadings:
    """The standing readings of one region: of the whole of it, and per theme; newest first."""

    whole: Sequence[Annotation | OwnWords]
    by_theme: Mapping[str, Sequence[Annotation | OwnWords]]

    @property
    def all(self) -> list[Annotation | OwnWords]:
        """Those of the whole region first, then per theme in order of the themes."""
        return [*self.whole, *(one for found in self.by_theme.values() for one in found)]

    def of(self, theme: str) -> Sequence[Annotation | OwnWords]:
        """Those of the theme with this code."""
        return self.by_theme.get(theme, ())

    def after(self, words: Sequence[OwnWords]) -> "OwnReadings":
        """These, with `words` before them."""
        codes = {*self.by_theme, *(one.theme for one in words if one.theme)}
        by_theme = {code: [*(one for one in words if one.theme == code), *self.of(code)] for code in codes}
        return OwnReadings([*(one for one in words if not one.theme), *self.whole], by_theme)


def own_readings(region: Region) -> OwnReadings:
    """The readings of a region that were not withdrawn."""
    found = list(
        Annotation.objects.filter(region=region, withdrawn_at=None)
        .select_related("theme")
        .order_by("theme__position", "-written_at", "-id")
    )
    by_theme: dict[str, list[Annotation | OwnWords]] = {}
    for one in found:
        if one.theme is not None:
            by_theme.setdefault(one.theme.code, []).append(one)
    return OwnReadings([one for one in found if one.theme_id is None], dict(by_theme))
