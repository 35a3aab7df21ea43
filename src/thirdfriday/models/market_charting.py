"""Simulated seasons read as Charting Outcomes reads real ones: scores and ranks by specialty."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.models.market_inputs import MarketInputs
from thirdfriday.models.market_season import APPLICANT_TYPES, Season

Array = npt.NDArray[Any]
GROUPS = ("matched", "not_matched")
SUMS = 5
"""Per group: applicants, those who ranked anything, their scores, squares of scores, ranks."""


@dataclass(frozen=True, slots=True, eq=False)
class ChartingSums:
    """Sums over applicants by preferred field, type, and matched in it or not. (fields, 6, 2, 5)"""

    table: Array


def contiguous_ranks(inputs: MarketInputs, season: Season) -> Array:
    """Ranks of the preferred field before another comes on the list. (applicants,) [ranks]"""
    start = np.concatenate([[0], np.cumsum(season.ranked)])
    field = np.searchsorted(inputs.tracks.field_start, season.listed, side="right") - 1
    owner = np.repeat(np.arange(season.ranked.size), season.ranked)
    other = field != season.people.fields[owner, 0]
    place = np.arange(season.listed.size) - start[owner]
    first = season.ranked.astype(np.int64)
    np.minimum.at(first, owner[other], place[other])
    return first


def charting_sums(inputs: MarketInputs, season: Season) -> ChartingSums:
    """What one season adds to the table: applicants who ranked a program of the field first.

    A match counts, as there, where it is in the preferred field.
    """
    people, program = season.people, season.matching.result.program
    ranks = contiguous_ranks(inputs, season)
    field = np.searchsorted(inputs.tracks.field_start, program, side="right") - 1
    missed = ~((program >= 0) & (field == people.fields[:, 0]))
    chosen = ranks > 0
    score = people.score * chosen
    values = np.column_stack([np.ones(ranks.size), chosen, score, score**2, ranks])
    table = np.zeros((len(inputs.layout.fields), len(APPLICANT_TYPES), len(GROUPS), SUMS))
    np.add.at(table, (people.fields[:, 0], people.kind, missed.astype(np.int64)), values)
    return ChartingSums(table)


def charting_rows(
    inputs: MarketInputs, seasons: Iterable[ChartingSums], *, least: float = 0.5
) -> list[dict[str, Any]]:
    """Rows like those of Charting Outcomes, of the mean season.

    Args:
        inputs: the market.
        seasons: the sums of one or more seasons.
        least: applicants of a season below which a row is left out.

    Returns:
        specialty, type, n_matched, n_not_matched, match_rate, and for both groups
        step_2_ck_mean, step_2_ck_sd, contiguous_ranks_mean (None where nobody is).
    """
    total = np.mean([one.table for one in seasons], axis=0)
    rows = []
    for f, name in enumerate(inputs.layout.fields):
        for t, kind in enumerate(APPLICANT_TYPES):
            ranked = total[f, t, :, 1]
            if ranked.sum() < least:
                continue
            row: dict[str, Any] = {
                "specialty": name, "type": kind, "n_matched": round(float(ranked[0]), 1),
                "n_not_matched": round(float(ranked[1]), 1),
                "match_rate": round(float(ranked[0] / ranked.sum()), 4),
            }  # fmt: skip
            for g, group in enumerate(GROUPS):
                row |= _means(group, total[f, t, g])
            rows.append(row)
    return rows


def _means(group: str, sums: Array) -> dict[str, float | None]:
    """Mean and spread of scores and mean ranks of one group."""
    names = ("step_2_ck_mean", "step_2_ck_sd", "contiguous_ranks_mean")
    if sums[1] <= 0:
        return {f"{name}_{group}": None for name in names}
    mean, square, ranks = sums[2:] / sums[1]
    values = (mean, np.sqrt(max(0.0, square - mean**2)), ranks)
    return {f"{name}_{group}": round(float(v), 2) for name, v in zip(names, values, strict=True)}
