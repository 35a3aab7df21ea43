"""What helps an applicant never lowers the chance of a match: over cases drawn from the examples.

A soft wish for a place may cost as much chance of any match as its documented guard
(preference.<level>.guard); "must" has no guard, so nothing is allowed there.
"""

from functools import cache

import numpy as np
import pytest
from tests.cases.changed_cases import better_records, drawn_case, with_level, with_minutes

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import season_from_facts
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.chances import applicant_chances
from thirdfriday.plan.build import choose_all
from thirdfriday.plan.scope import scope_of

ROUNDING = 1e-6
EXAMPLES = (
    "do_comlex_only",
    "img_internal_medicine",
    "img_psychiatry_la_ties",
    "md_low_score_la",
    "md_strong",
    "us_img_caribbean",
)
LEVELS = ("must", "strong", "ideal")
CASES = [(name, level, seed) for seed, name in enumerate(EXAMPLES) for level in LEVELS]


@cache
def chance_of_match(case: Case) -> float | None:
    """Central chance of any match of the best list; None where nothing can be chosen."""
    facts, catalogue = load_facts(case.season), load_catalogue()
    specialty = case.wants.specialties[0]
    try:
        scope = scope_of(case, specialty, catalogue, facts)
        chances = applicant_chances(case, specialty, scope.open, scope.rules, facts)
        chosen, _ = choose_all(
            case, scope, chances, season=season_from_facts(facts), facts=facts,
            service=catalogue.specialties[specialty].service,
        )  # fmt: skip
    except InfeasiblePlanError:
        return None
    return chosen.choice.outcomes.chance_of_match


def allowed(case: Case) -> float:
    level = case.wants.level
    return ROUNDING + (0.0 if level == "must" else load_facts().value(f"preference.{level}.guard"))


def assert_no_loss(change: str, before: Case, after: Case) -> None:
    first, then = chance_of_match(before), chance_of_match(after)
    if first is None:
        return
    assert then is not None, f"{change} leaves nothing to choose"
    said = f"{change}: {first:.5f} to {then:.5f}: {before.wants} {before.limits}"
    assert then >= first - allowed(after), said


@pytest.mark.parametrize(("name", "level", "seed"), CASES)
def test_a_better_record_never_lowers_the_chance(case_of, name, level, seed):
    rng = np.random.default_rng([seed, LEVELS.index(level)])
    case = drawn_case(case_of(name), rng, level=level)
    for change, better in better_records(case, rng):
        assert_no_loss(change, case, better)


@pytest.mark.parametrize(("name", "level", "seed"), CASES)
def test_a_wider_target_never_lowers_the_chance(case_of, name, level, seed):
    rng = np.random.default_rng([seed, LEVELS.index(level)])
    case = drawn_case(case_of(name), rng, level=level)
    for small, wide in ((30, 60), (60, 120)):
        near, far = with_minutes(case, small), with_minutes(case, wide)
        assert_no_loss(f"{small} to {wide} minutes", near, far)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_target_that_is_no_longer_a_must_never_lowers_the_chance(case_of, name):
    rng = np.random.default_rng(len(name))
    case = drawn_case(case_of(name), rng, level="must")
    assert_no_loss("must to strong", case, with_level(case, "strong"))
