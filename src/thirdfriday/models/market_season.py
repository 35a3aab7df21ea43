"""One simulated national season: who takes part, applies, is interviewed, ranks and is matched."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from thirdfriday.models.market_couples import PairSettings, pair_lists
from thirdfriday.models.market_kernels import (
    apply_all,
    by_track,
    invite,
    list_choices,
    list_wanted,
    score_all,
)
from thirdfriday.models.matching_market import Couples, RankLists, Supplements, build_market
from thirdfriday.models.matching_procedure import match_market
from thirdfriday.models.matching_trials import Matching, matching_settings

APPLICANT_TYPES = (
    "md_senior", "md_graduate", "do_senior", "do_graduate", "us_img", "non_us_img",
)  # fmt: skip
SENIORS = (0, 2)
SPARE_SHARE, SPARE_ROOM = 1.1, 100_000  # of the buffer of applications, above those expected
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """Every track of the Main Match, sorted by field (what an applicant applies to as one).

    `field_start` (fields + 1,); by track: `field`, `state`, `division`, `positions`, `reserved`
    (for physicians with earlier training), `worth` [standard deviations of taste], `bias`
    (tracks, 6) of each applicant type before the fitted ones, `kind` (specialty and whether
    preliminary) and `cell` (state, specialty, level), by which the fitted biases go; `advanced`
    starts a year later.
    """

    code: tuple[str, ...]
    field_start: Array
    field: Array
    state: Array
    division: Array
    positions: Array
    reserved: Array
    advanced: Array
    worth: Array
    bias: Array
    kind: Array
    cell: Array


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What one group of applicants aims at: `year` is the field of the linked first year or -1."""

    name: str
    year: int


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Applicants by field and type, and where they come from.

    `count` (fields, 6) [applicants]; `home` (fields, 6, states) [share, sums to 1]; `division` of
    each state; `couples` [count]; `score_mean` (fields, 6), `score_spread` (6,) [Step 2 CK];
    `score_share` (fields, 6) its correlation with quality.
    """

    fields: tuple[Field, ...]
    count: Array
    home: Array
    division: Array
    couples: int
    score_mean: Array
    score_spread: Array
    score_share: Array


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """How they choose: fitted and assumed numbers of data/model/market.toml.

    `applications` (6,) [tracks]; `second_field` (fields, 6) [share who apply to another, too],
    `second_doubt` its correlation with low quality, `second_until` [programs on the list] up to
    which programs of the second field are ranked; `apply_odds` (state, division);
    `score` (state, division) [standard deviations of what a program sees]; `quality` (fields, 6)
    what a standard deviation of quality adds to it; `interview` what one interview adds,
    `performance` (6,) how differently applicants interview, everywhere alike, `after` (fields, 6)
    how programs of a field lean to each type after the interview beyond before it [same]; `wish`
    (state, division, second field) [standard deviations of taste]; `keeps` most interviews kept;
    `year_applications`; `two_fields` shares of the usual applications that go to the first and to
    the second of two fields; `pairs` of couples; `kind_bias` (kinds, 6), `cell_bias`
    (cells, 6) [same as score]; `interviews` (kinds,) per position; `ranked` (kinds,) share of those
    interviewed that a program ranks; `restarts` of the matching.
    """

    applications: Array
    second_field: Array
    second_doubt: float
    second_until: int
    apply_odds: tuple[float, float]
    score: tuple[float, float]
    quality: Array
    interview: float
    performance: Array
    after: Array
    wish: tuple[float, float, float]
    keeps: int
    year_applications: float
    kind_bias: Array
    cell_bias: Array
    interviews: Array
    ranked: Array
    restarts: int
    two_fields: tuple[float, float]
    pairs: PairSettings


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The applicants of one season: type, home, quality, Step 2 CK, up to three fields."""

    kind: Array
    state: Array
    division: Array
    quality: Array
    performance: Array
    score: Array
    fields: Array
    wanted: Array
    partners: Array


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """What one season came to: the people, their lists, the matching and what each track took.

    By track [standard deviations of what a program sees]: `threshold` the lowest score invited,
    `cutoff` the lowest score after the interview of those it matched (infinite where none is).
    `ranked` [ranks] by applicant; `listed` the tracks on those lists, one after the other.
    """

    people: People
    ranked: Array
    listed: Array
    program_ranked: Array
    matching: Matching
    threshold: Array
    cutoff: Array

    def filled(self, tracks: int) -> Array:
        """Positions filled by track and applicant type. [count], (tracks, 6)."""
        table = np.zeros((tracks, len(APPLICANT_TYPES)), np.int64)
        for held in (self.matching.result.program, self.matching.result.supplement):
            seated = held >= 0
            np.add.at(table, (held[seated], self.people.kind[seated]), 1)
        return table

    def first_year(self, tracks: Tracks) -> Array:
        """Who holds a position that starts in the first year. (applicants,) true or false."""
        primary, extra = self.matching.result.program, self.matching.result.supplement
        later = tracks.advanced | tracks.reserved
        return ((primary >= 0) & ~later[primary]) | (extra >= 0)


