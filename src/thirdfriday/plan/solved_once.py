"""Branches of one plan, each worked out once however many of its sections ask for it."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock

from thirdfriday.domain.case import Case
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.plan.branch import Branch

Solve = Callable[[Case], Branch]


class SolvedOnce:
    """The best list of each changed case; who asks for one being worked out waits for it.

    Raises what the work raised, to everybody who asks.
    """

    def __init__(self, solve: Solve) -> None:
        self._solve = solve
        self._found: dict[Case, Future[Branch]] = {}
        self._lock = Lock()

    def __call__(self, case: Case) -> Branch:
        """The best list of a changed case."""
        with self._lock:
            fresh = case not in self._found
            future = self._found.setdefault(case, Future())
        if fresh:
            try:
                future.set_result(self._solve(case))
            except InfeasiblePlanError as error:
                future.set_exception(error)
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()
