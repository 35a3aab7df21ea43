import pytest

from thirdfriday.domain.signal import SignalTier, signal_rules
from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts, load_facts

# The official table of the 2025 ERAS season (source eras-signals-2025): gold, silver or one tier.
OFFICIAL_2025 = {
    "anesthesiology": (5, 10), "child_neurology": (3,), "dermatology": (3, 25),
    "diagnostic_radiology": (6, 6), "interventional_radiology": (6, 6), "emergency_medicine": (5,),
    "family_medicine": (5,), "general_surgery": (15,), "internal_medicine": (3, 12),
    "internal_medicine_psychiatry": (2,), "neurological_surgery": (25,), "neurology": (8,),
    "orthopaedic_surgery": (30,), "otolaryngology": (25,), "pathology": (5,), "pediatrics": (5,),
    "physical_medicine_and_rehabilitation": (8,), "preventive_medicine": (3,), "psychiatry": (10,),
    "radiation_oncology": (4,), "thoracic_surgery": (3,), "transitional_year": (12,),
}  # fmt: skip


@pytest.mark.parametrize("specialty", OFFICIAL_2025)
def test_the_official_table_of_2025(specialty: str) -> None:
    rules = signal_rules(load_facts(2025), specialty)
    assert tuple(allowance.count for allowance in rules.tiers) == OFFICIAL_2025[specialty]
    assert rules.confirmed and rules.participating


def test_two_tiers_are_gold_and_silver() -> None:
    rules = signal_rules(load_facts(2026), "internal_medicine")
    assert [allowance.tier for allowance in rules.tiers] == [SignalTier.GOLD, SignalTier.SILVER]
    assert rules.count(SignalTier.STANDARD) == 0 and rules.confirmed


@pytest.mark.parametrize("season", [2026, 2027])
def test_what_is_carried_over_says_so(season: int) -> None:
    rules = signal_rules(load_facts(season), "psychiatry")
    assert rules.total == 10 and not rules.confirmed


def test_family_medicine_of_2027_is_unknown_and_says_why() -> None:
    rules = signal_rules(load_facts(2027), "family_medicine")
    assert (rules.known, rules.total, rules.participating) == (False, 0, True)
    assert "AAFP" in rules.note


def test_a_specialty_without_signals() -> None:
    rules = signal_rules(load_facts(2026), "vascular_surgery")
    assert (rules.participating, rules.total, rules.known) == (False, 0, True)


def test_peculiarities() -> None:
    facts = load_facts(2026)
    assert not signal_rules(facts, "emergency_medicine").signal_home_and_away
    assert signal_rules(facts, "pediatrics").signal_home_and_away
    assert signal_rules(facts, "anesthesiology").statement_required
    assert signal_rules(facts, "interventional_radiology").shared_with == "diagnostic_radiology"


def test_a_standard_tier_beside_gold_is_refused() -> None:
    numbers = {
        f"signals.x.{tier}": Number(name=f"signals.x.{tier}", value=1, unit="signals")
        for tier in ("gold", "standard")
    }
    with pytest.raises(FactError, match="Keep one kind"):
        signal_rules(Facts(numbers, season=2030), "x")
