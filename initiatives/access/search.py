"""Searching among initiatives: what this reader may see, and nothing else."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Q, QuerySet

from communities.access.search import (
    DUTCH,
    Reader,
    Wanted,
    best_first,
    own_communities,
    sees_everything,
    with_piece,
)
from communities.models import Community
from initiatives.models import Initiative


def find_initiatives(user: Reader, what: Wanted) -> QuerySet[Initiative]:
    """Initiatives that others may see, the best answer first; those for members in the reader's own communities."""
    words = SearchVector("summary", "description", "place_name", weight="B", config=DUTCH)
    vector = SearchVector("title", weight="A", config=DUTCH) + words
    readable = Q(is_public=True, community__visibility=Community.Visibility.PUBLIC)
    readable |= Q(pk__isnull=False) if sees_everything(user) else Q(community__in=own_communities(user))
    found = Initiative.objects.placed().filter(readable).annotate(search=vector).filter(search=what.question)
    return best_first(with_piece(found, what, "summary"), what, "-changed_at").defer("description")
