"""How many simulated seasons end without a stable matching, and for how many that is proved.

Usage: python -m benchmarks.season_stability [--season 2025] [--seasons N] [--first K]
"""

import argparse
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

from thirdfriday.facts.registry import load_facts
from thirdfriday.models import market_season
from thirdfriday.models.market_inputs import FITTED_FROM, market_inputs
from thirdfriday.models.matching_market import Market
from thirdfriday.models.matching_procedure import match_market
from thirdfriday.models.matching_trials import Matching, MatchingSettings, matching_settings


class Overheard:
    """Matches as the season asks, and keeps the market, the outcome and the time it took."""

    def __init__(self) -> None:
        self.market: Market | None = None
        self.matching: Matching | None = None
        self.taken = 0.0

    def __call__(self, market: Market, *, settings: MatchingSettings) -> Matching:
        """The outcome, kept as well."""
        begin = time.perf_counter()
        self.matching = match_market(market, settings=settings)
        self.taken = time.perf_counter() - begin
        self.market = market
        return self.matching


def show(text: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def report(season: int, seeds: range) -> None:
    """One line for each season that is not stable, and the sum."""
    inputs, heard = market_inputs(season), Overheard()
    module: Any = market_season
    module.match_market = heard
    unstable, proved, repaired, times = 0, 0, 0, []
    for seed in seeds:
        inputs.season(seed)
        assert heard.matching is not None
        assert heard.market is not None
        times.append(heard.taken)
        repaired += heard.matching.stable and heard.matching.repairs > 0
        if heard.matching.stable:
            continue
        unstable += 1
        again = match_market(heard.market, settings=replace(matching_settings(), combinations=0))
        proved += again.none_exists
        show(f"seed {seed}: {len(heard.matching.blocks)} block, "
             f"{'proved that there is none' if again.none_exists else 'not proved'}")  # fmt: skip
    median, most = 1e3 * statistics.median(times), 1e3 * max(times)
    show(f"{len(seeds)} seasons of {season}: {unstable} without a stable matching, {proved} of "
         f"them proved; {repaired} stable by repair; the matching "
         f"{median:.0f} ms median, {most:.0f} ms at most")  # fmt: skip


def main() -> None:
    """Read the options and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--season", type=int, default=FITTED_FROM)
    parser.add_argument("--seasons", type=int, default=36)
    parser.add_argument("--first", type=int, default=int(load_facts().value("market.seed")))
    chosen = parser.parse_args()
    report(chosen.season, range(chosen.first, chosen.first + chosen.seasons))


if __name__ == "__main__":
    main()
