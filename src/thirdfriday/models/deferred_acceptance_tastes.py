"""What each side thinks of a pair when tastes are drawn anew: chance by pair, keys in its order."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from thirdfriday.models.deferred_acceptance_bits import compiled, inlined
from thirdfriday.models.market_kernels import mixed

Reals = npt.NDArray[np.float32]

REACH = 5.5  # standard deviations that no draw exceeds: of 2**24 on either side of 0
ROUNDING = 1e-6  # of the range is left over, since 32-bit numbers round

# A step of Weyl's sequence and the multipliers of a mixer of 32 bits (C. Wellons, "lowbias32").
STRIDE, FIRST, SECOND = np.uint32(0x9E3779B1), np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
HALF_WORD, BELOW_HALF = np.uint32(16), np.uint32(15)
SIGN_BIT, CHANCE_SHIFT = np.uint32(1), np.uint32(9)
HALF, ONE = np.float32(0.5), np.float32(1)
TO_CHANCE = np.float32(2.0**-24)
EXPONENT, BIAS = np.int32(23), np.int32(127)
MANTISSA, UNIT = np.int32(0x7FFFFF), np.int32(0x3F800000)
# log2(1 + x) = x + x (1 - x) times this polynomial on [0, 1], fitted: error < 1.6e-5.
LOG_0, LOG_1, LOG_2, LOG_3 = (
    np.float32(0.441917), np.float32(-0.26717906), np.float32(0.14842588), np.float32(-0.04514855),
)  # fmt: skip
# The normal value exceeded with chance p is (s - 1) TOP(s) / BOTTOM(s), s = sqrt(-log2 p), fitted
# for p from 2**-25 to 1/2: error < 4e-6.
TOP_0, TOP_1, TOP_2 = np.float32(2.88773075), np.float32(5.5743866), np.float32(1.71617052)
# The polynomial below the line; its constant is 1.
LOW_1, LOW_2 = np.float32(3.40491605), np.float32(1.45360284)


class Chance(NamedTuple):
    """One side's chance in one draw, and the scale on which what it thinks becomes a key.

    `first` and `second` are halves of the seed; `noise` [standard deviations]; a key is `steps` a
    unit below `top`, at most `most`.
    """

    first: Any
    second: Any
    noise: Any
    top: Any
    steps: Any
    most: Any


def chance_of(seed: int, side: int, noise: float, extent: tuple[float, float], bits: int) -> Chance:
    """One side's chance, with keys of `bits` bits for what lies in `extent` before chance."""
    mix = int(mixed(seed, side))
    lowest, highest = extent[0] - REACH * noise, extent[1] + REACH * noise
    most = 2.0**bits * (1.0 - ROUNDING) - 2.0
    steps = most / (highest - lowest) if highest > lowest else 0.0
    return Chance(
        np.uint32(mix & 0xFFFFFFFF), np.uint32(mix >> 32), np.float32(noise),
        np.float32(highest), np.float32(steps), np.float32(most),
    )  # fmt: skip


def extent_of(values: Reals) -> tuple[float, float]:
    """The least and the greatest of what a side thinks before chance."""
    return (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)


def place_bits(longest: int) -> int:
    """Bits that tell the places of a list of that length apart, at least one. [bits].

    >>> [place_bits(n) for n in (0, 2, 3, 60)]
    [1, 1, 2, 6]
    """
    return max(1, math.ceil(math.log2(max(longest, 1))))


@inlined
def _stirred(x: Any) -> Any:
    """32 bits that depend on all of the 32 given; products are cut to 32 bits again."""
    x = np.uint32((x ^ (x >> HALF_WORD)) * FIRST)
    x = np.uint32((x ^ (x >> BELOW_HALF)) * SECOND)
    return np.uint32(x ^ (x >> HALF_WORD))


@inlined
def normal_of(number: Any, first: Any, second: Any) -> Any:
    """A standard normal number that belongs to a pair and a draw. [standard deviations].

    Method: two rounds of a 32-bit mixer with half of the seed before each; the upper 23 bits are
    a chance up to 1/2 that is turned into the normal value exceeded with it, the lowest is the
    sign.
    All arithmetic is that of 32-bit numbers, so that one pair and eight at once come out alike.
    """
    x = _stirred(np.uint32(np.uint32(np.uint32(number) * STRIDE) ^ first))
    x = _stirred(np.uint32(x + second))
    chance = (np.float32(np.int32(x >> CHANCE_SHIFT)) + HALF) * TO_CHANCE
    parts = np.float32(chance).view(np.int32)
    octave = np.float32((parts >> EXPONENT) - BIAS)
    m = np.int32((parts & MANTISSA) | UNIT).view(np.float32) - ONE
    log = octave + m + m * (ONE - m) * (((LOG_3 * m + LOG_2) * m + LOG_1) * m + LOG_0)
    s = np.sqrt(-log)
    value = (s - ONE) * ((TOP_2 * s + TOP_1) * s + TOP_0) / ((LOW_2 * s + LOW_1) * s + ONE)
    return value if x & SIGN_BIT else -value


@inlined
def key_of(value: Any, number: Any, chance: Any) -> Any:
    """A number above 0 that falls as `value` plus the pair's chance rises."""
    first, second, noise, top, steps, most = chance
    below = (top - (value + noise * normal_of(number, first, second))) * steps
    return np.uint32(np.int32(min(max(below, np.float32(0)), most))) + np.uint32(1)


@compiled
def draw_keys(values: Any, chance: Any, shift: Any, keys: Any) -> None:
    """A key for every pair that is smaller the more it is wanted.

    Below it stand the lowest `shift` bits of the pair's number, which tell the pairs of one list
    apart: equal keys go by place.
    """
    mask = (np.uint32(1) << shift) - np.uint32(1)
    for e in range(values.size):
        keys[e] = (key_of(values[e], e, chance) << shift) | (np.uint32(e) & mask)
