"""Links NRMP programs to ACGME programs, one to one within a specialty."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from builders.catalogue_sources import ListedProgram, PublishedTrack
from builders.link_evidence import (
    KNOWN_NONE,
    Unit,
    Weights,
    Words,
    evidence,
    may_be_same,
    prepare_words,
)
from builders.link_units import make_units

CURRENT_YEAR = 2025
ROUNDS = 3
ENOUGH_SPECIALTIES = 3
Pairs = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Link:
    """One NRMP unit and the ACGME program it is taken to be."""

    unit: Unit
    acgme_id: str
    points: float
    lead: float
    confidence: str
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Both lists side by side, with their words and the weights of the evidence."""

    units: tuple[Unit, ...]
    listed: tuple[ListedProgram, ...]
    words: Words
    weights: Weights

    def pair(self, unit: Unit, program: ListedProgram) -> float:
        """Evidence for one pair. [points]."""
        return evidence(unit, program, self.words, self.weights)

    def likeness(self, unit: Unit, program: ListedProgram) -> float:
        """How alike the two institutions' names are. [0..1]."""
        return self.words.likeness(unit, program)


@dataclass(frozen=True, slots=True)
class Linking:
    """All links, and the units that found no program."""

    links: tuple[Link, ...]
    unlinked: tuple[Unit, ...]


def link_programs(
    tracks: Sequence[PublishedTrack],
    listed: Sequence[ListedProgram],
    weights: Weights | None = None,
) -> Linking:
    """Which ACGME program each NRMP program is, with the confidence of each link.

    Method: docs/models/catalogue.md
    """
    weights = weights or Weights()
    units = make_units(tracks, listed)
    current = tuple(unit for unit in units if max(unit.years, default=0) >= CURRENT_YEAR)
    board = Board(current, tuple(listed), prepare_words(units, listed), weights)
    pairs = all_pairs(board)
    chosen = assign(pairs, board)
    scored = pairs
    for _ in range(ROUNDS - 1):
        scored = with_sponsors(pairs, chosen, board)
        chosen = assign(scored, board)
    links = make_links(chosen, scored, board)
    links += earlier_codes(unlinked(units, links), links, board)
    links += same_institution(unlinked(units, links), links, board)
    return Linking(tuple(links), tuple(unlinked(units, links)))


def unlinked(units: Sequence[Unit], links: Sequence[Link]) -> list[Unit]:
    """Units that no link names."""
    taken = {id(link.unit) for link in links}
    return [unit for unit in units if id(unit) not in taken]


def all_pairs(board: Board) -> Pairs:
    """Evidence for every pair that can be the same program, by index. [points]."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, program in enumerate(board.listed):
        places[program.specialty_code].append(j)
    return {
        (i, j): board.pair(unit, board.listed[j])
        for i, unit in enumerate(board.units)
        for j in places[unit.specialty_code]
        if may_be_same(unit, board.listed[j])
    }


def assign(pairs: Pairs, board: Board) -> dict[int, int]:
    """The one-to-one choice of pairs with the most points above the acceptance level."""
    grouped: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, j in pairs:
        grouped[board.units[i].specialty_code].append((i, j))
    chosen = {}
    for _, members in sorted(grouped.items()):
        rows = sorted({i for i, _ in members})
        columns = sorted({j for _, j in members})
        row_of, column_of = ({v: n for n, v in enumerate(axis)} for axis in (rows, columns))
        gain = np.zeros((len(rows), len(columns)))
        for i, j in members:
            gain[row_of[i], column_of[j]] = max(0.0, pairs[i, j] - board.weights.accept)
        for r, c in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if gain[r, c] > 0:
                chosen[rows[r]] = columns[c]
    return chosen


def sponsor_of(program: ListedProgram) -> str:
    """The mark of a program's sponsor: its name without a bracketed place, and its state."""
    name = re.sub(r"\(.*?\)|\bProgram$", "", program.name).strip().lower()
    return f"{name}|{program.state}"


def with_sponsors(pairs: Pairs, chosen: Mapping[int, int], board: Board) -> Pairs:
    """The evidence, with what the institution's other specialties were linked to. [points]."""
    marks = [sponsor_of(program) for program in board.listed]
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for i, j in chosen.items():
        seen[board.units[i].institution_code, marks[j]].add(board.units[i].specialty_code)
    result = dict(pairs)
    for i, j in pairs:
        unit = board.units[i]
        others = seen.get((unit.institution_code, marks[j]), set()) - {unit.specialty_code}
        if others:
            support = min(1.0, len(others) / ENOUGH_SPECIALTIES)
            unlike = 1.5 - board.likeness(unit, board.listed[j])
            result[i, j] += board.weights.sponsor * support * unlike
    return result


