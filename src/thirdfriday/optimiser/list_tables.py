# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""The two tables of the recursion over kept interviews for one list, and its worth.

`tier` [n] is a list in the preference order of a `Board` (-1 = left out).
Method: docs/models/choices.md, "Kept interviews"
"""

from typing import Any

from numba import njit


@njit(cache=True, nogil=True)
def tabulate(board: Any, tier: Any, scan: Any) -> int:
    """Fill the forward and backward tables of the list; returns its length."""
    return _tables(
        board.offer, board.admit, board.worth, board.states, board.step,
        tier, scan.listed, scan.mass, scan.ahead,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _tables(
    offer: Any,
    admit: Any,
    worth: Any,
    states: Any,
    step: Any,
    tier: Any,
    listed: Any,
    mass: Any,
    ahead: Any,
) -> int:
    """`tabulate` on plain arrays: the rows of `recursion` written out, since views are dear."""
    nodes = admit.shape[1]
    length = 0
    for q in range(nodes):
        for c in range(states + 1):
            mass[0, q, c] = 0.0
        mass[0, q, 0] = 1.0
    for k in range(tier.size):
        if tier[k] < 0:
            continue
        listed[length] = k
        forward(offer, admit, states, step, k, tier[k], mass, length)
        length += 1
    for q in range(nodes):
        for c in range(states + 1):
            ahead[length, q, c] = 0.0
    for i in range(length - 1, -1, -1):
        k = listed[i]
        backward(offer, admit, worth, states, step, k, tier[k], ahead, i)
    return length


@njit(cache=True, nogil=True, inline="always")
def forward(
    offer: Any, admit: Any, states: Any, step: Any, k: Any, t: Any, mass: Any, i: Any
) -> None:
    """Carry the mass before place i past program k at tier t, into the row of place i + 1.

    Each step has loops of its own: an index that might be below 0 would keep several states from
    being taken at once.
    """
    for q in range(admit.shape[1]):
        take = offer[k, t, q]
        if step == 0:
            mass[i + 1, q, 0] = mass[i, q, 0] * (1.0 - take * admit[k, q])
            continue
        stay = 1.0 - take
        move = take * (1.0 - admit[k, q])
        mass[i + 1, q, 0] = mass[i, q, 0] * stay
        for c in range(states - 1):
            mass[i + 1, q, c + 1] = mass[i, q, c + 1] * stay + mass[i, q, c] * move


@njit(cache=True, nogil=True, inline="always")
def backward(
    offer: Any, admit: Any, worth: Any, states: Any, step: Any, k: Any, t: Any, ahead: Any, i: Any
) -> None:
    """The worth to go from place i, program k at tier t included, from that of place i + 1."""
    for q in range(admit.shape[1]):
        take = offer[k, t, q]
        stay = 1.0 - take
        prize = take * (admit[k, q] * worth[k])
        move = take * (1.0 - admit[k, q])
        if step == 0:
            ahead[i, q, 0] = stay * ahead[i + 1, q, 0] + prize + move * ahead[i + 1, q, 0]
            continue
        for c in range(states):
            ahead[i, q, c] = stay * ahead[i + 1, q, c] + prize + move * ahead[i + 1, q, c + 1]


@njit(cache=True, nogil=True)
def tables_without(
    offer: Any,
    admit: Any,
    worth: Any,
    states: Any,
    step: Any,
    tier: Any,
    listed: Any,
    mass: Any,
    ahead: Any,
    place: int,
    length: int,
) -> None:
    """The tables as if the program at one place of the list took no part.

    The rows of mass up to the place and of worth past it are those of the whole list already.
    """
    for q in range(admit.shape[1]):
        for c in range(states):
            mass[place + 1, q, c] = mass[place, q, c]
            ahead[place, q, c] = ahead[place + 1, q, c]
    for i in range(place + 1, length):
        forward(offer, admit, states, step, listed[i], tier[listed[i]], mass, i)
    for i in range(place - 1, -1, -1):
        k = listed[i]
        backward(offer, admit, worth, states, step, k, tier[k], ahead, i)


@njit(cache=True, nogil=True)
def list_worth(board: Any, tier: Any, scan: Any) -> float:
    """Worth of the list as it stands, its tables filled anew."""
    tabulate(board, tier, scan)
    return first_worth(board, scan)


@njit(cache=True, nogil=True)
def first_worth(board: Any, scan: Any) -> float:
    """Worth of the list whose tables are filled."""
    worth = 0.0
    for q in range(board.weight.size):
        worth += board.weight[q] * scan.ahead[0, q, 0]
    return worth


@njit(cache=True, nogil=True)
def worth_alone(board: Any, tier: Any, here: Any) -> float:
    """Worth of a list, tables left as they are; `here` [Q, S + 1] is room to work in."""
    return _worth_alone(
        board.offer, board.admit, board.worth, board.weight, board.states, board.step, tier, here
    )


@njit(cache=True, nogil=True)
def _worth_alone(
    offer: Any,
    admit: Any,
    worth: Any,
    weight: Any,
    states: Any,
    step: Any,
    tier: Any,
    here: Any,
) -> float:
    here.fill(0.0)
    for k in range(tier.size - 1, -1, -1):
        if tier[k] < 0:
            continue
        for q in range(weight.size):
            take = offer[k, tier[k], q]
            stay = 1.0 - take
            prize = take * (admit[k, q] * worth[k])
            move = take * (1.0 - admit[k, q])
            if step == 0:
                here[q, 0] = stay * here[q, 0] + prize + move * here[q, 0]
                continue
            for c in range(states):
                here[q, c] = stay * here[q, c] + prize + move * here[q, c + 1]
    total = 0.0
    for q in range(weight.size):
        total += weight[q] * here[q, 0]
    return total
