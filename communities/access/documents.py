"""Documents, for whoever may read them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from communities.access.communities import audiences_for
from communities.models import Community, Document, DocumentVersion, User


def documents_for(user: User | AnonymousUser, community: Community) -> QuerySet[Document]:
    """The documents that this reader may have; who runs the community also sees the removed ones."""
    found = community.documents.filter(audience__in=audiences_for(user, community))
    if not user.has_perm("communities.manage_community", community):
        found = found.filter(removed_at=None)
    versions = DocumentVersion.objects.select_related("uploaded_by").order_by("-number")
    return found.select_related("created_by").prefetch_related(Prefetch("versions", versions, to_attr="all_versions"))


def find_documents(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those of which the title, the explanation or the name of a file holds every word."""
    for word in words.split()[:8]:
        holds = Q(title__icontains=word) | Q(description__icontains=word) | Q(versions__name__icontains=word)
        documents = documents.filter(pk__in=Document.objects.filter(holds).values("pk"))
    return documents
