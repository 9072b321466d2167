"""Closed by default: every address × every person, with the answer each should get. A new address without a row fails.

The private report in these tests exists and is made: when a stranger gets 404, there was something to leak.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from communities.models import Report, User
from regioscan.figures import region_scan
from regioscan.models import Region, RegionGroup
from regioscan.reports import scan_as_dict
from tests import factories
from tests.province import make_province
from tests.regioscan.index_scene import freeze_province
from tests.routes import ALL_ROUTES
from tests.test_community_access import all_rows

PEOPLE = ("visitor", "member", "owner", "administrator")
EVERYONE = (200, 200, 200, 200)
LOGGED_IN = (302, 200, 200, 200)
OWNER_ONLY = (404, 404, 200, 200)
"""Visitors get 404 too: a link to somebody's report does not say that it exists."""

GUESTS = (200, 302, 302, 302)
"""Pages for those who are not logged in yet; others are sent on."""

ELSEWHERE = (302, 302, 302, 302)
"""A step that makes sense only after another one, or after typing the password again: everyone is sent there first."""

NEEDS_A_QUESTION = (400, 400, 400, 400)
"""Open to everyone who says what they want to know."""

NOBODY = (404, 404, 404, 404)
"""Switched off until a setting turns it on."""

ACCESS: dict[str, tuple[int, int, int, int]] = {
    "config:home": EVERYONE,
    "config:reading_settings": (405, 405, 405, 405),
    "config:account": LOGGED_IN,
    "config:accessibility": EVERYONE,
    "config:privacy": EVERYONE,
    "config:pattern_page": (302, 302, 302, 200),
    "config:report_list": EVERYONE,
    "config:report_request": LOGGED_IN,
    "config:report_detail": OWNER_ONLY,
    "config:report_status": (404, 404, 204, 204),
    "config:report_retry": (302, 405, 405, 405),
    "config:report_download": OWNER_ONLY,
    "config:report_changes": OWNER_ONLY,
    "config:report_changes_export": OWNER_ONLY,
    "config:verify": EVERYONE,
    "config:annotation_list": (302, 403, 403, 200),
    "config:annotation_rewrite": (302, 403, 403, 404),
    "config:annotation_withdraw": (302, 403, 403, 405),
    "config:region_define": (302, 403, 403, 200),
    "config:region_redefine": (302, 403, 403, 404),
    "config:healthz": EVERYONE,
    "config:readyz": (503, 503, 503, 503),
    "config:robots": EVERYONE,
    "config:security_contact": NOBODY,
    "regioscan:region_list": EVERYONE,
    "regioscan:region_list_export": EVERYONE,
    "regioscan:compare": EVERYONE,
    "regioscan:compare_export": NOBODY,
    "regioscan:group_list": EVERYONE,
    "regioscan:group_detail": EVERYONE,
    "regioscan:peer_list": EVERYONE,
    "regioscan:peer_export": EVERYONE,
    "config:group_request": (302, 403, 403, 200),
    "regioscan:region_detail": EVERYONE,
    "regioscan:region_definition": NOBODY,
    "regioscan:region_export": EVERYONE,
    "regioscan:finding_list": EVERYONE,
    "regioscan:gap_list": EVERYONE,
    "regioscan:theme_detail": EVERYONE,
    "regioscan:trend_export": EVERYONE,
    "regioscan:chart_explore": EVERYONE,
    "regioscan:index_detail": EVERYONE,
    "regioscan:index_export": EVERYONE,
    "regioscan:method_list": EVERYONE,
    "regioscan:method_detail": EVERYONE,
    "regioscan:method_export": EVERYONE,
    "regioscan:method_json": EVERYONE,
    "regioscan:weight_dialogue": EVERYONE,
    "regioscan:weight_export": EVERYONE,
    "regioscan:indicator_list": EVERYONE,
    "regioscan:indicator_list_export": EVERYONE,
    "regioscan:indicator_detail": EVERYONE,
    "regioscan:indicator_export": EVERYONE,
    "regioscan:source_list": EVERYONE,
    "regioscan:source_export": EVERYONE,
    "config:api": EVERYONE,
    "api:openapi": EVERYONE,
    "api:api-root": NOBODY,
    "api:indicator_list": EVERYONE,
    "api:indicator_list_json": EVERYONE,
    "api:indicator_list_csv": EVERYONE,
    "api:indicator_list_xlsx": EVERYONE,
    "api:indicator_detail": EVERYONE,
    "api:region_list": EVERYONE,
    "api:region_list_json": EVERYONE,
    "api:region_list_csv": EVERYONE,
    "api:region_list_xlsx": EVERYONE,
    "api:region_detail": EVERYONE,
    "api:region_peers": EVERYONE,
    "api:observation_list": NEEDS_A_QUESTION,
    "api:observation_list_json": NEEDS_A_QUESTION,
    "api:observation_list_csv": NEEDS_A_QUESTION,
    "api:observation_list_csvw": NEEDS_A_QUESTION,
    "api:observation_list_csv_metadata_json": NEEDS_A_QUESTION,
    "api:observation_list_jsonstat": NEEDS_A_QUESTION,
    "api:observation_list_xlsx": NEEDS_A_QUESTION,
    "api:method_list": EVERYONE,
    "api:method_detail": NOBODY,
    "api:report_detail": NOBODY,
    "api:catalogue": EVERYONE,
    "regioscan:open_data": EVERYONE,
    "account_login": GUESTS,
    "account_logout": (302, 200, 200, 200),
    "account_inactive": EVERYONE,
    "account_signup": GUESTS,
    "account_reauthenticate": LOGGED_IN,
    "account_email": LOGGED_IN,
    "account_email_verification_sent": ELSEWHERE,
    "account_change_password": LOGGED_IN,
    "account_set_password": ELSEWHERE,
    "account_reset_password": EVERYONE,
    "account_reset_password_done": EVERYONE,
    "account_reset_password_from_key": EVERYONE,
    "account_reset_password_from_key_done": EVERYONE,
    "account_confirm_login_code": ELSEWHERE,
    "mfa_index": LOGGED_IN,
    "mfa_authenticate": ELSEWHERE,
    "mfa_reauthenticate": ELSEWHERE,
    "mfa_activate_totp": ELSEWHERE,
    "mfa_deactivate_totp": (302, 404, 404, 404),
    "mfa_view_recovery_codes": (302, 404, 404, 404),
    "mfa_generate_recovery_codes": ELSEWHERE,
    "mfa_download_recovery_codes": (302, 404, 404, 404),
    "mfa_list_webauthn": LOGGED_IN,
    "mfa_add_webauthn": ELSEWHERE,
    "mfa_reauthenticate_webauthn": ELSEWHERE,
    "mfa_remove_webauthn": ELSEWHERE,
    "mfa_edit_webauthn": ELSEWHERE,
    "mfa_login_webauthn": ELSEWHERE,
    "socialaccount_login_cancelled": EVERYONE,
    "socialaccount_login_error": (401, 401, 401, 401),
    "socialaccount_signup": ELSEWHERE,
    "socialaccount_connections": LOGGED_IN,
    "openid_connect_login": NOBODY,
    "openid_connect_callback": NOBODY,
    "usersessions_list": LOGGED_IN,
}


