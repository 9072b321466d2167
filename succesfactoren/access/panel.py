"""The residents' panel of a community: who may be asked, how large it is, and what was done with its answers."""

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from communities.models import Community, User
from lib.text import search_key
from regioscan.models import Theme
from succesfactoren.access.rounds import readable_rounds, rounds_of
from succesfactoren.analysis.panel_sizes import FEWEST, Sizes, merge_small
from succesfactoren.models import Assessment, PanelMember, Round
from succesfactoren.models.rounds import RoundQuerySet

NO_PLACE = "geen dorp of wijk ingevuld"


def panel_of(community: Community) -> QuerySet[PanelMember]:
    """Those who may be asked: the address is confirmed, or they signed on paper."""
    return PanelMember.objects.filter(community=community, confirmed_at__isnull=False)


def panel_addresses(community: Community, *, themes: Iterable[Theme] = (), place: str = "") -> list[tuple[str, str]]:
    """E-mail address and place of everybody who may be asked about these themes in this place, once each.

    Who chose no theme is asked about all of them. Without themes or place: the whole panel. A place that is spelled
    with other capitals or accents is the same place.
    """
    chosen = list(themes)
    found = panel_of(community)
    if chosen:
        found = found.filter(Q(themes__in=chosen) | Q(themes=None)).distinct()
    wanted = search_key(place)
    rows = found.order_by("pk").values_list("email", "place")
    return [(email, at) for email, at in rows if not wanted or search_key(at) == wanted]


def panel_audience(assessment: Assessment) -> list[tuple[str, str]]:
    """Who of the panel is asked in a round of this assessment: of its themes, and where anybody lives there, of its
    place only. What it is about and the name of its place both count as a place."""
    community, themes = assessment.trajectory.community, list(assessment.themes.all())
    names = [assessment.subject, assessment.place.name if assessment.place else ""]
    by_place = (panel_addresses(community, themes=themes, place=name) for name in names if name)
    return next((found for found in by_place if found), None) or panel_addresses(community, themes=themes)


def themes_in_order() -> list[Theme]:
    """All themes that somebody may choose."""
    return list(Theme.objects.all())


def sizes_by_place(community: Community) -> Sizes:
    """How many people of each place; small places are taken together."""
    places = list(panel_of(community).values_list("place", flat=True))
    names = {search_key(place): place for place in sorted(places, reverse=True)} | {"": NO_PLACE}
    counts = Counter(search_key(place) for place in places)
    return merge_small({names[key]: n for key, n in counts.items()})


def sizes_by_theme(community: Community) -> list[tuple[str, int | None]]:
    """For each theme how many people would be asked about it; None where that is fewer than five, and somebody.

    One person may choose more themes, so these numbers add up to nothing, and a small one cannot be worked out.
    """
    chosen = panel_of(community).values_list("themes").annotate(n=Count("pk"))
    counts = dict(chosen)
    of_all = counts.pop(None, 0)
    sizes = [(theme.name, counts.get(theme.pk, 0) + of_all) for theme in themes_in_order()]
    return [(name, None if 0 < n < FEWEST else n) for name, n in sizes]


def n_unconfirmed(community: Community) -> int:
    """How many still have to confirm their address."""
    return PanelMember.objects.filter(community=community, confirmed_at=None).count()


def told_rounds(community: Community) -> RoundQuerySet:
    """The rounds of the panel that are published, newest first: what was asked, and what was done with it."""
    asked = rounds_of(community).published().filter(audience=Round.Audience.PANEL)
    return asked.select_related(
        "version__instrument", "assessment__trajectory__community", "assessment__place", "outcome"
    )


def told_to(reader: User | AnonymousUser, community: Community) -> RoundQuerySet:
    """The same for one reader: `shows_figures` says whether this reader may see the result (`view_result`).

    A round that was published for members only has its name and what was done with it for everybody, and no figures.
    """
    readable = readable_rounds(reader, community).filter(pk=OuterRef("pk"))
    return told_rounds(community).annotate(shows_figures=Exists(readable))
