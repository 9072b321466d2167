"""What an initiative wants to change and what is measured of it: the chain, the measures, the measurements."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import User
from initiatives.actions.initiatives import hear_of
from initiatives.models import ChainLink, ImpactMeasure, Initiative, Level, Measurement
from lib.moments import check_days

EDIT = "initiatives.edit_initiative"
CHANGEABLE = (
    "level",
    "name",
    "unit",
    "counts",
    "indicator",
    "source",
    "measured_by",
    "baseline_value",
    "baseline_on",
    "target_value",
    "target_on",
)
Chain = Mapping[str, Sequence[str]]
"""Level → its sentences, in order."""


class ImpactError(Exception):
    """It cannot be done; the text says why and what can, in Dutch."""


class ImpactConflict(ImpactError):
    """Somebody else changed it meanwhile; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Iemand anders heeft dit intussen gewijzigd. Kijk hoe het nu is, en bewaar dan opnieuw.")


# ── The chain ─────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def write_chain(*, by: User, initiative: Initiative, chain: Chain, stood: str) -> list[ChainLink]:
    """Put these sentences in the place of the chain; returns them. What stands there already is written once.

    `stood` is the `chain_mark` of what `by` looked at. Raises ImpactConflict when it is another chain by now, and
    PermissionDenied for who may not edit the initiative.
    """
    locked = _locked(by, initiative)
    wanted = [(level.value, text) for level in Level for text in chain.get(level.value, ())]
    standing = list(locked.chain.all())
    if _written(standing) == wanted:
        return standing
    if chain_mark(standing) != stood:
        raise ImpactConflict
    locked.chain.all().delete()
    made = ChainLink.objects.bulk_create(
        ChainLink(initiative=locked, level=level, text=text, position=place)
        for place, (level, text) in enumerate(wanted)
    )
    note(by=by, action="schrijft de keten van", thing=locked)
    return made


def chain_mark(links: Sequence[ChainLink]) -> str:
    """Differs as soon as the chain does."""
    return _mark(_written(links))


def _written(links: Sequence[ChainLink]) -> list[tuple[str, str]]:
    order = list(Level.values)
    return [(one.level, one.text) for one in sorted(links, key=lambda one: (order.index(one.level), one.position))]


# ── Measures ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add_measure(*, by: User, initiative: Initiative, **fields: Any) -> ImpactMeasure:
    """Say what is measured; `fields` are what CHANGEABLE names. The same measure sent twice is made once.

    Raises ImpactError when the initiative measures something of this name and unit already, and PermissionDenied for
    who may not edit it.
    """
    locked = _locked(by, initiative)
    made = ImpactMeasure(initiative=locked, **{name: fields.get(name) for name in CHANGEABLE})
    same = _namesake(made)
    if same is not None and _facts(same) == _facts(made):
        return same
    _check(made, same)
    made.save()
    note(by=by, action="wil meten", thing=made, community=locked.community)
    return made


@transaction.atomic
def change_measure(*, by: User, measure: ImpactMeasure, stood: str, **fields: Any) -> ImpactMeasure:
    """Change what is measured, the beginning or the goal; returns it as it stands.

    `stood` is the `measure_mark` of what `by` looked at. Raises ImpactConflict when it has changed since, otherwise as
    `add_measure`.
    """
    _locked(by, measure.initiative)
    locked = _locked_measure(measure)
    was = measure_mark(locked)
    for name in CHANGEABLE:
        setattr(locked, name, fields.get(name, getattr(locked, name)))
    if measure_mark(locked) == was:
        return locked
    if was != stood:
        raise ImpactConflict
    _check(locked, _namesake(locked))
    locked.save()
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def remove_measure(*, by: User, measure: ImpactMeasure) -> None:
    """Take a measure away with everything that was measured of it; asked twice it is done once."""
    initiative = _locked(by, measure.initiative)
    found = ImpactMeasure.objects.filter(pk=measure.pk).first()
    if found is not None:
        note(by=by, action="haalt weg", thing=found, community=initiative.community)
        found.delete()


def measure_mark(measure: ImpactMeasure) -> str:
    """Differs as soon as what is measured does."""
    return _mark(_facts(measure))


def _facts(measure: ImpactMeasure) -> list[Any]:
    return [measure.indicator_id if name == "indicator" else getattr(measure, name) for name in CHANGEABLE]


