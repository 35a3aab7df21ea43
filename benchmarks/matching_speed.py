"""How fast markets are matched, beside a floor, a plain-Python version and the package `matching`.

Usage: python -m benchmarks.matching_speed [--peer PYTHON] [--peer-size N]
PYTHON is an interpreter that has the package matching 1.4.3; without it that row is left out.
"""

import argparse
import heapq
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.matching_instance import (
    NATIONAL,
    NATIONAL_COUPLES,
    SIZES,
    both_sides,
    couples,
    every_rule,
    singles,
)
from thirdfriday.models.deferred_acceptance import match_singles
from thirdfriday.models.deferred_acceptance_bits import compiled
from thirdfriday.models.deferred_acceptance_lazy import Workspace, match_lazily
from thirdfriday.models.deferred_acceptance_redraw import interviews_of, match_redrawn
from thirdfriday.models.matching_market import Couples, build_market
from thirdfriday.models.matching_procedure import match_market

PEER = """
import json, sys, time, numpy as np
sys.setrecursionlimit(10**7)
import threading; threading.stack_size(512 * 1024 * 1024)
from matching.games import HospitalResident
z = np.load(sys.argv[1])
def run():
    residents = {str(i): [f"p{j}" for j in z["prog"][a:b]] for i, (a, b) in
                 enumerate(zip(z["start"], z["start"][1:])) if b > a}
    hospitals = {f"p{j}": [str(i) for i in z["entry"][a:b]] for j, (a, b) in
                 enumerate(zip(z["entry_start"], z["entry_start"][1:])) if b > a}
    capacity = {f"p{j}": int(c) for j, c in enumerate(z["positions"]) if f"p{j}" in hospitals}
    begin = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(residents, hospitals, capacity)
    built = time.perf_counter()
    found = game.solve()
    done = time.perf_counter()
    matched = sum(len(v) for v in found.values())
    print(json.dumps({"build": built - begin, "solve": done - built, "matched": matched}))
thread = threading.Thread(target=run); thread.start(); thread.join()
"""


