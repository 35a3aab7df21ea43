"""All chances of one applicant in one specialty: the numbers that choices are made on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.case import Case
from thirdfriday.domain.kept_answers import SameEach
from thirdfriday.domain.program import Program
from thirdfriday.domain.signal import SignalRules, signal_rules
from thirdfriday.facts.registry import Facts
from thirdfriday.models.above_cutoffs import (
    StandingChain,
    chances_above_cutoffs,
    drawn_above_cutoffs,
    nodes_for,
    standing_chain,
)
from thirdfriday.models.after_interview import chain_given_score, level_doubt
from thirdfriday.models.cutoff_bank import CutoffBank, cutoff_bank
from thirdfriday.models.effects import effects_of
from thirdfriday.models.eligibility import RuleResult
from thirdfriday.models.factors import Effects, Factor, design
from thirdfriday.models.interview import (
    centred_log_odds,
    chances_of_interview,
)
from thirdfriday.models.match import (
    MatchChain,
    chances_of_admission,
    drawn_chains,
    fitted_level_error,
    match_chain,
)
from thirdfriday.models.population import average_units, signal_effects
from thirdfriday.models.program_arrays import places_of, reference_rates, rules_log_odds
from thirdfriday.models.program_factors import program_factors
from thirdfriday.models.quality import Array, QualityNodes
from thirdfriday.models.record import record_factors, score_units
from thirdfriday.models.unfilled import chances_of_unfilled

ALIGNED = "effect.geography.aligned"
NO_PREFERENCE = "effect.geography.no_preference"
SETTING = "effect.setting.aligned"


@dataclass(frozen=True, slots=True)
class GeographyAnswer:
    """An answer to the ERAS geography questions: divisions (none: "no preference") and setting."""

    divisions: tuple[str, ...] = ()
    setting: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ApplicantChances:
    """One applicant at n open programs of one specialty, at the central values of all numbers.

    `reference` [n] and `reference_error` [n] are log-odds of an invitation for the reference
    applicant and their standard error; `units` [n, F] how many units of each effect apply;
    `rule_log_odds` [n] what unpublished rules add; `signal_tiers` names tiers 1.. of the problem.
    `chain` is that of type, specialty and score; `level_doubt` what its level may err by for the
    score.
    """

    programs: tuple[Program, ...]
    rules: tuple[tuple[RuleResult, ...], ...]
    factors: tuple[Factor, ...]
    effects: Effects
    units: Array
    reference: Array
    reference_error: Array
    rule_log_odds: Array
    signals: SignalRules
    signal_tiers: tuple[str, ...]
    average_units: dict[str, float]
    setting_share: float
    chain: MatchChain | StandingChain
    level_doubt: float
    unfilled: Array
    cutoffs: CutoffBank
    nodes: QualityNodes

    @property
    def quality(self) -> float:
        """What the record is worth against the average applicant of the type. [log-odds]"""
        return float(self._quality_units @ self.effects.central[: len(self.factors)])

    @property
    def _quality_units(self) -> Array:
        return np.array([float(np.mean(f.units)) if f.quality else 0.0 for f in self.factors])

    @property
    def standing(self) -> StandingChain:
        """The chain of standing above cutoffs; TypeError where admission goes by the level."""
        if not isinstance(self.chain, StandingChain):
            raise TypeError("Chances for the bank come from applicant_chances(..., bank=True).")
        return self.chain

    def at(self, index: int) -> "tuple[ApplicantChances, int]":
        """The chances in the specialty of one program, and its index among their programs."""
        return self, index

    def on(self, nodes: QualityNodes) -> Self:
        """The same chances on another grid of unseen quality and performance."""
        return replace(self, nodes=nodes)

    def signal_word(self, index: int, tier: int) -> str | None:
        """What a signal of a tier is called at one program; None for no signal."""
        return self.signal_tiers[tier - 1] if tier > 0 else None

    def effect(self, name: str) -> float:
        """The central value of a named effect. [log-odds per unit]"""
        return float(self.effects.central[self.effects.names.index(name)])

    def geography_units(self, answer: GeographyAnswer) -> dict[str, Array]:
        """Which programs see an aligned division, no preference, an aligned setting. [n, units]

        The setting is centred on the average application; the mixture does that for divisions.
        """
        count = len(self.programs)
        divisions, division, settings, urbanicity = places_of(SameEach(self.programs))
        aligned = np.array([float(name in answer.divisions) for name in divisions])[division]
        wanted = [float(bool(answer.setting) and name == answer.setting) for name in settings]
        setting = np.array(wanted)[urbanicity]
        none = np.zeros(count) if answer.divisions else np.ones(count)
        setting -= self.setting_share
        return {ALIGNED: aligned, NO_PREFERENCE: none, SETTING: setting}

    def log_odds(self, answer: GeographyAnswer) -> Array:
        """Log-odds of an invitation at each program without a signal, at unseen quality 0. [n]"""
        own = self.units @ self.effects.central[: len(self.factors)]
        geography = sum(
            self.effect(name) * units for name, units in self.geography_units(answer).items()
        )
        total: Array = self.reference + self.rule_log_odds + own + geography
        return total

    @property
    def signal_log_odds(self) -> Array:
        """What a signal of each tier adds; 0 for no signal. [T, log-odds]"""
        return np.array([0.0, *(self.effect(name) for name in self._signal_effects)])

    @property
    def _signal_effects(self) -> tuple[str, ...]:
        start = len(self.factors)
        return self.effects.names[start : start + len(self.signal_tiers)]

    def interview(self, answer: GeographyAnswer) -> Array:
        """Chance of an invitation by program, tier and node. [n, T, Q]"""
        return chances_of_interview(self.log_odds(answer), self.signal_log_odds, self.nodes.quality)

    def admission(self) -> Array:
        """Chance that a program takes the applicant once interviewed, by node. [n, Q]

        By the level of type and specialty, or above each program's cutoffs where the chain is one
        of standing (`applicant_chances` with `bank`).
        """
        if isinstance(self.chain, StandingChain):
            return chances_above_cutoffs(
                self.chain, self.cutoffs, self.unfilled, self.unsignalled,
                seen=self.quality, quality=self.nodes.quality, performance=self.nodes.performance,
            )  # fmt: skip
        bond = self._bond(self.effects.central[: len(self.factors)])
        return chances_of_admission(
            self.chain,
            self.unfilled,
            quality=self.quality + bond[:, None] + self.nodes.quality,
            performance=self.nodes.performance,
        )

    @property
    def unsignalled(self) -> Array:
        """Log-odds that say how a program sees the applicant, whatever they signal or answer. [n]

        What binds the applicant to the program counts; signals and geography bring an invitation,
        and after it about what they lifted the applicant over the threshold (docs/models/bank.md).
        """
        own: Array = self.reference + self.units @ self.effects.central[: len(self.factors)]
        return own

    def _bond(self, values: Array) -> Array:
        """What binds the applicant to each program, which counts after the interview too. [n]"""
        bond: Array = self.units @ (values * self._bonds)
        return bond

    @property
    def _bonds(self) -> Array:
        """Which factors bind the applicant to a program: 1, else 0. [F]"""
        return np.array([float(not f.quality and np.ndim(f.units) > 0) for f in self.factors])

    def draws(
        self,
        index: NDArray[np.int64],
        tiers: NDArray[np.int64],
        answer: GeographyAnswer,
        *,
        facts: Facts,
        rng: np.random.Generator,
        count: int,
    ) -> tuple[Array, Array]:
        """Chances of interview [D, m, Q] and admission [D, m, Q] with every number drawn.

        Args:
            index: the m programs of a list.
            tiers: the signal tier of each of them.
            answer: the geography answer.
            facts: where ranges of the chain are.
            rng: source of chance; the same seed gives common random numbers.
            count: draws.
        """
        values = self.effects.draw(rng, count)
        noise = rng.standard_normal((count, len(index)))
        shared = rng.standard_normal((count, 1))
        return self.given_draws(
            index, tiers, answer, facts=facts, values=values, noise=noise, shared=shared, rng=rng
        )

    def given_draws(
        self,
        index: NDArray[np.int64],
        tiers: NDArray[np.int64],
        answer: GeographyAnswer,
        *,
        facts: Facts,
        values: Array,
        noise: Array,
        shared: Array,
        rng: np.random.Generator,
    ) -> tuple[Array, Array]:
        """The same with the values of effects [D, E] and standard normal noise given.

        `noise` [D, m] is each program's own, `shared` [D, 1] the season's; `rng` draws the chain.
        """
        change = values - self.effects.central
        used = self.units_used(index, tiers, answer)
        log_odds = self.log_odds(answer)[index] + self.signal_log_odds[tiers]
        error, drift = self.reference_error[index], shared_error(facts)
        spread = error * noise + drift * shared
        drawn = centred_log_odds(log_odds, np.hypot(error, drift)) + change @ used.T + spread
        own = len(self.factors)
        quality = self.quality + change[:, :own] @ self._quality_units
        chances = chances_of_interview(drawn.ravel(), np.zeros(1), self.nodes.quality).reshape(
            len(values), len(index), len(self.nodes.weight)
        )
        if isinstance(self.chain, StandingChain):
            excess = self.unsignalled[index]
            seen = excess + change[:, :own] @ self.units[index].T + spread
            admit = drawn_above_cutoffs(
                self.chain, self.cutoffs.of(index), self.unfilled[index], seen, central=excess,
                seen=quality, nodes=self.nodes, facts=facts, rng=rng, doubt=self.level_doubt,
            )  # fmt: skip
            return chances, admit
        admit = self._admission_draws(
            self.chain, index, values[:, :own], quality=quality, facts=facts, rng=rng
        )
        return chances, admit

    def units_used(
        self, index: NDArray[np.int64], tiers: NDArray[np.int64], answer: GeographyAnswer
    ) -> Array:
        """Units of every effect at the listed programs, less what the rates already hold. [m, E]"""
        names = self.effects.names
        used = np.zeros((len(index), len(names)))
        used[:, : len(self.factors)] = self.units[index]
        for tier, name in enumerate(self._signal_effects, 1):
            used[:, names.index(name, len(self.factors))] = tiers == tier
        for name, units in self.geography_units(answer).items():
            used[:, names.index(name)] = units[index]
        for name, share in self.average_units.items():
            if name in names:
                used[:, names.index(name)] -= share
        return used

    def _admission_draws(
        self,
        fitted: MatchChain,
        index: NDArray[np.int64],
        values: Array,
        *,
        quality: Array,
        facts: Facts,
        rng: np.random.Generator,
    ) -> Array:
        count = len(values)
        error = fitted_level_error(facts, "match", fitted.kind, fitted.specialty)
        error = float(np.hypot(error, self.level_doubt))
        chains = drawn_chains(fitted, facts, rng, count=count, level_error=error)
        admit = np.empty((count, len(index), len(self.nodes.weight)))
        bond = (values * self._bonds) @ self.units[index].T
        for draw, chain in enumerate(chains):
            admit[draw] = chances_of_admission(
                chain,
                self.unfilled[index],
                quality=quality[draw] + bond[draw][:, None] + self.nodes.quality,
                performance=self.nodes.performance,
            )
        return admit


def applicant_chances(
    case: Case,
    specialty: str,
    programs: Sequence[Program],
    rules: Sequence[tuple[RuleResult, ...]],
    facts: Facts,
    *,
    bank: bool | None = None,
) -> ApplicantChances:
    """The chances of the case's applicant at open programs of a specialty.

    Args:
        case: the case.
        specialty: key of the specialty of all `programs`.
        programs: those open to the applicant.
        rules: the rules at each program, those of the record included.
        facts: the numbers of the season.
        bank: whether admission follows each program's cutoffs (docs/models/bank.md) instead of the
            level of type and specialty; as `standing.in_plans` says when not given.

    Facts: standing.in_plans, match.unseen_share, match.nodes.quality, match.nodes.performance
    Method: docs/models/interview.md, docs/models/match.md
    """
    applicant = case.applicant
    group = str(applicant.group)
    signals = signal_rules(facts, specialty)
    if bank is None:
        bank = facts.value("standing.in_plans") > 0
    kind = str(applicant.type)
    standing = standing_chain(facts, kind, specialty)
    chain = standing if bank else match_chain(facts, kind, specialty)
    reference, error = reference_rates(programs, facts, specialty=specialty, chain=chain)
    factors = (
        *record_factors(case, specialty, facts),
        *program_factors(programs, case, facts),
    )
    tiers = signal_effects(facts, specialty, signals)
    names = [*(f.effect for f in factors), *tiers.values(), ALIGNED, NO_PREFERENCE, SETTING]
    units = score_units(applicant, specialty, facts)
    return ApplicantChances(
        programs=tuple(programs),
        rules=tuple(rules),
        factors=factors,
        effects=effects_of(facts, names),
        units=design(factors, len(programs)),
        reference=reference,
        reference_error=error,
        rule_log_odds=rules_log_odds(SameEach(rules)).copy(),
        signals=signals,
        signal_tiers=tuple(tiers),
        average_units=average_units(facts, specialty=specialty, group=group, signals=signals),
        setting_share=facts.value("applications.share.setting_aligned"),
        chain=chain_given_score(chain, units, facts),
        level_doubt=level_doubt(chain, units, facts),
        unfilled=chances_of_unfilled(programs, facts),
        cutoffs=cutoff_bank(programs, specialty, facts, weight=standing.gap_weight),
        nodes=nodes_for(chain, facts),
    )


def shared_error(facts: Facts) -> float:
    """Error that all programs share: the season's drift and, without the pack, the level."""
    drift = facts.value("match.season_drift")
    if "residency_explorer" not in facts.without:
        return drift
    return float(np.hypot(drift, facts.value("interview.rate.shared_error")))
