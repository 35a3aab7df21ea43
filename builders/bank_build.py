"""Fills the bank of cutoffs from simulated seasons: `python -m builders.bank_build`."""

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.cutoff_bank import BANK, packed_gaps
from thirdfriday.models.market_inputs import MarketInputs, market_inputs

Array = npt.NDArray[Any]
THREADS = 2


def gaps_of_season(inputs: MarketInputs, seed: int) -> Array:
    """Cutoff less threshold of every track that filled, else not a number. (tracks,)"""
    tracks, season = inputs.tracks, inputs.season(seed)
    filled = season.filled(tracks.positions.size).sum(axis=1)
    whole = (filled >= tracks.positions) & (tracks.positions > 0) & np.isfinite(season.cutoff)
    gap = np.full(tracks.positions.size, np.nan)
    gap[whole] = season.cutoff[whole] - season.threshold[whole]
    return gap


def by_program(inputs: MarketInputs, gaps: Array) -> Iterator[tuple[str, list[str], Array]]:
    """Per specialty and kind, the programs and their gaps. (programs, seasons)

    Of a program with several tracks of a kind the largest counts, which is the one that people
    mean by its name; the others are seldom as open.
    """
    tracks, layout = inputs.tracks, inputs.layout
    found: dict[str, dict[str, int]] = {}
    for k, row in enumerate(layout.rows):
        if tracks.positions[k] > 0 and not tracks.reserved[k]:
            specialty, kind = row["kind"]
            rows, name = found.setdefault(f"{specialty}/{kind}", {}), row["program_id"]
            if name not in rows or tracks.positions[k] > tracks.positions[rows[name]]:
                rows[name] = k
    for name, programs in sorted(found.items()):
        ids = sorted(programs)
        yield name, ids, gaps[:, [programs[key] for key in ids]].T


def build(tables: Path | None = None, data: Path = DATA) -> None:
    """Simulate the seasons and write data/model/cutoff_bank.npz.

    Facts: cutoff_bank.seasons, cutoff_bank.seed, cutoff_bank.season
    """
    facts = load_facts()
    seasons, first = (int(facts.value(f"cutoff_bank.{name}")) for name in ("seasons", "seed"))
    inputs = market_inputs(int(facts.value("cutoff_bank.season")))
    gaps = np.empty((seasons, inputs.tracks.positions.size), np.float32)
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        seeds = range(first, first + seasons)
        for k, gap in enumerate(pool.map(lambda seed: gaps_of_season(inputs, seed), seeds)):
            gaps[k] = gap
            if k % 50 == 49:
                sys.stderr.write(f"season {k + 1} of {seasons}\n")
    stored: dict[str, Any] = {}
    for name, ids, gap in by_program(inputs, gaps):
        if np.isfinite(gap).any():
            stored[f"{name}/gap"], stored[f"{name}/program"] = packed_gaps(gap), np.array(ids)
    np.savez_compressed(data / BANK, **stored)


def main() -> None:
    """Fill the bank and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DATA, help="data folder to write")
    given = parser.parse_args()
    build(None, given.out)
    sys.stdout.write(f"{(given.out / BANK).stat().st_size / 2**20:.2f} MB\n")


if __name__ == "__main__":
    main()
