"""Fifty people at once: each opens a plan and moves sliders, against the app on this machine.

Run: python -m benchmarks.web_load [--people 50] [--seconds 60] [--pause 8] [--workers 2]

Two loads are measured. "People" pause between actions as people do: a plan, then five moves of a
slider, then the whole plan of the last move. "Burst" sends one move from everybody at one moment.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
CASES = tuple(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.toml"))
)
MOVES = 5
START_SECONDS = 240
PERCENTILES = (50, 95, 99)


def main() -> None:
    """Serve, load, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=8, help="between actions, on average")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    command = [sys.executable, "-m", "thirdfriday.faces.command_line", "web", "--no-browser"]
    port = 8231
    command += ["--port", str(port), "--workers", str(asked.workers)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            asyncio.run(measure(f"http://127.0.0.1:{port}", server.pid, asked))
        finally:
            server.terminate()


async def measure(address: str, pid: int, asked: argparse.Namespace) -> None:
    """Wait for the app, warm it, then both loads."""
    limits = httpx.Limits(max_connections=2 * asked.people)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        await ready(client)
        first = await timed(client.get("/"))
        print(f"first page {1000 * first[0]:.0f} ms")
        one = [await timed(move(client, CASES[0], 40 + k)) for k in range(20)]
        tell("one person, slider moves", [seconds for seconds, _ in one])
        before = memory(pid)
        ends = time.monotonic() + asked.seconds
        found = await asyncio.gather(
            *(person(client, index, ends, asked.pause) for index in range(asked.people))
        )
        moves = [item for each in found for item in each[0]]
        plans = [item for each in found for item in each[1]]
        wholes = [item for each in found for item in each[2]]
        every = moves + plans
        tell(f"{asked.people} people, slider moves", [seconds for seconds, _ in moves])
        tell(f"{asked.people} people, first sight of a plan", [seconds for seconds, _ in plans])
        tell(f"{asked.people} people, everything", [seconds for seconds, _ in every])
        burst = await asyncio.gather(
            *(timed(move(client, CASES[k % len(CASES)], 30 + k)) for k in range(asked.people))
        )
        tell(f"burst of {asked.people} moves at one moment", [seconds for seconds, _ in burst])
        tell("whole plans at rest", [seconds for seconds, _ in wholes])
        asked_for = [*every, *wholes, *burst]
        wrong = sum(status != 200 for _, status in asked_for)
        print(f"errors {wrong} of {len(asked_for)} requests")
        print(f"memory {before:.0f} MB before, {memory(pid):.0f} MB after, all processes")


async def ready(client: httpx.AsyncClient) -> None:
    """Until every worker has planned once."""
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        try:
            await client.get("/")
            break
        except httpx.TransportError:
            await asyncio.sleep(0.2)
    await asyncio.gather(*(whole(client, text) for text in CASES))


async def person(
    client: httpx.AsyncClient, index: int, ends: float, pause: float
) -> tuple[list[tuple[float, int]], ...]:
    """One person: a plan, moves, the whole plan at rest, with pauses. [seconds, status]"""
    luck = random.Random(index)
    moves: list[tuple[float, int]] = []
    plans: list[tuple[float, int]] = []
    wholes: list[tuple[float, int]] = []
    await asyncio.sleep(luck.uniform(0, pause))
    while time.monotonic() < ends:
        text = luck.choice(CASES)
        text = named(text, luck)
        plans.append(await timed(client.post("/plan", data={"case": text, "scripts": "yes"})))
        for _ in range(MOVES):
            await asyncio.sleep(luck.expovariate(1 / pause))
            if time.monotonic() > ends:
                break
            moves.append(await timed(move(client, text, luck.randint(20, 150))))
        wholes.append(await timed(whole(client, named(text, luck))))
    return moves, plans, wholes


def named(text: str, luck: random.Random) -> str:
    """The case of somebody else, so that no answer is a kept one."""
    return text.replace('name = "', f'name = "{luck.randrange(10**9)} ', 1)


async def move(client: httpx.AsyncClient, text: str, applications: int) -> httpx.Response:
    """One step of the slider; a budget of its own, so that no answer is a kept one."""
    moved = {"case": text, "moved": "yes", "applications": str(applications), "level": "strong"}
    budget = str(random.randrange(1_000_000, 2_000_000) / 1000)
    return await client.post("/plan/move", data={**moved, "budget_usd": budget})


async def whole(client: httpx.AsyncClient, text: str) -> httpx.Response:
    """The whole page of a plan."""
    return await client.post("/plan/whole", data={"case": text})


async def timed(request: Awaitable[httpx.Response]) -> tuple[float, int]:
    """How long an answer took, and its status. [seconds]"""
    begun = time.perf_counter()
    answer = await request
    return time.perf_counter() - begun, answer.status_code


def tell(what: str, seconds: list[float]) -> None:
    """Percentiles in one line."""
    if len(seconds) < 2:
        return
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    told = ", ".join(f"p{p} {1000 * cuts[p - 1]:.0f}" for p in PERCENTILES)
    print(f"{what}: {len(seconds)} answers; ms {told}, worst {1000 * max(seconds):.0f}")


def memory(pid: int) -> float:
    """Resident memory of a process and its children, where /proc tells it. [MB]"""
    parents = {pid}
    total = 0.0
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            status = (folder / "status").read_text(encoding="utf-8")
        except OSError:
            continue
        lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if int(folder.name) in parents or int(lines.get("PPid", "0")) in parents:
            parents.add(int(folder.name))
            total += float(lines.get("VmRSS", "0 kB").split()[0])
    return total / 1024


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
