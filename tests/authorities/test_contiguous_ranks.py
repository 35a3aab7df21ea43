"""The chance of a match by the number of ranks follows Charting Outcomes.

Published: authorities/charting_2007_contiguous_ranks.csv, all 19 specialties of Charting Outcomes
in the Match 2007 added up (NRMP and AAMC; it allows reproduction for education). Simulated people
of today (people_above_cutoffs.py) are compared by shape: season, applicants and specialties
differ. The groups of that year were US seniors and independent applicants, most of whom were IMGs.

A match counts there in the preferred specialty. Lists have grown since, those of matched seniors by
half (authorities/rank_list_lengths_2007_2025.csv, NRMP), so that one line is worth less: a rank of
2007 stands for as many of today's as the mean list has grown. Beside it, rank by rank as it was,
stands a match anywhere.
"""

import csv
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.authorities.people_above_cutoffs import simulate_type
from tests.authorities.simulated_people import AUTHORITIES, Array, People, together
from tests.authorities.test_population_moments import LENGTH_TOLERANCE, RATE_TOLERANCE, TYPES
from tests.authorities.test_population_moments import published as moments

PEOPLE = 20_000
LONGEST = 10
"""Up to here every bin of either group has at least 300 applicants."""
GROUPS = {"us_senior": ("md_senior",), "independent": ("non_us_img", "us_img")}
MEAN_TOLERANCE = 0.06


@cache
def published(group):
    with (AUTHORITIES / "charting_2007_contiguous_ranks.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["group"] == group]
    counts = [(int(row["matched"]), int(row["not_matched"])) for row in rows[:LONGEST]]
    return np.array([matched / (matched + rest) for matched, rest in counts])


def growth(group: str) -> float:
    """Mean list of the matched of 2025 over that of 2007. [ratio]"""
    with (AUTHORITIES / "rank_list_lengths_2007_2025.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in GROUPS[group]]
    means = {}
    for year in ("2007", "2025"):
        here = [row for row in rows if row["year"] == year]
        people = [int(row["matched"]) for row in here]
        means[year] = np.average([float(row["mean_ranks_matched"]) for row in here], weights=people)
    return float(means["2025"] / means["2007"])


@cache
def people_of(group):
    return together([simulate_type(kind, PEOPLE, 2007) for kind in GROUPS[group]])


def by_ranks(people: People, matched: NDArray[np.bool_], longest: int = LONGEST) -> Array:
    """Share matched of those with 1, 2, ... ranks."""
    chosen = [people.ranks == ranks for ranks in range(1, longest + 1)]
    return np.array([np.average(matched[c], weights=people.weight[c]) for c in chosen])


def simulated(group):
    people = people_of(group)
    return by_ranks(people, people.anywhere)


def preferred_on_grown_lists(people: People, group: str) -> Array:
    """Share matched in the preferred specialty by ranks of 2007."""
    grown = growth(group) * np.arange(1, LONGEST + 1)
    longest = int(np.ceil(grown[-1]))
    curve = by_ranks(people, people.matched, longest)
    return np.interp(grown, np.arange(1, longest + 1), curve)


@pytest.mark.parametrize("group", GROUPS)
def test_the_curve_is_as_published(group):
    away = simulated(group) - published(group)
    said = f"{simulated(group).round(3)}, published {published(group).round(3)}"
    assert np.abs(away).mean() <= MEAN_TOLERANCE, said


@pytest.mark.parametrize("group", GROUPS)
def test_the_curve_of_the_preferred_specialty_is_as_published(group):
    got = preferred_on_grown_lists(people_of(group), group)
    said = f"{got.round(3)}, published {published(group).round(3)}"
    assert np.abs(got - published(group)).mean() <= MEAN_TOLERANCE, said


def test_of_us_img_as_many_match_elsewhere_as_in_2022():
    """61.4% matched anywhere, 54.8% in their preferred specialty (BMC Medical Education 2024)."""
    people = simulate_type("us_img", PEOPLE, 2022)
    active = people.ranks > 0
    anywhere, preferred = (
        float(np.average(each[active], weights=people.weight[active]))
        for each in (people.anywhere, people.matched)
    )
    assert abs((anywhere - preferred) / (1.0 - preferred) - (0.614 - 0.548) / 0.452) <= 0.02


@pytest.mark.parametrize("group", GROUPS)
def test_more_ranks_match_more_often(group):
    assert (np.diff(simulated(group)) > -0.02).all(), simulated(group).round(3)


@pytest.mark.parametrize("kind", TYPES)
def test_match_rates_and_lists_are_as_published(kind):
    """As the level's own route (test_population_moments.py), with the same tolerances."""
    names = TYPES[kind]
    people = together([simulate_type(name, PEOPLE // len(names), 2025) for name in names])
    want, got = moments(kind), people.moments()
    assert abs(got[0] - want[0]) <= RATE_TOLERANCE, f"{got}, published {want}"
    assert abs(got[1] / want[1] - 1) <= LENGTH_TOLERANCE, f"{got}, published {want}"
    assert abs(got[2] / want[2] - 1) <= LENGTH_TOLERANCE, f"{got}, published {want}"
