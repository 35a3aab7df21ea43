"""How fast the bank of cutoffs is: loading, a list through 5,000 seasons, the closed form."""

import time
from collections.abc import Callable

import numpy as np

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.above_cutoffs import chances_above_cutoffs, standing_chain
from thirdfriday.models.cutoff_bank import BANK, cutoff_bank
from thirdfriday.models.cutoff_kernels import walk_lists

SPECIALTY, LINES, SEASONS, NODES, REPEATS = "internal_medicine", 20, 5_000, 15, 15


def milliseconds(work: Callable[[], object]) -> float:
    """Median time of a piece of work. [ms]"""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return float(np.median(times)) * 1000


def main() -> None:
    """Print the file's size and three times."""
    facts = load_facts()
    programs = [p for p in load_catalogue().of_specialty(SPECIALTY) if p.offered]
    start = time.perf_counter()
    bank = cutoff_bank(programs, SPECIALTY, facts)
    load = (time.perf_counter() - start) * 1000
    chain = standing_chain(facts, str(ApplicantType.NON_US_IMG), SPECIALTY)
    count = len(programs)
    log_odds, unfilled = np.full(count, -2.0), np.full(count, 0.1)
    quality, performance = np.linspace(-1, 1, NODES), np.zeros(NODES)
    rng = np.random.default_rng(1)
    node, column = rng.integers(NODES, size=SEASONS), rng.integers(bank.gap.shape[1], size=SEASONS)
    lines = (LINES, NODES)
    walk = milliseconds(
        lambda: walk_lists(
            (np.ones(lines), np.full(lines, 0.12), np.zeros(lines), unfilled[:LINES]),
            (bank.gap[:LINES], bank.key[:LINES]), (node, column), chain.numbers,
            (performance, LINES, 7),
        )
    )  # fmt: skip
    closed = milliseconds(
        lambda: chances_above_cutoffs(
            chain, bank, unfilled, log_odds, seen=0.0, quality=quality, performance=performance
        )
    )
    print(f"bank of all specialties: {(DATA / BANK).stat().st_size / 2**20:.2f} MB")
    print(f"{count} programs of {SPECIALTY} loaded: {load:.1f} ms")
    print(f"a list of {LINES} through {SEASONS} seasons: {walk:.2f} ms (goal: under 50)")
    print(f"closed form, {count} programs at {NODES} nodes: {closed:.2f} ms")


if __name__ == "__main__":
    main()
