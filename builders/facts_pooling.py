"""Partial pooling of small-sample figures by specialty towards the figure of all specialties."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy.optimize import minimize_scalar
from scipy.special import betaln
from scipy.stats import beta

# Limits of the search for the weight of the prior, in programs; structural, not disputable.
LEAST_PRIOR, MOST_PRIOR = 1.0, 500.0
TENTH, NINETIETH = 0.1, 0.9
NORMAL_TENTH = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Estimate:
    """A pooled estimate with its 80% range."""

    low: float
    central: float
    high: float


def pooled_shares(
    counts: Mapping[str, tuple[float, int]], overall: float
) -> tuple[dict[str, Estimate], float]:
    """Posterior share by specialty, and the weight of the common prior. [share; programs].

    Args:
        counts: share and number of programs by specialty.
        overall: the share over all specialties.

    Method: beta-binomial; the weight of the prior maximises the marginal likelihood.
    """
    centre = min(max(overall, 0.005), 0.995)

    def loss(log_weight: float) -> float:
        weight = math.exp(log_weight)
        a, b = weight * centre, weight * (1 - centre)
        return -sum(
            float(betaln(a + share * n, b + (1 - share) * n) - betaln(a, b))
            for share, n in counts.values()
        )

    best = minimize_scalar(
        loss, bounds=(math.log(LEAST_PRIOR), math.log(MOST_PRIOR)), method="bounded"
    )
    weight = math.exp(float(best.x))
    return {
        key: _posterior(weight * centre + share * n, weight * (1 - centre) + (1 - share) * n)
        for key, (share, n) in counts.items()
    }, weight


def widened(estimate: Estimate, drift: float) -> Estimate:
    """The estimate with a further spread in log-odds for the years since. [share]."""

    def logit(share: float) -> float:
        share = min(max(share, 0.001), 0.999)
        return math.log(share / (1 - share))

    def share_of(log_odds: float) -> float:
        return 1 / (1 + math.exp(-log_odds))

    centre = logit(estimate.central)
    extra = NORMAL_TENTH * drift
    down = math.hypot(centre - logit(estimate.low), extra)
    up = math.hypot(logit(estimate.high) - centre, extra)
    return Estimate(share_of(centre - down), estimate.central, share_of(centre + up))


def pooled_means(
    means: Mapping[str, tuple[float, float]],
) -> tuple[dict[str, Estimate], float, float, float]:
    """Pooled mean by specialty; then the common mean, its error and the spread between them.

    Args:
        means: mean and its sampling variance by specialty.

    Method: random effects (DerSimonian & Laird), each specialty shrunk towards the common mean.
    """
    weights = {key: 1 / variance for key, (_, variance) in means.items()}
    total = sum(weights.values())
    common = sum(weights[key] * mean for key, (mean, _) in means.items()) / total
    heterogeneity = sum(weights[key] * (mean - common) ** 2 for key, (mean, _) in means.items())
    scale = total - sum(weight**2 for weight in weights.values()) / total
    between = max(0.0, (heterogeneity - (len(means) - 1)) / scale)
    inverse = {key: 1 / (variance + between) for key, (_, variance) in means.items()}
    common = sum(inverse[key] * mean for key, (mean, _) in means.items()) / sum(inverse.values())
    error = math.sqrt(1 / sum(inverse.values()))
    return (
        {key: _shrunk(mean, variance, common, between) for key, (mean, variance) in means.items()},
        common,
        error,
        math.sqrt(between),
    )


def _shrunk(mean: float, variance: float, common: float, between: float) -> Estimate:
    trust = between / (between + variance)
    central = trust * mean + (1 - trust) * common
    spread = NORMAL_TENTH * math.sqrt(trust * variance)
    return Estimate(central - spread, central, central + spread)


def _posterior(a: float, b: float) -> Estimate:
    return Estimate(float(beta.ppf(TENTH, a, b)), a / (a + b), float(beta.ppf(NINETIETH, a, b)))
