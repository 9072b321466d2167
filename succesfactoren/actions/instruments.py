"""Storing instruments: the built-in ones out of the reviewed file, as versions that never change."""

from django.db import transaction
from django.utils import timezone

from succesfactoren.instrument_catalogue import InstrumentEntry, load_instruments
from succesfactoren.models import Factor, Instrument, InstrumentVersion, Statement

TEXTS = ("name", "tagline", "audience", "intro", "about", "is_about_us")


@transaction.atomic
def store_instruments() -> list[InstrumentVersion]:
    """Store the built-in instruments; returns what is new. May be repeated: the same words make no version."""
    return [made for entry in load_instruments() if (made := _store(entry)) is not None]


def _store(entry: InstrumentEntry) -> InstrumentVersion | None:
    instrument, _ = Instrument.objects.get_or_create(
        community=None, slug=entry.slug, defaults={"purpose": entry.purpose}
    )
    newest = instrument.newest
    if newest is not None and words_of(newest) == _declared_words(entry):
        return None
    made = InstrumentVersion.objects.create(
        instrument=instrument,
        number=1 if newest is None else newest.number + 1,
        group_questions=list(entry.group_questions),
        **{name: getattr(entry, name) for name in TEXTS},
    )
    _fill(made, entry)
    made.settled_at = timezone.now()
    made.save(update_fields=["settled_at"])
    return made


def _fill(version: InstrumentVersion, entry: InstrumentEntry) -> None:
    factors = Factor.objects.bulk_create(
        Factor(
            version=version,
            position=position,
            code=one.code,
            name=one.name,
            explanation=one.explanation,
            side=one.side,
            level_texts=list(one.levels),
            interventions=list(one.interventions),
        )
        for position, one in enumerate(entry.factors, start=1)
    )
    by_code = {one.code: one for one in factors}
    Statement.objects.bulk_create(
        Statement(
            version=version,
            factor=by_code.get(one.factor),
            position=position,
            code=one.code,
            kind=one.kind,
            text=one.text,
            options=list(one.options),
        )
        for position, one in enumerate(entry.statements, start=1)
    )


def words_of(version: InstrumentVersion) -> tuple[object, ...]:
    """All words of a version, for telling whether two versions say the same."""
    factors = version.factors.values_list("code", "name", "explanation", "side", "level_texts", "interventions")
    statements = version.statements.values_list("code", "text", "factor__code", "kind", "options")
    return (
        [getattr(version, name) for name in TEXTS],
        version.group_questions,
        [tuple(one) for one in factors],
        [tuple(one) for one in statements],
    )


def _declared_words(entry: InstrumentEntry) -> tuple[object, ...]:
    factors = [
        (one.code, one.name, one.explanation, one.side, list(one.levels), list(one.interventions))
        for one in entry.factors
    ]
    statements = [(one.code, one.text, one.factor or None, one.kind, list(one.options)) for one in entry.statements]
    return [getattr(entry, name) for name in TEXTS], list(entry.group_questions), factors, statements
