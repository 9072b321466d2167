"""What «similar» is measured in, from the reviewed list in `regioscan/data/peers.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "data" / "peers.toml"


@dataclass(frozen=True)
class Variable:
    """An indicator that says what a region is, with how heavily it counts and how a difference is said."""

    code: str
    weight: float
    is_log: bool
    more: str
    less: str


@cache
def peer_variables() -> tuple[Variable, ...]:
    """The variables in the order of the file. Raises ValueError for a weight that is not above zero or a code twice."""
    declared = tomllib.loads(LIST.read_text(encoding="utf-8"))["variable"]
    found = tuple(
        Variable(entry["code"], float(entry["weight"]), bool(entry["log"]), entry["more"], entry["less"])
        for entry in declared
    )
    if len({one.code for one in found}) < len(found) or any(one.weight <= 0 for one in found):
        raise ValueError(f"{LIST.name}: every code once, and every weight above zero")
    return found


def difference_words(code: str, z: float) -> str:
    """«meer inwoners» or «minder inwoners»: ours beside theirs; the code itself for what is no longer declared."""
    found = next((one for one in peer_variables() if one.code == code), None)
    if found is None:
        return code
    return found.more if z > 0 else found.less
