"""Everything that the description allows, and much that it does not: no server error, and answers as described.

Every example is the same at every run. What the examples ask is chosen by a program that knows nothing of us.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from config.api import api
from config.wsgi import application
from regioscan.api.description import described
from succesfactoren.models import Round
from tests.access_rows.impact import make as make_impact
from tests.access_rows.lessons import learned
from tests.communities.town import make_community, make_trajectory
from tests.initiatives.scene import make_budget, make_milestone, make_proposal
from tests.succesfactoren.scene import closed_round

EXAMPLES = 3

interface = schemathesis.openapi.from_dict(described(api), config=SchemathesisConfig(seed=1))
interface.app = application
interface.config.generation.update(deterministic=True, max_examples=EXAMPLES)

CANNOT_BE_DESCRIBED = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
"""That an indicator or a region must be named, and that codes must exist: OpenAPI has no words for either."""
SAME_AS_WITHOUT = r"^/[a-z]+\.json$"
"""`/regios.json` is `/regios`; asking both at random would only take time."""
ASKED = {"query": {"indicator": ["cijfer-0", "cijfer-1"], "soort": "buurt"}}
KNOWN = [
    ("/indicatoren/{code}", {"path_parameters": {"code": "cijfer-0"}}),
    ("/regios/{code}", {"path_parameters": {"code": "GM9001"}}),
    ("/regios/{code}/vergelijkbaar", {"path_parameters": {"code": "GM9001"}}),
    ("/methoden/{versie}", {"path_parameters": {"versie": "vitaliteit-1"}}),
    *(
        (f"/waarnemingen{end}", ASKED)
        for end in ("", ".json", ".csv", ".csvw", ".csv-metadata.json", ".xlsx", ".jsonstat")
    ),
]
OF_PEOPLE = [
    *(
        (f"/communities/{{slug}}/{one}", {"path_parameters": {"slug": "waalmeer"}})
        for one in ("initiatieven", "mijlpalen", "impact", "lessen", "budgetten")
    ),
    ("/communities/{slug}/budgetten/{id}/plannen", {"path_parameters": {"slug": "waalmeer", "id": 7}}),
    ("/panels/{slug}", {"path_parameters": {"slug": "waalmeer"}}),
    ("/rondes/{id}", {"path_parameters": {"id": 7}}),
]


@pytest.fixture
def _community(province):
    """A public community with something behind each of its addresses."""
    community = make_community("waalmeer", region=province)
    make_trajectory(community)
    make_milestone(learned(community).initiative)
    make_impact(community)
    make_proposal(make_budget(community, pk=7))
    open_to_all = {"published_at": timezone.now(), "is_for_everyone": True}
    for fields in ({"pk": 7}, {"pk": 8, "name": "Peiling", "slug": "organisatiekracht", "audience": "panel"}):
        made = closed_round(community, 12, **fields)
        Round.objects.filter(pk=made.pk).update(**open_to_all)


@pytest.fixture
def _one_connection():
    """What ends old connections after a request would end the one in which the test made its province."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@interface.exclude(path_regex=SAME_AS_WITHOUT).parametrize()
@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("province", "_one_connection")
def test_every_answer_is_as_described(case):
    case.call_and_validate(
        excluded_checks=CANNOT_BE_DESCRIBED if case.operation.path.startswith("/waarnemingen") else []
    )


@pytest.mark.usefixtures("province", "_one_connection")
@pytest.mark.parametrize(("path", "known"), KNOWN)
def test_an_answer_about_what_there_is_is_as_described(path, known):
    found = interface[path]["GET"].Case(**known).call_and_validate()

    assert found.status_code == 200


@pytest.mark.usefixtures("_community", "_one_connection")
@pytest.mark.parametrize(("path", "known"), OF_PEOPLE)
def test_an_answer_about_people_is_as_described(path, known):
    found = interface[path]["GET"].Case(**known).call_and_validate()

    assert found.status_code == 200
