"""Speed and memory of a plan: warm engine, whole command, first command with cold kernels."""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.plan.build import build_plan

CASE = Path("examples/img_internal_medicine.toml")
RUNS = 5


def main() -> None:
    """Print medians in seconds, ratios to starting Python with numpy, and the peak memory."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load "
          f"{os.getloadavg()[0]:.1f}, Python {platform.python_version()}")  # fmt: skip
    floor = median(lambda: command([sys.executable, "-c", "import numpy"]))
    print(f"floor, python -c 'import numpy': {floor:.2f} s")
    case = read_case(CASE)
    build_plan(case)
    warm = median(lambda: build_plan(case))
    print(f"warm engine, whole plan with prices: {warm:.2f} s")
    whole = median(lambda: command(plan_command()))
    print(f"whole command: {whole:.2f} s, {whole / floor:.0f} times the floor")
    with tempfile.TemporaryDirectory() as folder:
        first = timed(lambda: command(plan_command(), NUMBA_CACHE_DIR=folder))
    print(f"first command with no compiled kernels: {first:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the commands: {peak:.0f} MB")


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


def median(run: object) -> float:
    """Median time of a few runs. [s]"""
    return statistics.median(timed(run) for _ in range(RUNS))


def timed(run: object) -> float:
    """Time of one run. [s]"""
    assert callable(run)
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
