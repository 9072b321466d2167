"""Ideas for a budget: sent in, changed, taken back, hidden, and judged."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.access.stream import is_trusted
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Membership, Notice, Role, User
from initiatives.actions.budget_news import tell_proposer
from initiatives.actions.budgets import IS_OPENED, BudgetError, check_right, locked_budget
from initiatives.analysis.elections import euros
from initiatives.models import BudgetRound, Proposal

MOST_IDEAS = 20
"""What one person sends in for one budget; more is a flood."""
MOST_HELD = 5
"""What one person who is new has waiting for a first look, in a whole community."""
State = Proposal.State


class ProposalConflict(BudgetError):
    """Somebody else changed the idea meanwhile. `current` is how it stands now."""

    def __init__(self, current: Proposal) -> None:
        super().__init__("Dit idee is intussen gewijzigd. Lees wat er nu staat en stuur het dan opnieuw.")
        self.current = current


@dataclass(frozen=True)
class Idea:
    """What somebody proposes. `guess_cents` is what they think that it costs."""

    title: str
    text: str
    place: str = ""
    guess_cents: int | None = None


def _locked(proposal: Proposal) -> Proposal:
    """The idea as it is now, with its budget locked first: so that opening the vote and this never cross."""
    budget = locked_budget(proposal.budget)
    found = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("proposed_by")
    locked = found.get(pk=proposal.pk, budget=budget)
    locked.budget = budget
    return locked


# ── By who proposes ───────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def send_proposal(*, by: User, budget: BudgetRound, idea: Idea) -> Proposal:
    """Send in an idea, with the next number; returns it. The same idea of the same person is sent in once.

    What a new member sends in waits for a look of the coordinator, as a first post does.

    Raises PermissionDenied for who does not belong or where ideas cannot be sent in now, BudgetError for a flood.
    """
    # Who comes second waits here, and then gets the next number.
    locked = locked_budget(budget)
    check_right(by, locked, "initiatives.propose_to_budget")
    mine = Proposal.objects.filter(budget=locked, proposed_by=by).exclude(state=State.WITHDRAWN)
    same = mine.filter(title=idea.title, text=idea.text).first()
    if same is not None:
        return same
    if mine.count() >= MOST_IDEAS:
        raise BudgetError(f"U stuurde al {MOST_IDEAS} ideeën in. Trek eerst een idee in dat u minder belangrijk vindt.")
    is_held = not is_trusted(by, locked.community)
    if is_held:
        _check_held(by, locked)
    last = Proposal.objects.filter(budget=locked).aggregate(last=Max("number"))["last"] or 0
    made = Proposal.objects.create(budget=locked, number=last + 1, proposed_by=by, is_held=is_held, **vars(idea))
    note(by=by, action="stuurt in", thing=made, community=locked.community)
    if is_held:
        _tell_coordinators(made, by)
    return made


def _check_held(by: User, budget: BudgetRound) -> None:
    held = Proposal.objects.held().filter(budget__community=budget.community, proposed_by=by)
    if held.count() >= MOST_HELD:
        raise BudgetError(
            f"Er wachten al {MOST_HELD} ideeën van u op een blik van de coördinator. Na de eerste goedkeuring staat "
            "wat u instuurt er meteen op."
        )


def _tell_coordinators(proposal: Proposal, by: User) -> None:
    community = proposal.community
    active = Membership.objects.active().filter(community=community, role=Role.COORDINATOR)
    notify(
        users=User.objects.filter(pk__in=active.exclude(user=by).values("user")),
        kind=Notice.Kind.MODERATION,
        key=f"proposal-{proposal.pk}-waits",
        title=f"Een idee voor {proposal.budget.name} wacht op u"[:200],
        text="Het is van iemand die hier nog nieuw is. Lees het, en plaats het of verberg het met een reden.",
        path=proposal.get_absolute_url(),
        community=community,
    )


@transaction.atomic
def change_proposal(*, by: User, proposal: Proposal, idea: Idea, version: int) -> Proposal:
    """Change one's own idea, as long as nobody judged it and ideas can be sent in; returns it.

    Raises ProposalConflict when `version` is not the newest, PermissionDenied for anybody else and any other time.
    """
    locked = _locked(proposal)
    check_right(by, locked, "initiatives.edit_proposal")
    if all(getattr(locked, name) == value for name, value in vars(idea).items()):
        return locked
    if locked.version != version:
        raise ProposalConflict(locked)
    for name, value in vars(idea).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def withdraw_proposal(*, by: User, proposal: Proposal) -> Proposal:
    """Take one's own idea back, until voting opens; returns it. Twice is once."""
    locked = _locked(proposal)
    if locked.state == State.WITHDRAWN and locked.proposed_by_id == by.pk:
        return locked
    check_right(by, locked, "initiatives.withdraw_proposal")
    locked.state = State.WITHDRAWN
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    note(by=by, action="trekt in", thing=locked, community=locked.community)
    return locked


