"""What plans, national seasons and the choice of a list cost as numbers grow ten- and hundredfold.

python -m benchmarks.growth [students, the most]
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.optimiser.cases import national

from benchmarks.invented_roster import roster
from thirdfriday.faces.cohort_run import run_cohort
from thirdfriday.faces.roster_file import read_roster
from thirdfriday.faces.workers import Here
from thirdfriday.models.market import run_seasons
from thirdfriday.optimiser.applications import choose_applications

STUDENTS = (20, 200, 2000)
STUDENTS_USUAL = 200
SEASONS = (4, 40, 400)
PROGRAMS = (700, 7_000, 70_000)
MEGABYTE = 1024
APPLICANTS = 50_000
HOURS = 7 * 24
BUSIEST = 5
"""A busy hour of a September week against the mean one."""


def main() -> None:
    """Print processor seconds for each size, the growth, and what a public instance needs."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS_USUAL
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; processor seconds of one core")
    with tempfile.TemporaryDirectory() as folder:
        plan_of(Path(folder), 2, 0)
        each = [
            (count, seconds(partial(plan_of, Path(folder), count, k)), peak())
            for k, count in enumerate([n for n in STUDENTS if n <= most], 1)
        ]
    for count, taken, memory in each:
        print(f"{count} plans: {taken:.1f} s, {taken / count:.2f} s each, peak {memory:.0f} MB")
    run_seasons(2025, seasons=1)
    for count in SEASONS:
        taken = seconds(partial(run_seasons, 2025, seasons=count))
        print(f"{count} seasons: {taken:.1f} s, {taken / count:.2f} s each, peak {peak():.0f} MB")
    choose_applications(national(1, programs=PROGRAMS[0]))
    for count in PROGRAMS:
        problem = national(1, programs=count)
        taken = seconds(partial(choose_applications, problem))
        print(f"{count} programs: {taken:.3f} s for a list of 120, peak {peak():.0f} MB")
    cost = each[-1][1] / each[-1][0]
    total = cost * APPLICANTS
    print(
        f"{APPLICANTS:,} applicants, one plan each in a week: {total / 3600:.0f} core hours; "
        f"{total / HOURS / 3600 * BUSIEST:.1f} cores in a busy hour; ten re-plans each: "
        f"{10 * total / HOURS / 3600 * BUSIEST:.0f} cores"
    )


def plan_of(folder: Path, count: int, seed: int) -> None:
    """Plan an invented roster in this process."""
    path = folder / f"roster_{seed}_{count}.csv"
    path.write_text(roster(count, seed=seed), encoding="utf-8")
    run_cohort(read_roster(path).students, folder / f"out_{seed}", on=Here(), report=False)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak() -> float:
    """Most memory that this process has held. [MB]"""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    main()
