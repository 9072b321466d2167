"""Asking for a report with the face of a community, for its members."""

from functools import partial

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities.access.communities import get_community
from communities.access.scan import standing_readings
from communities.actions.reports import request_report
from communities.models import Community, Report
from config import tasks
from config.report_forms import COMPARISONS
from config.reports import OPTIONAL
from regioscan import frames
from regioscan.figures import DEFAULT, comparisons
from regioscan.models import Job


class CommunityReportForm(forms.Form):
    """Until when, compared with whom, and which chapters; the region is that of the community."""

    jaar = forms.TypedChoiceField(
        label="Cijfers tot en met", coerce=int, help_text="Per cijfer nemen wij het nieuwste jaar dat dan bekend was."
    )
    met = forms.ChoiceField(label="Vergelijken met", initial=DEFAULT)
    hoofdstukken = forms.MultipleChoiceField(
        label="Wat staat erin",
        choices=[(chapter.code, chapter.title) for chapter in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="De samenvatting, uw duiding, de bronnen en de methode staan er altijd in.",
    )

    def __init__(self, data: object = None, *, community: Community) -> None:
        super().__init__(data, initial={"hoofdstukken": [chapter.code for chapter in OPTIONAL]})  # type: ignore[arg-type]
        region, words = community.region, dict(COMPARISONS)
        possible = comparisons(region, frames.containers(region), None)
        self.fields["met"].choices = [  # type: ignore[attr-defined]
            (one.code, one.description if one.is_alone else words[one.code]) for one in possible if one.code in words
        ]
        years = sorted(frames.known_years(), reverse=True)
        self.fields["jaar"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def community_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a report for the members; the same request twice leads to the same report."""
    community = get_community(request, slug, "communities.coordinate")
    form = CommunityReportForm(request.POST or None, community=community)
    if form.is_valid():
        asked = form.cleaned_data
        report = request_report(
            by=request.user,
            region=community.region,
            period=asked["jaar"],
            benchmark=asked["met"],
            chapters=asked["hoofdstukken"],
            visibility=Report.Visibility.COMMUNITY,
            community=community,
        )
        if report.job and report.job.state == Job.State.WAITING:
            transaction.on_commit(partial(tasks.send, report.job.pk))
        return redirect(report)
    context = {"community": community, "form": form, "readings": standing_readings(community)}
    return render(request, "config/community_report.html", context, status=400 if form.is_bound else 200)