@dataclass
class Scene:
    """What there is to look at, and who looks."""

    clients: dict[str, Client]
    report: Report
    region: Region

    def arguments(self, route: str) -> dict[str, Any]:
        """Values for the placeholders in the address of a route."""
        fixed = {"kind": "csv", "table": "cijfers", "theme": "arbeid", "indicator": "cijfer-0", "pk": 1}
        fixed |= {
            "uidb36": "x",
            "key": "set-password",
            "provider_id": "organisatie",
            "public_id": self.report.public_id,
        }
        fixed |= {"id": self.report.public_id, "versie": "bestaat-niet"}
        fixed["code"] = "cijfer-0" if "indicator_" in route else self.region.code
        if route == "config:report_download":
            fixed["kind"] = "pdf"
        return fixed


def _made_report(owner, region) -> Report:
    report = Report.objects.create(
        region=region, requested_by=owner, period=2024, benchmark="nederland", request_key="k", chapters=["kern"]
    )
    report.pdf.save("regioscan.pdf", ContentFile(b"%PDF-1.7 geheim"), save=False)
    report.xlsx.save("regioscan.xlsx", ContentFile(b"geheim"), save=False)
    report.pdf_size, report.xlsx_size, report.made_at = 15, 6, timezone.now()
    report.record = {"scan": scan_as_dict(region_scan(region))}
    report.save()
    return report


