"""What coordinators let other communities see, and for whom it has a name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from communities.models import Commitment, Community, Role, User
from lib.text import long_date
from succesfactoren.access.rounds import assessments_of
from succesfactoren.analysis.learning import UNNAMED, Rise, SharedRound, rises_in, without_names
from succesfactoren.models import Assessment, ChosenIntervention, Factor, Instrument, Round

FACTORS = Instrument.Purpose.FACTORS
MEETING = "open"
"""The door of a table (`analysis.outcome_shape`) by which anybody could come in: no profile of a community."""
FIRST = "outcome__figures__tables__0"


def sharing_assessments() -> QuerySet[Assessment]:
    """The assessments of the seven factors of which the coordinator shares the profile."""
    return Assessment.objects.filter(shares_profile_at__isnull=False, instrument__purpose=FACTORS)


def factor_assessments(community: Community) -> QuerySet[Assessment]:
    """The assessments of the seven factors in this community: what there is to share."""
    return assessments_of(community).filter(instrument__purpose=FACTORS).order_by("pk")


def house_factors() -> Sequence[Factor]:
    """The seven factors as they are worded now; empty before the instruments were loaded."""
    instrument = Instrument.objects.filter(community=None, purpose=FACTORS).first()
    version = instrument.newest if instrument else None
    return list(version.factors.all()) if version else []


def house_factor(code: str) -> str:
    """How the factor with this code is called now; "" for none. One question to the database."""
    found = Factor.objects.filter(code=code, version__settled_at__isnull=False)
    of_house = found.filter(version__instrument__community=None, version__instrument__purpose=FACTORS)
    return of_house.order_by("-version__number").values_list("name", flat=True).first() or ""


def shared_rounds(assessments: QuerySet[Assessment], reader: User | None) -> list[SharedRound]:
    """Their published rounds, newest first, as this reader may know of them.

    A private community has a name for its own members only; without a reader for nobody.
    """
    rounds = (
        Round.objects.published()
        .filter(assessment__in=assessments, outcome__isnull=False)
        .select_related("assessment__trajectory__community")
        .annotate(
            factors=F(f"{FIRST}__factors"),
            n_answered=F(f"{FIRST}__n"),
            hidden_because=F(f"{FIRST}__hidden"),
            door=F(f"{FIRST}__door"),
            before=F("outcome__figures__compared_with__round"),
        )
        .order_by("-closed_at", "-pk")
    )
    own = set(reader.active_memberships) if reader else set()
    return [_shared(one, own) for one in rounds]


def _shared(found: Any, own: set[int]) -> SharedRound:
    community = found.community
    is_own = community.pk in own
    has_name = is_own or community.is_public
    # Whoever was at a meeting is no sample of a community: the open link is no profile, also where it stands alone.
    has_profile = not found.hidden_because and found.door != MEETING
    return SharedRound(
        who=community.name if has_name else UNNAMED,
        address=community.get_absolute_url() if has_name else "",
        is_own=is_own,
        assessment=found.assessment_id,
        community=community.pk,
        round=found.pk,
        # A day would say more of a community without a name than its coordinator may expect.
        when=long_date(timezone.localdate(found.closed_at)).split(" ", 1)[1],
        n=found.n_answered,
        factors=(found.factors or []) if has_profile else [],
        before=found.before,
    )


def rises_of(rounds: Sequence[SharedRound]) -> list[Rise]:
    """Who rose clearly on which factor, with what was carried out between the two rounds, without names of people."""
    named = {one.community for one in rounds if one.who != UNNAMED}
    return rises_in(rounds, _done_after({one.before for one in rounds if one.before is not None}, named))


def _done_after(rounds: Iterable[int], named: Iterable[int]) -> Mapping[tuple[int, str], Sequence[str]]:
    """By round and factor what was carried out; of a community without a name nothing in its own words, by which it
    could be known."""
    may_tell = Q(is_own=False) | Q(round__assessment__trajectory__community__in=named)
    done = list(
        ChosenIntervention.objects.filter(may_tell, round__in=rounds, commitment__state=Commitment.State.DONE)
        .order_by("pk")
        .values_list("round_id", "factor__code", "text", "is_own", "round__assessment__trajectory__community")
    )
    names = names_in({community for *_, is_own, community in done if is_own})
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for round_id, code, text, is_own, community in done:
        found[round_id, code].append(without_names(text, names[community]) if is_own else text)
    return found


def names_in(communities: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """The names of who belongs or belonged, and of who promised something, by community."""
    found: dict[int, list[str]] = defaultdict(list)
    belong = User.objects.filter(memberships__community__in=communities)
    promised = User.objects.filter(commitments__community__in=communities)
    for who, where in ((belong, "memberships__community"), (promised, "commitments__community")):
        for community, name in who.exclude(name="").values_list(where, "name").distinct():
            found[community].append(name)
    return found


def coordinated_by(user: User) -> QuerySet[Community]:
    """The communities that this person runs: their profile is theirs to share."""
    pks = [pk for pk, one in user.active_memberships.items() if one.role == Role.COORDINATOR]
    return Community.objects.filter(pk__in=pks).order_by("name")
