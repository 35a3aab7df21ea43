"""The quality of an applicant that the file does not say, as a small grid of nodes."""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QualityNodes:
    """A product grid over unseen quality and interview performance.

    `quality` [Q, log-odds of an interview] is shared by all applications of one applicant, which
    is what correlates their outcomes; `performance` [Q, standard normal] is how the applicant
    comes across on the day, shared by all interviews; `weight` [Q] sums to one.
    """

    quality: Array
    performance: Array
    weight: Array


def normal_nodes(points: int) -> tuple[Array, Array]:
    """Nodes and weights that integrate a standard normal. [points], [probability]

    Method: Gauss-Hermite quadrature.

    >>> nodes, weights = normal_nodes(5)
    >>> round(float(weights @ nodes**2), 12)
    1.0
    """
    nodes, weights = hermegauss(points)
    return nodes, weights / weights.sum()


def quality_nodes(spread: float, *, quality_points: int, performance_points: int) -> QualityNodes:
    """The grid for an unseen quality of standard deviation `spread` [log-odds].

    >>> grid = quality_nodes(0.8, quality_points=7, performance_points=3)
    >>> grid.weight.shape, round(float(grid.weight.sum()), 12)
    ((21,), 1.0)
    """
    quality, quality_weight = normal_nodes(quality_points)
    performance, performance_weight = normal_nodes(performance_points)
    return QualityNodes(
        quality=np.repeat(spread * quality, performance_points),
        performance=np.tile(performance, quality_points),
        weight=np.outer(quality_weight, performance_weight).ravel(),
    )
