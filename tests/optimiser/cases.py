"""Choices to test on: small random ones for exact search, national ones like the real thing."""

import numpy as np

from thirdfriday.optimiser.problem import ChoiceProblem, choice_problem


def small(
    seed: int, *, programs: int = 8, tiers: int = 3, nodes: int = 3, **changes: object
) -> ChoiceProblem:
    """A random choice small enough for exact search, with signals and a capacity."""
    rng = np.random.default_rng(seed)
    quality, weight = np.polynomial.hermite_e.hermegauss(nodes)
    lift = np.sort(rng.uniform(0.0, 2.5, tiers))
    lift[0] = 0.0
    base = rng.normal(-1.0, 1.2, programs)
    offer = _logistic(base[:, None, None] + lift[None, :, None] + quality)
    admit = _logistic(rng.normal(-1.0, 1.0, programs)[:, None] + 0.5 * quality)
    settings: dict[str, object] = {
        "interview": offer,
        "admit": admit,
        "weight": weight / weight.sum(),
        "utility": rng.uniform(0.0, 1.0, programs).round(2),
        "target": rng.random(programs) < 0.4,
        "max_applications": int(rng.integers(1, programs + 1)),
        "signals": [0, *rng.integers(0, 3, tiers - 1)],
        "signal_allowed": rng.random(programs) < 0.8,
        "capacity": int(rng.integers(1, programs + 1)),
    }
    return choice_problem(**{**settings, **changes})  # type: ignore[arg-type]


def national(
    seed: int,
    *,
    kind: str = "img",
    programs: int = 650,
    applications: int = 120,
    capacity: int | None = None,
    nodes: int = 11,
    quality_spread: float = 1.0,
    usd_per_unit_value: float = float("inf"),
) -> ChoiceProblem:
    """A choice like those of the catalogue: interview rates 1-20% ("img") or 20-70% ("md").

    More wanted programs are harder to reach; 3 gold and 12 silver signals; fees rise after 30.
    """
    rng = np.random.default_rng(seed)
    low, high = {"img": (0.01, 0.20), "md": (0.20, 0.70)}[kind]
    utility = np.sort(rng.beta(2, 2, programs))[::-1]
    wanted = (utility - utility.mean()) / utility.std()
    ease = np.argsort(np.argsort(-(0.6 * wanted + 0.8 * rng.normal(size=programs))))
    rate = low * (high / low) ** (ease / (programs - 1))
    quality, weight = np.polynomial.hermite_e.hermegauss(nodes)
    logit = np.log(rate / (1 - rate)) * np.sqrt(1 + 0.346 * quality_spread**2)
    lift = np.array([0.0, 1.8, 0.8])
    offer = _logistic(logit[:, None, None] + lift[None, :, None] + quality_spread * quality)
    chance = np.clip(0.10 + 0.16 * ease / programs + 0.08 * rng.normal(size=programs), 0.02, 0.6)
    admit = _logistic(np.log(chance / (1 - chance))[:, None] + 0.5 * quality_spread * quality)
    fees = np.concatenate([[0], np.cumsum(np.where(np.arange(programs) < 30, 11, 30))])
    return choice_problem(
        interview=offer,
        admit=admit,
        weight=weight / weight.sum(),
        utility=utility,
        target=rng.random(programs) < 0.1,
        fee_table=fees,
        max_applications=applications,
        signals=[0, 3, 12],
        signal_allowed=rng.random(programs) < 0.9,
        capacity=capacity,
        usd_per_unit_value=usd_per_unit_value,
    )


def _logistic(logit: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logit)))
