"""The chance of a match by the number of ranks follows Charting Outcomes.

Published: authorities/charting_2007_contiguous_ranks.csv, all 19 specialties of Charting Outcomes
in the Match 2007 added up (NRMP and AAMC; it allows reproduction for education). Simulated people
of today (people_above_cutoffs.py) are compared by shape: season, applicants and specialties
differ. A match counts there in the preferred specialty only (92% of those US seniors), here
anywhere (94% of today's; 91% in the preferred one). The groups of that year were US seniors and
independent applicants, most of whom were IMGs.
"""

import csv
from functools import cache

import numpy as np
import pytest
from tests.authorities.people_above_cutoffs import simulate_type
from tests.authorities.simulated_people import AUTHORITIES, together
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


@cache
def simulated(group):
    people = together([simulate_type(kind, PEOPLE, 2007) for kind in GROUPS[group]])
    chosen = [people.ranks == ranks for ranks in range(1, LONGEST + 1)]
    return np.array([np.average(people.anywhere[c], weights=people.weight[c]) for c in chosen])


@pytest.mark.parametrize("group", GROUPS)
def test_the_curve_is_as_published(group):
    away = simulated(group) - published(group)
    said = f"{simulated(group).round(3)}, published {published(group).round(3)}"
    assert np.abs(away).mean() <= MEAN_TOLERANCE, said


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
