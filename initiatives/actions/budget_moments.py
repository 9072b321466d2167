"""The moments of a budget after checking: opening the vote, publishing the result, winners, and the account."""

from datetime import datetime
from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.text import Truncator

from communities.actions.log import note
from communities.models import User
from initiatives.access.budgets import winners_of
from initiatives.actions.budget_news import tell_members, tell_of_result
from initiatives.actions.budgets import BudgetConflict, BudgetError, check_right, locked_budget
from initiatives.actions.initiatives import propose_initiative
from initiatives.actions.partners import add_partner
from initiatives.analysis.budget_path import LEAST_ON_BALLOT
from initiatives.analysis.places import names_a_house
from initiatives.letters.budgets import moment_words
from initiatives.models import BudgetRound, ElectionResult, Initiative, Partner, Proposal, Stage, StageChange


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def open_budget(*, by: User, budget: BudgetRound) -> BudgetRound:
    """Fix the ballot and draw the lot; people vote from `vote_from`, or from now where that is over. Returns it.

    From here on what was promised is fixed, by the database itself. Opening twice draws one lot. Raises BudgetError
    where ideas can still be sent in, one is not judged, there is nothing to choose, or the end has passed.
    """
    locked = locked_budget(budget)
    check_right(by, locked)
    if locked.opened_at is not None:
        return locked
    if refused := why_not_yet(locked):
        raise BudgetError(refused)
    codes = [one.code for one in _ballot_of(locked)]
    SystemRandom().shuffle(codes)
    now = timezone.now()
    locked.lot, locked.opened_at, locked.vote_from = codes, now, max(now, locked.vote_from)
    locked.version += 1
    locked.save(update_fields=["lot", "opened_at", "vote_from", "version"])
    note(by=by, action="opent", thing=locked)
    tell_members(locked)
    return locked


def why_not_yet(budget: BudgetRound) -> str:
    """Why the ballot of this budget cannot be fixed at this moment, in Dutch; "" where it can."""
    now = timezone.now()
    if not budget.is_announced:
        return "Dit budget is nog niet aangekondigd."
    if now < budget.propose_until:
        return f"Plannen insturen kan nog tot {moment_words(budget.propose_until)}. Vastleggen kan daarna."
    if now >= budget.vote_until:
        return "De tijd om te stemmen is al voorbij. Kies eerst latere dagen."
    return ""


def _ballot_of(budget: BudgetRound) -> list[Proposal]:
    """What stands on the ballot; raises BudgetError where it is not ready."""
    ideas = Proposal.objects.filter(budget=budget)
    n_undecided = ideas.undecided().count()
    if n_undecided:
        words = "Eén plan is" if n_undecided == 1 else f"{n_undecided} plannen zijn"
        raise BudgetError(f"{words} nog niet getoetst. Doe dat eerst.")
    found = list(ideas.on_ballot())
    if len(found) < LEAST_ON_BALLOT:
        raise BudgetError("Er moeten minstens twee haalbare plannen zijn. Anders valt er niets te kiezen.")
    for one in found:
        if one.cost_cents is None or not 0 < one.cost_cents <= budget.amount_cents:
            raise BudgetError(f"Plan {one.number} kost niets, of meer dan het hele budget. Toets het opnieuw.")
    return found


# ── The result ────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def publish_result(*, by: User, budget: BudgetRound, starts: bool = True, at: datetime | None = None) -> BudgetRound:
    """Let everybody see the result, and tell proposers and members; with `starts` the winners become initiatives.

    `at` is when it was, where that is not now. Returns the budget. Publishing twice tells once. Raises BudgetError
    where the votes are not counted.
    """
    locked = locked_budget(budget)
    check_right(by, locked)
    if locked.published_at is not None:
        return locked
    if locked.counted_at is None or not ElectionResult.objects.filter(budget=locked).exists():
        raise BudgetError("De stemmen zijn nog niet geteld. Tel ze eerst.")
    locked.published_at = at or timezone.now()
    locked.save(update_fields=["published_at"])
    note(by=by, action="publiceert", thing=locked)
    tell_of_result(by=by, budget=locked, winners=winners_of(locked))
    if starts:
        start_initiatives(by=by, budget=locked)
    return locked


@transaction.atomic
def start_initiatives(*, by: User, budget: BudgetRound) -> list[Initiative]:
    """Make an initiative of each winner that has none yet; returns the new ones. Twice makes each once.

    Who sent it in pulls it, where they still belong; it begins in the stage «willen». Raises BudgetError before the
    result is published.
    """
    locked = locked_budget(budget)
    check_right(by, locked)
    if not locked.is_published:
        raise BudgetError("De uitslag is nog niet gepubliceerd. Doe dat eerst.")
    winners = winners_of(locked)
    titles = [one.title for one in winners]
    made = []
    for one in winners:
        if one.initiative_id is None:
            title = one.title if titles.count(one.title) == 1 else f"{one.title[:112]} ({one.number})"
            one.budget = locked
            one.initiative = _start(by, one, title)
            one.save(update_fields=["initiative"])
            made.append(one.initiative)
    return made


def _start(by: User, proposal: Proposal, title: str) -> Initiative:
    """An initiative of what was chosen, in the stage «willen», led by who sent it in."""
    budget, proposer = proposal.budget, proposal.proposed_by
    member = proposer if proposer is not None and proposer.membership_in(budget.community) else None
    money = format_html(
        '<p>Gekozen met <a href="{}">{}</a>. Er is {} voor.</p>',
        budget.get_absolute_url(),
        budget.name,
        proposal.costs,
    )
    made = propose_initiative(
        by=by,
        community=budget.community,
        proposed_by=member,
        title=title,
        summary=Truncator(" ".join(proposal.text.split())).chars(240),
        description=f"{linebreaks(proposal.text, autoescape=True)}{money}",
        # Without a point on the map a house number would say more than was chosen.
        place_name="" if names_a_house(proposal.place) else proposal.place[:80],
    )
    StageChange.objects.create(
        initiative=made, before=made.stage, after=Stage.WANTED, why=f"Gekozen met {budget.name}", by=by
    )
    made.stage, made.stage_since = Stage.WANTED, timezone.localdate()
    made.save(update_fields=["stage", "stage_since", "changed_at"])
    if member is not None:
        add_partner(by=by, initiative=made, role=Partner.Role.LEADS, person=member)
    return made


# ── The account ───────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def write_account(*, by: User, budget: BudgetRound, text: str, version: int) -> BudgetRound:
    """Say what happened with the money, once the result is known; may be written on later. Returns it.

    Raises BudgetConflict when `version` is not the newest, BudgetError without words or before the result is published.
    """
    locked = locked_budget(budget)
    check_right(by, locked)
    if not locked.is_published:
        raise BudgetError("De uitslag is nog niet gepubliceerd. Doe dat eerst.")
    if not text.strip():
        raise BudgetError("Schrijf op wat er met het geld gebeurde.", field="account")
    if locked.account == text.strip():
        return locked
    if locked.version != version:
        raise BudgetConflict(locked)
    locked.account, locked.accounted_at = text.strip(), locked.accounted_at or timezone.now()
    locked.version += 1
    locked.save(update_fields=["account", "accounted_at", "version"])
    note(by=by, action="verantwoordt", thing=locked)
    return locked
