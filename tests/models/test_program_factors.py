"""Ties, rotations, letters and language count where they are, the strongest tie in full."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.experience import Tie, TieKind
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.models.effects import log_odds
from thirdfriday.models.program_factors import program_factors, reach_of_place

PLACES = (NamedPlace("CA", "Los Angeles"), NamedPlace("OH", "Columbus"), NamedPlace("CA"))
TIES = st.lists(
    st.builds(Tie, kind=st.sampled_from(TieKind), place=st.sampled_from(PLACES),
              years=st.none() | st.floats(0, 30)), max_size=4,
).map(tuple)  # fmt: skip


@pytest.fixture(scope="module")
def programs(catalogue):
    return catalogue.of_specialty("family_medicine")


@pytest.fixture(scope="module")
def marcus(case_of):
    return case_of("md_low_score_la")


def worth(case, programs, facts):
    total = np.zeros(len(programs))
    for factor in program_factors(programs, case, facts):
        total += factor.units * log_odds(facts, factor.effect)
    return total


def with_ties(case, ties):
    return replace(case, applicant=replace(case.applicant, ties=ties))


@given(TIES, TIES.filter(bool))
def test_one_more_tie_never_hurts_anywhere(marcus, programs, facts, ties, more):
    before = worth(with_ties(marcus, ties), programs, facts)
    after = worth(with_ties(marcus, (*ties, more[0])), programs, facts)
    assert (after >= before - 1e-12).all()


def test_a_tie_counts_in_full_near_it_and_less_in_the_state(programs, facts):
    reach = reach_of_place(programs, NamedPlace("CA", "Los Angeles"), facts)
    share = facts.value("tie.same_state_share")
    for program, value in zip(programs, reach, strict=True):
        if program.city == "Los Angeles":
            assert value == 1
        elif program.city == "Sacramento":
            assert value == share
        elif program.state == "NY":
            assert value == 0


def test_a_tie_to_a_state_counts_in_that_state_alone(programs, facts):
    reach = reach_of_place(programs, NamedPlace("CA"), facts)
    assert reach.tolist() == [float(program.state == "CA") for program in programs]


def test_nobody_with_ties_is_worth_less_than_nobody_with_none(marcus, programs, facts):
    none = worth(with_ties(marcus, ()), programs, facts)
    assert (worth(marcus, programs, facts) >= none - 1e-12).all()


def test_a_rotation_counts_at_its_program_alone(case_of, programs, facts):
    case = case_of("md_low_score_la")
    here = programs[3].program_id
    stays = tuple(replace(s, program_id=here) for s in case.applicant.clinical_experience)
    case = replace(case, applicant=replace(case.applicant, clinical_experience=stays))
    factor = next(f for f in program_factors(programs, case, facts) if "rotation at" in f.name)
    assert [p.program_id for p, u in zip(programs, factor.units, strict=True) if u] == [here]