@dataclass(frozen=True, slots=True)
class Standing:
    """Chosen pairs among all scored pairs, seen from both sides."""

    scored: Pairs
    chosen: Mapping[int, int]
    owner: Mapping[int, int]
    rows: Mapping[int, list[int]]
    columns: Mapping[int, list[int]]

    def lead(self, i: int, j: int) -> float:
        """How far the pair is ahead of the best pair that could still replace it. [points].

        A pair whose other side is better served by its own link is no rival.
        """
        rivals = [0.0]
        for column in self.rows[i]:
            taken = self.owner.get(column)
            points = self.scored[i, column]
            if column != j and (taken is None or self.scored[taken, column] < points):
                rivals.append(points)
        for row in self.columns[j]:
            other = self.chosen.get(row)
            points = self.scored[row, j]
            if row != i and (other is None or self.scored[row, other] < points):
                rivals.append(points)
        return self.scored[i, j] - max(rivals)


def make_links(chosen: Mapping[int, int], scored: Pairs, board: Board) -> list[Link]:
    """Chosen pairs with points, the lead over the next best pair, and confidence."""
    rows: dict[int, list[int]] = defaultdict(list)
    columns: dict[int, list[int]] = defaultdict(list)
    for i, j in scored:
        rows[i].append(j)
        columns[j].append(i)
    standing = Standing(scored, chosen, {j: i for i, j in chosen.items()}, rows, columns)
    links = []
    for i, j in sorted(chosen.items()):
        points, lead = scored[i, j], standing.lead(i, j)
        grade = confidence(points, lead, board.weights)
        acgme_id = board.listed[j].acgme_id
        links.append(Link(board.units[i], acgme_id, round(points, 1), round(lead, 1), grade))
    return links


def confidence(points: float, lead: float, weights: Weights) -> str:
    """How sure a link is: high, medium or low."""
    clear, some = lead >= weights.clear_lead, lead >= weights.some_lead
    if points >= weights.high and clear:
        return "high"
    if (points >= weights.medium and clear) or (points >= weights.high and some):
        return "medium"
    return "low"


def same_institution(waiting: Sequence[Unit], links: Sequence[Link], board: Board) -> list[Link]:
    """Left-over tracks of an institution that already has a linked program in the specialty.

    A track that names no program of its own belongs to the institution's program; where the
    institution has several, to the one its name and place fit best.
    """
    listed = {program.acgme_id: program for program in board.listed}
    at: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        unit = link.unit
        at[unit.institution_code, unit.specialty_code, unit.state].append(link)
    found = []
    for unit in waiting:
        homes = at.get((unit.institution_code, unit.specialty_code, unit.state), [])
        if not homes or unit.site == KNOWN_NONE:
            continue
        plain = [home for home in homes if not home.unit.site] if unit.site else []
        scored = [(board.pair(unit, listed[h.acgme_id]), h.acgme_id) for h in plain or homes]
        points, acgme_id = max(scored)
        found.append(Link(unit, acgme_id, round(points, 1), 0.0, "medium", joined=True))
    return found


def earlier_codes(waiting: Sequence[Unit], links: Sequence[Link], board: Board) -> list[Link]:
    """Programs under a code or a name whose history a listed program continues.

    Needs no year in which both offered positions, and stronger evidence where the listed program
    already has a link.
    """
    used: dict[str, set[int]] = defaultdict(set)
    for link in links:
        used[link.acgme_id] |= link.unit.years
    taken = set(used)
    candidates: dict[str, list[ListedProgram]] = defaultdict(list)
    for program in board.listed:
        candidates[program.specialty_code].append(program)
    scored = [
        (board.pair(unit, program), n, program.acgme_id)
        for n, unit in enumerate(waiting)
        for program in candidates[unit.specialty_code]
        if may_be_same(unit, program)
    ]
    found: dict[int, Link] = {}
    for points, n, acgme_id in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        unit = waiting[n]
        level = board.weights.history if acgme_id in taken else board.weights.history_unlinked
        if n in found or points < level or unit.years & used[acgme_id]:
            continue
        used[acgme_id] |= unit.years
        grade = "medium" if points >= board.weights.high else "low"
        joined = acgme_id in taken
        found[n] = Link(unit, acgme_id, round(points, 1), 0.0, grade, joined=joined)
        taken.add(acgme_id)
    return [found[n] for n in sorted(found)]
