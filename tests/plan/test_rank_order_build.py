from functools import cache

import numpy as np
import pytest

from thirdfriday.domain.rank_list import ListChange, RankedProgram
from thirdfriday.errors import CaseError
from thirdfriday.plan.rank_order_build import build_rank_order

CODES = (
    "1400531039", "1400521038", "1400531033", "1400531031", "1401611114", "1403811349",
)  # fmt: skip


def entries(codes=CODES):
    return tuple(RankedProgram(code, line=i + 2) for i, code in enumerate(codes))


@cache
def answer_of(case, codes=CODES, applied=(), changes=()):
    return build_rank_order(case, entries(codes), applied=applied, changes=changes)


def test_lines_add_up(case_of):
    found = answer_of(case_of("img_internal_medicine"))
    reached, cumulative = 1.0, 0.0
    for line in found.lines:
        assert line.chance_reached == pytest.approx(reached)
        assert line.chance_of_match_here == pytest.approx(reached * line.chance_if_reached)
        reached -= line.chance_of_match_here
        cumulative += line.chance_of_match_here
        assert line.cumulative == pytest.approx(cumulative)
    assert found.chance_of_match.central == pytest.approx(cumulative)
    assert found.chance_of_match.low < found.chance_of_match.central < found.chance_of_match.high


def test_the_true_order_is_not_beaten_and_any_order_matches_as_often(case_of):
    truth = answer_of(case_of("img_internal_medicine")).truth
    assert truth.orders_that_beat_it == 0
    best = truth.tried[0]
    for tried in truth.tried:
        assert tried.seasons_better == 0
        assert tried.chance_of_match == best.chance_of_match
        assert tried.value <= best.value


def test_dropping_never_helps_and_adding_never_hurts(case_of):
    found = answer_of(case_of("img_internal_medicine"))
    assert all(effect.change_in_chance_of_match <= 0 for effect in found.without)
    assert all(effect.change_in_chance_of_match >= 0 for effect in found.adding)


def test_silence_from_many_lowers_the_chance(case_of):
    case = case_of("img_internal_medicine")
    others = tuple(effect.id for effect in answer_of(case).adding)
    some = answer_of(case, applied=CODES)
    more = answer_of(case, applied=CODES + others)
    assert more.chance_of_match.central < some.chance_of_match.central


def test_a_malignant_program_and_one_not_wanted_move_down_with_a_reason(case_of):
    case = case_of("img_internal_medicine")
    first = CODES[0]
    found = answer_of(case, changes=(ListChange("1: malignant", "malignant", first),))
    line = next(item for item in found.suggested if item.id == first)
    assert line.rank > 1
    assert "malignant" in line.why[0]
    refused = entries()
    refused = (RankedProgram(first, tags=("not_willing",)), *refused[1:])
    found = build_rank_order(case, refused)
    assert first not in [item.id for item in found.suggested]
    assert found.checks[0].result == "fail"


def test_fees_begin_with_the_twenty_first_code(case_of, catalogue):
    case = case_of("img_internal_medicine")
    many = [p for p in catalogue.of_specialty("internal_medicine") if p.nrmp_codes][:23]
    found = build_rank_order(case, [RankedProgram(p.program_id) for p in many])
    assert (found.fees.extra_codes, found.fees.extra_usd) == (3, 90)
    assert found.without[0].fee_change_usd == -30


def test_two_specialties_share_one_list(case_of, catalogue):
    case = case_of("img_internal_medicine")
    family = next(p for p in catalogue.of_specialty("family_medicine") if p.nrmp_codes)
    found = build_rank_order(case, [*entries()[:2], RankedProgram(family.program_id)])
    assert [line.specialty for line in found.lines][-1] == "family_medicine"
    assert np.all([0 < line.chance_if_reached < 1 for line in found.lines])


def test_a_program_that_refuses_is_told_and_left_out_of_the_sure_chance(case_of, catalogue):
    case = case_of("img_internal_medicine")
    refusing = next(
        p for p in catalogue.of_specialty("internal_medicine") if p.visa_j1 is False and p.offered
    )
    found = build_rank_order(case, [*entries()[:2], RankedProgram(refusing.program_id)])
    assert found.chance_of_match_on_sure_lines < found.chance_of_match.central
    assert any(check.check == "visa" and check.result == "fail" for check in found.checks)


def test_without_packs_it_answers_or_says_what_is_missing(case_of, catalogue):
    case = case_of("img_internal_medicine")
    for pack in ("nrmp", "residency-explorer"):
        found = build_rank_order(case, entries(), without=frozenset({pack}))
        assert 0 < found.chance_of_match.central < 1
    unlinked = next(p for p in catalogue.of_specialty("internal_medicine") if not p.acgme_id)
    with pytest.raises(CaseError, match="pack left out"):
        build_rank_order(case, [RankedProgram(unlinked.program_id)], without=frozenset({"nrmp"}))
