"""From plain values (a JSON document) to a method, refusing what is unknown, missing or of the wrong kind."""

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from regioscan.analysis.index.method import (
    COVERAGE,
    FLOOR,
    MAX_AGE,
    Aggregation,
    IndicatorSpec,
    Method,
    MethodError,
    Normalisation,
    ThemeSpec,
    Treatment,
    checked,
)

Word = TypeVar("Word", bound=StrEnum)
Kind = TypeVar("Kind")


class _Reader:
    """Reads the keys of one object, and remembers in words what is wrong with it."""

    def __init__(self, content: object, where: str, wrong: list[str]) -> None:
        self.where, self.wrong, self.asked = where, wrong, set[str]()
        self.content: Mapping[object, object] = content if isinstance(content, Mapping) else {}
        if not isinstance(content, Mapping):
            wrong.append(f"{where} is geen verzameling van sleutels en waarden.")

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        found = self._get(key, default)
        return found if isinstance(found, str) and found else self._refuse(key, "een tekst", default or "?")

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number; a yes or no is not one."""
        found = _finite(self._get(key, default))
        return self._refuse(key, "een getal", default or 0.0) if found is None else found

    def maybe(self, key: str) -> float | None:
        """A finite number, or nothing."""
        self.asked.add(key)
        return None if self.content.get(key) is None else self.number(key)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        found = _finite(self._get(key, default))
        return self._refuse(key, "een geheel getal", default or 0) if found is None or found % 1 else int(found)

    def yes(self, key: str) -> bool:
        """A yes or no; no when it is not there."""
        found = self._get(key, False)
        return found if isinstance(found, bool) else self._refuse(key, "ja of nee", False)

    def rows(self, key: str, default: Sequence[object] | None = None) -> Sequence[object]:
        """A list."""
        found = self._get(key, default)
        is_list = isinstance(found, Sequence) and not isinstance(found, str | bytes)
        return found if is_list else self._refuse(key, "een lijst", default or [])  # type: ignore[return-value]

    def choice(self, key: str, default: Word) -> Word:
        """One of the known words."""
        kind, found = type(default), self._get(key, default.value)
        known = {one.value: one for one in kind}
        if isinstance(found, str) and found in known:
            return known[found]
        return self._refuse(key, f"een van {', '.join(known)}", default)

    def close(self) -> None:
        """Refuse keys that nobody asked for: a typing error would otherwise change nothing, silently."""
        unknown = sorted(str(key) for key in self.content if key not in self.asked)
        self.wrong += [f"{self.where}: de sleutel «{key}» is onbekend." for key in unknown]

    def _get(self, key: str, default: object) -> object:
        self.asked.add(key)
        return self.content.get(key, default)

    def _refuse(self, key: str, wanted: str, instead: Kind) -> Kind:
        reason = f"moet {wanted} zijn" if key in self.content else "ontbreekt"
        self.wrong.append(f"{self.where}: «{key}» {reason}.")
        return instead


def parse_method(content: object) -> Method:
    """The method that `method.method_content` gave; raises MethodError with every fault, in Dutch, at once."""
    wrong: list[str] = []
    reader = _Reader(content, "Methode", wrong)
    method = Method(
        themes=tuple(_theme(one, f"Thema {at}", wrong) for at, one in enumerate(reader.rows("themes"), 1)),
        normalisation=reader.choice("normalisation", Normalisation.GOALPOSTS),
        within=reader.choice("within", Aggregation.ARITHMETIC),
        between=reader.choice("between", Aggregation.GEOMETRIC),
        power=reader.number("power", 1.0),
        floor=reader.number("floor", FLOOR),
        treatment=reader.choice("treatment", Treatment.NONE),
        coverage=reader.number("coverage", COVERAGE),
        max_age=reader.whole("max_age", MAX_AGE),
        base_years=_years(reader.rows("base_years", []), wrong),
        reference=reader.text("reference", "gemeente"),
    )
    reader.close()
    if wrong:
        raise MethodError(wrong)
    return checked(method)


def _theme(content: object, where: str, wrong: list[str]) -> ThemeSpec:
    reader = _Reader(content, where, wrong)
    code = reader.text("code")
    rows = reader.rows("indicators")
    theme = ThemeSpec(
        code=code,
        indicators=tuple(_indicator(one, f"Thema «{code}», indicator {at}", wrong) for at, one in enumerate(rows, 1)),
        weight=reader.number("weight", 1.0),
        essential=reader.yes("essential"),
    )
    reader.close()
    return theme


def _indicator(content: object, where: str, wrong: list[str]) -> IndicatorSpec:
    reader = _Reader(content, where, wrong)
    found = IndicatorSpec(
        code=reader.text("code"),
        direction=reader.whole("direction"),
        weight=reader.number("weight", 1.0),
        low=reader.maybe("low"),
        high=reader.maybe("high"),
        target=reader.maybe("target"),
        log=reader.yes("log"),
    )
    reader.close()
    return found


def _years(rows: Sequence[object], wrong: list[str]) -> tuple[int, ...]:
    if all(isinstance(year, int) and not isinstance(year, bool) for year in rows):
        return tuple(int(str(year)) for year in rows)
    wrong.append("Methode: «base_years» moet een lijst van jaren zijn.")
    return ()


def _finite(found: object) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found) if abs(found) <= sys.float_info.max else None
