"""The law on one page: who may do what. Always asked through `user.has_perm`, so all follow the same law.

A right is role and moment and state. Most rights are about a community, or about something that belongs to one: such
a thing says so by its `community`.
"""

from typing import Any

from rules import add_perm, is_active, is_authenticated, is_staff, predicate

from communities.models import (
    Comment,
    Commitment,
    Community,
    Document,
    Event,
    Membership,
    Post,
    Report,
    Role,
    Trajectory,
    User,
)

is_administrator = is_active & is_staff
has_account = is_authenticated & is_active


def _community(thing: Any) -> Community:
    """The community that a thing belongs to."""
    return thing if isinstance(thing, Community) else thing.community


def _membership(user: User, thing: Any) -> Membership | None:
    return user.membership_in(_community(thing)) if user.is_authenticated else None


# ── Who somebody is in a community ────────────────────────────────────────────────────────────────────────────────
@predicate
def is_member(user: User, thing: Any) -> bool:
    """Belongs to the community now: not blocked, not gone."""
    return _membership(user, thing) is not None


@predicate
def is_frontrunner(user: User, thing: Any) -> bool:
    """One of those who lead the way."""
    found = _membership(user, thing)
    return found is not None and found.is_frontrunner


@predicate
def is_commissioner(user: User, thing: Any) -> bool:
    """Works at a bank, municipality… that sponsors the community."""
    found = _membership(user, thing)
    return found is not None and found.role == Role.COMMISSIONER


@predicate
def is_coordinator(user: User, thing: Any) -> bool:
    """Runs the community: its advisor."""
    found = _membership(user, thing)
    return found is not None and found.role == Role.COORDINATOR


@predicate
def coordinates_somewhere(user: User) -> bool:
    """An advisor: runs at least one community."""
    return user.is_authenticated and any(one.role == Role.COORDINATOR for one in user.active_memberships.values())


@predicate
def sponsors_somewhere(user: User) -> bool:
    """Works at an organisation that sponsors at least one community."""
    return user.is_authenticated and any(one.role == Role.COMMISSIONER for one in user.active_memberships.values())


# ── Moment and state ──────────────────────────────────────────────────────────────────────────────────────────────
@predicate
def is_open_to_visitors(_: User, thing: Any) -> bool:
    """A community that strangers may know of."""
    return _community(thing).is_public


@predicate
def is_going_on(_: User, thing: Any) -> bool:
    """What is over can be read and not written."""
    return _community(thing).is_active


@predicate
def agreed_to_the_rules(user: User, thing: Any) -> bool:
    """Agreed to the house rules as they are now; always so where there are none."""
    found = _membership(user, thing)
    newest = _community(thing).newest_rules_id
    return newest is None or (found is not None and found.accepted_rules_id == newest)


@predicate
def is_author(user: User, thing: Post | Comment) -> bool:
    """Wrote it."""
    return thing.author_id is not None and thing.author_id == user.pk


@predicate
def is_uploader(user: User, document: Document) -> bool:
    """Placed the document."""
    return document.created_by_id is not None and document.created_by_id == user.pk


@predicate
def is_promiser(user: User, commitment: Commitment) -> bool:
    """Made the promise."""
    return commitment.person_id is not None and commitment.person_id == user.pk


@predicate
def shares_stakeholders(_: User, trajectory: Trajectory) -> bool:
    """The coordinator lets the commissioners see the map."""
    return trajectory.shares_stakeholders


@predicate
def is_organiser(user: User, event: Event) -> bool:
    """Organises it."""
    return event.organiser_id is not None and event.organiser_id == user.pk


@predicate
def is_trusted(user: User, thing: Any) -> bool:
    """A first contribution was seen by the coordinator, or the coordinator invited this person."""
    found = _membership(user, thing)
    return found is not None and found.is_trusted


# ── Communities ───────────────────────────────────────────────────────────────────────────────────────────────────
runs_it = is_administrator | is_coordinator
takes_part = is_administrator | (is_member & agreed_to_the_rules)

