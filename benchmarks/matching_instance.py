"""The synthetic national market that the matching benchmarks run on."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np

from thirdfriday.models.matching_market import Couples, RankLists, Reversions, Supplements

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "prototypes" / "gen.py"
SIZES = {1_000: (130, 830), 10_000: (1_270, 8_270), 52_000: (6_600, 43_000)}
NATIONAL, NATIONAL_COUPLES = 52_000, 1_258


def generator() -> Any:
    """The module that draws the market; it stands beside the repository, not in it."""
    if not GENERATOR.exists():
        raise SystemExit(f"The benchmark draws its market with {GENERATOR}, which is not here.")
    spec = importlib.util.spec_from_file_location("market_generator", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def singles(applicants: int) -> dict[str, Any]:
    """Both sides' lists and positions of the market of one of `SIZES`."""
    programs, slots = SIZES[applicants]
    return dict(generator().generate(applicants, programs, slots))


def both_sides(market: dict[str, Any]) -> tuple[RankLists, RankLists]:
    """Applicants' and programs' lists as `build_market` takes them."""
    ranked = market["rank"] >= 0
    owner = np.repeat(np.arange(market["n"]), np.diff(market["ptr"]))
    length = np.bincount(market["prog"][ranked], minlength=market["m"])
    start = np.concatenate([[0], np.cumsum(length)])
    entry = np.empty(start[-1], np.int32)
    entry[start[market["prog"][ranked]] + market["rank"][ranked]] = owner[ranked]
    return RankLists(market["ptr"].astype(np.int64), market["prog"]), RankLists(start, entry)


def couples(market: dict[str, Any], count: int) -> Couples:
    """Couples with lists of up to 66 pairs."""
    members, lists = generator().add_couples(market, count)
    start = np.concatenate([[0], np.cumsum([len(listed) for listed in lists])])
    return Couples(members.astype(np.int32), start, np.concatenate(lists).astype(np.int32))


def every_rule(market: dict[str, Any]) -> tuple[Supplements, Any, Reversions]:
    """Supplemental lists for one program in eight, even numbers and reversions for a few.

    The shares are of the order of the Main Match: 3,500 of 43,000 positions are advanced.
    """
    rng = np.random.default_rng(11)
    programs = market["m"]
    advanced = rng.random(programs) < 0.125
    preliminary = np.flatnonzero(np.isin(market["spec_p"], (6, 12, 13)) & ~advanced)
    owner = np.repeat(np.arange(market["n"]), np.diff(market["ptr"]))
    linked = np.flatnonzero(advanced[market["prog"]])
    length = 5
    listed = rng.choice(preliminary, (linked.size, length))
    listed.sort(axis=1)
    keep = np.concatenate([np.ones((linked.size, 1), bool), np.diff(listed, axis=1) > 0], axis=1)
    start = np.concatenate([[0], np.cumsum(keep.sum(1))])
    supplements = Supplements(
        owner[linked].astype(np.int32), market["prog"][linked].astype(np.int32),
        RankLists(start, listed[keep].astype(np.int32)),
    )  # fmt: skip
    even = np.zeros(programs, bool)
    even[rng.choice(programs, 6, replace=False)] = True
    ends = rng.choice(programs, (150, 2), replace=False)
    ends.sort(axis=1)
    donors, receivers = ends[:, 0].astype(np.int32), ends[:, 1].astype(np.int32)
    nothing = np.zeros(donors.size, np.int32)
    most = np.full(donors.size, 2**31 - 1, np.int32)
    return supplements, even, Reversions(donors, receivers, nothing, most)
