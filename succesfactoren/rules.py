"""The law of this floor: rounds and their results. Who somebody is in a community stands in `communities.rules`."""

from rules import add_perm, predicate

from communities.models import User
from communities.rules import is_administrator, is_commissioner, is_going_on, is_member, is_open_to_visitors, runs_it
from succesfactoren.models import Conversation, Round


@predicate
def is_round_closed(_: User, found: Round) -> bool:
    """Its outcome has been made. While a round is open nobody sees results, whoever they are."""
    return found.is_closed


@predicate
def is_round_published(_: User, found: Round) -> bool:
    """The coordinator showed it to the members."""
    return found.is_published


@predicate
def is_for_everyone(_: User, found: Round) -> bool:
    """The coordinator showed it to visitors too."""
    return found.is_published and found.is_for_everyone


@predicate
def is_shared(_: User, talk: Conversation) -> bool:
    """The coordinator lets the members read it."""
    return talk.is_shared


@predicate
def belongs_somewhere(user: User) -> bool:
    """A member of at least one community, in whatever role."""
    return user.is_authenticated and bool(user.active_memberships)


# Nobody has a right to an individual's answers; there is no such permission.
add_perm("succesfactoren.run_rounds", is_going_on & runs_it)
add_perm("succesfactoren.view_rounds", runs_it)
add_perm("succesfactoren.view_response_rate", is_commissioner | runs_it)
add_perm(
    "succesfactoren.view_result",
    is_round_closed
    & (runs_it | is_commissioner | (is_round_published & is_member) | (is_for_everyone & is_open_to_visitors)),
)
add_perm("succesfactoren.publish_result", is_round_closed & is_going_on & runs_it)
add_perm("succesfactoren.choose_advice", is_round_closed & is_going_on & runs_it)
add_perm("succesfactoren.read_open_answers", is_round_closed & runs_it)
add_perm("succesfactoren.view_conversation", runs_it | (is_shared & (is_member | is_commissioner)))
add_perm("succesfactoren.learn", is_administrator | belongs_somewhere)
