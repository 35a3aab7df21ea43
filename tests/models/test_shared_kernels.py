"""Who gives way to whom: the compiled steps against the same rules in plain Python."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.shared_kernels import crowded_match, keep_best, room_below

SCORES = st.lists(st.floats(-1, 3, allow_nan=False), min_size=1, max_size=6, unique=True)


def kept_by_rule(scores: list[float], places: float, scale: float) -> set[int]:
    """The best first; each stays if fewer above them stay than stand below among the others."""
    kept: list[int] = []
    for line in sorted(range(len(scores)), key=lambda k: -scores[k]):
        if scores[line] > 0 and len(kept) < room_below(scores[line], places, scale):
            kept.append(line)
    return set(kept)


@given(SCORES, st.integers(1, 30), st.floats(0.3, 1.0))
def test_the_best_with_room_below_them_are_kept(
    scores: list[float], places: int, scale: float
) -> None:
    at = np.arange(len(scores))
    count = keep_best(at, len(scores), np.array(scores), float(places), scale)
    assert set(at[:count].tolist()) == kept_by_rule(scores, places, scale)
    assert sorted(at.tolist()) == list(range(len(scores)))


@given(SCORES, st.integers(1, 30))
def test_one_alone_is_kept_exactly_when_above_the_bar(scores: list[float], places: int) -> None:
    for score in scores:
        at = np.array([0])
        assert keep_best(at, 1, np.array([score]), float(places), 0.65) == (score > 0)


@given(
    st.integers(1, 4), st.integers(1, 3), st.integers(0, 2**32 - 1),
    st.lists(st.integers(1, 6), min_size=3, max_size=3),
)  # fmt: skip
def test_the_match_is_the_stable_one_that_students_like_best(
    people: int, programs: int, seed: int, seats: list[int]
) -> None:
    rng = np.random.default_rng(seed)
    lists = [rng.permutation(programs)[: rng.integers(0, programs + 1)] for _ in range(people)]
    start = np.concatenate([[0], np.cumsum([len(each) for each in lists])])
    program = np.concatenate([np.array([], np.int64), *lists]).astype(np.int64)
    standing = rng.normal(0.5, 1, len(program))
    layout = (start, program, programs, np.arange(len(program)), np.zeros(programs + 1, np.int64))
    places = np.array(seats[:programs], float)
    got = crowded_match(layout, standing, np.ones(len(program), np.bool_), places, 0.65)
    assert got.tolist() == best_stable(start, program, standing, places)


def best_stable(
    start: np.ndarray, program: np.ndarray, standing: np.ndarray, seats: np.ndarray
) -> list[int]:
    """The stable assignment in which everybody is best off, by trying them all."""
    choices = [[*range(start[s], start[s + 1]), -1] for s in range(len(start) - 1)]
    stable = [list(each) for each in itertools.product(*choices)
              if is_stable(each, start, program, standing, seats)]  # fmt: skip

    def place(line: int, s: int) -> int:
        return choices[s].index(line)

    best = [min((each[s] for each in stable), key=lambda line: place(line, s))
            for s in range(len(choices))]  # fmt: skip
    assert best in stable
    return best


def is_stable(
    match: tuple[int, ...], start: np.ndarray, program: np.ndarray, standing: np.ndarray,
    seats: np.ndarray,
) -> bool:  # fmt: skip
    """Everybody held has room, and nobody would be held where they would rather be."""
    for p in range(len(seats)):
        held = [line for line in match if line >= 0 and program[line] == p]
        if choose(held, p, standing, seats) != set(held):
            return False
    for s, mine in enumerate(match):
        last = start[s + 1] if mine < 0 else mine
        for line in range(start[s], last):
            p = program[line]
            held = [other for other in match if other >= 0 and program[other] == p]
            if line in choose([*held, line], p, standing, seats):
                return False
    return True


def choose(held: list[int], p: int, standing: np.ndarray, seats: np.ndarray) -> set[int]:
    kept = kept_by_rule([float(standing[line]) for line in held], float(seats[p]), 0.65)
    return {held[k] for k in kept}
