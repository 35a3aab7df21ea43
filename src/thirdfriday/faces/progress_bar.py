"""Progress of long work on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def counting(words: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar of `total` steps; call what it gives with the number done.

    >>> with counting("Counting", 2) as done:
    ...     done(2)
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.update(task, completed=done)
