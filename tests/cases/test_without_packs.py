"""A plan without a pack of data: it comes, it says so, and its ranges are wider."""

import pytest

from thirdfriday.facts.sources import load_sources
from thirdfriday.plan.build import build_plan

PACKS = ("nrmp", "residency-explorer")
EXAMPLES = ("img_internal_medicine", "md_low_score_la")


@pytest.fixture(scope="module")
def made(case_of):
    found = {}

    def plan(name, pack):
        if (name, pack) not in found:
            found[name, pack] = build_plan(case_of(name), without=frozenset({pack}))
        return found[name, pack]

    return plan


def width(chance):
    """Percentage points, as the plan shows the range."""
    return chance.high - chance.low


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plan_comes_with_wider_ranges(made, plan_of, name, pack):
    whole, part = plan_of(name), made(name, pack)
    assert part.choices
    assert width(part.headline.chance_of_match) > width(whole.headline.chance_of_match)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_source_of_the_pack_is_cited(made, name, pack):
    packs = {key: source.pack for key, source in load_sources().items()}
    cited = [source.key for source in made(name, pack).sources]
    assert not [key for key in cited if packs[key] == pack.replace("-", "_")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_without_the_nrmp_no_code_and_no_fill_is_used(made, name):
    plan = made(name, "nrmp")
    assert all(not choice.program.nrmp_codes for choice in plan.choices)
    gates = {(g.rule, g.result) for choice in plan.choices for g in choice.eligibility}
    assert ("positions in the Match", "ask") in gates