@pytest.fixture(scope="module")
def ground(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[tuple[Region, dict[str, User], Report]]:
    """One community of figures, three people with an account and a private report; made once, for looking only."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        region = make_province()
        freeze_province(region.code)
        RegionGroup.objects.create(code=region.code, name="Groep", kind="gemeente", reason="Toets", made_by="toets")
        people = {
            "member": factories.make_verified_user("vreemde@example.org"),
            "owner": factories.make_verified_user("eigenaar@example.org"),
            "administrator": factories.make_verified_user("beheer@example.org", is_staff=True, is_superuser=True),
        }
        yield region, people, _made_report(people["owner"], region)
        transaction.set_rollback(True)


@pytest.fixture
def scene(ground, db) -> Scene:
    """What there is to look at, with a fresh client for each of the four."""
    region, people, report = ground
    clients = {name: Client(raise_request_exception=False) for name in PEOPLE}
    for name, person in people.items():
        clients[name].force_login(person)
    return Scene(clients, report, region)


def _path(scene: Scene, route: str) -> str:
    return reverse(route, kwargs={name: scene.arguments(route)[name] for name in ALL_ROUTES[route]})


def test_every_address_has_a_row():
    routes = {name for name in ALL_ROUTES if not name.startswith("admin:")}
    rows = set(ACCESS) | set(all_rows())
    assert routes - rows == set(), "addresses without a row"
    assert rows - routes == set(), "rows without an address"


@pytest.mark.parametrize("route", ACCESS)
def test_each_person_gets_the_answer_of_the_table(route, scene):
    path = _path(scene, route)
    answers = tuple(scene.clients[name].get(path).status_code for name in PEOPLE)
    assert answers == ACCESS[route], path


@pytest.mark.parametrize("route", sorted(name for name in ALL_ROUTES if name.startswith("admin:")))
def test_nobody_but_administrators_gets_into_the_administration(route, scene):
    values = {"object_id": "1", "app_label": "account", "url": "x"}
    path = reverse(route, kwargs={name: values.get(name, 1) for name in ALL_ROUTES[route]})
    for person in ("visitor", "member", "owner"):
        answer = scene.clients[person].get(path)
        is_open = route in {"admin:login", "admin:logout"}
        assert answer.status_code in {302, 403, 404, 405} or is_open, f"{person} at {path}"
        assert b"geheim" not in getattr(answer, "content", b"")
    assert scene.clients["administrator"].get(path).status_code < 500


@pytest.mark.parametrize("route", sorted(name for name, names in ALL_ROUTES.items() if "public_id" in names))
def test_a_stranger_sees_the_same_as_when_the_report_did_not_exist(route, scene):
    path = _path(scene, route)
    missing = path.replace(str(scene.report.public_id), "00000000-0000-4000-8000-000000000000")
    method = "post" if route == "config:report_retry" else "get"
    there, not_there = (getattr(scene.clients["member"], method)(one) for one in (path, missing))
    assert (there.status_code, not_there.status_code) == (404, 404)


@pytest.mark.parametrize("name", ["config:report_retry", "account_logout"])
def test_a_post_without_a_token_is_refused(name, scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.report.requested_by)
    assert client.post(_path(scene, name)).status_code == 403


def test_private_files_have_no_address_of_their_own(scene):
    answers = {scene.clients["owner"].get(f"/media/{scene.report.pdf.name}").status_code}
    assert answers == {404}
    assert settings.MEDIA_URL in {"", "/"}
