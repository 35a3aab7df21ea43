"""Several applicants in the same simulated seasons: what they take from each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.quality import Array
from thirdfriday.models.shared_kernels import joint_seasons

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The lines of a list in one specialty, as indices of `chances.programs`, and their signals."""

    chances: ApplicantChances
    index: Integers
    tiers: Integers

    @property
    def chain(self) -> tuple[float, ...]:
        """The numbers of the chain of standing, which the bank's gaps are measured by."""
        return self.chances.standing.numbers

    def columns(self, answer: GeographyAnswer) -> Array:
        """By line and node: chance of an offer, of one without a signal, quality. [m, Q, 3]"""
        held, nodes = self.chances, self.chances.nodes.quality
        log_odds = held.log_odds(answer)[self.index] + held.signal_log_odds[self.tiers]
        seen = held.unsignalled[self.index]
        again = np.broadcast_to(held.quality + nodes, (len(self.index), len(nodes)))
        found: Array = np.stack(
            [expit(log_odds[:, None] + nodes), expit(seen[:, None] + nodes), again], axis=2
        )
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Entrant:
    """One applicant's list: its parts by specialty, and `order`, their lines most wanted first.

    `capacity` is how many interviews they can attend, `key` a number of their own for chance.
    """

    parts: tuple[Part, ...]
    order: Integers
    answer: GeographyAnswer
    capacity: int
    key: int

    def programs(self) -> list[Program]:
        """The programs of the list, most wanted first."""
        found = [part.chances.programs[k] for part in self.parts for k in part.index]
        return [found[k] for k in self.order]


@dataclass(frozen=True, slots=True, eq=False)
class SharedSeasons:
    """Shares of seasons by entrant: alone in the market, and with the others in it.

    `matched`, `interviews` [N, 2]: alone, together. `match_at` [L, 2] by line, entrants one after
    the other, `line_start` [N + 1]. `invited_at` [L, 2] likewise.
    """

    matched: Array
    interviews: Array
    match_at: Array
    invited_at: Array
    line_start: Integers
    seasons: int

    def standard_error(self) -> Array:
        """Of the chance alone, from the number of seasons. [N, probability]"""
        chance = self.matched[:, 0]
        error: Array = np.sqrt(chance * (1.0 - chance) / self.seasons)
        return error


def shared_seasons(
    entrants: Sequence[Entrant], facts: Facts, *, seed: int, seasons: int
) -> SharedSeasons:
    """Every entrant alone and all of them together, in the same seasons and under the same chance.

    A program has so many interviews and positions. An entrant is invited, or taken, if fewer of
    the others stand above them there than of the program's own applicants stand below them: those
    are the ones that would give way. Who is displaced so does not displace anybody in turn.

    Facts: crowding.excess_scale, crowding.interviews_per_position
    Method: docs/models/crowding.md
    """
    start = np.concatenate([[0], np.cumsum([len(each.order) for each in entrants])])
    program, positions, programs = _programs(entrants)
    lines = _lines(entrants)
    rng = np.random.default_rng(seed)
    column = rng.permutation(np.arange(seasons) % lines[2].shape[1])
    scale = facts.value("crowding.excess_scale")
    per_position = facts.value("crowding.interviews_per_position")
    found = joint_seasons(
        (start, program, programs),
        lines,
        (_nodes(entrants, seasons, rng), column),
        (_performance(entrants), np.array([e.capacity for e in entrants], np.int64),
         np.array([e.key for e in entrants], np.int64)),
        (positions, positions * per_position, scale, seed),
    )  # fmt: skip
    matched_at, invited_at = (table / seasons for table in found)
    return SharedSeasons(
        matched=np.add.reduceat(matched_at, start[:-1]),
        interviews=np.add.reduceat(invited_at, start[:-1]),
        match_at=matched_at,
        invited_at=invited_at,
        line_start=start,
        seasons=seasons,
    )


def _programs(entrants: Sequence[Entrant]) -> tuple[Integers, Array, int]:
    """A number for every program that anybody lists, its positions, and how many there are."""
    number: dict[str, int] = {}
    positions: list[float] = []
    lines: list[int] = []
    for each in entrants:
        for program in each.programs():
            if program.program_id not in number:
                number[program.program_id] = len(number)
                positions.append(float(max(1, program.positions or 1)))
            lines.append(number[program.program_id])
    return np.array(lines, np.int64), np.array(positions), len(number)


def _lines(entrants: Sequence[Entrant]) -> tuple[Array, ...]:
    """What the kernels read of every line, entrants one after the other, most wanted first."""
    tables: list[tuple[Array, ...]] = []
    for each in entrants:
        parts = [
            (
                part.columns(each.answer),
                np.broadcast_to(part.chain, (len(part.index), len(part.chain))),
                part.chances.cutoffs.of(part.index).gap,
                part.chances.cutoffs.of(part.index).key,
                part.chances.unfilled[part.index],
            )
            for part in each.parts
        ]
        tables.append(
            tuple(np.concatenate(column)[each.order] for column in zip(*parts, strict=True))
        )
    nodes = max(table[0].shape[1] for table in tables)
    seasons = min(table[2].shape[1] for table in tables)
    return (
        np.concatenate([_widened(table[0], nodes) for table in tables]),
        np.concatenate([table[1] for table in tables]),
        np.concatenate([table[2][:, :seasons] for table in tables]),
        np.concatenate([table[3] for table in tables]),
        np.concatenate([table[4] for table in tables]),
    )


def _widened(table: Array, nodes: int) -> Array:
    wide = np.zeros((len(table), nodes, table.shape[2]))
    wide[:, : table.shape[1]] = table
    return wide


def _nodes(entrants: Sequence[Entrant], seasons: int, rng: np.random.Generator) -> Integers:
    """The node of every entrant in every season, as often as its weight says. [N, S]"""
    table = np.empty((len(entrants), seasons), np.int64)
    places = (np.arange(seasons) + 0.5) / seasons
    for row, each in enumerate(entrants):
        edges = np.cumsum(each.parts[0].chances.nodes.weight)
        found = np.searchsorted(edges / edges[-1], places)
        own = np.random.default_rng([each.key, seasons])
        table[row] = own.permutation(np.minimum(found, len(edges) - 1))
    return table


def _performance(entrants: Sequence[Entrant]) -> Array:
    found = [each.parts[0].chances.nodes.performance for each in entrants]
    table = np.zeros((len(entrants), max(len(each) for each in found)))
    for row, performance in enumerate(found):
        table[row, : len(performance)] = performance
    return table
