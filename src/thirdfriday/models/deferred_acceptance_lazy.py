"""Both sides' tastes drawn anew and matched, sorting no list: what the matching reads is found.

An applicant's next choice is looked for when it is needed, and what a program thinks of somebody is
drawn when that person proposes. The matching is that of the sorted lists, choice by choice.
"""

from typing import Any

import numpy as np

from thirdfriday.models.deferred_acceptance import Integers
from thirdfriday.models.deferred_acceptance_bits import compiled
from thirdfriday.models.deferred_acceptance_redraw import HIGHEST, LOWEST, STEPS, Interviews
from thirdfriday.models.market_kernels import bell, mixed

ASKED = np.uint32(0xFFFFFFFF)  # key of a pair that has been proposed to
NOBODY = np.uint64(0xFFFFFFFFFFFFFFFF)  # entry that anybody is better than


class Workspace:
    """Memory that one thread reuses from draw to draw, and the pairs side by side for the cache."""

    __slots__ = ("filled", "heap", "keys", "pairs", "program", "start", "worst")

    def __init__(self, interviews: Interviews, positions: Integers) -> None:
        seats = np.concatenate([[0], np.cumsum(np.maximum(positions, 0))]).astype(np.int32)
        self.start = seats
        self.keys = np.empty(interviews.program.size, np.uint32)
        self.pairs = np.column_stack([interviews.program, interviews.want]).astype(np.float32)
        self.heap = np.empty(int(seats[-1]) + 1, np.uint64)
        self.filled = np.empty(positions.size, np.int32)
        self.worst = np.empty(positions.size, np.uint64)
        self.program = np.empty(interviews.start.size - 1, np.int32)


def match_lazily(
    interviews: Interviews, positions: Integers, *, seed: int, noise: tuple[float, float],
    workspace: Workspace | None = None,
) -> Integers:  # fmt: skip
    """The program each applicant holds when both sides' tastes are drawn anew, -1 for none.

    Args:
        interviews: the pairs.
        positions: by program.
        seed: of this draw; the same seed gives the same matching.
        noise: standard deviation added to what applicants and what programs think.
        workspace: of this thread, to be used again; the result lies in it until the next draw.

    >>> from thirdfriday.models.deferred_acceptance_redraw import interviews_of
    >>> pairs = interviews_of(np.array([0, 1, 2]), np.array([0, 0]), np.zeros(2), np.zeros(2))
    >>> sorted(match_lazily(pairs, np.array([1]), seed=3, noise=(1.0, 1.0)).tolist())
    [-1, 0]
    """
    own = workspace or Workspace(interviews, positions)
    draw_keys(interviews.wish, seed * 2 + 1, np.float32(noise[0]), own.keys)
    propose_lazily(
        interviews.start, own.pairs, own.keys, seed * 2, np.float32(noise[1]), own.start, own.heap,
        own.filled, own.worst, own.program,
    )  # fmt: skip
    found: Integers = own.program
    return found


@compiled
def draw_keys(value: Any, seed: Any, noise: Any, keys: Any) -> None:
    """A key for every pair that is smaller the more it is wanted."""
    for e in range(value.size):
        keys[e] = key_of(value[e] + noise * bell(mixed(seed, e)))


@compiled
def key_of(value: Any) -> Any:
    """A number that falls as the value rises. [32 bits]."""
    return np.uint32(np.int64((HIGHEST - min(max(value, LOWEST), HIGHEST)) * STEPS))


@compiled
def propose_lazily(  # noqa: PLR0917
    start: Any, pairs: Any, keys: Any, seed: Any, noise: Any, seat_start: Any, heap: Any,
    filled: Any, worst: Any, found: Any,
) -> Any:  # fmt: skip
    """Deferred acceptance; each program's held applicants are a heap with the worst on top.

    An entry of the heap is key << 32 | applicant. Whoever is displaced proposes on at once.
    Returns the number of proposals.
    """
    j: Any
    for j in range(filled.size):
        filled[j] = 0
        worst[j] = NOBODY if seat_start[j + 1] > seat_start[j] else np.uint64(0)
    proposals = 0
    for first in range(found.size):
        i: Any = np.int64(first)
        while i >= 0:
            best: Any = ASKED
            e: Any = -1
            for k in range(start[i], start[i + 1]):
                if keys[k] < best:
                    best, e = keys[k], k
            if e < 0:
                found[i] = -1
                break
            proposals += 1
            keys[e] = ASKED
            j = np.int64(pairs[e, 0])
            key = key_of(pairs[e, 1] + noise * bell(mixed(seed, e)))
            entry = (np.uint64(key) << np.uint64(32)) | np.uint64(i)
            if entry >= worst[j]:
                continue
            found[i] = j
            base, top = seat_start[j], filled[j]
            seats = seat_start[j + 1] - base
            if top < seats:
                _push(heap, base, top, entry)
                filled[j] = top + 1
                if top + 1 == seats:
                    worst[j] = heap[base]
                break
            i = np.int64(heap[base] & np.uint64(0xFFFFFFFF))
            _replace(heap, base, seats, entry)
            worst[j] = heap[base]
    return proposals


@compiled
def _push(heap: Any, base: Any, size: Any, entry: Any) -> None:
    """Add an entry to a heap of `size`, the largest on top."""
    slot = size
    while slot > 0:
        above = (slot - 1) >> 1
        if heap[base + above] >= entry:
            break
        heap[base + slot] = heap[base + above]
        slot = above
    heap[base + slot] = entry


@compiled
def _replace(heap: Any, base: Any, size: Any, entry: Any) -> None:
    """Put an entry in the place of the largest."""
    slot = 0
    while True:
        below = 2 * slot + 1
        if below >= size:
            break
        if below + 1 < size and heap[base + below + 1] > heap[base + below]:
            below += 1
        if heap[base + below] <= entry:
            break
        heap[base + slot] = heap[base + below]
        slot = below
    heap[base + slot] = entry
