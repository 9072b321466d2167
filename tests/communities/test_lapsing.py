"""What lapses when somebody does not become a member, or is one no longer."""

import pytest

from communities.actions import joining
from communities.actions.joining import Accepted
from communities.models import Community, Consent, JoinRequest, Membership
from tests.communities.town import Town, make_organisation, make_town


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    """Two communities and everybody."""
    settings.MEDIA_ROOT = tmp_path
    return make_town()


def _asked(town: Town, basis: str) -> JoinRequest:
    """The stranger asks to join the public community, which rests on this legal basis."""
    Community.objects.filter(pk=town.public.pk).update(join_policy="aanvraag", legal_basis=basis)
    town.public.refresh_from_db()
    accepted = Accepted(to_privacy=basis == "toestemming")
    return joining.ask_to_join(by=town.people["stranger"], community=town.public, accepted=accepted, answers=[])


@pytest.mark.parametrize("outcome", ["withdrawn", "refused"])
def test_the_consent_lapses_with_the_request(town, outcome):
    request, stranger = _asked(town, "toestemming"), town.people["stranger"]
    for _ in range(2):
        if outcome == "withdrawn":
            joining.withdraw_request(by=stranger, request=request)
        else:
            joining.refuse(by=town.people["coordinator"], request=request, reason="Vol")
    kept = Consent.objects.filter(user=stranger, subject="privacy").order_by("pk")
    assert list(kept.values_list("is_given", flat=True)) == [True, False]


def test_a_request_without_consent_takes_none_back(town):
    joining.withdraw_request(by=town.people["stranger"], request=_asked(town, "algemeen-belang"))
    assert not Consent.objects.filter(user=town.people["stranger"]).exists()


def test_who_leaves_takes_along_what_they_told_about_themselves(town):
    member = town.people["member"]
    told = {"bio": "Ik bak", "function": "bakker", "frontrunner_for": "brood"}
    flags = {"is_frontrunner": True, "is_shown_to_visitors": True, "speaks_for_organisation": True}
    mine = Membership.objects.filter(user=member, community=town.public)
    mine.update(organisation=make_organisation(), **told, **flags)
    joining.leave(by=member, community=town.public)
    left = mine.get()
    assert [getattr(left, name) for name in told] == ["", "", ""]
    assert [getattr(left, name) for name in flags] == [False, False, False]
    assert left.organisation is None