add_perm("communities.view_community", is_open_to_visitors | is_member | is_administrator)
add_perm("communities.view_members_part", is_member | is_administrator)
add_perm("communities.view_frontrunners_part", is_frontrunner | runs_it)
add_perm("communities.contribute", is_going_on & takes_part)
add_perm("communities.manage_community", runs_it)
add_perm("communities.coordinate", is_going_on & runs_it)
# Nobody changes or removes another's words without a trace: who runs it hides them, with a reason.
add_perm("communities.edit_post", is_going_on & is_author & takes_part)
add_perm("communities.edit_comment", is_going_on & is_author & takes_part)
add_perm("communities.mark_answered", is_going_on & (runs_it | (is_author & takes_part)))
add_perm("communities.edit_document", is_going_on & (runs_it | (is_uploader & takes_part)))
add_perm("communities.make_event", is_going_on & (runs_it | (takes_part & is_trusted)))
add_perm("communities.edit_event", is_going_on & (runs_it | (is_organiser & takes_part)))
add_perm("communities.view_stakeholders", runs_it | (is_commissioner & shares_stakeholders))
add_perm("communities.update_commitment", is_going_on & (runs_it | (is_promiser & is_member)))
add_perm("communities.view_portfolio", is_administrator | sponsors_somewhere)

# ── Reports ───────────────────────────────────────────────────────────────────────────────────────────────────────


@predicate
def is_owner(user: User, report: Report) -> bool:
    """The person who asked for the report; of one for the members of a community only as long as they belong to it."""
    if report.requested_by_id != user.pk:
        return False
    return report.visibility != Report.Visibility.COMMUNITY or report.community_id in user.active_memberships


@predicate
def may_still_ask(user: User, report: Report) -> bool:
    """Could ask for it now: a report for the members of a community is for who runs that community."""
    return report.community is None or user.has_perm("communities.coordinate", report.community)


@predicate
def is_public(_: User, report: Report) -> bool:
    """Asked for as a report for everyone."""
    return report.visibility == Report.Visibility.PUBLIC


@predicate
def is_of_own_community(user: User, report: Report) -> bool:
    """A report for the members of a community, for who belongs to it or whose organisation commissions it."""
    if report.visibility != Report.Visibility.COMMUNITY or not user.is_authenticated:
        return False
    return report.community_id in user.active_memberships or report.community_id in user.commissioned_communities


@predicate
def is_made(_: User, report: Report) -> bool:
    """The files are there and will not change any more."""
    return report.made_at is not None


sees_report = (
    is_administrator
    | (has_account & is_owner)
    | (is_public & (is_made | has_account))
    | (has_account & is_of_own_community)
)
"""A public report that is still being made is seen by people with an account: any of them may be waiting for it."""

add_perm("communities.request_report", has_account)
add_perm("communities.see_report", sees_report)
add_perm("communities.download_report", sees_report & is_made)
add_perm("communities.retry_report", is_administrator | (has_account & is_owner & may_still_ask))

# ── The region ────────────────────────────────────────────────────────────────────────────────────────────────────
# Beside the computed findings stands what somebody made of them. Who advises a community may do so there as well.
may_annotate = is_administrator | coordinates_somewhere
add_perm("communities.annotate_region", may_annotate)

# A custom region is public and has one name for everybody.
may_define = is_administrator | coordinates_somewhere
add_perm("communities.define_region", may_define)

# What the administrator's pages ask Django for: looking, and handing in, publishing or refusing deliveries.
add_perm("regioscan", is_administrator)
add_perm("regioscan.import_figures", is_administrator)
for model in ("region", "theme", "indicator", "indicatorkey", "source", "snapshot", "job"):
    add_perm(f"regioscan.view_{model}", is_administrator)

# Organisations, communities and roles in the administrator's pages.
add_perm("communities", is_administrator)
for act, model in (
    ("view", "organisation"),
    ("add", "organisation"),
    ("change", "organisation"),
    ("delete", "organisation"),
    ("add", "community"),
    ("change", "community"),
    ("view", "membership"),
    ("change", "membership"),
):
    add_perm(f"communities.{act}_{model}", is_administrator)
