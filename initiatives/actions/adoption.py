"""Taking an example over: an initiative of one's own community, made after one of another, with thanks."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Community, Notice, User
from initiatives.access.adoption import adoption_in, is_for_everybody
from initiatives.access.partners import leaders_of
from initiatives.actions.initiatives import propose_initiative
from initiatives.models import Initiative
from succesfactoren.analysis.learning import UNNAMED

COPIED = ("title", "summary", "description", "for_people", "for_environment", "for_economy")
"""The idea, and nothing of who carries it, where it is, or what was promised."""
THANKED_WITHIN = timedelta(days=2)
MAX_TITLE = 200


class AdoptionError(Exception):
    """It cannot be done; the text says why and what to do, in Dutch."""


@transaction.atomic
def adopt_initiative(*, by: User, initiative: Initiative, community: Community) -> Initiative:
    """Begin in `community` what another community showed can be done; the same example once a community.

    Copies the words, the themes and the three lenses, and thanks who carried the example, as soon as the new one is
    placed. What not everybody could read there, only members read here, until somebody chooses otherwise. Raises
    PermissionDenied for who may not take it over or may not propose there, InitiativeError as `propose_initiative`
    does, and AdoptionError where it was taken over before and is not shown.
    """
    if not by.has_perm("initiatives.adopt_initiative", initiative) or community.pk == initiative.community_id:
        raise PermissionDenied("initiatives.adopt_initiative")
    if not by.has_perm("initiatives.propose_initiative", community):
        raise PermissionDenied("initiatives.propose_initiative")
    # Two people who press at once: the second finds what the first one made.
    here = Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community.pk)
    there = adoption_in(community, initiative)
    if there is not None:
        return _shown(by, there)
    words = {name: getattr(initiative, name) for name in COPIED}
    themes = list(initiative.themes.all())
    words["is_public"] = here.is_public and is_for_everybody(initiative)
    made = propose_initiative(by=by, community=community, adopted_from=initiative, themes=themes, **words)
    if made.adopted_from_id != initiative.pk:
        raise AdoptionError("U stelde hier zojuist zelf iets voor met deze naam. Geef dat eerst een andere naam.")
    note(by=by, action="neemt een voorbeeld over", thing=made)
    thank_for_example(made)
    return made


def thank_for_example(made: Initiative) -> int:
    """Thank who carried the example that this was made after, once; returns how many people were told now.

    To be called inside a transaction. What waits for a look is not spoken of. A private community has no name.
    """
    example = made.adopted_from
    if example is None or not (made.is_placed and example.is_placed):
        return 0
    is_open = made.is_public and made.community.is_public
    who = made.community.name if is_open else UNNAMED.capitalize()
    told = notify(
        users=leaders_of(example).filter(~Q(pk=made.proposed_by_id or 0)),
        kind=Notice.Kind.REPLY,
        key=f"initiative-{example.pk}-adopted-{made.pk}",
        title=Truncator(f"Dank u wel: {who} neemt “{example}” over").chars(MAX_TITLE),
        text="Wat u samen deed, krijgt ergens anders een vervolg. Op uw bladzijde staat hoe vaak dat gebeurde.",
        path=made.get_absolute_url() if is_open else example.get_absolute_url(),
        community=example.community,
    )
    return len(told)


def thank_for_placed_examples() -> int:
    """Thank for examples of which the new initiative was placed lately; returns how many people. Safe to run twice."""
    lately = Initiative.objects.placed().filter(placed_at__gte=timezone.now() - THANKED_WITHIN)
    made = lately.filter(adopted_from__isnull=False).select_related("community", "adopted_from__community")
    return sum(_thank(one) for one in made.order_by("pk"))


@transaction.atomic
def _thank(made: Initiative) -> int:
    return thank_for_example(made)


def _shown(by: User, there: Initiative) -> Initiative:
    if there.hidden_because and not by.has_perm("initiatives.view_initiative", there):
        raise AdoptionError(
            "Dit voorbeeld is in deze community al overgenomen, en daarna door de coördinator verborgen. Overleg met "
            "de coördinator, of begin er een met een eigen naam."
        )
    return there
