"""Speed and memory of plans: every example warm, its parts, whole commands, cold kernels.

Engine times are processor time of this process, which other work on the machine hardly moves; the
ratio is to a floor of the same kind measured in the same run.
"""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.plan.branch import Branch, Grounds, branch_without, openings_of
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.geography import choose_geography
from thirdfriday.plan.prices import prices
from thirdfriday.plan.replan import Held, held, replanned

EXAMPLES = Path("examples")
CASE = Path("examples/img_internal_medicine.toml")
RUNS = 5


def main() -> None:
    """Print medians in seconds, ratios to starting Python with numpy, and the peak memory."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load "
          f"{os.getloadavg()[0]:.1f}, Python {platform.python_version()}")  # fmt: skip
    floor = median(lambda: command([sys.executable, "-c", "import numpy"]))
    print(f"floor, python -c 'import numpy': {floor:.2f} s")
    engine()
    whole = median(lambda: command(plan_command()))
    print(f"whole command: {whole:.2f} s, {whole / floor:.0f} times the floor")
    with tempfile.TemporaryDirectory() as folder:
        first = timed(lambda: command(plan_command(), NUMBA_CACHE_DIR=folder))
    print(f"first command with no compiled kernels: {first:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the commands: {peak:.0f} MB")


def engine() -> None:
    """Print the processor time of plans and their parts, and each as a multiple of a floor."""
    floor = median(sums, clock=time.process_time)
    print(f"floor, two million sums in Python: {floor:.3f} s of processor")
    for path in sorted(EXAMPLES.glob("*.toml")):
        case = read_case(path)
        for name, run in parts_of(case):
            run()
            taken = median(run, runs=3, clock=time.process_time)
            print(f"{path.stem}, {name}: {taken:.2f} s of processor, {taken / floor:.0f} floors")


def sums() -> None:
    """The floor: plain Python that every machine runs alike."""
    total = 0
    for number in range(2_000_000):
        total += number


def parts_of(case: Case) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is timed of a case: plans, its price table, all geography answers, changes of it."""
    yield "whole plan", partial(build_plan, case)
    yield "caseload depth", partial(build_plan, case, thorough=False)
    before = held(case)
    yield "price table", partial(price_table, before)
    yield "geography answers", partial(all_geography, before)
    limits, wants = case.limits, case.wants
    fewer = replace(case, limits=replace(limits, applications=60))
    yield "after another number", partial(replanned, before, fewer)
    ideal = replace(case, wants=replace(wants, level=PreferenceLevel.IDEAL))
    yield "after another level", partial(replanned, before, ideal)
    moved = replace(case, wants=replace(wants, target=replace(wants.target, states=("TX",))))
    yield "after another region", partial(replanned, before, moved)


def price_table(before: Held) -> None:
    """Every constraint of a held case taken away."""
    here: Branch = before.branch
    with ThreadPoolExecutor(1) as pool:
        solve = partial(branch_without, here, before.grounds)
        prices(here.case, here, solve, facts=before.grounds.facts, pool=pool)


def all_geography(before: Held) -> None:
    """Every answer on divisions on its own best list."""
    grounds: Grounds = before.grounds
    made = openings_of(before.branch.case, grounds)
    choose_geography(made.problem, made.case, made.scope, made.chances, grounds.facts)


def plan_command() -> list[str]:
    """The command of a user, beside this Python."""
    found = Path(sys.executable).with_name("thirdfriday")
    program = str(found) if found.exists() else shutil.which("thirdfriday") or "thirdfriday"
    return [program, "plan", str(CASE), "--json"]


def command(words: list[str], **environment: str) -> None:
    """Run a command to its end, its output thrown away."""
    subprocess.run(
        words, check=True, env=os.environ | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def median(
    run: Callable[[], object], *, runs: int = RUNS, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Median time of a few runs. [s]"""
    return statistics.median(timed(run, clock=clock) for _ in range(runs))


def timed(run: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Time of one run. [s]"""
    start = clock()
    run()
    return clock() - start


if __name__ == "__main__":
    main()
