"""What templates ask of the house: which tab is lit, and amounts that do not break over two lines."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from config.templatetags.community import community_tabs
from tests import factories
from tests.communities.town import join, make_community


@pytest.fixture
def community(db):
    return make_community("waalmeer")


@pytest.fixture
def member(community):
    user = factories.make_user()
    join(community, user)
    return user


@pytest.mark.parametrize(
    ("path", "lit"),
    [
        ("", ["Voorpagina"]),
        ("vraag-en-aanbod/3/", ["Vraag en aanbod"]),
        ("afspraken/3/", ["Vraag en aanbod"]),
        ("beursvloer/", ["Vraag en aanbod"]),
        ("afspraken/", []),
        ("succesfactoren/4/", ["Succesfactoren"]),
        ("gesprekken/4/invullen/", ["Succesfactoren"]),
        ("budget/1/plannen/nieuw/", ["Budget"]),
        ("huisregels/", []),
    ],
)
def test_the_tab_of_a_page_is_lit_and_no_other(community, member, path, lit):
    request = RequestFactory().get(f"/c/waalmeer/{path}")
    request.user = member
    tabs = community_tabs({"request": request}, community)
    assert [one["label"] for one in tabs if one["is_current"]] == lit


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Het kost € 1.800: er was € 66,67 te weinig.", "Het kost €\u00a01.800: er was €\u00a066,67 te weinig."),
        ("<b>Voor € 5</b>", "&lt;b&gt;Voor €\u00a05&lt;/b&gt;"),
    ],
)
def test_an_amount_in_a_sentence_stays_on_one_line(words, shown):
    template = Template("{% load money %}{{ words|amounts_whole }}")
    assert template.render(Context({"words": words})) == shown
