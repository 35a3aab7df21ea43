"""The choice an applicant faces, as arrays: chances, values, fees, signals, limits."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thirdfriday.domain.kept_answers import KEPT, Same
from thirdfriday.errors import InfeasiblePlanError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Selection = NDArray[np.int8]  # [n]: -1 not applied to, else the signal tier sent (0 = no signal)

NOT_APPLIED = -1
CHANCES = frozenset({"interview", "admit", "utility", "career"})  # what lies between 0 and 1


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceProblem:
    """What may be chosen and what each choice is worth; build it with `choice_problem`.

    n programs, T signal tiers (tier 0 is "no signal"), Q nodes of the applicant's unseen quality,
    G groups of programs (geographic tiers). The preference order is `utility` descending, ties by
    index; offers beyond `capacity` are released from the bottom of that order.
    """

    interview: Floats  # [n, T, Q] chance of an interview offer given the tier and the node
    admit: Floats  # [n, Q] chance that the program would match the applicant, once interviewed
    weight: Floats  # [Q] weights of the nodes, sum 1
    utility: Floats  # [n] value of matching there, 0..1
    target: Booleans  # [n] in the target region
    fee_table: Floats  # [K + 1], or [F, K + 1] by curve: cumulative fee of k applications, USD
    budget_usd: float
    max_applications: int
    signals: Integers  # [T], or [P, T] by pool: signals of each tier; index 0 is ignored
    signal_allowed: Booleans  # [n] the program takes part in signalling
    group: Integers  # [n] group of each program
    group_minimum: Integers  # [G] fewest applications in the group
    group_maximum: Integers  # [G] most applications in the group
    capacity: int  # interviews that can be kept
    usd_per_unit_value: float  # price of money; inf: money limits only through the budget
    required: Booleans  # [n] must be applied to
    match_floor: float  # least chance of any match, each weighed by its career; 0: none
    curve: Integers  # [n] fee curve of each program: fees begin anew on each
    pool: Integers  # [n] pool of signals of each program: signals do not cross
    career: Floats  # [n] worth of a match wherever it is, 0..1: what the floor and guard count

    @property
    def fee_tables(self) -> Floats:
        """The cumulative fees of every curve. [F, K + 1, USD]"""
        return np.atleast_2d(self.fee_table)

    @property
    def signal_pools(self) -> Integers:
        """The signals of every pool. [P, T]"""
        return np.atleast_2d(self.signals)

    def cost_usd(self, selection: Selection) -> float:
        """The fees of a list, counted anew on each curve. [USD]"""
        tables = self.fee_tables
        counts = np.bincount(self.curve[np.asarray(selection) >= 0], minlength=len(tables))
        return float(sum(table[count] for table, count in zip(tables, counts, strict=True)))

    def next_fee_usd(self, selection: Selection, program: int) -> float:
        """What one more application on the curve of `program` would cost. [USD]"""
        table = self.fee_tables[self.curve[program]]
        applied = (np.asarray(selection) >= 0) & (self.curve == self.curve[program])
        last = min(int(applied.sum()), len(table) - 1)
        return float(table[last] - table[last - 1])

    @property
    def programs(self) -> int:
        """How many programs may be chosen. [count]"""
        return int(self.interview.shape[0])

    @property
    def tiers(self) -> int:
        """How many signal tiers there are, "no signal" included. [count]"""
        return int(self.interview.shape[1])

    @property
    def nodes(self) -> int:
        """How many nodes of unseen quality there are. [count]"""
        return int(self.interview.shape[2])


def choice_problem(
    *,
    interview: ArrayLike,
    admit: ArrayLike,
    weight: ArrayLike,
    utility: ArrayLike,
    target: ArrayLike | None = None,
    fee_table: ArrayLike | None = None,
    budget_usd: float = inf,
    max_applications: int | None = None,
    signals: Sequence[int] | Integers | None = None,
    signal_allowed: ArrayLike | None = None,
    group: ArrayLike | None = None,
    group_minimum: ArrayLike | None = None,
    group_maximum: ArrayLike | None = None,
    capacity: int | None = None,
    usd_per_unit_value: float = inf,
    required: ArrayLike | None = None,
    match_floor: float = 0.0,
    curve: ArrayLike | None = None,
    pool: ArrayLike | None = None,
    career: ArrayLike | None = None,
) -> ChoiceProblem:
    """The choice these arrays pose, with every limit left out meaning "no limit".

    Shapes: interview [n, T, Q] (or [n, Q] without signals), admit [n, Q], weight [Q], the rest [n],
    [T] or [G] as in `ChoiceProblem`. Raises ValueError when shapes or ranges do not fit.

    >>> problem = choice_problem(
    ...     interview=[[0.5], [0.4]], admit=[[0.2], [0.3]], weight=[1.0], utility=[1.0, 0.5]
    ... )
    >>> (problem.programs, problem.tiers, problem.nodes, problem.max_applications)
    (2, 1, 1, 2)
    """
    offers = np.asarray(interview, dtype=np.float64)
    if offers.ndim == 2:
        offers = offers[:, None, :]
    count, tiers = int(offers.shape[0]), int(offers.shape[1])
    applications = count if max_applications is None else int(max_applications)
    groups = np.zeros(count, np.int64) if group is None else np.asarray(group, np.int64)
    group_count = int(groups.max(initial=0)) + 1
    for limits in (group_minimum, group_maximum):
        if limits is not None:
            group_count = max(group_count, len(np.atleast_1d(np.asarray(limits))))
    problem = ChoiceProblem(
        interview=np.ascontiguousarray(offers),
        admit=np.ascontiguousarray(np.asarray(admit, np.float64)),
        weight=np.asarray(weight, np.float64),
        utility=np.asarray(utility, np.float64),
        target=_filled(target, count, False, np.bool_),
        fee_table=np.zeros(count + 1) if fee_table is None else np.asarray(fee_table, np.float64),
        budget_usd=float(budget_usd),
        max_applications=applications,
        signals=np.zeros(tiers, np.int64) if signals is None else np.asarray(signals, np.int64),
        signal_allowed=_filled(signal_allowed, count, True, np.bool_),
        group=groups,
        group_minimum=_filled(group_minimum, group_count, 0, np.int64),
        group_maximum=_filled(group_maximum, group_count, count, np.int64),
        capacity=max(count, 1) if capacity is None else int(capacity),
        usd_per_unit_value=float(usd_per_unit_value),
        required=_filled(required, count, False, np.bool_),
        match_floor=float(match_floor),
        curve=_filled(curve, count, 0, np.int64),
        pool=_filled(pool, count, 0, np.int64),
        career=_filled(career, count, 1.0, np.float64),
    )
    _check(problem, CHANCES)
    return problem


def without(problem: ChoiceProblem, **changes: Any) -> ChoiceProblem:
    """The same choice with some fields changed, checked again.

    >>> problem = choice_problem(interview=[[0.5]], admit=[[0.2]], weight=[1.0], utility=[1.0])
    >>> without(problem, capacity=3).capacity
    3
    """
    changed = replace(problem, **changes)
    _check(changed, CHANCES & changes.keys())
    return changed


def largest_count(problem: ChoiceProblem) -> int:
    """Most applications that the budget, the fee table and the stated maximum allow. [count]

    >>> problem = choice_problem(
    ...     interview=[[0.5]] * 3, admit=[[0.2]] * 3, weight=[1.0], utility=[1.0, 0.5, 0.2],
    ...     fee_table=[0, 11, 22, 52], budget_usd=30,
    ... )
    >>> largest_count(problem)
    2
    """
    most = min(problem.max_applications, problem.programs)
    return max(0, min(most, _most_affordable(problem)))


def _most_affordable(problem: ChoiceProblem) -> int:
    """Most applications the budget buys when the cheapest next one is always taken. [count]"""
    return _room(*_money_of(problem))[1]


def rooms_of(problem: ChoiceProblem) -> Integers:
    """Most applications on each fee curve alone. [count, F]"""
    return np.array(_room(*_money_of(problem))[0], np.int64)


def _money_of(problem: ChoiceProblem) -> tuple[Same, Same, float, int]:
    """What the number of applications hangs on: fees, their curves, the budget and the most."""
    return (
        Same(problem.fee_table),
        Same(problem.curve),
        problem.budget_usd,
        problem.max_applications,
    )


@lru_cache(maxsize=KEPT)
def _room(fees: Same, curve: Same, budget_usd: float, most: int) -> tuple[tuple[int, ...], int]:
    """Most applications on each fee curve alone, and on all together. [counts]"""
    tables = np.atleast_2d(fees.held)
    members = np.bincount(curve.held, minlength=len(tables))
    rooms = []
    for table, own in zip(tables, members, strict=True):
        affordable = np.flatnonzero(table <= budget_usd)
        last = int(affordable.max()) if affordable.size else 0
        rooms.append(max(0, min(last, most, int(own))))
    if len(rooms) == 1:
        return tuple(rooms), rooms[0]
    steps = [np.diff(table[: room + 1]) for table, room in zip(tables, rooms, strict=True)]
    if any(np.any(np.diff(step) < 0) for step in steps):
        return tuple(rooms), sum(rooms)
    bought = np.cumsum(np.sort(np.concatenate(steps)))
    return tuple(rooms), int((bought <= budget_usd).sum())


def preference_order(problem: ChoiceProblem) -> Integers:
    """Programs from the most to the least wanted, ties by index. [indices, n]"""
    return np.argsort(-problem.utility, kind="stable").astype(np.int64)


def never_rising(worth: Floats, order: Integers) -> Floats:
    """Worths that do not rise in an order of programs, none lower than given. [n]"""
    raised = np.empty_like(worth)
    raised[order] = np.maximum.accumulate(worth[order][::-1])[::-1]
    return raised


def check_feasible(problem: ChoiceProblem) -> None:
    """Nothing, when some list fits the limits. Raises InfeasiblePlanError naming the limit if not.

    >>> problem = choice_problem(
    ...     interview=[[0.5]], admit=[[0.2]], weight=[1.0], utility=[1.0],
    ...     fee_table=[0, 11], budget_usd=5,
    ... )
    >>> check_feasible(problem)
    Traceback (most recent call last):
    ...
    thirdfriday.errors.InfeasiblePlanError: The budget of $5 buys no application: the first costs \
