"""What is asked of a coordinator who makes or changes a round."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.forms.commitments import believable_day
from communities.models import Community
from lib.moments import MomentError, dutch_moment
from lib.text import AMSTERDAM
from regioscan.models import Region, Theme
from succesfactoren.access.rounds import fingerprint
from succesfactoren.actions.rounds import RoundPlan
from succesfactoren.models import Assessment, InstrumentVersion, Round

LAST_YEAR_AHEAD = 5
MODES = [
    (
        Round.Mode.ANONYMOUS,
        "Anoniem: niemand kan ooit zien wie wat antwoordde, ook de beheerder niet. Iedereen antwoordt één keer en kan "
        "daarna niets meer wijzigen.",
    ),
    (
        Round.Mode.CONFIDENTIAL,
        "Vertrouwelijk: antwoorden staan onder een code. Mensen kunnen tussendoor stoppen en wijzigen tot de ronde "
        "sluit, en een volgende ronde laat zien of dezelfde mensen anders antwoorden.",
    ),
]
AUDIENCES = [
    (Round.Audience.MEMBERS, "Leden van de community. Coördinatoren vragen wij niet: zij geven hun oordeel apart."),
    (Round.Audience.PANEL, "Het bewonerspanel: mensen die zich opgaven om af en toe een vraag te krijgen."),
    (Round.Audience.LIST, "Een eigen lijst van adressen, die u als CSV inlevert."),
    (Round.Audience.NOBODY, "Niemand per mail: alleen wie op een bijeenkomst de link of een vel papier krijgt."),
]
DOORS = [
    (False, "Antwoorden via de link van een bijeenkomst staan apart: wij weten niet wie de link gebruikt."),
    (True, "Antwoorden van een bijeenkomst tellen mee in hetzelfde gemiddelde. Dat staat bij de uitkomst."),
]


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day, with the calendar of the browser."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    messages = {"invalid": "Vul een dag in, bijvoorbeeld 5-3-2027.", "required": "Vul een dag in."}
    formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
    checks = [believable_day]
    return forms.DateField(
        label=label, widget=widget, input_formats=formats, error_messages=messages, validators=checks, **options
    )


def hour_field(label: str, **options: Any) -> forms.TimeField:
    """A clock time."""
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    messages = {"invalid": "Vul een tijd in, bijvoorbeeld 9:30.", "required": "Vul een tijd in."}
    formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
    return forms.TimeField(label=label, widget=widget, input_formats=formats, error_messages=messages, **options)


class HasMoments(forms.Form):
    """Makes moments of a day and an hour, in Dutch time; says in words why one cannot be."""

    def moment(self, name: str) -> datetime | None:
        """The moment of `<name>_on` and `<name>_time`; None when one is missing or there is no such moment."""
        day, hour = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_time")
        if day is None or hour is None:
            return None
        try:
            return dutch_moment(day, hour)
        except MomentError as error:
            self.add_error(f"{name}_time", str(error))
            return None

    def check_order(self, starts: datetime | None, ends: datetime | None) -> None:
        """The end comes after the beginning, is still to come, and is no slip of the year."""
        if ends is None:
            return
        if starts is not None and ends <= starts:
            self.add_error("closes_on", "Het einde ligt vóór het begin. Kies een latere dag of tijd.")
        elif ends <= timezone.now():
            self.add_error("closes_on", "Deze dag is al voorbij. Kies een dag die nog komt.")
        elif ends > timezone.now() + timedelta(days=366 * LAST_YEAR_AHEAD):
            self.add_error("closes_on", f"Dit is meer dan {LAST_YEAR_AHEAD} jaar verder. Klopt het jaar?")


def minimum_group_field(at_least: int = 5, *, is_open: bool = False) -> forms.IntegerField:
    """How small a group may be to be shown; of an open round it only goes up."""
    least = f"Nu {at_least}; dit kan alleen nog hoger" if is_open else "Nooit kleiner dan 5. Hoger mag"
    return forms.IntegerField(
        label="Kleinste groep die wij tonen",
        min_value=at_least,
        max_value=100,
        help_text=f"{least}: in een kleine kring herkennen mensen elkaar sneller. Verdelingen, "
        "eensgezindheid en open antwoorden tonen wij vanaf 10.",
        error_messages={"min_value": f"Kies {at_least} of meer. Kleinere groepen zijn te herkennen."},
    )


class RoundForm(HasMoments):
    """A round in preparation: about what, when, of whom, and how the answers are kept."""

    subject = forms.CharField(
        label="Over één initiatief, coalitie of dorp?",
        max_length=120,
        required=False,
        help_text="Vul dan de naam in. Laat leeg als het over het hele traject gaat.",
    )
    place = forms.CharField(
        label="Code van de regio of wijk",
        max_length=16,
        required=False,
        help_text="Zoals GM0268. Dan staan er straks cijfers van die plek naast de antwoorden.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Over welke thema’s gaat het?",
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Van het bewonerspanel vragen wij alleen mensen die voor deze thema’s kozen.",
    )
    kind = forms.ChoiceField(label="Wat voor ronde is het?", choices=Round.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label="Naam van de ronde",
        max_length=80,
        help_text="Staat in de uitnodiging en boven de uitkomst. Bijvoorbeeld: Nulmeting voorjaar 2027.",
        error_messages={"required": "Geef de ronde een naam."},
    )
    opens_on = day_field("Open vanaf")
    opens_time = hour_field("Gaat open om")
    closes_on = day_field("Open tot en met")
    closes_time = hour_field("Sluit om")
    audience = forms.ChoiceField(label="Wie vraagt u?", choices=AUDIENCES, widget=forms.RadioSelect)
    merges_doors = forms.TypedChoiceField(
        label="Gebruikt u ook een link op een bijeenkomst?",
        choices=DOORS,
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label="Hoe bewaren wij de antwoorden?",
        choices=MODES,
        widget=forms.RadioSelect,
        help_text="Dit staat boven de eerste vraag. Na de opening kan niemand het nog veranderen.",
    )
    purge_on = day_field(
        "Wis de lijst met codes op",
        required=False,
        help_text="Alleen bij vertrouwelijk. Daarna kan niemand meer zien welke code van wie was.",
    )
    groups = forms.MultipleChoiceField(
        label="Wat vraagt u over de groep?", required=False, widget=forms.CheckboxSelectMultiple
    )
    minimum_group = minimum_group_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        community: Community,
        version: InstrumentVersion,
        round: Round | None = None,
        earlier: Assessment | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _of_round(round) if round else _proposal(version) | _after(earlier))
        super().__init__(*args, **kwargs)
        self.community, self.round = community, round
        codes = [(one["code"], one["question"]) for one in version.group_questions]
        self.fields["groups"].choices = codes  # type: ignore[attr-defined]
        self.fields["groups"].help_text = (
            "Zo ziet u straks verschillen tussen groepen. Vraag niet meer dan u nodig hebt: hoe meer vragen, hoe "
            "sneller iemand te herkennen is."
        )
        if not codes:
            del self.fields["groups"]

    def clean_place(self) -> Region | None:
        """The region that has this code now."""
        code = str(self.cleaned_data["place"]).strip().upper()
        if not code:
            return None
        found = Region.objects.current().filter(code=code).first()
        if found is None:
            raise ValidationError(f"Er is geen regio met de code {code}. Zoek de regio op en neem de code over.")
        return found

    def clean(self) -> dict[str, Any]:
        """Two moments in Dutch time, and a day of wiping that comes after the end."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = self.moment("opens"), self.moment("closes")
        self.check_order(starts, ends)
        cleaned["opens_at"], cleaned["closes_at"] = starts, ends
        if cleaned.get("mode") == Round.Mode.CONFIDENTIAL:
            self._check_purge_day(cleaned.get("purge_on"), cleaned.get("closes_on"))
        return cleaned

    def _check_purge_day(self, purge_on: date | None, closes_on: date | None) -> None:
        if "purge_on" in self.errors:
            return
        if purge_on is None:
            self.add_error("purge_on", "Kies de dag waarop wij de lijst met codes wissen.")
        elif closes_on is not None and purge_on < closes_on:
            self.add_error("purge_on", "Deze dag ligt vóór het einde van de ronde. Kies een latere dag.")
        elif purge_on > timezone.localdate() + timedelta(days=366 * LAST_YEAR_AHEAD):
            self.add_error("purge_on", f"Bewaar de lijst niet langer dan {LAST_YEAR_AHEAD} jaar.")

    def plan(self) -> RoundPlan:
        """What was filled in, for the verb."""
        names = ("name", "opens_at", "closes_at", "kind", "mode", "purge_on", "audience", "minimum_group")
        chosen = {name: self.cleaned_data[name] for name in (*names, "merges_doors", "subject", "place")}
        themes = list(self.cleaned_data["themes"])
        return RoundPlan(**chosen, themes=themes, group_codes=self.cleaned_data.get("groups", []))


