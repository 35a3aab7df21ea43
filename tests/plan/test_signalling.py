"""What signals gain and where they are wasted, on the plan's list and on one's own."""

import numpy as np
import pytest
from tests.plan.flow import flow_of

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.signal import SignalTier
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.plan.signalling import (
    HOPELESS,
    INELIGIBLE,
    NO_SIGNALS,
    signals_of_plan,
)


@pytest.fixture
def flow(case_of):
    return flow_of(case_of("img_psychiatry_la_ties"))


def signals(flow, catalogue, facts, own_list=None):
    return signals_of_plan(
        flow.case, flow.scope, flow.chances, flow.chosen,
        catalogue=catalogue, facts=facts, own_list=own_list,
    )  # fmt: skip


def test_each_gain_is_the_value_with_it_less_the_value_without(flow, catalogue, facts):
    problem, selection = flow.chosen.problem, flow.chosen.choice.selection
    found = signals(flow, catalogue, facts).sent
    assert len(found) == np.count_nonzero(selection > 0)
    place = {program.program_id: k for k, program in enumerate(flow.scope.open)}
    for sent in found:
        plain = selection.copy()
        plain[place[sent.program.id]] = 0
        gain = expected_value(problem, selection) - expected_value(problem, plain)
        assert sent.gain == pytest.approx(gain)
        assert 0 <= sent.gain_over_next_best <= sent.gain + 1e-9
        assert sent.chance_with > sent.chance_without
    gains = [sent.gain for sent in found]
    assert gains == sorted(gains, reverse=True)


def test_no_wasted_signal_is_one_that_is_sent(flow, catalogue, facts):
    made = signals(flow, catalogue, facts)
    sent = {each.program.id for each in made.sent}
    assert not sent & {each.program.id for each in made.wasted}
    assert all(each.reason and each.fact for each in made.wasted)


def test_signals_of_an_own_list_are_judged_with_the_reason(flow, catalogue, facts):
    refused = flow.scope.refused[0][0]
    problem = flow.chosen.problem
    hard = int(np.argmin(problem.interview[:, -1] @ problem.weight))
    listed = [
        ListedProgram(refused.program_id, SignalTier.STANDARD),
        ListedProgram(flow.scope.open[hard].program_id, SignalTier.STANDARD),
        ListedProgram(flow.scope.open[0].program_id, SignalTier.GOLD),
    ]
    wasted = signals(flow, catalogue, facts, listed).wasted
    reasons = {each.program.id: each.reason for each in wasted}
    assert reasons[refused.program_id] == INELIGIBLE
    assert reasons[flow.scope.open[0].program_id] == NO_SIGNALS
    lifted = float(problem.interview[hard, -1] @ problem.weight)
    if lifted <= facts.value("plan.signal.certain_no"):
        assert reasons[flow.scope.open[hard].program_id] == HOPELESS


def test_one_institution_is_signalled_once(case_of):
    flow = flow_of(case_of("img_internal_medicine"))
    signalled = [
        (p.nrmp_institution_code or p.program_id, p.city)
        for p, tier in zip(flow.scope.open, flow.chosen.choice.selection, strict=True)
        if tier > 0
    ]
    assert len(set(signalled)) == len(signalled)
