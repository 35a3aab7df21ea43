"""A plan at caseload depth: the list, chances and prices of a whole plan, without its extras."""

import pytest

from thirdfriday.plan.build import build_plan


@pytest.fixture(params=["img_psychiatry_la_ties", "do_comlex_only"])
def both(request, case_of, plan_of):
    return plan_of(request.param), build_plan(case_of(request.param), thorough=False)


def test_caseload_depth_keeps_the_list_its_chances_prices_and_mistakes(both):
    whole, quick = both
    assert quick.certificate.value == pytest.approx(whole.certificate.value, abs=1e-3)
    assert quick.certificate.upper_bound >= quick.certificate.value
    central = quick.headline.chance_of_match.central
    assert central == pytest.approx(whole.headline.chance_of_match.central, abs=2e-3)
    assert [p.constraint for p in quick.prices] == [p.constraint for p in whole.prices]
    assert {m.key for m in quick.mistakes} == {m.key for m in whole.mistakes}
    assert quick.excluded == whole.excluded
    assert quick.to_json().keys() == whole.to_json().keys()


def test_caseload_depth_leaves_out_what_a_line_does_not_need(both):
    _, quick = both
    assert quick.frontier == () and quick.scenarios == ()
    assert quick.geography.alternatives == ()
