"""How somebody who is gone still stands in the words of others, and taking that out without harming anybody else."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry as AdminEntry
from django.db import IntegrityError, transaction
from django.db.models import EmailField, Field, Model, Q, QuerySet

from communities.actions.following import keys_of_written
from communities.actions.notices import letters_with, notices_with
from communities.models import Community, Letter, Notice, Organisation, User
from communities.registry import Kept, personal_lines
from regioscan.models import Region

NOBODY = "iemand die vertrok"


@dataclass(frozen=True)
class Traces:
    """By what somebody may be found: by e-mail address everywhere, by name only where it is surely theirs.

    Anybody chooses their own name. So it is looked for in the communities that they belonged to, and only when it is
    a first and a last name that nobody else has (`is_sure`); and in what the site wrote about what they did
    (`keys`, `in_admin`).
    """

    name: str
    emails: frozenset[str]
    is_sure: bool
    signed: bool
    communities: frozenset[int]
    keys: frozenset[str]
    in_admin: Q

    def wipe(self) -> None:
        """Put «iemand die vertrok» in the place of the name, and of the address, in every text that we keep."""
        names = {self.name, html.escape(self.name)} - {""}
        for line in personal_lines():
            if line.word_fields:
                _replace(line, line.model_class._base_manager.all(), self.emails)
                for rows in self._rows_with_name(line):
                    _replace(line, rows, names, is_whole=line.is_signed)

    def _rows_with_name(self, line: Kept) -> Iterator[QuerySet[Any]]:
        """The rows of one model in which this name is surely this person."""
        if line.model_class is Notice:
            yield notices_with(self.keys)
        elif line.model_class is Letter:
            yield letters_with(self.keys)
        elif line.model_class is AdminEntry:
            yield AdminEntry.objects.filter(self.in_admin)
        if not self.is_sure or not line.has_names:
            return
        rows = line.model_class._base_manager
        if line.community:
            yield rows.filter(**{f"{line.community}__in": self.communities})
        elif line.is_signed and self.signed:
            yield rows.all()


def traces_of(user: User, emails: Iterable[str]) -> Traces:
    """By what this person may be found; to be asked before anything of them is erased."""
    return Traces(
        name=user.name.strip(),
        emails=frozenset(emails),
        is_sure=is_sure_name(user),
        # Only administrators and advisers sign what stands beside the figures.
        signed=user.is_staff or user.advised_trajectories.exists(),
        communities=frozenset(user.memberships.values_list("community_id", flat=True)),
        keys=keys_of_written(user) | _keys_of_requests(user),
        in_admin=_in_admin(user),
    )


def _keys_of_requests(user: User) -> frozenset[str]:
    return frozenset(f"join-request-{pk}" for pk in user.join_requests.values_list("pk", flat=True))


def _in_admin(user: User) -> Q:
    """The lines of the pages for administrators that are about this account or these memberships."""
    memberships = [str(pk) for pk in user.memberships.values_list("pk", flat=True)]
    about = {"content_type__app_label": "communities"}
    return Q(**about, content_type__model="user", object_id=str(user.pk)) | Q(
        **about, content_type__model="membership", object_id__in=memberships
    )


def is_sure_name(user: User) -> bool:
    """Whether a name can only be this person: a first and a last name, that nobody and nothing else here has."""
    words = user.name.split()
    if len(words) < 2 or not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    same = {"name__iexact": user.name.strip()}
    others = User.objects.exclude(pk=user.pk).filter(**same)
    things = (model._default_manager.filter(**same) for model in (Organisation, Community, Region))
    return not (others.exists() or any(found.exists() for found in things))


def _replace(line: Kept, rows: QuerySet[Any], terms: Iterable[str], *, is_whole: bool = False) -> None:
    """Write NOBODY over these terms in the rows; with `is_whole` only where nothing else stands in the field."""
    fields, ordered = line.word_fields, sorted(terms, key=len, reverse=True)
    lookup = "iexact" if is_whole else "icontains"
    found = Q(pk__in=[])
    for one in fields:
        for term in ordered:
            found |= Q(**{f"{one.name}__{lookup}": term})
    for row in rows.filter(found).only("pk", *[one.name for one in fields]):
        changed = dict(_changes(row, fields, ordered, is_whole))
        if changed:
            _write(line, row, changed)


def _write(line: Kept, row: Model, changed: dict[str, str]) -> None:
    """Save these words. Where another row has become the same, and may not be, a number tells them apart."""
    rows = line.model_class._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**changed)
    except IntegrityError:
        rows.update(**{name: _numbered(row, name, words) for name, words in changed.items()})


def _numbered(row: Model, name: str, words: str) -> str:
    if not words:
        return words
    tail, longest = f" ({row.pk})", getattr(row._meta.get_field(name), "max_length", None)
    return words[: longest - len(tail)] + tail if longest else words + tail


def _changes(
    row: Model, fields: "list[Field[Any, Any]]", terms: list[str], is_whole: bool
) -> Iterator[tuple[str, str]]:
    for one in fields:
        before = getattr(row, one.attname) or ""
        if is_whole and before.strip().casefold() not in {term.casefold() for term in terms}:
            continue
        after = _without(before, terms)
        if after != before:
            yield one.name, "" if isinstance(one, EmailField) else after[: one.max_length or None]


def _without(text: str, terms: list[str]) -> str:
    for term in terms:
        text = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", NOBODY, text, flags=re.IGNORECASE)
    return text
