"""Rebuilds all packaged data from published tables, in order: `python -m builders --tables DIR`."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from builders import (
    bank_build,
    catalogue_build,
    facts_build,
    forecast_build,
    interview_build,
    match_chain_build,
    places_build,
    score_build,
    second_specialty_build,
    standing_chain_build,
)

OUT = Path("src/thirdfriday/data")
BUILDERS: dict[str, Callable[[Path, Path], object]] = {
    "places": places_build.build,
    "catalogue": catalogue_build.build,
    "facts": facts_build.build,
    "interview rates": interview_build.build,
    "match chain": match_chain_build.build,
    "scores after the interview": score_build.build,
    "bank of cutoffs": bank_build.build,
    "standing chain": standing_chain_build.build,
    "second specialty": second_specialty_build.build,
    "forecast": forecast_build.build,
}


def main() -> None:
    """Run every builder and say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True, help="folder of published tables")
    parser.add_argument("--out", type=Path, default=OUT, help="data folder to write")
    given = parser.parse_args()
    for name, build in BUILDERS.items():
        start = time.perf_counter()
        print(f"{name} ...", flush=True)
        build(given.tables, given.out)
        print(f"  {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
