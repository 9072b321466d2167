"""How few people can carry a combination of published sums. Pure, and exact: whole numbers modulo a prime.

Whoever knows some sums over people (a mean and its n are a sum) knows every combination of them: differences, sums of
differences, anything linear. A combination gives every person a coefficient; the people whose coefficient is not zero
*carry* it. A combination carried by few says something about those few. Here it is decided whether every combination
that is not zero for everybody is carried by at least `least` people. For the groups of one breakdown that is the same
as "every block has at least `least` people"; for several breakdowns nothing simpler is true.

Why the answer "yes" can be trusted. Let A be the matrix of the sums (rows) over people (columns), r its rank.

1. *Modulo a prime.* If A has the same rank modulo p as over the fractions, then a combination over the fractions, made
   whole and divided by its common factor, is modulo p a combination of the same rows, not zero, and carried by no one
   who did not carry it before. So what is not light modulo p is not light at all. That the ranks are equal is not
   assumed: the relations between the rows are found modulo p, lifted to small whole numbers and multiplied out over
   all columns. They hold exactly, so the true rank is not above the rank found; it is never below it. When they do not
   lift, the answer is "no".
2. *Heavy kinds.* People with the same column are carriers together. A kind of `least` people or more carries no light
   combination; so only the combinations that are zero on all such kinds are looked at.
3. *Disjoint bases* (Brouwer and Zimmermann, for the least weight of a code). Take m disjoint sets of people on each of
   which the rows keep their full rank. A combination that is not zero is not zero on each of the sets: so with
   m = `least` it is carried by at least `least` people. With fewer sets, a combination carried by at most w = least − 1
   people has on at least one of the sets at most w // m carriers. Those are few enough to look at all of them: with one
   carrier on a basis there is one combination (up to a factor) for each of its r people; with two there is for each
   pair one family row + λ · other, whose lightest member takes the λ that most of the people share. With more than
   two the answer is "no", which hides more than needed but never less.
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

PRIME = 2_147_483_647
"""The largest of which products fit in 64 bits (2³¹ − 1)."""
SMALL = 10_000
SCALES = range(1, 61)
DEEPEST = 2


def is_carried_by_enough(sums: Ints, people: Ints, least: int) -> bool:
    """Whether every combination of the sums that is not zero for everybody is carried by `least` people or more.

    `sums` is sums × kinds of people, small whole coefficients; `people` says how many there are of each kind. True is
    proven (see above); False means that a lighter combination exists or that none could be excluded.
    """
    if not sums.size:
        return True
    order = np.random.default_rng(0).permutation(sums.shape[1])
    words = _independent(sums[:, order])
    if words is None:
        return False
    counts = people[order]
    is_light = counts < least
    return _is_heavy_enough(_zero_on(words, ~is_light)[:, is_light], counts[is_light], least)


def is_carried(sums: Ints, least: int) -> bool:
    """The same for sums × people: who have the same column are taken together, who are in no sum are left out."""
    kinds, people = np.unique(sums[:, sums.any(axis=0)], axis=1, return_counts=True)
    return is_carried_by_enough(kinds, people.astype(np.int64), least)


def exact_rank(sums: Ints) -> int | None:
    """The rank of the sums over the fractions; None when it could not be proven."""
    if not sums.size:
        return 0
    words = _independent(sums)
    return None if words is None else len(words)


def reduced(matrix: Ints, among: int) -> tuple[Ints, list[int]]:
    """The reduced row echelon form modulo the prime, with pivots sought in the first `among` columns, and the pivots.

    Rows after the last pivot are zero in those columns.
    """
    work = matrix % PRIME
    pivots: list[int] = []
    for column in range(among):
        row = len(pivots)
        if row == len(work):
            break
        candidates = np.flatnonzero(work[row:, column])
        if not len(candidates):
            continue
        found = row + int(candidates[0])
        if found != row:
            work[[row, found]] = work[[found, row]]
        work[row] = work[row] * pow(int(work[row, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(work[:, column])
        others = others[others != row]
        work[others] = (work[others] - work[others, column][:, None] * work[row]) % PRIME
        pivots.append(column)
    return work, pivots


def _independent(sums: Ints) -> Ints | None:
    """As many combinations as the rank, which together make all; None when the rank could not be proven."""
    n_rows, n_columns = sums.shape
    for looked_at in sorted({min(3 * n_rows, n_columns), n_columns}):
        work, pivots = reduced(np.hstack([sums[:, :looked_at], np.eye(n_rows, dtype=np.int64)]), looked_at)
        made_of = work[:, looked_at:]
        rank = len(pivots)
        if _hold_exactly(made_of[rank:], sums):
            independent: Ints = made_of[:rank] @ sums % PRIME
            return independent
    return None


def _hold_exactly(relations: Ints, sums: Ints) -> bool:
    """Whether the relations, lifted to small whole numbers, make zero of the rows in every column."""
    if not len(relations):
        return True
    tidy, _ = reduced(relations, relations.shape[1])
    lifted = [_lifted(one) for one in tidy]
    return all(one is not None and not (one @ sums).any() for one in lifted)


def _lifted(relation: Ints) -> Ints | None:
    for scale in SCALES:
        scaled = relation * scale % PRIME
        centred: Ints = np.where(scaled > PRIME // 2, scaled - PRIME, scaled)
        if np.abs(centred).max() <= SMALL:
            return centred
    return None


def _zero_on(words: Ints, kinds: npt.NDArray[np.bool_]) -> Ints:
    """What makes all combinations of the words that are zero on these kinds."""
    n_kinds = int(kinds.sum())
    if not n_kinds:
        return words
    work, pivots = reduced(np.hstack([words[:, kinds], words]), n_kinds)
    return work[len(pivots) :, n_kinds:]


def _is_heavy_enough(words: Ints, people: Ints, least: int) -> bool:
    if not len(words):
        return True
    bases = _bases(words, people, least)
    if len(bases) >= least:
        return True
    if not bases or (deep := (least - 1) // len(bases)) > DEEPEST:
        return False
    for basis in bases:
        rows, _ = reduced(np.hstack([words[:, basis], words]), len(basis))
        rows = rows[:, len(basis) :]
        if ((rows != 0) @ people).min() < least or (deep == DEEPEST and _has_light_pair(rows, people, least)):
            return False
    return True


def _bases(words: Ints, people: Ints, enough: int) -> list[list[int]]:
    """Disjoint sets of people (given by their kinds) on which the words keep their rank; at most `enough`."""
    left = people.copy()
    bases: list[list[int]] = []
    while len(bases) < enough:
        order = np.argsort(-left, kind="stable")
        order = order[left[order] > 0]
        basis = _first_basis(words, order[: 3 * len(words)]) or _first_basis(words, order)
        if basis is None:
            break
        left[basis] -= 1
        bases.append(basis)
    return bases


def _first_basis(words: Ints, kinds: npt.NDArray[np.intp]) -> list[int] | None:
    if len(kinds) < len(words):
        return None
    _, pivots = reduced(words[:, kinds], len(kinds))
    return [int(kinds[one]) for one in pivots] if len(pivots) == len(words) else None


def _has_light_pair(rows: Ints, people: Ints, least: int) -> bool:
    """Whether two rows have a combination that fewer than `least` people carry."""
    carries = rows != 0
    weighed = carries * people
    both = weighed @ carries.T.astype(np.int64)
    alone = np.diag(both)[:, None] + np.diag(both)[None, :] - 2 * both
    for one, other in np.argwhere(np.triu(alone < least, 1)):
        shared = carries[one] & carries[other]
        inverses = np.array([pow(int(value), -1, PRIME) for value in rows[other, shared]], np.int64)
        _, factors = np.unique(rows[one, shared] * inverses % PRIME, return_inverse=True)
        most = int(np.bincount(factors, people[shared]).max()) if shared.any() else 0
        if alone[one, other] + both[one, other] - most < least:
            return True
    return False
