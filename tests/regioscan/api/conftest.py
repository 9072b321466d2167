"""A province to ask about, and somebody who asks."""

import pytest

from regioscan.models import Region
from tests.asking import Asker, make_province_to_ask_about


@pytest.fixture(autouse=True)
def _no_limit(settings):
    """These tests are not about how often one may ask."""
    settings.API_REQUESTS_PER_5_MINUTES = 0


@pytest.fixture
def province(db) -> Region:
    """The first municipality of a small province."""
    return make_province_to_ask_about()


@pytest.fixture
def asker() -> Asker:
    """Somebody without an account."""
    return Asker()
