"""What a line of the register says of a model, and the book in which all lines stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from communities.models import User


class Erasure(Enum):
    """What becomes of the rows of somebody who leaves for good."""

    ERASE = "gewist"
    ANONYMISE = "losgemaakt van de persoon"
    KEEP = "bewaard"


@dataclass(frozen=True)
class Kept:
    """One model: whether it holds something of people, and what becomes of it.

    `owners` are the lookups from the model to the person whose it is, `addresses` the fields that may hold somebody's
    e-mail address without an account. `writers` are links to who wrote it about somebody else: such a row only loses
    its writer, unless the writer wants the texts gone too. `where` says which rows are of a person at all. `exports`
    are the fields that their owner gets, `files` the fields with files that go along. `blanks` is what anonymising
    puts in the place of the person's own words; `text_blanks` what replaces a contribution whose writer wants the
    text gone too, and what replaces it in any case where it was never published (`unpublished`); where not every text
    can go, `text_rows` says of which rows it does. `community` is the lookup to the community at whose end the same is
    done for everybody, except for the rows in `stays`, and where not all rows are of a person for those in `at_end`
    only.

    Of what is anonymised, the rows in `gone` are erased all the same; `once` names the fields of a unique constraint
    that blanking touches: of rows that would become the same, one stays. `has_names` is False where a name stands for
    others too, as in an agreement; `is_signed` where it stands alone, as a signature.
    """

    model: str
    holds: str
    purpose: str = ""
    is_personal: bool = True
    owners: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    exports: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    erasure: Erasure = Erasure.ERASE
    blanks: Mapping[str, Any] = field(default_factory=dict)
    text_blanks: Mapping[str, Any] = field(default_factory=dict)
    unpublished: Q | None = None
    text_rows: Q | None = None
    is_erased_with_texts: bool = False
    sends_files: bool = True
    is_worded_by_site: bool = False
    has_names: bool = True
    is_signed: bool = False
    gone: Q | None = None
    once: tuple[str, ...] = ()
    at_end: Q | None = None
    own_names: frozenset[str] = frozenset()
    because: str = ""
    retention: str = "zolang het account bestaat"
    community: str = ""
    stays: Mapping[str, Any] = field(default_factory=dict)
    is_frozen: bool = False

    @property
    def model_class(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.model)

    @property
    def name(self) -> str:
        """What the model is called on the screen."""
        return str(self.model_class._meta.verbose_name_plural)

    @property
    def file_name(self) -> str:
        """What its part of a download is called: unique, and readable."""
        return self.model.lower().replace(".", "-")

    @property
    def outcome(self) -> str:
        """What becomes of it, in words."""
        if not self.is_personal:
            return "geen persoonsgegevens"
        about_others = "; wat u over anderen schreef: losgemaakt van u" if self.writers else ""
        tail = ", tenzij u vraagt om ook uw teksten te wissen" if self.has_texts else ""
        return f"{self.erasure.value}{about_others}{tail}"

    @property
    def has_texts(self) -> bool:
        """Whether it holds contributions about which the writer has a choice."""
        return bool(self.text_blanks) or self.is_erased_with_texts or bool(self.writers)

    def rows_of(self, user: User, emails: Iterable[str] = ()) -> QuerySet[Model]:
        """The rows that are of this person, by account or by e-mail address, and what they wrote about others."""
        return self._rows_with((*self.owners, *self.writers), user, emails)

    def rows_about(self, user: User, emails: Iterable[str] = ()) -> QuerySet[Model]:
        """The same without what they wrote about others."""
        return self._rows_with(self.owners, user, emails)

    def _rows_with(self, links: Iterable[str], user: User, emails: Iterable[str]) -> QuerySet[Model]:
        found = Q(pk__in=[])
        for link in links:
            found |= Q(**{link: user.pk})
        for address in self.addresses:
            for email in emails:
                found |= Q(**{f"{address}__iexact": email})
        return self.model_class._base_manager.filter(found, **self.where).distinct()

    def rows_in(self, community_id: int) -> QuerySet[Model]:
        """The rows that are of a community, without those that stay when it is over."""
        rows = self._all_in(community_id)
        if self.at_end is not None:
            rows = rows.filter(self.at_end)
        return rows.exclude(**self.stays) if self.stays else rows

    def others_in(self, community_id: int) -> QuerySet[Model]:
        """The rows of a community that are not of a person, where the line tells them apart."""
        rows = self._all_in(community_id)
        return rows.none() if self.at_end is None else rows.exclude(self.at_end)

    def _all_in(self, community_id: int) -> QuerySet[Model]:
        return self.model_class._base_manager.filter(**{self.community: community_id}, **self.where)

    @property
    def people_fields(self) -> list[str]:
        """The fields that point to a person and can let go."""
        fields = self.model_class._meta.concrete_fields
        return [one.name for one in fields if isinstance(one, ForeignKey) and one.related_model is User and one.null]

    @property
    def word_fields(self) -> "list[Field[Any, Any]]":
        """The fields with words of people, in which somebody's name or address may stand."""
        if self.is_frozen or not self.is_personal:
            return []
        fields = self.model_class._meta.concrete_fields
        kinds = {"CharField", "TextField", "EmailField"}
        return [one for one in fields if one.get_internal_type() in kinds and _may_hold_words(one, self.own_names)]


def _may_hold_words(one: "Field[Any, Any]", own_names: frozenset[str]) -> bool:
    return not one.choices and not one.unique and one.name not in own_names


_book: dict[str, Kept] = {}


def declare(*lines: Kept) -> None:
    """Write lines into the register. Higher floors do so from a `registry.py` that their AppConfig.ready imports."""
    for line in lines:
        _book[line.model] = line


def not_personal(because: str, *models: str) -> list[Kept]:
    """Lines for models that hold nothing of people, with the sentence that says why."""
    return [Kept(model=one, holds=because, is_personal=False) for one in models]


def register() -> list[Kept]:
    """All lines, what is of people first, by name."""
    return sorted(_book.values(), key=lambda line: (not line.is_personal, line.name.casefold()))


def personal_lines() -> list[Kept]:
    """The lines of models that hold something of people."""
    return [line for line in register() if line.is_personal]


def line_of(model: type[Model]) -> Kept | None:
    """The line of one model."""
    return _book.get(model._meta.label)
