"""The compiled steps of a simulated season: who applies, who is interviewed, who ranks whom how."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])
SPREAD_OF_FOUR = 1.7320508  # square root of 3: four uniform numbers add up to a variance of 1/3


def compiled(function: Function) -> Function:
    """Machine code that may make arrays; few are passed, so counting them costs nothing here."""
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
    return cast(Function, numba.njit(**options)(function))


@compiled
def mixed(first: Any, second: Any) -> Any:
    """A number that looks random for each pair and stays the same. [64 bits].

    Method: the finaliser of splitmix64; the same pair gives the same number in every run, so that
    two markets that differ in one setting share all other chance.
    """
    z = (np.uint64(first) + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    z ^= np.uint64(second) * np.uint64(0x94D049BB133111EB)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def share_of(bits: Any) -> Any:
    """A number in (0, 1) from the upper bits. [probability]."""
    return (np.float64(bits >> np.uint64(40)) + 0.5) * (1.0 / 16777216.0)


@compiled
def bell(bits: Any) -> Any:
    """A number of mean 0 and standard deviation 1, nearly normal, from four parts of 64 bits."""
    total = (bits & np.uint64(0xFFFF)) + ((bits >> np.uint64(16)) & np.uint64(0xFFFF))
    total += ((bits >> np.uint64(32)) & np.uint64(0xFFFF)) + (bits >> np.uint64(48))
    return (np.float64(total) * (1.0 / 65536.0) - 2.0) * SPREAD_OF_FOUR


@compiled
def count_by_place(place: Any, start: Any, places: Any) -> Any:
    """How many tracks of each field lie in each place. [count], (fields, places)."""
    fields = start.size - 1
    counts = np.zeros((fields, places), np.int32)
    for field in range(fields):
        for j in range(start[field], start[field + 1]):
            counts[field, place[j]] += 1
    return counts


@compiled
def apply_all(people: Any, tracks: Any, pull: Any, seed: Any, room: Any) -> Any:
    """Who applies where: arrays of applicant, track and slot, in order of applicants.

    Args:
        people: (type, state, division, field per slot (n, 3), applications wanted per slot (n, 3)).
        tracks: (start of each field, state, division, reserved for physicians).
        pull: odds of applying in the home state and in the home division, elsewhere 1.
        seed: of this season.
        room: how many applications to make space for.
    """
    kind, state, division, fields, wanted = people
    start, track_state, track_division, reserved = tracks
    in_state = count_by_place(track_state, start, 64)
    in_division = count_by_place(track_division, start, 16)
    who, where = np.empty(room, np.int32), np.empty(room, np.int32)
    slot_of = np.empty(room, np.int8)
    count = 0
    for i in range(kind.size):
        for slot in range(3):
            field = fields[i, slot]
            if field < 0:
                continue
            total = start[field + 1] - start[field] - in_division[field, division[i]]
            weight = total + pull[1] * (in_division[field, division[i]] - in_state[field, state[i]])
            weight += pull[0] * in_state[field, state[i]]
            base = wanted[i, slot] / max(weight, 1.0)
            key = mixed(seed, i * 4 + slot)
            for j in range(start[field], start[field + 1]):
                odds = 1.0
                if track_state[j] == state[i]:
                    odds = pull[0]
                elif track_division[j] == division[i]:
                    odds = pull[1]
                if share_of(mixed(key, j)) < base * odds and count < room:
                    if reserved[j] and kind[i] % 2 == 0 and kind[i] < 4:
                        continue
                    who[count], where[count], slot_of[count] = i, j, slot
                    count += 1
    return who[:count], where[:count], slot_of[:count]


@compiled
def score_all(edges: Any, people: Any, tracks: Any, weights: Any, seed: Any) -> Any:
    """How much each program wants to interview each who applied. [standard deviations of noise].

    Args:
        edges: (applicant, track).
        people: (type, state, division, what the record adds everywhere alike).
        tracks: (state, division, bias by track and type).
        weights: (in state, in division).
        seed: of this season.
    """
    who, where = edges
    kind, state, division, record = people
    track_state, track_division, bias = tracks
    score = np.empty(who.size, np.float32)
    for e in range(who.size):
        i, j = who[e], where[e]
        value = bias[j, kind[i]] + record[i]
        if state[i] == track_state[j]:
            value += weights[0]
        elif division[i] == track_division[j]:
            value += weights[1]
        score[e] = value + bell(mixed(seed, np.int64(i) * 65536 + j))
    return score


@compiled
def by_track(where: Any, tracks: Any) -> Any:
    """Edges of each track: start and the edges' indices."""
    start = np.zeros(tracks + 1, np.int64)
    for e in range(where.size):
        start[where[e] + 1] += 1
    start = np.cumsum(start)
    fill = start[:-1].copy()
    order = np.empty(where.size, np.int32)
    for e in range(where.size):
        order[fill[where[e]]] = e
        fill[where[e]] += 1
    return start, order


@compiled
def invite(score: Any, start: Any, order: Any, capacity: Any) -> Any:
    """Which applications each program invites: those with the highest scores up to capacity.

    Returns invited (edges,) and the lowest score invited by each program, infinite where none is.
    """
    invited = np.zeros(score.size, np.bool_)
    lowest = np.full(capacity.size, np.inf)
    for j in range(capacity.size):
        edges = order[start[j] : start[j + 1]]
        if edges.size <= capacity[j]:
            for e in edges:
                invited[e] = True
                lowest[j] = min(lowest[j], score[e])
        elif capacity[j] > 0:
            bar = np.partition(score[edges], edges.size - capacity[j])[edges.size - capacity[j]]
            for e in edges:
                invited[e] = score[e] >= bar
            lowest[j] = bar
    return invited, lowest


