"""Ideas for a budget: sent in, changed, taken back, hidden, and judged."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator

from communities.access.stream import is_trusted
from communities.access.subjects import standing_against
from communities.actions import moderation
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Membership, Notice, Role, User
from initiatives.actions.budget_news import tell_proposer
from initiatives.actions.budgets import IS_OPENED, BudgetError, check_right, locked_budget
from initiatives.analysis.elections import euros
from initiatives.models import BudgetRound, Proposal
from initiatives.models.budgets import TAKEN_AWAY

MOST_IDEAS = 20
"""What one person sends in for one budget; more is a flood."""
MOST_HELD = 5
"""What one person who is new has waiting for a first look, in a whole community."""
MOST_REASON = 300
IS_CLEARED = (
    "Een coördinator haalde de tekst van dit plan weg. U kunt het niet meer wijzigen. U kunt wel een nieuw plan "
    "insturen, zonder wat er niet mocht staan."
)
State = Proposal.State


class ProposalConflict(BudgetError):
    """Somebody else changed the idea meanwhile. `current` is how it stands now."""

    def __init__(self, current: Proposal) -> None:
        super().__init__("Dit plan is intussen gewijzigd. Lees wat er nu staat en stuur het dan opnieuw.")
        self.current = current


@dataclass(frozen=True)
class Idea:
    """What somebody proposes. `guess_cents` is what they think that it costs."""

    title: str
    text: str
    place: str = ""
    guess_cents: int | None = None


def locked_proposal(proposal: Proposal) -> Proposal:
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
        raise BudgetError(f"U stuurde al {MOST_IDEAS} plannen in. Trek eerst een plan in dat u minder wilt.")
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
            f"Er wachten al {MOST_HELD} plannen van u op een blik van de coördinator. Na de eerste goedkeuring staat "
            "wat u instuurt er meteen op."
        )


def _tell_coordinators(proposal: Proposal, by: User) -> None:
    community = proposal.community
    active = Membership.objects.active().filter(community=community, role=Role.COORDINATOR)
    notify(
        users=User.objects.filter(pk__in=active.exclude(user=by).values("user")),
        kind=Notice.Kind.MODERATION,
        key=f"proposal-{proposal.pk}-waits",
        title=f"Een plan voor {proposal.budget.name} wacht op u"[:200],
        text="Het is van iemand die hier nog nieuw is. Lees het, en plaats het of verberg het met een reden.",
        path=proposal.get_absolute_url(),
        community=community,
    )


@transaction.atomic
def change_proposal(*, by: User, proposal: Proposal, idea: Idea, version: int) -> Proposal:
    """Change one's own idea, as long as nobody judged it and ideas can be sent in; returns it.

    Raises ProposalConflict when `version` is not the newest, BudgetError where a coordinator took its words away,
    PermissionDenied for anybody else and any other time.
    """
    locked = locked_proposal(proposal)
    check_right(by, locked, "initiatives.edit_proposal")
    if locked.is_cleared:
        raise BudgetError(IS_CLEARED)
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
    locked = locked_proposal(proposal)
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
    locked = locked_proposal(proposal)
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
        title=f"Uw plan “{locked.title}” staat op de site",
        text="Anderen kunnen het nu lezen. Wat u vanaf nu schrijft, staat er meteen op.",
        kind=Notice.Kind.MODERATION,
    )
    return locked


@dataclass(frozen=True)
class Judgement:
    """Whether a plan can be done, why, and what it costs."""

    is_feasible: bool
    reason: str
    cost_cents: int | None = None
    cost_from_cents: int | None = None
    """Of a range the lowest; `cost_cents` is then the highest."""


@transaction.atomic
def judge_proposal(*, by: User, proposal: Proposal, judgement: Judgement, version: int) -> Proposal:
    """Say whether an idea can be done and why, and for what it costs; the proposer hears so. Returns it.

    May be said anew until voting opens. Raises ProposalConflict when the idea changed since it was read, BudgetError
    where a reason or a cost within the budget is missing, or nothing is left to judge.
    """
    locked = locked_proposal(proposal)
    check_right(by, locked.budget)
    _check_to_judge(locked)
    if locked.is_held:
        raise BudgetError("Dit plan wacht nog op een eerste blik. Plaats het eerst, of verberg het met een reden.")
    _check_judgement(locked.budget, judgement)
    state = State.FEASIBLE if judgement.is_feasible else State.REFUSED
    fields = {
        "state": state,
        "reason": judgement.reason.strip(),
        "cost_cents": judgement.cost_cents,
        "cost_from_cents": judgement.cost_from_cents,
    }
    if all(getattr(locked, name) == value for name, value in fields.items()):
        return locked
    if locked.version != version:
        raise ProposalConflict(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
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
        raise BudgetError("Dit plan is ingetrokken. U hoeft er niets meer mee.")
    if proposal.hidden_because:
        raise BudgetError("Dit plan is verborgen. Laat het eerst weer zien.")


def _check_judgement(budget: BudgetRound, judgement: Judgement) -> None:
    if not judgement.reason.strip():
        raise BudgetError("Schrijf op waarom. Wie het plan instuurde, leest dat.", field="reason")
    least = judgement.cost_from_cents
    if least is not None and not 0 < least < (judgement.cost_cents or 0):
        raise BudgetError("Het laagste bedrag is meer dan niets, en minder dan het hoogste.", field="cost_from")
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
    cost = f" Het kost {proposal.costs}." if is_feasible else ""
    tell_proposer(
        by=by,
        proposal=proposal,
        event=f"judged-{proposal.version}",
        title=f"Uw plan “{proposal.title}” {words}",
        text=f"{proposal.reason}{cost}",
        kind=Notice.Kind.REPLY,
    )


@transaction.atomic
def hide_proposal(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Take an idea out of sight for a reason, which its proposer gets; "" lets it be seen again. Returns it.

    What people vote on is not hidden any more: the ballot is fixed. Raises BudgetError there.
    """
    try:
        if reason.strip():
            moderation.hide(by=by, thing=proposal, reason=reason.strip())
            return locked_proposal(proposal)
        check_right(by, proposal.budget)
        moderation.undo(by=by, measures=list(standing_against(proposal)))
        locked = locked_proposal(proposal)
        if locked.hidden_because:  # by what was done before measures could be about ideas
            bring_back_proposal(locked, by)
            note(by=by, action="laat weer zien", thing=locked, community=locked.community)
    except (moderation.ModerationError, ValueError) as error:
        raise BudgetError(str(error)) from error
    return locked


