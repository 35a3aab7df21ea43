"""A rank order list in thousands of simulated seasons: where it matches, and how often."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.cutoff_kernels import walk_lists
from thirdfriday.models.joint_chances import JointChances, signals_at
from thirdfriday.models.quality import Array, QualityNodes

SEASONS = 5_000
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ListSeasons:
    """What became of one list in every season.

    `line` [S] is the place on the list that took the applicant, 0 the first, -1 none; `kept` [S]
    the interviews behind it; `lines` how long the list is.
    """

    line: NDArray[np.int32]
    kept: NDArray[np.int32]
    lines: int

    @property
    def chance_of_match(self) -> float:
        """Share of seasons with a match. [probability]"""
        return float(np.mean(self.line >= 0))

    @property
    def standard_error(self) -> float:
        """Of `chance_of_match`, from the number of seasons alone. [probability]"""
        chance = self.chance_of_match
        return float(np.sqrt(chance * (1.0 - chance) / len(self.line)))

    def chance_by_line(self) -> Array:
        """Share of seasons matched at each line. [lines, probability]"""
        return np.bincount(self.line[self.line >= 0], minlength=self.lines) / len(self.line)

    def chance_among(self, chosen: NDArray[np.bool_]) -> float:
        """Share of seasons matched at one of the chosen lines. [probability]"""
        return float(self.chance_by_line()[chosen].sum())


def list_seasons(
    chances: ApplicantChances,
    index: Integers,
    *,
    seed: int,
    offers: Array | None = None,
    weight: Array | None = None,
    capacity: int | None = None,
    seasons: int = SEASONS,
) -> ListSeasons:
    """A list of the applicant's programs in order of preference, in thousands of seasons.

    Each season takes one simulated season of the bank for the cutoffs and draws afresh quality and
    performance (shared by all programs), who interviews, the program's view on paper and the day.
    Chance goes by program and season: two lists, or two orders of one, meet the same events.

    Args:
        chances: the applicant at all open programs, by `applicant_chances(..., bank=True)`.
        index: the list, most wanted first, as indices of `chances.programs`.
        seed: of all chance events.
        offers: chance of an interview by line and node [m, Q]; when not given, every line has
            interviewed the applicant, and the nodes are those of someone it says nothing new about.
        weight: of the nodes, where more is known of the applicant than the file says [Q].
        capacity: most interviews attended, from the top of the list.
        seasons: how many.

    Method: docs/models/bank.md
    """
    chain = chances.standing
    quality = chances.nodes.quality
    share = chances.nodes.weight if weight is None else weight
    rng = np.random.default_rng(seed)
    gap, key, known = _bars(chances, index)
    seen = chances.unsignalled[index][:, None] + quality
    shape = seen.shape
    column = rng.permutation(np.arange(seasons) % gap.shape[1])
    offered = np.ones(shape) if offers is None else np.ascontiguousarray(offers, dtype=float)
    again = known[:, None] + quality
    most = len(index) if capacity is None else capacity
    line, kept = walk_lists(
        (offered, expit(seen), again, chances.unfilled[index]), (gap, key),
        (_nodes(chances.nodes, share, seasons, rng), column), chain.numbers,
        (chances.nodes.performance, most, seed),
    )  # fmt: skip
    return ListSeasons(line, kept, len(index))


def _bars(
    chances: ApplicantChances, index: Integers
) -> tuple[NDArray[np.float32], Integers, Array]:
    """Cutoffs over thresholds, keys of programs, and quality that the file says, by line.

    [m, S], [m], [m]. The level of a further specialty moves its cutoffs instead; the rest of a
    chain is the applicant type's.
    """
    if not isinstance(chances, JointChances):
        bank = chances.cutoffs.of(index)
        return bank.gap, bank.key, np.full(len(index), chances.quality)
    level = chances.standing.level
    width = min(part.cutoffs.gap.shape[1] for part in chances.parts)
    rows = [chances.at(at) for at in index.tolist()]
    lower = [np.float32(part.standing.level - level) for part, _ in rows]
    gap = [part.cutoffs.gap[k, :width] - by for (part, k), by in zip(rows, lower, strict=True)]
    return (
        np.array(gap, np.float32).reshape(len(rows), width),
        np.array([part.cutoffs.key[k] for part, k in rows], np.int64),
        np.array([part.quality for part, _ in rows]),
    )


def cleared_in_seasons(
    chances: ApplicantChances,
    index: Integers,
    *,
    seed: int,
    weight: Array | None = None,
    seasons: int = SEASONS,
) -> NDArray[np.bool_]:
    """Which programs would take the applicant, interviewed by all, in each season. [seasons, m]

    The seasons of `list_seasons` under the same seed: a list matches at its first program that
    would. Nothing the applicant writes on a list changes a season.
    """
    found = np.empty((seasons, len(index)), np.bool_)
    for place in range(len(index)):
        alone = list_seasons(
            chances, index[place : place + 1], seed=seed, weight=weight, seasons=seasons
        )
        found[:, place] = alone.line == 0
    return found


def plan_seasons(
    chances: ApplicantChances,
    index: Integers,
    tiers: Integers,
    answer: GeographyAnswer,
    *,
    seed: int,
    capacity: int,
    seasons: int = SEASONS,
) -> ListSeasons:
    """The applications of a plan in thousands of seasons, their interviews drawn too.

    Args:
        chances: the applicant at all open programs.
        index: the programs applied to, most wanted first.
        tiers: the signal tier of each.
        answer: the answer to the geography questions.
        seed: of all chance events.
        capacity: most interviews attended.
        seasons: how many.
    """
    log_odds = chances.log_odds(answer)[index] + signals_at(chances, index, tiers)
    offers = expit(log_odds[:, None] + chances.nodes.quality)
    return list_seasons(
        chances, index, seed=seed, offers=offers, capacity=capacity, seasons=seasons
    )


def _nodes(grid: QualityNodes, weight: Array, seasons: int, rng: np.random.Generator) -> Integers:
    """The node of each season: as often as its weight says, in an order of chance. [S]

    Quality and performance are drawn apart, so that where more is known of the quality, each
    season keeps its performance and moves in quality one way only.
    """
    places = (np.arange(seasons) + 0.5) / seasons
    values, of = np.unique(grid.quality, return_inverse=True)
    edges = np.cumsum(np.bincount(of, weight)) / np.sum(weight)
    quality = np.minimum(np.searchsorted(edges, rng.permutation(places)), len(values) - 1)
    showing = rng.permutation(places)
    nodes = np.empty(seasons, dtype=np.int64)
    for level in range(len(values)):
        inside, here = np.flatnonzero(of == level), quality == level
        inside = inside[np.argsort(grid.performance[inside], kind="stable")]
        whole = weight[inside].sum() or 1.0
        at = np.searchsorted(np.cumsum(weight[inside]) / whole, showing[here])
        nodes[here] = inside[np.minimum(at, len(inside) - 1)]
    return nodes
