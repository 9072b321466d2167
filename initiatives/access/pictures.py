"""The pictures of initiatives; the first of each is its face."""

from collections.abc import Iterable

from initiatives.models import Initiative, InitiativePicture


def faces_of(initiatives: Iterable[Initiative]) -> dict[int, InitiativePicture]:
    """By initiative its first picture, where it has one; one question for all. Give only what the reader may see."""
    pictures = InitiativePicture.objects.shown().filter(initiative__in=[one.pk for one in initiatives])
    first = pictures.order_by("initiative_id", "position", "pk").distinct("initiative_id")
    return {one.initiative_id: one for one in first}
