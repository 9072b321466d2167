"""What is asked of who joins the panel, and of who keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from communities.forms.trap import Trapped
from communities.models import Community
from lib.csv_import import ImportColumn, Mistake, read_rows
from lib.tables import FORMULA_STARTS, Column, Table
from lib.text import join_words, search_key
from regioscan.models import Theme
from succesfactoren.access.panel import panel_of, themes_in_order
from succesfactoren.actions.panel import Signed
from succesfactoren.letters.panel import consent_wording
from succesfactoren.models import PanelMember, Round

MOST_PEOPLE = 500
LONGEST_PLACE = 80
PREVIEW_SECONDS = 3600
EXAMPLE = Table(
    "Panel",
    [Column("email", "e-mail"), Column("plaats", "dorp of wijk"), Column("onderwerpen", "onderwerpen")],
    [("jan@example.org", "Zandhove", ""), ("noor@example.org", "Broekerveld", "Wonen / Gezondheid")],
)


class ThemesField(forms.ModelMultipleChoiceField):
    """Any number of themes; none means all of them."""

    def __init__(self) -> None:
        super().__init__(
            Theme.objects.all(),
            label="Waarover mogen wij u vragen?",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Kiest u niets, dan vragen wij u over alle onderwerpen.",
        )


class WishesForm(forms.Form):
    """Where somebody lives, and what they may be asked about."""

    place = forms.CharField(
        label="Uw dorp of wijk",
        max_length=LONGEST_PLACE,
        required=False,
        widget=forms.TextInput({"autocomplete": "address-level2"}),
        help_text="Zo vragen wij u vooral over uw eigen dorp of wijk. Uw straat hoeven wij niet te weten.",
    )

    def __init__(self, data: object = None, *, member: PanelMember | None = None) -> None:
        initial = {"place": member.place, "themes": list(member.themes.all())} if member else None
        super().__init__(data, initial=initial)
        self.fields["themes"] = ThemesField()

    def clean_place(self) -> str:
        """One blank between words."""
        return " ".join(str(self.cleaned_data["place"]).split())


class JoinPanelForm(Trapped, WishesForm):
    """Joining: an address, and the sentence that somebody agrees to."""

    is_strict = True  # Nobody looks first, and a mail goes out.
    field_order = ("email", "place", "themes", "agrees")
    email = forms.EmailField(label="Uw e-mailadres", max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))

    def __init__(self, data: object = None, *, community: Community) -> None:
        super().__init__(data)
        self.fields["agrees"] = forms.BooleanField(
            label=consent_wording(community), error_messages={"required": "Zet hier een vinkje om mee te doen."}
        )


class RemoveForm(forms.Form):
    """Somebody asked, by phone or at a meeting, to be taken out."""

    email = forms.EmailField(
        label="E-mailadres van wie wil stoppen", max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )


class AftermathForm(forms.ModelForm):
    """What was done with the answers of a round."""

    class Meta:
        model = Round
        fields = ("aftermath",)
        labels = {"aftermath": "Wat deed u met de antwoorden?"}
        help_texts = {
            "aftermath": "Gewone tekst. Schrijf wat u koos, wat u niet doet en waarom, en wanneer mensen iets merken."
        }
        widgets = {"aftermath": forms.Textarea({"rows": 10})}

    def clean_aftermath(self) -> str:
        """Something must be told."""
        text = str(self.cleaned_data["aftermath"]).strip()
        if not text:
            raise forms.ValidationError("Schrijf eerst wat u met de antwoorden deed.")
        return text


class SignedListForm(forms.Form):
    """A list of people who agreed on paper, as CSV."""

    bestand = forms.FileField(
        label="Lijst als CSV",
        widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"}),
        help_text=f"Met de kolommen e-mail, dorp of wijk en onderwerpen. Ten hoogste {MOST_PEOPLE} regels.",
        error_messages={"required": "Kies een bestand.", "empty": "Het bestand is leeg."},
    )


@dataclass(frozen=True)
class SignedList:
    """What a list holds: who is new, on which line each stands, how many are in already, and what is wrong."""

    people: list[tuple[int, Signed]] = field(default_factory=list)
    n_known: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_signed(content: bytes, community: Community) -> SignedList:
    """Look through a list; nothing is sent and nothing is kept."""
    read = read_rows(content, _columns(), max_rows=MOST_PEOPLE)
    known = set(panel_of(community).values_list("email", flat=True))
    people, mistakes, first_line = [], list(read.errors), dict[str, int]()
    for row in read.rows:
        email = str(row.values["email"])
        if email in first_line:
            mistakes.append(Mistake(row.line, "E-mail", f"Dit adres staat ook op regel {first_line[email]}."))
        elif email not in known:
            people.append((row.line, Signed(email, str(row.values["plaats"]), row.values["onderwerpen"])))  # type: ignore[arg-type]
        first_line.setdefault(email, row.line)
    n_known = len(known & set(first_line))
    return SignedList(people, n_known, sorted(mistakes, key=lambda one: one.line), read.unknown)


def sealed(people: Iterable[Signed], community: Community) -> str:
    """A list that was looked at, to be sent back with the confirmation; nobody can change it on the way."""
    rows = [(one.email, one.place, list(one.theme_ids)) for one in people]
    return signing.dumps(rows, salt=_salt(community), compress=True)


def unsealed(text: str, community: Community) -> list[Signed]:
    """What `sealed` made of it; raises signing.BadSignature for anything else, also when it is too old."""
    rows = signing.loads(text, salt=_salt(community), max_age=PREVIEW_SECONDS)
    return [Signed(email, place, tuple(theme_ids)) for email, place, theme_ids in rows]


def _salt(community: Community) -> str:
    return f"succesfactoren.panel.{community.pk}"


def _columns() -> list[ImportColumn]:
    return [
        ImportColumn("email", "E-mail", is_required=True, parse=_address, others=("e-mailadres", "mail")),
        ImportColumn("plaats", "Dorp of wijk", parse=_place, others=("dorp", "wijk", "woonplaats")),
        ImportColumn("onderwerpen", "Onderwerpen", parse=_ThemeReader(), empty=(), others=("thema’s", "themas")),
    ]


def _address(shown: str) -> str:
    try:
        validate_email(shown)
    except ValidationError as error:
        raise ValueError("Dit is geen e-mailadres.") from error
    return shown.lower()


def _place(shown: str) -> str:
    if shown.startswith(FORMULA_STARTS):
        raise ValueError("Dit begint met een teken waarmee een rekenblad een formule begint. Haal dat weg.")
    if len(shown) > LONGEST_PLACE:
        raise ValueError(f"Dit is te lang: ten hoogste {LONGEST_PLACE} tekens.")
    return " ".join(shown.split())


class _ThemeReader:
    """Reads names of themes with a slash between them, whatever the capitals and accents."""

    def __init__(self) -> None:
        self.themes = themes_in_order()
        self.known = {search_key(one.name): one.pk for one in self.themes}

    def __call__(self, shown: str) -> tuple[int, ...]:
        names = [name.strip() for name in shown.split("/") if name.strip()]
        strange = [name for name in names if search_key(name) not in self.known]
        if strange:
            labels = join_words([one.name for one in self.themes])
            raise ValueError(f"“{strange[0]}” kennen wij niet. Kies uit {labels}, met een schuine streep ertussen.")
        return tuple(self.known[search_key(name)] for name in names)
