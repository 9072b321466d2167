"""The instruments that a community can see and choose, and how a version reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from communities.models import Community, User
from succesfactoren.analysis.levels import NAMES
from succesfactoren.models import Factor, Instrument, InstrumentVersion, Statement

SETTLED = Q(settled_at__isnull=False)


@dataclass(frozen=True)
class Part:
    """A part of a version with its questions in order; without a factor: the loose questions at the end."""

    factor: Factor | None
    questions: Sequence[Statement]

    @property
    def levels(self) -> list[tuple[str, str]]:
        """What each level looks like, from low to high; empty where an own instrument does not say."""
        return list(zip(NAMES.values(), self.factor.level_texts, strict=False)) if self.factor else []


def instruments_of(community: Community) -> QuerySet[Instrument]:
    """The built-in instruments that are offered, and all of this community, each with its versions newest first."""
    versions = Prefetch("versions", InstrumentVersion.objects.order_by("-number"))
    found = Instrument.objects.filter(Q(community=None, is_offered=True) | Q(community=community))
    return found.select_related("community").prefetch_related(versions).order_by("pk")


def readable_instruments(user: User | AnonymousUser, community: Community) -> QuerySet[Instrument]:
    """Those of which this reader may see the words: drafts are for who runs the community."""
    found = instruments_of(community)
    if user.has_perm("succesfactoren.view_rounds", community):
        return found
    return found.filter(_has_settled())


def choosable_instruments(community: Community) -> QuerySet[Instrument]:
    """Those with which a new assessment can begin: offered, and with a settled version."""
    return instruments_of(community).filter(_has_settled(), is_offered=True)


def _has_settled() -> Exists:
    return Exists(InstrumentVersion.objects.filter(SETTLED, instrument=OuterRef("pk")))


def newest_of(instrument: Instrument) -> InstrumentVersion | None:
    """The newest settled version, out of the versions that came along."""
    return next((one for one in instrument.versions.all() if one.is_settled), None)


def draft_of(instrument: Instrument) -> InstrumentVersion | None:
    """The version that is being written, out of the versions that came along; at most one."""
    return next((one for one in instrument.versions.all() if not one.is_settled), None)


def parts_of(version: InstrumentVersion) -> list[Part]:
    """All questions of a version as they are read: part by part, and the loose ones last."""
    statements = list(version.statements.order_by("position", "pk"))
    parts = [
        Part(one, [s for s in statements if s.factor_id == one.pk]) for one in version.factors.order_by("position")
    ]
    loose = [one for one in statements if one.factor_id is None]
    return [*parts, Part(None, loose)] if loose else parts
