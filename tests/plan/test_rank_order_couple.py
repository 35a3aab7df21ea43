from functools import cache

import pytest

from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.plan.rank_order_build import build_rank_order
from thirdfriday.plan.rank_order_couple import with_couple

ANA, PSY = "img_internal_medicine", "img_psychiatry_la_ties"
HERS = ("1400531039", "1400521038", "1400531033", "1401611114")


@cache
def hers(case):
    return build_rank_order(case, tuple(map(RankedProgram, HERS)))


@pytest.fixture
def psychiatry(catalogue):
    found = [p for p in catalogue.of_specialty("psychiatry") if p.offered]
    near = [p for p in found if p.state == "CA"][:3]
    far = [p for p in found if p.state == "NY"][:2]
    return tuple(p.program_id for p in (*near, *far))


def couple(case_of, listed, **more):
    case, partner = case_of(ANA), case_of(PSY)
    mine = tuple(map(RankedProgram, HERS))
    return with_couple(hers(case), case, mine, partner, tuple(map(RankedProgram, listed)), **more)


def test_outcomes_add_up_and_the_claim_is_not_made(case_of, psychiatry):
    found = couple(case_of, psychiatry).couple
    parts = (
        found.chance_both_matched,
        found.chance_only_first,
        found.chance_only_second,
        found.chance_neither,
    )
    assert sum(parts) == pytest.approx(1.0)
    assert found.chance_together <= found.chance_both_matched
    assert found.pairs_possible == 5 * 6 - 1 == len(found.pairs)
    assert [line.value for line in found.pairs] == sorted(
        (line.value for line in found.pairs), reverse=True
    )
    assert "we do not claim" in found.text


def test_a_list_is_cut_to_the_limit_and_a_longer_one_fails(case_of, catalogue):
    many = [p.program_id for p in catalogue.of_specialty("psychiatry") if p.offered][:70]
    found = couple(case_of, many)
    assert len(found.couple.pairs) == found.couple.maximum == 300
    assert found.couple.cut == 5 * 71 - 1 - 300
    fees = next(check for check in found.checks if check.check == "couple: fees")
    assert "$" in fees.text


def test_own_pairs_are_judged_as_they_stand(case_of, psychiatry):
    own = [(HERS[1], psychiatry[3]), (HERS[0], psychiatry[0]), (HERS[0], None)]
    found = couple(case_of, psychiatry, pairs=own)
    assert [(line.first_id, line.second_id) for line in found.couple.pairs] == own
    assert any(check.check == "couple: order of pairs" for check in found.checks)
    both = couple(case_of, psychiatry, pairs=own[:2])
    assert both.couple.chance_only_first == 0.0
    assert any("both or neither" in check.text for check in both.checks)


def test_apart_is_worth_less_and_one_alone_least(case_of, psychiatry):
    lines = couple(case_of, psychiatry).couple.pairs
    first = [line for line in lines if line.first_id == HERS[0]]
    near = max(line.value for line in first if line.minutes_apart and line.minutes_apart < 60)
    far = max(line.value for line in first if (line.minutes_apart or 0) > 900)
    alone = next(line.value for line in first if line.second is None)
    assert near > far > alone > 0
