"""The outcome of a round in one sentence, for where there is room for no more. Pure; reads only what may be shown."""

from collections.abc import Sequence

from lib.text import join_words, number
from succesfactoren.analysis.levels import one_decimal
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_shape import Change, FactorOutcome, OptionCount, OutcomeFigures, Table

TOO_FEW = "Er zijn te weinig antwoorden om een uitkomst te laten zien."
Moved = tuple[str, Change]


def headline(figures: OutcomeFigures) -> str:
    """What changed for certain since the round before; where nothing did, which factor is strongest and which weakest.

    «Leiderschap ging van 3,1 naar 3,6. Dat verschil is groter dan toeval.»
    """
    if not figures["tables"] or main_table(figures["tables"])["hidden"]:
        return TOO_FEW
    table = main_table(figures["tables"])
    if not table["factors"]:
        return _answered(table)
    shown = [one for one in table["factors"] if one["mean"] is not None]
    if not shown:
        return TOO_FEW
    moved = [(one["name"], change) for one in shown if (change := one["change"]) and change["is_clear"]]
    return _moved(moved) if moved else _standing(shown)


def _answered(table: Table) -> str:
    """Of a list without scores: how many answered, and what most of them chose at the first question that tells."""
    if not table["n"]:
        return TOO_FEW
    said = f"{number(table['n'])} {'mens gaf' if table['n'] == 1 else 'mensen gaven'} antwoord."
    for one in table["questions"]:
        most = None if one["hidden"] else _most_chosen(one["options"] or [])
        if most:
            share = f"{number(100 * most['share'])}\N{NO-BREAK SPACE}%"
            return f"{said} Het meest gekozen bij «{one['text']}»: {most['label']} ({share})."
    return said


def _most_chosen(options: Sequence[OptionCount]) -> OptionCount | None:
    """One option that more people chose than any other; None where two are level."""
    ranked = sorted(options, key=lambda one: -one["n"])
    if not ranked or not ranked[0]["n"]:
        return None
    return None if len(ranked) > 1 and ranked[1]["n"] == ranked[0]["n"] else ranked[0]


def _moved(moved: Sequence[Moved]) -> str:
    ranked = sorted(moved, key=lambda one: -abs(one[1]["delta"] or 0))
    if len(ranked) == 1:
        name, change = ranked[0]
        steps = f"van {one_decimal(change['before'] or 0)} naar {one_decimal(change['now'] or 0)}"
        pairs = change.get("n_pairs")
        who = f" bij de {number(pairs)} mensen die twee keer meededen" if pairs else ""
        return f"{name} ging {steps}{who}. Dat verschil is groter dan toeval."
    ups = [name for name, change in ranked if (change["delta"] or 0) > 0]
    downs = [name for name, change in ranked if (change["delta"] or 0) < 0]
    parts = [
        f"{join_words(names)} {_went(names)} {where}" for names, where in ((ups, "omhoog"), (downs, "omlaag")) if names
    ]
    return f"{', '.join(parts)}. Dat is meer dan toeval."


def _went(names: Sequence[str]) -> str:
    return "ging" if len(names) == 1 else "gingen"


def _standing(shown: Sequence[FactorOutcome]) -> str:
    ranked = sorted(shown, key=lambda one: -(one["mean"] or 0))
    best, worst = ranked[0], ranked[-1]
    if len(ranked) == 1:
        return f"{best['name']} krijgt gemiddeld een {one_decimal(best['mean'] or 0)}."
    high, low = one_decimal(best["mean"] or 0), one_decimal(worst["mean"] or 0)
    if high == low:
        return f"Alle onderdelen krijgen gemiddeld een {high}."
    return f"{best['name']} is het sterkst ({high}), {worst['name']} vraagt de meeste aandacht ({low})."