@compiled
def list_choices(edges: Any, kept: Any, people: Any, tracks: Any, settings: Any) -> Any:
    """Each applicant's interviews from most to least wanted, as many as they keep.

    `people` are (state, division, how many they keep, up to how many the second field fills).

    Returns start (applicants + 1,), and the edges in order; of the supplemental slot the same.
    """
    who, where, slot = edges
    state, division, keeps, until = people
    track_state, track_division, worth = tracks
    seed, in_state, in_division, second = settings
    people_count = state.size
    start = np.zeros(people_count + 1, np.int64)
    extra_start = np.zeros(people_count + 1, np.int64)
    primary = np.empty(who.size, np.int32)
    extra = np.empty(who.size, np.int32)
    value = np.empty(1024, np.float64)
    mine = np.empty(1024, np.int32)
    e, filled, extra_filled = 0, 0, 0
    for i in range(people_count):
        for part in range(2):
            count, proper = 0, 0
            begin = e
            while begin < who.size and who[begin] == i:
                if kept[begin] and (slot[begin] == 2) == (part == 1) and count < 1024:
                    j = where[begin]
                    wish = worth[j] + bell(mixed(seed, np.int64(i) * 65536 + j))
                    if track_state[j] == state[i]:
                        wish += in_state
                    elif track_division[j] == division[i]:
                        wish += in_division
                    value[count] = wish - second * (slot[begin] == 1)
                    mine[count] = begin
                    count += 1
                    proper += slot[begin] != 1
                begin += 1
            order = np.argsort(-value[:count])
            spare, taken = until - proper, 0
            for k in range(count):
                if slot[mine[order[k]]] == 1:
                    spare -= 1
                    if spare < 0:
                        continue
                if taken == keeps:
                    break
                taken += 1
                if part == 0:
                    primary[filled] = mine[order[k]]
                    filled += 1
                else:
                    extra[extra_filled] = mine[order[k]]
                    extra_filled += 1
        e = begin
        start[i + 1], extra_start[i + 1] = filled, extra_filled
    return start, primary[:filled], extra_start, extra[:extra_filled]


@compiled
def list_wanted(score: Any, edges: Any, listed: Any, share: Any, day: Any) -> Any:
    """Each program's rank list by score seen again after the interview: start, edges, scores.

    A program ranks the best of those it interviewed, up to its share of them.

    Args:
        score: of every edge before the interview.
        edges: (applicant, track) of every edge.
        listed: edges on some applicant's list.
        share: of those who rank a track, how many it ranks, by track.
        day: (seed, standard deviation of what one interview adds, what the applicant's way of
            interviewing adds everywhere, by applicant, type of each applicant, what each track
            adds for each type).
    """
    who, where = edges
    seed, noise, performance, kind, lean = day
    tracks = share.size
    start, order = by_track(where[listed], tracks)
    entry, after = np.empty(listed.size, np.int32), np.empty(listed.size, np.float64)
    entry_start = np.zeros(tracks + 1, np.int64)
    filled = 0
    for j in range(tracks):
        mine = listed[order[start[j] : start[j + 1]]]
        seen = np.empty(mine.size, np.float64)
        for k in range(mine.size):
            e = mine[k]
            i = who[e]
            seen[k] = score[e] + performance[i] + lean[j, kind[i]] + noise * bell(mixed(seed, e))
        best = np.argsort(-seen)
        for k in range(int(np.ceil(share[j] * mine.size))):
            entry[filled], after[filled] = mine[best[k]], seen[best[k]]
            filled += 1
        entry_start[j + 1] = filled
    return entry_start, entry[:filled], after[:filled]


@compiled
def list_pairs(partners: Any, start: Any, program: Any, tracks: Any, settings: Any) -> Any:
    """Each couple's list of pairs: start and (pairs, 2) tracks, -1 for no match.

    Pairs come in order of the two places on the members' own lists, those in one state before those
    in one division before the rest; at the end one member alone, as the other stays without.

    Args:
        partners: (couples, 2) applicants.
        start: of each applicant's own list.
        program: the tracks on those lists.
        tracks: (state, division, positions).
        settings: (most pairs, most programs of each member alone, places of two states in one
            division, places of two divisions).
    """
    state, division, positions = tracks
    pairs_most, alone, two_states, two_divisions = settings
    most = pairs_most + 2 * alone
    pair_start = np.zeros(partners.shape[0] + 1, np.int64)
    pairs = np.empty((partners.shape[0] * most, 2), np.int32)
    value, first, second = np.empty(4096), np.empty(4096, np.int32), np.empty(4096, np.int32)
    filled = 0
    for c in range(partners.shape[0]):
        x, y = partners[c, 0], partners[c, 1]
        count = 0
        for a in range(start[x], start[x + 1]):
            for b in range(start[y], start[y + 1]):
                p, q = program[a], program[b]
                if count < 4096 and (p != q or positions[p] >= 2):
                    apart = 0 if state[p] == state[q] else two_states
                    if state[p] != state[q] and division[p] != division[q]:
                        apart = two_divisions
                    value[count] = (a - start[x]) + (b - start[y]) + apart
                    first[count], second[count] = p, q
                    count += 1
        order = np.argsort(value[:count])
        for k in range(min(count, pairs_most)):
            pairs[filled, 0], pairs[filled, 1] = first[order[k]], second[order[k]]
            filled += 1
        for a in range(start[x], min(start[x + 1], start[x] + alone)):
            pairs[filled, 0], pairs[filled, 1] = program[a], -1
            filled += 1
        for b in range(start[y], min(start[y + 1], start[y] + alone)):
            pairs[filled, 0], pairs[filled, 1] = -1, program[b]
            filled += 1
        pair_start[c + 1] = filled
    return pair_start, pairs[:filled]