def draw_people(
    supply: Supply, behaviour: Behaviour, *, seed: int, second_field_of: Array
) -> People:
    """The applicants of one season; the counts are as given, everything else is drawn.

    Args:
        supply: how many of each type aim at each field.
        behaviour: how many apply to a second field, and how much.
        seed: of the season.
        second_field_of: (6, fields) share of each field among second fields.
    """
    rng = np.random.default_rng([seed, 1])
    count = np.round(supply.count).astype(np.int64)
    field, kind = (index.astype(np.int32) for index in np.nonzero(count))
    repeats = count[field, kind]
    field, kind = np.repeat(field, repeats), np.repeat(kind, repeats)
    people = field.size
    edge = np.cumsum(supply.home, axis=2)
    draw = rng.random(people)
    state = np.empty(people, np.int32)
    stops = np.concatenate([[0], np.cumsum(repeats)])
    for first, last in pairwise(stops.tolist()):
        row = edge[field[first], kind[first]]
        state[first:last] = np.minimum(np.searchsorted(row, draw[first:last]), row.size - 1)
    fields = np.full((people, 3), -1, np.int32)
    fields[:, 0] = field
    quality, performance = rng.standard_normal((2, people))
    doubt = _doubt(quality, behaviour.second_doubt, rng)
    again = doubt < behaviour.second_field[field, kind]
    pick, chosen = np.cumsum(second_field_of, axis=1), rng.random(people)
    for each in range(len(APPLICANT_TYPES)):
        mine = np.flatnonzero(again & (kind == each))
        other = np.minimum(np.searchsorted(pick[each], chosen[mine]), pick.shape[1] - 1)
        fields[mine, 1] = np.where(other == field[mine], -1, other)
    year = np.array([entry.year for entry in supply.fields], np.int32)
    fields[:, 2] = year[field]
    wanted = np.zeros((people, 3))
    to_first, to_second = behaviour.two_fields
    wanted[:, 0] = behaviour.applications[kind] * np.where(fields[:, 1] >= 0, to_first, 1.0)
    wanted[:, 1] = behaviour.applications[kind] * to_second
    wanted[:, 2] = behaviour.year_applications
    division = supply.division[state].astype(np.int32)
    partners = _pair_up(kind, state, supply.couples, rng)
    share = supply.score_share[field, kind]
    units = share * quality + np.sqrt(1.0 - share**2) * rng.standard_normal(people)
    score = supply.score_mean[field, kind] + supply.score_spread[kind] * units
    return People(kind, state, division, quality, performance, score, fields, wanted, partners)


def _doubt(quality: Array, correlation: float, rng: np.random.Generator) -> Array:
    """How sure applicants are of their first field, from 0 (least) to 1; the weak doubt more."""
    own = rng.standard_normal(quality.size)
    found: Array = ndtr(correlation * quality + np.sqrt(1.0 - correlation**2) * own)
    return found


