"""Simulated people: applications, interviews, rank order lists and matches drawn one by one."""

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.signal import signal_rules
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.above_cutoffs import StandingChain
from thirdfriday.models.after_interview import performance_of_score, score_numbers
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.match import MatchChain, chances_of_admission, match_chain
from thirdfriday.models.population import application_mixture
from thirdfriday.models.program_arrays import reference_rates
from thirdfriday.models.program_rates import interview_rates
from thirdfriday.models.record_rules import average_score, share_above_floor
from thirdfriday.models.unfilled import chances_of_unfilled

Array = NDArray[np.float64]

AUTHORITIES = Path(__file__).parents[2] / "authorities"
SEASON = 2025
LEAST_PROGRAMS = 5
LEAST_PEOPLE = 40


@dataclass(frozen=True, slots=True)
class People:
    """Simulated applicants: interviews kept (the length of the list), match, score; each [N].

    `matched` is in the specialty they prefer, `anywhere` in that or another; `weight` says how
    many real people each stands for.
    """

    ranks: Array
    matched: NDArray[np.bool_]
    anywhere: NDArray[np.bool_]
    score: Array
    weight: Array

    def moments(self) -> tuple[float, float, float]:
        """Match rate and mean ranks of matched and unmatched, of those who rank anything.

        A match anywhere counts, as in the tables by type.
        """
        active = self.ranks > 0
        matched, unmatched = active & self.anywhere, active & ~self.anywhere
        return (
            float(np.average(self.anywhere[active], weights=self.weight[active])),
            float(np.average(self.ranks[matched], weights=self.weight[matched])),
            float(np.average(self.ranks[unmatched], weights=self.weight[unmatched])),
        )


Simulate = Callable[..., People]
"""Draws people of one type in one specialty, such as `simulate_specialty`."""


def together(groups: list[People]) -> People:
    """Several groups as one."""
    columns = ("ranks", "matched", "anywhere", "score", "weight")
    return People(**{c: np.concatenate([getattr(g, c) for g in groups]) for c in columns})


def applicants_by_specialty(kind: str) -> dict[str, float]:
    """Applicants of a type who ranked a specialty in 2025; of graduates, those who matched."""
    if kind.endswith("graduate"):
        table = load_table("published/filled_by_type").columns
        rows = zip(table["year"], table["specialty"], table[kind], strict=True)
        return {name: float(count) for year, name, count in rows if year == SEASON and count}
    with (AUTHORITIES / "applicants_by_specialty_2025.csv").open(encoding="utf-8") as file:
        return {row["specialty"]: float(row[kind]) for row in csv.DictReader(file) if row[kind]}


def spread_over_specialties(kind: str, count: int, seed: int, simulate: Simulate) -> People:
    """About `count` people of a type, in specialties as the real ones are; `simulate` draws one."""
    facts = load_facts(SEASON)
    wanted = {
        key: people
        for key, people in applicants_by_specialty(kind).items()
        if people and len(offered(key)) >= LEAST_PROGRAMS
    }
    total = sum(wanted.values())
    rng = np.random.default_rng(seed)
    groups = []
    for key, people in sorted(wanted.items()):
        size = max(LEAST_PEOPLE, round(count * people / total))
        groups.append(simulate(kind, key, size, facts, rng, applicants=people))
    return together(groups)


def simulate_type(kind: str, count: int, seed: int) -> People:
    """About `count` people of a type who match by the chances of the closed form."""
    return spread_over_specialties(kind, count, seed, simulate_specialty)


def offered(specialty: str) -> list:
    """Programs of a specialty with positions."""
    return [p for p in load_catalogue().of_specialty(specialty) if p.offered]


def simulate_specialty(
    kind: str, specialty: str, size: int, facts: Facts, rng: np.random.Generator,
    *, applicants: float = 1.0, gates: bool = False,
) -> People:  # fmt: skip
    """People of one type in one specialty, each application and each rank drawn on its own.

    Those with a list stand together for `applicants`, the published count of those who ranked.
    With `gates`, failed examinations are drawn, and they and programs' lowest scores count as in
    the plan of one applicant; the fit of a whole type takes quality as normal.
    """
    programs = offered(specialty)
    group = str(ApplicantType(kind).group)
    chain = match_chain(facts, kind, specialty)
    reference, _ = reference_rates(programs, facts, specialty=specialty, chain=chain)
    rate = expit(interview_rates(programs, group, facts)[0])
    unfilled = chances_of_unfilled(programs, facts)
    mixture = application_mixture(
        facts, specialty=specialty, group=group, signals=signal_rules(facts, specialty), spread=0.0
    )
    drawn = records(kind, specialty, chain, size, facts, rng, gates=gates)
    applied = applications_of(f"match.chain.{kind}", size, rate, facts, rng)
    offset = rng.choice(mixture.offset, size=(size, len(programs)), p=mixture.weight)
    seen = (drawn.quality + drawn.gate + graduate_shift(f"match.chain.{kind}", facts))[:, None]
    invited = applied & (rng.random(offset.shape) < expit(reference + offset + seen))
    kept = kept_of(invited, round(facts.value("population.interview_capacity")), rng)
    admit = chances_of_admission(
        chain, unfilled, quality=drawn.quality, performance=drawn.performance
    ).T
    matched = (kept & (rng.random(offset.shape) < admit)).any(axis=1)
    ranks = kept.sum(axis=1).astype(float)
    return People(
        ranks=ranks,
        matched=matched,
        anywhere=matched | matched_elsewhere(size, f"match.chain.{kind}", facts, rng),
        score=drawn.score,
        weight=np.full(size, applicants / max(1, np.count_nonzero(ranks))),
    )


