"""How far the answers of a round can be relied on: not knowing, rushing, the ceiling, and who is missing. Pure."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.text import number
from succesfactoren.analysis.levels import EXACT
from succesfactoren.analysis.scores import HIGHEST, known, mark_array

MUCH_UNKNOWN = 0.30
"""Above this share «weet ik niet» is a finding by itself."""
LONG = 16
"""From so many statements on, the same mark everywhere within a minute is a sign of rushing."""
MUCH_RUSHED = 0.15
"""Above this share of rushed answers the quality of a round must be looked at."""
CHECK_QUALITY = "controleer kwaliteit"
CEILING = 0.60
"""Above this share that gives a 5, a statement no longer tells people apart."""
LOW_RESPONSE = 0.40
LOW_RESPONSE_WARNING = "Minder dan 4 op de 10 genodigden deden mee. Wees voorzichtig met conclusies."


def unknown_shares(marks: pd.DataFrame, is_unknown: pd.DataFrame | None = None) -> dict[str, float | None]:
    """The share (0–1) that does not know, by statement; None where nobody was asked.

    `is_unknown`, of the same shape, holds who chose «weet ik niet»; then those who skipped a statement do not count.
    Without it every missing mark counts as not knowing.
    """
    is_missing = np.isnan(mark_array(marks))
    chosen = is_missing if is_unknown is None else is_unknown.to_numpy(dtype=bool) & is_missing
    asked = (~is_missing | chosen).sum(axis=0)
    counts = zip(marks.columns, chosen.sum(axis=0), asked, strict=True)
    return {str(code): float(n / of) if of else None for code, n, of in counts}


def unknown_sentence(share: float | None) -> str:
    """«35 % van de deelnemers weet dit niet. Vertel hier meer over.» above 30 %; otherwise ""."""
    if share is None or round(share, EXACT) <= MUCH_UNKNOWN:
        return ""
    shown = f"{number(round(100 * share, EXACT))}\N{NO-BREAK SPACE}%"
    return f"{shown} van de deelnemers weet dit niet. Vertel hier meer over."


def straight_liners(marks: pd.DataFrame, was_quick: pd.Series) -> pd.Series:
    """Who gave the same mark to every statement within a minute: a row of booleans over the respondents.

    `marks` holds the whole instrument; one with fewer than sixteen statements is never judged so. `was_quick` says
    who needed less than 60 seconds, joined by index; who is not in it was not quick. They stay in all results.
    """
    values = mark_array(marks)
    if values.shape[1] < LONG:
        return pd.Series(np.zeros(len(values), dtype=bool), index=marks.index)
    is_same = (values == values[:, :1]).all(axis=1)
    quick = was_quick.reindex(marks.index).eq(True).to_numpy(dtype=bool)
    return pd.Series(is_same & quick, index=marks.index)


def quality_mark(is_rushed: pd.Series) -> str:
    """«controleer kwaliteit» where more than 15 % of the answers are rushed; otherwise ""."""
    n = len(is_rushed)
    return CHECK_QUALITY if n and int(is_rushed.sum()) / n > MUCH_RUSHED else ""


def is_at_ceiling(marks: npt.ArrayLike) -> bool:
    """Whether more than 60 % of those who gave a mark gave a 5."""
    row = known(marks)
    return bool(len(row)) and float((row == HIGHEST).mean()) > CEILING


def response_share(n_answered: int, n_invited: int) -> float | None:
    """The share (0–1) of those invited that answered; None where nobody was invited by name (an open link)."""
    return n_answered / n_invited if n_invited > 0 else None


def response_warning(n_answered: int, n_invited: int) -> str:
    """The warning where fewer than four in ten answered; otherwise "", also where nobody was invited by name."""
    share = response_share(n_answered, n_invited)
    return LOW_RESPONSE_WARNING if share is not None and share < LOW_RESPONSE else ""
