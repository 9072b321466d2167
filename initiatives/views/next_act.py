"""The one thing on the page of an initiative that stands out, for the reader who looks at it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from communities.models import Community, User
from initiatives.access.partners import ties_of
from initiatives.analysis.workflow import ENDS
from initiatives.models import Initiative
from initiatives.rules import is_proposer, leads_it


@dataclass(frozen=True)
class NextAct:
    """What stands out: place, show, complete, step, willing, promise, join, log in, or nothing."""

    kind: str = ""
    is_willing: bool = False
    carries: bool = False
    is_following: bool = False


def next_act(reader: User | AnonymousUser, initiative: Initiative) -> NextAct:
    """For who runs it what waits; for who carries it the next step; for a member “ik wil”; for a visitor the way in."""
    carries = bool(is_proposer.test(reader, initiative) or leads_it.test(reader, initiative))
    is_willing, is_following = ties_of(reader, initiative)
    kind = ""
    if initiative.community.is_active:
        kind = _kind(reader, initiative, carries=carries, is_willing=is_willing)
    return NextAct(kind, is_willing, carries, is_following)


def _kind(reader: User | AnonymousUser, initiative: Initiative, *, carries: bool, is_willing: bool) -> str:
    if not initiative.is_placed:
        return _for_not_placed(reader, initiative)
    if initiative.stage in ENDS:
        return ""
    if carries and reader.has_perm("initiatives.edit_initiative", initiative):
        return "step" if initiative.description else "complete"
    if reader.has_perm("initiatives.join_initiative", initiative):
        return "promise" if is_willing else "willing"
    return _for_stranger(reader, initiative.community)


def _for_not_placed(reader: User | AnonymousUser, initiative: Initiative) -> str:
    if reader.has_perm("initiatives.place_initiative", initiative):
        return "show" if initiative.placed_at else "place"
    return "complete" if reader.has_perm("initiatives.edit_initiative", initiative) else ""


def _for_stranger(reader: User | AnonymousUser, community: Community) -> str:
    is_member = isinstance(reader, User) and reader.membership_in(community) is not None
    may_ask = community.join_policy != Community.JoinPolicy.INVITATION
    return "join" if may_ask and not is_member else ""
