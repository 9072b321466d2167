"""Scores in the change ledger: they move for the reasons of what they are made of, and for nothing else."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string

from regioscan.analysis.ledger import NOT_KNOWN, compare_records
from regioscan.analysis.movements import Cause
from regioscan.reports.changed import CHANGED, Ledger
from tests.regioscan.test_ledger import MOVED_PLACE, causes, figure, peers, record


def test_a_theme_does_not_borrow_causes_from_figures_outside_it():
    before = record(figure(), figure("wonen", theme="wonen"))
    after = record(figure(), figure("wonen", theme="wonen", period=2024, value=72.0))
    after["themes"] = [{"code": "arbeid", "name": "Arbeid", "score": 61.0}]
    (found,) = [one for one in compare_records(before, after) if one.kind == "thema"]
    assert found.kinds_of_cause == (Cause.UNKNOWN,)
    assert "niet vast te stellen" in found.causes[0].explanation


def test_a_theme_that_lost_a_figure_by_its_age_says_which():
    before, after = record(figure(is_too_old=False)), record(figure(is_too_old=True))
    after["themes"] = [{"code": "arbeid", "name": "Arbeid", "score": None}]
    (found,) = compare_records(before, after)
    assert found.kinds_of_cause == (Cause.AGE,)
    assert found.causes[0].explanation == "«Mensen met betaald werk» van 2023 is te oud en telt niet meer mee."


def counted(code: str, period: int | None, value: float | None, reason: str | None = None) -> dict[str, Any]:
    """A figure as the index counts it."""
    return {"code": code, "name": code.capitalize(), "period": period, "value": value, "reason": reason}


def index_of(score: float, *figures: dict[str, Any]) -> dict[str, Any]:
    """An index of these figures."""
    return {"method": "v1", "sha256": "m1", "year": 2024, "score": score, "figures": list(figures)}


def test_the_index_moves_for_the_reasons_of_its_own_figures_and_never_for_its_peers():
    before = record(figure(), figure("wonen"), index=index_of(50.0, counted("werk", 2023, 70.0)))
    after = record(
        figure(period=2024, value=72.0, **MOVED_PLACE), figure("wonen", value=71.0, snapshot={"id": 2}),
        benchmark=peers("A"), index=index_of(52.0, counted("werk", 2024, 72.0)),
    )  # fmt: skip
    found = {one.kind: one.kinds_of_cause for one in compare_records(before, after)}
    assert causes(before, after)["werk"] == (Cause.REAL, Cause.PEERS)
    assert found["index"] == (Cause.REAL,)
    (index,) = [one for one in compare_records(before, after) if one.kind == "index"]
    assert index.causes[0].explanation == "Nieuwer jaar bij een of meer cijfers in de index."


def test_the_index_moves_when_a_figure_no_longer_counts_and_says_which():
    gone = counted("werk", None, None, "Er is geen cijfer van 2021 tot en met 2024 geladen.")
    before, after = (record(index=index_of(50.0, counted("werk", 2020, 7.0))), record(index=index_of(52.0, gone)))
    (found,) = compare_records(before, after)
    assert found.kinds_of_cause == (Cause.AGE,)
    said = "«Werk» telt niet meer mee. Er is geen cijfer van 2021 tot en met 2024 geladen."
    assert found.causes[0].explanation == said


def test_an_index_that_moved_while_none_of_its_figures_did_admits_it():
    same = counted("werk", 2023, 70.0)
    before, after = (record(figure(), figure("wonen"), index=index_of(score, same)) for score in (50.0, 51.0))
    after["indicators"][1] = figure("wonen", period=2024, value=1.0)
    found = [one for one in compare_records(before, after) if one.kind == "index"]
    assert [one.kinds_of_cause for one in found] == [(Cause.UNKNOWN,)]


def test_a_printed_score_shows_its_difference_with_its_own_decimals():
    before, after = (record(index=index_of(score, counted("werk", 2023, score))) for score in (40.2, 40.4))
    ledger = Ledger(compare_records(before, after), [], 1)
    previous = SimpleNamespace(short_number="1", asked_at=datetime(2026, 1, 2, tzinfo=UTC))
    content = {"ledger": ledger, "previous": previous}
    chapter = SimpleNamespace(title="Veranderd", code="veranderd")
    page = render_to_string(CHANGED.template, {"content": content, "chapter": chapter})
    assert '<td class="num">40,2</td><td class="num">40,4</td>' in page
    assert '<td class="num">+0,2</td>' in page
    assert NOT_KNOWN in page
