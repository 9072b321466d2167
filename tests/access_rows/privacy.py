"""One's own data, the privacy statement of a community, and the log. Who gets in, and something to look at."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from communities.actions.log import note
from communities.models import Community, Consent, DataExport
from regioscan.job_actions import queue_job
from tests.access_rows.rows import ACCOUNT, COORDINATORS, GONE, IN, LOGIN, OPEN, Row, posted

OWN = Row(
    public=(LOGIN, GONE, IN, GONE, GONE, GONE, GONE, GONE),
    private=(LOGIN, GONE, IN, GONE, GONE, GONE, GONE, GONE),
)
"""Of the member, and of nobody else: not of an administrator either."""

ROWS: dict[str, Row] = {
    "communities:privacy_statement": OPEN,
    "communities:processing_register": COORDINATORS,
    "communities:log_list": COORDINATORS,
    "communities:log_export": COORDINATORS,
    "config:own_records": ACCOUNT,
    "config:export_request": posted(ACCOUNT),
    "config:export_status": OWN,
    "config:export_download": OWN,
    "config:consent_withdraw": posted(OWN),
    "config:account_erase": ACCOUNT,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    member = community.memberships.get(user__email="member@example.org").user
    note(by=member, action="proeft", thing=community, community=community)
    made_at = timezone.now()
    export = DataExport.objects.create(user=member, made_at=made_at, expires_at=made_at + timedelta(days=3))
    export.job = queue_job(kind="export", key=str(export.public_id), payload={"export": export.pk}, by="gebruiker 1")
    export.file.save("mijn-gegevens.zip", ContentFile(b"zip"))
    consent = Consent.objects.create(
        user=member, community=community, subject="zichtbaar", is_given=True, wording="Mogen bezoekers uw naam zien?"
    )
    return {"export_id": export.public_id, "consent_id": consent.pk}