def show(text: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def median_ms(run: Callable[[], Any], times: int) -> float:
    """Median time of one run. [ms]."""
    run()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(taken)


@compiled
def touch(edge: Any, entry: Any, held: Any, free: Any) -> Any:
    """Read every listed pair and write every applicant's and program's state once."""
    total: Any = 0
    for place in range(edge.size):
        total += np.int64(edge[place])
    for place in range(entry.size):
        total += np.int64(entry[place])
    for i in range(held.size):
        held[i] = 0
    for j in range(free.size):
        free[j] = 0
    return total


def plain_python(lists: list[list[tuple[int, int]]], positions: list[int]) -> list[int]:
    """Deferred acceptance with a heap for each program."""
    held: list[list[tuple[int, int]]] = [[] for _ in positions]
    following = [0] * len(lists)
    match = [-1] * len(lists)
    waiting = list(range(len(lists)))
    while waiting:
        i = waiting.pop()
        mine = lists[i]
        k = following[i]
        while k < len(mine):
            program, rank = mine[k]
            k += 1
            heap = held[program]
            if len(heap) < positions[program]:
                heapq.heappush(heap, (-rank, i))
                match[i] = program
                break
            if heap and -heap[0][0] > rank:
                loser = heapq.heapreplace(heap, (-rank, i))[1]
                match[loser] = -1
                waiting.append(loser)
                match[i] = program
                break
        following[i] = k
    return match


def peer_time(python: str, size: int) -> dict[str, float]:
    """What the package `matching` takes on the same market. [s]."""
    market = singles(size)
    mine, theirs = both_sides(market)
    built = build_market(market["cap"], mine, theirs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "market.npz"
        np.savez(
            path,
            start=built.lists.edge_start,
            prog=built.lists.edge_program,
            entry_start=theirs.start,
            entry=_mutual(built),
            positions=market["cap"],
        )
        done = subprocess.run([python, "-c", PEER, str(path)], capture_output=True, text=True,
                              check=False)  # fmt: skip
    if done.returncode or not done.stdout:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    found["ours"] = (
        int((match_singles(built.packed, market["cap"]).edge >= 0).sum()) if (built.packed) else -1
    )
    return found


def _mutual(built: Any) -> Any:
    """The programs' lists; every listed applicant lists the program too in this market."""
    return built.lists.entry_applicant


def report_singles(size: int) -> tuple[float, float]:
    """Floor, ours and plain Python; times of matching and of building. [ms]."""
    market = singles(size)
    mine, theirs = both_sides(market)
    building = median_ms(lambda: build_market(market["cap"], mine, theirs), 7)
    built = build_market(market["cap"], mine, theirs)
    packed = built.packed
    assert packed is not None
    free, held = market["cap"].copy(), np.zeros(size, np.int32)
    floor = median_ms(lambda: touch(packed.edge, packed.entry_applicant, held, free), 60)
    ours = median_ms(lambda: match_singles(packed, market["cap"]), 60)
    verified = median_ms(lambda: match_market(built), 20)
    programs, ranks = built.lists.edge_program.tolist(), built.lists.edge_rank.tolist()
    lists = [
        list(zip(programs[a:b], ranks[a:b], strict=True))
        for a, b in zip(built.lists.edge_start, built.lists.edge_start[1:], strict=False)
    ]  # fmt: skip
    positions = market["cap"].tolist()
    plain = median_ms(lambda: plain_python(lists, positions), 3)
    found = match_singles(packed, market["cap"])
    same = [int(built.lists.edge_program[e]) if e >= 0 else -1 for e in found.edge.tolist()]
    assert same == plain_python(lists, positions), "the two versions differ"
    show(f"{size} applicants, {len(positions)} programs, {packed.edge.size} mutual pairs, "
         f"{found.proposals} proposals")  # fmt: skip
    show(f"  touch every pair once      {floor:9.2f} ms")
    show(f"  ours                       {ours:9.2f} ms   ({ours / floor:.1f} x the floor)")
    show(f"  ours, verified             {verified:9.2f} ms")
    show(f"  ours, building from lists  {building:9.2f} ms")
    show(f"  plain Python with heaps    {plain:9.2f} ms   ({plain / ours:.0f} x ours)")
    return ours, building


def report_couples(orders: int, *, rules: bool) -> None:
    """Couples in many orders of introduction, each verified, alone or with every other rule."""
    market = singles(NATIONAL)
    mine, theirs = both_sides(market)
    given = couples(market, NATIONAL_COUPLES)
    extra: dict[str, Any] = {}
    if rules:
        supplements, even, reversions = every_rule(market)
        extra = {"supplements": supplements, "even": even, "reversions": reversions}
    times, restarts, stable = [], [], []
    for seed in range(orders + 1):
        order = np.random.default_rng(seed).permutation(len(given.member))
        shuffled = _shuffled(given, order)
        built = build_market(market["cap"], mine, theirs, couples=shuffled, **extra)
        begin = time.perf_counter()
        found = match_market(built)
        times.append((time.perf_counter() - begin) * 1e3)
        restarts.append(found.restarts)
        stable.append(found.stable)
    times, restarts, stable = times[1:], restarts[1:], stable[1:]
    begun = [taken for taken, again in zip(times, restarts, strict=True) if again]
    at_once = [taken for taken, again in zip(times, restarts, strict=True) if not again]
    show(f"{NATIONAL_COUPLES} couples{', every rule' if rules else ''}, {orders} orders: "
         f"{sum(stable)} stable; median {statistics.median(times):.1f} ms, "
         f"at once {statistics.median(at_once):.1f} ms ({len(at_once)}), "
         f"with restarts {max(begun, default=0):.1f} ms at worst ({len(begun)}, "
         f"up to {max(restarts)} restarts)")  # fmt: skip


def _shuffled(given: Couples, order: Any) -> Couples:
    """The same couples in another order."""
    pairs = [given.pair[given.start[k] : given.start[k + 1]] for k in order]
    start = np.concatenate([[0], np.cumsum([len(listed) for listed in pairs])])
    return Couples(given.member[order], start, np.concatenate(pairs))


def report_replications(times: int) -> None:
    """Both sides' tastes drawn anew and matched: sorted lists, and sorting nothing. [per second].

    The wall clock says what this machine gives now; the time of the thread itself does not count
    what other work takes away.
    """
    market = singles(NATIONAL)
    pairs = interviews_of(market["ptr"].astype(np.int64), market["prog"], market["ua"],
                          market["up"])  # fmt: skip
    own = threading.local()

    def sort_all(seed: int) -> Any:
        return match_redrawn(pairs, market["cap"], seed=seed, noise=(0.8, 0.7))

    def lazily(seed: int) -> Any:
        if not hasattr(own, "space"):
            own.space = Workspace(pairs, market["cap"])
        return match_lazily(pairs, market["cap"], seed=seed, noise=(0.8, 0.7),
                            workspace=own.space)  # fmt: skip

    assert np.array_equal(sort_all(3), lazily(3)), "the two versions differ"
    for name, run, count in (("every list sorted", sort_all, times // 6), ("no list sorted", lazily,
                                                                          times)):  # fmt: skip
        begin = time.thread_time()
        for seed in range(count):
            run(seed)
        alone = count / (time.thread_time() - begin)
        rates = []
        for jobs in (1, 2):
            begin = time.perf_counter()
            with ThreadPoolExecutor(jobs) as pool:
                list(pool.map(run, range(count)))
            rates.append(count / (time.perf_counter() - begin))
        show(f"redraw both sides and match ({pairs.program.size} pairs), {name}: {rates[0]:.0f} "
             f"per second on one core, {rates[1]:.0f} on two; {alone:.0f} per second of the "
             "thread's own time")  # fmt: skip


def main() -> None:
    """Print every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="an interpreter with matching 1.4.3")
    parser.add_argument("--peer-size", type=int, default=10_000, choices=sorted(SIZES))
    chosen = parser.parse_args()
    for size in SIZES:
        ours, building = report_singles(size)
        if chosen.peer and size == chosen.peer_size:
            peer = peer_time(chosen.peer, size)
            total = (peer["build"] + peer["solve"]) * 1e3
            show(f"  matching 1.4.3             {peer['solve'] * 1e3:9.0f} ms + "
                 f"{peer['build'] * 1e3:.0f} ms to build "
                 f"({total / (ours + building):.0f} x ours with building, "
                 f"{total / ours:.0f} x ours without); matched {peer['matched']:.0f}, "
                 f"ours {peer['ours']:.0f}")  # fmt: skip
    report_couples(40, rules=False)
    report_couples(40, rules=True)
    report_replications(120)


if __name__ == "__main__":
    main()
