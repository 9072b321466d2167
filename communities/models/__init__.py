"""Who we are, and who may do what."""

from communities.models.agenda import AgendaItem, AgendaTarget
from communities.models.champions import Champion, Nomination
from communities.models.commitments import Commitment
from communities.models.communities import Community, HouseRules
from communities.models.documents import Document, DocumentVersion
from communities.models.events import Attendance, CalendarFeed, Event
from communities.models.joining import Invitation, JoinQuestion, JoinRequest
from communities.models.log import LogEntry
from communities.models.memberships import Membership, Role
from communities.models.moderation import Complaint, Measure
from communities.models.notifications import (
    ALWAYS,
    DEFAULT_CHANNELS,
    Channel,
    Digest,
    Letter,
    Notice,
    NotificationChoice,
)
from communities.models.organisations import Organisation, Sector
from communities.models.privacy import Consent, DataExport, RetentionWarning
from communities.models.readings import ThemeReading
from communities.models.reports import Report
from communities.models.stakeholders import Interest, Stakeholder
from communities.models.stream import Audience, Comment, Follow, Post, PostPicture, Seen
from communities.models.trajectories import (
    Agreement,
    AgreementConfirmation,
    Ambition,
    AmbitionConsent,
    Phase,
    PhaseKind,
    Step,
    Trajectory,
)
from communities.models.users import User

__all__ = [
    "ALWAYS",
    "DEFAULT_CHANNELS",
    "AgendaItem",
    "AgendaTarget",
    "Agreement",
    "AgreementConfirmation",
    "Ambition",
    "AmbitionConsent",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "Champion",
    "Channel",
    "Comment",
    "Commitment",
    "Community",
    "Complaint",
    "Consent",
    "DataExport",
    "Digest",
    "Document",
    "DocumentVersion",
    "Event",
    "Follow",
    "HouseRules",
    "Interest",
    "Invitation",
    "JoinQuestion",
    "JoinRequest",
    "Letter",
    "LogEntry",
    "Measure",
    "Membership",
    "Nomination",
    "Notice",
    "NotificationChoice",
    "Organisation",
    "Phase",
    "PhaseKind",
    "Post",
    "PostPicture",
    "Report",
    "RetentionWarning",
    "Role",
    "Sector",
    "Seen",
    "Stakeholder",
    "Step",
    "ThemeReading",
    "Trajectory",
    "User",
]
