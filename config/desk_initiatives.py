"""What the desk says of initiatives and budgets: what asks for attention today, and which initiatives are quiet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.utils import timezone

from communities.analysis.attention import Attention
from communities.analysis.route_map import ADDED, Wanted
from communities.models import Community, User
from config.desk_items import Item
from config.templatetags.community import path_of
from initiatives.access.board import count_initiatives
from initiatives.access.initiatives import waiting_initiatives
from initiatives.access.milestones import route_milestones
from initiatives.access.quiet import QuietLine, quiet_lines
from initiatives.analysis.roll_up import StageRollUp
from initiatives.models import BudgetRound, Initiative, Proposal
from initiatives.models.budgets import undecided
from initiatives.models.initiatives import ASKING_HELP, BLOCKED, QUIET_DAYS
from lib.text import number

N_QUIET = 5
SOON = 7
"""So many days before voting begins, plans to judge cannot wait any longer."""


@dataclass(frozen=True)
class QuietPart:
    """The quiet initiatives that are shown, how many there are, and where all of them are."""

    lines: Sequence[QuietLine]
    n: int
    path: str
    after: int = QUIET_DAYS


def quiet_part(community: Community) -> QuietPart:
    """The initiatives of which nothing was heard for longest."""
    lines = quiet_lines(community)
    return QuietPart(lines[:N_QUIET], len(lines), _list(community, "stil"))


def progress_of(user: User | AnonymousUser, community: Community) -> StageRollUp:
    """How far the initiatives are."""
    return count_initiatives(user, community).whole


def initiative_items(community: Community, n_quiet: int) -> list[Item]:
    """What waits to be placed first, then budgets, then what is stuck, asks for help, is late or quiet."""
    rest = _of_the_rest(community, n_quiet)
    return [*_of_proposals(community), *_of_ideas(community), *_of_budgets(community), *rest]


def _list(community: Community, need: str) -> str:
    path = path_of("initiatives:initiative_list", community.slug)
    return f"{path}?nodig={need}" if path else ""


# ── Initiatives ───────────────────────────────────────────────────────────────────────────────────────────────────
def _of_proposals(community: Community) -> list[Item]:
    waiting = list(waiting_initiatives(community))
    if not waiting:
        return []
    title = _counted(len(waiting), "initiatief wacht tot u het plaatst", "initiatieven wachten tot u ze plaatst")
    text = "Een eerste initiatief van een nieuwe deelnemer ziet nog niemand anders."
    path = waiting[0].get_absolute_url() if len(waiting) == 1 else _list(community, "wacht")
    return [Item(Attention("initiatieven", title, text, blocks=True), "Bekijk het initiatief", path)]


def _of_ideas(community: Community) -> list[Item]:
    """Plans for a budget of new members: who runs the community reads them first, whatever the phase."""
    held = Proposal.objects.held().filter(budget__community=community).select_related("budget__community")
    waiting = list(held.order_by("created_at", "pk"))
    if not waiting:
        return []
    title = _counted(len(waiting), "plan voor een budget wacht", "plannen voor een budget wachten") + " op uw blik"
    text = "Een eerste plan van een nieuwe deelnemer ziet nog niemand anders."
    return [Item(Attention("plannen", title, text, blocks=True), "Bekijk het plan", waiting[0].get_absolute_url())]


def _of_the_rest(community: Community, n_quiet: int) -> list[Item]:
    of_here = Initiative.objects.filter(community=community)
    counts = of_here.order_by().aggregate(blocked=Count("pk", filter=BLOCKED), help=Count("pk", filter=ASKING_HELP))
    late = route_milestones(community, Wanted(is_late=True)).count()
    rules: list[tuple[int, str, Callable[[int], str], str, str]] = [
        (counts["blocked"], "vast", _blocked, "Kijk waardoor, en wie dat kan wegnemen.", _list(community, "vast")),
        (counts["help"], "hulp", _help, "Kent u iemand die dit kan? Breng hen bij elkaar.", _list(community, "hulp")),
        (late, "mijlpaal", _late, "Bel even: is de dag te krap, of is er hulp nodig?", _late_path(community)),
        (n_quiet, "stil-initiatief", _quiet, "Zij staan hieronder, met wat hun is gevraagd.", "#h-stil"),
    ]
    return [Item(Attention(kind, words(n), text), LABELS[kind], path) for n, kind, words, text, path in rules if n]


LABELS = {
    "vast": "Bekijk wat vastloopt",
    "hulp": "Bekijk wie hulp vraagt",
    "mijlpaal": "Bekijk wat te laat is",
    "stil-initiatief": "Bekijk de stille initiatieven",
}


def _late_path(community: Community) -> str:
    path = path_of("communities:route_map", community.slug)
    return f"{path}?laat=on&soort={ADDED}" if path else ""


def _blocked(n: int) -> str:
    return _counted(n, "initiatief loopt", "initiatieven lopen") + " vast"


def _help(n: int) -> str:
    return _counted(n, "initiatief vraagt", "initiatieven vragen") + " hulp"


def _late(n: int) -> str:
    return _counted(n, "mijlpaal is", "mijlpalen zijn") + " te laat"


def _quiet(n: int) -> str:
    return _counted(n, "initiatief is", "initiatieven zijn") + f" al {QUIET_DAYS} dagen of langer stil"


def _counted(n: int, singular: str, plural: str) -> str:
    return f"Eén {singular}" if n == 1 else f"{number(n)} {plural}"


# ── Budgets ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _of_budgets(community: Community) -> list[Item]:
    """The one next act of every budget that waits for who runs the community."""
    going = BudgetRound.objects.filter(community=community, accounted_at=None)
    going = going.annotate(n_unjudged=Count("proposals", filter=undecided("proposals__")))
    return [item for one in going.order_by("vote_until", "pk") if (item := _of_budget(one, community))]


def _of_budget(budget: BudgetRound, community: Community) -> Item | None:
    attention = _act_of(budget)
    if attention is None:
        return None
    path = path_of("initiatives:budget_detail", community.slug, budget.pk)
    return Item(attention, "Naar het budget", path)


def _act_of(budget: BudgetRound) -> Attention | None:
    """What who runs the community does next with this budget; nothing where others have the move."""
    phases, name = BudgetRound.Phase, budget.name
    n_unjudged: int = getattr(budget, "n_unjudged", 0)
    if budget.counted_at is not None and not budget.is_published:
        return Attention("budget", f"Publiceer de uitslag van {name}", "De stemmen zijn geteld. Niemand ziet het nog.")
    if budget.phase == phases.COUNT and budget.counted_at is None:
        return Attention(
            "budget", f"Tel de stemmen van {name}", "Het stemmen is voorbij. Mensen wachten op de uitslag."
        )
    if n_unjudged and _asks_judgement(budget):
        title = _counted(n_unjudged, f"plan voor {name} wacht", f"plannen voor {name} wachten") + " op een oordeel"
        begins = f"{_opening_words(budget)} " if _days_to_vote(budget) <= SOON else ""
        return Attention("budget", title, f"{begins}Kan het, wat kost het, en zo niet: waarom niet?")
    if budget.phase == phases.CHECK and budget.opened_at is None:
        return Attention("budget", f"Leg het stembiljet van {name} vast", _opening_words(budget))
    return None


def _asks_judgement(budget: BudgetRound) -> bool:
    """Once sending in is over, and before that where voting begins soon: judging can be done in both."""
    if budget.phase == BudgetRound.Phase.PROPOSE:
        return budget.opened_at is None and _days_to_vote(budget) <= SOON
    return budget.phase == BudgetRound.Phase.CHECK


def _days_to_vote(budget: BudgetRound) -> int:
    return (timezone.localdate(budget.vote_from) - timezone.localdate()).days


def _opening_words(budget: BudgetRound) -> str:
    days = _days_to_vote(budget)
    if days < 0:
        return "Het stemmen had al moeten beginnen."
    if days > 1:
        return f"Het stemmen begint over {number(days)} dagen."
    return "Het stemmen begint morgen." if days else "Het stemmen begint vandaag."
