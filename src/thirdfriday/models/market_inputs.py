"""The national market as published and fitted: tracks, supply of applicants and their behaviour."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.market_couples import pair_settings
from thirdfriday.models.market_season import (
    APPLICANT_TYPES,
    Behaviour,
    Field,
    Season,
    Supply,
    Tracks,
    simulate_season,
)
from thirdfriday.models.record_rules import average_score

Array = npt.NDArray[Any]
GROUP_OF_TYPE = ("md", "md", "do", "do", "us_img", "non_us_img")
LEVELS = {
    "categorical": "PGY-1", "primary": "PGY-1", "preliminary": "PGY-1", "advanced": "PGY-2",
    "physician_reserved": "Physician",
}  # fmt: skip
FIRST_YEAR, SURGERY_FIRST_YEAR = "first_year", "surgery_first_year"
FITTED_FROM = 2025  # the year of the published tables that builders.calibrate_market fits to


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of the rows of a market: fields, kinds of track, cells and states, in order."""

    fields: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str, str], ...]
    states: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, eq=False)
class MarketInputs:
    """Everything a simulated season needs, and the names of its rows."""

    layout: Layout
    tracks: Tracks
    supply: Supply
    behaviour: Behaviour
    second_field_of: Array

    def season(self, seed: int) -> Season:
        """One simulated season; the same seed gives the same one."""
        return simulate_season(
            self.tracks, self.supply, self.behaviour,
            seed=seed, second_field_of=self.second_field_of,
        )  # fmt: skip


@cache
def market_layout() -> Layout:
    """The tracks of every year with their field, kind, cell and state, sorted by field."""
    programs = {row["program_id"]: row for row in load_table("catalogue/programs").rows()}
    offices = load_table("model/market_institutions")
    home = dict(zip(offices.columns["institution_code"], offices.columns["state"], strict=True))
    rows = []
    for row in load_table("catalogue/tracks").rows():
        program = programs.get(row["program_id"])
        if program is None:
            continue
        specialty, position = program["specialty"], row["position_type"]
        state = home.get(row["nrmp_code"][:4], program["state"])
        kind = "preliminary" if position == "preliminary" else "main"
        rows.append({**row, "specialty": specialty, "state": state, "kind": (specialty, kind),
                     "field": _field_of(specialty, kind),
                     "cell": (state, specialty, LEVELS[position])})  # fmt: skip
    specialties = sorted({row["field"] for row in rows} - {FIRST_YEAR, SURGERY_FIRST_YEAR})
    fields = (*specialties, FIRST_YEAR, SURGERY_FIRST_YEAR)
    rows.sort(key=lambda row: (fields.index(row["field"]), row["nrmp_code"]))
    return Layout(
        fields,
        tuple(sorted({row["kind"] for row in rows})),
        tuple(sorted({row["cell"] for row in rows})),
        tuple(sorted({row["state"] for row in rows})),
        tuple(rows),
    )


def _field_of(specialty: str, kind: str) -> str:
    """What applicants apply to as one: a specialty, or the first years before another one."""
    if kind == "preliminary" and specialty == "general_surgery":
        return SURGERY_FIRST_YEAR
    if kind == "preliminary" or specialty == "transitional_year":
        return FIRST_YEAR
    return specialty


def market_tracks(layout: Layout, season: int) -> Tracks:
    """The tracks with the positions they offered in the Match of March `season`."""
    rows = layout.rows
    facts = load_facts()
    field = np.array([layout.fields.index(row["field"]) for row in rows])
    kind = np.array([layout.kinds.index(row["kind"]) for row in rows])
    cells = {cell: k for k, cell in enumerate(layout.cells)}
    states = {state: k for k, state in enumerate(layout.states)}
    state = np.array([states[row["state"]] for row in rows], np.int32)
    bias, worth = _leanings(layout, kind)
    return Tracks(
        code=tuple(row["nrmp_code"] for row in rows),
        field_start=np.searchsorted(field, np.arange(len(layout.fields) + 1)),
        field=field,
        state=state,
        division=state_divisions(layout)[state].astype(np.int32),
        positions=np.array([row[f"quota_{season}"] or 0 for row in rows], np.int32),
        reserved=np.array([row["position_type"] == "physician_reserved" for row in rows]),
        advanced=np.array([row["position_type"] == "advanced" for row in rows]),
        worth=worth * facts.value("market.worth"),
        bias=bias * facts.value("market.leaning"),
        kind=kind,
        cell=np.array([cells[row["cell"]] for row in rows]),
    )


