import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.season import FeeCurve, FeeStep, Season, season_from_facts
from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts, load_facts

AUTHORITIES = Path(__file__).parents[2] / "authorities"
ERAS_2024 = FeeCurve("eras_2024", 99, 10, (FeeStep(20, 19), FeeStep(30, 23), FeeStep(None, 27)))


def authority(name: str) -> list[dict[str, str]]:
    with (AUTHORITIES / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def season() -> Season:
    return season_from_facts(load_facts(2026))


@pytest.mark.parametrize(
    "row", authority("application_fees_2026.csv"), ids=lambda row: row["place"]
)
def test_published_fees(season: Season, row: dict[str, str]) -> None:
    """See authorities/application_fees_2026.csv."""
    assert season.fee_usd(row["service"], int(row["count"])) == int(row["fee_usd"])


@pytest.mark.parametrize("row", authority("eras_fees_2024.csv"), ids=lambda row: row["place"])
def test_the_old_curve_of_2024(row: dict[str, str]) -> None:
    """See authorities/eras_fees_2024.csv."""
    assert ERAS_2024.cumulative_usd(int(row["count"])) == int(row["fee_usd"])


def test_the_worked_example_counts_anew_in_each_specialty(season: Season) -> None:
    """AAMC fee page of the 2026 season: 43 internal medicine and 7 radiology programs, $797."""
    list_ = {("eras", "internal_medicine"): 43, ("eras", "diagnostic_radiology"): 7}
    assert season.total_fee_usd(list_) == 797


def test_the_thirty_first_application_costs_more(season: Season) -> None:
    assert season.marginal_fee_usd("eras", 30) == 11
    assert season.marginal_fee_usd("eras", 31) == 30


@pytest.mark.parametrize("curve", [ERAS_2024, *season_from_facts(load_facts(2026)).fees])
@given(count=st.integers(1, 400))
def test_marginal_fees_sum_to_the_fee_and_are_never_negative(curve: FeeCurve, count: int) -> None:
    margins = [curve.marginal_usd(number) for number in range(1, count + 1)]
    assert min(margins) >= 0
    assert sum(margins) == curve.cumulative_usd(count)


def test_the_base_fee_is_paid_with_the_first_application(season: Season) -> None:
    curve = season.fee_curve("residencycas")
    assert (curve.cumulative_usd(0), curve.marginal_usd(1), curve.marginal_usd(2)) == (0, 99, 0)


def test_impossible_counts_are_refused(season: Season) -> None:
    with pytest.raises(ValueError, match="negative"):
        season.fee_usd("eras", -1)
    with pytest.raises(ValueError, match="number 1"):
        season.marginal_fee_usd("eras", 0)


def test_transcripts_are_paid_once(season: Season) -> None:
    assert (season.usmle_transcript_usd, season.comlex_transcript_usd) == (80, 80)


def test_an_unknown_fee_is_not_zero(season: Season) -> None:
    assert not season.prices("centralapp") and season.prices("eras")
    assert set(season.unpriced) == {"centralapp", "sf_match", "aua"}
    with pytest.raises(FactError, match="not published"):
        season.fee_usd("centralapp", 1)
    with pytest.raises(FactError, match="No application service"):
        season.fee_usd("post", 1)


def test_the_running_season_is_carried_over_and_says_so() -> None:
    running = season_from_facts(load_facts(2027))
    assert running.fee_usd("eras", 120) == 3030
    assert not any(curve.confirmed for curve in running.fees)
    assert not any(deadline.confirmed for deadline in running.deadlines)


def test_dates(season: Season) -> None:
    assert season.deadline("nrmp.match_day").day == dt.date(2026, 3, 20)
    assert season.deadline("eras.submit_from").day == dt.date(2025, 9, 3)
    assert season.deadline("eras.submit_from").confirmed
    assert not season.deadline("nrmp.rank_deadline").confirmed
    with pytest.raises(FactError, match="no date"):
        season.deadline("nrmp.match_night")


def test_match_day_is_the_third_friday_of_march() -> None:
    for year in (2025, 2026, 2027):
        day = season_from_facts(load_facts(year)).deadline("nrmp.match_day").day
        assert (day.year, day.month, day.weekday()) == (year, 3, 4) and 15 <= day.day <= 21


def test_the_season_runs_in_order() -> None:
    names = ("eras.opens", "eras.submit_from", "eras.programs_see", "nrmp.rank_deadline",
             "soap.status", "soap.round_1", "soap.round_4", "nrmp.match_day")  # fmt: skip
    for year in (2025, 2026, 2027):
        season = season_from_facts(load_facts(year))
        days = [season.deadline(name).day for name in names]
        assert days == sorted(days)


def test_a_calendar_entry_must_be_a_date_and_fees_may_have_cents() -> None:
    def number(name: str, value: float | str) -> Number:
        return Number(name=name, value=value, unit="USD", status="official")

    numbers = [
        number("fee.x.base_usd", 1.5), number("fee.x.base_covers", 1),
        number("fee.x.tier_1.each_usd", 2), number("fee.transcript.usmle_usd", 80),
        number("fee.transcript.comlex_usd", 80),
    ]  # fmt: skip
    facts = {item.name: item for item in numbers}
    assert season_from_facts(Facts(facts, season=2030)).fee_usd("x", 2) == 3.5
    facts["calendar.a.b"] = number("calendar.a.b", "soon")
    with pytest.raises(FactError, match="not a date"):
        season_from_facts(Facts(facts, season=2030))
