"""The parts of an initiative's page that other subjects fill: one template each, filled by one function.

A function takes the request and the initiative (fetched by `get_initiative`) and returns what its template shows; the
template reads that as `part`, beside `community` and `initiative`. It asks the database a fixed number of questions,
however much there is. It returns {} where this reader sees nothing of it: the part is then left out.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from initiatives.models import Initiative
from initiatives.views.adoption import adoption_part
from initiatives.views.impact import impact_part
from initiatives.views.lessons import lesson_part
from initiatives.views.listings import listings_part
from initiatives.views.milestones import milestone_part
from initiatives.views.updates import updates_part

LESSON = "initiatives/parts/_lesson.html"

Part = tuple[str, Callable[[HttpRequest, Initiative], dict[str, Any]]]

# One line a subject, in the order in which the page tells its story.
PARTS: list[Part] = [
    ("initiatives/parts/_milestones.html", milestone_part),
    ("initiatives/parts/_listings.html", listings_part),
    ("initiatives/parts/_impact.html", impact_part),
    ("initiatives/parts/_updates.html", updates_part),
    (LESSON, lesson_part),
    ("initiatives/parts/_adoption.html", adoption_part),
]


def parts_of(request: HttpRequest, initiative: Initiative) -> list[dict[str, Any]]:
    """The parts of the page of this initiative for this reader, each with its template and what that shows."""
    made = [{"template": template, "part": fill(request, initiative)} for template, fill in PARTS]
    return [one for one in made if one["part"]]
