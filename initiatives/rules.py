"""The law of this floor: initiatives, needs and offers, budgets. Who somebody is stands in `communities.rules`."""

from typing import Any

from rules import add_perm, predicate

from communities.models import User
from communities.rules import (
    agreed_to_the_rules,
    is_administrator,
    is_commissioner,
    is_frontrunner,
    is_going_on,
    is_member,
    is_open_to_visitors,
    runs_it,
    takes_part,
)
from initiatives.models import BudgetRound, Initiative, Listing, Match, Partner, Proposal, TrajectoryReport


# ── Initiatives ───────────────────────────────────────────────────────────────────────────────────────────────────
@predicate
def is_placed(_: User, initiative: Initiative) -> bool:
    """Others may see it: let through, and not hidden."""
    return initiative.is_placed


@predicate
def is_for_visitors(_: User, initiative: Initiative) -> bool:
    """Those who carry it chose that visitors may read it too."""
    return initiative.is_public


@predicate
def is_proposer(user: User, thing: Any) -> bool:
    """Proposed it."""
    return thing.proposed_by_id is not None and thing.proposed_by_id == user.pk


@predicate
def leads_it(user: User, initiative: Initiative) -> bool:
    """Pulls it: as a person, or speaking for the organisation that does."""
    if not user.is_authenticated:
        return False
    own = user.membership_in(initiative.community)
    if own is None:
        return False
    speaks_for = own.organisation_id if own.speaks_for_organisation else None
    if speaks_for is not None and speaks_for == initiative.lead_id:
        return True
    leaders = [one for one in initiative.partners.all() if one.role == Partner.Role.LEADS]
    return any(one.user_id == user.pk for one in leaders) or (
        speaks_for is not None and any(one.organisation_id == speaks_for and one.user_id is None for one in leaders)
    )


carries_it = takes_part & (is_proposer | leads_it)

add_perm(
    "initiatives.view_initiative",
    runs_it | (is_placed & (is_member | (is_for_visitors & is_open_to_visitors))) | (is_member & is_proposer),
)
add_perm("initiatives.propose_initiative", is_going_on & takes_part)
add_perm("initiatives.edit_initiative", is_going_on & (runs_it | carries_it))
# “Ik wil”, following and promising: whoever belongs and may see it.
add_perm("initiatives.join_initiative", is_going_on & is_placed & takes_part)
add_perm("initiatives.place_initiative", is_going_on & runs_it)
# To begin the same elsewhere: with what everybody may read, and with what one carries oneself.
add_perm("initiatives.adopt_initiative", is_placed & ((is_for_visitors & is_open_to_visitors) | runs_it | carries_it))
# The answer to “hoe gaat het?” by the link in the mail, also before somebody agreed to new house rules.
add_perm("initiatives.say_how_it_goes", is_going_on & is_placed & is_member & (is_proposer | leads_it))


# ── Needs and offers ──────────────────────────────────────────────────────────────────────────────────────────────
@predicate
def owns_listing(user: User, listing: Listing) -> bool:
    """Placed the need or the offer."""
    return listing.owner_id == user.pk


@predicate
def is_of_match(user: User, match: Match) -> bool:
    """One of the two who agree with each other."""
    return user.pk in {match.listing.owner_id, match.other_id}


# Needs, offers and what two people agree are of those who belong: also an administrator comes in by joining.
helps_others = is_member & takes_part

add_perm("initiatives.place_listing", is_going_on & helps_others)
add_perm("initiatives.edit_listing", is_going_on & helps_others & owns_listing)
add_perm("initiatives.hide_listing", is_going_on & runs_it)
add_perm("initiatives.answer_listing", is_going_on & helps_others & ~owns_listing)
add_perm("initiatives.view_match", is_member & is_of_match)
add_perm("initiatives.change_match", is_going_on & is_member & is_of_match)
# The “notaris” of a market: writes down what two people who stand there agree on.
add_perm("initiatives.note_deals", is_going_on & (runs_it | is_frontrunner))


# ── Budgets ───────────────────────────────────────────────────────────────────────────────────────────────────────
@predicate
def is_announced(_: User, budget: BudgetRound) -> bool:
    """Others may know of it."""
    return budget.is_announced


@predicate
def is_proposing(_: User, budget: BudgetRound) -> bool:
    """Ideas can be sent in now."""
    return budget.is_proposing


@predicate
def is_voting(_: User, budget: BudgetRound) -> bool:
    """People vote now."""
    return budget.is_voting


@predicate
def is_published(_: User, budget: BudgetRound) -> bool:
    """Its result is known to everybody."""
    return budget.is_published


@predicate
def is_counted(_: User, budget: BudgetRound) -> bool:
    """The votes were counted. Before that nobody sees a count, whoever they are."""
    return budget.counted_at is not None


@predicate
def may_still_change(_: User, proposal: Proposal) -> bool:
    """The idea was sent in, nobody judged it yet, and ideas can still be sent in."""
    return proposal.state == Proposal.State.SENT and proposal.budget.is_proposing


@predicate
def may_be_taken_back(_: User, proposal: Proposal) -> bool:
    """Nobody votes on it yet, and it was not taken back already."""
    return proposal.state != Proposal.State.WITHDRAWN and proposal.budget.opened_at is None


is_to_be_seen = is_open_to_visitors | is_member

add_perm("initiatives.run_budgets", is_going_on & runs_it)
add_perm("initiatives.view_budget", runs_it | (is_announced & is_to_be_seen))
add_perm("initiatives.propose_to_budget", is_going_on & is_proposing & takes_part)
add_perm("initiatives.edit_proposal", is_going_on & may_still_change & takes_part & is_proposer)
add_perm("initiatives.withdraw_proposal", is_going_on & may_be_taken_back & is_member & is_proposer)
# Who votes with a link or a code has no account: see `access.voting`.
add_perm("initiatives.vote_as_member", is_going_on & is_voting & is_member & agreed_to_the_rules)
add_perm("initiatives.view_result", (is_published & is_to_be_seen) | (is_counted & runs_it))
# Also in a community that ended: a sheet that is not done keeps the vote from being counted, and voters linkable.
add_perm("initiatives.type_paper_ballots", runs_it)


# ── The report of a trajectory ────────────────────────────────────────────────────────────────────────────────────
@predicate
def commissions_it(user: User, thing: Any) -> bool:
    """Works at an organisation that commissions a trajectory of this community."""
    return user.is_authenticated and thing.community.pk in user.commissioned_communities


@predicate
def is_made(_: User, report: TrajectoryReport) -> bool:
    """The files are there and will not change any more."""
    return report.is_made


add_perm("initiatives.request_trajectory_report", is_going_on & runs_it)
add_perm("initiatives.view_trajectory_reports", runs_it | is_commissioner | commissions_it)
add_perm("initiatives.see_trajectory_report", runs_it | (is_made & (is_commissioner | commissions_it)))
add_perm("initiatives.download_trajectory_report", is_made & (runs_it | is_commissioner | commissions_it))
add_perm("initiatives", is_administrator)
