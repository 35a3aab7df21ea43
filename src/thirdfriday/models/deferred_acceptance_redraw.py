"""Both sides' tastes drawn anew and matched, thousands of times over the same interviews."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numba
import numpy as np

from thirdfriday.models.deferred_acceptance import Integers, Offsets, propose_in_rounds
from thirdfriday.models.deferred_acceptance_bits import word_starts
from thirdfriday.models.deferred_acceptance_tastes import (
    Chance,
    Reals,
    chance_of,
    extent_of,
    key_of,
    place_bits,
)

SHORT = 24  # stretches up to this are sorted faster by insertion

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, eq=False)
class Interviews:
    """Who met whom, and what each thought before chance: one entry per pair, by applicant.

    `start` (applicants + 1,); `program`, `wish` (of the applicant) and `want` (of the program)
    (pairs,); `entry_start` (programs + 1,) and `entry` (pairs,) the same pairs by program.
    `extents`: least and greatest wish, and want; `longest`: of the applicants' lists.
    """

    start: Offsets
    program: Integers
    wish: Reals
    want: Reals
    entry_start: Offsets
    entry: Integers
    owner: Integers
    extents: tuple[tuple[float, float], tuple[float, float]]
    longest: int


def interviews_of(start: Offsets, program: Integers, wish: Reals, want: Reals) -> Interviews:
    """The pairs in both orders.

    Raises:
        ValueError: a wish or a want is not a finite number.
    """
    extents = extent_of(wish), extent_of(want)
    if not np.isfinite(extents).all():
        raise ValueError("What a side thinks of a pair must be a finite number.")
    programs = int(program.max()) + 1
    entry = np.argsort(program, kind="stable").astype(np.int32)
    count = np.bincount(program, minlength=programs)
    owner = np.repeat(np.arange(start.size - 1, dtype=np.int32), np.diff(start))
    return Interviews(
        start.astype(np.int64), program.astype(np.int32), wish.astype(np.float32),
        want.astype(np.float32), np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        entry, owner, extents, int(np.diff(start).max(initial=0)),
    )  # fmt: skip


def chances(
    interviews: Interviews, seed: int, noise: tuple[float, float]
) -> tuple[Chance, Chance, Any]:
    """The chance of applicants and of programs in one draw, and the bits of a place on a list."""
    shift = place_bits(interviews.longest)
    return (
        chance_of(seed, 1, noise[0], interviews.extents[0], 32 - shift),
        chance_of(seed, 0, noise[1], interviews.extents[1], 31), np.uint32(shift),
    )  # fmt: skip


def match_redrawn(
    interviews: Interviews, positions: Integers, *, seed: int, noise: tuple[float, float]
) -> Integers:
    """The program each applicant holds when both sides' tastes are drawn anew, -1 for none.

    Args:
        interviews: the pairs.
        positions: by program.
        seed: of this draw; the same seed gives the same matching.
        noise: standard deviation added to what applicants and what programs think.

    >>> pairs = interviews_of(np.array([0, 1, 2]), np.array([0, 0]), np.zeros(2), np.zeros(2))
    >>> sorted(match_redrawn(pairs, np.array([1]), seed=3, noise=(1.0, 1.0)).tolist())
    [-1, 0]
    """
    pairs = interviews.program.size
    wishing, wanting, shift = chances(interviews, seed, noise)
    edge, listed = np.empty(pairs, np.uint32), np.empty(pairs, np.int32)
    rank, keys = np.empty(pairs, np.uint32), np.empty(pairs, np.uint64)
    _rank_entries(interviews.entry_start, interviews.entry, interviews.want, interviews.owner,
                  wanting, rank, listed, keys)  # fmt: skip
    _order_lists(interviews.start, interviews.program, interviews.wish, rank,
                 wishing, shift, edge, keys)  # fmt: skip
    applicants = interviews.start.size - 1
    starts = word_starts(interviews.entry_start)
    held = np.empty(applicants, np.int32)
    propose_in_rounds(
        interviews.start, edge, interviews.entry_start, listed, starts,
        positions.astype(np.int32), np.zeros(int(starts[-1]) + 1, np.uint64), held,
        np.empty((2, applicants), np.int32), np.empty(positions.size, np.int32),
    )  # fmt: skip
    program = np.full(applicants, -1, np.int32)
    program[held >= 0] = (edge[held[held >= 0]] >> np.uint32(16)).astype(np.int32)
    return program


def _compiled(function: Function) -> Function:
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
    return cast(Function, numba.njit(**options)(function))


@_compiled
def _sort(keys: Any, start: Any, end: Any) -> None:
    """Sort a stretch in place: short ones by insertion."""
    if end - start > SHORT:
        keys[start:end].sort()
        return
    for k in range(start + 1, end):
        key = keys[k]
        slot = k
        while slot > start and keys[slot - 1] > key:
            keys[slot] = keys[slot - 1]
            slot -= 1
        keys[slot] = key


@_compiled
def _rank_entries(  # noqa: PLR0917
    entry_start: Any, entry: Any, want: Any, owner: Any, chance: Any, rank: Any, listed: Any,
    keys: Any,
) -> None:  # fmt: skip
    """Each program's list by what it thinks plus chance; the rank of every pair."""
    for j in range(entry_start.size - 1):
        start, end = entry_start[j], entry_start[j + 1]
        for k in range(start, end):
            e = entry[k]
            keys[k] = (np.uint64(key_of(want[e], e, chance)) << np.uint64(32)) | np.uint64(e)
        _sort(keys, start, end)
        for k in range(start, end):
            e = np.int64(keys[k] & np.uint64(0xFFFFFFFF))
            rank[e] = k - start
            listed[k] = owner[e]


@_compiled
def _order_lists(  # noqa: PLR0917
    start: Any, program: Any, wish: Any, rank: Any, chance: Any, shift: Any, edge: Any, keys: Any,
) -> None:  # fmt: skip
    """Each applicant's list by what is wished plus chance, as program << 16 | rank."""
    for i in range(start.size - 1):
        first, last = start[i], start[i + 1]
        for e in range(first, last):
            place = np.uint64(e) & ((np.uint64(1) << shift) - np.uint64(1))
            key = (np.uint64(key_of(wish[e], e, chance)) << shift) | place
            keys[e] = (key << np.uint64(32)) | np.uint64(e)
        _sort(keys, first, last)
        for e in range(first, last):
            old = np.int64(keys[e] & np.uint64(0xFFFFFFFF))
            edge[e] = (np.uint32(program[old]) << np.uint32(16)) | rank[old]
