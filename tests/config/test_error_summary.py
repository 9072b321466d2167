"""What is wrong in a form stands above it once."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template

INCLUDED = re.compile(r'include "components/error_summary\.html"(?: with form=(\w+))?')
WHOLE = re.compile(r"\{\{ *(\w+) *\}\}")
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_a_page_that_draws_a_whole_form_leaves_its_summary_to_the_form():
    doubled = []
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        summed = {name or "form" for name in INCLUDED.findall(text)}
        doubled += [(path.name, name) for name in summed & set(WHOLE.findall(text))]
    # The one form of a post is drawn whole only where the mistake is not in an answer.
    assert doubled == [("post_detail.html", "form")]


@pytest.mark.parametrize(
    ("label", "line"),
    [("Uw naam", "Uw naam: Vul dit in."), ("Ik ben er.", "Ik ben er. Vul dit in."), ("Wie?", "Wie? Vul dit in.")],
)
def test_a_label_that_ends_a_sentence_gets_no_colon(label, line):
    form = forms.Form({})
    form.fields["naam"] = forms.CharField(label=label, error_messages={"required": "Vul dit in."})
    form.full_clean()
    shown = Template('{% include "components/error_summary.html" %}').render(Context({"form": form}))
    assert f'<a href="#id_naam">{line}</a>' in shown
