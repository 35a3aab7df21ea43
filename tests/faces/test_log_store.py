import datetime as dt
import json
import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError
from thirdfriday.faces.log_schema import FOLDER, HEAD
from thirdfriday.faces.log_store import LogStore, duplicates, is_store

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 10, 12)
KILLS = 200
PLACES = ["/usr/local/bin", *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))]
BIN = next((Path(p) for p in PLACES if (Path(p) / "initdb").exists()), None)


def event(note: str = "", kind: EventKind = EventKind.INVITED, days: int = 0) -> SeasonEvent:
    return SeasonEvent(DAY + dt.timedelta(days=days), "1400531039", kind, note=note)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ana.log.sqlite"


def test_entries_come_back_as_they_were(path: Path) -> None:
    told = SeasonEvent(
        DAY, "1400531039", EventKind.SIGNALLED, SignalTier.GOLD, DAY + dt.timedelta(9), 'é, "q"'
    )
    with LogStore(path) as store:
        store.add(told)
    with LogStore(path) as store:
        kept = store.events()
    assert [(*e.place_in_season[:1], e.signal, e.interview_on, e.note) for e in kept] == [
        (DAY, SignalTier.GOLD, DAY + dt.timedelta(9), 'é, "q"')
    ]


def test_undo_is_an_entry_and_can_be_undone(path: Path) -> None:
    with LogStore(path) as store:
        store.add_all([event("a"), event("b")])
        assert store.undo().event == event("b") or store.entries()
        assert [e.note for e in store.events()] == ["a"]
        assert len(store.entries()) == 3
        with pytest.raises(CaseError, match="undone already"):
            store.undo(2)
        store.undo(3)
        assert [e.note for e in store.events()] == ["a", "b"]
        store.undo()
        store.undo()
        with pytest.raises(CaseError, match="nothing to undo"):
            store.undo()
        with pytest.raises(CaseError, match="no entry 99"):
            store.undo(99)


def test_an_import_is_all_or_nothing(path: Path) -> None:
    broken = SeasonEvent("soon", "1400531039", EventKind.INVITED)  # type: ignore[arg-type]
    with LogStore(path) as store:
        store.add(event("a"))
        with pytest.raises((CaseError, TypeError)):
            store.add_all([event("b"), broken])
        assert [e.note for e in store.events()] == ["a"]


def test_the_file_is_the_owners_alone_and_one_when_closed(path: Path) -> None:
    with LogStore(path) as store:
        store.add(event())
        mode = sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone()[0]
    assert mode == "wal"
    assert path.stat().st_mode & 0o077 == 0
    assert is_store(str(path))


def test_what_is_no_log_is_refused(tmp_path: Path, path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("date,program,event\n" * 99)
    assert not is_store(str(table))
    with pytest.raises(CaseError, match="cannot be used"):
        LogStore(table)
    with pytest.raises(CaseError, match="no database we know"):
        LogStore("nosuch://host/name")
    with pytest.raises(CaseError, match="cannot be used"):
        LogStore(tmp_path / "missing" / "a.sqlite")
    with LogStore(path):
        pass
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(CaseError, match="newer version"):
        LogStore(path)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(CaseError) as caught:
        LogStore("postgresql://ana:secret@127.0.0.1:9/none")
    assert "secret" not in str(caught.value)


def test_the_newest_revision_is_the_one_that_is_asked_for() -> None:
    revisions = sorted(p.stem.rpartition("_")[2] for p in FOLDER.glob("*_[0-9]*.py"))
    assert revisions[-1] == HEAD


def test_rows_that_are_there_already_are_found() -> None:
    rows = [event("a"), event("b"), event("a")]
    assert duplicates(rows, [event("b")]) == {1, 2}


def killed(store: str, folder: Path) -> dict[str, int]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.faces.log_killing", store, str(folder), str(KILLS), "7"],
        capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found: dict[str, int] = json.loads(run.stdout)
    return found


def nothing_lost(found: dict[str, int]) -> None:
    assert found["kills"] == KILLS
    assert found["committed"] > 0
    assert (found["lost"], found["corrupt"], found["broken_exports"]) == (0, 0, 0)


def test_200_kills_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    nothing_lost(killed(str(tmp_path / "ana.sqlite"), tmp_path))


class Server:
    """A PostgreSQL server of our own on this machine, in a folder that goes with it."""

    def __init__(self, folder: Path) -> None:
        assert BIN is not None
        self.bin, self.data = BIN, folder / "data"
        self.as_owner = []
        if os.geteuid() == 0:  # it refuses to run as root
            owner = next(u.pw_name for u in pwd.getpwall() if u.pw_name in ("postgres", "nobody"))
            shutil.chown(folder, owner)
            self.as_owner = ["setpriv", f"--reuid={owner}", "--regid=nogroup", "--clear-groups"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "ana", "-E", "UTF8")
        options = (
            f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -p {self.port}"
        )
        self.options = options + " -c shared_buffers=16MB"
        self.start()

    def run(self, name: str, *arguments: object) -> None:
        command = [*self.as_owner, str(self.bin / name), *map(str, arguments)]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL, cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )  # fmt: skip

    def start(self) -> None:
        log = self.data / "server.log"
        self.run("pg_ctl", "-D", self.data, "-l", log, "-o", self.options, "-w", "start")

    def stop(self, mode: str) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    @property
    def url(self) -> str:
        return f"postgresql://ana@127.0.0.1:{self.port}/postgres"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if BIN is None or not sys.platform.startswith("linux"):
        pytest.skip("no PostgreSQL server here: install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="thirdfriday-postgres-"))
    started = Server(folder)
    yield started
    started.stop("fast")
    shutil.rmtree(folder)


def test_200_kills_lose_nothing_on_postgresql(server: Server, tmp_path: Path) -> None:
    nothing_lost(killed(server.url, tmp_path))


def test_a_crash_of_the_server_loses_nothing(server: Server) -> None:
    with LogStore(server.url, log="crash") as store:
        for turn in range(2):
            store.add(event(f"before {turn}"))
            server.stop("immediate")
            server.start()
            assert [e.note for e in store.events()][-1] == f"before {turn}"


def test_a_server_holds_many_logs(server: Server) -> None:
    with LogStore(server.url, log="one") as one, LogStore(server.url, log="two") as two:
        one.add(event("of one"))
        two.add(event("of two"))
        assert [e.note for e in one.events()] == ["of one"]
        two.undo()
        assert [e.note for e in one.events()] == ["of one"]
        assert two.events() == []