@transaction.atomic
def take_words_away(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Take what an idea says away for good, for what it tells of people; its proposer gets the reason. Twice is once.

    Also once people vote on it, and in a community that ended: number, cost and judgement stay, and on the ballot its
    name too. Raises PermissionDenied for who does not run the community, BudgetError without a reason.
    """
    locked = locked_proposal(proposal)
    check_right(by, locked.community, "communities.manage_community")
    if not reason.strip():
        raise BudgetError("Geef een reden. Wie het plan instuurde, leest die.", field="reason")
    if locked.is_cleared:
        return locked
    told = locked.title
    locked.text, locked.place = TAKEN_AWAY, ""
    if not locked.is_on_ballot:
        locked.title = TAKEN_AWAY
    locked.version += 1
    locked.save(update_fields=["title", "text", "place", "version"])
    note(by=by, action="haalt de tekst weg", thing=locked, community=locked.community)
    tell_proposer(
        by=by,
        proposal=locked,
        event="words",
        title=f"De tekst van uw plan “{told}” is weggehaald",
        text=f"De reden: {reason.strip()} Bent u het er niet mee eens? Vraag het een coördinator van deze community.",
        kind=Notice.Kind.MODERATION,
    )
    return locked


def put_away_proposal(proposal: Proposal, _: User, reason: str) -> None:
    """Take a locked idea out of sight. Asks no right: `communities.actions.moderation` did. Raises ValueError."""
    if proposal.budget.opened_at is not None and proposal.state == State.FEASIBLE:
        raise ValueError(f"Dit plan staat op het stembiljet. {IS_OPENED}")
    _set_hidden(proposal, Truncator(reason).chars(MOST_REASON))


def bring_back_proposal(proposal: Proposal, _: User) -> None:
    """Let a locked idea be seen again. Raises ValueError where it would come on a ballot that is fixed."""
    if proposal.budget.opened_at is not None and proposal.state == State.FEASIBLE:
        raise ValueError(f"“{proposal.title}” kan niet meer op het stembiljet komen. {IS_OPENED}")
    _set_hidden(proposal, "")


def _set_hidden(proposal: Proposal, reason: str) -> None:
    proposal.hidden_because = reason
    proposal.version += 1
    proposal.save(update_fields=["hidden_because", "version"])
