"""What is asked of somebody who makes, changes or cancels an event, or answers whether they come."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from communities.actions.events import Plan, allowed_audiences
from communities.forms.commitments import believable_day
from communities.models import Community, Event, User
from lib.moments import MomentError, dutch_moment
from lib.text import AMSTERDAM

LAST_YEAR_AHEAD = 5
TIME_HELP = "Bijvoorbeeld 9:30. In Nederlandse tijd."
AUDIENCE_WORDS = {
    "openbaar": "Iedereen, ook bezoekers zonder account",
    "leden": "Alleen leden van deze community",
    "koplopers": "Alleen koplopers",
}


def _date(**fields: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        widget=widget,
        error_messages={"invalid": "Vul een datum in, bijvoorbeeld 5-3-2027."},
        validators=[believable_day],
        **fields,
    )


def _time(**fields: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
    errors = {"invalid": "Vul een tijd in, bijvoorbeeld 9:30.", "required": "Vul een tijd in."}
    return forms.TimeField(widget=widget, input_formats=formats, error_messages=errors, **fields)


class EventForm(forms.Form):
    """An event: what, when, where, for whom, and how many fit."""

    title = forms.CharField(label="Wat", max_length=140, error_messages={"required": "Geef de bijeenkomst een naam."})
    starts_on = _date(label="Op welke dag")
    starts_time = _time(label="Begint om", help_text=TIME_HELP)
    ends_time = _time(label="Eindigt om")
    ends_on = _date(label="Eindigt op een andere dag", required=False, help_text="Alleen als het meer dagen duurt.")
    place = forms.CharField(
        label="Waar",
        max_length=120,
        required=False,
        help_text="De naam van de plek. Laat leeg als het alleen online is.",
    )
    address = forms.CharField(label="Adres", max_length=200, required=False)
    online_link = forms.URLField(
        label="Link om online mee te doen",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Alleen wie komt, ziet deze link.",
        error_messages={"invalid": "Vul een heel adres in, dat begint met https://."},
    )
    body = forms.CharField(
        label="Waar gaat het over",
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text="Gewone tekst. Een lege regel maakt een nieuwe alinea.",
    )
    capacity = forms.IntegerField(
        label="Aantal plaatsen",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="Laat leeg als iedereen erbij past. Is het vol, dan komt er een wachtlijst.",
    )
    audience = forms.ChoiceField(label="Wie mag dit zien", widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, community: Community, event: Event | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(event) if event else {"audience": Event.Audience.MEMBERS})
        super().__init__(*args, **kwargs)
        self.event = event
        allowed = allowed_audiences(user, community)
        if event and event.audience not in allowed:
            allowed.append(event.audience)
        self.fields["audience"].choices = [(one, AUDIENCE_WORDS[one]) for one in allowed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Make two moments of what was typed, in Dutch time; say in words why they cannot be."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"starts_on", "starts_time", "ends_time"} <= set(cleaned) and "ends_on" not in self.errors:
            starts = self._moment("starts_on", "starts_time")
            ends = self._moment("ends_on" if cleaned.get("ends_on") else "starts_on", "ends_time")
            if starts and ends:
                self._check(starts, ends)
                cleaned["starts_at"], cleaned["ends_at"] = starts, ends
        if not self.errors and not cleaned["place"] and not cleaned["online_link"]:
            self.add_error("place", "Vul in waar het is, of geef een link om online mee te doen.")
        return cleaned

    def _moment(self, day: str, hour: str) -> Any:
        try:
            return dutch_moment(self.cleaned_data[day], self.cleaned_data[hour])
        except MomentError as error:
            self.add_error(hour, str(error))
            return None

    def _check(self, starts: Any, ends: Any) -> None:
        if ends <= starts:
            self.add_error("ends_time", "Het einde is vóór het begin. Kies een later einde, of vul een andere dag in.")
        if starts > timezone.now() + timedelta(days=366 * LAST_YEAR_AHEAD):
            self.add_error("starts_on", f"Deze dag is meer dan {LAST_YEAR_AHEAD} jaar verder. Klopt het jaar?")
        is_unchanged = self.event is not None and (self.event.starts_at, self.event.ends_at) == (starts, ends)
        if ends <= timezone.now() and not is_unchanged:
            self.add_error("starts_on", "Deze dag is al voorbij. Kies een dag die nog komt.")

    def plan(self) -> Plan:
        """What was filled in, for the verb."""
        names = ("title", "starts_at", "ends_at", "audience", "body", "place", "address", "online_link", "capacity")
        return Plan(**{name: self.cleaned_data[name] for name in names})


def _initial(event: Event) -> dict[str, Any]:
    starts, ends = event.starts_at.astimezone(AMSTERDAM), event.ends_at.astimezone(AMSTERDAM)
    names = ("title", "audience", "body", "place", "address", "online_link", "capacity")
    return {name: getattr(event, name) for name in names} | {
        "starts_on": starts.date(),
        "starts_time": starts.time(),
        "ends_time": ends.time(),
        "ends_on": ends.date() if ends.date() != starts.date() else None,
    }


class CancelForm(forms.Form):
    """Why an event does not go on."""

    because = forms.CharField(
        label="Waarom gaat het niet door",
        max_length=300,
        help_text="Wie zou komen, krijgt dit te lezen.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Schrijf waarom de bijeenkomst niet doorgaat."},
    )


class AnswerForm(forms.Form):
    """Whether somebody comes."""

    answer = forms.ChoiceField(choices=[("ja", "Ik kom"), ("nee", "Ik kom niet")])

    def clean_answer(self) -> bool:
        """True for who comes."""
        return bool(self.cleaned_data["answer"] == "ja")
