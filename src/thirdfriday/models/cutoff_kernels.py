"""The compiled steps of standing against cutoffs: chances of admission, and lists walked down."""

import math
from typing import Any

import numpy as np

from thirdfriday.models.market_kernels import bell, compiled, mixed, share_of

# Acklam's rational approximation of the inverse normal distribution (relative error < 1.2e-9).
MIDDLE_TOP = (
    -3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02,
    1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00,
)  # fmt: skip
# Acklam, below the line.
MIDDLE_BOTTOM = (
    -5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02,
    6.680131188771972e01, -1.328068155288572e01,
)  # fmt: skip
# Acklam, in the tails.
TAIL_TOP = (
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00,
    -2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00,
)  # fmt: skip
# Acklam, in the tails, below the line.
TAIL_BOTTOM = (
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00,
)  # fmt: skip
TAIL = 0.02425  # where Acklam's tails begin
LEAST = 1e-12  # no chance is nearer to 0 or 1
SELDOM = 0.005  # positions so seldom left unfilled change no chance by a third of a point
ROOT_TWO = math.sqrt(2.0)
REACH = 8.0  # standard deviations either way that the table of the normal share reaches
PER_UNIT = 64.0  # rows of it per standard deviation
NO_TABLE = np.zeros((0, 2))  # in its place: every share is worked out
DENSITY = 1.0 / math.sqrt(2.0 * math.pi)


@compiled
def inverse_normal(chance: Any) -> Any:
    """The standard normal value that is exceeded with chance 1 - `chance`. [standard deviations]

    Method: Acklam's rational approximation.
    """
    p = min(max(chance, LEAST), 1.0 - LEAST)
    if p < TAIL or p > 1.0 - TAIL:
        q = math.sqrt(-2.0 * math.log(min(p, 1.0 - p)))
        top, bottom = TAIL_TOP, TAIL_BOTTOM
        up = ((((top[0] * q + top[1]) * q + top[2]) * q + top[3]) * q + top[4]) * q + top[5]
        down = (((bottom[0] * q + bottom[1]) * q + bottom[2]) * q + bottom[3]) * q + 1.0
        return up / down if p < 0.5 else -up / down
    q = p - 0.5
    r = q * q
    top, low = MIDDLE_TOP, MIDDLE_BOTTOM
    up = (((((top[0] * r + top[1]) * r + top[2]) * r + top[3]) * r + top[4]) * r + top[5]) * q
    down = ((((low[0] * r + low[1]) * r + low[2]) * r + low[3]) * r + low[4]) * r + 1.0
    return up / down


@compiled
def normal_share(value: Any) -> Any:
    """Share of a standard normal below `value`. [probability]"""
    return 0.5 * math.erfc(-value / ROOT_TWO)


@compiled
def share_read(value: Any, table: Any) -> Any:
    """Share of a standard normal below `value`, read from a table of it. [probability]

    Between two rows by the cubic through their shares and densities: wrong by under 1e-9.
    """
    place = (value + REACH) * PER_UNIT
    row = int(min(max(place, 0.0), table.shape[0] - 2.0))
    t = min(max(place - row, 0.0), 1.0)
    low, rise = table[row, 0], table[row + 1, 0] - table[row, 0]
    at_low, at_high = table[row, 1], table[row + 1, 1]
    bend, turn = 3.0 * rise - 2.0 * at_low - at_high, at_low + at_high - 2.0 * rise
    return low + t * (at_low + t * (bend + t * turn))


@compiled
def admission_grid(seen: Any, gaps: Any, nodes: Any, chain: Any, table: Any) -> Any:
    """Chance of admission once interviewed, by program and node. [n, Q]

    Args:
        seen: (log-odds of an invitation, quality seen again when ranking [log-odds], both at
            quality 0 of the nodes; chance of positions left unfilled) [n, n, n].
        gaps: of the cutoff over the threshold, (means of groups of seasons, spread within them,
            share of each group) [n, G], [n], [G].
        nodes: (quality, performance) [Q, Q].
        chain: (level, quality slope, performance spread, spread of the day, lift where unfilled).
        table: of the normal share, to read it from; empty to work it out.
    """
    log_odds, again, unfilled = seen
    points, spread, share = gaps
    quality, performance = nodes
    level, slope, wide, day, lift = chain
    chances = np.empty((log_odds.size, quality.size))
    exact = table.size == 0
    for j in range(log_odds.size):
        excess, rest, last = 0.0, 1.0, np.nan
        for q in range(quality.size):
            if quality[q] != last:
                last = quality[q]
                chance = 1.0 / (1.0 + math.exp(-(log_odds[j] + last)))
                chance = min(max(chance, LEAST), 1.0 - LEAST)
                above = inverse_normal(chance)
                cut = DENSITY * math.exp(-0.5 * above * above) / chance
                excess = above + cut
                rest = max(0.0, 1.0 - cut * excess) + day * day + spread[j] * spread[j]
                rest = math.sqrt(rest)
                excess += level + slope * (again[j] + last)
            over = excess + wide * performance[q]
            chance = 0.0
            for g in range(share.size):
                above = over - points[j, g]
                part = normal_share(above / rest) if exact else share_read(above / rest, table)
                if unfilled[j] > SELDOM:
                    over_low = (above + lift) / rest
                    lifted = normal_share(over_low) if exact else share_read(over_low, table)
                    part += unfilled[j] * (lifted - part)
                chance += share[g] * part
            chances[j, q] = min(max(chance, LEAST), 1.0 - LEAST)
    return chances


@compiled
def walk_lists(chances: Any, bank: Any, season: Any, chain: Any, settings: Any) -> Any:
    """The line at which each season takes the applicant (-1 none), and its interviews.

    Args:
        chances: by line and node [m, Q]: (chance of an interview, 1 where it has taken place; of an
            invitation without a signal; quality seen again when ranking), and the chance of
            positions left unfilled by line [m].
        bank: (cutoff over threshold by line and packaged season [m, S], the number of each
            line's program, by which its chance events go [m]).
        season: (node, packaged season) behind each season.
        chain: as in `admission_grid`.
        settings: (performance at each node, most interviews kept from the top of the list, seed).
    """
    offer, invited, again, unfilled = chances
    gap, key = bank
    node, column = season
    performance, capacity, seed = settings
    level, slope, wide, day, lift = chain
    line = np.full(node.size, -1, np.int32)
    kept = np.zeros(node.size, np.int32)
    for s in range(node.size):
        q = node[s]
        common = level + wide * performance[q]
        for j in range(offer.shape[0]):
            bits = mixed(mixed(seed, s), key[j])
            if share_of(bits) >= offer[j, q]:
                continue
            if kept[s] >= capacity:
                break
            kept[s] += 1
            if line[s] >= 0:
                continue
            bits = mixed(bits, 1)
            chance = invited[j, q]
            excess = inverse_normal(chance) - inverse_normal(chance * share_of(bits))
            bits = mixed(bits, 2)
            standing = common + excess + slope * again[j, q] + day * bell(bits)
            if share_of(mixed(bits, 3)) < unfilled[j]:
                standing += lift
            if standing > gap[j, column[s]]:
                line[s] = j
    return line, kept
