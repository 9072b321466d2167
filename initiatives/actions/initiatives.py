"""Every write on an initiative itself: proposing, placing, changing, hiding, and what was heard of it."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from communities.access.stream import is_trusted
from communities.access.subjects import standing_against
from communities.actions import moderation
from communities.actions.log import note
from communities.actions.notices import forget_notices, notify
from communities.actions.stream import Words, write_post
from communities.models import Audience, Community, Membership, Notice, Organisation, Post, Role, User
from initiatives.access.initiatives import hidden_along_with, waiting_initiatives
from initiatives.access.partners import speakers_for
from initiatives.access.updates import audience_of
from initiatives.actions.linked import keep_documents_along, locked_initiative
from initiatives.analysis.places import kept_point
from initiatives.models import Initiative, InitiativeFollow, InitiativePost
from lib import rich_text
from lib.moments import check_days

PLAIN = (
    "title",
    "summary",
    "description",
    "started_on",
    "ends_on",
    "for_people",
    "for_environment",
    "for_economy",
    "lead",
    "place_kind",
    "place_name",
    "latitude",
    "longitude",
    "is_public",
    "blocked_because",
    "asks_help",
)
MANY = ("themes", "agenda_items")
CHANGEABLE = PLAIN + MANY
MAX_WAITING = 5
MOST_REASON = 300
AGAIN = timedelta(minutes=10)
"""The same name by the same person within this time is a button that was pressed twice."""


class InitiativeError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class InitiativeConflict(InitiativeError):
    """Somebody else changed it meanwhile. `current` is how it stands now."""

    def __init__(self, current: Initiative) -> None:
        super().__init__("Iemand anders heeft dit initiatief intussen gewijzigd.")
        self.current = current


# ── Proposing and placing ─────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def propose_initiative(
    *,
    by: User,
    community: Community,
    title: str,
    summary: str,
    proposed_by: User | None = None,
    adopted_from: Initiative | None = None,
    **fields: Any,
) -> Initiative:
    """Propose an initiative; what a new member proposes waits for a look of the coordinator, as a first post does.

    `fields` are what else CHANGEABLE names; visitors may read it where they may read its community, unless `is_public`
    says otherwise. A coordinator may write it down for somebody (`proposed_by`). The same name again within ten minutes
    gives the initiative that is there. Raises PermissionDenied for who may not, and InitiativeError when too much of
    this person is waiting already.
    """
    if not by.has_perm("initiatives.propose_initiative", community):
        raise PermissionDenied
    proposer = proposed_by or by
    if proposer != by and not by.has_perm("communities.coordinate", community):
        raise PermissionDenied
    # Who presses twice waits here, and then finds what was made the first time.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = Initiative.objects.filter(
        community=community, proposed_by=proposer, title=title.strip(), created_at__gte=timezone.now() - AGAIN
    )
    found = same.filter(hidden_because="").first()
    if found is not None:
        return found
    is_known = is_trusted(by, community)
    if not is_known:
        _check_waiting(by, community)
    made = Initiative(community=community, proposed_by=proposer, adopted_from=adopted_from)
    made.placed_at = timezone.now() if is_known else None
    _write(made, {"title": title, "summary": summary, "is_public": community.is_public} | fields)
    InitiativeFollow.objects.get_or_create(initiative=made, user=proposer)
    note(by=by, action="stelt voor", thing=made)
    if is_known:
        _announce(made, by)
    else:
        _tell_coordinators(made, by)
    return made


@transaction.atomic
def place_initiative(*, by: User, initiative: Initiative) -> Initiative:
    """Let a proposal that waited be seen, trust who proposed it from now on, and announce it. Doing so twice is once.

    Raises PermissionDenied for who does not run the community.
    """
    locked = locked_initiative(initiative)
    if not by.has_perm("initiatives.place_initiative", locked):
        raise PermissionDenied
    if locked.placed_at is not None:
        return locked
    locked.placed_at, locked.hidden_because, locked.heard_on = timezone.now(), "", timezone.localdate()
    locked.save(update_fields=["placed_at", "hidden_because", "heard_on", "changed_at"])
    moderation.lapse(by=by, thing=locked)
    note(by=by, action="plaatst", thing=locked)
    proposer = locked.proposed_by
    if proposer is not None:
        Membership.objects.filter(community=locked.community, user=proposer).update(is_trusted=True)
        proposer.forget_memberships()
        text = "Leden kunnen nu meedoen. Wat u vanaf nu schrijft, staat er meteen op."
        _tell_proposer(locked, by, "placed", f"Uw initiatief “{locked.title}” staat op de site", text)
    _announce(locked, by)
    return locked


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def change_initiative(*, by: User, initiative: Initiative, version: int, **fields: Any) -> Initiative:
    """Change what is said of it; returns it as it stands. `fields` are those that CHANGEABLE names, others stay.

    `version` is the one that `by` looked at: raises InitiativeConflict when it is not the newest, so that nothing of
    somebody else is written over unseen. A proposal that was sent back waits for a look again. Raises PermissionDenied
    for who may not.
    """
    locked = locked_initiative(initiative)
    if not by.has_perm("initiatives.edit_initiative", locked):
        raise PermissionDenied
    wanted = _kept({name: fields.get(name, getattr(locked, name)) for name in PLAIN})
    # What is written while only members read, stays of them when the community becomes public.
    wanted["is_public"] = wanted["is_public"] and locked.community.is_public
    if _is_same(locked, wanted, fields):
        return locked
    if locked.version != version:
        raise InitiativeConflict(locked)
    before, was_public = locked.lead, locked.is_public
    is_sent_back = locked.placed_at is None and bool(locked.hidden_because)
    if is_sent_back and locked.proposed_by == by:
        locked.hidden_because = ""
        moderation.lapse(by=by, thing=locked)
    locked.version += 1
    _write(locked, wanted | {name: fields[name] for name in MANY if name in fields})
    hear_of(locked)
    note(by=by, action="wijzigt", thing=locked)
    if locked.is_public != was_public:
        _set_audience(locked)
    if locked.lead is not None and locked.lead != before:
        _tell_lead(locked, locked.lead, by)
    if is_sent_back and not locked.hidden_because:
        _tell_coordinators(locked, by)
    return locked


def hear_of(initiative: Initiative) -> Initiative:
    """A sign of life came today: news, a step, a promise, a change. Asks no right: whose verb calls it, did.

    Only ever moves the day forward, and does not count as a change of its words.
    """
    today = timezone.localdate()
    Initiative.objects.filter(pk=initiative.pk, heard_on__lt=today).update(heard_on=today)
    initiative.heard_on = max(initiative.heard_on, today)
    return initiative


# ── Hiding ────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def hide_initiative(*, by: User, initiative: Initiative, reason: str) -> Initiative:
    """Take it away for a reason, which its proposer gets, with what was written about it. Of one that waits: send it
    back. What is hidden already keeps its reason.

    Raises PermissionDenied for who does not run the community, and InitiativeError without a reason.
    """
    if not by.has_perm("initiatives.place_initiative", initiative):
        raise PermissionDenied
    if not reason.strip():
        raise InitiativeError("Geef een reden. Zonder reden kan niemand bezwaar maken.")
    was_hidden = bool(initiative.hidden_because)
    moderation.hide(by=by, thing=initiative, reason=reason.strip(), is_told=initiative.placed_at is not None)
    locked = locked_initiative(initiative)
    if locked.placed_at is None and not was_hidden:
        _tell_sent_back(locked, by)
    return locked


@transaction.atomic
def show_initiative(*, by: User, initiative: Initiative) -> Initiative:
    """Undo the hiding: all is as it was, the posts about it too. Doing so twice is once. Raises PermissionDenied."""
    if not by.has_perm("initiatives.place_initiative", initiative):
        raise PermissionDenied
    moderation.undo(by=by, measures=list(standing_against(initiative)))
    locked = locked_initiative(initiative)
    if locked.hidden_because:  # by what was done before measures could be about initiatives
        bring_back_initiative(locked, by)
        note(by=by, action="laat weer zien", thing=locked)
    return locked


def put_away_initiative(initiative: Initiative, by: User, reason: str) -> None:
    """Take a locked one out of sight, with what was written about it; of that only others than its proposer hear.

    Asks no right: `communities.actions.moderation` did.
    """
    told = Notice.objects.filter(key__startswith=f"initiative-{initiative.pk}-").values_list("key", flat=True)
    forget_notices(keys=list(told))
    initiative.hidden_because = Truncator(reason).chars(MOST_REASON)
    initiative.save(update_fields=["hidden_because", "changed_at"])
    for post in _posts_about(initiative):
        is_theirs = post.author_id is not None and post.author_id == initiative.proposed_by_id
        moderation.hide(by=by, thing=post, reason=reason, is_told=not is_theirs)
    keep_documents_along(initiative=initiative)


def bring_back_initiative(initiative: Initiative, by: User) -> None:
    """Let a locked one be seen again as it was, as `put_away_initiative`."""
    initiative.hidden_because = ""
    initiative.save(update_fields=["hidden_because", "changed_at"])
    along = hidden_along_with(initiative, Post.objects.filter(initiative_link__initiative=initiative))
    moderation.undo(by=by, measures=along, besides=initiative.proposed_by)
    keep_documents_along(initiative=initiative)


# ── What they have in common ──────────────────────────────────────────────────────────────────────────────────────
def _kept(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The same as it may be kept: a text that can do no harm, a point no more exact than was chosen."""
    kept = dict(wanted)
    check_days(kept["started_on"], kept["ends_on"])
    for name in ("title", "summary"):
        kept[name] = " ".join(str(kept[name]).split())
    kept["description"] = rich_text.clean(kept["description"])
    try:
        point = kept_point(kept["place_kind"], kept["latitude"], kept["longitude"])
    except ValueError as error:
        raise InitiativeError("Kies een plek op de kaart, of kies “de hele regio”.") from error
    kept["latitude"], kept["longitude"] = point or (None, None)
    return kept


