"""The bank of cutoffs: how far above its invitation threshold each program's last match stood."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from thirdfriday.domain.kept_answers import KEPT, Same, SameEach
from thirdfriday.domain.program import Program
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array

BANK = Path("model") / "cutoff_bank.npz"
PACK = "nrmp"
KINDS = ("main", "preliminary")
UNFILLED = -128
"""The stored value of a season in which the program left a position unfilled."""
STEP = 1 / 24
"""Standard deviations per stored unit: bytes reach 5.3 either way."""
GROUPS = (0.12, 0.38, 0.38, 0.12)
"""Shares of a program's seasons, from the lowest cutoffs to the highest, that the closed form keeps
apart: tails matter to applicants who stand far from the cutoff."""
SPARE_COLUMNS = 256
"""Seasons drawn for a program that the bank does not hold, from a stand-in or its specialty."""


@dataclass(frozen=True, slots=True, eq=False)
class CutoffBank:
    """The cutoffs of n programs over S simulated seasons, in the order of the programs asked for.

    `gap` [n, S] is the lowest score matched less the lowest score invited, in standard deviations
    of a program's own view on paper, of seasons in which the program filled; where it did not,
    another season of the program stands in. For the closed form, `points` [n, G] are the means of
    groups of them (GROUPS) and `spread` [n] what scatters within a group; `unfilled` [n] is the
    share of seasons that did not fill, not a number where unknown; `key` [n] a number of its own
    per program; `simulated` [n] whether the bank holds the program; `centre` the mean cutoff of the
    specialty's programs.
    """

    program_id: tuple[str, ...]
    gap: npt.NDArray[np.float32]
    points: Array
    spread: Array
    unfilled: Array
    key: npt.NDArray[np.int64]
    simulated: npt.NDArray[np.bool_]
    centre: float

    @property
    def mean(self) -> Array:
        """The mean cutoff of each program. [n, standard deviations]"""
        mean: Array = self.points @ np.array(GROUPS)
        return mean

    def of(self, index: npt.NDArray[np.int64]) -> "CutoffBank":
        """The bank of some of the programs, in that order."""
        return CutoffBank(
            tuple(self.program_id[k] for k in index), self.gap[index], self.points[index],
            self.spread[index], self.unfilled[index], self.key[index], self.simulated[index],
            self.centre,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """What is packaged of one specialty: rows by program and the seasons of those that filled.

    `pooled` are the cutoffs of all filled seasons, `pooled_row` whose they are.
    """

    row: dict[str, int]
    gap: npt.NDArray[np.float32]
    points: Array
    spread: Array
    unfilled: Array
    pooled: npt.NDArray[np.float32]
    pooled_row: npt.NDArray[np.int64]

    @property
    def mean(self) -> Array:
        """The mean cutoff of each program. [standard deviations]"""
        mean: Array = self.points @ np.array(GROUPS)
        return mean

    @property
    def centre(self) -> float:
        """The mean over its programs. [standard deviations]"""
        return float(np.mean(self.mean))


def cutoff_bank(
    programs: Sequence[Program],
    specialty: str,
    facts: Facts,
    *,
    kind: str = "",
    weight: float = 1.0,
) -> CutoffBank:
    """The cutoffs of programs of one specialty, from the packaged simulated seasons.

    A program that the bank does not hold draws from all programs of its specialty; a specialty that
    it does not hold, or a run without the pack, from the assumed spread of cutoffs.

    Args:
        programs: the programs, in any order.
        specialty: key of their specialty.
        facts: the numbers of the season; without the pack "nrmp" the stand-in serves.
        kind: "main" for positions of the specialty, "preliminary" for its preliminary years; the
            first that the specialty has when not given.
        weight: how much of a program's distance from its specialty's mean counts: seasons differ
            as simulated, programs by so much of it.

    Facts: standing.gap.mean, standing.gap.spread_between, standing.gap.spread_within
    Method: docs/models/bank.md

    >>> from thirdfriday.domain.catalogue import load_catalogue
    >>> from thirdfriday.facts.registry import load_facts
    >>> programs = load_catalogue().of_specialty("dermatology")[:3]
    >>> bank = cutoff_bank(programs, "dermatology", load_facts())
    >>> bank.gap.shape[0], bool((bank.spread > 0).all())
    (3, True)
    """
    return _bank_kept(SameEach(programs), specialty, Same(facts), kind, weight)


@lru_cache(maxsize=KEPT)
def _bank_kept(
    programs: SameEach, specialty: str, same: Same, kind: str, weight: float
) -> CutoffBank:
    facts: Facts = same.held
    ids = tuple(program.program_id for program in programs.held)
    shelf = None if PACK in facts.without else _shelf(specialty, kind)
    key = np.array([zlib.crc32(name.encode()) for name in ids], np.int64)
    if shelf is None:
        return _stand_in(ids, key, facts, weight)
    rows = np.array([shelf.row.get(name, -1) for name in ids], np.int64)
    held, at = rows >= 0, np.maximum(rows, 0)
    gap = shelf.gap[at]
    points, spread, unfilled = shelf.points[at], shelf.spread[at], shelf.unfilled[at]
    nearer = (weight - 1.0) * (shelf.mean - shelf.centre)
    gap = gap + nearer[at, None].astype(np.float32)
    points += nearer[at, None]
    for row in np.flatnonzero(~held):
        draw = np.random.default_rng(int(key[row])).integers(shelf.pooled.size, size=gap.shape[1])
        gap[row] = shelf.pooled[draw] + nearer[shelf.pooled_row[draw]]
        unfilled[row] = np.nan
    if not held.all():
        points[~held], spread[~held] = grouped(gap[~held])
    return CutoffBank(ids, gap, points, spread, unfilled, key, held, shelf.centre)


def _stand_in(
    ids: tuple[str, ...], key: npt.NDArray[np.int64], facts: Facts, weight: float
) -> CutoffBank:
    """Cutoffs as assumed where no season is at hand."""
    centre = facts.value("standing.gap.mean")
    between, within = (facts.value(f"standing.gap.spread_{n}") for n in ("between", "within"))
    between *= weight
    even = ndtri((np.arange(SPARE_COLUMNS) + 0.5) / SPARE_COLUMNS)
    order = [np.random.default_rng(int(k)).permutation(SPARE_COLUMNS) for k in key]
    gap = np.array([centre + float(np.hypot(between, within)) * even[each] for each in order])
    gap = gap.reshape(len(ids), SPARE_COLUMNS).astype(np.float32)
    points, spread = grouped(gap)
    unknown = np.full(len(ids), np.nan)
    held = np.zeros(len(ids), np.bool_)
    return CutoffBank(ids, gap, points, spread, unknown, key, held, centre)


def grouped(gap: npt.NDArray[np.float32]) -> tuple[Array, Array]:
    """Means of the groups of a program's seasons, and the spread within them. [n, G], [n]

    >>> points, spread = grouped(np.array([[0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]], np.float32))
    >>> points.round(2).tolist(), float(spread.round(2)[0])
    ([[0.0, 0.67, 2.33, 3.0]], 0.41)
    """
    ordered = np.sort(gap, axis=1).astype(float)
    edges = np.round(np.cumsum((0.0, *GROUPS)) * gap.shape[1]).astype(int)
    parts = [ordered[:, a:b] for a, b in pairwise(edges.tolist())]
    points = np.stack([part.mean(axis=1) for part in parts], axis=1)
    squares = [((p - m[:, None]) ** 2).sum(axis=1) for p, m in zip(parts, points.T, strict=True)]
    spread: Array = np.sqrt(np.sum(squares, axis=0) / gap.shape[1])
    return points, spread


@cache
def _shelf(specialty: str, kind: str) -> _Shelf | None:
    """What the bank holds of a specialty and kind; None where it holds nothing of it."""
    with np.load(DATA / BANK) as stored:
        wanted = [f"{specialty}/{each}" for each in ([kind] if kind else KINDS)]
        name = next((name for name in wanted if f"{name}/gap" in stored.files), None)
        if name is None:
            return None
        packed, ids = stored[f"{name}/gap"], stored[f"{name}/program"]
    filled = packed != UNFILLED
    gap = packed.astype(np.float32) * np.float32(STEP)
    pooled = gap[filled]
    for row in np.flatnonzero(~filled.all(axis=1)):
        own, missing = gap[row, filled[row]], np.flatnonzero(~filled[row])
        # the specialty counts as one season more
        common = min(missing.size, round(gap.shape[1] / (own.size + 1)))
        places = np.linspace(0, pooled.size - 1, common).astype(np.int64)
        gap[row, missing[:common]] = pooled[places]
        gap[row, missing[common:]] = np.resize(own, missing.size - common)
    rows = {program: k for k, program in enumerate(ids.tolist())}
    return _Shelf(
        rows, gap, *grouped(gap), 1.0 - filled.mean(axis=1), pooled, np.nonzero(filled)[0]
    )


def packed_gaps(gap: npt.NDArray[Any]) -> npt.NDArray[np.int8]:
    """Gaps as they are stored; not a number marks a season that left a position unfilled.

    >>> packed_gaps(np.array([0.5, -9.0, np.nan])).tolist()
    [12, -127, -128]
    """
    whole = np.clip(np.round(np.nan_to_num(gap) / STEP), UNFILLED + 1, -UNFILLED - 1)
    stored: npt.NDArray[np.int8] = np.where(np.isnan(gap), UNFILLED, whole).astype(np.int8)
    return stored