def _proposal(version: InstrumentVersion) -> dict[str, Any]:
    """A round of two and a half weeks that begins tomorrow morning."""
    today = timezone.localdate()
    return {
        "kind": Round.Kind.PULSE if version.instrument.purpose == "pols" else Round.Kind.FIRST,
        "opens_on": today + timedelta(days=1),
        "opens_time": "09:00",
        "closes_on": today + timedelta(days=18),
        "closes_time": "23:59",
        "audience": Round.Audience.PANEL
        if version.instrument.purpose == "organisatiekracht"
        else Round.Audience.MEMBERS,
        "merges_doors": False,
        "mode": Round.Mode.ANONYMOUS,
        "groups": [one["code"] for one in version.group_questions],
        "minimum_group": 5,
    }


def _after(earlier: Assessment | None) -> dict[str, Any]:
    """What an earlier assessment with this instrument says of the next round: about what, and that it is no first."""
    found = _about(earlier)
    if earlier is not None and earlier.instrument.purpose != "pols" and earlier.rounds.exists():
        found["kind"] = Round.Kind.MIDDLE
    return found


def _about(assessment: Assessment | None) -> dict[str, Any]:
    """What is asked about, as an earlier round was; nothing where there was none."""
    if assessment is None:
        return {}
    return {
        "subject": assessment.subject,
        "place": assessment.place.code if assessment.place else "",
        "themes": list(assessment.themes.all()),
    }


