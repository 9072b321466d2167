"""What an advisor should look at today, and the one thing to do next. Rules on counts; who counts is the caller."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

WILLING = ("wil", "koploper", "doet")
"""How far a stakeholder is who wants, or more."""
QUIET_DAYS = 14
"""Days without a post, comment, commitment or event after which a community is quiet."""
LARGE = 3
"""How many things are shown large; more is not a choice but a list."""


def missing_sectors(sectors: Sequence[str], counts: Mapping[tuple[str, str], int]) -> list[str]:
    """The sectors, in the order given, in which nobody on the map wants yet.

    `counts` says of a (sector, engagement) how many stakeholders there are; a pair that is absent counts nobody.
    """
    return [sector for sector in sectors if not any(counts.get((sector, one), 0) for one in WILLING)]


@dataclass(frozen=True)
class Pulse:
    """How a trajectory stands today, in counts. `quiet_days` are days since the last sign of life."""

    n_requests: int = 0
    request_days: int = 0
    """How long the oldest waiting request waits."""
    n_late: int = 0
    quiet_days: int = 0
    missing: tuple[str, ...] = ()
    """Names of the sectors in which nobody wants yet."""
    n_stakeholders: int = 0
    n_overdue: int = 0
    """Steps whose day has passed."""
    n_consents_open: int = 0
    """Partners that have not said what they think of the ambition that lies before them."""
    n_objections: int = 0
    """Partners that do not agree with it."""
    n_unconfirmed: int = 0
    """Partners that have not confirmed the agreement that lies before them."""
    n_one_sided: int = 0
    """Agenda items that nobody has looked at through one or more lenses."""
    n_letters_failed: int = 0
    n_moderation: int = 0
    """Posts, complaints and objections that wait for a decision."""


@dataclass(frozen=True)
class Attention:
    """One thing that asks for attention. One that `blocks` keeps people waiting, and goes before every step."""

    kind: str
    title: str
    text: str
    blocks: bool = False


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next: `kind` is that of an Attention, or «stap», «fase», «klaar»."""

    kind: str
    title: str
    text: str


def attentions(pulse: Pulse) -> list[Attention]:
    """Everything that asks for attention, the most urgent first: who waits for us, then what slips, then what lacks."""
    found = (rule(pulse) for rule in RULES)
    return [one for one in found if one is not None]


def next_step(found: Sequence[Attention], step: tuple[str, str] | None, following: str) -> NextStep:
    """What blocks, else the first open `step` (title, explanation), else the `following` phase, else nothing more."""
    blocking = next((one for one in found if one.blocks), None)
    if blocking is not None:
        return NextStep(blocking.kind, blocking.title, blocking.text)
    if step is not None:
        return NextStep("stap", *step)
    if following:
        text = "Alle stappen van deze fase zijn klaar of overgeslagen."
        return NextStep("fase", f"Ga naar de fase {following.lower()}", text)
    return NextStep(
        "klaar", "Alle stappen zijn klaar", "Voeg een stap toe, of rond het traject af met de opdrachtgevers."
    )


def _requests(pulse: Pulse) -> Attention | None:
    if not pulse.n_requests:
        return None
    title = _counted(pulse.n_requests, "iemand wil", "mensen willen") + " lid worden"
    since = _days(pulse.request_days)
    text = f"Het langst wachten is {since}. Antwoord binnen drie werkdagen." if since else "Sinds vandaag."
    return Attention("aanvragen", title, text, blocks=True)


def _moderation(pulse: Pulse) -> Attention | None:
    if not pulse.n_moderation:
        return None
    title = (
        _counted(pulse.n_moderation, "bericht, melding of bezwaar wacht", "berichten, meldingen en bezwaren wachten")
        + " op u"
    )
    return Attention("moderatie", title, "De schrijver of de melder weet nog niet wat u ervan vindt.", blocks=True)


