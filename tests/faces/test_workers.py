"""Work is done once and the same on every kind of worker, whoever is killed on the way."""

import os
import signal
from pathlib import Path

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces.workers import workers

NUMBERS = list(range(24))


def square(number: int) -> int:
    return number * number


def square_or_die_once(item: tuple[int, str]) -> int:
    """The square; the first process that meets the seventh number is killed from outside."""
    number, mark = item
    if number == 7 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


@pytest.mark.parametrize(("count", "cluster"), [(1, None), (2, None), (2, "local")])
def test_every_item_is_done_once(count: int, cluster: str | None) -> None:
    with workers(count, cluster=cluster) as on:
        found = list(on.each(square, NUMBERS))
    assert sorted(found) == [(n, n * n) for n in NUMBERS]


@pytest.mark.parametrize("cluster", [None, "local"])
def test_a_killed_worker_changes_nothing(cluster: str | None, tmp_path: Path) -> None:
    mark = str(tmp_path / "killed")
    with workers(2, cluster=cluster) as on:
        found = list(on.each(square_or_die_once, [(n, mark) for n in NUMBERS]))
    assert Path(mark).exists()
    assert sorted(found) == [(n, n * n) for n in NUMBERS]


def test_nobody_at_the_address_is_told() -> None:
    with (
        pytest.raises(CaseError, match="no Dask scheduler"),
        workers(1, cluster="tcp://127.0.0.1:9") as on,
    ):
        list(on.each(square, NUMBERS))
