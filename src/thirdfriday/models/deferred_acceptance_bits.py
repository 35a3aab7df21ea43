"""Which ranks of a program's list hold a seat, as bits of machine words, and the typed compiler."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core import types
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])

WORD = 64


def compiled(function: Function) -> Function:
    """The same function as machine code, kept on disk and run without the interpreter's lock.

    It works in place: it may not make arrays, since nothing counts references to them. Counting
    costs more than the matching itself where a call passes forty arrays.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    return cast(Function, numba.njit(**options)(function))


def inlined(function: Function) -> Function:
    """The same function as machine code, copied into each caller."""
    options: dict[str, Any] = {"cache": True, "nogil": True, "inline": "always"}
    return cast(Function, numba.njit(**options)(function))


def _leading_zeros(typing_context: Any, word: Any) -> Any:
    """Number of zero bits above the highest set bit of a 64-bit word. [count]."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        defined_for_zero = context.get_constant(types.boolean, False)
        return builder.ctlz(arguments[0], defined_for_zero)

    return types.uint64(types.uint64), generate


leading_zeros: Any = intrinsic(_leading_zeros)


@inlined
def set_bit(bits: Any, start: Any, rank: Any) -> None:
    """Mark `rank` as holding a seat of the program whose words begin at `start`."""
    bits[start + (rank >> 6)] |= np.uint64(1) << np.uint64(rank & 63)


@inlined
def clear_bit(bits: Any, start: Any, rank: Any) -> None:
    """Mark `rank` as no longer holding a seat."""
    bits[start + (rank >> 6)] &= ~(np.uint64(1) << np.uint64(rank & 63))


@inlined
def is_set(bits: Any, start: Any, rank: Any) -> Any:
    """Whether `rank` holds a seat."""
    return (bits[start + (rank >> 6)] >> np.uint64(rank & 63)) & np.uint64(1) == np.uint64(1)


@compiled
def highest_set(bits: Any, start: Any, below: Any) -> Any:
    """The worst rank under `below` that holds a seat, or -1 when none does. [rank, 0 is best]."""
    if below <= 0:
        return -1
    last = below - 1
    word = last >> 6
    unused = np.uint64(63 - (last & 63))
    value = (bits[start + word] << unused) >> unused
    while value == np.uint64(0):
        word -= 1
        if word < 0:
            return -1
        value = bits[start + word]
    return (word << 6) + 63 - np.int64(leading_zeros(value))


def word_starts(entry_start: Any) -> Any:
    """Where each program's words begin, given where its rank list begins. [index], (programs + 1,).

    >>> word_starts(np.array([0, 3, 103])).tolist()
    [0, 1, 3]
    """
    words = (np.diff(entry_start) + WORD - 1) // WORD
    return np.concatenate([[0], np.cumsum(words)]).astype(np.int64)
