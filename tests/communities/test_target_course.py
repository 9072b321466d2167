"""Where a figure stands between beginning and goal, in words that claim no cause."""

from communities.analysis.target_course import Moment, TargetCourse


def course(baseline=60.8, now=62.1, target=65.0, now_year=2025, **fields) -> TargetCourse:
    """A percentage from 2023, now, to 2028; None where there is none."""
    return TargetCourse(
        baseline=None if baseline is None else Moment(baseline, 2023),
        now=None if now is None else Moment(now, now_year),
        target=None if target is None else Moment(target, 2028),
        decimals=1,
        unit="%",
        **fields,
    )


def test_a_rise_towards_the_goal_says_how_much_and_how_far_still():
    found = course()
    assert found.since_baseline() == "Dat is 1,3 procentpunt hoger dan bij het begin (60,8 % in 2023)."
    assert found.towards_target() == "Het doel is 65,0 % in 2028: nog 2,9 procentpunt te gaan."
    assert found.is_reached is False


def test_a_goal_below_the_beginning_is_reached_by_going_down():
    assert course(baseline=7.1, now=4.9, target=5.0).is_reached is True
    assert course(baseline=7.1, now=6.0, target=5.0).is_reached is False


def test_a_reached_goal_is_said():
    assert course(now=65.0).towards_target() == "Het doel is 65,0 % in 2028: dat is bereikt."


def test_a_missing_beginning_is_said_and_is_never_nought():
    found = course(baseline=None)
    assert found.since_baseline() == "Er is geen beginwaarde: van het begin is geen cijfer bekend."
    assert "0,0" not in found.since_baseline()


def test_without_a_beginning_the_direction_of_the_figure_says_when_the_goal_is_reached():
    assert course(baseline=None, now=66.0, direction=1).is_reached is True
    assert course(baseline=None, now=66.0, direction=-1).is_reached is False
    assert course(baseline=None, now=66.0, direction=0).is_reached is None


def test_a_missing_figure_of_now_leaves_the_beginning_and_the_goal():
    found = course(now=None)
    assert found.since_baseline() == "Bij het begin was het 60,8 % in 2023."
    assert found.towards_target() == "Het doel is 65,0 % in 2028."
    assert found.is_reached is None


def test_what_was_measured_otherwise_since_is_not_compared():
    found = course(breaks=(2024,))
    assert found.since_baseline() == (
        "Bij het begin was het 60,8 % in 2023. "
        "Sinds 2024 wordt het anders gemeten, dus die twee zijn niet te vergelijken."
    )
    assert found.is_reached is None
    assert course(breaks=(2023,)).is_reached is False


def test_no_newer_figure_and_no_change_are_said_as_they_are():
    assert course(now=60.8, now_year=2023).since_baseline().endswith("Er is nog geen nieuwer cijfer.")
    assert course(now=60.84).since_baseline() == "Dat is evenveel als bij het begin (60,8 % in 2023)."


def test_without_a_goal_nothing_is_said_about_it():
    assert course(target=None).towards_target() == ""
