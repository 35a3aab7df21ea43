"""The first year beside advanced positions: needs both, fees of its own, near programs first."""

import pytest
from tests.plan.flow import flow_of

from thirdfriday.domain.season import season_from_facts
from thirdfriday.plan.branch import Branch, Grounds
from thirdfriday.plan.first_year import first_year_of, needs_first_year


def branch_of(flow):
    return Branch(
        flow.case, flow.scope.specialty, flow.scope, flow.chances, flow.chosen.problem,
        flow.chosen.choice.selection, flow.chosen.answer, flow.chosen.choice.outcomes,
    )  # fmt: skip


@pytest.fixture(scope="module")
def year(case_of):
    flow = flow_of(case_of("advanced_preliminary"))
    return first_year_of(branch_of(flow), Grounds.of(flow.case.season))


def test_a_list_without_advanced_positions_needs_none(case_of):
    flow = flow_of(case_of("img_psychiatry_la_ties"))
    assert first_year_of(branch_of(flow), Grounds.of(flow.case.season)) is None


def test_both_are_needed(year):
    assert year is not None
    assert 0 < year.chance_of_both <= year.chance_of_advanced_match <= 1
    given = year.chance_of_both / year.chance_of_advanced_match
    assert year.chance_of_first_year_given_advanced == pytest.approx(given)
    assert 0 <= year.gap <= 0.02 and 0 < year.value_at_stake < 1


def test_fees_begin_anew_by_specialty_and_signals_are_those_of_the_transitional_year(year, facts):
    season = season_from_facts(facts)
    counts = {}
    for item in year.applications:
        counts[item.program.specialty] = counts.get(item.program.specialty, 0) + 1
        assert item.signal is None or item.program.specialty == "transitional_year"
    assert year.cost_usd == sum(season.fee_usd("eras", count) for count in counts.values())


def test_programs_offer_one_year_positions_and_supplemental_lists_rank_near_ones_first(
    year, catalogue
):
    applied = {item.program.id for item in year.applications}
    for program_id in applied:
        program = catalogue.by_id[program_id]
        assert program.positions_in(program.last_year_offered, ("preliminary",)) > 0
    assert year.supplemental
    for row in year.supplemental:
        assert needs_first_year(catalogue.by_id[row.program.id]) == row.share_advanced > 0
        assert {ranked.id for ranked in row.ranked} <= applied
        assert row.near <= len(row.ranked)
