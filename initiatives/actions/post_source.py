"""What this floor says of posts of communities; imported when the site starts."""

from communities.access.post_sources import declare
from initiatives.access.updates import posts_for_members

declare(posts_for_members)
