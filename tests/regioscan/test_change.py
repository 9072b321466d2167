"""Changes in time: worked figures, and no line across what is not known."""

from regioscan.analysis.change import Change, change, enough_for_a_line, relative_size, since_break, with_gaps


def test_a_change_runs_from_the_earliest_known_year_of_the_window():
    points = [(2015, 1.0), (2019, 4.0), (2021, None), (2024, 2.5)]
    assert change(points) == Change(2019, 4.0, 2024, 2.5)
    assert change(points).difference == -1.5


def test_one_known_year_is_no_change():
    assert change([(2020, None), (2024, 2.0)]) is None
    assert change([]) is None


def test_a_start_before_the_window_is_not_used():
    assert change([(2015, 1.0), (2024, 2.0)]) is None


def test_a_change_never_reaches_across_a_break():
    points = [(2019, 4.0), (2021, 3.0), (2023, 7.0), (2024, 6.5)]
    assert change(points, [2023]) == Change(2023, 7.0, 2024, 6.5)
    assert change(points, [2020, 2022]) == Change(2023, 7.0, 2024, 6.5)
    assert change(points, [2024]) is None
    assert change(points, [2026]) == Change(2019, 4.0, 2024, 6.5)


def test_only_points_from_the_last_break_on_are_one_series():
    points = [(2019, 4.0), (2021, 3.0), (2023, 7.0), (2024, None)]
    assert since_break(points, [2021, 2030]) == ((2021, 3.0), (2023, 7.0), (2024, None))
    assert since_break(points, [2024]) == tuple(points)
    assert since_break(points, []) == tuple(points)
    assert since_break([(2020, None)], [2019]) == ((2020, None),)


def test_missing_years_become_gaps():
    assert with_gaps([(2020, 1.0), (2023, 2.0)]) == ((2020, 1.0), (2021, None), (2022, None), (2023, 2.0))
    assert with_gaps([]) == ()


def test_two_known_years_make_no_line():
    assert enough_for_a_line([(2020, 1.0), (2021, None), (2022, 2.0)]) is False
    assert enough_for_a_line([(2020, 1.0), (2021, 3.0), (2022, 2.0)]) is True


def test_a_change_is_measured_by_how_far_ordinary_regions_are_apart():
    assert relative_size(Change(2019, 4.0, 2024, 2.0), 4.0) == 0.5
    assert relative_size(None, 4.0) == 0.0
    assert relative_size(Change(2019, 4.0, 2024, 2.0), 0.0) == 0.0
