"""Simulated national seasons added up: positions filled and match rates by type and place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.market_inputs import FITTED_FROM, MarketInputs, market_inputs
from thirdfriday.models.market_season import APPLICANT_TYPES, Season

Array = npt.NDArray[Any]
SHORT_TYPES = ("md_sr", "md_grad", "do_sr", "do_grad", "us_img", "non_us_img")


@dataclass(frozen=True, slots=True, eq=False)
class SeasonCounts:
    """One simulated season in counts: `filled` (tracks, 6), `active` (who ranked anything),
    `matched` to a first-year position, `matched_at_all` and `unranked` (who applied and were
    invited nowhere) (6,), mean lengths of list of matched and not (2, 6), `stable`.
    """  # noqa: D205

    filled: Array
    active: Array
    matched: Array
    matched_at_all: Array
    list_length: Array
    unranked: Array
    program_list: float
    stable: bool
    restarts: int


def run_season(inputs: MarketInputs, seed: int) -> SeasonCounts:
    """One simulated season, counted. The same seed gives the same season."""
    return count_season(inputs, inputs.season(seed))


def count_season(inputs: MarketInputs, season: Season) -> SeasonCounts:
    """What came of a season, in counts."""
    kind, first = season.people.kind, season.first_year(inputs.tracks)
    types = len(APPLICANT_TYPES)
    ranked = season.ranked > 0
    lengths = np.array([
        np.bincount(kind[which], season.ranked[which], types)
        / np.maximum(np.bincount(kind[which], minlength=types), 1)
        for which in (ranked & first, ranked & ~first)
    ])  # fmt: skip
    offered = inputs.tracks.positions > 0
    return SeasonCounts(
        filled=season.filled(inputs.tracks.positions.size).astype(np.int16),
        active=np.bincount(kind[ranked], minlength=types),
        matched=np.bincount(kind[first], minlength=types),
        matched_at_all=np.bincount(kind[season.matching.result.program >= 0], minlength=types),
        list_length=lengths,
        unranked=np.bincount(kind[~ranked], minlength=types),
        program_list=float(season.program_ranked[offered].mean()),
        stable=season.matching.stable,
        restarts=season.matching.restarts,
    )


def season_of(task: tuple[int, int]) -> SeasonCounts:
    """The season of a year and a seed, counted: what is sent to a worker elsewhere."""
    season, seed = task
    return run_season(market_inputs(season), seed)


Spread = Callable[
    [Callable[[tuple[int, int]], SeasonCounts], Sequence[tuple[int, int]]],
    Iterable[tuple[int, SeasonCounts]],
]
"""Applies a function to many items elsewhere: index and result of each, in any order."""


def run_seasons(
    season: int,
    *,
    seasons: int,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    spread: Spread | None = None,
) -> list[SeasonCounts]:
    """Many simulated Matches of March `season`, in order of their seeds.

    Args:
        season: 2025 (fitted) or 2026.
        seasons: how many to simulate.
        jobs: threads.
        progress: called with the number done after each.
        spread: other workers than threads of this process; the result is the same.
    """
    first = int(load_facts().value("market.seed"))
    if spread is not None:
        tasks = [(season, seed) for seed in range(first, first + seasons)]
        results: dict[int, SeasonCounts] = {}
        for index, one in spread(season_of, tasks):
            results[index] = one
            if progress is not None:
                progress(len(results))
        return [results[index] for index in range(seasons)]
    inputs = market_inputs(season)
    found = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for one in pool.map(partial(run_season, inputs), range(first, first + seasons)):
            found.append(one)
            if progress is not None:
                progress(len(found))
    return found


def market_document(
    season: int = FITTED_FROM,
    *,
    seasons: int = 10,
    specialty: str | None = None,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Simulated Matches of March `season` as one document, for a file or a screen.

    Returns:
        season, seasons, by_type {type: active, matched_mean, matched_sd, match_rate,
        mean list lengths}, by_specialty [{specialty, position_level, positions, filled_mean and sd
        by type}], by_state_specialty_type [{state, specialty, position_level, type, filled_mean,
        filled_sd}], unfilled, stable_share.
    """
    counts = run_seasons(season, seasons=seasons, jobs=jobs, progress=progress)
    return document_of(season, counts, specialty)


def season_rows(season: int, counts: list[SeasonCounts]) -> Iterator[list[dict[str, Any]]]:
    """Season after season by state, specialty, level and type, for a table of its own."""
    inputs = market_inputs(season)
    names, cells = published_names(), inputs.layout.cells
    first = int(load_facts().value("market.seed"))
    for k, one in enumerate(counts):
        table = np.zeros((len(cells), len(APPLICANT_TYPES)), np.int64)
        np.add.at(table, inputs.tracks.cell, one.filled)
        yield [
            {"season": season, "seed": first + k, "state": state, "specialty": names[key],
             "specialty_key": key, "position_level": level, "type": SHORT_TYPES[t],
             "filled": int(table[row, t])}
            for row, t in np.argwhere(table > 0).tolist()
            for state, key, level in [cells[row]]
        ]  # fmt: skip