def _of_round(round: Round) -> dict[str, Any]:
    names = ("kind", "name", "audience", "merges_doors", "mode", "purge_on", "minimum_group")
    return {name: getattr(round, name) for name in names} | {
        **_about(round.assessment),
        "groups": [one["code"] for one in round.group_questions],
        "seen": fingerprint(round),
        **typed_moment("opens", round.opens_at),
        **typed_moment("closes", round.closes_at),
    }


def typed_moment(name: str, moment: datetime) -> dict[str, Any]:
    """A moment as somebody types it: a Dutch day and a Dutch hour."""
    local = moment.astimezone(AMSTERDAM)
    return {f"{name}_on": local.date(), f"{name}_time": local.time().replace(second=0, microsecond=0)}


class OpenRoundForm(HasMoments):
    """What may still change while people answer."""

    name = forms.CharField(label="Naam van de ronde", max_length=80)
    closes_on = day_field("Open tot en met")
    closes_time = hour_field("Sluit om")

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        first = {"name": round.name, "minimum_group": round.minimum_group, **typed_moment("closes", round.closes_at)}
        kwargs.setdefault("initial", first)
        super().__init__(*args, **kwargs)
        self.round = round
        self.fields["minimum_group"] = minimum_group_field(round.minimum_group, is_open=True)

    def clean(self) -> dict[str, Any]:
        """An end in Dutch time that is still to come; untouched, it is the end as it was, to the second."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_moved = {"closes_on", "closes_time"} & set(self.changed_data)
        cleaned["closes_at"] = self.moment("closes") if is_moved else self.round.closes_at
        self.check_order(None, cleaned["closes_at"])
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What was filled in, for the verb."""
        return {name: self.cleaned_data[name] for name in ("name", "closes_at", "minimum_group")}
