"""The applications behind a published rate: shares that sum to one and match their averages."""

import numpy as np
import pytest

from thirdfriday.domain.signal import signal_rules
from thirdfriday.models.effects import log_odds
from thirdfriday.models.population import application_mixture, average_units, signal_effects

GROUPS = ("md", "do", "us_img", "non_us_img")


@pytest.mark.parametrize("group", GROUPS)
def test_every_mixture_is_a_distribution(facts, catalogue, group):
    for specialty in catalogue.specialties:
        mixture = application_mixture(
            facts, specialty=specialty, group=group, signals=signal_rules(facts, specialty),
            spread=0.8,
        )  # fmt: skip
        assert mixture.weight.sum() == pytest.approx(1), specialty
        assert (mixture.weight >= 0).all(), specialty


@pytest.mark.parametrize("group", GROUPS)
def test_average_units_are_what_the_mixture_holds(facts, group):
    specialty = "internal_medicine"
    signals = signal_rules(facts, specialty)
    mixture = application_mixture(
        facts, specialty=specialty, group=group, signals=signals, spread=0.0
    )
    units = average_units(facts, specialty=specialty, group=group, signals=signals)
    assert all(0 <= share <= 1 for share in units.values())
    mean = sum(share * log_odds(facts, name) for name, share in units.items())
    assert mixture.weight @ mixture.offset == pytest.approx(mean)


def test_stronger_signals_have_the_stronger_effect(facts, catalogue):
    for specialty in catalogue.specialties:
        names = signal_effects(facts, specialty, signal_rules(facts, specialty)).values()
        effects = [log_odds(facts, name) for name in names]
        assert effects == sorted(effects), specialty
        assert all(np.isfinite(effects)) and all(effect > 0 for effect in effects), specialty
