"""Effects are read as log-odds with the deviation that their range stands for."""

import math

import pytest

from thirdfriday.errors import FactError
from thirdfriday.models.effects import effects_of, first_known, log_odds, log_odds_deviation


def test_the_first_known_name_wins(facts):
    assert first_known(facts, "effect.nothing", "effect.in_state") == "effect.in_state"
    with pytest.raises(FactError, match=r"effect\.nothing"):
        first_known(facts, "effect.nothing", "effect.neither")


def test_a_ratio_becomes_its_logarithm(facts):
    for name, number in facts.under("effect").items():
        if not isinstance(number.value, int | float):
            continue
        value = log_odds(facts, f"effect.{name}")
        ratio = "ratio" in number.unit
        assert value == pytest.approx(math.log(number.amount) if ratio else number.amount)


def test_a_range_of_an_assumption_is_its_eighty_percent(facts):
    for name, number in facts.under("effect").items():
        if number.kind != "assumption" or not isinstance(number.value, int | float):
            continue
        low, _, high = number.interval
        if "ratio" in number.unit:
            low, high = math.log(low), math.log(high)
        width = 2 * facts.value("range.deviations.assumption")
        assert log_odds_deviation(facts, f"effect.{name}") == pytest.approx((high - low) / width)


def test_effects_keep_the_order_of_their_names(facts):
    names = ("effect.in_state", "effect.tie.family", "effect.visa_needed")
    effects = effects_of(facts, names)
    assert effects.names == names
    assert effects.central.tolist() == [log_odds(facts, name) for name in names]
