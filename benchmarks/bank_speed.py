"""How fast a list meets 5,000 seasons, the bank loads, and a season's log moves 130 programs."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.above_cutoffs import chances_above_cutoffs, standing_chain
from thirdfriday.models.chances import applicant_chances
from thirdfriday.models.cutoff_bank import BANK, cutoff_bank
from thirdfriday.models.cutoff_kernels import walk_lists
from thirdfriday.models.list_seasons import cleared_in_seasons, list_seasons
from thirdfriday.models.updating import (
    Answers,
    chances_with_error,
    later_chances,
    posterior,
    quality_grid,
)
from thirdfriday.plan.scope import scope_of

EXAMPLES, LOGGED = Path(__file__).resolve().parents[1] / "examples", 130
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
    example()
    print(f"an update of {LOGGED} programs: {milliseconds(update()):.3f} ms (goal: under 1)")


def example() -> None:
    """Print what an applicant's own list takes, interviews drawn or held."""
    case = read_case(EXAMPLES / "img_internal_medicine.toml")
    scope = scope_of(case, SPECIALTY, load_catalogue(), load_facts(case.season))
    chances = applicant_chances(case, SPECIALTY, scope.open, scope.rules, load_facts(case.season))
    index = np.arange(LINES)
    drawn = milliseconds(lambda: list_seasons(chances, index, seed=1))
    held = milliseconds(lambda: cleared_in_seasons(chances, index, seed=1))
    print(f"an example's list of {LINES}: {drawn:.1f} ms, all interviewed {held:.1f} ms (under 50)")


def update() -> Callable[[], object]:
    """The posterior of a log and all later chances."""
    rng = np.random.default_rng(3)
    grid = quality_grid(0.54, load_facts())
    errors = rng.uniform(0.4, 0.9, LOGGED)
    chance = chances_with_error(rng.normal(-2.5, 1.2, LOGGED), errors, grid)
    invited = (rng.random(LOGGED) < 0.15).astype(float)
    answers = Answers(invited, 0.7 * (1 - invited), 0.3 * (1 - invited))
    return lambda: later_chances(chance, answers) @ posterior(grid, chance, answers)


if __name__ == "__main__":
    main()
