"""How long the packaged data takes to load and a long statement to check, against a plain parse."""

import csv
import subprocess
import sys
import time
from pathlib import Path

from thirdfriday.facts.packaged import DATA

RUNS = 3
STATEMENT = 28_000
SCRIPTS = {
    "whole catalogue": "from thirdfriday.domain.catalogue import load_catalogue as work",
    "every number": "from thirdfriday.facts.registry import load_facts as work",
}
TIMED = "import time; start = time.perf_counter(); work(); print(time.perf_counter() - start)"


def main() -> None:
    """Print seconds in a fresh process, and the ratio to parsing the CSV with the csv module."""
    floor = min(_plain_csv() for _ in range(RUNS))
    print(f"floor, csv module over the catalogue's files: {floor:.3f} s")
    for name, script in SCRIPTS.items():
        words = [sys.executable, "-c", f"{script}; {TIMED}"]
        seconds = min(float(subprocess.check_output(words, text=True)) for _ in range(RUNS))
        print(f"{name}: {seconds:.3f} s, {seconds / floor:.1f} times the floor")
    print(f"lint of {STATEMENT:,} characters: {min(_lint() for _ in range(RUNS)):.3f} s")


def _plain_csv() -> float:
    start = time.perf_counter()
    for path in sorted((DATA / "catalogue").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            list(csv.reader(file))
    return time.perf_counter() - start


def _lint() -> float:
    from thirdfriday.domain.catalogue import load_catalogue  # noqa: PLC0415
    from thirdfriday.faces.case_file_reader import read_case  # noqa: PLC0415
    from thirdfriday.kit.lint import lint  # noqa: PLC0415

    case = read_case(Path("examples/md_low_score_la.toml"))
    program = load_catalogue().by_id["1200511053"]
    text = "I want to care for families in the city where I grew up. " * 500
    lint(text[:STATEMENT], case, program=program, kind="statement")
    start = time.perf_counter()
    lint(text[:STATEMENT], case, program=program, kind="statement")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