def document_of(
    season: int, counts: list[SeasonCounts], specialty: str | None = None
) -> dict[str, Any]:
    """Simulated seasons as one document, as `market_document` describes it."""
    inputs = market_inputs(season)
    seasons = len(counts)
    rows = _cells(inputs, counts, specialty)
    return {
        "season": season,
        "seasons": seasons,
        "fitted_on": str(FITTED_FROM),
        "by_type": _by_type(counts),
        "by_specialty": _by_specialty(inputs, counts, specialty),
        "by_state_specialty_type": rows,
        "positions": int(inputs.tracks.positions.sum()),
        "filled_mean": _round(np.mean([one.filled.sum() for one in counts])),
        "unfilled_mean": _round(
            np.mean([inputs.tracks.positions.sum() - one.filled.sum() for one in counts])
        ),
        "stable_share": _round(np.mean([one.stable for one in counts])),
    }


def _round(value: Any) -> float:
    return round(float(value), 3)


def _by_type(counts: list[SeasonCounts]) -> dict[str, Any]:
    """Match rates and list lengths by type."""
    found = {}
    for k, name in enumerate(SHORT_TYPES):
        matched = np.array([one.matched[k] for one in counts])
        active = np.array([one.active[k] for one in counts])
        lengths = np.array([one.list_length[:, k] for one in counts])
        found[name] = {
            "active": int(active.mean()),
            "without_interview_mean": _round(np.mean([one.unranked[k] for one in counts])),
            "matched_mean": _round(matched.mean()),
            "matched_sd": _round(matched.std()),
            "match_rate": _round((matched / active).mean()),
            "mean_list_matched": _round(lengths[:, 0].mean()),
            "mean_list_unmatched": _round(lengths[:, 1].mean()),
        }
    return found


def published_names() -> dict[str, str]:
    """The name by which the published tables call each specialty."""
    table = load_table("catalogue/specialties").columns
    columns = (table[name] for name in ("specialty", "name", "published_name"))
    return {key: published or name for key, name, published in zip(*columns, strict=True)}


def _moments(index: Array, counts: list[SeasonCounts], rows: int) -> tuple[Array, Array]:
    """Mean and standard deviation over seasons of filled positions by row and type. (rows, 6)."""
    shape = (rows, len(APPLICANT_TYPES))
    total, squares = np.zeros(shape), np.zeros(shape)
    for one in counts:  # one season at a time: tens of thousands would not fit beside each other
        table = np.zeros(shape)
        np.add.at(table, index, one.filled)
        total += table
        squares += table**2
    mean = total / len(counts)
    return mean, np.sqrt(np.maximum(squares / len(counts) - mean**2, 0.0))


def _cells(
    inputs: MarketInputs, counts: list[SeasonCounts], specialty: str | None
) -> list[dict[str, Any]]:
    """Filled positions by state, specialty, level and type."""
    layout, names = inputs.layout, published_names()
    mean, spread = _moments(inputs.tracks.cell, counts, len(layout.cells))
    offered = np.bincount(inputs.tracks.cell, inputs.tracks.positions, len(layout.cells))
    return [
        {"state": state, "specialty": names[key], "specialty_key": key, "position_level": level,
         "type": short, "filled_mean": _round(mean[k, t]), "filled_sd": _round(spread[k, t])}
        for k, (state, key, level) in enumerate(layout.cells)
        if offered[k] > 0 and specialty in {None, key}
        for t, short in enumerate(SHORT_TYPES)
    ]  # fmt: skip


def _by_specialty(
    inputs: MarketInputs, counts: list[SeasonCounts], specialty: str | None
) -> list[dict[str, Any]]:
    """Filled positions by specialty, level and type."""
    layout, names = inputs.layout, published_names()
    groups = sorted({(key, level) for _, key, level in layout.cells})
    at = {group: k for k, group in enumerate(groups)}
    index = np.array([at[cell[1:]] for cell in layout.cells])[inputs.tracks.cell]
    mean, spread = _moments(index, counts, len(groups))
    offered = np.bincount(index, inputs.tracks.positions, len(groups))
    return [
        {
            "specialty": names[key], "specialty_key": key, "position_level": level,
            "positions": int(offered[k]), "filled_mean": _round(mean[k].sum()),
            "by_type": {short: {"filled_mean": _round(mean[k, t]),
                                "filled_sd": _round(spread[k, t])}
                        for t, short in enumerate(SHORT_TYPES)},
        }
        for k, (key, level) in enumerate(groups)
        if offered[k] > 0 and specialty in {None, key}
    ]  # fmt: skip
