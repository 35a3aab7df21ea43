"""What pages say reaches the plan, and what knowing more would be worth."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from thirdfriday.domain.known_policy import KnownPolicy
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.domain.spending import Limits
from thirdfriday.intake.knowledge import settled_at, with_knowledge
from thirdfriday.plan.branch import Grounds
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.knowing import plan_branch, worth_knowing
from thirdfriday.plan.rank_order_build import build_rank_order
from thirdfriday.plan.soap import UnfilledProgram
from thirdfriday.plan.soap_build import build_soap

SPECIALTY = "internal_medicine"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def case(case_of):
    return replace(
        case_of("img_internal_medicine"), limits=Limits(applications=15, interview_days=8)
    )


@pytest.fixture(scope="module")
def here(case):
    grounds = Grounds.of(case.season)
    return grounds, plan_branch(case, grounds)


def stated(field: str, value: object, *, confirm: bool = False) -> KnownPolicy:
    return KnownPolicy(
        field, value, "its page says so", "page", TODAY, 0.5 if confirm else 0.9, confirm, True,  # type: ignore[arg-type]
        "https://example.org/apply", ("True (table, published visa table, 2021-12-31)",),
    )  # fmt: skip


def test_a_plan_follows_what_is_known_and_shows_it(case, here):
    _, branch = here
    first, second = list(branch.listed)[:2]
    known = {first: (stated("j1", False),), second: (stated("j1", True, confirm=True),)}
    plan = build_plan(case, known=known)
    chosen = {choice.program.id: choice for choice in plan.choices}
    assert first not in chosen
    refused = next(item for item in plan.excluded if item.program.id == first)
    assert refused.rule == "visa" and "its page says so" in refused.fact
    shown = {(one.program_id, one.field): one for one in plan.stated}
    assert shown[first, "j1"].against and shown[first, "j1"].on == "2026-11-22"
    assert shown[second, "j1"].confirm == "https://example.org/apply"
    if second in chosen:
        assert any("https://example.org/apply" in words for words in chosen[second].confirm)
    assert {one["program_id"] for one in plan.to_json()["stated"]} == {first, second}


def test_without_knowledge_the_catalogue_is_the_packaged_one(here):
    grounds, _ = here
    assert with_knowledge(grounds.catalogue, {}) is grounds.catalogue


def test_knowing_is_worth_most_where_it_changes_the_plan(case, here):
    grounds, branch = here
    programs = grounds.catalogue.of_specialty(SPECIALTY)
    settled = {program.program_id: settled_at(program, (), on=TODAY) for program in programs}
    found = worth_knowing(case, grounds, branch, settled=settled)
    assert found and all(one.value > 0 and 0 < one.share < 1 and one.fields for one in found)
    assert [one.value for one in found] == sorted((one.value for one in found), reverse=True)
    best = found[0].program.program_id
    told = with_knowledge(grounds.catalogue, {best: (stated("j1", True), stated("usce", "none"))})
    again = worth_knowing(case, replace(grounds, catalogue=told), branch, settled=settled)
    worth = {one.program.program_id: one.value for one in again}
    assert worth.get(best, 0.0) <= found[0].value


def test_what_a_page_refuses_is_refused_by_rank_and_soap_too(case_of, catalogue):
    case = case_of("img_internal_medicine")
    program = catalogue.by_id["1400531039"]
    known = {program.program_id: (stated("imgs_considered", False),)}
    ranked = [RankedProgram(program.program_id)]
    plain = build_rank_order(case, ranked)
    warned = build_rank_order(case, ranked, known=known)
    assert "its page says so" in json.dumps(warned.to_json())
    assert "its page says so" not in json.dumps(plain.to_json())
    unfilled = [UnfilledProgram(program.program_id, 2)]
    zone = {"zone": dt.UTC, "zone_name": "UTC"}
    assert not build_soap(case, unfilled, **zone).refused
    refused = build_soap(case, unfilled, known=known, **zone).refused
    assert len(refused) == 1 and "its page says so" in refused[0].text
