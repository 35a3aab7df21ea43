import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number, parse_number

SOURCES = frozenset({"a-source"})
FACT = {"value": 3.5, "unit": "count", "source": "a-source", "locator": "table 1"}
ASSUMPTION = {
    "value": 2.0, "low": 1.5, "high": 2.6, "unit": "odds ratio", "kind": "assumption",
    "reason": "no figure",
}  # fmt: skip


def parse(table: dict[str, object], season: int | None = None) -> Number:
    return parse_number("a.b", table, file="x.toml", sources=SOURCES, season=season)


def without(table: dict[str, object], field: str) -> dict[str, object]:
    return {key: value for key, value in table.items() if key != field}


def test_a_fact_keeps_its_origin() -> None:
    number = parse(FACT)
    assert number.interval == (3.5, 3.5, 3.5)
    assert (number.source, number.locator, number.status) == ("a-source", "table 1", "secondary")


def test_an_assumption_keeps_its_range() -> None:
    assert parse(ASSUMPTION).interval == (1.5, 2.0, 2.6)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (without(FACT, "source"), "no source"),
        (without(FACT, "unit"), "no unit"),
        (without(FACT, "locator"), "no locator"),
        (without(FACT, "value"), "no value"),
        ({**FACT, "source": "a-sorce"}, "Did you mean 'a-source'"),
        ({**FACT, "vlaue": 3}, "Did you mean 'value'"),
        ({**FACT, "zzzzz": 3}, "unknown field"),
        ({**FACT, "kind": "guess"}, "kind 'guess'"),
        ({**FACT, "status": "sure"}, "status 'sure'"),
        ({**FACT, "low": 1.0}, "half a range"),
        ({**FACT, "value": float("nan")}, "nan"),
        ({**FACT, "carried_over_from": 2025}, "unconfirmed"),
        ({**FACT, "carried_over_from": 2025, "status": "unconfirmed"}, "season before"),
        (without(ASSUMPTION, "reason"), "without a reason"),
        (without(without(ASSUMPTION, "low"), "high"), "without a range"),
        ({**ASSUMPTION, "value": 9.0}, "outside its range"),
        ({**ASSUMPTION, "value": "word"}, "has no range"),
        ({**ASSUMPTION, "low": dt.date(2026, 1, 1)}, "outside its range"),
        ({**ASSUMPTION, "source": "nowhere"}, "sources.toml lacks"),
        ({"unit": "USD", "kind": "unknown", "reason": "not found", "value": 3}, "no value"),
    ],
)
def test_what_lacks_its_origin_is_refused_with_a_mend(table: dict[str, object], words: str) -> None:
    with pytest.raises(FactError, match=words) as refusal:
        parse(table)
    assert str(refusal.value).startswith("x.toml: a.b")


def test_an_assumed_word_needs_a_reason_but_no_range() -> None:
    word = {"value": "CA NM TX", "unit": "states", "kind": "assumption", "reason": "as listed"}
    assert parse(word).value == "CA NM TX"


def test_a_season_rule_needs_a_status() -> None:
    with pytest.raises(FactError, match="without a status"):
        parse(FACT, season=2026)
    with pytest.raises(FactError, match="not a table"):
        parse_number("a.b", 3, file="x.toml", sources=SOURCES)


def test_a_carried_value_is_unconfirmed() -> None:
    carried = {**FACT, "status": "unconfirmed", "carried_over_from": 2025}
    assert not parse(carried, season=2026).confirmed
    assert parse({**FACT, "status": "official"}, season=2026).confirmed


def test_an_unknown_number_cannot_be_used() -> None:
    unknown = parse({"unit": "USD", "kind": "unknown", "reason": "looked for, not found"})
    with pytest.raises(FactError, match="not published"):
        _ = unknown.amount


def test_a_date_is_not_an_amount() -> None:
    with pytest.raises(FactError, match="not a number"):
        _ = parse({**FACT, "value": dt.date(2026, 3, 20)}).amount


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
def test_every_ordered_range_is_accepted_as_given(values: list[float]) -> None:
    low, central, high = sorted(values)
    number = parse({**ASSUMPTION, "low": low, "value": central, "high": high})
    assert number.interval == (low, central, high)
