"""Simulated seasons read as Charting Outcomes reads real ones: scores and ranks by specialty."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.market_inputs import MarketInputs, market_inputs
from thirdfriday.models.market_season import APPLICANT_TYPES, Season

Array = npt.NDArray[Any]
GROUPS = ("matched", "not_matched")
MEASURES = ("step_2_ck", "contiguous_ranks")
SUMS = 5
"""Per group: applicants, their scores, squares of scores, ranks, squares of ranks."""
YEARS_ALONE = 2  # the last two fields are first years before another specialty


@dataclass(frozen=True, slots=True, eq=False)
class ChartingSums:
    """Sums over applicants by preferred field, type, and matched in it or not. (fields, 6, 2, 5)"""

    table: Array


def listed_places(season: Season) -> tuple[Array, Array]:
    """Of every line of every list: its applicant, and its place on the list."""
    start = np.concatenate([[0], np.cumsum(season.ranked)])
    owner = np.repeat(np.arange(season.ranked.size), season.ranked)
    return owner, np.arange(season.listed.size) - start[owner]


def listed_fields(inputs: MarketInputs, season: Season) -> tuple[Array, Array, Array]:
    """Of every line of every list: its applicant, its place on the list, and its field."""
    owner, place = listed_places(season)
    return owner, place, inputs.tracks.field[season.listed]


def preferences(inputs: MarketInputs, season: Season) -> tuple[Array, Array]:
    """The field that each applicant prefers, -1 for those who rank nothing, and contiguous ranks.

    Preferred is the field of the first program on the list, first years alone passed over where
    anything else is ranked. Contiguous ranks are the programs of it before another field comes.
    (applicants,), (applicants,) [ranks]
    """
    owner, place, field = listed_fields(inputs, season)
    people, years = season.ranked.size, len(inputs.layout.fields) - YEARS_ALONE
    first = np.where(season.ranked > 0, season.ranked, 0).astype(np.int64)
    proper = field < years
    np.minimum.at(first, owner[proper], place[proper])
    first[first == season.ranked] = 0
    preferred = np.full(people, -1)
    chosen = place == first[owner]
    preferred[owner[chosen]] = field[chosen]
    last = season.ranked.astype(np.int64)
    other = (place > first[owner]) & (field != preferred[owner])
    np.minimum.at(last, owner[other], place[other])
    return preferred, last - first


def matched_fields(inputs: MarketInputs, season: Season) -> Array:
    """The field in which each applicant matched, -1 for those who did not. (applicants,)"""
    program = season.matching.result.program
    return np.where(program >= 0, inputs.tracks.field[np.maximum(program, 0)], -1)


def charting_sums(inputs: MarketInputs, season: Season) -> ChartingSums:
    """What one season adds to the table; a match counts where it is in the preferred field.

    Method: docs/models/market.md
    """
    preferred, ranks = preferences(inputs, season)
    here = preferred >= 0
    missed = (matched_fields(inputs, season) != preferred).astype(np.int64)
    score = season.people.score
    values = np.column_stack(
        [np.ones(ranks.size), score, score**2, ranks, ranks.astype(float) ** 2]
    )
    table = np.zeros((len(inputs.layout.fields), len(APPLICANT_TYPES), len(GROUPS), SUMS))
    np.add.at(table, (preferred[here], season.people.kind[here], missed[here]), values[here])
    return ChartingSums(table)


def charting_rows(
    inputs: MarketInputs, seasons: Sequence[ChartingSums], *, least: float = 0.5
) -> list[dict[str, Any]]:
    """Rows like those of Charting Outcomes, of the mean season.

    Args:
        inputs: the market.
        seasons: the sums of one or more seasons.
        least: applicants of a season below which a row is left out.

    Returns:
        specialty, type, match_rate, and for both groups n, and of step_2_ck and contiguous_ranks
        mean, sd, and error: how far chance moves the mean of these seasons (None where nobody is).
    """
    tables = np.array([one.table for one in seasons])
    rows = []
    for f, name in enumerate(inputs.layout.fields):
        for t, kind in enumerate(APPLICANT_TYPES):
            count = tables[:, f, t, :, 0].mean(axis=0)
            if count.sum() < least:
                continue
            row: dict[str, Any] = {
                "specialty": name, "type": kind,
                "match_rate": round(float(count[0] / count.sum()), 4),
            }  # fmt: skip
            for g, group in enumerate(GROUPS):
                row[group] = {"n": round(float(count[g]), 1), **_means(tables[:, f, t, g])}
            rows.append(row)
    return rows


def _means(sums: Array) -> dict[str, float | None]:
    """Mean, spread and error of the two measures over seasons of one group. (seasons, 5)"""
    total = sums.sum(axis=0)
    found: dict[str, float | None] = {}
    for k, name in enumerate(MEASURES):
        parts: tuple[float | None, ...] = (None, None, None)
        if total[0] > 0:
            mean, square = total[1 + 2 * k] / total[0], total[2 + 2 * k] / total[0]
            spread = float(np.sqrt(max(0.0, square - mean**2)))
            parts = (round(float(mean), 2), round(spread, 2),
                     round(float(spread / np.sqrt(total[0])), 3))  # fmt: skip
        found |= dict(zip((f"{name}_{each}" for each in ("mean", "sd", "error")), parts,
                          strict=True))  # fmt: skip
    return found


def run_charting(
    season: int, *, seasons: int, jobs: int = 1, progress: Callable[[int], None] | None = None
) -> list[ChartingSums]:
    """Many simulated Matches of March `season`, read one by one as Charting Outcomes does."""
    inputs = market_inputs(season)
    first = int(load_facts().value("market.seed"))
    found: list[ChartingSums] = []

    def one(seed: int) -> ChartingSums:
        return charting_sums(inputs, inputs.season(seed))

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for each in pool.map(one, range(first, first + seasons)):
            found.append(each)
            if progress is not None:
                progress(len(found))
    return found


def charting_document(
    season: int,
    sums: Sequence[ChartingSums],
    *,
    specialty: str | None = None,
    published: Mapping[tuple[str, str, str, str], tuple[float, float]] | None = None,
) -> dict[str, Any]:
    """Simulated means beside what they were fitted to, and beside published ones where given.

    Args:
        season: the Match that was simulated.
        sums: of its seasons.
        specialty: only this one.
        published: mean and standard error by specialty, type, group and measure.

    Returns:
        season, seasons, charting [rows of `charting_rows`, each with match_rate_estimate and, by
        group, <measure>_estimate, _estimate_error, _published, _published_error], and
        within_one_error {estimates, published: means, within}.
    """
    told = {(row["field"], row["applicant_type"]): row
            for row in load_table("model/market_moments").rows()}  # fmt: skip
    rows = [row for row in charting_rows(market_inputs(season), sums)
            if specialty in {None, row["specialty"]}]  # fmt: skip
    counts = {name: [0, 0] for name in ("estimate", "published")}
    for row in rows:
        place = row["specialty"], row["type"]
        estimate = told.get(place, {})
        row["own_table"] = bool(estimate.get("own_table"))
        row["match_rate_estimate"] = estimate.get("match_rate")
        row["match_rate_estimate_error"] = estimate.get("match_rate_error")
        for group in GROUPS:
            for name in MEASURES:
                label = f"{name}_{group}"
                beside = {
                    "estimate": (estimate.get(label), estimate.get(f"{label}_error")),
                    "published": (published or {}).get((*place, group, name), (None, None)),
                }
                for source, (mean, error) in beside.items():
                    row[group][f"{name}_{source}"] = mean
                    row[group][f"{name}_{source}_error"] = (
                        None if error is None else round(error, 3)
                    )
                    simulated = row[group][f"{name}_mean"]
                    if mean is not None and error is not None and simulated is not None:
                        counts[source][0] += 1
                        counts[source][1] += abs(simulated - mean) <= error
    return {
        "season": season, "seasons": len(sums), "fitted_on": "2025, Charting Outcomes 2026",
        "charting": rows,
        "within_one_error": {name: {"means": means, "within": within}
                             for name, (means, within) in counts.items()},
    }  # fmt: skip
