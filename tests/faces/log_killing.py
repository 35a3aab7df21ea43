"""Kills processes that log, at random moments, and looks for what was lost: run by the tests.

`python -m tests.faces.log_killing STORE FOLDER KILLS SEED` prints one JSON document. Each process
logs entries and saves exports as fast as it can and names every entry on a pipe once it is
committed; it is ended by SIGKILL. Then every named entry must be in the store.
"""

import csv
import datetime as dt
import io
import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.errors import CaseError
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.log_command import HEADING, log_csv
from thirdfriday.faces.log_store import LogStore

DAY = dt.date(2026, 10, 12)
TOGETHER = 10
LONGEST = 0.6  # seconds that all processes of a round live, at most


def keep_logging(store: str, out: Path, name: str, pipe: int) -> None:
    """Log and save without end."""
    number = 0
    with LogStore(store, log="ana") as opened:
        while True:
            number += 1
            note = f"{name}-{number}"
            opened.add(SeasonEvent(DAY, "1400531039", EventKind.MESSAGE, note=note))
            os.write(pipe, f"{note}\n".encode())
            if number % 3 == 0:
                opened.undo()
                opened.add(SeasonEvent(DAY, "1400531039", EventKind.MESSAGE, note=f"{note}+"))
                os.write(pipe, f"{note}+\n".encode())
            if number % 4 == 0:
                write_whole(out, log_csv(opened.events()))


def start(store: str, out: Path, name: str) -> tuple[int, int]:
    """A process that logs, and the pipe on which it names its entries."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            keep_logging(store, out, name, writing)
        except (CaseError, OSError) as error:  # told, as it ends before it is killed
            os.write(2, f"{error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    return child, reading


def named_on(pipe: int) -> list[str]:
    """Everything that was named on a pipe until it closed."""
    text = b""
    while select.select([pipe], [], [], 5)[0] and (part := os.read(pipe, 65536)):
        text += part
    os.close(pipe)
    return [line for line in text.decode().split("\n")[:-1] if line]


def broken_export(out: Path) -> bool:
    """Whether an export that exists is not whole."""
    if not out.exists():
        return False
    text = out.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    whole = rows and rows[0] == list(HEADING) and all(len(row) == len(HEADING) for row in rows)
    return not (whole and text.endswith("\n"))


def sound(store: str) -> bool:
    """Whether a SQLite file passes its own check."""
    if "://" in store:
        return True
    connection = sqlite3.connect(store)
    found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return found == "ok"


def store_of(store: str, folder: Path, turn: int, place: int) -> str:
    """Where a process logs: pairs share a file; one file in a round is made anew while killing."""
    if "://" in store:
        return store
    fresh = f"-{turn}" if place < 2 else ""
    return str(folder / f"{Path(store).stem}-{place // 2}{fresh}.sqlite")


def kill_many(store: str, folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill that many processes, some at a time; what was committed, lost and broken."""
    rng = random.Random(seed)
    log_csv([])  # loads the catalogue, once for all processes
    for place in range(TOGETHER):  # also loads the migrations, once for all processes
        with LogStore(store_of(store, folder, -1, place), log="ana"):
            pass
    found = {"kills": 0, "committed": 0, "lost": 0, "corrupt": 0, "exports": 0, "broken_exports": 0}
    named: dict[str, list[str]] = {}
    for turn in range(kills // TOGETHER):
        running = []
        for place in range(TOGETHER):
            here = store_of(store, folder, turn, place)
            out = folder / f"{turn}-{place}.csv"
            running.append((here, out, *start(here, out, f"{turn}-{place}-")))
        rng.shuffle(running)
        for _, _, child, _ in running:
            time.sleep(rng.uniform(0, LONGEST) / TOGETHER)
            os.kill(child, signal.SIGKILL)
            found["kills"] += os.waitpid(child, 0)[1] == signal.SIGKILL
        for here, out, _, pipe in running:
            named.setdefault(here, []).extend(named_on(pipe))
            found["exports"] += out.exists()
            found["broken_exports"] += broken_export(out)
    for each, committed in sorted(named.items()):
        with LogStore(each, log="ana") as opened:
            kept = {entry.event.note for entry in opened.entries() if entry.event}
        found["committed"] += len(committed)
        found["lost"] += sum(note not in kept for note in committed)
        found["corrupt"] += not sound(each)
    return found


if __name__ == "__main__":
    place, where, count, first = sys.argv[1:]
    sys.stdout.write(json.dumps(kill_many(place, Path(where), int(count), int(first))) + "\n")
