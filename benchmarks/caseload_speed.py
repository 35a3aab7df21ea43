"""A school of 200 planned and crowded: time, memory, growth with the number of students."""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.invented_roster import roster

SIZES = (50, 100, 200)
MEGABYTE = 1024


def main() -> None:
    """Print seconds for each size, the peak memory, and what crowding costs whom."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        run("cohort", "examples/roster.csv", "--out", f"{folder}/warm", "--jobs", "2")
        for size in SIZES:
            path = Path(folder) / f"roster_{size}.csv"
            path.write_text(roster(size), encoding="utf-8")
            for extra in ((), ("--no-reports",)):
                out = Path(folder) / f"out_{size}_{len(extra)}"
                taken = run("cohort", str(path), "--out", str(out), "--jobs", "2", *extra)
                what = "plans and reports" if not extra else "plans"
                print(f"{size} students, {what}: {taken:.1f} s, {taken / size:.2f} s each")
        taken = run("crowding", str(out))
        print(f"crowding of {SIZES[-1]}: {taken:.1f} s")
        tell(json.loads((out / "crowding.json").read_text(encoding="utf-8")))
        rows = list(csv.DictReader((out / "caseload.csv").read_text("utf-8").splitlines()))
        assert len(rows) == SIZES[-1]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE
    print(f"largest process: {peak:.0f} MB")


def run(*words: str) -> float:
    """Seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "thirdfriday.faces.command_line", *words], check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - start


def tell(document: dict[str, object]) -> None:
    """Mean and worst losses of a crowded caseload by type."""
    students: list[dict[str, float | str]] = document["students"]  # type: ignore[assignment]
    for kind in sorted({str(row["applicant_type"]) for row in students}):
        losses = [100 * float(row["loss"]) for row in students if row["applicant_type"] == kind]
        interviews = [
            float(row["interviews_alone"]) - float(row["interviews_together"])
            for row in students
            if row["applicant_type"] == kind
        ]
        print(
            f"{kind}: {len(losses)} students lose {sum(losses) / len(losses):.2f} points on "
            f"average, {max(losses):.1f} at most, and {sum(interviews) / len(interviews):.2f} "
            "interviews"
        )


if __name__ == "__main__":
    main()