def _pair_up(kind: Array, state: Array, couples: int, rng: np.random.Generator) -> Array:
    """Seniors who go as couples, from one state each. (couples, 2) applicants."""
    seniors = rng.permutation(np.flatnonzero(np.isin(kind, SENIORS)))
    some = seniors[: 4 * couples]
    some = some[np.argsort(state[some], kind="stable")]
    pairs = some[: 2 * (some.size // 2)].reshape(-1, 2)
    together = pairs[state[pairs[:, 0]] == state[pairs[:, 1]]]
    return rng.permutation(together)[:couples].astype(np.int32)


def simulate_season(
    tracks: Tracks, supply: Supply, behaviour: Behaviour, *, seed: int, second_field_of: Array
) -> Season:
    """One season from the applicants to Match Day; the same seed gives the same chance events.

    Method: docs/models/market.md
    """
    people = draw_people(supply, behaviour, seed=seed, second_field_of=second_field_of)
    room = int(people.wanted.sum() * SPARE_SHARE) + SPARE_ROOM
    who, where, slot = apply_all(
        (people.kind, people.state, people.division, people.fields, people.wanted),
        (tracks.field_start, tracks.state, tracks.division, tracks.reserved),
        behaviour.apply_odds, seed * 16 + 2, room,
    )  # fmt: skip
    bias = tracks.bias + behaviour.kind_bias[tracks.kind] + behaviour.cell_bias[tracks.cell]
    record = behaviour.quality[people.fields[:, 0], people.kind] * people.quality
    score = score_all(
        (who, where), (people.kind, people.state, people.division, record),
        (tracks.state, tracks.division, bias.astype(np.float64)), behaviour.score, seed * 16 + 3,
    )  # fmt: skip
    start, order = by_track(where, tracks.positions.size)
    wanted = tracks.positions * behaviour.interviews[tracks.kind]
    capacity = np.where(tracks.positions > 0, np.ceil(wanted), 0).astype(np.int64)
    kept, threshold = invite(score, start, order, capacity)
    list_start, primary, extra_start, extra = list_choices(
        (who, where, slot), kept,
        (people.state, people.division, behaviour.keeps, behaviour.second_until),
        (tracks.state, tracks.division, tracks.worth), (seed * 16 + 4, *behaviour.wish),
    )  # fmt: skip
    listed = np.concatenate([primary, extra])
    in_person = behaviour.performance[people.kind] * people.performance
    entry_start, entry, after = list_wanted(
        score, (who, where), listed, behaviour.ranked[tracks.kind],
        (seed * 16 + 5, behaviour.interview, in_person, people.kind,
         behaviour.after[tracks.field]),
    )  # fmt: skip
    market = build_market(
        tracks.positions,
        RankLists(list_start, where[primary]),
        RankLists(entry_start, who[entry]),
        couples=_couples(people, tracks, list_start, where[primary], behaviour.pairs),
        supplements=_supplements(tracks, list_start, where[primary], extra_start, where[extra]),
    )
    settings = replace(matching_settings(), restarts=behaviour.restarts, combinations=0)
    matching = match_market(market, settings=settings)
    cutoff = _cutoffs(matching, entry_start, who[entry], after)
    return Season(
        people, np.diff(list_start), where[primary], np.diff(entry_start), matching,
        threshold, cutoff,
    )  # fmt: skip


def _cutoffs(matching: Matching, start: Array, who: Array, after: Array) -> Array:
    """The lowest score after the interview among those each track matched. (tracks,)"""
    track = np.repeat(np.arange(start.size - 1), np.diff(start))
    held = matching.result
    took = (held.program[who] == track) | (held.supplement[who] == track)
    cutoff = np.full(start.size - 1, np.inf)
    np.minimum.at(cutoff, track[took], after[took])
    return cutoff


def _couples(
    people: People, tracks: Tracks, start: Array, program: Array, settings: PairSettings
) -> Couples:
    """The couples' lists of pairs, made from both members' own lists."""
    pair_start, pairs = pair_lists(
        people.partners, start, program,
        (tracks.state, tracks.division, tracks.positions), settings,
    )  # fmt: skip
    return Couples(people.partners, pair_start, pairs)


def _supplements(
    tracks: Tracks, start: Array, program: Array, extra_start: Array, extra: Array
) -> Supplements:
    """For every advanced track on a list, the applicant's first-year tracks."""
    owner = np.repeat(np.arange(start.size - 1), np.diff(start))
    length = np.diff(extra_start)
    linked = np.flatnonzero(tracks.advanced[program] & (length[owner] > 0))
    sizes = length[owner[linked]]
    lists = np.concatenate([[0], np.cumsum(sizes)])
    within = np.arange(lists[-1]) - np.repeat(lists[:-1], sizes)
    items = extra[np.repeat(extra_start[owner[linked]], sizes) + within]
    return Supplements(
        owner[linked].astype(np.int32), program[linked].astype(np.int32),
        RankLists(lists, items.astype(np.int32)),
    )  # fmt: skip
