"""What is true of a region. Nothing here knows a user: who did something is plain text."""

from regioscan.models.indicators import Indicator, IndicatorKey, Theme
from regioscan.models.jobs import Job
from regioscan.models.observations import Distribution, Observation
from regioscan.models.regions import Boundary, Region
from regioscan.models.sources import RejectedRow, Snapshot, Source

__all__ = [
    "Boundary",
    "Distribution",
    "Indicator",
    "IndicatorKey",
    "Job",
    "Observation",
    "Region",
    "RejectedRow",
    "Snapshot",
    "Source",
    "Theme",
]
