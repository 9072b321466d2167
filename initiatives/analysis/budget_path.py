"""Where a budget is on its way, and the one thing that this reader can do there now. Pure.

Phases are named as `BudgetRound.Phase` names them.
"""

from dataclasses import dataclass

STATIONS = ("insturen", "toetsen", "stemmen", "uitslag", "verantwoording")
AT = {
    "voorbereiden": -1,
    "insturen": 0,
    "toetsen": 1,
    "stemmen": 2,
    "tellen": 3,
    "uitslag": 3,
    "verantwoording": 4,
}
LEAST_ON_BALLOT = 2
"""Between fewer there is nothing to choose."""


def stations(phase: str) -> list[tuple[str, str]]:
    """The five stations in order, each with where the budget stands to it: done, now or ahead."""
    now = AT[phase]
    return [
        (name, "done" if place < now else "now" if place == now else "ahead") for place, name in enumerate(STATIONS)
    ]


@dataclass(frozen=True)
class Standing:
    """What is so now: of the budget, and of who looks."""

    phase: str
    is_announced: bool = True
    is_opened: bool = False
    is_counted: bool = False
    is_vote_over: bool = False
    n_undecided: int = 0
    n_on_ballot: int = 0
    n_undone_papers: int = 0
    """Ballots on paper that are not done, once voting has ended: they stand before the count."""
    may_run: bool = False
    may_propose: bool = False
    is_inside: bool = False


def next_step(now: Standing) -> str:
    """The one thing to do: a word that the page has a button for, or "" where there is only waiting."""
    if now.may_run:
        return _to_run(now) or _to_take_part(now)
    return _to_take_part(now)


def _to_run(now: Standing) -> str:
    steps = (
        (not now.is_announced, "aankondigen"),
        (now.phase == "toetsen" and not now.is_opened, _to_check(now)),
        (now.phase == "tellen", _to_count(now)),
        (now.phase == "uitslag", "verantwoorden"),
    )
    return next((step for holds, step in steps if holds), "")


def _to_check(now: Standing) -> str:
    if now.is_vote_over:
        return "verzetten"
    if now.n_undecided:
        return "toetsen"
    return "openen" if now.n_on_ballot >= LEAST_ON_BALLOT else "te weinig"


def _to_count(now: Standing) -> str:
    if now.is_counted:
        return "publiceren"
    return "papier" if now.n_undone_papers else "tellen"


def _to_take_part(now: Standing) -> str:
    steps = (
        (now.phase == "insturen" and now.may_propose, "insturen"),
        (now.phase == "insturen" and not now.is_inside, "meedoen"),
        (now.phase == "stemmen", "stemmen"),
        (now.phase in {"uitslag", "verantwoording"}, "uitslag"),
    )
    return next((step for holds, step in steps if holds), "")