def _is_same(initiative: Initiative, wanted: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    many = {name: {one.pk for one in fields[name]} for name in MANY if name in fields}
    return all(getattr(initiative, name) == value for name, value in wanted.items()) and all(
        set(getattr(initiative, name).values_list("pk", flat=True)) == chosen for name, chosen in many.items()
    )


def _write(initiative: Initiative, fields: Mapping[str, Any]) -> None:
    """Set the fields, as they may be kept, and save; agenda items are those of its own community."""
    plain = _kept({name: fields.get(name, getattr(initiative, name)) for name in PLAIN})
    for name, value in plain.items():
        setattr(initiative, name, value)
    items = list(fields.get("agenda_items", ()))
    if any(one.community_id != initiative.community_id for one in items):
        raise InitiativeError("Kies agendapunten van deze community.")
    initiative.save()
    for name in MANY:
        if name in fields:
            getattr(initiative, name).set(fields[name])


def _check_waiting(by: User, community: Community) -> None:
    n_waiting = waiting_initiatives(community).filter(proposed_by=by).count()
    if n_waiting >= MAX_WAITING:
        raise InitiativeError(
            f"Er wachten al {n_waiting} initiatieven van u op een blik van de coördinator. Na de eerste goedkeuring "
            "staat wat u voorstelt er meteen op."
        )


def _announce(initiative: Initiative, by: User) -> None:
    """Tell the stream of it, once, in the name of who proposed it where they can still write there."""
    if initiative.post_links.filter(is_announcement=True).exists():
        return
    community, proposer = initiative.community, initiative.proposed_by
    may_write = proposer is not None and proposer.has_perm("communities.contribute", community)
    author = proposer if proposer is not None and may_write else by
    address = f"{settings.SITE_URL}{initiative.get_absolute_url()}"
    body = f'<p>{escape(initiative.summary)}</p><p><a href="{address}">Bekijk het initiatief</a></p>'
    words = Words(f"Nieuw initiatief: {initiative.title}", body, audience=audience_of(initiative))
    post = write_post(by=author, community=community, words=words)
    InitiativePost.objects.get_or_create(post=post, defaults={"initiative": initiative, "is_announcement": True})


def _set_audience(initiative: Initiative) -> None:
    """What visitors may not see any more, no post tells them; what they may, the announcement does."""
    about = Post.objects.filter(initiative_link__initiative=initiative)
    audience = audience_of(initiative)
    if audience == Audience.PUBLIC:
        about = about.filter(initiative_link__is_announcement=True)
    about.update(audience=audience)
    keep_documents_along(initiative=initiative)


def _posts_about(initiative: Initiative) -> list[Post]:
    shown = [Post.State.PUBLISHED, Post.State.HELD]
    found = Post.objects.filter(initiative_link__initiative=initiative, state__in=shown)
    return list(found.select_related("community", "author").order_by("pk"))


def _tell_coordinators(initiative: Initiative, by: User) -> None:
    active = Membership.objects.active().filter(community=initiative.community, role=Role.COORDINATOR)
    notify(
        users=User.objects.filter(pk__in=active.exclude(user=by).values("user")),
        kind=Notice.Kind.MODERATION,
        key=f"initiative-{initiative.pk}-waits-{initiative.version}",
        title=f"Een initiatief wacht op u in {initiative.community.name}",
        text="Het is van iemand die hier nog nieuw is. Lees het, en plaats het of stuur het terug met een reden.",
        path=initiative.get_absolute_url(),
        community=initiative.community,
    )


def _tell_proposer(initiative: Initiative, by: User, event: str, title: str, text: str) -> None:
    if initiative.proposed_by is None or initiative.proposed_by == by:
        return
    notify(
        users=[initiative.proposed_by],
        kind=Notice.Kind.MODERATION,
        key=f"initiative-{initiative.pk}-{event}-{initiative.changed_at.timestamp():.0f}",
        title=title,
        text=text,
        path=initiative.get_absolute_url(),
        community=initiative.community,
    )


def _tell_sent_back(initiative: Initiative, by: User) -> None:
    title = f"Uw initiatief “{initiative.title}” is nog niet geplaatst"
    how = "U kunt het initiatief wijzigen. De coördinator kijkt er dan opnieuw naar."
    _tell_proposer(initiative, by, "hidden", title, f"De reden: {initiative.hidden_because} {how}")


def _tell_lead(initiative: Initiative, lead: Organisation, by: User) -> None:
    notify(
        users=speakers_for(lead, initiative).exclude(pk=by.pk),
        kind=Notice.Kind.MENTION,
        key=f"initiative-{initiative.pk}-lead-{lead.pk}",
        title=f"{lead.name} staat als trekker bij “{initiative.title}”",
        text="U mag namens deze organisatie spreken. Klopt het niet? Wijzig het op de bladzijde van het initiatief.",
        path=initiative.get_absolute_url(),
        community=initiative.community,
    )
