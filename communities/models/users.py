"""People who can log in."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from communities.models.memberships import Role
from communities.models.trajectories import Trajectory

if TYPE_CHECKING:
    from communities.models.communities import Community
    from communities.models.memberships import Membership


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the login."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a user with a normalised address; raises ValueError without one."""
        if not email:
            raise ValueError("an e-mail address is needed")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=120, blank=True)
    is_active = models.BooleanField("actief", default=True)
    is_staff = models.BooleanField("beheerder", default=False)
    joined_at = models.DateTimeField("account sinds", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_without_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as others see it."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """The name as the header shows it."""
        return self.name or self.email.split("@")[0]

    @cached_property
    def active_memberships(self) -> "dict[int, Membership]":
        """The communities this person belongs to now, by number; one question to the database a request."""
        found = self.memberships.filter(status="actief").order_by()
        return {one.community_id: one for one in found} if self.is_active else {}

    @cached_property
    def commissioned_communities(self) -> frozenset[int]:
        """The communities, by number, that an organisation commissions for which this person is commissioner somewhere.

        A coordinator must have said that they speak for it: who chooses an organisation gets nothing by that. One
        question to the database a request, and none for who is a commissioner nowhere.
        """
        places = [one for one in self.active_memberships.values() if one.role == Role.COMMISSIONER]
        organisations = {one.organisation_id for one in places if one.organisation_id and one.speaks_for_organisation}
        if not organisations:
            return frozenset()
        found = Trajectory.objects.filter(commissioners__in=organisations)
        return frozenset(found.values_list("community_id", flat=True))

    @cached_property
    def n_unread_notices(self) -> int:
        """How many notices wait to be read; asked by the header, once a request."""
        return self.notices.filter(read_at=None).count()

    def membership_in(self, community: "Community") -> "Membership | None":
        """How this person belongs to a community; None for who does not, or not any more."""
        return self.active_memberships.get(community.pk)

    def forget_memberships(self) -> None:
        """To be called by whoever changes a membership: what was remembered no longer holds."""
        self.__dict__.pop("active_memberships", None)
        self.__dict__.pop("commissioned_communities", None)
