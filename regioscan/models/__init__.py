"""What is true of a region. Nothing here knows a user: who did something is plain text."""

from regioscan.models.annotations import Annotation
from regioscan.models.compositions import Calculation, Composition, Succession
from regioscan.models.indicators import Indicator, IndicatorKey, Theme
from regioscan.models.jobs import Job
from regioscan.models.margins import Margin
from regioscan.models.methods import MethodVersion
from regioscan.models.observations import Distribution, Observation
from regioscan.models.peers import Peer, PeerSet, RegionGroup
from regioscan.models.regions import Boundary, Region
from regioscan.models.sources import RejectedRow, Snapshot, Source

__all__ = [
    "Annotation",
    "Boundary",
    "Calculation",
    "Composition",
    "Distribution",
    "Indicator",
    "IndicatorKey",
    "Job",
    "Margin",
    "MethodVersion",
    "Observation",
    "Peer",
    "PeerSet",
    "Region",
    "RegionGroup",
    "RejectedRow",
    "Snapshot",
    "Source",
    "Succession",
    "Theme",
]
