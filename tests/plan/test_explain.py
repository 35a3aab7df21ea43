"""Reasons add up to the chance they explain, and tiers follow the odds."""

import numpy as np
import pytest
from scipy.special import logit
from tests.plan.flow import flow_of

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.plan.explain import SMALLEST, reasons, selectivity_tier


@pytest.mark.parametrize("name", ["img_psychiatry_la_ties", "md_low_score_la", "do_comlex_only"])
def test_reasons_add_up_to_the_log_odds_of_the_chance(case_of, name):
    flow = flow_of(case_of(name))
    chances, chosen = flow.chances, flow.chosen
    at_zero = chances.log_odds(chosen.answer)
    for index in np.flatnonzero(chosen.choice.selection >= 0)[::5]:
        tier = int(chosen.choice.selection[index])
        found = reasons(int(index), tier, chances, chosen.answer)
        total = sum(reason.log_odds for reason in found)
        part, _ = chances.at(int(index))  # signals are each specialty's own
        want = at_zero[index] + part.signal_log_odds[tier]
        assert total == pytest.approx(want, abs=20 * SMALLEST)
        sizes = [abs(reason.log_odds) for reason in found]
        assert sizes == sorted(sizes, reverse=True)


def test_a_signal_is_among_the_reasons_of_a_signalled_choice(plan_of):
    for choice in plan_of("img_psychiatry_la_ties").choices:
        told = [reason.factor for reason in choice.reasons]
        assert (f"{choice.signal} signal" in told) == (choice.signal is not None)


def test_reach_target_and_safety_are_in_order(facts):
    order = ["reach", "target", "safety"]
    middle = 0.2
    tiers = [
        selectivity_tier(ChanceRange(0.8 * chance, chance, 1.0), middle, facts)
        for chance in np.linspace(0.01, 0.9, 40)
    ]
    places = [order.index(tier) for tier in tiers]
    assert places == sorted(places) and set(tiers) == set(order)
    odds = logit(middle) + np.log(facts.value("tier.relative.reach")) - 0.01
    assert selectivity_tier(ChanceRange(0, float(1 / (1 + np.exp(-odds))), 1), middle, facts) == (
        "reach"
    )
    safe_from = facts.value("tier.safety_from")
    assert selectivity_tier(ChanceRange(safe_from - 0.01, 0.9, 1.0), middle, facts) == "target"
    assert selectivity_tier(ChanceRange(safe_from, 0.6, 1.0), middle, facts) == "safety"
