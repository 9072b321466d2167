"""The route map on a phone: what, who and when stand side by side, whole, in the window of the table."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from communities.models import Commitment
from tests.communities.town import make_organisation, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDGES = """() => {
  const box = document.querySelector('.route-table').closest('.scroll')
  const cells = [...document.querySelectorAll('.route-table tr > :nth-child(-n+3):not([colspan])')]
  const words = document.createRange()
  const group = document.querySelector('.group-row th')
  if (group) words.selectNodeContents(group)
  const sticks = cell => cell.getBoundingClientRect().right > box.getBoundingClientRect().right + .5
    || cell.scrollWidth > cell.clientWidth
  return {
    heading: words.getBoundingClientRect().right <= box.getBoundingClientRect().right + .5,
    sticking: cells.filter(sticks).map(cell => cell.textContent),
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    rest: box.scrollWidth - box.clientWidth,
  }
}"""


@pytest.mark.parametrize("grouping", ["datum", "organisatie", "persoon"])
@pytest.mark.parametrize("width", [360, 390])
def test_when_stands_whole_in_the_window(page, live_server, width, grouping):
    town = make_town()
    firm = make_organisation("Woningbouwvereniging Waalmeeroevers")
    about = {"community": town.public, "organisation": firm, "person": town.people["foreign_coordinator"]}
    Commitment.objects.create(what="Arbeidsmarktbeleidsadviseur zoeken", due_on=date(2026, 9, 30), **about)
    Commitment.objects.create(what="Een zaal regelen voor de avond", due_on=date(2030, 12, 24), **about)
    cookie = town.clients["member"].cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + reverse("communities:route_map", args=[town.public.slug]) + f"?per={grouping}")
    found = page.evaluate(EDGES)
    assert (found["sticking"], found["page"]) == ([], 0)
    assert found["heading"], "the name of a group is cut off"
    assert found["rest"] > 0, "the rest is a swipe away"
