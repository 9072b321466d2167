"""Small votes for the laws: few projects and costs, so that ties and exact fits are common."""

from hypothesis import strategies as st

from initiatives.analysis.elections import Election, Project, pointing

CODES = "abcdef"


@st.composite
def elections(draw: st.DrawFn, most_points: int = 1) -> Election:
    """Up to six projects, up to eight ballots of up to three voters each."""
    codes = CODES[: draw(st.integers(1, len(CODES)))]
    cost = st.one_of(st.integers(1, 40), st.sampled_from([10, 12, 20, 30]))
    projects = tuple(Project(code, draw(cost)) for code in codes)
    choices = st.dictionaries(st.sampled_from(codes), st.integers(1, most_points))
    ballots = draw(st.lists(st.builds(pointing, choices, st.integers(1, 3)), max_size=8))
    threshold = draw(st.sampled_from([None, None, 1, 3]))
    lot = tuple(draw(st.permutations(codes)))
    return Election(projects, tuple(ballots), draw(st.sampled_from([0, 7, 30, 60, 100])), lot, threshold)


points = st.sampled_from([1, 1, 3, 10])
votes = points.flatmap(elections)
