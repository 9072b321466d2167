"""All addresses of the site, from its own list."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver


def _routes(
    patterns: list[Any], prefix: str = "", names: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    for pattern in patterns:
        found = names | set(pattern.pattern.converters or pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or ""), found
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _routes(pattern.url_patterns, prefix + space, found)


ALL_ROUTES = {name: names for name, names in _routes(get_resolver().url_patterns) if name and not name.endswith(":")}
"""Route → names of the placeholders in its address."""
