"""Ranges: central values inside, common random numbers, and ends that hold still."""

import numpy as np
import pytest
from tests.plan.flow import flow_of

from thirdfriday.plan.ranges import ranges_of_list

NAMES = ("img_psychiatry_la_ties", "md_low_score_la", "us_img_caribbean")


@pytest.fixture(params=NAMES)
def flow(request, case_of):
    return flow_of(case_of(request.param))


def ranges(flow, facts, seed, selection=None):
    chosen = flow.chosen
    selection = chosen.choice.selection if selection is None else selection
    return ranges_of_list(
        chosen.problem, selection, flow.chances, chosen.answer, facts=facts, seed=seed
    )


def test_the_central_value_is_the_objectives_own(flow, facts):
    found, results = ranges(flow, facts, 1), flow.chosen.choice.outcomes
    assert found.chance_of_match.central == pytest.approx(results.chance_of_match)
    assert found.expected_interviews.central == pytest.approx(results.expected_interviews)
    assert found.chance_of_no_interview.central == pytest.approx(results.chance_of_no_interview)


def test_ranges_have_width(flow, facts):
    found = ranges(flow, facts, 1)
    assert found.chance_of_match.high - found.chance_of_match.low > 0.005
    assert found.expected_interviews.high > found.expected_interviews.low


def test_the_same_seed_gives_the_same_range(flow, facts):
    assert ranges(flow, facts, 5).chance_of_match == ranges(flow, facts, 5).chance_of_match


def test_ends_move_little_between_seeds(flow, facts):
    """range.draws promises how far; a longer promise than the draws can keep fails here."""
    found = [ranges(flow, facts, seed).chance_of_match for seed in range(1, 9)]
    lows, highs = [r.low for r in found], [r.high for r in found]
    assert np.std(lows) < 0.01, f"low ends {np.round(lows, 3)}"
    assert np.std(highs) < 0.01, f"high ends {np.round(highs, 3)}"


def test_a_shorter_list_keeps_order_and_programs(flow, facts):
    selection = flow.chosen.choice.selection.copy()
    listed = np.flatnonzero(selection >= 0)
    selection[listed[len(listed) // 2 :]] = -1
    found = ranges(flow, facts, 1, selection)
    assert len(found.at_program) == len(found.index) == len(listed) // 2
    assert found.chance_of_match.central < ranges(flow, facts, 1).chance_of_match.central
