"""Whole plans of the six examples: what issue after issue relies on in a plan's JSON."""

import json
import math
from collections import Counter
from dataclasses import replace

import pytest

from thirdfriday.domain.applicant import VisaNeed
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.signal import signal_rules
from thirdfriday.domain.spending import Limits
from thirdfriday.errors import CaseError, InfeasiblePlanError
from thirdfriday.plan.build import STEPS, build_plan

EXAMPLES = (
    "do_comlex_only",
    "img_internal_medicine",
    "img_psychiatry_la_ties",
    "md_low_score_la",
    "md_strong",
    "us_img_caribbean",
)
LARGEST_GAP = 0.005
LARGEST_GAP_OF_SEVERAL = 0.01  # several specialties that share interview days which bind
PROVED_LESS_NEAR = {
    "md_low_score_la": "1.4%: since performance counts, nodes differ by more than one bound for "
    "all interview days can follow (docs/models/choices.md, Certificate with a binding capacity)"
}
RANGE = {"low", "central", "high"}
PROGRAM = {"id", "acgme_id", "nrmp_codes", "name", "institution", "city", "state", "specialty"}


@pytest.fixture(params=EXAMPLES)
def name(request):
    return request.param


@pytest.fixture
def plan(plan_of, name):
    return plan_of(name)


@pytest.fixture
def document(plan):
    return json.loads(json.dumps(plan.to_json()))


def test_the_document_has_the_published_names(document):
    assert {
        "schema", "season", "seed", "data_hash", "headline", "certificate", "choices", "excluded",
        "geography", "prices", "assumptions", "notes",
    } <= set(document)  # fmt: skip
    head = document["headline"]
    chances = ("chance_of_match", "chance_of_match_in_target", "expected_interviews",
               "chance_of_no_interview")  # fmt: skip
    assert all(set(head[key]) == RANGE for key in chances)
    assert isinstance(head["cost_usd"], float) and isinstance(head["applications"], int)
    assert set(document["certificate"]) >= {"value", "upper_bound", "gap"}
    assert set(document["geography"]) >= {"divisions", "setting", "alternatives"}
    for price in document["prices"]:
        assert {"constraint", "chance_of_match", "expected_interviews"} <= set(price)
    assert document["assumptions"] and document["notes"]
    assert document["season"] == 2027 and len(document["data_hash"]) >= 16


def test_every_choice_has_the_published_names(document):
    for choice in document["choices"]:
        assert set(choice["program"]) >= PROGRAM
        assert choice["geographic_tier"] in (1, 2, 3)
        assert choice["selectivity_tier"] in ("reach", "target", "safety")
        assert choice["signal"] in ("gold", "silver", "standard", None)
        assert set(choice["chance_of_interview"]) == RANGE
        assert choice["eligibility"] and choice["reasons"]
        for gate in choice["eligibility"]:
            assert set(gate) == {"rule", "result", "fact"}
            assert gate["result"] in ("pass", "ask") and gate["fact"]
        for reason in choice["reasons"]:
            assert set(reason) == {"factor", "log_odds", "fact"}
            assert math.isfinite(reason["log_odds"]) and reason["factor"]
        assert choice["marginal_value"] >= 0 and choice["fee_usd"] >= 0


def test_chances_are_ordered_and_in_range(document):
    head = document["headline"]
    ranges = [head[key] for key in ("chance_of_match", "chance_of_match_in_target",
                                    "chance_of_no_interview")]  # fmt: skip
    ranges += [choice["chance_of_interview"] for choice in document["choices"]]
    for chance in ranges:
        assert 0 <= chance["low"] <= chance["central"] <= chance["high"] <= 1
    interviews = head["expected_interviews"]
    assert 0 <= interviews["low"] <= interviews["central"] <= interviews["high"]
    match, target = head["chance_of_match"], head["chance_of_match_in_target"]
    assert target["central"] <= match["central"] + 1e-9
    assert match["central"] <= 1 - head["chance_of_no_interview"]["central"] + 1e-9


def test_the_sum_of_the_choices_is_the_headline(plan):
    total = sum(choice.chance_of_match for choice in plan.choices)
    inside = sum(choice.chance_of_match for choice in plan.choices if choice.in_target)
    assert total == pytest.approx(plan.headline.chance_of_match.central, abs=1e-6)
    assert inside == pytest.approx(plan.headline.chance_of_match_in_target.central, abs=1e-6)


def test_the_certificate_is_within_half_a_percent(plan, name, request):
    if name in PROVED_LESS_NEAR:
        request.applymarker(pytest.mark.xfail(strict=True, reason=PROVED_LESS_NEAR[name]))
    several = len(plan.specialties) > 1
    assert plan.certificate.gap <= (LARGEST_GAP_OF_SEVERAL if several else LARGEST_GAP)


def test_no_list_is_worth_more_than_its_bound(plan):
    assert plan.certificate.value <= plan.certificate.upper_bound + 1e-9


def test_choices_are_unique_and_excluded_ones_have_their_reason(plan):
    chosen = [choice.program.id for choice in plan.choices]
    refused = [item.program.id for item in plan.excluded]
    assert len(set(chosen)) == len(chosen) == plan.headline.applications
    assert len(set(refused)) == len(refused)
    assert not set(chosen) & set(refused)
    assert all(item.rule and item.fact and item.saves_usd >= 0 for item in plan.excluded)


