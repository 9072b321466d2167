"""An own instrument of a community, written by its coordinator."""

from communities.models import Community, Role, User
from succesfactoren.actions.own_instruments import begin_instrument, begin_version, settle_version
from succesfactoren.actions.own_questions import add_part, add_question, change_question, put_group_question, stamp_of
from succesfactoren.models import Instrument, InstrumentVersion, Statement

YES_NO = [{"key": "ja", "label": "Ja"}, {"key": "nee", "label": "Nee"}]
HEAD = {"tagline": "", "audience": "", "intro": "Dit gaat over wonen.", "about": "", "is_about_us": False}


def coordinator_of(community: Community) -> User:
    """Somebody who runs the community."""
    return community.memberships.filter(role=Role.COORDINATOR).select_related("user").first().user


def make_own(community: Community, name: str = "Wonen", *, settled: bool = False) -> Instrument:
    """A part with a statement, one of each other kind, and a question about the group; `settled`: with a new draft."""
    by = coordinator_of(community)
    made = begin_instrument(by=by, community=community, name=name, **HEAD)
    part = add_part(by=by, instrument=made, name="Huis", explanation="", interventions=["Praat met de corporatie."])
    asked = [
        ("stelling", "Ik woon hier prettig.", [], part.pk),
        ("keuze", "Huurt u uw huis?", YES_NO, None),
        ("keuzes", "Wat mist u?", [{"key": "winkel", "label": "Winkel"}, {"key": "bus", "label": "Bus"}], None),
        ("getal", "Hoe lang woont u hier?", [{"min": 0, "max": 100, "unit": "jaar"}], None),
        ("open", "Wat wilt u nog zeggen?", [], None),
    ]
    for kind, text, options, place in asked:
        add_question(by=by, instrument=made, kind=kind, text=text, options=options, part=place)
    put_group_question(by=by, instrument=made, code="", seen="", question="Waar woont u?", options=YES_NO)
    if settled:
        settle_version(by=by, instrument=made, number=1)
        begin_version(by=by, instrument=made)
    return made


def draft_of(instrument: Instrument) -> InstrumentVersion:
    """The version that is being written."""
    return instrument.versions.get(settled_at=None)


def question(instrument: Instrument, text: str) -> Statement:
    """The question with these words in the draft."""
    return draft_of(instrument).statements.get(text=text)


def say(by: User, instrument: Instrument, text: str, **fields: object) -> Statement:
    """Add a question; an open one unless said otherwise."""
    wanted = {"kind": "open", "options": [], "part": None} | fields
    return add_question(by=by, instrument=instrument, text=text, **wanted)


def rewrite(by: User, instrument: Instrument, was: str, text: str, **fields: object) -> Statement:
    """Give a question of the draft other words, and leave the rest as it is unless said otherwise."""
    found = question(instrument, was)
    wanted = {"text": text, "options": found.options, "part": found.factor_id, "seen": stamp_of(found)} | fields
    return change_question(by=by, instrument=instrument, question=found.pk, **wanted)


def codes(version: InstrumentVersion) -> dict[str, str]:
    """Each question with its code."""
    return dict(version.statements.values_list("text", "code"))
