"""Asks for the report of the first example community."""

from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communities.access.joining import coordinators_of
from communities.actions.reports import request_report
from communities.models import Community, Report
from config import tasks
from config.reports import OPTIONAL
from regioscan import frames
from regioscan.figures import DEFAULT


class Command(BaseCommand):
    """Does nothing where that community has a report already. The worker makes it, as soon as it is there."""

    help = "Vraagt het rapport van de eerste voorbeeldcommunity aan, alleen bij voorbeeldcijfers."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EXAMPLE_FIGURES:
            raise CommandError("Het voorbeeldrapport hoort bij voorbeeldcijfers; die staan uit (EXAMPLE_FIGURES).")
        community = Community.objects.select_related("region").order_by("pk").first()
        if community is None or community.reports.exists() or not frames.known_years():
            return
        report = ask(community)
        if report and report.job:
            self.stdout.write(f"Rapport aangevraagd: {report}")
            transaction.on_commit(partial(tasks.send, report.job.pk))


def ask(community: Community) -> Report | None:
    """The report for the members, as their coordinator would ask for it; None where nobody runs the community."""
    coordinator = next(iter(coordinators_of(community)), None)
    if coordinator is None:
        return None
    return request_report(
        by=coordinator,
        region=community.region,
        period=max(frames.known_years()),
        benchmark=DEFAULT,
        chapters=[chapter.code for chapter in OPTIONAL],
        visibility=Report.Visibility.COMMUNITY,
        community=community,
    )
