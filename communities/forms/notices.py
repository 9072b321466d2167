"""The matrix of notices, and how much of each community."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from communities.models import ALWAYS, Channel, Membership, Notice

KIND_LABELS = {
    Notice.Kind.MENTION: ("Iemand noemt u", ""),
    Notice.Kind.REPLY: ("Antwoorden", "Iemand antwoordt op wat u schreef, of op een bericht dat u volgt."),
    Notice.Kind.INVITATION: ("Uitnodigingen en besluiten", "U bent uitgenodigd, of er is beslist over uw aanvraag."),
    Notice.Kind.COMMITMENT: (
        "Uw toezeggingen",
        "Iemand geeft u er een, of de dag komt dichtbij. Als coördinator ook van toezeggingen zonder persoon.",
    ),
    Notice.Kind.EVENT: ("Bijeenkomsten waar u komt", "Een herinnering, een wijziging, of een plaats die vrijkwam."),
    Notice.Kind.REQUEST: ("Aanvragen", "Iemand wil lid worden van een community die u coördineert."),
    Notice.Kind.MODERATION: ("Besluiten over wat u schreef", "Met de reden, en hoe u bezwaar maakt."),
    Notice.Kind.NEWS: ("Nieuws, vragen, bronnen en agenda", "Wat er in uw communities gebeurt."),
}
VOLUME_LABELS = (
    (Membership.Volume.EVERYTHING, "Alles wat ik hierboven koos"),
    (Membership.Volume.IMPORTANT, "Alleen wat belangrijk is: van het nieuws alleen wat bovenaan staat"),
    (Membership.Volume.NOTHING, "Niets, behalve besluiten over mij zoals ik hierboven koos"),
)


class NoticeChoicesForm(forms.Form):
    """One row of radio buttons for each kind, and one for each community."""

    def __init__(
        self,
        *args: Any,
        channels: Mapping[str, str],
        memberships: Iterable[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for kind, (label, help_text) in KIND_LABELS.items():
            if kind not in ALWAYS:
                self.fields[f"soort_{kind}"] = _radios(label, Channel.choices, channels[kind], help_text)
        for one in memberships:
            name = f"community_{one.community_id}"
            self.fields[name] = _radios(one.community.name, list(VOLUME_LABELS), one.volume)

    def kind_rows(self) -> Iterator[tuple[str, forms.BoundField]]:
        """Each kind, by which its row can be linked to, with its radio buttons."""
        return ((kind.value, self[f"soort_{kind}"]) for kind in KIND_LABELS)

    def community_rows(self) -> Iterator[forms.BoundField]:
        """The radio buttons of each community."""
        return (self[name] for name in self.fields if name.startswith("community_"))

    def channels(self) -> dict[str, str]:
        """What was chosen: kind → channel."""
        return {kind.value: self.cleaned_data[f"soort_{kind}"] for kind in KIND_LABELS}

    def volumes(self) -> dict[int, str]:
        """What was chosen: community → volume."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("community_")}
        return {int(name.removeprefix("community_")): value for name, value in chosen.items()}


def _radios(label: str, choices: Any, chosen: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, initial=chosen, help_text=help_text, widget=forms.RadioSelect
    )
