"""The change agenda: its items, their order and state, and the figures by which they will be seen."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.access.agenda import newest_figure
from communities.actions.log import note
from communities.actions.trajectories import swap
from communities.models import AgendaItem, AgendaTarget, Community, User
from regioscan.models import Indicator, Theme

COORDINATE = "communities.coordinate"


class AgendaError(Exception):
    """It cannot be done; the text says why and what can, in Dutch."""


@dataclass(frozen=True)
class ItemWords:
    """What somebody writes of an agenda item; an empty lens says that nobody has looked through it yet."""

    title: str
    theme: Theme
    lens: str
    goal: str = ""
    for_people: str = ""
    for_environment: str = ""
    for_economy: str = ""


@dataclass(frozen=True)
class Goal:
    """From where to where: a year goes with every value; all may be unknown."""

    baseline_value: float | None = None
    baseline_period: int | None = None
    target_value: float | None = None
    target_period: int | None = None


@transaction.atomic
def add_item(*, by: User, community: Community, words: ItemWords) -> AgendaItem:
    """Put a proposal at the end of the agenda. A proposal with this title that stands there already is that one."""
    _allow(by, community)
    Community.objects.select_for_update().get(pk=community.pk)
    same = community.agenda_items.filter(title__iexact=words.title, state=AgendaItem.State.PROPOSED).first()
    if same is not None:
        return same
    last = community.agenda_items.aggregate(last=Max("position"))["last"]
    item = AgendaItem.objects.create(community=community, position=0 if last is None else last + 1, **vars(words))
    note(by=by, action="voegt toe", thing=item, community=community)
    return item


@transaction.atomic
def change_item(*, by: User, item: AgendaItem, words: ItemWords) -> AgendaItem:
    """Change what an item says."""
    locked = _locked(by, item)
    for name, value in vars(words).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(words)))
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def move_item(*, by: User, item: AgendaItem, places: int) -> AgendaItem:
    """Move an item up (−1) or down (1); at the end it stays where it is."""
    _allow(by, item)
    community = Community.objects.select_for_update().get(pk=item.community_id)
    swap(community.agenda_items, item, places)
    return item


@transaction.atomic
def set_item_state(*, by: User, item: AgendaItem, state: str) -> AgendaItem:
    """Adopt an item, end it, or make it a proposal again; what is ended gets today as its day."""
    locked = _locked(by, item)
    if locked.state == state:
        return locked
    locked.state = AgendaItem.State(state)
    locked.ended_on = timezone.localdate() if state == AgendaItem.State.ENDED else None
    locked.save(update_fields=["state", "ended_on"])
    note(by=by, action=f"zet op {locked.get_state_display()}", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def link_figure(*, by: User, item: AgendaItem, indicator: Indicator, goal: Goal) -> AgendaTarget:
    """Link a figure of the regioscan to an item. Without a beginning, the newest figure of the region is taken.

    Where the region has no figure the beginning stays unknown: it is never nought. Raises AgendaError when the figure
    is linked already.
    """
    locked = _locked(by, item)
    if locked.targets.filter(indicator=indicator).exists():
        raise AgendaError("Dit cijfer hoort al bij dit agendapunt. Wijzig het daar.")
    if goal.baseline_value is None:
        goal = _from_region(locked, indicator, goal)
    target = AgendaTarget.objects.create(item=locked, indicator=indicator, **vars(goal))
    note(by=by, action="koppelt een cijfer", thing=target, community=locked.community)
    return target


@transaction.atomic
def change_goal(*, by: User, target: AgendaTarget, goal: Goal) -> AgendaTarget:
    """Change from where to where a figure should go."""
    _locked(by, target.item)
    AgendaTarget.objects.filter(pk=target.pk).update(**vars(goal))
    target.refresh_from_db()
    note(by=by, action="wijzigt", thing=target, community=target.community)
    return target


@transaction.atomic
def unlink_figure(*, by: User, target: AgendaTarget) -> None:
    """Take a figure away from an item; asked twice it is done once."""
    item = _locked(by, target.item)
    note(by=by, action="ontkoppelt een cijfer", thing=target, community=item.community)
    AgendaTarget.objects.filter(pk=target.pk).delete()


def _from_region(item: AgendaItem, indicator: Indicator, goal: Goal) -> Goal:
    found = newest_figure(item.community.region, indicator)
    if found is None or found.value is None:
        return Goal(target_value=goal.target_value, target_period=goal.target_period)
    return Goal(found.value, found.period, goal.target_value, goal.target_period)


def _allow(by: User, thing: Community | AgendaItem) -> None:
    if not by.has_perm(COORDINATE, thing):
        raise PermissionDenied


def _locked(by: User, item: AgendaItem) -> AgendaItem:
    _allow(by, item)
    related = AgendaItem.objects.select_related("community__region")
    return related.select_for_update(of=("self",)).get(pk=item.pk)