def _leanings(layout: Layout, kind: Array) -> tuple[Array, Array]:
    """How far each program leans to each type, and how hard it is for MDs, within its kind.

    [log-odds], (tracks, 6) and (tracks,): from the fitted interview rates, 0 where there is none.
    """
    rates = {
        (row["program_id"], row["group"]): row["logit_rate"]
        for row in load_table("model/interview_rates").rows()
    }
    rate = np.array([
        [rates.get((row["program_id"], group), np.nan) for group in GROUP_OF_TYPE]
        for row in layout.rows
    ])  # fmt: skip
    known = np.isfinite(rate).all(axis=1)
    leaning, worth = np.zeros_like(rate), np.zeros(len(rate))
    leaning[known] = rate[known] - rate[known].mean(axis=1, keepdims=True)
    worth[known] = -rate[known, 0]
    for each in range(len(layout.kinds)):
        mine = known & (kind == each)
        if mine.any():
            leaning[mine] -= leaning[mine].mean(axis=0)
            worth[mine] -= worth[mine].mean()
    return leaning, worth


def state_divisions(layout: Layout) -> Array:
    """Number of the ERAS division of each state; the territories share one of their own."""
    places = load_table("catalogue/places")
    name_of = dict(zip(places.columns["state"], places.columns["division"], strict=True))
    names = sorted({name for name in name_of.values() if name})
    return np.array([
        names.index(name_of[state]) if name_of.get(state) else len(names)
        for state in layout.states
    ])  # fmt: skip


def market_supply(layout: Layout, season: int) -> tuple[Supply, Array]:
    """Applicants of the Match of March `season` by field, type and home; shares of second fields.

    The fields' shares are those fitted to 2025; the counts are the published active applicants.
    """
    facts = load_facts()
    fields = {name: k for k, name in enumerate(layout.fields)}
    types = {name: k for k, name in enumerate(APPLICANT_TYPES)}
    count = by_field(layout, "applicants")
    second = by_field(layout, "second_field_share").T
    second = second / np.maximum(second.sum(axis=1, keepdims=True), 1e-12)
    count *= active_applicants(season, facts) / active_applicants(FITTED_FROM, facts)
    states = {name: k for k, name in enumerate(layout.states)}
    home = np.zeros((len(fields), len(types), len(states)))
    for row in load_table("model/market_homes").rows():
        for name, each in types.items():
            home[fields[row["field"]], each, states[row["state"]]] = row[name]
    home /= np.maximum(home.sum(axis=2, keepdims=True), 1e-12)
    linked = {row["field"] for row in layout.rows
              if row["position_type"] == "advanced" and row[f"quota_{FITTED_FROM}"]}  # fmt: skip
    year = fields[FIRST_YEAR]
    named = tuple(Field(name, year if name in linked else -1) for name in layout.fields)
    couples = int(facts.value("market.couples"))
    mean, share = (by_field(layout, f"step_2_ck_{each}") for each in ("mean", "correlation"))
    supply = Supply(
        named, count, home, state_divisions(layout), couples, mean, score_spreads(facts), share
    )  # fmt: skip
    return supply, second


def by_field(layout: Layout, column: str) -> Array:
    """A column of the fitted table of applicants. (fields, 6)"""
    fields = {name: k for k, name in enumerate(layout.fields)}
    types = {name: k for k, name in enumerate(APPLICANT_TYPES)}
    found = np.zeros((len(fields), len(types)))
    for row in load_table("model/market_applicants").rows():
        found[fields[row["field"]], types[row["applicant_type"]]] = row[column]
    return found


def score_spreads(facts: Facts) -> Array:
    """Standard deviation of Step 2 CK by type. (6,) [score]"""
    stem = "applicants.step_2_ck.sd"
    return np.array([
        facts.value(first_known(facts, f"{stem}.{group}", f"{stem}.default"))
        for group in GROUP_OF_TYPE
    ])  # fmt: skip


