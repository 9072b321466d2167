"""Reports of trajectories. Who gets in, and something to look at."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from communities.models import Community
from initiatives.models import TrajectoryReport
from tests.access_rows.rows import COMMISSIONERS, GONE, IN, LOGIN, Row

SEEN = Row(
    public=(LOGIN, GONE, GONE, GONE, IN, IN, GONE, IN),
    private=(LOGIN, GONE, GONE, GONE, IN, IN, GONE, IN),
)
"""A report that is made, for who commissions the trajectory and who runs it; to all others it does not exist."""

ROWS: dict[str, Row] = {
    "config:trajectory_reports": COMMISSIONERS,
    "config:trajectory_report": SEEN,
    "config:trajectory_report_status": SEEN,
    "config:trajectory_report_download": SEEN,
}


def make(community: Community) -> dict[str, Any]:
    """One report that is made; may be called again for more."""
    report = TrajectoryReport(trajectory=community.trajectories.first(), chapters=["doen"], made_at=timezone.now())
    report.pdf.save("traject.pdf", ContentFile(b"%PDF-1.7"), save=False)
    report.xlsx.save("traject.xlsx", ContentFile(b"PK"), save=False)
    report.pdf_size, report.xlsx_size = 8, 2
    report.save()
    return {"public_id": report.public_id, "kind": "pdf"}
