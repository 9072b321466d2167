"""Who we are, and who may do what."""

from communities.models.reports import Report
from communities.models.users import User

__all__ = ["Report", "User"]
