"""The population that an outcome is about first of all. Pure."""

from collections.abc import Sequence

from succesfactoren.analysis.outcome_shape import Table


def main_table(tables: Sequence[Table]) -> Table:
    """The first of which anything is shown: the invited, or else a meeting; where all are hidden the first."""
    return next((one for one in tables if not one["hidden"]), tables[0])
