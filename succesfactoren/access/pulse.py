"""The pulse: one sentence of each factor, asked now and then between two rounds. Only held against an earlier pulse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.models import Community, User
from succesfactoren.access.rounds import readable_rounds
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_shape import StatementOutcome, Table
from succesfactoren.models import Instrument, Round

NOT_THE_WHOLE_LIST = (
    "Een pols vraagt één zin per onderdeel. Vergelijk haar alleen met een eerdere pols, en nooit met de score van de "
    "hele vragenlijst."
)


OTHER_WORDS = "de zin had toen andere woorden"


@dataclass(frozen=True)
class Beat:
    """One sentence in one pulse: its mean (1–5) with its margin, or why there is none."""

    round_name: str
    closed_on: date
    mean: float | None
    low: float | None
    high: float | None
    hidden: str = ""


@dataclass(frozen=True)
class PulseLine:
    """One sentence over the pulses, the oldest first: a beat for each pulse."""

    code: str
    factor: str
    text: str
    beats: Sequence[Beat]

    @property
    def last(self) -> Beat:
        """How it is now."""
        return self.beats[-1]


@dataclass(frozen=True)
class Pulse:
    """The pulses about one thing, asked of the same kind of people. `rounds` are the oldest first."""

    subject: str
    audience: str
    rounds: Sequence[Round]
    lines: Sequence[PulseLine]

    @property
    def newest(self) -> Round:
        """The last one."""
        return self.rounds[-1]


@dataclass(frozen=True)
class Pulses:
    """All that a reader may see, and the instrument with which a new one begins where they may begin one."""

    found: Sequence[Pulse]
    new_with: Instrument | None

    def __bool__(self) -> bool:
        """There is something to show or to do."""
        return bool(self.found) or self.new_with is not None


def pulse_of(community: Community, user: User | AnonymousUser) -> Pulses:
    """The closed pulses that this reader may see, as lines; at most two queries."""
    rounds = readable_rounds(user, community).filter(version__instrument__purpose=Instrument.Purpose.PULSE)
    groups: dict[tuple[int, str, bool], list[Round]] = {}
    for one in rounds.select_related("outcome").order_by("closed_at", "pk"):
        key = (one.assessment_id, one.audience, one.merges_doors)
        groups[key] = [*groups.pop(key, []), one]
    return Pulses([_pulse(together) for together in reversed(groups.values())], _new_with(community, user))


def _new_with(community: Community, user: User | AnonymousUser) -> Instrument | None:
    if not user.has_perm("succesfactoren.run_rounds", community):
        return None
    built_in = Instrument.objects.filter(community=None, is_offered=True, purpose=Instrument.Purpose.PULSE)
    return built_in.first()


def _pulse(rounds: Sequence[Round]) -> Pulse:
    """Lines of the sentences of the newest pulse; an older pulse counts where the words were the very same."""
    newest = rounds[-1]
    tables = [main_table(one.outcome.figures["tables"]) for one in rounds]
    names = {one["code"]: one["name"] for one in tables[-1]["factors"]}
    lines = [
        PulseLine(
            one["code"],
            names[one["factor"]],
            one["text"],
            [_beat(round, table, one) for round, table in zip(rounds, tables, strict=True)],
        )
        for one in tables[-1]["statements"]
    ]
    return Pulse(newest.assessment.subject, newest.get_audience_display(), rounds, lines)


def _beat(round: Round, table: Table, wanted: StatementOutcome) -> Beat:
    day = timezone.localdate(round.closed_at)
    same = (one for one in table["statements"] if (one["code"], one["text"]) == (wanted["code"], wanted["text"]))
    found = next(same, None)
    if found is None:
        return Beat(round.name, day, None, None, None, OTHER_WORDS)
    return Beat(round.name, day, found["mean"], found["low"], found["high"], found["hidden"])