# ── By who runs it ────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def place_proposal(*, by: User, proposal: Proposal) -> Proposal:
    """Let an idea that waited be seen, and trust who sent it in from now on; returns it. Twice is once.

    Raises PermissionDenied for who does not run the budget, BudgetError for what is hidden or was taken back.
    """
    locked = _locked(proposal)
    check_right(by, locked.budget)
    if not locked.is_held:
        return locked
    _check_to_judge(locked)
    locked.is_held = False
    locked.save(update_fields=["is_held"])
    note(by=by, action="plaatst", thing=locked, community=locked.community)
    proposer = locked.proposed_by
    if proposer is not None:
        Membership.objects.filter(community=locked.community, user=proposer).update(is_trusted=True)
        proposer.forget_memberships()
    tell_proposer(
        by=by,
        proposal=locked,
        event="placed",
        title=f"Uw idee “{locked.title}” staat op de site",
        text="Anderen kunnen het nu lezen. Wat u vanaf nu schrijft, staat er meteen op.",
        kind=Notice.Kind.MODERATION,
    )
    return locked


@dataclass(frozen=True)
class Judgement:
    """Whether an idea can be done, why, and what it costs exactly."""

    is_feasible: bool
    reason: str
    cost_cents: int | None = None


@transaction.atomic
def judge_proposal(*, by: User, proposal: Proposal, judgement: Judgement, version: int) -> Proposal:
    """Say whether an idea can be done and why, and for what it costs; the proposer hears so. Returns it.

    May be said anew until voting opens. Raises ProposalConflict when the idea changed since it was read, BudgetError
    where a reason or a cost within the budget is missing, or nothing is left to judge.
    """
    locked = _locked(proposal)
    check_right(by, locked.budget)
    _check_to_judge(locked)
    if locked.is_held:
        raise BudgetError("Dit idee wacht nog op een eerste blik. Plaats het eerst, of verberg het met een reden.")
    reason, cost = judgement.reason.strip(), judgement.cost_cents
    _check_judgement(locked.budget, judgement)
    state = State.FEASIBLE if judgement.is_feasible else State.REFUSED
    if (locked.state, locked.reason, locked.cost_cents) == (state, reason, cost):
        return locked
    if locked.version != version:
        raise ProposalConflict(locked)
    locked.state, locked.reason, locked.cost_cents = state, reason, cost
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.version += 1
    locked.save()
    note(by=by, action="toetst", thing=locked, community=locked.community)
    _tell_judgement(by, locked)
    return locked


def _check_to_judge(proposal: Proposal) -> None:
    if proposal.budget.opened_at is not None:
        raise BudgetError(IS_OPENED)
    if proposal.state == State.WITHDRAWN:
        raise BudgetError("Dit idee is ingetrokken. U hoeft er niets meer mee.")
    if proposal.hidden_because:
        raise BudgetError("Dit idee is verborgen. Laat het eerst weer zien.")


def _check_judgement(budget: BudgetRound, judgement: Judgement) -> None:
    if not judgement.reason.strip():
        raise BudgetError("Schrijf op waarom. Wie het idee instuurde, leest dat.", field="reason")
    if not judgement.is_feasible:
        return
    if not judgement.cost_cents:
        raise BudgetError("Vul in wat het kost. Zonder bedrag kan niemand kiezen.", field="cost")
    if judgement.cost_cents > budget.amount_cents:
        amount = euros(budget.amount_cents)
        raise BudgetError(f"Dit is meer dan het hele budget van {amount}. Zo is het niet haalbaar.", field="cost")


def _tell_judgement(by: User, proposal: Proposal) -> None:
    is_feasible = proposal.state == State.FEASIBLE
    words = "is haalbaar" if is_feasible else "is niet haalbaar"
    cost = f" Het kost {euros(proposal.cost_cents)}." if is_feasible and proposal.cost_cents else ""
    tell_proposer(
        by=by,
        proposal=proposal,
        event=f"judged-{proposal.version}",
        title=f"Uw idee “{proposal.title}” {words}",
        text=f"{proposal.reason}{cost}",
        kind=Notice.Kind.REPLY,
    )


@transaction.atomic
def hide_proposal(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Take an idea out of sight for a reason, which its proposer gets; "" lets it be seen again. Returns it.

    What people vote on is not hidden any more: the ballot is fixed. Raises BudgetError there.
    """
    locked = _locked(proposal)
    check_right(by, locked.budget)
    if locked.hidden_because == reason.strip():
        return locked
    if locked.budget.opened_at is not None and locked.state == State.FEASIBLE:
        raise BudgetError(f"Dit idee staat op het stembiljet. {IS_OPENED}")
    locked.hidden_because = reason.strip()
    locked.version += 1
    locked.save(update_fields=["hidden_because", "version"])
    note(by=by, action="verbergt" if reason.strip() else "laat weer zien", thing=locked, community=locked.community)
    words = "is verborgen" if locked.hidden_because else "is weer te zien"
    tell_proposer(
        by=by,
        proposal=locked,
        event=f"hidden-{locked.version}",
        title=f"Uw idee “{locked.title}” {words}",
        text=locked.hidden_because,
        kind=Notice.Kind.MODERATION,
    )
    return locked
