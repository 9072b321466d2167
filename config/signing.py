"""Who may write what everybody reads, and under which name it then stands."""

from typing import cast

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest

from communities.models import User

NAMELESS = "de beheerder"
definers_only = permission_required("communities.define_region", raise_exception=True)
advisors_only = permission_required("communities.annotate_region", raise_exception=True)


def author(request: HttpRequest) -> str:
    """Under which name everybody reads it: never an e-mail address."""
    return cast("User", request.user).name or NAMELESS