def plan_scores(layout: Layout, facts: Facts) -> tuple[Array, Array]:
    """Step 2 CK of applicants as plans take it: mean by field and type, correlation with quality.

    The correlation is what the effect of a score on invitations makes of the spread of quality.
    Where no table of scores can be fitted to, the market takes these. (fields, 6), (fields, 6)
    """
    mean = np.array([[average_score(kind, field, facts) for kind in APPLICANT_TYPES]
                     for field in layout.fields])  # fmt: skip
    share = np.zeros_like(mean)
    for k, kind in enumerate(APPLICANT_TYPES):
        stem, quality = "effect.step_2_ck.per_sd", facts.value(f"match.chain.{kind}.quality_spread")
        for f, field in enumerate(layout.fields):
            names = (f"{stem}.{kind}.{field}", f"{stem}.{kind}.default", f"{stem}.default")
            share[f, k] = min(1.0, log_odds(facts, first_known(facts, *names)) / quality)
    return mean, share


def active_applicants(season: int, facts: Facts) -> Array:
    """Active applicants by type. [applicants], (6,); graduates share what the others leave.

    Facts: market.active.<season>.<type>, market.graduates.md_share
    """
    known = [facts.value(f"market.active.{season}.{name}")
             for name in ("md_senior", "do_senior", "us_img", "non_us_img", "all")]  # fmt: skip
    rest = known[4] - sum(known[:4])
    md = rest * facts.value("market.graduates.md_share")
    return np.array([known[0], md, known[1], rest - md, known[2], known[3]])


def market_behaviour(layout: Layout) -> Behaviour:
    """How applicants and programs choose, as fitted and assumed."""
    facts = load_facts()

    def by_type(name: str) -> Array:
        return np.array([facts.value(f"market.{name}.{each}") for each in APPLICANT_TYPES])

    kinds = {kind: k for k, kind in enumerate(layout.kinds)}
    kind_bias = np.zeros((len(kinds), 6))
    interviews, ranked = np.zeros(len(kinds)), np.ones(len(kinds))
    for row in load_table("model/market_kinds").rows():
        k = kinds[(row["specialty"], row["kind"])]
        kind_bias[k] = [row[f"bias_{each}"] for each in APPLICANT_TYPES]
        interviews[k], ranked[k] = row["interviews_per_position"], row["ranked_share"]
    cells = {cell: k for k, cell in enumerate(layout.cells)}
    cell_bias = np.zeros((len(cells), 6))
    for row in load_table("model/market_cells").rows():
        k = cells[(row["state"], row["specialty"], row["position_level"])]
        cell_bias[k] = [row[f"bias_{each}"] for each in APPLICANT_TYPES]
    return Behaviour(
        applications=by_type("applications"),
        second_field=by_field(layout, "applies_second"),
        second_doubt=facts.value("market.second_field_doubt"),
        second_until=int(facts.value("market.second_field_until")),
        apply_odds=(facts.value("market.apply_odds.state"),
                    facts.value("market.apply_odds.division")),
        score=(facts.value("market.score.state"), facts.value("market.score.division")),
        quality=by_field(layout, "quality"),
        after=by_field(layout, "after"),
        interview=facts.value("standing.day_spread"),
        performance=by_type("performance"),
        wish=(facts.value("market.wish.state"), facts.value("market.wish.division"),
              facts.value("market.wish.second_field")),
        keeps=int(facts.value("market.keeps")),
        year_applications=facts.value("market.first_year_applications"),
        two_fields=(facts.value("market.two_fields.first"),
                    facts.value("market.two_fields.second")),
        kind_bias=kind_bias, cell_bias=cell_bias, interviews=interviews, ranked=ranked,
        restarts=int(facts.value("market.restarts")), pairs=pair_settings(),
    )  # fmt: skip


@cache
def market_inputs(season: int) -> MarketInputs:
    """Everything a simulated Match of March `season` needs.

    Method: docs/models/market.md
    """
    layout = market_layout()
    supply, second = market_supply(layout, season)
    return MarketInputs(
        layout, market_tracks(layout, season), supply, market_behaviour(layout), second
    )