def _namesake(measure: ImpactMeasure) -> ImpactMeasure | None:
    others = ImpactMeasure.objects.filter(initiative=measure.initiative_id).exclude(pk=measure.pk)
    return others.filter(name__iexact=measure.name, unit__iexact=measure.unit).first()


def _check(measure: ImpactMeasure, same: ImpactMeasure | None) -> None:
    if same is not None:
        raise ImpactError(f"“{same.name}” in {same.unit} meet dit initiatief al. Zet de meting daarbij.")
    check_days(measure.baseline_on, measure.target_on)
    if measure.baseline_on and measure.target_on and measure.target_on <= measure.baseline_on:
        raise ImpactError("De dag van het doel ligt niet na die van het begin.")


# ── Measurements ──────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def measure_value(*, by: User, measure: ImpactMeasure, on: date, value: float, remark: str = "") -> Measurement:
    """Write down what was measured on a day: a sign of life of the initiative. The same twice is once.

    Raises ImpactError where another value stands on that day already, or the day is still to come; PermissionDenied for
    who may not edit the initiative.
    """
    initiative = _locked(by, measure.initiative)
    locked = _locked_measure(measure)
    _check_day(on)
    standing = locked.measurements.filter(on=on).first()
    if standing is not None:
        if standing.value == value:
            return standing
        raise ImpactError("Op deze dag is al iets anders gemeten. Verbeter die meting, of kies een andere dag.")
    made = Measurement.objects.create(measure=locked, on=on, value=value, remark=remark.strip(), by=by)
    note(by=by, action="meet", thing=made, community=initiative.community)
    hear_of(initiative)
    return made


@transaction.atomic
def correct_measurement(
    *, by: User, measurement: Measurement, stood: str, on: date, value: float, remark: str = ""
) -> Measurement:
    """Put another day, value or remark in the place of a measurement; returns it.

    `stood` is the `measurement_mark` of what `by` looked at. Raises ImpactConflict when it was corrected since, and
    otherwise as `measure_value`.
    """
    initiative = _locked(by, measurement.measure.initiative)
    locked_measure = _locked_measure(measurement.measure)
    locked = locked_measure.measurements.filter(pk=measurement.pk).first()
    if locked is None:
        raise ImpactError("Deze meting is intussen weggehaald.")
    _check_day(on)
    if locked_measure.measurements.filter(on=on).exclude(pk=locked.pk).exists():
        raise ImpactError("Op deze dag staat al een andere meting. Verbeter die, of kies een andere dag.")
    if (locked.on, locked.value, locked.remark) == (on, value, remark.strip()):
        return locked
    if measurement_mark(locked) != stood:
        raise ImpactConflict
    locked.on, locked.value, locked.remark, locked.by = on, value, remark.strip(), by
    locked.save()
    note(by=by, action="verbetert", thing=locked, community=initiative.community)
    return locked


@transaction.atomic
def remove_measurement(*, by: User, measurement: Measurement) -> None:
    """Take a measurement away; asked twice it is done once."""
    initiative = _locked(by, measurement.measure.initiative)
    found = Measurement.objects.filter(pk=measurement.pk).first()
    if found is not None:
        note(by=by, action="haalt weg", thing=found, community=initiative.community)
        found.delete()


def measurement_mark(measurement: Measurement) -> str:
    """Differs as soon as what was measured does."""
    return _mark([measurement.on, measurement.value, measurement.remark])


def _check_day(on: date) -> None:
    check_days(on)
    if on > timezone.localdate():
        raise ImpactError("Deze dag moet nog komen. Vul de dag in waarop er gemeten is.")


# ── Both ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _locked(by: User, initiative: Initiative) -> Initiative:
    """The initiative, for who may edit it. Who comes second waits here, and then finds what the first one did."""
    whole = Initiative.objects.select_related("community", "lead", "proposed_by").prefetch_related("partners")
    locked = whole.select_for_update(of=("self",), no_key=True).get(pk=initiative.pk)
    if not by.has_perm(EDIT, locked):
        raise PermissionDenied
    return locked


def _locked_measure(measure: ImpactMeasure) -> ImpactMeasure:
    found = ImpactMeasure.objects.select_related("initiative__community").filter(pk=measure.pk).first()
    if found is None:
        raise ImpactError("Deze maat is intussen weggehaald.")
    return found


def _mark(facts: Any) -> str:
    return sha256(repr(facts).encode()).hexdigest()[:16]
