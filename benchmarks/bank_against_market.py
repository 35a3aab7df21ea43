"""Whether the bank tells the simulated market's own matches: chances against what became of lists.

Simulated applicants of seasons that the bank does not hold, with the lists they made: the chance
of an interview at each line is what their quality, home and the program's usual threshold say; the
packaged cutoffs and the closed form then give the chance of a match. Nothing is fitted: the level
is how the market's programs lean after the interview, and a program's own cutoff counts in full.

Usage: python -m benchmarks.bank_against_market [SEASONS]
"""

import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, ndtr

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.cutoff_bank import GROUPS, cutoff_bank
from thirdfriday.models.cutoff_kernels import NO_TABLE, admission_grid
from thirdfriday.models.market_inputs import MarketInputs, market_inputs
from thirdfriday.models.market_season import APPLICANT_TYPES, Season, simulate_season
from thirdfriday.models.quality import normal_nodes

Array = NDArray[Any]
FIRST_USUAL, USUAL = 41_000, 6  # seasons that tell a program's usual threshold
FIRST_JUDGED = 42_000
POINTS = 9
OPEN = 10.0  # in a season that leaves positions unfilled the market takes everybody it ranks
LENGTHS = (1, 2, 3, 4, 6, 9, 13, 23)
BANDS = (0.0, 0.01, 0.03, 0.1, 0.3, 0.6, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Every line of the lists of single applicants with one field.

    `owner`, `kind` [applicant type], `chance` of an interview, `told` chance of a match where the
    line is reached, `reached`, `here` whether it matched; by line.
    """

    owner: Array
    kind: Array
    chance: Array
    told: Array
    reached: Array
    here: Array
    whole: Array


def simulate(inputs: MarketInputs, seed: int) -> Season:
    """One season of the market."""
    return simulate_season(
        inputs.tracks, inputs.supply, inputs.behaviour, seed=seed,
        second_field_of=inputs.second_field_of,
    )  # fmt: skip


def usual_thresholds(inputs: MarketInputs) -> Array:
    """The mean threshold of every track over a few seasons. [standard deviations]"""
    found = [simulate(inputs, FIRST_USUAL + k).threshold for k in range(USUAL)]
    mean: Array = np.mean(found, axis=0)
    return mean


def packaged(inputs: MarketInputs) -> tuple[Array, Array, Array, Array]:
    """Groups of cutoffs, spread, share unfilled and whether the bank holds each track."""
    facts, catalogue, rows = load_facts(), load_catalogue(), inputs.layout.rows
    points = np.zeros((len(rows), len(GROUPS)))
    spread, unfilled = np.ones(len(rows)), np.zeros(len(rows))
    held = np.zeros(len(rows), np.bool_)
    place: dict[str, list[int]] = {row["program_id"]: [] for row in rows}
    for k, row in enumerate(rows):
        if row["kind"][1] == "main" and not inputs.tracks.reserved[k]:
            place[row["program_id"]].append(k)
    for specialty in catalogue.specialties:
        programs = [p for p in catalogue.of_specialty(specialty) if place.get(p.program_id)]
        bank = cutoff_bank(programs, specialty, facts, kind="main") if programs else None
        if bank is None:
            continue
        for j, program in enumerate(programs):
            for k in place[program.program_id]:
                points[k], spread[k] = bank.points[j], bank.spread[j]
                unfilled[k], held[k] = np.nan_to_num(bank.unfilled[j]), bank.simulated[j]
    return points, spread, unfilled, held


def judged(inputs: MarketInputs, season: Season, usual: Array, bank: tuple[Array, ...]) -> Lines:
    """The lines of a season, with what the bank tells of them."""
    people, tracks, behaviour = season.people, inputs.tracks, inputs.behaviour
    points, spread, unfilled, held = bank
    owner = np.repeat(np.arange(season.ranked.size), season.ranked)
    listed = season.listed
    start = np.concatenate([[0], np.cumsum(season.ranked)])
    place = np.arange(listed.size) - start[owner]
    alone = (people.fields[:, 1] < 0) & (people.fields[:, 2] < 0)
    alone[people.partners.ravel()] = False
    known = np.ones(season.ranked.size, np.bool_)
    np.logical_and.at(known, owner, held[listed])
    here = season.matching.result.program[owner] == listed
    at = np.full(season.ranked.size, listed.size)
    at[owner[here]] = place[here]
    keep = np.flatnonzero((alone & known)[owner])
    who, where = owner[keep], listed[keep]
    kind = people.kind[who]
    bias = tracks.bias + behaviour.kind_bias[tracks.kind] + behaviour.cell_bias[tracks.cell]
    in_state, in_division = behaviour.score
    aim = people.fields[who, 0]
    seen = bias[where, kind] + behaviour.quality[aim, kind] * people.quality[who]
    same = people.state[who] == tracks.state[where]
    near = people.division[who] == tracks.division[where]
    seen += np.where(same, in_state, np.where(near, in_division, 0.0))
    chance = np.clip(ndtr(seen - usual[where]), 1e-6, 1 - 1e-6)
    lean = behaviour.after[tracks.field[where], kind]
    nodes, weight = normal_nodes(POINTS)
    admit = np.empty((keep.size, POINTS))
    for each in range(len(APPLICANT_TYPES)):
        mine = np.flatnonzero(kind == each)
        admit[mine] = admission_grid(
            (logit(chance[mine]), np.zeros(mine.size), unfilled[where[mine]]),
            (points[where[mine]] - lean[mine, None], spread[where[mine]], np.array(GROUPS)),
            (np.zeros(POINTS), nodes),
            (0.0, 0.0, float(behaviour.performance[each]), behaviour.interview, OPEN),
            NO_TABLE,
        )
    logs = np.log1p(-np.minimum(admit, 1 - 1e-12))
    total = np.zeros((season.ranked.size, POINTS))
    np.add.at(total, who, logs)
    above = np.cumsum(logs, axis=0) - logs
    above -= above[np.searchsorted(who, who)]
    passed = np.exp(above)
    told = (passed * admit) @ weight / (passed @ weight)
    whole = 1.0 - np.exp(total) @ weight
    return Lines(
        who, kind, chance, told, (place <= at[owner])[keep], here[keep], whole
    )  # fmt: skip


def by_lists(every: list[Lines]) -> None:
    """Lists by type and length: told and simulated."""
    rows = []
    for lines in every:
        who, first, length = np.unique(lines.owner, return_index=True, return_counts=True)
        matched = np.zeros(lines.whole.size)
        np.maximum.at(matched, lines.owner, lines.here.astype(float))
        rows.append(np.column_stack([lines.kind[first], length, lines.whole[who], matched[who]]))
    table = np.concatenate(rows)
    for each, name in enumerate(APPLICANT_TYPES):
        mine = table[table[:, 0] == each]
        bins = [mine[(mine[:, 1] >= a) & (mine[:, 1] < b)] for a, b in
                pairwise(LENGTHS)]  # fmt: skip
        said = "  ".join(
            f"{a}: {100 * b[:, 2].mean():.1f} / {100 * b[:, 3].mean():.1f}"
            for a, b in zip(LENGTHS, bins, strict=False) if len(b)
        )  # fmt: skip
        print(f"{name}: all {100 * mine[:, 2].mean():.1f} / {100 * mine[:, 3].mean():.1f}; {said}")


def by_lines(every: list[Lines]) -> None:
    """Lines that were reached, by type and chance of an interview: told and simulated."""
    kind, chance, told, reached, here = (
        np.concatenate([getattr(lines, name) for lines in every])
        for name in ("kind", "chance", "told", "reached", "here")
    )
    for each, name in enumerate(APPLICANT_TYPES):
        parts = []
        for low, high in pairwise(BANDS):
            mine = (kind == each) & reached & (chance >= low) & (chance < high)
            if mine.sum() >= 50:
                parts.append(f"{low:g}: {100 * told[mine].mean():.1f} / "
                             f"{100 * here[mine].mean():.1f} ({mine.sum()})")  # fmt: skip
        print(f"{name}: {'  '.join(parts)}")


def main() -> None:
    """Print both tables."""
    seasons = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    inputs = market_inputs(int(load_facts().value("cutoff_bank.season")))
    usual, bank = usual_thresholds(inputs), packaged(inputs)
    every = [
        judged(inputs, simulate(inputs, FIRST_JUDGED + k), usual, bank) for k in range(seasons)
    ]
    print("Lists by length: told / simulated, % matched")
    by_lists(every)
    print("Lines reached, by chance of an interview: told / simulated, % taken (lines)")
    by_lines(every)


if __name__ == "__main__":
    main()
