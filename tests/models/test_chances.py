"""All chances of one applicant: ranges, geography, signals, draws and the grid they rest on."""

import numpy as np
import pytest
from tests.plan.flow import flow_of

from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.models.joint_chances import parts_of
from thirdfriday.models.program_rates import interview_rates
from thirdfriday.models.quality import quality_nodes
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import without

NAMES = ("do_comlex_only", "img_psychiatry_la_ties", "md_low_score_la", "md_strong")
ANSWER = GeographyAnswer(("pacific",), "urban")


@pytest.fixture(params=NAMES)
def flow(request, case_of):
    return flow_of(case_of(request.param))


def test_chances_are_chances_and_signals_raise_them(flow):
    interview = flow.chances.interview(GeographyAnswer())
    assert ((interview > 0) & (interview < 1)).all()
    start = 0
    for part in parts_of(flow.chances):  # specialties have one tier of signals, or two
        rows = interview[start : start + len(part.programs)]
        own = 1 + len(part.signal_tiers)
        assert (np.diff(rows[:, :own], axis=1) > 0).all()
        assert (rows[:, own:] == rows[:, :1]).all()
        start += len(part.programs)
    assert start == len(interview)
    admission = flow.chances.admission()
    assert ((admission > 0) & (admission < 1)).all()


def test_an_aligned_division_beats_no_preference_beats_another_division(flow):
    chances = flow.chances
    aligned = np.array([p.division == "pacific" for p in chances.programs])
    chosen = chances.log_odds(ANSWER)
    none = chances.log_odds(GeographyAnswer())
    assert (chosen[aligned] > none[aligned]).all()
    elsewhere = GeographyAnswer(("pacific",))
    assert (chances.log_odds(elsewhere)[~aligned] < none[~aligned]).all()


def test_the_same_seed_draws_the_same_chances(flow, facts):
    index = np.arange(min(12, len(flow.chances.programs)))
    tiers = np.zeros(len(index), dtype=np.int64)

    def draws(seed):
        return flow.chances.draws(
            index, tiers, ANSWER, facts=facts, rng=np.random.default_rng(seed), count=20
        )

    first, again, other = draws(1), draws(1), draws(2)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_draws_average_to_the_central_chances(flow, facts):
    chances = flow.chances
    index = np.arange(min(40, len(chances.programs)))
    tiers = np.zeros(len(index), dtype=np.int64)
    offers, admit = chances.draws(
        index, tiers, ANSWER, facts=facts, rng=np.random.default_rng(3), count=2000
    )
    central = chances.interview(ANSWER)[index, 0]
    assert np.abs(offers.mean(axis=0) - central).mean() < 0.02
    assert np.abs(admit.mean(axis=0) - chances.admission()[index]).mean() < 0.02


def headline(flow, quality, performance):
    """Chance of a match of the chosen list on another grid."""
    grid = quality_nodes(flow.unseen, quality_points=quality, performance_points=performance)
    chances = flow.chances.on(grid)
    problem = without(
        flow.chosen.problem,
        interview=chances.interview(flow.chosen.answer),
        admit=chances.admission(),
        weight=grid.weight,
    )
    return outcomes(problem, flow.chosen.choice.selection).chance_of_match


def test_a_finer_grid_changes_no_headline_by_more_than_the_data_says(flow):
    """Half a point where performance spreads widely, else a tenth: data/model/match.toml."""
    here = flow.chosen.choice.outcomes.chance_of_match
    finer = headline(flow, 15, 31)
    most = 0.005 if flow.chances.chain.performance_spread > 1 else 0.001
    assert abs(finer - here) <= most, f"{here:.4f}, on the fine grid {finer:.4f}"


@pytest.mark.parametrize("group", ["md", "do", "us_img", "non_us_img"])
def test_every_program_has_a_rate(catalogue, facts, group):
    rate, error = interview_rates(catalogue.programs, group, facts)
    assert ((rate > -12) & (rate < 6)).all()
    assert ((error > 0) & (error < 4)).all()
