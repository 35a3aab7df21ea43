"""Spreads pure work over this process, local processes or a Dask cluster: one code path for all."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.registry import load_facts

T = TypeVar("T")
R = TypeVar("R")


class Workers(Protocol):
    """Something that applies a pure function to many items and hands results back as they come."""

    def each(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Index and result of every item, each once, in the order in which they are done."""


class Here:
    """No other process: one item after the other."""

    def each(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Index and result of every item, in order."""
        for index, item in enumerate(items):
            yield index, function(item)


class Processes:
    """Processes of this machine; work of one that is killed is given to a new one."""

    def __init__(self, count: int) -> None:
        self.count = count

    def each(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Index and result of every item, as they are done.

        Facts: workers.lives

        Raises:
            BrokenProcessPool: processes died again and again, whatever was tried.
        """
        left = dict(enumerate(items))
        lives = round(load_facts().value("workers.lives"))
        while left:
            try:
                for index, result in self._pool(function, left):
                    del left[index]
                    yield index, result
            except BrokenProcessPool:
                lives -= 1
                if not lives:
                    raise

    def _pool(self, function: Callable[[T], R], items: dict[int, T]) -> Iterator[tuple[int, R]]:
        """Results of one pool, with never more than a few items per process in flight."""
        queue = iter(list(items.items()))
        with ProcessPoolExecutor(self.count, mp_context=get_context("spawn")) as pool:
            running: dict[Future[R], int] = {}
            for index, item in queue:
                running[pool.submit(function, item)] = index
                if len(running) >= 2 * self.count:
                    yield from _finished(running)
            while running:
                yield from _finished(running)


def _finished(running: dict[Future[R], int]) -> Iterator[tuple[int, R]]:
    """Wait for at least one of the running items, and hand over all that are done."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        index = running.pop(future)
        yield index, future.result()


class Cluster:
    """A Dask cluster: a scheduler's address, or workers of this machine."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def each(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Index and result of every item, as they are done; lost workers' items are done again."""
        distributed: Any = import_module("distributed")
        lives = round(load_facts().value("workers.lives"))
        queue = iter(enumerate(items))
        ahead = 2 * max(1, sum(self.client.ncores().values()))
        at: dict[str, int] = {}
        flow = distributed.as_completed()
        for _ in range(ahead):
            self._next(function, queue, at, flow, lives)
        for future in flow:
            index, result = at.pop(future.key), future.result()
            future.release()
            self._next(function, queue, at, flow, lives)
            yield index, result

    def _next(
        self, function: Callable[[T], R], queue: Iterator[tuple[int, T]], at: dict[str, int],
        flow: Any, lives: int,
    ) -> None:  # fmt: skip
        for index, item in queue:
            future = self.client.submit(function, item, pure=False, retries=lives)
            at[future.key] = index
            flow.add(future)
            return


@contextmanager
def workers(count: int, *, cluster: str | None = None) -> Iterator[Workers]:
    """Workers for one job, ended with it.

    Args:
        count: processes; with 1 and no cluster everything runs here.
        cluster: address of a Dask scheduler, or "local" for Dask workers of this machine.

    Raises:
        CaseError: Dask is not installed, or nobody answers at the address.
    """
    if cluster is None:
        yield Here() if count == 1 else Processes(count)
        return
    with _client(count, cluster) as client:
        yield Cluster(client)


@contextmanager
def _client(count: int, cluster: str) -> Iterator[Any]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        message = "a cluster needs Dask, which is not installed"
        raise CaseError(
            [Problem(message, "--cluster", 'pip install "thirdfriday[research]"')]
        ) from error
    if cluster == "local":
        with (
            distributed.LocalCluster(
                n_workers=count, threads_per_worker=1, dashboard_address=None,
                host="127.0.0.1", protocol="tcp",
            ) as here,
            distributed.Client(here) as client,
        ):  # fmt: skip
            yield client
        return
    try:
        client = distributed.Client(cluster, timeout=load_facts().value("workers.patience_seconds"))
    except OSError as error:
        message = f"no Dask scheduler answers at {cluster}"
        raise CaseError([Problem(message, "--cluster", "host:port of a scheduler")]) from error
    with client:
        yield client
