"""The questions of an own instrument, its parts, and what is asked about the group: written in a draft only."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from communities.actions.log import note
from communities.actions.trajectories import swap
from communities.models import User
from succesfactoren.actions.own_instruments import (
    MOST_QUESTIONS,
    InstrumentConflict,
    InstrumentError,
    draft_for,
    next_position,
)
from succesfactoren.analysis.own_codes import code_for, fresh_code, stamp, with_rather_not
from succesfactoren.instrument_catalogue import load_instruments
from succesfactoren.models import Factor, Instrument, InstrumentVersion, Statement

MOST_GROUP_QUESTIONS = 2
DEFAULT_PART = "Stellingen"
GONE = "Deze vraag is er niet meer. Iemand anders heeft haar verwijderd."
GONE_PART = "Dit onderdeel is er niet meer. Iemand anders heeft het verwijderd."
TWICE = "Deze vraag staat al in de vragenlijst."


def stamp_of(question: Statement) -> str:
    """How a question stands, for telling whether somebody else changed it meanwhile."""
    return stamp(question.kind, question.text, question.options, question.factor_id)


@transaction.atomic
def add_question(
    *, by: User, instrument: Instrument, kind: str, text: str, options: Sequence[Mapping[str, Any]], part: int | None
) -> Statement:
    """Add a question at the end of its part; returns it. Sent twice it is added once.

    `part` is the number of a factor; a statement without one gets a part of its own, because only parts get a score.
    Raises InstrumentError where the same words stand there already, or there are enough.
    """
    draft = draft_for(by, instrument)
    same = draft.statements.filter(text__iexact=text).first()
    if same is not None:
        if (same.kind, same.text, same.options) == (kind, text, list(options)):
            return same
        raise InstrumentError(TWICE)
    if draft.statements.count() >= MOST_QUESTIONS:
        raise InstrumentError(f"Er staan al {MOST_QUESTIONS} vragen in. Meer vult niemand in.")
    made = Statement(version=draft, kind=kind, text=text, options=list(options), factor=_part(draft, kind, part))
    made.position = next_position(draft.statements)
    made.code = _code(draft, made)
    made.save()
    _number(draft)
    note(by=by, action="voegt toe", thing=made, community=instrument.community)
    return made


@transaction.atomic
def change_question(
    *,
    by: User,
    instrument: Instrument,
    question: int,
    seen: str,
    text: str,
    options: Sequence[Mapping[str, Any]],
    part: int | None,
) -> Statement:
    """Change a question; other words than a round may have used get another code. Returns it.

    `seen` is the stamp of what the writer looked at: raises InstrumentConflict when it stands otherwise now, and
    InstrumentError as `add_question`.
    """
    draft = draft_for(by, instrument)
    found = draft.statements.select_related("factor").filter(pk=question).first()
    if found is None:
        raise InstrumentError(GONE)
    was = stamp_of(found)
    stands = found.text, found.options, found.factor
    found.text, found.options, found.factor = text, list(options), _part(draft, found.kind, part)
    if stamp_of(found) == was:
        return found
    if seen != was:
        raise InstrumentConflict(_shown(*stands))
    if draft.statements.filter(text__iexact=text).exclude(pk=found.pk).exists():
        raise InstrumentError(TWICE)
    found.code = _code(draft, found)
    found.save()
    _number(draft)
    note(by=by, action="wijzigt", thing=found, community=instrument.community)
    return found


def _shown(text: str, options: Sequence[Mapping[str, Any]], factor: Factor | None) -> dict[str, str]:
    labels = [str(one.get("label") or f"{one.get('min')} tot en met {one.get('max')}") for one in options]
    return {"text": text, "options": ", ".join(labels), "part": factor.name if factor else ""}


def _part(draft: InstrumentVersion, kind: str, part: int | None) -> Factor | None:
    found = draft.factors.filter(pk=part).first() if part else None
    if part and found is None:
        raise InstrumentError(GONE_PART)
    if found is None and kind == Statement.Kind.STATEMENT:
        return draft.factors.filter(name__iexact=DEFAULT_PART).first() or _make_part(draft, name=DEFAULT_PART)
    return found


def _code(draft: InstrumentVersion, question: Statement) -> str:
    asked = Statement.objects.filter(version__instrument=draft.instrument_id).exclude(version=draft)
    earlier = {stamp(kind, text, options): code for code, kind, text, options in
               asked.values_list("code", "kind", "text", "options")}  # fmt: skip
    words = stamp(question.kind, question.text, question.options)
    taken = draft.statements.exclude(pk=question.pk).values_list("code", flat=True)
    return code_for(words, question.code, earlier, set(taken), "V")


def _number(draft: InstrumentVersion) -> None:
    """Places from 1 on: part by part, the loose questions last."""
    last = len(draft.factors.all()) + 1
    places = {one.pk: place for place, one in enumerate(draft.factors.order_by("position", "pk"))}
    whole = sorted(draft.statements.all(), key=lambda one: (places.get(one.factor_id or 0, last), one.position, one.pk))
    for position, one in enumerate(whole, start=1):
        one.position = position
    Statement.objects.bulk_update(whole, ["position"])


@transaction.atomic
def move_question(*, by: User, instrument: Instrument, question: int, places: int) -> None:
    """Move a question up (−1) or down (1) within its part; at the end it stays where it is."""
    draft = draft_for(by, instrument)
    found = draft.statements.filter(pk=question).first()
    if found is None:
        raise InstrumentError(GONE)
    swap(draft.statements.filter(factor=found.factor_id), found, places)
    _number(draft)


@transaction.atomic
def remove_question(*, by: User, instrument: Instrument, question: int) -> None:
    """Take a question out of the draft. Twice is the same as once."""
    draft = draft_for(by, instrument)
    found = draft.statements.filter(pk=question).first()
    if found is None:
        return
    note(by=by, action="verwijdert", thing=found, community=instrument.community)
    found.delete()
    _number(draft)


def _make_part(draft: InstrumentVersion, **fields: Any) -> Factor:
    used = Factor.objects.filter(version__instrument=draft.instrument_id).values_list("code", flat=True)
    code = fresh_code(set(used), "D")
    return Factor.objects.create(version=draft, code=code, position=next_position(draft.factors), **fields)


def part_stamp(part: Factor) -> str:
    """How a part stands, for telling whether somebody else changed it meanwhile."""
    return stamp(part.name, part.explanation, part.interventions)


@transaction.atomic
def add_part(*, by: User, instrument: Instrument, name: str, explanation: str, interventions: list[str]) -> Factor:
    """Add a part after the others; returns it. Sent twice it is added once."""
    draft = draft_for(by, instrument)
    same = draft.factors.filter(name__iexact=name).first()
    if same is not None:
        if (same.explanation, same.interventions) == (explanation, interventions):
            return same
        raise InstrumentError("Er is al een onderdeel met deze naam.")
    made = _make_part(draft, name=name, explanation=explanation, interventions=interventions)
    note(by=by, action="voegt toe", thing=made, community=instrument.community)
    return made


@transaction.atomic
def change_part(
    *, by: User, instrument: Instrument, part: int, seen: str, name: str, explanation: str, interventions: list[str]
) -> Factor:
    """Change the words of a part; returns it. Raises as `change_question`."""
    draft = draft_for(by, instrument)
    found = draft.factors.filter(pk=part).first()
    if found is None:
        raise InstrumentError(GONE_PART)
    was, current = part_stamp(found), {
        "name": found.name, "explanation": found.explanation, "interventions": "\n".join(found.interventions)
    }  # fmt: skip
    found.name, found.explanation, found.interventions = name, explanation, interventions
    if part_stamp(found) == was:
        return found
    if seen != was:
        raise InstrumentConflict(current)
    if draft.factors.filter(name__iexact=name).exclude(pk=found.pk).exists():
        raise InstrumentError("Er is al een onderdeel met deze naam.")
    found.save()
    note(by=by, action="wijzigt", thing=found, community=instrument.community)
    return found


@transaction.atomic
def move_part(*, by: User, instrument: Instrument, part: int, places: int) -> None:
    """Move a part with its questions up (−1) or down (1)."""
    draft = draft_for(by, instrument)
    found = draft.factors.filter(pk=part).first()
    if found is None:
        raise InstrumentError(GONE_PART)
    swap(draft.factors.all(), found, places)
    _number(draft)


@transaction.atomic
def remove_part(*, by: User, instrument: Instrument, part: int) -> None:
    """Take a part away; its other questions stay, loose. Raises InstrumentError while statements stand in it."""
    draft = draft_for(by, instrument)
    found = draft.factors.filter(pk=part).first()
    if found is None:
        return
    if found.statements.filter(kind=Statement.Kind.STATEMENT).exists():
        raise InstrumentError("Verplaats of verwijder eerst de stellingen van dit onderdeel.")
    found.statements.update(factor=None)
    note(by=by, action="verwijdert", thing=found, community=instrument.community)
    found.delete()
    _number(draft)


def builtin_groups() -> list[Mapping[str, Any]]:
    """What the built-in instruments ask about the group, each once."""
    found = {one["code"]: one for entry in load_instruments() for one in entry.group_questions}
    return list(found.values())


def group_stamp(question: Mapping[str, Any]) -> str:
    """How a question about the group stands."""
    return stamp(question["question"], question["options"])


@transaction.atomic
def put_group_question(
    *, by: User, instrument: Instrument, code: str, seen: str, question: str, options: Sequence[Mapping[str, str]]
) -> str:
    """Add a question about the group (`code` is ""), or change the one with this code; returns its code.

    «Zeg ik liever niet» is always among the answers. Raises as `change_question`.
    """
    draft = draft_for(by, instrument)
    wanted = {"question": question, "options": with_rather_not(options)}
    groups = {one["code"]: one for one in draft.group_questions}
    same = next((one["code"] for one in groups.values() if group_stamp(one) == group_stamp(wanted)), None)
    if same is not None and code in {"", same}:
        return str(same)
    if code and code not in groups:
        raise InstrumentError(GONE)
    _check_groups(groups, code, seen, question)
    entry = {"code": _group_code(draft, code, wanted), **wanted}
    place = list(groups).index(code) if code else len(groups)
    draft.group_questions = [*draft.group_questions[:place], entry, *draft.group_questions[place + 1 :]]
    draft.save(update_fields=["group_questions"])
    note(by=by, action="wijzigt", thing=draft, community=instrument.community)
    return str(entry["code"])


def _check_groups(groups: Mapping[str, Mapping[str, Any]], code: str, seen: str, question: str) -> None:
    if code and seen != group_stamp(groups[code]):
        stands = groups[code]
        raise InstrumentConflict(_shown(stands["question"], stands["options"], None))
    others = [one["question"].lower() for other, one in groups.items() if other != code]
    if question.lower() in others:
        raise InstrumentError("Deze groepsvraag staat er al.")
    if not code and len(groups) >= MOST_GROUP_QUESTIONS:
        raise InstrumentError(
            f"Er zijn al {MOST_GROUP_QUESTIONS} groepsvragen. Met meer vragen wordt iemand te makkelijk herkend."
        )


def _group_code(draft: InstrumentVersion, code: str, wanted: Mapping[str, Any]) -> str:
    others = draft.instrument.versions.exclude(pk=draft.pk).values_list("group_questions", flat=True)
    asked = [*builtin_groups(), *(one for groups in others for one in groups)]
    earlier = {group_stamp(one): str(one["code"]) for one in asked}
    taken = {str(one["code"]) for one in draft.group_questions if one["code"] != code}
    return code_for(group_stamp(wanted), code, earlier, taken, "G")


@transaction.atomic
def remove_group_question(*, by: User, instrument: Instrument, code: str) -> None:
    """Ask this about the group no longer. Twice is the same as once."""
    draft = draft_for(by, instrument)
    draft.group_questions = [one for one in draft.group_questions if one["code"] != code]
    draft.save(update_fields=["group_questions"])
    note(by=by, action="wijzigt", thing=draft, community=instrument.community)
