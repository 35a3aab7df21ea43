"""Worked examples of the rules: authorities/roth_run_a_match.toml, roth_variations.toml."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from thirdfriday.models.deferred_acceptance import (
    match_singles,
    match_singles_programs_proposing,
    pack_lists,
)
from thirdfriday.models.match_document import run_match

AUTHORITIES = Path(__file__).parents[2] / "authorities"
EXAMPLES = tomllib.loads((AUTHORITIES / "roth_run_a_match.toml").read_text())
VARIATIONS = tomllib.loads((AUTHORITIES / "roth_variations.toml").read_text())


def person(name, *ranks, **supplemental):
    return {"id": name, "ranks": list(ranks), "supplemental": supplemental}


def place(name, quota, *ranks, even=False, reverts=()):
    return {"id": name, "quota": quota, "ranks": list(ranks), "even": even,
            "reverts": list(reverts)}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_published_worked_example(name):
    example = EXAMPLES[name]
    found = run_match(
        {
            "applicants": [{"id": a, "ranks": ranks} for a, ranks in example["applicants"].items()],
            "programs": [{"id": p, **entry} for p, entry in example["programs"].items()],
        }
    )
    assert found["matches"] == example["matches"]
    assert found["stable"]


def test_supplemental_list_is_tried_only_after_the_linked_advanced_match():
    applicants = [
        person("ana", "derm", "year", derm=["year", "surgery year"]),
        person("ben", "year"),
    ]
    with_derm = run_match(
        {
            "applicants": applicants,
            "programs": [
                place("derm", 1, "ana"),
                place("year", 1, "ana", "ben"),
                place("surgery year", 1, "ana"),
            ],
        }
    )
    assert with_derm["matches"] == {"ana": "derm", "ben": None}
    assert with_derm["supplemental_matches"] == {"ana": "year"}
    without = run_match(
        {
            "applicants": applicants,
            "programs": [
                place("derm", 0, "ana"),
                place("year", 1, "ana", "ben"),
                place("surgery year", 1, "ana"),
            ],
        }
    )
    assert without["matches"] == {"ana": "year", "ben": None}
    assert without["supplemental_matches"] == {}


def test_losing_the_advanced_position_frees_the_linked_preliminary_one():
    """Dan takes derm from ana late, as half of a couple; the year ana held goes to cat."""
    found = run_match(
        {
            "applicants": [
                person("ana", "derm", derm=["year"]),
                person("cat", "year"),
                person("dan"),
                person("eve"),
            ],
            "programs": [
                place("derm", 1, "dan", "ana"),
                place("year", 1, "ana", "cat"),
                place("peds", 1, "eve"),
            ],
            "couples": [{"members": ["dan", "eve"], "ranks": [["derm", "peds"]]}],
        }
    )
    assert found["matches"] == {"ana": None, "cat": "year", "dan": "derm", "eve": "peds"}
    assert found["stable"]


def test_an_unfilled_preliminary_year_still_binds_to_the_advanced_position():
    found = run_match(
        {
            "applicants": [person("ana", "derm", derm=["year"]), person("ben", "year")],
            "programs": [place("derm", 1, "ana"), place("year", 1, "ben", "ana")],
        }
    )
    assert found["matches"]["ana"] == "derm"
    assert found["supplemental_matches"] == {"ana": None}


def test_even_program_gives_up_its_worst_when_the_number_is_odd():
    people = [person(name, "even", "other") for name in ("ana", "ben", "cat")]
    found = run_match(
        {
            "applicants": people,
            "programs": [
                place("even", 4, "ana", "ben", "cat", even=True),
                place("other", 1, "ana", "ben", "cat"),
            ],
        }
    )
    assert found["matches"] == {"ana": "even", "ben": "even", "cat": "other"}
    assert found["positions"] == {"even": 4, "other": 1}
    assert found["stable"]


def test_even_program_takes_two_more_when_two_come():
    """Cat and dan, each dropped as third of an even program, together fit at one of them."""
    people = [
        person("ana", "e1"),
        person("ben", "e1"),
        person("cat", "e1"),
        person("dan", "e2", "e1"),
        person("fay", "e2"),
        person("gus", "e2"),
    ]
    found = run_match(
        {
            "applicants": people,
            "programs": [
                place("e1", 4, "ana", "ben", "cat", "dan", even=True),
                place("e2", 4, "fay", "gus", "dan", even=True),
            ],
        }
    )
    assert found["stable"]
    assert found["matches"] == {
        "ana": "e1",
        "ben": "e1",
        "cat": "e1",
        "dan": "e1",
        "fay": "e2",
        "gus": "e2",
    }


def test_even_numbers_alone_may_leave_no_stable_matching():
    """Dropped as third, cat takes the seat of dan; with dan both fit; then dan goes back."""
    people = [
        person("ana", "even"),
        person("ben", "even"),
        person("cat", "even", "other"),
        person("dan", "other", "even"),
    ]
    found = run_match(
        {
            "applicants": people,
            "programs": [
                place("even", 4, "ana", "ben", "cat", "dan", even=True),
                place("other", 1, "cat", "dan"),
            ],
        }
    )
    assert not found["stable"]


def test_unfilled_positions_revert_down_a_chain():
    """Two of three research positions stay unfilled, pass through an empty track, and fill."""
    found = run_match(
        {
            "applicants": [
                person("ana", "research"),
                person("ben", "clinical"),
                person("cat", "clinical"),
                person("dan", "clinical"),
            ],
            "programs": [
                place("research", 3, "ana", reverts=[{"to": "primary", "keep": 0}]),
                place("primary", 0, reverts=[{"to": "clinical", "keep": 0}]),
                place("clinical", 1, "ben", "cat", "dan"),
            ],
        }
    )
    assert found["positions"] == {"research": 1, "primary": 0, "clinical": 3}
    assert set(found["matches"].values()) == {"research", "clinical"}
    assert found["stable"]


def test_a_donor_fills_first_and_keeps_what_it_said():
    people = [person("ana", "a"), person("ben", "a"), person("cat", "b"), person("dan", "b")]
    found = run_match(
        {
            "applicants": people,
            "programs": [
                place("a", 5, "ana", "ben", reverts=[{"to": "b", "keep": 1}]),
                place("b", 0, "cat", "dan"),
            ],
        }
    )
    assert found["positions"] == {"a": 3, "b": 2}
    at_most = run_match(
        {
            "applicants": people,
            "programs": [
                place("a", 5, "ana", "ben", reverts=[{"to": "b", "at_most": 1}]),
                place("b", 0, "cat", "dan"),
            ],
        }
    )
    assert at_most["positions"] == {"a": 4, "b": 1}


def test_a_reverted_position_can_draw_an_applicant_away_from_a_third_program():
    found = run_match(
        {
            "applicants": [person("ana", "b", "c"), person("ben", "c")],
            "programs": [
                place("a", 1, reverts=[{"to": "b", "keep": 0}]),
                place("b", 0, "ana"),
                place("c", 1, "ana", "ben"),
            ],
        }
    )
    assert found["matches"] == {"ana": "b", "ben": "c"}


def test_one_couple_and_one_single_without_a_stable_matching():
    assert VARIATIONS["couples_without_stable_matching"]
    found = run_match(
        {
            "applicants": [person("c1"), person("c2"), person("s", "h1", "h2")],
            "programs": [place("h1", 1, "c1", "s"), place("h2", 1, "s", "c2")],
            "couples": [{"members": ["c1", "c2"], "ranks": [["h1", "h2"]]}],
        }
    )
    assert not found["stable"]
    assert found["blocking"]


def test_couple_is_matched_both_or_as_it_said():
    found = run_match(
        {
            "applicants": [person("c1"), person("c2"), person("s", "h1")],
            "programs": [place("h1", 1, "s", "c1"), place("h2", 2, "c1", "c2")],
            "couples": [
                {"members": ["c1", "c2"], "ranks": [["h1", "h2"], ["h2", "h2"], ["h2", None]]}
            ],
        }
    )
    assert found["matches"] == {"c1": "h2", "c2": "h2", "s": "h1"}
    alone = run_match(
        {
            "applicants": [person("c1"), person("c2"), person("s", "h2")],
            "programs": [place("h1", 1, "c2"), place("h2", 1, "c1", "s")],
            "couples": [{"members": ["c1", "c2"], "ranks": [["h2", "h2"], ["h2", None]]}],
        }
    )
    assert alone["matches"] == {"c1": "h2", "c2": None, "s": None}


def test_the_proposing_side_matters_to_fewer_than_one_in_a_thousand():
    """A market with short lists and common tastes, as in the published comparison."""
    rng = np.random.default_rng(1)
    people, places = 20_000, 2_000
    standing, prestige = rng.normal(size=people), rng.normal(size=places)
    order = np.argsort(prestige)
    around = np.argsort(np.argsort(standing)) / people
    spots = np.clip(around[:, None] + rng.normal(0, 0.2, (people, 12)), 0, 0.9999)
    listed = np.unique(order[(spots * places).astype(int)] + np.arange(people)[:, None] * places)
    owner, program = listed // places, listed % places
    wants = prestige[program] + rng.gumbel(size=program.size)
    wanted = standing[owner] + 0.7 * rng.normal(size=program.size)
    by_program = np.lexsort((-wanted, program))
    rank = np.empty(program.size, np.int32)
    entry_start = np.searchsorted(program[by_program], np.arange(places + 1))
    rank[by_program] = np.arange(program.size) - entry_start[program[by_program]]
    by_owner = np.lexsort((-wants, owner))
    start = np.searchsorted(owner[by_owner], np.arange(people + 1))
    lists = pack_lists(start, program[by_owner].astype(np.int32), rank[by_owner], entry_start,
                       owner[by_program].astype(np.int32))  # fmt: skip
    positions = np.full(places, 8, np.int32)
    ours = match_singles(lists, positions).edge
    theirs = match_singles_programs_proposing(lists, positions).edge
    assert np.array_equal(ours >= 0, theirs >= 0)
    assert (ours != theirs).mean() < VARIATIONS["proposing_side"]["highest_share_changed"]
