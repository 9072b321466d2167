"""Every write on somebody's own reading of a region: write, replace, withdraw. Nothing that was read is ever lost."""

from django.db import transaction
from django.utils import timezone

from regioscan.models import Annotation, Region, Theme


class AnnotationError(Exception):
    """It cannot be done; the text says why, in Dutch."""


def write_annotation(*, region: Region, theme: Theme | None, text: str, by: str) -> Annotation:
    """Set a reading beside the findings of a region, or of one theme of it, in the name of `by`.

    Raises AnnotationError when nothing was written, or more than fits.
    """
    return Annotation.objects.create(region=region, theme=theme, text=_whole(text), written_by=by)


@transaction.atomic
def replace_annotation(*, annotation: Annotation, text: str, by: str) -> Annotation:
    """Withdraw a reading and set another in its place; the old one stays known.

    Raises AnnotationError when it was withdrawn already, or the new text cannot be kept.
    """
    withdraw_annotation(annotation=annotation, by=by)
    return write_annotation(region=annotation.region, theme=annotation.theme, text=text, by=by)


@transaction.atomic
def withdraw_annotation(*, annotation: Annotation, by: str) -> None:
    """No longer show a reading. Raises AnnotationError when it was withdrawn already."""
    locked = Annotation.objects.select_for_update().get(pk=annotation.pk)
    if locked.withdrawn_at is not None:
        raise AnnotationError("Deze duiding is al ingetrokken.")
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _whole(text: str) -> str:
    """The text with its paragraphs, without space around it."""
    kept = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if not kept:
        raise AnnotationError("Er staat nog niets geschreven.")
    if len(kept) > Annotation.MAX_LENGTH:
        raise AnnotationError(f"De tekst is te lang: {len(kept)} tekens, {Annotation.MAX_LENGTH} mag.")
    return kept
