"""The change ledger: every cause alone and together, nothing where nothing moved, never a movement without a cause."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lib.tables import to_csv, to_xlsx
from regioscan import frames
from regioscan.analysis.ledger import compare_records, notices
from regioscan.analysis.movements import Cause, grouped, summary
from regioscan.figures import region_scan
from regioscan.loading.derived import refresh_distributions
from regioscan.models import Boundary, Distribution, Indicator, Observation, Region, Theme
from regioscan.reports import scan_as_dict
from regioscan.reports.changed import changes_in, changes_until_now, ledger_table
from tests import factories
from tests.province import make_province


def figure(code: str = "werk", **changed: Any) -> dict[str, Any]:
    usual = {
        "theme": "arbeid", "code": code, "name": "Mensen met betaald werk", "definition": "d1", "period": 2023,
        "value": 70.0, "unit": "%", "decimals": 1, "status": "final", "verdict": "In het midden.",
        "benchmarks": [{"code": "NL00", "name": "Nederland", "period": 2023, "value": 71.0, "is_calculated": False}],
        "standing": {"lower": 10, "equal": 0, "higher": 10}, "snapshot": {"id": 1},
    }  # fmt: skip
    return usual | changed


def record(*figures: dict[str, Any], **changed: Any) -> dict[str, Any]:
    region = {"code": "GM9001", "name": "Waalmeer", "valid_from": "2000-01-01", "valid_to": None, "composition": None}
    usual = {
        "region": region,
        "benchmark": {"code": "nederland", "name": "Nederland", "peers": {"n": 2, "sha256": "p1", "codes": ["A", "B"]}},
        "method": {"version": "1"},
        "index": {"method": "v1", "sha256": "m1", "score": 50.0},
        "themes": [{"code": "arbeid", "name": "Arbeid", "score": 50.0}],
        "indicators": list(figures) or [figure()],
    }
    return usual | changed


def peers(*codes: str) -> dict[str, Any]:
    found = {"n": len(codes), "sha256": "-".join(codes), "codes": list(codes)}
    return {"code": "nederland", "name": "Nederland", "peers": found}


def causes(before: dict[str, Any], after: dict[str, Any], present: Any = None) -> dict[str, tuple[Cause, ...]]:
    return {one.code: one.kinds_of_cause for one in compare_records(before, after, present)}


MOVED_PLACE = {"standing": {"lower": 9, "equal": 0, "higher": 11}, "verdict": "Lager."}


# ── Each cause alone ──


def test_nothing_moved_is_said():
    found = compare_records(record(), record())
    assert (found, summary(found)) == ([], "Er is niets veranderd: alle cijfers zijn nog hetzelfde.")


def test_a_newer_year_is_real():
    (found,) = compare_records(record(), record(figure(period=2024, value=72.0)))
    assert (found.kinds_of_cause, found.difference) == ((Cause.REAL,), 2.0)
    assert found.causes[0].explanation == "Het nieuwste jaar is nu 2024; in het rapport was dat 2023."
    assert found.causes[0].amount == 2.0


def test_the_same_year_with_another_value_is_a_revision():
    (found,) = compare_records(record(), record(figure(value=70.4, snapshot={"id": 2})))
    assert found.kinds_of_cause == (Cause.REVISION,)
    assert found.causes[0].explanation == "Over 2023 was het 70,0; de bron geeft nu 70,4."


def test_another_definition_is_named_also_when_the_number_stayed():
    (found,) = compare_records(record(), record(figure(definition="d2")))
    assert (found.kinds_of_cause, found.difference) == ((Cause.DEFINITION,), 0.0)


def test_other_borders_move_a_number_over_the_same_year():
    after = record(figure(value=60.0))
    after["region"] = after["region"] | {"valid_from": "2025-01-01"}
    assert causes(record(), after)["werk"] == (Cause.BORDERS,)


def test_another_composition_of_a_custom_region_is_other_borders():
    before, after = record(), record(figure(value=60.0))
    before["region"], after["region"] = (one["region"] | {"composition": n} for n, one in ((1, before), (2, after)))
    (found,) = compare_records(before, after)
    assert found.causes[0].explanation == "De regio bestaat uit andere delen: toen samenstelling 1, nu 2."


def test_other_peers_move_the_place_and_not_the_number():
    after = record(figure(**MOVED_PLACE), benchmark=peers("A", "C", "D"))
    (found,) = compare_records(record(), after)
    assert (found.kinds_of_cause, found.difference) == ((Cause.PEERS,), 0.0)
    assert found.causes[0].explanation == "De groep om mee te vergelijken veranderde: 2 regio’s erbij, 1 eraf."
    assert found.place_words == "Toen: In het midden. Nu: Lager."


def test_another_comparison_is_named():
    after = record(figure(**MOVED_PLACE), benchmark={"code": "provincie", "name": "Merenland", "peers": None})
    (found,) = compare_records(record(), after)
    assert found.causes[0].explanation == "Toen vergeleken met Nederland, nu met Merenland."


def test_another_method_moves_the_place():
    after = record(figure(**MOVED_PLACE), method={"version": "2"})
    assert causes(record(), after)["werk"] == (Cause.METHOD,)


def test_another_method_moves_what_we_calculated_ourselves():
    before, after = record(figure(status="calculated")), record(figure(status="calculated", value=71.0))
    after["method"] = {"version": "2"}
    assert causes(before, after)["werk"] == (Cause.REVISION, Cause.METHOD)


def test_revised_figures_of_others_move_the_place():
    (found,) = compare_records(record(), record(figure(**MOVED_PLACE)))
    assert found.kinds_of_cause == (Cause.REVISION,)
    assert "cijfers van andere regio’s over hetzelfde jaar zijn herzien" in found.causes[0].explanation


# ── Together ──


def test_a_newer_year_and_a_revision_of_the_old_one_are_told_apart_and_add_up():
    before, after = record(), record(figure(period=2024, value=72.0, snapshot={"id": 2}))
    (found,) = compare_records(before, after, {"werk": {2023: 70.5, 2024: 72.0}})
    assert {one.cause: one.amount for one in found.causes} == {Cause.REAL: 1.5, Cause.REVISION: 0.5}
    assert found.causes[1].explanation == "Ook over 2023 is het herzien: van 70,0 naar 70,5."


def test_a_newer_year_whose_old_year_stayed_is_only_real():
    before, after = record(), record(figure(period=2024, value=72.0))
    assert causes(before, after, {"werk": {2023: 70.0, 2024: 72.0}})["werk"] == (Cause.REAL,)


def test_where_the_old_year_became_unknown_the_parts_are_not_guessed():
    before, after = record(), record(figure(period=2024, value=72.0))
    (found,) = compare_records(before, after, {"werk": {2023: None, 2024: 72.0}})
    assert [(one.cause, one.amount) for one in found.causes] == [(Cause.REAL, None), (Cause.REVISION, None)]


def test_all_that_changed_is_named_and_no_amount_is_given_where_it_cannot_be_split():
    after = record(
        figure(period=2024, value=80.0, definition="d2", snapshot={"id": 2}, **MOVED_PLACE),
        benchmark=peers("A"), method={"version": "2"},
    )  # fmt: skip
    after["region"] = after["region"] | {"valid_from": "2025-01-01"}
    (found,) = compare_records(record(), after, {"werk": {2023: 71.0, 2024: 80.0}})
    assert found.kinds_of_cause == tuple(one for one in Cause if one not in {Cause.AGE, Cause.UNKNOWN})
    assert {one.amount for one in found.causes} == {None}


def test_a_definition_that_came_with_another_delivery_names_both():
    after = record(figure(value=71.0, definition="d2", snapshot={"id": 2}))
    assert causes(record(), after)["werk"] == (Cause.REVISION, Cause.DEFINITION)


# ── Values and reasons ──


def test_a_figure_that_became_suppressed_is_a_revision_without_a_difference():
    (found,) = compare_records(record(), record(figure(value=None, status="suppressed")))
    assert (found.kinds_of_cause, found.difference, found.after.text) == ((Cause.REVISION,), None, "onderdrukt")


def test_a_provisional_figure_that_became_definitive_is_said():
    (found,) = compare_records(record(figure(status="provisional")), record())
    assert found.causes[0].explanation == "Over 2023 bleef het getal gelijk; het was voorlopig en is nu definitief."


def test_a_figure_that_was_never_loaded_and_now_is_counts_as_new():
    before = record(figure(period=None, value=None, status="not_loaded", snapshot=None))
    (found,) = compare_records(before, record())
    assert (found.kinds_of_cause, found.before.text) == ((Cause.REAL,), "geen cijfer")


def test_a_year_that_was_withdrawn_is_a_revision():
    (found,) = compare_records(record(), record(figure(period=2022, value=69.0)))
    assert found.causes[0].explanation == "Het cijfer over 2023 is er niet meer."


def test_a_figure_that_came_or_went_is_a_change_of_definition():
    before, after = record(figure("oud")), record(figure("nieuw"))
    found = {one.code: one for one in compare_records(before, after)}
    assert (found["nieuw"].before, found["oud"].after) == (None, None)
    assert {one.kinds_of_cause for one in found.values()} == {(Cause.DEFINITION,)}


def test_a_difference_below_the_rounding_is_not_shown_as_equal():
    (found,) = compare_records(record(), record(figure(value=70.01)))
    assert found.is_hidden_by_rounding
    assert "minder dan de afronding" in found.causes[0].explanation


def test_noise_in_the_last_bits_is_no_movement():
    assert compare_records(record(figure(value=0.3)), record(figure(value=0.1 + 0.2))) == []


# ── Scores, groups and the region ──


def test_a_score_moves_for_the_reasons_of_its_figures():
    after = record(figure(period=2024, value=72.0), themes=[{"code": "arbeid", "name": "Arbeid", "score": 61.0}])
    found = [one for one in compare_records(record(), after) if one.kind == "thema"]
    assert [(one.code, one.kinds_of_cause, one.difference) for one in found] == [("arbeid", (Cause.REAL,), 11.0)]


def test_an_index_by_another_method_says_so():
    after = record(index={"method": "v2", "sha256": "m2", "score": 55.0})
    (found,) = compare_records(record(), after)
    assert (found.kind, found.kinds_of_cause) == ("index", (Cause.METHOD,))


def test_movements_are_grouped_by_all_their_causes_in_a_fixed_order():
    before = record(figure("a"), figure("b"), figure("c"))
    after = record(figure("a", value=1.0), figure("b", period=2024), figure("c", period=2024, definition="d2"))
    assert [(one.title, [m.code for m in one.movements]) for one in grouped(compare_records(before, after))] == [
        ("Nieuwer jaar", ["b"]),
        ("Nieuwer jaar en andere omschrijving", ["c"]),
        ("Herzien cijfer", ["a"]),
    ]


def test_the_end_of_a_region_and_other_borders_are_told_once():
    after = record()
    after["region"] = after["region"] | {"valid_from": "2021-01-01", "valid_to": "2025-01-01"}
    assert notices(record(), after) == [
        "Deze regio bestaat sinds 2025-01-01 niet meer.",
        "De grenzen van Waalmeer zijn sinds 2021-01-01 anders.",
    ]


# ── Laws ──

VALUES = st.none() | st.floats(-1e6, 1e6)
FIGURES = st.builds(
    lambda code, period, value, definition, snapshot, lower: figure(
        code, period=period, value=value, status="final" if value is not None else "missing", definition=definition,
        snapshot={"id": snapshot}, standing={"lower": lower, "equal": 0, "higher": 3},
    ),
    st.sampled_from("abc"), st.integers(2020, 2024), VALUES, st.sampled_from(["d1", "d2"]), st.integers(1, 2),
    st.integers(0, 2),
)  # fmt: skip
RECORDS = st.builds(
    lambda figures, group, version, valid_from, score: record(
        *{one["code"]: one for one in figures}.values(),
        benchmark=peers(*group), method={"version": version}, themes=[{"code": "arbeid", "name": "A", "score": score}],
        region=record()["region"] | {"valid_from": valid_from},
    ),
    st.lists(FIGURES, min_size=1), st.sampled_from(["AB", "AC"]), st.sampled_from("12"),
    st.sampled_from(["2000-01-01", "2024-01-01"]), VALUES,
)  # fmt: skip
PRESENT = st.none() | st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.integers(2020, 2024), VALUES))


@given(RECORDS)
def test_a_record_against_itself_is_an_empty_ledger(one):
    assert compare_records(one, deepcopy(one)) == []


@given(RECORDS, RECORDS, PRESENT)
def test_every_number_that_differs_has_a_cause_and_known_parts_add_up(before, after, present):
    found = compare_records(before, after, present)
    assert all(one.causes and all(because.explanation for because in one.causes) for one in found)
    old, new = ({one["code"]: (one["period"], one["value"]) for one in r["indicators"]} for r in (before, after))
    differing = {code for code in old.keys() | new.keys() if old.get(code) != new.get(code)}
    assert differing <= {one.code for one in found} | {c for c in differing if _nearly(old.get(c), new.get(c))}
    for one in found:
        amounts = [because.amount for because in one.causes if because.amount is not None]
        assert not amounts or sum(amounts) == pytest.approx(one.difference, rel=1e-9, abs=1e-6)


def _nearly(old: Any, new: Any) -> bool:
    return bool(old and new and old[0] == new[0] and None not in (old[1], new[1]) and old[1] == pytest.approx(new[1]))


# ── On real rows ──


@pytest.fixture
def region(db):
    return make_province()


def _revise(code: str, region: str, period: int, value: float) -> None:
    found = Observation.objects.filter(indicator__code=code, region__code=region, period=period)
    found.update(value=value, snapshot=factories.make_snapshot())
    refresh_distributions([(one.indicator_id, one.period) for one in found])


def test_a_fresh_report_has_nothing_to_tell(region):
    kept = {"scan": scan_as_dict(region_scan(region))}
    found = changes_until_now(kept)
    assert (list(found.movements), list(found.notices), found.n_compared) == ([], [], 3)


def test_a_revised_figure_moves_itself_and_the_place_of_the_others(region):
    ours, theirs = (scan_as_dict(region_scan(frames.get_region(code))) for code in ("GM9001", "GM9002"))
    _revise("cijfer-0", "GM9001", 2024, 99.0)
    moved = changes_until_now({"scan": ours}).movements[0]
    assert (moved.code, moved.kinds_of_cause, moved.after.value) == ("cijfer-0", (Cause.REVISION,), 99.0)
    around = changes_until_now({"scan": theirs}).movements[0]
    assert (around.code, around.kinds_of_cause, around.difference) == ("cijfer-0", (Cause.REVISION,), 0.0)


def test_the_old_year_is_looked_up_among_what_is_known_now(region):
    kept = {"scan": scan_as_dict(region_scan(region, 2023))}
    _revise("cijfer-0", "GM9001", 2023, 45.0)
    moved = next(one for one in changes_until_now(kept).movements if one.code == "cijfer-0")
    assert moved.kinds_of_cause == (Cause.REAL, Cause.REVISION)
    assert sum(one.amount for one in moved.causes) == pytest.approx(moved.difference)


def test_a_new_definition_of_an_indicator_is_seen(region):
    kept = {"scan": scan_as_dict(region_scan(region))}
    indicator = frames.shown_indicators()[0]
    indicator.definition = "Nu anders bedoeld."
    indicator.save()
    assert [one.kinds_of_cause for one in changes_until_now(kept).movements] == [(Cause.DEFINITION,)]


def test_a_comparison_that_is_no_longer_possible_falls_back_and_says_so(region):
    kept = {"scan": scan_as_dict(region_scan(region, None, "provincie"))}
    region.parent = None
    region.save()
    assert any("Toen vergeleken met" in one for one in changes_until_now(kept).notices)


def test_a_region_that_is_unknown_now_gives_no_ledger(region):
    kept = {"scan": scan_as_dict(region_scan(region))}
    kept["scan"]["region"]["code"] = "GM0000"
    assert changes_until_now(kept) is None


def test_the_table_has_a_row_a_movement_in_both_formats(region):
    kept = {"scan": scan_as_dict(region_scan(region, 2023))}
    ledger = changes_in(region_scan(region), kept)
    table = ledger_table(ledger, "Veranderd")
    assert [row[2] for row in table.rows] == ["cijfer-0", "cijfer-1", "cijfer-2"]
    assert {row[9] for row in table.rows} == {"nieuwer jaar"}
    assert to_csv(table).decode("utf-8-sig").count("\r\n") == 4
    assert to_xlsx([table])[:2] == b"PK"


def test_the_number_of_queries_does_not_depend_on_the_number_of_figures(db):
    counts = []
    for n_indicators in (1, 6):
        Region.objects.update(parent=None)
        for model in (Observation, Distribution, Boundary, Region, Indicator, Theme):
            model.objects.all().delete()
        kept = {"scan": scan_as_dict(region_scan(make_province(n_indicators=n_indicators), 2023))}
        with CaptureQueriesContext(connection) as queries:
            assert len(changes_until_now(kept).movements) == n_indicators
        counts.append(len(queries))
    assert counts[0] == counts[1]
