"""Simulated people match, and rank as many programs, as the published tables say.

The second route to the closed form of the match: people are drawn one by one from the packaged
numbers, apply, are invited, rank and are taken program by program (simulated_people.py). Published:
data/published/rank_list_lengths.csv (2025, all who ranked anything), and for scores
authorities/charting_2026_non_us_img.csv (Charting Outcomes, Non-U.S. IMGs, 2026: means of Step 2
CK and of contiguous ranks, by preferred specialty). Weights of specialties:
authorities/applicants_by_specialty_2025.csv (2025 Main Match, applicants who ranked it).
"""

import csv
from functools import cache

import numpy as np
import pytest
from tests.authorities.simulated_people import (
    AUTHORITIES,
    SEASON,
    People,
    simulate_specialty,
    simulate_type,
    together,
)

from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table

PEOPLE = 20_000
SEED = 2025
RATE_TOLERANCE = 0.015
LENGTH_TOLERANCE = 0.10
SCORE_TOLERANCE = 3.0
GRADUATES = ("md_graduate", "do_graduate")
TYPES = {
    "md_senior": ("md_senior",),
    "do_senior": ("do_senior",),
    "us_img": ("us_img",),
    "non_us_img": ("non_us_img",),
    "graduates": GRADUATES,
}


def published(kind: str) -> tuple[float, float, float]:
    """Match rate and mean ranks of matched and unmatched; graduates are what the rest leaves."""
    rows = {
        row["applicant_type"]: np.array(
            [
                row["matched"],
                row["matched"] * row["mean_ranks_matched"],
                row["unmatched"],
                row["unmatched"] * row["mean_ranks_unmatched"],
            ]
        )
        for row in load_table("published/rank_list_lengths").rows()
        if row["year"] == SEASON
    }
    if kind == "graduates":
        sums = rows["all"] - sum(rows[name] for name in TYPES if name != "graduates")
    else:
        sums = rows[kind]
    matched, matched_ranks, unmatched, unmatched_ranks = sums
    return (
        matched / (matched + unmatched),
        matched_ranks / matched,
        unmatched_ranks / unmatched,
    )


@cache
def simulated(kind: str) -> People:
    groups = TYPES[kind]
    return together([simulate_type(name, PEOPLE // len(groups), SEED) for name in groups])


@pytest.mark.parametrize("kind", TYPES)
def test_the_match_rate_is_within_a_point_and_a_half(kind):
    want, got = published(kind)[0], simulated(kind).moments()[0]
    assert abs(got - want) <= RATE_TOLERANCE, f"{kind}: {got:.4f}, published {want:.4f}"


@pytest.mark.parametrize("kind", TYPES)
def test_lists_are_as_long_as_published_within_a_tenth(kind):
    _, *wanted = published(kind)
    _, *found = simulated(kind).moments()
    for words, want, got in zip(("matched", "unmatched"), wanted, found, strict=True):
        assert abs(got / want - 1) <= LENGTH_TOLERANCE, (
            f"{kind}: {got:.2f} ranks of the {words}, published {want:.2f}"
        )


def charting() -> dict[str, dict[str, float]]:
    with (AUTHORITIES / "charting_2026_non_us_img.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    scores: dict[str, dict[str, float]] = {}
    for row in rows:
        scores.setdefault(row["specialty"], {})[row["group"]] = float(row["mean_step_2_ck"])
    return scores


@pytest.mark.parametrize("specialty", charting())
def test_scores_of_matched_and_unmatched_are_as_published(specialty):
    rng = np.random.default_rng(SEED)
    people = simulate_specialty("non_us_img", specialty, PEOPLE // 2, load_facts(SEASON), rng)
    active = people.ranks > 0
    for group, chosen in (("matched", people.matched), ("not_matched", ~people.matched)):
        want = charting()[specialty][group]
        got = people.score[active & chosen].mean()
        assert abs(got - want) <= SCORE_TOLERANCE, f"{group}: {got:.1f}, published {want:.0f}"