def matched_elsewhere(
    size: int, chain: str, facts: Facts, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Who would match in another specialty if not in the preferred one."""
    name = f"{chain}.elsewhere"
    found: NDArray[np.bool_] = rng.random(size) < (facts.value(name) if name in facts else 0.0)
    return found


@dataclass(frozen=True, slots=True)
class Records:
    """What people bring: score, quality [log-odds], what gates add to it, performance [sd]; [N]."""

    score: Array
    quality: Array
    gate: Array
    performance: Array


def records(
    kind: str, specialty: str, chain: MatchChain | StandingChain, size: int, facts: Facts,
    rng: np.random.Generator, *, gates: bool,
) -> Records:  # fmt: skip
    """People whose performance, and with `gates` failures, go with their score as packaged."""
    group = str(ApplicantType(kind).group)
    units = rng.standard_normal(size)
    stem = "effect.step_2_ck.per_sd"
    effect = log_odds(
        facts,
        first_known(
            facts, f"{stem}.{kind}.{specialty}", f"{stem}.{kind}.default", f"{stem}.default"
        ),
    )
    sd = facts.value(
        first_known(facts, f"applicants.step_2_ck.sd.{group}", "applicants.step_2_ck.sd.default")
    )
    mean = average_score(kind, specialty, facts)
    score = mean + sd * units
    average = share_above_floor(mean, specialty, facts)
    floor = np.log([share_above_floor(one, specialty, facts) / average for one in score])
    gate = floor if gates else np.zeros(size)
    quality = effect * units
    together_with = facts.value("match_fit.failed_with_score")
    for exam in ("step_1", "step_2_ck") if gates else ():
        share = facts.value(f"applicants.share.failed_{exam}.{group}")
        sitting = together_with * units + math.sqrt(1 - together_with**2) * rng.standard_normal(
            size
        )
        failed = sitting < ndtri(share)
        worth = log_odds(facts, f"effect.failed.{exam}")
        quality = quality + worth * (failed - share)
        passes = facts.value(
            first_known(
                facts,
                f"eligibility.failed_{exam}.{specialty}",
                f"eligibility.failed_{exam}.default",
            )
        )
        gate += np.log(np.where(failed, passes, 1.0) / (1 - share * (1 - passes)))
    rest = math.sqrt(max(0.0, chain.quality_spread**2 - float(np.var(quality))))
    names = score_numbers(chain, facts)
    below, above = (facts.value(name) for name in names)
    told = [performance_of_score(one, below=below, above=above) for one in units]
    performance = np.array([m for m, _ in told]) + told[0][1] * rng.standard_normal(size)
    return Records(score, quality + rest * rng.standard_normal(size), gate, performance)


def graduate_shift(chain: str, facts: Facts) -> float:
    """What a graduate's chances of interview lack against the group's rates. [log-odds]"""
    name = f"{chain}.interview_shift"
    return facts.value(name) if facts.known(name) else 0.0


def applications_of(
    chain: str, size: int, rate: Array, facts: Facts, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Where each person applies: more where the type is welcome, without applying twice."""
    spread = facts.value("population.applications_spread")
    centre = math.log(facts.value(f"{chain}.applications")) - spread**2 / 2
    counts = np.exp(centre + spread * rng.standard_normal(size))
    counts = np.minimum(np.floor(counts + rng.random(size)), len(rate)).astype(int)
    pull = facts.value(f"{chain}.targeting") * np.log(rate) + rng.gumbel(size=(size, len(rate)))
    place = np.argsort(np.argsort(-pull, axis=1), axis=1)
    return place < counts[:, None]


def kept_of(
    invited: NDArray[np.bool_], capacity: int, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Invitations that are kept when there are more than days for them."""
    liking = np.where(invited, rng.random(invited.shape), -1.0)
    place = np.argsort(np.argsort(-liking, axis=1), axis=1)
    return invited & (place < capacity)
