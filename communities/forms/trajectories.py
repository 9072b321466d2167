"""What is asked of whoever starts or runs a trajectory."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from communities.actions.trajectories import WayBack
from communities.forms.commitments import date_field
from communities.forms.either import either
from communities.models import Community, Membership, Organisation, Phase, PhaseKind, Role, Step, Trajectory, User

PAYING = [
    Organisation.Kind.BANK,
    Organisation.Kind.MUNICIPALITY,
    Organisation.Kind.PROVINCE,
    Organisation.Kind.INSURER,
]


class TrajectoryForm(forms.Form):
    """A new trajectory."""

    name = forms.CharField(
        label="Naam van het traject",
        max_length=120,
        help_text="Bijvoorbeeld: Waalmeer aan zet, 2026 tot en met 2029.",
        error_messages={"required": "Geef het traject een naam."},
    )
    commissioners = forms.ModelMultipleChoiceField(
        label="Wie geeft de opdracht?",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    advisors = forms.ModelMultipleChoiceField(
        label="Wie adviseert?",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Adviseurs zijn coördinatoren van de community.",
    )
    started_on = date_field("Begint op")
    ends_on = date_field("Loopt tot en met", required=False)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        belongs = Q(memberships__community=community, memberships__role=Role.COMMISSIONER)
        commissions = Q(commissioned_trajectories__community=community)
        payers = Organisation.objects.filter(Q(kind__in=PAYING) | belongs | commissions)
        self.fields["commissioners"].queryset = payers.distinct()  # type: ignore[attr-defined]
        self.fields["commissioners"].help_text = format_html(
            "Hier staan banken, gemeenten, provincies, verzekeraars en wie al opdrachtgever is. "
            'Staat een organisatie er niet bij? <a href="{}">Voeg haar toe</a> en kom daarna hier terug.',
            reverse("communities:organisation_new", args=[community.slug]),
        )
        advisors = User.objects.filter(
            is_active=True,
            memberships__community=community,
            memberships__role=Role.COORDINATOR,
            memberships__status=Membership.Status.ACTIVE,
        )
        self.fields["advisors"].queryset = advisors.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A trajectory ends after it began."""
        found = super().clean() or {}
        starts, ends = found.get("started_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Het einde ligt voor het begin.")
        return found


class TrajectoryEditForm(TrajectoryForm):
    """A trajectory that is going on."""

    shares_stakeholders = either(
        "Wie mag de krachtenkaart zien?",
        yes="De coördinatoren en de opdrachtgevers mogen de krachtenkaart zien",
        no="Alleen de coördinatoren mogen de krachtenkaart zien",
        help_text="Van belangen zien opdrachtgevers alleen wat gedeeld is.",
    )

    @staticmethod
    def filled_from(trajectory: Trajectory) -> dict[str, Any]:
        """What stands in the form before anybody changed it."""
        return {
            "name": trajectory.name,
            "commissioners": trajectory.commissioners.all(),
            "advisors": trajectory.advisors.all(),
            "started_on": trajectory.started_on,
            "ends_on": trajectory.ends_on,
            "shares_stakeholders": trajectory.shares_stakeholders,
        }


class StepForm(forms.Form):
    """The words and the day of a step."""

    title = forms.CharField(
        label="Wat is de stap?", max_length=140, error_messages={"required": "Schrijf op wat de stap is."}
    )
    explanation = forms.CharField(
        label="Toelichting", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    due_on = date_field("Uiterlijk klaar", required=False)


class NewStepForm(StepForm):
    """A step of one's own, in one of the phases."""

    kind = forms.ChoiceField(label="In welke fase?", choices=PhaseKind.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["kind", "title", "explanation", "due_on"])


class StepStateForm(forms.Form):
    """How far a step is, and the page to go back to."""

    state = forms.ChoiceField(choices=Step.State.choices)
    terug = forms.ChoiceField(choices=[("stappen", ""), ("bureau", "")], required=False)


class MoveForm(forms.Form):
    """One place up or down."""

    places = forms.TypedChoiceField(choices=[("-1", "omhoog"), ("1", "omlaag")], coerce=int)


class PhaseForm(forms.Form):
    """Another phase; going back takes a reason."""

    kind = forms.ChoiceField(label="Naar welke fase?", choices=PhaseKind.choices)
    because = forms.ChoiceField(
        label="Waarom gaat u terug?",
        choices=WayBack.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="De reden komt in het logboek.",
    )


def way_back_form(phases: list[Phase], now: str) -> PhaseForm | None:
    """The form for going back to an earlier phase; None in the first one."""
    earlier = [(one.kind, one.get_kind_display()) for one in phases[: PhaseKind.values.index(now)]]
    if not earlier:
        return None
    form = PhaseForm()
    form.fields["kind"].choices = earlier  # type: ignore[attr-defined]
    form.fields["because"].choices = WayBack.choices  # type: ignore[attr-defined]
    return form
