"""Who fills the positions of a state, specialty and level: shares by type from one season's counts.

The counts of one season are a noisy view of each cell. Its forecast is drawn from them towards what
the specialty, the state, its residents of 2021 and its programs' leanings say of a cell not seen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import gammaln

from thirdfriday.facts.tables import load_table
from thirdfriday.models.market_inputs import Layout, state_divisions

Array = npt.NDArray[Any]
GROUPS = ("md", "do", "us_img", "non_us_img")
SCALES = {"specialty": 3.0, "level": 0.6, "state": 0.7, "residents": 1.0, "leanings": 1.0}
"""How far effects may lie from zero [standard deviations of log-odds]; chosen by left-out cells."""
OVERDISPERSION = (
    4.0  # counts of a cell weigh a quarter while the effects are fitted; chosen likewise
)
FOLDS, FOLD_SEED = 10, 1
RESIDENTS_PRIOR, LEANINGS_PRIOR = 1.5, 2.0  # positions that a cell's covariates are drawn by
TINY = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """By cell: shares of the six types, and the count of applicants that they are worth."""

    share: Array
    weight: Array
    prior: Array


def one_hot(index: Array, size: int) -> Array:
    """A column for each number, 1 where the row has it."""
    table = np.zeros((len(index), size))
    table[np.arange(len(index)), index] = 1
    return table


def numbered(names: list[Any]) -> tuple[Array, int]:
    """Numbers of names in sorted order, and how many there are."""
    order = {name: k for k, name in enumerate(sorted(set(names)))}
    return np.array([order[name] for name in names]), len(order)


def cell_design(layout: Layout) -> Array:
    """What is known of every cell apart from its counts. (cells, columns)."""
    cells = layout.cells
    specialty, specialties = numbered([cell[1] for cell in cells])
    level, levels = numbered([cell[1:] for cell in cells])
    state, states = numbered([cell[0] for cell in cells])
    residents, leanings = _covariates(layout, level)
    return np.hstack([
        np.ones((len(cells), 1)),
        SCALES["specialty"] * one_hot(specialty, specialties),
        SCALES["level"] * one_hot(level, levels),
        SCALES["state"] * one_hot(state, states),
        SCALES["residents"] * residents,
        SCALES["leanings"] * leanings,
    ])  # fmt: skip


def _covariates(layout: Layout, level: Array) -> tuple[Array, Array]:
    """Log shares of residents of 2021 and logits of interview rates, beyond the specialty's."""
    programs = {row["program_id"]: row for row in load_table("catalogue/programs").rows()}
    rates = {(row["program_id"], row["group"]): row["logit_rate"]
             for row in load_table("model/interview_rates").rows()}  # fmt: skip
    place = {cell: k for k, cell in enumerate(layout.cells)}
    shares, rate = np.zeros((2, len(place), len(GROUPS)))
    seen, rated = np.zeros((2, len(place)))
    for row in layout.rows:
        program, k, seats = programs[row["program_id"]], place[row["cell"]], row["quota_2025"] or 0
        mix = [program[f"pct_us_{name}"] for name in ("md", "do", "img")]
        mix.append(program["pct_non_us_img"])
        if all(share is not None for share in mix) and sum(mix) > 50:
            shares[k] += seats * np.array(mix) / sum(mix)
            seen[k] += seats
        found = [rates.get((row["program_id"], name)) for name in GROUPS]
        if all(value is not None for value in found):
            rate[k] += seats * np.array(found)
            rated[k] += seats
    usual = shares.sum(axis=0) / shares.sum()
    logs = np.log((shares + RESIDENTS_PRIOR * usual) / (seen + RESIDENTS_PRIOR)[:, None])
    rate /= np.maximum(rated, 1)[:, None]
    return (
        _beyond(logs, seen, level) * (seen / (seen + RESIDENTS_PRIOR))[:, None],
        _beyond(rate, rated, level) * (rated / (rated + LEANINGS_PRIOR))[:, None],
    )


def _beyond(values: Array, weight: Array, level: Array) -> Array:
    """Against the first group, and centred within each specialty and level."""
    against = values[:, 1:] - values[:, :1]
    for each in range(level.max() + 1):
        mine = (level == each) & (weight > 0)
        if mine.any():
            against[mine] -= np.average(against[mine], weights=weight[mine], axis=0)
    against[weight == 0] = 0
    return against


