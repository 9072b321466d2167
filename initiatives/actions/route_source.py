"""What this floor gives to the route map of communities; imported when the site starts."""

from communities.access.route_sources import RouteSource, declare
from communities.models import Commitment
from initiatives.access.milestones import (
    NAME_OF_OWNER,
    initiative_of,
    owner_of,
    promised_at,
    route_choices,
    route_milestones,
    route_owners,
    route_rows_of,
)
from initiatives.actions.initiatives import hear_of


def hear_of_promise(commitment: Commitment) -> None:
    """A promise at an initiative moved on: that is a sign of life of the initiative."""
    initiative = initiative_of(commitment)
    if initiative is not None:
        hear_of(initiative)


declare(
    RouteSource(
        wanted=route_milestones,
        rows=route_rows_of,
        owners=route_owners,
        name_of_owner=NAME_OF_OWNER,
        choices=route_choices,
        promised_at=promised_at,
        owner=owner_of,
        hear=hear_of_promise,
    )
)