def test_signals_stay_within_what_the_specialty_has(plan, facts):
    sent = Counter((c.program.specialty, c.signal) for c in plan.choices if c.signal)
    for (specialty, tier), count in sent.items():
        allowed = {str(a.tier): a.count for a in signal_rules(facts, specialty).tiers}
        assert count <= allowed[tier]


def test_fees_follow_the_fee_curve(plan, facts, catalogue):
    season, total = season_from_facts(facts), 0.0
    counts = Counter(choice.program.specialty for choice in plan.choices)
    for specialty, count in counts.items():
        total += season.fee_usd(catalogue.specialties[specialty].service, count)
    assert plan.headline.cost_usd == total
    fees = sum(choice.fee_usd for choice in plan.choices)
    assert fees == pytest.approx(plan.headline.cost_usd)


def test_limits_of_the_case_hold(plan, name, case_of):
    limits = case_of(name).limits
    if limits.applications is not None:
        assert plan.headline.applications <= limits.applications
    if limits.budget_usd is not None:
        assert plan.headline.cost_usd <= limits.budget_usd
    if limits.interview_days is not None:
        assert plan.headline.expected_interviews.high <= limits.interview_days
    for limit in limits.tiers:
        count = sum(choice.geographic_tier == limit.tier for choice in plan.choices)
        assert limit.minimum <= count <= (limit.maximum or count)


def test_tiers_count_what_exists_is_open_and_is_chosen(plan):
    for tier in plan.tiers:
        assert tier.exist >= tier.open >= tier.chosen
        assert tier.open >= tier.ask
    assert sum(tier.chosen for tier in plan.tiers) == len(plan.choices)


def test_every_source_can_be_found(plan):
    assert plan.sources
    assert all(source.title and source.publisher and source.place for source in plan.sources)


def test_120_applications_cost_3030_dollars(plan_of):
    plan = plan_of("img_internal_medicine")
    assert plan.headline.applications == 120
    assert plan.headline.cost_usd == 3030.0


def test_no_program_that_refuses_a_j1_is_chosen(plan_of, catalogue):
    plan = plan_of("img_internal_medicine")
    flags = {catalogue.by_id[choice.program.id].visa_j1 for choice in plan.choices}
    assert False not in flags
    refused = [item for item in plan.excluded if item.rule in ("visa", "your non-negotiables")]
    assert refused, "some programs refuse a J-1 in the tables"


def test_the_first_tier_of_the_article_is_counted(plan_of):
    plan = plan_of("img_internal_medicine")
    first = next(tier for tier in plan.tiers if tier.tier == 1)
    assert first.exist > 0 and first.open <= first.exist
    said = [note.text for note in plan.notes if note.kind == "feasibility"]
    assert any(str(first.exist) in text and str(first.open) in text for text in said)


def small(case_of, name="do_comlex_only", **limits):
    case = case_of(name)
    return replace(case, limits=Limits(applications=12, interview_days=8, **limits))


def test_the_same_seed_gives_the_same_bytes_and_another_only_moves_ranges(case_of):
    case = small(case_of)
    first, again, other = (build_plan(case, seed=seed) for seed in (7, 7, 8))
    assert json.dumps(first.to_json()) == json.dumps(again.to_json())
    assert other.headline.chance_of_match.central == first.headline.chance_of_match.central
    assert other.headline != first.headline and other.seed == 8


def test_progress_names_each_step(case_of):
    told = []
    build_plan(small(case_of), progress=lambda words, index, of: told.append((words, index, of)))
    assert told == [(words, index, len(STEPS)) for index, words in enumerate(STEPS)]


def test_the_best_list_judged_as_an_own_list_is_worth_as_much(case_of):
    case = small(case_of)
    best = build_plan(case)
    listed = [
        ListedProgram(program_id=choice.program.id, signal=choice.signal) for choice in best.choices
    ]
    own = build_plan(case, own_list=listed).own_list
    assert own is not None
    assert own.applications == best.headline.applications
    assert own.cost_usd == best.headline.cost_usd
    assert own.chance_of_match == best.headline.chance_of_match
    assert not own.missing and not own.only_here and not own.ineligible


def test_an_own_list_says_what_cannot_take_the_applicant(case_of, plan_of):
    plan = plan_of("img_internal_medicine")
    refused = plan.excluded[0].program.id
    kept = [choice.program.id for choice in plan.choices[:20]]
    case = small(case_of, "img_internal_medicine")
    own = build_plan(case, own_list=[ListedProgram(i, None) for i in (*kept, refused)]).own_list
    assert own is not None and own.applications == 21
    assert [item.program.id for item in own.ineligible] == [refused]


def test_an_own_list_of_another_specialty_is_a_mistake_of_the_user(case_of, catalogue):
    strange = catalogue.of_specialty("psychiatry")[:2]
    with pytest.raises(CaseError) as caught:
        build_plan(small(case_of), own_list=[ListedProgram(p.program_id, None) for p in strange])
    assert len(caught.value.problems) == 2


def test_an_impossible_budget_names_the_limit(case_of):
    case = replace(small(case_of), limits=Limits(budget_usd=5.0))
    with pytest.raises(InfeasiblePlanError) as caught:
        build_plan(case)
    assert "budget" in caught.value.limit
    assert caught.value.remedy


def test_a_visa_need_that_no_program_meets_is_said(case_of):
    case = small(case_of, "img_internal_medicine")
    applicant = replace(case.applicant, visa_need=VisaNeed.H1B_ONLY)
    plan = build_plan(replace(case, applicant=applicant))
    assert any("H-1B" in item.fact for item in plan.excluded)
    assert any(price.constraint == "H-1B only" for price in plan.prices)


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
