"""How near the best possible lists are proved to be, over random choices like the real ones.

python -m benchmarks.optimiser_gap [instances]
"""

import sys

import numpy as np
from tests.optimiser.cases import national

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.problem import ChoiceProblem


def random_choice(seed: int, *, binding: bool) -> ChoiceProblem:
    """A national choice of random size, rates, applications, nodes and capacity."""
    rng = np.random.default_rng(seed)
    strong = bool(rng.integers(2))
    applications = int(rng.integers(30, 131))
    return national(
        seed,
        kind="md" if strong else "img",
        programs=int(rng.integers(600, 701)),
        applications=applications,
        capacity=int(rng.integers(12, 21)) if binding else None,
        nodes=int(rng.choice([11, 13, 15])),
        quality_spread=float(rng.uniform(0.8, 1.2)),
    )


def main() -> None:
    """Print the spread of the gap with and without a binding capacity."""
    instances = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for binding, promised in ((False, 0.001), (True, 0.01)):
        gaps = []
        for seed in range(instances):
            proof = choose_applications(random_choice(seed, binding=binding)).certificate
            assert proof is not None
            gaps.append(proof.gap)
        spread = np.percentile(gaps, [50, 90, 99, 100])
        name = "capacity 12-20" if binding else "no capacity limit"
        print(
            f"{name}: {instances} choices, gap median {100 * spread[0]:.3f}%, "
            f"90% {100 * spread[1]:.3f}%, 99% {100 * spread[2]:.3f}%, worst "
            f"{100 * spread[3]:.3f}%; "
            f"{int((np.array(gaps) > promised).sum())} over {100 * promised:g}%"
        )


if __name__ == "__main__":
    main()
