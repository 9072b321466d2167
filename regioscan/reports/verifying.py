"""The last page: how somebody who holds the report finds out whether it is genuine."""

from django.conf import settings
from django.urls import reverse

from lib.check_codes import spaced_code
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft


def _verifying(draft: Draft) -> Content | None:
    """Nothing for a report that the house does not keep: there is nothing to hold it against."""
    identity = draft.identity
    if draft.attached is None or not identity.is_kept:
        return None
    return {
        "code": spaced_code(identity.number, draft.attached.check),
        "check": draft.attached.check,
        "address": settings.SITE_URL.rstrip("/") + reverse("config:verify"),
    }


VERIFYING = Chapter("controleren", "Is dit rapport echt?", "regioscan/print/verifying.html", _verifying)
