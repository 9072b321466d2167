"""Budgets: made, changed, announced, taken away. What follows from then on stands in `budget_moments`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.actions.log import note
from communities.models import Community, User
from initiatives.actions.budget_news import tell_members, tell_of_change
from initiatives.analysis.elections import euros
from initiatives.letters.budgets import PROMISED
from initiatives.models import BudgetRound, Proposal
from lib.moments import check_days
from regioscan.models import Region

RUN = "initiatives.run_budgets"
IS_OPENED = "Het stembiljet ligt vast. Wat daarbij is beloofd, verandert niet meer."


class BudgetError(Exception):
    """It cannot be done; the text says why, in Dutch. `field`: where in a form that belongs, where it does."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class BudgetConflict(BudgetError):
    """Somebody else changed the budget meanwhile. `current` is how it stands now."""

    def __init__(self, current: BudgetRound) -> None:
        super().__init__("Iemand anders heeft dit budget intussen gewijzigd. Bekijk wat er nu staat en pas dat aan.")
        self.current = current


@dataclass(frozen=True)
class BudgetPlan:
    """What a coordinator chose for a budget. Money in cents."""

    name: str
    amount_cents: int
    area: str
    decides: str
    propose_from: datetime
    propose_until: datetime
    vote_from: datetime
    vote_until: datetime
    intro: str = ""
    region: Region | None = None
    rights: str = BudgetRound.Rights.MEMBERS
    minimum_age: int = 0
    ballot_kind: str = BudgetRound.BallotKind.APPROVAL
    rule: str = BudgetRound.Rule.EQUAL
    has_threshold: bool = False


def check_right(by: User, thing: Any, permission: str = RUN) -> None:
    """Raise PermissionDenied where `by` may not do this."""
    if not by.has_perm(permission, thing):
        raise PermissionDenied


def locked_budget(budget: BudgetRound) -> BudgetRound:
    """The budget as it is now; whoever else changes it or its ideas waits."""
    whole = BudgetRound.objects.select_related("community")
    return whole.select_for_update(of=("self",), no_key=True).get(pk=budget.pk)


# ── In preparation ────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def make_budget(*, by: User, community: Community, plan: BudgetPlan) -> BudgetRound:
    """Make a budget that nobody else sees yet; returns it. Sent twice, it is made once.

    Raises PermissionDenied, and BudgetError for a name that another budget here has.
    """
    check_right(by, community)
    check_days(plan.propose_from, plan.propose_until, plan.vote_from, plan.vote_until)
    # Who comes second waits here, and then finds the budget of the first.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    found = BudgetRound.objects.filter(community=community, name=plan.name).first()
    if found is not None and not found.is_announced and not _changes(found, plan):
        return found
    _check_name(community, plan.name)
    made = BudgetRound.objects.create(community=community, created_by=by, **vars(plan))
    note(by=by, action="maakt", thing=made)
    return made


def _changes(budget: BudgetRound, plan: BudgetPlan) -> list[str]:
    return [name for name, value in vars(plan).items() if getattr(budget, name) != value]


def _check_name(community: Community, name: str, besides: BudgetRound | None = None) -> None:
    others = BudgetRound.objects.exclude(pk=besides.pk) if besides else BudgetRound.objects.all()
    if others.filter(community=community, name=name).exists():
        raise BudgetError("Een ander budget heeft deze naam al. Zet er bijvoorbeeld het jaar bij.", field="name")


@transaction.atomic
def change_budget(*, by: User, budget: BudgetRound, plan: BudgetPlan, version: int) -> BudgetRound:
    """Change a budget as long as voting has not opened; returns it as it stands.

    Who sent in an idea hears of every change in what was promised. Raises BudgetConflict when `version` is not the
    newest, BudgetError where the vote has opened or an idea that was found feasible no longer fits.
    """
    locked = locked_budget(budget)
    check_right(by, locked)
    changed = _changes(locked, plan)
    if not changed:
        return locked
    if locked.opened_at is not None:
        raise BudgetError(IS_OPENED)
    if locked.version != version:
        raise BudgetConflict(locked)
    check_days(plan.propose_from, plan.propose_until, plan.vote_from, plan.vote_until)
    _check_name(locked.community, plan.name, besides=locked)
    _check_still_fits(locked, plan)
    if locked.is_announced:
        _check_moments(changed, plan)
    for name, value in vars(plan).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    note(by=by, action="wijzigt", thing=locked)
    promised = [name for name in PROMISED if name in changed]
    if locked.is_announced and promised:
        tell_of_change(by=by, budget=locked, promised=promised)
    return locked


def _check_still_fits(budget: BudgetRound, plan: BudgetPlan) -> None:
    dearest = Proposal.objects.filter(budget=budget).on_ballot().aggregate(most=Max("cost_cents"))["most"] or 0
    if plan.amount_cents < dearest:
        raise BudgetError(
            f"Een plan dat haalbaar is, kost {euros(dearest)}. Het bedrag kan niet lager zijn.", field="amount"
        )


def _check_moments(changed: list[str], plan: BudgetPlan) -> None:
    """What others know of is not moved to a day that is over."""
    fields = {"propose_until": "propose_until_on", "vote_from": "vote_from_on", "vote_until": "vote_until_on"}
    for name, field in fields.items():
        if name in changed and getattr(plan, name) <= timezone.now():
            raise BudgetError("Dit moment is al voorbij. Kies een dag die nog komt.", field=field)


@transaction.atomic
def announce_budget(*, by: User, budget: BudgetRound) -> BudgetRound:
    """Let others see a budget; the members hear as soon as they can send in ideas. Twice is once."""
    locked = locked_budget(budget)
    check_right(by, locked)
    if locked.is_announced:
        return locked
    if locked.propose_until <= timezone.now():
        raise BudgetError("De tijd om plannen in te sturen is al voorbij. Kies eerst latere dagen.")
    locked.announced_at = timezone.now()
    locked.save(update_fields=["announced_at"])
    note(by=by, action="kondigt aan", thing=locked)
    tell_members(locked)
    return locked


@transaction.atomic
def remove_budget(*, by: User, budget: BudgetRound) -> None:
    """Take a budget away that was never announced. Twice is once."""
    locked = BudgetRound.objects.select_for_update().filter(pk=budget.pk).first()
    if locked is None:
        return
    check_right(by, locked)
    if locked.is_announced:
        raise BudgetError("Dit budget is al aangekondigd. Mensen rekenen erop; u kunt het niet meer weghalen.")
    note(by=by, action="haalt weg", thing=locked)
    locked.delete()
