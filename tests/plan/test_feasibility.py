"""Wanted numbers of applications against programs that exist and are open, gate by gate."""

from dataclasses import replace

import pytest

from thirdfriday.domain.spending import TierLimit
from thirdfriday.plan.feasibility import feasibility
from thirdfriday.plan.scope import scope_of


def test_the_articles_numbers_near_los_angeles_do_not_exist(plan_of):
    rows = plan_of("img_internal_medicine").feasibility
    (first,) = [row for row in rows if row.tier == 1 and row.origin == "the advice articles"]
    assert (first.minimum, first.maximum) == (25, 30)
    assert not first.feasible
    assert first.short_by == first.minimum - first.open > 0
    assert str(first.short_by) in first.words


@pytest.mark.parametrize("name", ["img_internal_medicine", "us_img_caribbean", "md_low_score_la"])
def test_gates_start_with_all_programs_and_end_with_the_open_ones(plan_of, name):
    for row in plan_of(name).feasibility:
        first, *rest = row.gates
        assert first.gate == "exist" and first.left == row.exist
        assert row.exist - sum(gate.refused for gate in rest) == row.open
        likely = [gate.likely for gate in row.gates]
        assert likely == sorted(likely, reverse=True)
        assert row.likely_open <= row.open + 1e-9
        assert row.new_programs >= len(row.new_program_names)


def test_a_minimum_of_the_case_is_checked_first(case_of, catalogue, facts):
    case = case_of("img_internal_medicine")
    limits = replace(case.limits, tiers=(TierLimit(1, minimum=3), TierLimit(2, minimum=400)))
    case = replace(case, limits=limits)
    scope = scope_of(case, "internal_medicine", catalogue, facts)
    few, many, *_ = feasibility(case, scope, facts)
    assert few.origin == many.origin == "your case file"
    assert few.feasible and not many.feasible
