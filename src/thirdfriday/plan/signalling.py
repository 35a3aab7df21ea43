"""Whom to signal: what each signal gains, and where one would be wasted and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.joint_chances import tier_of_signal
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, without
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.explain import plan_program
from thirdfriday.plan.plan import Signals, SignalSent, SignalWasted
from thirdfriday.plan.scope import Scope
from thirdfriday.plan.signalled import home_programs, one_institution

INELIGIBLE, HOME, SAME = "ineligible", "home program", "same institution"
SURE, HOPELESS, BETTER = "certain yes", "certain no", "gains more elsewhere"
NO_SIGNALS = "not participating"


def signals_of_plan(
    case: Case,
    scope: Scope,
    chances: ApplicantChances,
    chosen: Chosen,
    *,
    catalogue: Catalogue,
    facts: Facts,
    own_list: Sequence[ListedProgram] | None = None,
) -> Signals:
    """What each signal of the plan gains, and which signals would be wasted.

    The wasted ones are those of the applicant's own list, if one is given; otherwise the programs
    of the target and of the list that a signal tempts to and does not pay at.

    Facts: plan.signal.certain_yes, plan.signal.certain_no, plan.signal.wasted_shown
    """
    judge = _Judge(
        scope=scope,
        chances=chances,
        chosen=chosen,
        facts=facts,
        home=home_programs(case),
        twin=one_institution(scope.open, chosen.problem.utility),
    )
    sent = tuple(judge.sent())
    listed = judge.tempting() if own_list is None else judge.intended(own_list, catalogue)
    return Signals(sent=sent, wasted=tuple(listed))


@dataclass(frozen=True, slots=True, eq=False)
class _Judge:
    """The plan's list, and what every change of a signal would gain."""

    scope: Scope
    chances: ApplicantChances
    chosen: Chosen
    facts: Facts
    home: frozenset[str]
    twin: list[int]
    least_sent: dict[int, float] = field(default_factory=dict)

    @property
    def problem(self) -> ChoiceProblem:
        """The choice that the plan answers."""
        return self.chosen.problem

    @property
    def selection(self) -> Selection:
        """The plan's list."""
        return self.chosen.choice.selection

    def sent(self) -> Iterator[SignalSent]:
        """Every signal of the plan, the one that gains most first."""
        found = [self._sent(int(k)) for k in np.flatnonzero(self.selection > 0)]
        yield from sorted(found, key=lambda signal: -signal.gain)

    def _sent(self, k: int) -> SignalSent:
        tier = int(self.selection[k])
        plain = self.selection.copy()
        plain[k] = 0
        gain = self.chosen.choice.outcomes.value - expected_value(self.problem, plain)
        pool = int(self.problem.pool[k])
        self.least_sent[pool] = min(gain, self.least_sent.get(pool, np.inf))
        without_it, with_it = self._chances(k, tier)
        return SignalSent(
            program=plan_program(self.scope.open[k]),
            signal=self.chances.signal_word(k, tier) or "",
            chance_without=without_it,
            chance_with=with_it,
            gain=gain,
            gain_over_next_best=self._over_next_best(k),
        )

    def _over_next_best(self, k: int) -> float:
        """Value lost when this program may not be signalled and the list is chosen anew. [value]"""
        allowed = self.problem.signal_allowed.copy()
        allowed[k] = False
        other = without(self.problem, signal_allowed=allowed)
        scarce = int(self.selection[k] > 1)  # a better signal is handed on by exchanges as well
        again = best_list(other, start=self.selection, passes=scarce)
        return max(0.0, self.chosen.choice.outcomes.value - expected_value(self.problem, again))

    def tempting(self) -> Iterator[SignalWasted]:
        """Programs of the target or the list without a signal, the most wanted first."""
        most = round(self.facts.value("plan.signal.wasted_shown"))
        order = np.argsort(-self.problem.utility, kind="stable")
        shown = 0
        somewhere = not self.problem.target.all()
        for k in order:
            wanted = (somewhere and self.problem.target[k]) or self.selection[k] >= 0
            if shown >= most or self.selection[k] > 0 or not wanted:
                continue
            reason = self._reason(int(k), self._strongest(int(k)))
            if reason is not None and reason[0] not in (BETTER, NO_SIGNALS):
                shown += 1
                yield self._wasted(self.scope.open[k], int(k), self._strongest(int(k)), *reason)

    def intended(
        self, listed: Sequence[ListedProgram], catalogue: Catalogue
    ) -> Iterator[SignalWasted]:
        """Signals of the applicant's own list that are wasted."""
        place = {program.program_id: k for k, program in enumerate(self.scope.open)}
        refused = {program.program_id: rule for program, rule in self.scope.refused}
        signalled: set[int] = set()
        for item in listed:
            if item.signal is None:
                continue
            program = catalogue.by_id[item.program_id]
            k = place.get(item.program_id)
            if k is None:
                rule = refused.get(item.program_id)
                fact = f"{rule.rule}: {rule.fact}" if rule else "outside the region you set"
                yield SignalWasted(
                    plan_program(program), str(item.signal), INELIGIBLE, fact, 0.0, 0.0, 0.0
                )
                continue
            tier = tier_of_signal(self.chances, k, item.signal)
            reason = self._reason(k, tier, signalled)
            signalled.add(self.twin[k])
            if reason is not None:
                yield self._wasted(program, k, tier, *reason, word=str(item.signal))

    def _strongest(self, k: int) -> int:
        return len(self.chances.at(k)[0].signal_tiers)

    def _reason(
        self, k: int, tier: int, signalled: set[int] | None = None
    ) -> tuple[str, str] | None:
        """Why a signal of a tier is wasted at program k, in a word and in a sentence."""
        program, part = self.scope.open[k], self.chances.at(k)[0]
        if tier == 0:
            return NO_SIGNALS, "the specialty has no such signal this season, or none is known"
        if program.program_id in self.home and not part.signals.signal_home_and_away:
            return HOME, "the specialty asks not to signal the home program or where you rotated"
        twin = self.twin[k]
        covered = twin in signalled if signalled is not None else self.selection[twin] > 0
        if covered and (twin != k or signalled is not None):
            return SAME, "one signal reaches every track of the specialty at an institution"
        return self._chance_reason(k, tier)

    def _chance_reason(self, k: int, tier: int) -> tuple[str, str] | None:
        plain, lifted = self._chances(k, tier)
        if plain >= self.facts.value("plan.signal.certain_yes"):
            return SURE, f"invites people like you {100 * plain:.0f}% of the time without one"
        if lifted <= self.facts.value("plan.signal.certain_no"):
            return HOPELESS, f"even with the signal {100 * lifted:.1f}%"
        least = self.least_sent.get(int(self.problem.pool[k]), 0.0)
        if self._gain(k, tier) < least:
            return BETTER, f"the plan's least useful signal adds {100 * least:.2f} points"
        return None

    def _chances(self, k: int, tier: int) -> tuple[float, float]:
        """Chance of an interview without a signal and with one of a tier."""
        plain, lifted = (
            float(self.problem.interview[k, t] @ self.problem.weight) for t in (0, tier)
        )
        return plain, lifted

    def _gain(self, k: int, tier: int) -> float:
        """What the signal would add to the plan's list, if one were left over. [value]"""
        without_it = self.selection.copy()
        without_it[k] = 0
        lifted = self.selection.copy()
        lifted[k] = tier
        problem = self.problem
        return expected_value(problem, lifted) - expected_value(problem, without_it)

    def _wasted(
        self, program: Program, k: int, tier: int, reason: str, fact: str, *, word: str = ""
    ) -> SignalWasted:
        plain, lifted = self._chances(k, tier)
        return SignalWasted(
            program=plan_program(program),
            signal=word or self.chances.signal_word(k, tier) or "",
            reason=reason,
            fact=fact,
            chance_without=plain,
            chance_with=lifted,
            gain=self._gain(k, tier) if tier else 0.0,
        )