def _objections(pulse: Pulse) -> Attention | None:
    if not pulse.n_objections:
        return None
    title = _counted(pulse.n_objections, "partner is", "partners zijn") + " het niet eens met de ambitie"
    return Attention("bezwaar", title, "Ga in gesprek en leg een nieuwe versie voor.", blocks=True)


def _late(pulse: Pulse) -> Attention | None:
    if not pulse.n_late:
        return None
    title = _counted(pulse.n_late, "toezegging is", "toezeggingen zijn") + " te laat"
    return Attention("te-laat", title, "Bel even: is de datum te krap, of is er hulp nodig?")


def _overdue(pulse: Pulse) -> Attention | None:
    if not pulse.n_overdue:
        return None
    title = _counted(pulse.n_overdue, "stap had", "stappen hadden") + " al klaar moeten zijn"
    return Attention("stappen", title, "Zet ze op klaar, kies een nieuwe datum of sla ze over.")


def _quiet(pulse: Pulse) -> Attention | None:
    if pulse.quiet_days < QUIET_DAYS:
        return None
    title = f"Het is {pulse.quiet_days} dagen stil"
    return Attention(
        "stil", title, "Geen bericht, reactie, toezegging of bijeenkomst. Deel iets kleins dat wel beweegt."
    )


def _consents(pulse: Pulse) -> Attention | None:
    if not pulse.n_consents_open:
        return None
    title = f"De ambitie wacht op {_counted(pulse.n_consents_open, 'partner', 'partners', one='één')}"
    return Attention("ambitie", title, "Zij hebben nog niet gezegd wat zij ervan vinden.")


def _agreement(pulse: Pulse) -> Attention | None:
    if not pulse.n_unconfirmed:
        return None
    title = f"De afspraken wachten op {_counted(pulse.n_unconfirmed, 'partner', 'partners', one='één')}"
    return Attention("afspraken", title, "Zij hebben nog niet bevestigd wie beslist, doet, betaalt en regisseert.")


def _letters(pulse: Pulse) -> Attention | None:
    if not pulse.n_letters_failed:
        return None
    title = _counted(pulse.n_letters_failed, "mail is", "mails zijn") + " niet aangekomen"
    return Attention("mails", title, "Vaak klopt het adres niet. Vraag de persoon langs een andere weg.")


def _sectors(pulse: Pulse) -> Attention | None:
    if not pulse.missing:
        return None
    if not pulse.n_stakeholders:
        return Attention("kaart", "De krachtenkaart is nog leeg", "Zet erop wie ertoe doet. Daarna ziet u wie er mist.")
    if len(pulse.missing) == 1:
        title = f"Niemand uit {pulse.missing[0]} wil nog"
    else:
        title = f"In {len(pulse.missing)} sectoren wil nog niemand"
    return Attention("kaart", title, f"Het gaat om {_enumerated(pulse.missing)}.")


def _lenses(pulse: Pulse) -> Attention | None:
    if not pulse.n_one_sided:
        return None
    title = _counted(pulse.n_one_sided, "agendapunt is", "agendapunten zijn") + " eenzijdig bekeken"
    return Attention("lenzen", title, "Door mens, milieu of economie heeft nog niemand gekeken.")


RULES: tuple[Callable[[Pulse], Attention | None], ...] = (
    _requests,
    _moderation,
    _objections,
    _late,
    _overdue,
    _letters,
    _consents,
    _agreement,
    _quiet,
    _sectors,
    _lenses,
)


def _counted(count: int, singular: str, plural: str, *, one: str = "Eén") -> str:
    """«Eén stap had», «3 stappen hadden»; somebody is not counted."""
    if count > 1:
        return f"{count} {plural}"
    return singular.capitalize() if singular.startswith("iemand") else f"{one} {singular}"


def _days(count: int) -> str:
    return {0: "", 1: "één dag"}.get(count, f"{count} dagen")


def _enumerated(names: Sequence[str]) -> str:
    quoted = [f"‘{name}’" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} en {quoted[-1]}"
