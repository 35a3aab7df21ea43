"""The packaged bank of cutoffs: whole, quick to load, in the order asked for, and left out."""

import numpy as np
import pytest

from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.cutoff_bank import BANK, cutoff_bank


def test_the_bank_is_small_and_holds_nearly_every_offered_program(facts, catalogue):
    assert (DATA / BANK).stat().st_size < 6 * 2**20
    held = total = 0
    for specialty in catalogue.specialties:
        programs = [p for p in catalogue.of_specialty(specialty) if p.offered]
        bank = cutoff_bank(programs, specialty, facts)
        assert np.isfinite(bank.gap).all() and np.isfinite(bank.points).all()
        held += int(bank.simulated.sum())
        total += len(programs)
    assert held > 0.98 * total


def test_rows_follow_the_programs(facts, catalogue):
    programs = [p for p in catalogue.of_specialty("psychiatry") if p.offered]
    bank = cutoff_bank(programs, "psychiatry", facts)
    turned = cutoff_bank(programs[::-1], "psychiatry", facts)
    assert np.array_equal(bank.gap[::-1], turned.gap)
    some = bank.of(np.array([3, 1]))
    assert some.program_id == (programs[3].program_id, programs[1].program_id)
    assert np.array_equal(some.points[0], bank.points[3])


@pytest.mark.parametrize("specialty", ["psychiatry", "no_such_specialty"])
def test_without_the_pack_a_stand_in_serves(catalogue, specialty):
    facts = load_facts(without=frozenset({"nrmp"}))
    programs = catalogue.of_specialty("psychiatry")[:4]
    bank = cutoff_bank(programs, specialty, facts)
    assert not bank.simulated.any() and np.isnan(bank.unfilled).all()
    assert bank.mean == pytest.approx(facts.value("standing.gap.mean"), abs=1e-6)