$11. The limit that binds: budget. Raise the budget.
    """
    most = largest_count(problem)
    if problem.programs == 0:
        raise InfeasiblePlanError(
            "No program is left to apply to.",
            limit="eligible programs",
            remedy="Widen the region, the specialty or the non-negotiables.",
        )
    if most == 0:
        _refuse_empty(problem)
    _check_groups(problem, most)
    needed = int(problem.required.sum())
    if needed > most:
        raise InfeasiblePlanError(
            f"{needed} programs are required, but only {most} applications fit.",
            limit=_count_limit(problem, most),
            remedy="Require fewer programs or allow more applications.",
        )


def _refuse_empty(problem: ChoiceProblem) -> None:
    if problem.max_applications <= 0:
        raise InfeasiblePlanError(
            "No application is allowed.",
            limit="number of applications",
            remedy="Allow at least one application.",
        )
    if problem.fee_tables.shape[1] < 2:
        raise InfeasiblePlanError(
            "The fee table has no price for a first application.",
            limit="fee table",
            remedy="Give the cumulative fee of at least one application.",
        )
    raise InfeasiblePlanError(
        f"The budget of ${problem.budget_usd:,.0f} buys no application: "
        f"the first costs ${problem.fee_tables[:, 1].min():,.0f}.",
        limit="budget",
        remedy="Raise the budget.",
    )


def _count_limit(problem: ChoiceProblem, most: int) -> str:
    if most == min(problem.max_applications, problem.programs):
        return "number of applications"
    return "budget"


def _check_groups(problem: ChoiceProblem, most: int) -> None:
    groups = problem.group_minimum.size
    available = np.bincount(problem.group, minlength=groups)
    required = np.bincount(problem.group[problem.required], minlength=groups)
    for index in range(groups):
        least, limit = int(problem.group_minimum[index]), int(problem.group_maximum[index])
        if least > available[index]:
            raise InfeasiblePlanError(
                f"Group {index} asks for at least {least} applications "
                f"but has {available[index]} programs.",
                limit=f"minimum of group {index}",
                remedy="Lower that minimum or widen the group.",
            )
        if least > limit or required[index] > limit:
            raise InfeasiblePlanError(
                f"Group {index} allows at most {limit} applications but at least "
                f"{max(least, int(required[index]))} are asked for.",
                limit=f"maximum of group {index}",
                remedy="Raise that maximum or lower what is asked for.",
            )
    needed = int(np.maximum(problem.group_minimum, required).sum())
    if needed > most:
        raise InfeasiblePlanError(
            f"The minimums of the groups and the required programs need {needed} applications, "
            f"but only {most} fit.",
            limit=_count_limit(problem, most),
            remedy="Lower the minimums or allow more applications.",
        )


def _filled(given: ArrayLike | None, size: int, default: Any, kind: Any) -> NDArray[Any]:
    if given is None:
        return np.full(size, default, dtype=kind)
    values = np.asarray(given, dtype=kind)
    if values.shape != (size,):
        raise ValueError(f"expected {size} values, got shape {values.shape}")
    return values


def _check(problem: ChoiceProblem, new: Set[str]) -> None:
    count, tiers, nodes = problem.interview.shape
    shapes = {
        "admit": (problem.admit.shape, (count, nodes)),
        "weight": (problem.weight.shape, (nodes,)),
        "utility": (problem.utility.shape, (count,)),
        "signals": (problem.signal_pools.shape[1:], (tiers,)),
        "group": (problem.group.shape, (count,)),
        "group_maximum": (problem.group_maximum.shape, problem.group_minimum.shape),
    }
    for name, (found, expected) in shapes.items():
        if found != expected:
            raise ValueError(f"{name} has shape {found}, expected {expected}")
    for name in sorted(new):
        values = getattr(problem, name)
        if not np.all((values >= 0) & (values <= 1)):
            raise ValueError(f"{name} must lie between 0 and 1")
    if nodes == 0 or not np.isclose(problem.weight.sum(), 1) or np.any(problem.weight < 0):
        raise ValueError("weight must be nonnegative and sum to 1")
    if problem.capacity < 1 or not problem.usd_per_unit_value > 0:
        raise ValueError("capacity must be at least 1 and usd_per_unit_value positive")
    for name, index, size in (
        ("curve", problem.curve, len(problem.fee_tables)),
        ("pool", problem.pool, len(problem.signal_pools)),
    ):
        if index.shape != (count,) or np.any((index < 0) | (index >= size)):
            raise ValueError(f"{name} must name one of {size} for each of {count} programs")
    if np.any(np.diff(problem.fee_table) < 0):
        raise ValueError("fee_table must not decrease: it is cumulative")
