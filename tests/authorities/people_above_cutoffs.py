"""Simulated people who match where they stand above cutoffs, drawn one by one."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri
from tests.authorities.simulated_people import (
    People,
    applications_of,
    graduate_shift,
    kept_of,
    matched_elsewhere,
    offered,
    records,
    spread_over_specialties,
)

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.signal import signal_rules
from thirdfriday.facts.registry import Facts
from thirdfriday.models.above_cutoffs import standing_chain
from thirdfriday.models.cutoff_bank import cutoff_bank
from thirdfriday.models.population import seen_mixtures
from thirdfriday.models.program_arrays import reference_rates
from thirdfriday.models.program_rates import interview_rates
from thirdfriday.models.unfilled import chances_of_unfilled

Array = NDArray[np.float64]


def simulate_type(kind: str, count: int, seed: int) -> People:
    """About `count` people of a type who match where they stand above the cutoffs."""
    return spread_over_specialties(kind, count, seed, simulate_specialty)


def simulate_specialty(
    kind: str, specialty: str, size: int, facts: Facts, rng: np.random.Generator,
    *, applicants: float = 1.0, gates: bool = False,
) -> People:  # fmt: skip
    """People of one type in one specialty, each application and each rank drawn on its own.

    Each program sees everyone with noise of its own, once: those above its threshold are invited,
    and of those it takes who stands above the cutoff of the season after the interview.

    Those with a list stand together for `applicants`, the published count of those who ranked;
    `gates` as in simulated_people.py.
    """
    programs = offered(specialty)
    group = str(ApplicantType(kind).group)
    chain = standing_chain(facts, kind, specialty)
    reference, _ = reference_rates(programs, facts, specialty=specialty, chain=chain)
    rate = expit(interview_rates(programs, group, facts)[0])
    unfilled = chances_of_unfilled(programs, facts)
    brings, binds = seen_mixtures(
        facts, specialty=specialty, group=group, signals=signal_rules(facts, specialty)
    )
    drawn = records(kind, specialty, chain, size, facts, rng, gates=gates)
    applied = applications_of(f"standing.chain.{kind}", size, rate, facts, rng)
    lift = rng.choice(brings.offset, size=applied.shape, p=brings.weight)
    bond = rng.choice(binds.offset, size=applied.shape, p=binds.weight)
    record = (drawn.quality + drawn.gate + graduate_shift(f"standing.chain.{kind}", facts))[:, None]
    seen = record + bond + reference
    signalled, plain = expit(seen + lift), expit(seen)
    on_paper = rng.random(applied.shape)
    kept = kept_of(
        applied & (on_paper < signalled), round(facts.value("population.interview_capacity")), rng
    )
    # of those invited with or without a signal, one without it stands above the bare threshold
    excess = ndtri(plain) - ndtri(plain * on_paper / signalled)
    standing = (
        chain.level + excess + chain.quality_slope * drawn.quality[:, None]
        + chain.performance_spread * drawn.performance[:, None]
        + chain.day_spread * rng.standard_normal(applied.shape)
        + chain.unfilled_lift * (rng.random(applied.shape) < unfilled)
    )  # fmt: skip
    bank = cutoff_bank(programs, specialty, facts, weight=chain.gap_weight)
    season = rng.integers(bank.gap.shape[1], size=size)
    matched = (kept & (standing > bank.gap[:, season].T)).any(axis=1)
    ranks = kept.sum(axis=1).astype(float)
    return People(
        ranks=ranks,
        matched=matched,
        anywhere=matched | matched_elsewhere(size, f"standing.chain.{kind}", facts, rng),
        score=drawn.score,
        weight=np.full(size, applicants / max(1, np.count_nonzero(ranks))),
    )
