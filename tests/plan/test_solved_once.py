"""Each branch of a plan is worked out once, also when several threads ask, and errors are kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.plan.solved_once import SolvedOnce


def test_a_case_is_solved_once_for_all_who_ask(case_of):
    case = case_of("img_internal_medicine")
    other = replace(case, name="another")
    asked = []
    solve = SolvedOnce(lambda each: asked.append(each) or each.name)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(solve, [case, other, case, replace(case), other]))
    assert found == [case.name, "another", case.name, case.name, "another"]
    assert len(asked) == 2


def test_a_case_without_a_list_is_refused_to_everybody(case_of):
    asked = []

    def refuse(case):
        asked.append(case)
        raise InfeasiblePlanError("Nothing is open.", limit="region", remedy="Widen it.")

    solve = SolvedOnce(refuse)
    for _ in range(2):
        with pytest.raises(InfeasiblePlanError):
            solve(case_of("img_internal_medicine"))
    assert len(asked) == 1
