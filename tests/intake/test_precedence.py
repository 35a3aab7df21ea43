"""Which claim counts, how it fades, and what stands against it."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.intake.coverage import coverage
from thirdfriday.intake.page_reading import read_text
from thirdfriday.intake.policy_changes import changes, claims_of
from thirdfriday.intake.precedence import KINDS, Ageing, Claim, settle, shipped_ageing

TODAY = dt.date(2026, 11, 22)
AGEING = Ageing(3.0, 0.7)
OLD_TABLE = Claim("j1", False, "table", dt.date(2021, 1, 1), "table of 2021")
NEW_TABLE = Claim("j1", True, "table", dt.date(2025, 1, 1), "table of 2025")
PAGE = Claim("j1", False, "page", dt.date(2024, 5, 1), "page", link="https://example.org")
USER = Claim("j1", True, "correction", dt.date(2023, 5, 1), "phone call")


def test_correction_then_page_then_newer_table_then_older() -> None:
    claims = [OLD_TABLE, NEW_TABLE, PAGE, USER]
    for count, expected in ((4, USER), (3, PAGE), (2, NEW_TABLE), (1, OLD_TABLE)):
        for order in itertools.permutations(claims[:count]):
            assert settle(order, on=TODAY, ageing=AGEING)["j1"].chosen == expected


def test_contradictions_stand_beside_with_their_dates_and_a_newer_one_asks_to_confirm() -> None:
    settled = settle([OLD_TABLE, PAGE, USER], on=TODAY, ageing=AGEING)["j1"]
    assert settled.contradictions == (PAGE, OLD_TABLE)
    assert settled.confirm
    assert "2024-05-01" in settled.sentence() and "2021-01-01" in settled.sentence()


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_confidence_never_grows_with_age(first: int, second: int) -> None:
    younger, older = sorted((first, second))
    values = [
        settle(
            [Claim("j1", True, "page", TODAY - dt.timedelta(days=n), "p")], on=TODAY, ageing=AGEING
        )["j1"].confidence
        for n in (younger, older)
    ]
    assert values[0] >= values[1]


def test_an_old_value_asks_to_be_confirmed_and_a_fresh_one_does_not() -> None:
    ageing = shipped_ageing()
    assert settle([OLD_TABLE], on=TODAY, ageing=ageing)["j1"].confirm
    fresh = Claim("j1", True, "page", TODAY, "page", confidence=0.95)
    assert not settle([fresh], on=TODAY, ageing=ageing)["j1"].confirm


def test_true_is_not_one() -> None:
    claims = [Claim("lors", 1, "page", TODAY, "p"), Claim("lors", True, "table", TODAY, "t")]
    assert settle(claims, on=TODAY, ageing=AGEING)["lors"].contradictions


def test_an_unknown_kind_is_refused() -> None:
    assert KINDS == ("correction", "page", "table")
    with pytest.raises(ValueError, match="rumor"):
        settle([Claim("j1", True, "rumor", TODAY, "x")], on=TODAY, ageing=AGEING)


def test_a_reading_becomes_dated_claims_and_changes_are_named() -> None:
    old = read_text("We sponsor J-1 visas. Three letters of recommendation.")
    new = read_text("We do not sponsor J-1 visas.")
    assert {claim.field for claim in claims_of(old, seen_on=TODAY, link="https://example.org")} == {
        "j1",
        "lors",
    }
    assert [change.sentence() for change in changes(old, new)] == [
        "J-1 visa: yes -> no",
        "letters of recommendation: 3 -> not stated",
    ]


def test_the_pages_worth_reading_first_are_those_where_knowing_matters() -> None:
    fresh = settle([Claim("j1", True, "page", TODAY, "p")], on=TODAY, ageing=AGEING)
    programs = [f"program {n}" for n in range(15)]
    report = coverage(
        programs,
        {"program 3": fresh, "program 4": settle([OLD_TABLE], on=TODAY, ageing=AGEING)},
        fields=["j1"],
        value_of_knowing=lambda program, fields: float(program.split()[1]) * len(fields),
        links={"program 14": "https://example.org"},
    )
    assert len(report.first) == 10
    assert report.first[0].program_id == "program 14" and report.first[0].link
    assert all(page.program_id not in {"program 0", "program 3"} for page in report.first)
    assert (report.fields[0].known, report.fields[0].to_confirm) == (2, 1)
    assert report.share_known == pytest.approx(2 / 15)
