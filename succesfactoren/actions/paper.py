"""Answers on paper, typed in by two people who do not see each other's work. Where they agree it becomes a response."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from communities.actions.log import note
from communities.models import User
from succesfactoren.actions.answering import Filled
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.tickets import check_right, locked_round
from succesfactoren.models import OpenAnswer, PaperSheet, Response, Round

PARTS = ("answers", "groups", "texts")
FIRST, SECOND = "eerste", "tweede"


class PaperError(RoundError):
    """It cannot be typed in; the text says why, in Dutch."""


@dataclass(frozen=True)
class Difference:
    """Where two people typed something else; None is «weet ik niet», NOT_THERE is nothing at all."""

    part: str
    code: str
    first: Any
    second: Any

    @property
    def name(self) -> str:
        """Of the choice in a form."""
        return f"{self.part}-{self.code}"


class _NotThere:
    """Nothing was filled in on the paper."""


NOT_THERE = _NotThere()


@transaction.atomic
def type_sheet(*, by: User, round: Round, number: int, filled: Filled) -> PaperSheet:
    """Keep what somebody typed from a sheet: as the first, or as the second, who must be another person.

    Where both typed the same it becomes a response at once. Otherwise the second person settles the differences with
    the paper in hand. Whoever typed may type again as long as the other has not. Raises PaperError, in Dutch.
    """
    locked = locked_round(round)
    check_right(by, locked)
    _must_be_open(locked)
    if not (filled.answers or filled.groups or filled.texts):
        raise PaperError("Er is nog niets ingevuld. Een leeg vel telt niet mee.")
    sheet = PaperSheet.objects.select_for_update().get_or_create(round=locked, number=number)[0]
    if sheet.is_done:
        raise PaperError(f"Vel {number} is al verwerkt. Klopt het nummer op het papier?")
    typed = {name: dict(getattr(filled, name)) for name in PARTS}
    if sheet.first is None or (sheet.first_by_id == by.pk and sheet.second is None):
        sheet.first, sheet.first_by = typed, by
    elif sheet.first_by_id == by.pk or sheet.second_by_id not in {None, by.pk}:
        raise PaperError(f"Vel {number} is al door twee mensen ingetypt. De tweede lost de verschillen op.")
    else:
        sheet.second, sheet.second_by = typed, by
    sheet.save()
    note(by=by, action="typt een vel in", thing=locked, community=locked.community)
    return _accept(sheet, sheet.first) if sheet.second is not None and not differences(sheet) else sheet


@transaction.atomic
def settle_sheet(*, by: User, sheet: PaperSheet, chosen: Mapping[str, str]) -> PaperSheet:
    """Settle each difference for what the first or the second typed; `chosen` maps its name to FIRST or SECOND.

    Only the second person may, who has the paper. Raises PaperError where one is not settled.
    """
    locked = locked_round(sheet.round)
    check_right(by, locked)
    _must_be_open(locked)
    found = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
    if found.is_done:
        return found
    if found.first is None or found.second_by_id != by.pk:
        raise PaperError("Wie dit vel als tweede intypte, beslist over de verschillen.")
    settled = {name: dict(found.first[name]) for name in PARTS}
    for one in differences(found):
        if chosen.get(one.name) not in {FIRST, SECOND}:
            raise PaperError("Kies bij elk verschil wat er op het papier staat.")
        kept = one.first if chosen[one.name] == FIRST else one.second
        settled[one.part].pop(one.code, None)
        if kept is not NOT_THERE:
            settled[one.part][one.code] = kept
    note(by=by, action="beslist over een vel", thing=locked, community=locked.community)
    return _accept(found, settled)


@transaction.atomic
def drop_sheet(*, by: User, sheet: PaperSheet) -> None:
    """Wipe what was typed from a sheet that is not done, to begin again or because the number was wrong."""
    locked = locked_round(sheet.round)
    check_right(by, locked)
    found = PaperSheet.objects.select_for_update().filter(pk=sheet.pk, is_done=False).first()
    if found is not None:
        found.delete()
        note(by=by, action="wist een vel", thing=locked, community=locked.community)


def differences(sheet: PaperSheet) -> list[Difference]:
    """Where the two typed something else, in the order of the codes; spaces and line ends in words do not count."""
    if sheet.first is None or sheet.second is None:
        return []
    found = []
    for part in PARTS:
        for code in sorted({*sheet.first[part], *sheet.second[part]}):
            first, second = (typed[part].get(code, NOT_THERE) for typed in (sheet.first, sheet.second))
            if _same(first) != _same(second):
                found.append(Difference(part, code, first, second))
    return found


def _same(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _must_be_open(round: Round) -> None:
    if not round.is_open:
        raise PaperError("Vellen intypen kan alleen zolang de ronde open is.")


def _accept(sheet: PaperSheet, typed: Mapping[str, Any]) -> PaperSheet:
    """Store the answers and wipe what was typed, in one transaction; the response does not know its sheet."""
    round = sheet.round
    Response.objects.create(
        round=round, door=Response.Door.PAPER, answers=dict(typed["answers"]), groups=dict(typed["groups"])
    )
    asked = {one.code: one for one in round.version.statements.filter(code__in=typed["texts"])}
    OpenAnswer.objects.bulk_create(
        OpenAnswer(round=round, statement=asked[code], text=text) for code, text in typed["texts"].items()
    )
    sheet.first, sheet.second, sheet.is_done = None, None, True
    sheet.save()
    return sheet
