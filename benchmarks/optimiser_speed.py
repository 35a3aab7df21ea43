"""How fast lists are chosen, proved and re-chosen, as ratios to plain references on this machine.

    python -m benchmarks.optimiser_speed

Absolute times vary by machine; the ratios to plain Python and to SciPy's mixed-integer solver, run
beside them, travel better.
"""

import platform
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import LinearConstraint, milp
from tests.optimiser.cases import national

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.certificate import certify
from thirdfriday.optimiser.frontier import frontier
from thirdfriday.optimiser.marginal import application_curve
from thirdfriday.optimiser.objective import (
    chosen_in_order,
    expected_value,
    offers_of,
    outcome_draws,
    outcomes,
)
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, choice_problem, without

REPEATS = 5


def milliseconds(run: Callable[[], object]) -> float:
    """Median time of a call, after one call to warm up. [ms]."""
    run()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return float(np.median(times))


def plain_value(problem: ChoiceProblem, selection: Selection) -> float:
    """The recursion over kept interviews in plain Python. [value]."""
    chosen = chosen_in_order(problem, selection)
    offer = offers_of(problem, selection, chosen)
    most = min(problem.capacity, chosen.size)
    total = 0.0
    for q, weight in enumerate(problem.weight):
        mass = [1.0] + [0.0] * most
        for i, program in enumerate(chosen):
            take, admit = offer[i, q], problem.admit[program, q]
            total += weight * sum(mass[:-1]) * take * admit * problem.utility[program]
            for c in range(most - 1, -1, -1):
                mass[c + 1] += mass[c] * take * (1 - admit)
                mass[c] *= 1 - take
    return float(total)


def _chain(chance: np.ndarray) -> tuple[list[np.ndarray], list[float]]:
    """Rows over x (applied), y (matched there) and r (unmatched after) of each program."""
    programs = chance.size
    rows, upper = [], []
    for k in range(programs):
        use, reach, left = np.zeros((3, 3 * programs))
        use[programs + k], use[k] = 1.0, -chance[k]
        reach[programs + k] = 1.0
        left[2 * programs + k], left[programs + k] = 1.0, 1.0
        if k:
            reach[2 * programs + k - 1] = -chance[k]
            left[2 * programs + k - 1] = -1.0
        rows += [use, reach, left]
        upper += [0.0, 0.0 if k else float(chance[k]), 0.0 if k else 1.0]
    return rows, upper


def small_milp(programs: int, applications: int) -> tuple[ChoiceProblem, Callable[[], object]]:
    """A choice at known quality and its mixed-integer program (exact chain of survival)."""
    rng = np.random.default_rng(0)
    utility = np.sort(rng.uniform(size=programs))[::-1]
    chance = rng.uniform(0.02, 0.4, programs)
    problem = choice_problem(
        interview=chance[:, None],
        admit=np.ones((programs, 1)),
        weight=[1.0],
        utility=utility,
        max_applications=applications,
    )
    size = 3 * programs
    rows, upper = _chain(chance)
    count = np.zeros(size)
    count[:programs] = 1.0
    limits = LinearConstraint(np.vstack([*rows, count]), -np.inf, [*upper, applications])
    value = np.concatenate([np.zeros(programs), -utility, np.zeros(programs)])
    whole = np.concatenate([np.ones(programs), np.zeros(2 * programs)])

    def solve() -> float:
        bounds = (np.zeros(size), np.ones(size))
        answer = milp(value, constraints=limits, integrality=whole, bounds=bounds)
        return -float(answer.fun)

    return problem, solve


def draws_time(problem: ChoiceProblem, selection: Selection, draws: int) -> float:
    """Time of the headline outcomes of one list under many draws. [ms]."""
    chosen = chosen_in_order(problem, selection)
    offer = np.repeat(offers_of(problem, selection, chosen)[None], draws, axis=0)
    admit = np.repeat(problem.admit[chosen][None], draws, axis=0)
    return milliseconds(lambda: outcome_draws(problem, selection, offer, admit))


def report(name: str, problem: ChoiceProblem) -> None:
    """Print one instance: choosing, proving, taking up again, curve, frontier, draws."""
    choice = choose_applications(problem)
    selection, proof = choice.selection, choice.certificate
    assert proof is not None
    changed = without(problem, utility=np.clip(problem.utility * 0.9 + 0.05 * problem.target, 0, 1))
    compiled = milliseconds(lambda: expected_value(problem, selection))
    plain = milliseconds(lambda: plain_value(problem, selection))
    timed = {
        "choose": milliseconds(lambda: choose_applications(problem, certified=False)),
        "choose again after a change": milliseconds(
            lambda: choose_applications(changed, start=selection, certified=False)
        ),
        "prove": milliseconds(lambda: certify(problem, selection)),
        "outcomes": milliseconds(lambda: outcomes(problem, selection)),
        "200 draws": draws_time(problem, selection, 200),
        "curve": milliseconds(lambda: application_curve(problem, selection)),
        "frontier": milliseconds(lambda: frontier(problem, start=selection)),
    }
    print(f"{name}: gap {100 * proof.gap:.3f}%, value {proof.value:.4f}")
    for what, time_ms in timed.items():
        print(f"  {what:<28} {time_ms:9.2f} ms")
    print(f"  one value {compiled:.3f} ms, {plain / compiled:,.0f} times faster than plain Python")


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()} {platform.processor()}, Python {platform.python_version()}")
    report("IMG, 700 programs, 120 applications", national(0, programs=700, capacity=700))
    report("IMG, 700 programs, 120, capacity 15", national(0, programs=700, capacity=15))
    for applications, capacity in ((60, 15), (130, 12)):
        strong = national(2, kind="md", programs=700, applications=applications, capacity=capacity)
        report(f"MD, 700 programs, {applications}, capacity {capacity}", strong)
    problem, solve = small_milp(30, 10)
    ours = milliseconds(lambda: choose_applications(problem))
    theirs = milliseconds(solve)
    found = choose_applications(problem).outcomes.value
    print(
        f"30 programs, 10 applications, one node: ours {ours:.2f} ms ({found:.6f}), proof included;"
    )
    print(f"  SciPy milp {theirs:.1f} ms ({solve():.6f}): {theirs / ours:,.0f} times slower")


if __name__ == "__main__":
    main()
