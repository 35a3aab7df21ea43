"""What is known of every program alone, as arrays kept for the branches that ask for them again."""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.kept_answers import KEPT, SameEach
from thirdfriday.domain.program import Program
from thirdfriday.domain.signal import signal_rules
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.above_cutoffs import StandingChain
from thirdfriday.models.eligibility import log_odds_of
from thirdfriday.models.interview import reference_log_odds
from thirdfriday.models.match import MatchChain
from thirdfriday.models.population import application_mixture
from thirdfriday.models.program_rates import interview_rates
from thirdfriday.models.quality import Array


@lru_cache(maxsize=KEPT)
def places_of(
    programs: SameEach,
) -> tuple[tuple[str, ...], NDArray[np.int64], tuple[str, ...], NDArray[np.int64]]:
    """The divisions of programs and which of them each lies in; their settings likewise."""
    found: list[tuple[tuple[str, ...], NDArray[np.int64]]] = []
    for names in ([p.division for p in programs.held], [p.urbanicity for p in programs.held]):
        place = {name: index for index, name in enumerate(dict.fromkeys(names))}
        found.append((tuple(place), np.array([place[name] for name in names], np.int64)))
    return (*found[0], *found[1])


@lru_cache(maxsize=KEPT)
def rules_log_odds(rules: SameEach) -> Array:
    """What the rules at each program add together. [n, log-odds]"""
    return np.array([log_odds_of(at) for at in rules.held])


def reference_rates(
    programs: Sequence[Program], facts: Facts, *, specialty: str, chain: MatchChain | StandingChain
) -> tuple[Array, Array]:
    """Log-odds of the reference applicant at each program and their standard error. [n], [n]"""
    both = _reference_kept(SameEach(programs), facts.season, facts.without, specialty, chain)
    reference, error = both.copy().T
    return reference, error


@lru_cache(maxsize=KEPT)
def _reference_kept(
    programs: SameEach,
    season: int,
    without: frozenset[str],
    specialty: str,
    chain: MatchChain | StandingChain,
) -> Array:
    known = _reference_by_program(season, without, specialty, chain)
    pairs = [known[program.program_id] for program in programs.held]
    both: Array = np.array(pairs).reshape(-1, 2)
    return both


@cache
def _reference_by_program(
    season: int, without: frozenset[str], specialty: str, chain: MatchChain | StandingChain
) -> dict[str, tuple[float, float]]:
    facts = load_facts(season, without=without)
    programs = load_catalogue(without).of_specialty(specialty)
    group = str(ApplicantType(chain.kind).group)
    mixture = application_mixture(
        facts, specialty=specialty, group=group, signals=signal_rules(facts, specialty),
        spread=chain.quality_spread,
    )  # fmt: skip
    marginal, error = interview_rates(programs, group, facts)
    reference = reference_log_odds(marginal, mixture)
    values = zip(reference.tolist(), error.tolist(), strict=True)
    return {p.program_id: pair for p, pair in zip(programs, values, strict=True)}
