"""The event of an answer: what invitations, rejections and silence say about unseen quality."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from thirdfriday.facts.registry import Facts
from thirdfriday.models.interview import centred_log_odds
from thirdfriday.models.quality import Array, normal_nodes

ERROR_POINTS = 7
"""Gauss-Hermite points for a program's own error."""
TINY = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class QualityGrid:
    """Evenly spaced points of unseen quality [S, log-odds] and their prior weights [S]."""

    quality: Array
    weight: Array

    @property
    def spread(self) -> float:
        """Standard deviation of the prior. [log-odds]"""
        return float(np.sqrt(self.weight @ self.quality**2))


def quality_grid(spread: float, facts: Facts, *, coarse: bool = False) -> QualityGrid:
    """The grid for an unseen quality of standard deviation `spread` [log-odds].

    The coarse one serves the draws of a range, where a grid is needed for each of hundreds.

    Facts: season.grid.points, season.grid.points_of_draws, season.grid.reach

    >>> from thirdfriday.facts.registry import load_facts
    >>> grid = quality_grid(0.7, load_facts())
    >>> round(grid.spread, 4), round(float(grid.weight.sum()), 12)
    (0.7, 1.0)
    """
    reach = facts.value("season.grid.reach")
    name = "season.grid.points_of_draws" if coarse else "season.grid.points"
    steps = np.linspace(-reach, reach, round(facts.value(name)))
    weight = np.exp(-0.5 * steps**2)
    return QualityGrid(spread * steps, weight / weight.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What is known of m applications on a day.

    `invited` [m]: the program has invited. `exposure` [m]: the share of its invitations that could
    have reached the applicant and did not: those out so far for a silent program, all for one that
    rejected, none for one that says nothing (never read, or already invited). `remaining` [m]: the
    share still to come; 0 where the answer is known.
    """

    invited: Array
    exposure: Array
    remaining: Array


def chances_with_error(log_odds: Array, error: Array, grid: QualityGrid) -> Array:
    """Chance of an invitation by program and quality, the program's own error averaged. [m, S]

    The mean over quality is that of logistic(log_odds + quality), as in the plan; the error makes
    the chance less steep in quality, so that one answer says less about the applicant.

    Args:
        log_odds: at unseen quality 0 [m].
        error: standard error of each program's log-odds [m].
        grid: the grid of quality.
    """
    mean = expit(log_odds[:, None] + grid.quality) @ grid.weight
    centre = centred_log_odds(logit(mean), np.hypot(error, grid.spread), points=2 * ERROR_POINTS)
    return averaged_chances(centre, error, grid.quality)


def averaged_chances(centre: Array, error: Array, quality: Array) -> Array:
    """Mean over a normal error of logistic(centre + error + quality). [..., m, S]"""
    nodes, weight = normal_nodes(ERROR_POINTS)
    total = np.zeros((*np.shape(centre), len(quality)))
    for node, share in zip(nodes, weight, strict=True):
        total += share * expit((centre + node * error)[..., None] + quality)
    return total


def log_likelihood(chance: Array, answers: Answers) -> Array:
    """Log-likelihood of the answers at each quality; `chance` [..., m, S]. [..., S]

    Method: docs/models/season.md
    """
    yes = np.log(np.maximum(chance, TINY)) * answers.invited[..., None]
    no = np.log1p(-chance * (answers.exposure * (1.0 - answers.invited))[..., None])
    found: Array = (yes + no).sum(axis=-2)
    return found


def posterior(grid: QualityGrid, chance: Array, answers: Answers) -> Array:
    """Weights of the grid given the answers, exactly (up to the grid). [S]

    An invitation shifts weight up, a rejection or silence down, whatever else is known, because
    every chance rises with quality.

    >>> import numpy as np
    >>> grid = QualityGrid(np.array([-1.0, 1.0]), np.array([0.5, 0.5]))
    >>> chance = np.array([[0.25, 0.75]])
    >>> invited = Answers(np.array([1.0]), np.array([0.0]), np.array([0.0]))
    >>> posterior(grid, chance, invited).round(6).tolist()
    [0.25, 0.75]
    """
    logs = log_likelihood(chance, answers) + np.log(grid.weight)
    weight = np.exp(logs - logs.max())
    return np.asarray(weight / weight.sum())


def evidence(grid: QualityGrid, chance: Array, answers: Answers) -> tuple[Array, Array]:
    """Posterior weights [D, S] and log evidence [D] of D drawn sets of chances [D, m, S]."""
    logs = log_likelihood(chance, answers) + np.log(grid.weight)
    top = logs.max(axis=-1, keepdims=True)
    weight = np.exp(logs - top)
    total = weight.sum(axis=-1, keepdims=True)
    return weight / total, (top + np.log(total))[..., 0]


def later_chances(chance: Array, answers: Answers) -> Array:
    """Chance that an invitation is held at the end: known ones 1, the silent by what may come.

    `chance` [..., m, S]; the chance of a silent program is conditional on its silence so far.
    """
    silent = answers.remaining[..., None]
    later = chance * silent / (1.0 - chance * answers.exposure[..., None])
    found: Array = np.where(answers.invited[..., None] > 0, 1.0, later)
    return found
