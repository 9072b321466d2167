"""Keeps what takes long to compute: shared in the cache, and the last few in the memory of each process.

Whatever the answer depends on stands in the key, with the code that made it: what is kept is never out of date, at most
no longer asked for. With the cache away the memory is left; without both everything is computed anew.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from django.core.cache import cache

KEEP_SECONDS = 6 * 3600
MOST_HELD = 8
UNREADABLE = (AttributeError, ImportError, TypeError, EOFError, pickle.UnpicklingError)
"""What reading back says of a class that was renamed, moved or changed."""
CODE = [Path(__file__).parent.parent / name for name in ("analysis", "data", "figures", "reports")]
Kept = TypeVar("Kept")


class Held:
    """The answers of this process that were asked for last, at most `most`."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._found: OrderedDict[str, tuple[Any]] = OrderedDict()

    def get(self, key: str) -> tuple[Any] | None:
        """The answer, which from now on was asked for last."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def set(self, key: str, found: tuple[Any]) -> None:
        """Hold it; what was asked for longest ago makes room."""
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def clear(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._found.clear()


held = Held(MOST_HELD)
_locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
_lock_of_locks = Lock()


def key_of(what: str, *facts: object) -> str:
    """The key of an answer: differs with all of `facts` and with the code."""
    return f"{what}:{sha256(repr((code_mark(), facts)).encode()).hexdigest()}"


def keep(key: str, make: Callable[[], Kept], seconds: int = KEEP_SECONDS, *, is_held: bool = True) -> Kept:
    """The answer that is kept under `key`, else what `make` gives; who asks while it is made, waits for it.

    Only what many ask for should be held in memory. Nobody may change what is kept: others get the same.
    """
    found = held.get(key) if is_held else None
    if found is None:
        with _lock_of(key):
            found = (held.get(key) if is_held else None) or _read(key)
            if found is None:
                found = (make(),)
                cache.set(key, found, seconds)
            if is_held:
                held.set(key, found)
    answer: Kept = found[0]
    return answer


def is_kept(key: str) -> bool:
    """Whether the answer would cost nothing."""
    return held.get(key) is not None or cache.has_key(key)


@once
def code_mark() -> str:
    """Differs as soon as the code does that computes: another release never reads what this one kept."""
    sources = sorted(path for folder in CODE for path in folder.rglob("*.*") if path.suffix in {".py", ".toml"})
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _read(key: str) -> tuple[Any] | None:
    try:
        found: tuple[Any] | None = cache.get(key)
    except UNREADABLE:
        return None
    return found


def _lock_of(key: str) -> Lock:
    with _lock_of_locks:
        return _locks.setdefault(key, Lock())
