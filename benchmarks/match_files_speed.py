"""How long `thirdfriday match` takes on tables of national size, from files to files; memory."""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.matching_instance import (
    NATIONAL,
    NATIONAL_COUPLES,
    both_sides,
    couples,
    singles,
)


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A comma-separated table."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def write_market(folder: Path) -> int:
    """The national market with couples as tables; the number of listed ranks. [count]."""
    market = singles(NATIONAL)
    mine, theirs = both_sides(market)
    given = couples(market, NATIONAL_COUPLES)
    coupled = set(given.member.ravel().tolist())
    write(folder / "programs.csv", ("program", "quota"),
          ((f"p{j}", seats) for j, seats in enumerate(market["cap"].tolist())))  # fmt: skip
    count = 0
    for name, lists, owner, other in (
        ("applicant_ranks", mine, "applicant", "program"),
        ("program_ranks", theirs, "program", "applicant"),
    ):
        size = np.diff(lists.start)
        who = np.repeat(np.arange(size.size), size)
        rank = np.arange(who.size) - np.repeat(lists.start[:-1], size)
        mark, far = (owner[0], other[0])
        keep = [owner == "program" or one not in coupled for one in who.tolist()]
        rows = zip(who[keep].tolist(), rank[keep].tolist(), lists.item[keep].tolist(), strict=True)
        write(folder / f"{name}.csv", (owner, "rank", other),
              ((f"{mark}{one}", k + 1, f"{far}{listed}") for one, k, listed in rows))  # fmt: skip
        count += int(np.sum(keep))

    def name_of(j: int) -> str:
        return "" if j < 0 else f"p{j}"

    write(folder / "couple_ranks.csv",
          ("first", "second", "rank", "first_program", "second_program"),
          ((f"a{given.member[c, 0]}", f"a{given.member[c, 1]}", k - given.start[c] + 1,
            name_of(given.pair[k, 0]), name_of(given.pair[k, 1]))
           for c in range(len(given.member))
           for k in range(given.start[c], given.start[c + 1])))  # fmt: skip
    return count


def main() -> None:
    """Print the time of the whole command and its peak of memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        market = folder / "market"
        market.mkdir()
        ranks = write_market(market)
        command = [sys.executable, "-m", "thirdfriday.faces.command_line", "match", str(market)]
        begin = time.perf_counter()
        done = subprocess.run([*command, "--out", str(folder / "found")], capture_output=True,
                              text=True, check=True)  # fmt: skip
        taken = time.perf_counter() - begin
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(path.stat().st_size for path in market.glob("*.csv")) / 1e6
        verdict = done.stdout.splitlines()
        sys.stdout.write(
            f"{NATIONAL} applicants, {NATIONAL_COUPLES} couples, {ranks} ranks in {size:.0f} MB of "
            f"tables: {taken:.1f} s from files to files ({used.ru_utime:.1f} s of its own), "
            f"peak {used.ru_maxrss / 1024:.0f} MB\n"
            f"  {verdict[0]} {verdict[1]}\n"
        )


if __name__ == "__main__":
    main()
