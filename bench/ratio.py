"""What a benchmark tells: a measure as a ratio to a floor of the same run, so that machines compare."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Ratio:
    """One line of the table.

    `value` is `measure` divided by `floor`, or an amount in `unit` where there is nothing to divide by. `goal` is what
    we aim for; beyond `limit` the run fails. Smaller is better, unless the limit lies below the goal.
    """

    target: str
    measure: str
    floor: str
    value: float
    goal: float
    limit: float
    unit: str = "×"

    @property
    def verdict(self) -> str:
        """`good` within the goal, `fair` within the limit, else `too slow`."""
        sign = 1 if self.limit >= self.goal else -1
        if sign * self.value <= sign * self.goal:
            return "good"
        return "fair" if sign * self.value <= sign * self.limit else "too slow"


def seconds(work: Callable[[], object], repeat: int = 5) -> float:
    """The median time of `repeat` runs."""
    taken = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def in_turn(work: Callable[[], object], floor: Callable[[], object], repeat: int = 7) -> tuple[float, float]:
    """The median time of each, run in turn, so that whatever else the machine does meets both."""
    taken = [(seconds(work, 1), seconds(floor, 1)) for _ in range(repeat)]
    return statistics.median(one for one, _ in taken), statistics.median(one for _, one in taken)


def print_table(ratios: Sequence[Ratio]) -> None:
    """One table of all ratios."""
    table = Table("target", "measure", "floor of the same run", "value", "goal", "limit", "verdict")
    for ratio in ratios:
        numbers = (f"{number:.3g} {ratio.unit}" for number in (ratio.value, ratio.goal, ratio.limit))
        table.add_row(ratio.target, ratio.measure, ratio.floor, *numbers, ratio.verdict)
    Console(width=140).print(table)
