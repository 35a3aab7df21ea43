"""The closed form and the bank agree over random cases; lists are fast and meet the same events."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.chances import GeographyAnswer, applicant_chances
from thirdfriday.models.down_the_list import match_in_season
from thirdfriday.models.joint_chances import joint_chances
from thirdfriday.models.list_seasons import cleared_in_seasons, list_seasons, plan_seasons
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import choice_problem
from thirdfriday.plan.scope import scope_of

EXAMPLES = (
    "do_comlex_only",
    "img_internal_medicine",
    "img_psychiatry_la_ties",
    "md_low_score_la",
    "md_strong",
    "us_img_caribbean",
)
SEASONS = 40_000
ANSWER = GeographyAnswer()


@cache
def chances_of(case):
    specialty, facts = case.wants.specialties[0], load_facts(case.season)
    scope = scope_of(case, specialty, load_catalogue(), facts)
    return applicant_chances(case, specialty, scope.open, scope.rules, facts, bank=True)


def closed_form(chances, index):
    """Chance of a match by line, had every line interviewed the applicant."""
    admit = chances.admission()[index]
    open_to = np.cumprod(np.vstack([np.ones_like(admit[:1]), 1.0 - admit[:-1]]), axis=0)
    return (admit * open_to) @ chances.nodes.weight


@pytest.fixture(scope="module")
def differences(case_of):
    """Closed form less bank, over lists drawn from cases of every example."""
    found = []
    for seed, name in enumerate(EXAMPLES):
        rng = np.random.default_rng(seed)
        chances = chances_of(case_of(name))
        for length in (1, 3, 8, 20):
            size = min(length, len(chances.programs))
            index = rng.choice(len(chances.programs), size, replace=False)
            seasons = list_seasons(chances, index, seed=seed, seasons=SEASONS)
            found.append(closed_form(chances, index).sum() - seasons.chance_of_match)
    return np.array(found)


def test_closed_form_and_bank_agree_within_a_point(differences):
    assert np.abs(differences).mean() < 0.01, differences.round(4)
    assert np.abs(differences).max() < 0.025, differences.round(4)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_plan_has_the_chance_that_the_bank_counts(case_of, name):
    chances = chances_of(case_of(name))
    count = min(40, len(chances.programs))
    problem = choice_problem(
        interview=chances.interview(ANSWER)[:count], admit=chances.admission()[:count],
        weight=chances.nodes.weight, utility=np.linspace(1.0, 0.5, count),
        signals=[0] * len(chances.signal_log_odds), max_applications=count, capacity=12,
    )  # fmt: skip
    index, none = np.arange(count), np.zeros(count, np.int64)
    seasons = plan_seasons(chances, index, none, ANSWER, seed=11, capacity=12, seasons=SEASONS)
    closed = outcomes(problem, np.zeros(count, np.int8))
    assert abs(seasons.chance_of_match - closed.chance_of_match) < 0.02
    assert abs(seasons.kept.mean() - closed.expected_interviews) < 0.1


def test_a_longer_list_matches_in_every_season_that_the_shorter_did(case_of):
    chances = chances_of(case_of("img_internal_medicine"))
    short = list_seasons(chances, np.arange(5), seed=3)
    long = list_seasons(chances, np.arange(12), seed=3)
    assert (long.line[short.line >= 0] == short.line[short.line >= 0]).all()
    assert long.chance_of_match > short.chance_of_match
    assert long.chance_by_line().sum() == pytest.approx(long.chance_of_match)


def test_the_order_of_a_list_moves_where_it_matches_and_not_whether(case_of):
    chances = chances_of(case_of("us_img_caribbean"))
    index = np.arange(10)
    one = list_seasons(chances, index, seed=5)
    other = list_seasons(chances, index[::-1].copy(), seed=5)
    assert np.array_equal(one.line >= 0, other.line >= 0)
    assert not np.array_equal(one.chance_by_line(), other.chance_by_line()[::-1])
    assert one.standard_error < 0.008


def test_a_list_matches_at_the_first_program_that_would_take_the_applicant(case_of):
    chances = chances_of(case_of("img_psychiatry_la_ties"))
    index = np.random.default_rng(3).choice(len(chances.programs), 9, replace=False)
    cleared = cleared_in_seasons(chances, index, seed=4)
    line = list_seasons(chances, index, seed=4).line
    assert np.array_equal(match_in_season(cleared, np.arange(9)), line)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31))
def test_the_true_order_is_never_beaten_on_the_bank(case_of, seed):
    chances = chances_of(case_of("us_img_caribbean"))
    rng = np.random.default_rng(seed)
    index = rng.choice(len(chances.programs), 12, replace=False)
    worth = np.append(np.sort(rng.random(12))[::-1], 0.0)  # unmatched is the last
    true = worth[list_seasons(chances, index, seed=seed, seasons=1000).line]
    for _ in range(4):
        order = rng.permutation(12)[: rng.integers(1, 13)]
        line = list_seasons(chances, index[order], seed=seed, seasons=1000).line
        other = np.where(line >= 0, worth[order][line], 0.0)
        assert (other <= true).all()


def test_stronger_interviews_move_every_season_one_way(case_of):
    chances = chances_of(case_of("img_internal_medicine"))
    nodes, index = chances.nodes, np.arange(10)
    lower, higher = (nodes.weight * np.exp(by * nodes.quality) for by in (-1.0, 1.0))
    low = list_seasons(chances, index, seed=2, weight=lower / lower.sum()).line
    high = list_seasons(chances, index, seed=2, weight=higher / higher.sum()).line
    assert not ((low >= 0) & (high < 0)).any()
    assert (high >= 0).mean() > (low >= 0).mean()


def test_two_specialties_are_two_lists_of_one_person(case_of):
    case, facts = case_of("md_low_score_la"), load_facts()
    parts = []
    for specialty in case.wants.specialties:
        scope = scope_of(case, specialty, load_catalogue(), facts)
        opened = (case, specialty, scope.open, scope.rules, facts)
        parts.append(applicant_chances(*opened, bank=True))
    joint, shift = joint_chances(parts), len(parts[0].programs)
    first, second = np.arange(6), np.arange(6)
    both = cleared_in_seasons(joint, np.concatenate([first, second + shift]), seed=6)
    for part, columns in zip(parts, (both[:, :6], both[:, 6:]), strict=True):
        alone = cleared_in_seasons(part, first, seed=6)
        assert (alone == columns).mean() > 0.999  # levels are rounded as cutoffs are
