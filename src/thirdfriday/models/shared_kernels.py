"""The compiled steps of several applicants in the same seasons: invited, matched or crowded out."""

import math
from typing import Any

import numpy as np

from thirdfriday.models.cutoff_kernels import inverse_normal
from thirdfriday.models.market_kernels import bell, compiled, mixed, share_of

NEVER = -np.inf


@compiled
def room_below(excess: Any, places: Any, scale: Any) -> Any:
    """How many of a program's own applicants stand below somebody `excess` above its bar. [count]

    One stands at the bar itself; how far the others are above it falls off exponentially.
    """
    return 1.0 + math.floor((places - 1.0) * (1.0 - math.exp(-excess / scale)))


@compiled
def drawn_lines(lines: Any, season: Any, entrants: Any, seed: Any, drawn: Any) -> Any:
    """Fill in how far above each bar an entrant stands in one season, and how many have invited.

    Args:
        lines: (chances [L, Q, 3]: of an offer, of one without a signal, quality seen again; chain
            numbers [L, 5]; cutoffs [L, C]; program keys [L]; chance of unfilled positions [L]).
        season: (number of the season, its column in the bank, the entrant, their node, their first
            line, the line after their last).
        entrants: (performance [N, Q], -, keys [N]).
        seed: of all chance.
        drawn: filled in: (how far above the invitation's bar [L], above the cutoff [L]).
    """
    chances, levels, gap, key, unfilled = lines
    number, column, entrant, node, first, last = season
    performance, _, keys = entrants
    paper, standing = drawn
    for j in range(first, last):
        bits = mixed(mixed(mixed(seed, number), key[j]), keys[entrant])
        if share_of(bits) >= chances[j, node, 0]:
            paper[j] = NEVER
            continue
        bits = mixed(bits, 1)
        chance = chances[j, node, 1]
        excess = inverse_normal(chance) - inverse_normal(chance * share_of(bits))
        bits = mixed(bits, 2)
        level, slope, wide, day, lift = levels[j]
        total = level + wide * performance[entrant, node] + excess
        total += slope * chances[j, node, 2] + day * bell(bits)
        if share_of(mixed(bits, 3)) < unfilled[j]:
            total += lift
        paper[j] = excess
        standing[j] = total - gap[j, column]


@compiled
def keep_best(at: Any, count: Any, score: Any, places: Any, scale: Any) -> Any:
    """Put who is at one program in order of score and keep those with room; how many are kept.

    `at` [lines] is put in order: kept first, best first, then those who have to go.
    """
    for i in range(1, count):
        line, k = at[i], i
        while k > 0 and score[at[k - 1]] < score[line]:
            at[k] = at[k - 1]
            k -= 1
        at[k] = line
    kept = 0
    for i in range(count):
        line = at[i]
        if score[line] > 0.0 and kept < room_below(score[line], places, scale):
            at[i] = at[kept]
            at[kept] = line
            kept += 1
    return kept


@compiled
def crowded_invitations(layout: Any, paper: Any, slots: Any, scale: Any, invited: Any) -> Any:
    """Mark the lines whose program still invites when all entrants are in the market.

    Args:
        layout: (line start [N + 1], program by line [L], programs, lines by program in order [L],
            start by program [P + 1]).
        paper: how far above the invitation's bar [L].
        slots: interviews by program [P].
        scale: of how far above the bar others stand.
        invited: filled in [L].
    """
    _, _, programs, order, program_start = layout
    at = np.empty(order.size, np.int64)
    for p in range(programs):
        count = 0
        for i in range(program_start[p], program_start[p + 1]):
            invited[order[i]] = False
            if paper[order[i]] > NEVER:
                at[count] = order[i]
                count += 1
        kept = keep_best(at, count, paper, slots[p], scale)
        for i in range(kept):
            invited[at[i]] = True


@compiled
def crowded_match(layout: Any, standing: Any, open_lines: Any, seats: Any, scale: Any) -> Any:
    """The line that takes each entrant when all propose down their lists; -1 none. [N]"""
    start, program, programs, _, _ = layout
    entrants = start.size - 1
    matched = np.full(entrants, -1, np.int64)
    owner = np.empty(program.size, np.int64)
    for s in range(entrants):
        owner[start[s] : start[s + 1]] = s
    held = np.full((programs, entrants), -1, np.int64)
    count = np.zeros(programs, np.int64)
    following = start[:-1].copy()
    waiting = np.arange(entrants)
    left = entrants
    while left > 0:
        left -= 1
        s = waiting[left]
        while following[s] < start[s + 1]:
            line = following[s]
            following[s] += 1
            if not open_lines[line] or standing[line] <= 0.0:
                continue
            p = program[line]
            held[p, count[p]] = line
            before = count[p] + 1
            kept = keep_best(held[p], before, standing, seats[p], scale)
            matched[s] = line
            again = False
            for i in range(kept, before):
                other = owner[held[p, i]]
                matched[other] = -1
                if other == s:
                    again = True
                else:
                    waiting[left] = other
                    left += 1
            count[p] = kept
            if not again:
                break
    return matched


@compiled
def joint_seasons(sizes: Any, lines: Any, season: Any, entrants: Any, settings: Any) -> Any:
    """How often each line matches and invites its entrant: alone, and with all others. (L, 2) twice

    Args:
        sizes: (line start [N + 1], program by line [L], programs).
        lines: as in `drawn_lines`.
        season: (node by entrant and season [N, S], bank column by season [S]).
        entrants: (performance [N, Q], capacity [N], keys [N]).
        settings: (positions [P], interviews [P], scale, seed).
    """
    start, program, programs = sizes
    node, column = season
    capacity = entrants[1]
    seats, slots, scale, seed = settings
    count, people = program.size, start.size - 1
    program_start = np.zeros(programs + 1, np.int64)
    for j in range(count):
        program_start[program[j] + 1] += 1
    program_start = np.cumsum(program_start)
    order = np.empty(count, np.int64)
    place = program_start[:-1].copy()
    for j in range(count):
        order[place[program[j]]] = j
        place[program[j]] += 1
    layout = (start, program, programs, order, program_start)
    matches, invites = np.zeros((count, 2)), np.zeros((count, 2))
    paper, standing = np.empty(count), np.empty(count)
    invited, kept = np.empty(count, np.bool_), np.empty(count, np.bool_)
    for number in range(column.size):
        for s in range(people):
            first, last = start[s], start[s + 1]
            told = (number, column[number], s, node[s, number], first, last)
            drawn_lines(lines, told, entrants, seed, (paper, standing))
            taken, attended = False, 0
            for j in range(first, last):
                if paper[j] == NEVER:
                    continue
                invites[j, 0] += 1
                attended += 1
                if not taken and attended <= capacity[s] and standing[j] > 0.0:
                    matches[j, 0] += 1
                    taken = True
        crowded_invitations(layout, paper, slots, scale, invited)
        for s in range(people):
            attended = 0
            for j in range(start[s], start[s + 1]):
                if invited[j]:
                    invites[j, 1] += 1
                    attended += 1
                kept[j] = invited[j] and attended <= capacity[s]
        matched = crowded_match(layout, standing, kept, seats, scale)
        for s in range(people):
            if matched[s] >= 0:
                matches[matched[s], 1] += 1
    return matches, invites
