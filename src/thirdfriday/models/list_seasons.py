"""A rank order list in thousands of simulated seasons: where it matches, and how often."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from thirdfriday.models.above_cutoffs import StandingChain
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.cutoff_kernels import walk_lists
from thirdfriday.models.quality import Array

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
    if not isinstance(chances.chain, StandingChain):
        raise TypeError("Chances for the bank come from applicant_chances(..., bank=True).")
    quality = chances.nodes.quality
    share = chances.nodes.weight if weight is None else weight
    rng = np.random.default_rng(seed)
    bank = chances.cutoffs.of(index)
    seen = chances.unsignalled[index][:, None] + quality
    shape = seen.shape
    column = rng.permutation(np.arange(seasons) % bank.gap.shape[1])
    offered = np.ones(shape) if offers is None else np.ascontiguousarray(offers, dtype=float)
    again = np.broadcast_to(chances.quality + quality, shape).copy()
    most = len(index) if capacity is None else capacity
    line, kept = walk_lists(
        (offered, expit(seen), again, chances.unfilled[index]), (bank.gap, bank.key),
        (_nodes(share, seasons, rng), column), chances.chain.numbers,
        (chances.nodes.performance, most, seed),
    )  # fmt: skip
    return ListSeasons(line, kept, len(index))


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
    log_odds = chances.log_odds(answer)[index] + chances.signal_log_odds[tiers]
    offers = expit(log_odds[:, None] + chances.nodes.quality)
    return list_seasons(
        chances, index, seed=seed, offers=offers, capacity=capacity, seasons=seasons
    )


def _nodes(weight: Array, seasons: int, rng: np.random.Generator) -> Integers:
    """The node of each season: as often as its weight says, in an order of chance. [S]"""
    edges = np.cumsum(weight) / np.sum(weight)
    places = (np.arange(seasons) + 0.5) / seasons
    nodes: Integers = np.minimum(np.searchsorted(edges, places), len(weight) - 1)
    return rng.permutation(nodes)
