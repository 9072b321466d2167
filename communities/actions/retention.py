"""Keeping things no longer than we said: warn, then make anonymous; and removing what is old."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from communities.actions.erasure import LastCoordinator, anonymise, erase, lock_to_erase, remove
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import (
    Community,
    DataExport,
    Digest,
    JoinRequest,
    Letter,
    LogEntry,
    Notice,
    RetentionWarning,
    User,
)
from communities.registry import Erasure, Kept, personal_lines
from lib.text import long_date

logger = logging.getLogger(__name__)

WARN_DAYS = 30
IDLE_DAYS = 2 * 365
LETTER_DAYS = 90
NOTICE_DAYS = 365
REQUEST_DAYS = 180
LOG_DAYS = 366
"""The database itself refuses to let go of a line of the log before a year is over."""
UNMADE_EXPORT_DAYS = 7


def keep_to_retention() -> dict[str, int]:
    """Do all of it, each part by itself; returns how much of each. Safe to run at any time, and twice.

    A part that fails stands in the log, not in what is returned, and does not keep the others. Within a part neither
    does a community or an account that fails: it stands in the log and is tried again the next time.
    """
    parts: dict[str, Callable[[], int]] = {
        "members warned": lambda: _for_each_ended(warn_members),
        "communities anonymised": lambda: _for_each_ended(anonymise_community),
        "accounts warned": warn_idle_accounts,
        "accounts erased": erase_idle_accounts,
        "exports removed": remove_old_exports,
        "rows removed": remove_old_rows,
        "sessions removed": remove_old_sessions,
    }
    done = {}
    for name, part in parts.items():
        try:
            done[name] = part()
        except Exception:
            logger.exception("part of the retention failed", extra={"part": name})
    return done


def _for_each_ended(act: Callable[..., int]) -> int:
    """Do this for every community that is over, each by itself; returns how much was done."""
    n_done = 0
    for community in _ended_communities():
        with _one_at_a_time("community", community.pk):
            n_done += act(community=community)
    return n_done


@contextmanager
def _one_at_a_time(kind: str, number: int) -> Iterator[None]:
    """One community or account for which it fails does not keep the others waiting."""
    try:
        yield
    except LastCoordinator as error:
        slugs = [one.slug for one in error.communities]
        logger.warning("idle account is the last coordinator", extra={kind: number, "communities": slugs})
    except Exception:
        logger.exception("retention of one failed", extra={kind: number})


def _ended_communities() -> QuerySet[Community]:
    """Those that are over and still hold names; one that started again and ended again is among them."""
    has_names = Q(anonymised_on=None) | Q(anonymised_on__lt=F("ended_on"))
    return Community.objects.exclude(ended_on=None).filter(has_names).order_by("pk")


def anonymous_on(community: Community) -> date | None:
    """The day on which names leave a community that has ended; None for one that goes on."""
    if community.ended_on is None:
        return None
    return community.ended_on + timedelta(days=community.retention_days)


# ── The end of a community ────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def warn_members(*, community: Community) -> int:
    """Tell every member, once and thirty days ahead, that names will leave; returns how many were told."""
    due = anonymous_on(community)
    today = timezone.localdate()
    if due is None or today < due - timedelta(days=WARN_DAYS):
        return 0
    told_for = max(due, today + timedelta(days=WARN_DAYS))
    standing = RetentionWarning.objects.filter(community=community, due_on__gte=due)
    users = list(User.objects.filter(memberships__community=community).exclude(pk__in=standing.values("user")))
    RetentionWarning.objects.bulk_create(
        [RetentionWarning(user=user, community=community, due_on=told_for) for user in users], ignore_conflicts=True
    )
    notify(
        users=users,
        kind=Notice.Kind.HOUSE,
        key=f"retention-{community.pk}-{due.isoformat()}",
        title=f"{community.name} is gestopt: op {long_date(told_for)} gaan de namen eraf",
        text="Berichten en toezeggingen blijven staan zonder naam. Lidmaatschappen en aanmeldingen wissen wij. "
        "Wilt u bewaren wat u zelf schreef? Haal dan eerst uw gegevens op.",
        path=reverse("config:own_records"),
        community=community,
    )
    return len(users)


@transaction.atomic
def anonymise_community(*, community: Community) -> bool:
    """Take the names out of a community whose term is over and whose members were told; True when it did."""
    Community.objects.select_for_update().get(pk=community.pk)
    locked = _ended_communities().filter(pk=community.pk).first()
    due, today = anonymous_on(locked) if locked else None, timezone.localdate()
    if locked is None or due is None or today < due:
        return False
    told = RetentionWarning.objects.filter(community=locked, due_on__gte=due)
    untold = User.objects.filter(memberships__community=locked).exclude(pk__in=told.values("user"))
    last = told.aggregate(last=Max("due_on"))["last"]
    if untold.exists() or (last and today < last):
        return False
    for line in personal_lines():
        if line.community:
            _let_go_of_all(line, locked)
    locked.anonymised_on = today
    locked.save(update_fields=["anonymised_on"])
    note(by=None, action="maakt anoniem", thing=locked, community=locked, origin="taak")
    return True


def _let_go_of_all(line: Kept, community: Community) -> None:
    """What the register says of one model, for everybody in a community."""
    rows = line.rows_in(community.pk)
    pks = list(rows.values_list("pk", flat=True))
    if line.erasure == Erasure.ERASE:
        remove(line, pks)
        # Where not every row is of a person, the others only let go of who wrote them.
        pks = list(line.others_in(community.pk).values_list("pk", flat=True))
    else:
        anonymise(line, pks)
    links = {name: None for name in line.people_fields}
    if links:
        line.model_class._base_manager.filter(pk__in=pks).update(**links)


# ── Accounts that nobody uses ─────────────────────────────────────────────────────────────────────────────────────
def _idle_accounts() -> QuerySet[User]:
    """Who did not log in for two years; administrators apart, for somebody must be able to get in."""
    seen = Coalesce(F("last_login"), F("joined_at"))
    long_ago = timezone.now() - timedelta(days=IDLE_DAYS)
    return User.objects.alias(seen=seen).filter(seen__lt=long_ago, is_staff=False, is_superuser=False)


@transaction.atomic
def warn_idle_accounts() -> int:
    """Tell who did not log in for two years that the account will go; returns how many were told."""
    due = timezone.localdate() + timedelta(days=WARN_DAYS)
    standing = RetentionWarning.objects.filter(community=None).filter(_after_last_login())
    users = list(_idle_accounts().exclude(pk__in=standing.values("user")))
    RetentionWarning.objects.bulk_create(
        [RetentionWarning(user=user, due_on=due) for user in users], ignore_conflicts=True
    )
    notify(
        users=users,
        kind=Notice.Kind.HOUSE,
        key=f"idle-{due.isoformat()}",
        title=f"Uw account wordt op {long_date(due)} verwijderd",
        text="U logde twee jaar niet in. Log voor die dag een keer in, dan blijft alles zoals het is.",
        path=reverse("config:own_records"),
    )
    return len(users)


def _after_last_login() -> Q:
    """Warnings that still hold: who logged in since starts anew."""
    return Q(user__last_login=None) | Q(warned_at__gt=F("user__last_login"))


def erase_idle_accounts() -> int:
    """Erase the accounts of who was told thirty days ago and still did not log in; returns how many."""
    due = RetentionWarning.objects.filter(_after_last_login(), community=None, due_on__lte=timezone.localdate())
    n_erased = 0
    for user in _idle_accounts().filter(pk__in=due.values("user")).order_by("pk"):
        with _one_at_a_time("user", user.pk):
            n_erased += _erase_if_idle(user)
    return n_erased


@transaction.atomic
def _erase_if_idle(user: User) -> bool:
    """Look again now that nobody can log in any more: who just did, stays."""
    lock_to_erase(user)
    if not _idle_accounts().filter(pk=user.pk).exists():
        return False
    erase(user=user, by=None)
    return True


# ── What is simply old ────────────────────────────────────────────────────────────────────────────────────────────
def remove_old_exports() -> int:
    """Remove downloads whose days are over, file first: a row without a file can be removed again, not the reverse."""
    long_ago = timezone.now() - timedelta(days=UNMADE_EXPORT_DAYS)
    over = Q(expires_at__lte=timezone.now()) | Q(made_at=None, created_at__lt=long_ago)
    n_removed = 0
    for export in DataExport.objects.filter(over):
        if export.file.name:
            default_storage.delete(export.file.name)
        export.delete()
        n_removed += 1
    return n_removed


def remove_old_rows() -> int:
    """Remove letters, notices, decided requests and lines of both logs whose time is over; returns how many."""
    now = timezone.now()
    refused = [JoinRequest.State.REFUSED, JoinRequest.State.WITHDRAWN]
    old = (
        Letter.objects.filter(created_at__lt=now - timedelta(days=LETTER_DAYS)),
        Notice.objects.filter(created_at__lt=now - timedelta(days=NOTICE_DAYS)),
        Digest.objects.filter(made_at__lt=now - timedelta(days=NOTICE_DAYS)),
        JoinRequest.objects.filter(state__in=refused, decided_at__lt=now - timedelta(days=REQUEST_DAYS)),
        LogEntry.objects.filter(at__lt=now - timedelta(days=LOG_DAYS)),
        AdminEntry.objects.filter(action_time__lt=now - timedelta(days=LOG_DAYS)),
    )
    return sum(rows.delete()[0] for rows in old)


def remove_old_sessions() -> int:
    """Remove sessions that are over, and where and with what somebody was logged in then; returns how many."""
    n_over, _ = Session.objects.filter(expire_date__lte=timezone.now()).delete()
    places = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    n_places: int = places.delete()[0]
    return n_over + n_places