def fitted_shares(design: Array, count: Array, ask: Array) -> Array:
    """Ridge multinomial regression of counts by type on the design, asked at other rows."""
    columns, kinds = design.shape[1], count.shape[1]
    total = count.sum(axis=1, keepdims=True)

    def loss(flat: Array) -> tuple[float, Array]:
        slope = flat.reshape(columns, kinds)
        share, log_share = _softmax(design @ slope)
        pull = np.vstack([slope[:1] / 100, slope[1:]])
        value = -(count * log_share).sum() / OVERDISPERSION + 0.5 * (pull * slope).sum()
        slant = design.T @ (total * share - count) / OVERDISPERSION + pull
        return float(value), slant.ravel()

    found = minimize(loss, np.zeros(columns * kinds), jac=True, method="L-BFGS-B",
                     options={"maxiter": 400})  # fmt: skip
    return _softmax(ask @ found.x.reshape(columns, kinds))[0]


def _softmax(score: Array) -> tuple[Array, Array]:
    """Shares and their logarithms from scores."""
    centred = score - score.max(axis=1, keepdims=True)
    log_share = centred - np.log(np.exp(centred).sum(axis=1, keepdims=True))
    return np.exp(log_share), log_share


def left_out_shares(design: Array, count: Array) -> Array:
    """Shares of every cell from the other folds' cells alone."""
    seen = count.sum(axis=1) > 0
    fold = np.random.default_rng(FOLD_SEED).integers(0, FOLDS, len(count))
    share = np.zeros(count.shape)
    for each in range(FOLDS):
        others = seen & (fold != each)
        share[fold == each] = fitted_shares(design[others], count[others], design[fold == each])
    return share


def concentration(prior: Array, count: Array) -> tuple[float, float]:
    """How strongly cells keep to `prior`: worth a * n**b applicants for a cell of n. (a, b)

    By maximum likelihood of the counts as Dirichlet-multinomial.
    """
    seen = count.sum(axis=1) > 0
    share, some = prior[seen], count[seen]
    size = some.sum(axis=1)

    def loss(at: Array) -> float:
        worth = np.maximum(np.exp(at[0]) * size[:, None] ** at[1] * share, TINY)
        whole = worth.sum(axis=1)
        likelihood = gammaln(whole) - gammaln(whole + size)
        return -float((likelihood + (gammaln(worth + some) - gammaln(worth)).sum(axis=1)).sum())

    found = minimize(loss, np.array([1.0, 0.5]), method="Nelder-Mead").x
    return float(np.exp(found[0])), float(found[1])


def composed(layout: Layout, count: Array, *, strength: float = 1.0) -> Composition:
    """The forecast shares of every cell from one season's counts by cell and type.

    Args:
        layout: whose cells the counts are of.
        count: applicants of six types by cell.
        strength: times the fitted concentration, to try others.
    """
    design = cell_design(layout)
    prior = left_out_shares(design, count)
    size = count.sum(axis=1)
    first, power = concentration(prior, count)
    worth = strength * first * np.maximum(size, 1) ** power
    unseen = size == 0
    if unseen.any():
        prior[unseen] = fitted_shares(design[~unseen], count[~unseen], design[unseen])
    weight = worth + size
    return Composition((count + worth[:, None] * prior) / weight[:, None], weight, prior)


def pooled_by_division(layout: Layout, count: Array) -> Array:
    """The plain alternative: shares of the division's specialty and level, drawn to all."""
    level, levels = numbered([cell[1:] for cell in layout.cells])
    division = state_divisions(layout)[[layout.states.index(cell[0]) for cell in layout.cells]]
    both = level * (division.max() + 1) + division
    nation, near = np.zeros((levels, 6)), np.zeros((both.max() + 1, 6))
    np.add.at(nation, level, count)
    np.add.at(near, both, count)
    all_of = count.sum(axis=0) / count.sum()
    wide = (nation + 5 * all_of) / (nation.sum(axis=1, keepdims=True) + 5)
    found: Array = (near[both] + 5 * wide[level]) / (near[both].sum(axis=1, keepdims=True) + 5)
    return found
