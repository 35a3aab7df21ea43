"""A few processes that plan, each with a time limit; a slow request costs only its own process."""

import asyncio
import hashlib
import multiprocessing
import os
import pickle
import signal
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from starlette.requests import Request

R = TypeVar("R")

SECONDS = 50.0
WAITING_MOST = 128
CACHED_MOST = 64
CACHED_SECONDS = 600.0
FIRST_SECONDS = 180.0
"""A new process compiles or loads the search on its first plan."""
LONG_NICENESS = 10
"""Jobs of seconds give way to jobs of moments wherever both want a core."""


class BusyError(Exception):
    """No process is free and too many requests wait; the words say so."""


class TooSlowError(Exception):
    """The work took longer than the limit and was stopped."""


class JobError(Exception):
    """The work ended in an error of ours; its text is for the log, not for the page."""


def _serve(connection: Connection, niceness: int) -> None:
    """What a process does: one job after the other until its owner goes."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(niceness)
    while True:
        try:
            job, arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, job(*arguments))
        except Exception as error:  # noqa: BLE001 - told to the owner, who answers in words
            answer = (False, f"{type(error).__name__}: {error}")
        connection.send(answer)


class _Process:
    """One process with the line to it, begun anew when it was stopped."""

    def __init__(self, first_seconds: float, niceness: int) -> None:
        self._first_seconds = first_seconds
        self._niceness = niceness
        self._context = multiprocessing.get_context("spawn")
        self._stopped = False
        self._begin()

    def _begin(self) -> None:
        self._line, other = self._context.Pipe()
        self._process = self._context.Process(
            target=_serve, args=(other, self._niceness), daemon=True
        )
        self._process.start()
        other.close()
        self._new = True

    def ask(self, job: Callable[..., R], arguments: tuple[Any, ...], seconds: float) -> R:
        """The answer of a job within the time limit."""
        limit = self._first_seconds if self._new else seconds
        try:
            self._line.send((job, arguments))
            if not self._line.poll(limit):
                self._anew()
                raise TooSlowError
            good, answer = self._line.recv()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._anew()
            raise JobError(str(error) or "the process ended") from error
        self._new = False
        if not good:
            raise JobError(answer)
        result: R = answer
        return result

    def _anew(self) -> None:
        self._end()
        if not self._stopped:
            self._begin()

    def stop(self) -> None:
        """End the process at once, for good."""
        self._stopped = True
        self._process.kill()

    def _end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.join()


class _Here:
    """The same face for tests: the job runs in this process."""

    def ask(self, job: Callable[..., R], arguments: tuple[Any, ...], seconds: float) -> R:
        """The answer of a job; a time limit cannot stop a thread."""
        return job(*arguments)

    def stop(self) -> None:
        """There is nothing to end."""


class _Pool:
    """Processes of one kind of job, and the queue before them."""

    def __init__(self, count: int, begin: Callable[[], _Process | _Here], seconds: float) -> None:
        self._count = count
        self._begin = begin
        self._seconds = seconds
        self._idle: asyncio.Queue[_Process | _Here] = asyncio.Queue()
        self._all: list[_Process | _Here] = []
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="planner")
        self._waiting = 0
        self._tasks: set[asyncio.Task[object]] = set()

    async def start(self, warm_up: Callable[[], object] | None) -> None:
        """Begin the processes; each does `warm_up` before its first question."""
        loop = asyncio.get_running_loop()
        begun = [loop.run_in_executor(self._threads, self._begin) for _ in range(self._count)]
        self._all = list(await asyncio.gather(*begun))
        for worker in self._all:
            if warm_up is None:
                self._idle.put_nowait(worker)
            else:
                task = loop.create_task(self._use(worker, warm_up, ()))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """End every process."""
        for worker in self._all:
            worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Callable[..., R], arguments: tuple[Any, ...], patience: float) -> R:
        """The answer of the process that is free first; `patience` seconds in the queue at most."""
        if self._waiting >= WAITING_MOST:
            raise BusyError
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                worker = await self._idle.get()
        except TimeoutError as error:
            raise BusyError from error
        finally:
            self._waiting -= 1
        return await asyncio.shield(asyncio.ensure_future(self._use(worker, job, arguments)))

    async def _use(
        self, worker: _Process | _Here, job: Callable[..., R], arguments: tuple[Any, ...]
    ) -> R:
        """The answer of one worker, which is then free again whatever happened."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._threads, worker.ask, job, arguments, self._seconds
            )
        finally:
            self._idle.put_nowait(worker)


class Planners:
    """Runs jobs in processes; answers are kept for a while by the hash of the question.

    Half of the processes, rounded up, are for jobs of moments and half for jobs of seconds, at
    least one each; the latter run at a lower priority, so that a slider answers while they run.
    The cache holds at most `CACHED_MOST` answers for `CACHED_SECONDS`, in memory only.
    """

    def __init__(
        self,
        workers: int,
        *,
        seconds: float = SECONDS,
        first_seconds: float = FIRST_SECONDS,
        processes: bool = True,
    ) -> None:
        self._first_seconds = max(seconds, first_seconds)

        def begun(niceness: int) -> _Process | _Here:
            return _Process(self._first_seconds, niceness) if processes else _Here()

        self._short = _Pool((workers + 1) // 2, partial(begun, 0), seconds)
        self._long = _Pool(max(1, workers // 2), partial(begun, LONG_NICENESS), seconds)
        self._kept: OrderedDict[bytes, tuple[float, Any]] = OrderedDict()

    async def start(self, warm_up: Callable[[], object] | None = None) -> None:
        """Begin the processes, and let each do `warm_up` before its first question."""
        await asyncio.gather(self._short.start(warm_up), self._long.start(warm_up))

    def stop(self) -> None:
        """End every process."""
        self._short.stop()
        self._long.stop()

    async def run(self, job: Callable[..., R], *arguments: Any) -> R:
        """The answer of a job of moments, kept ones at once.

        Raises:
            BusyError: too many wait already.
            TooSlowError: the time limit passed.
            JobError: the job failed in a way it should not.
        """
        return await self._answered(self._short, job, arguments)

    async def run_long(self, job: Callable[..., R], *arguments: Any) -> R:
        """The answer of a job of seconds, which gives way to those of moments.

        Raises:
            BusyError, TooSlowError, JobError: as `run`.
        """
        return await self._answered(self._long, job, arguments)

    async def _answered(self, pool: _Pool, job: Callable[..., R], arguments: tuple[Any, ...]) -> R:
        key = hashlib.sha256(pickle.dumps((job.__qualname__, arguments))).digest()
        kept = self._recall(key)
        if kept is not None:
            found: R = kept
            return found
        answer = await pool.run(job, arguments, self._first_seconds)
        self._keep(key, answer)
        return answer

    def _recall(self, key: bytes) -> Any:
        now = time.monotonic()
        while self._kept:
            oldest = next(iter(self._kept))
            if now - self._kept[oldest][0] < CACHED_SECONDS:
                break
            del self._kept[oldest]
        found = self._kept.get(key)
        return None if found is None else found[1]

    def _keep(self, key: bytes, answer: Any) -> None:
        self._kept[key] = (time.monotonic(), answer)
        while len(self._kept) > CACHED_MOST:
            self._kept.popitem(last=False)


def planners_of(request: Request) -> Planners:
    """The planners of the application that a request came to."""
    planners: Planners = request.app.state.planners
    return planners
