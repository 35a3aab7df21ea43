"""How long a complete simulated season takes, from the applicants to Match Day, and its memory."""

import resource
import statistics
import sys
import time

from thirdfriday.models.market import run_season, run_seasons
from thirdfriday.models.market_inputs import market_inputs

SEASONS = 20


def main() -> None:
    """Print the median season on one core, seasons per second on two, and the peak of memory."""
    inputs = market_inputs(2025)
    run_season(inputs, 1)
    taken, stable = [], 0
    for seed in range(SEASONS):
        begin = time.perf_counter()
        stable += run_season(inputs, 2000 + seed).stable
        taken.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    run_seasons(2025, seasons=SEASONS, jobs=2)
    both = SEASONS / (time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"season on one core: median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s; "
        f"{both:.2f} per second on two cores; {stable} of {SEASONS} stable; "
        f"peak {peak:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
