"""The event that a program's positions fill, told for a season from the seasons before it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.market_inputs import Layout, market_layout

Array = npt.NDArray[Any]
EDGE = 0.005  # of shares, so that their log-odds are finite: half a position of a hundred
ROUNDS, SETTLED = 40, 1e-6  # of Newton's method, and when it has arrived
FIRST_YEAR = 2016  # the oldest season of the program tables


@dataclass(frozen=True, slots=True, eq=False)
class FillHistory:
    """What every track offered and filled, season by season from `FIRST_YEAR`.

    `quota` (tracks, seasons, the newest offered but not yet matched), `filled` (tracks, seasons
    matched); by track the number of its specialty and position type `group`, its state and its
    institution.
    """

    quota: Array
    filled: Array
    group: Array
    state: Array
    institution: Array
    groups: tuple[tuple[str, str], ...]

    def season(self, year: int) -> int:
        """The column of a year's Match."""
        return year - FIRST_YEAR


@cache
def fill_history() -> FillHistory:
    """The history of every track of the catalogue, in the order of the market's rows."""
    return history_of(market_layout())


def history_of(layout: Layout) -> FillHistory:
    """The history of the tracks of a layout."""
    rows = layout.rows
    offered = sorted(name for name in rows[0] if name.startswith("quota_"))
    matched = sorted(name for name in rows[0] if name.startswith("filled_"))
    names = [(row["specialty"], row["position_type"]) for row in rows]
    groups = tuple(sorted(set(names)))
    number = {group: k for k, group in enumerate(groups)}
    states = {state: k for k, state in enumerate(layout.states)}
    office = np.unique([row["nrmp_code"][:4] for row in rows], return_inverse=True)[1]
    return FillHistory(
        quota=np.array([[row[name] or 0 for name in offered] for row in rows], float),
        filled=np.array([[row[name] or 0 for name in matched] for row in rows], float),
        group=np.array([number[name] for name in names]),
        state=np.array([states[row["state"]] for row in rows]),
        institution=office,
        groups=groups,
    )


def log_odds(share: Array) -> Array:
    """Log-odds of shares, kept off 0 and 1. [natural logarithm]

    >>> log_odds(np.array([0.5, 1.0])).round(2).tolist()
    [0.0, 5.29]
    """
    inside = np.clip(share, EDGE, 1 - EDGE)
    found: Array = np.log(inside / (1 - inside))
    return found


def forecast_fill(history: FillHistory, year: int, facts: Facts | None = None) -> Array:
    """Share of each track's positions expected to fill in the Match of `year`. [tracks, 0 to 1]

    Only seasons before `year` are read. Half is the track's own history, older seasons weighing
    less and drawn to its specialty; half a regression on that, on the specialty's trend, on what
    its state and institution left open, on growth and on being new, fitted to the seasons before.

    Facts: forecast.fill.recency, forecast.fill.prior, forecast.fill.seasons
    Method: docs/models/market.md
    """
    known = facts or load_facts()
    now = history.season(year)
    window = int(known.value("forecast.fill.seasons"))
    learnt = range(max(2, now - window), now)
    past = [_told_before(history, each, known) for each in learnt]
    features, own = _told_before(history, now, known)
    tables = np.concatenate([table for table, _ in past])
    quota = np.concatenate([history.quota[:, each] for each in learnt])
    filled = np.concatenate([history.filled[:, each] for each in learnt])
    regressed = _regression(tables, quota, filled, features, known.value("forecast.fill.ridge"))
    weight = known.value("forecast.fill.own_weight")
    return weight * own + (1 - weight) * regressed


def _told_before(history: FillHistory, now: int, facts: Facts) -> tuple[Array, Array]:
    """What seasons before column `now` say of each track: features, and its own drawn history."""
    recency, prior = facts.value("forecast.fill.recency"), facts.value("forecast.fill.prior")
    quota, filled = history.quota[:, :now], history.filled[:, :now]
    weights = recency ** np.arange(now - 1, -1, -1)
    offered, matched = quota @ weights, filled @ weights
    group = _group_share(history, now - 1, facts)
    before = _group_share(history, max(now - 2, 0), facts)
    own = (matched + prior * group) / (offered + prior)
    last_quota, last_filled = quota[:, -1], filled[:, -1]
    last = np.where(last_quota > 0, (last_filled + 2 * group) / (last_quota + 2), own)
    unseen = quota.sum(axis=1) == 0
    growth = np.where(last_quota > 0, np.log((history.quota[:, now] + 1) / (last_quota + 1)), 0.0)
    table = np.column_stack([
        np.ones(len(own)), log_odds(own), log_odds(last), log_odds(group),
        log_odds(group) - log_odds(before),
        _left_open(history, history.state, now - 1, group, 3.0),
        _left_open(history, history.institution, now - 1, group, 2.0),
        unseen, (last_quota == 0) & ~unseen, np.maximum(growth, 0), np.minimum(growth, 0),
        (offered > 0) & (matched >= offered - SETTLED), (quota > 0).sum(axis=1) == 1,
        np.log(history.quota[:, now] + 1),
    ])  # fmt: skip
    return table, own


def _group_share(history: FillHistory, season: int, facts: Facts) -> Array:
    """Share filled by the track's specialty and position type, drawn to all. [tracks]"""
    prior = facts.value("forecast.fill.group_prior")
    quota, filled = history.quota[:, season], history.filled[:, season]
    size = len(history.groups)
    whole = filled.sum() / quota.sum()
    offered = np.bincount(history.group, quota, size)
    share = (np.bincount(history.group, filled, size) + prior * whole) / (offered + prior)
    found: Array = share[history.group]
    return found


def _left_open(
    history: FillHistory, place: Array, season: int, group: Array, prior: float
) -> Array:
    """Log ratio of positions left open at a place to those its specialties would leave."""
    open_seats = history.quota[:, season] - history.filled[:, season]
    expected = history.quota[:, season] * (1 - group)
    found: Array = np.log(
        (np.bincount(place, open_seats) + prior) / (np.bincount(place, expected) + prior)
    )[place]
    return found


def _regression(table: Array, quota: Array, filled: Array, ask: Array, ridge: float) -> Array:
    """Binomial regression of `filled` of `quota` on standardised columns, asked at `ask`."""
    offered = quota > 0
    table, quota, filled = table[offered], quota[offered], filled[offered]
    centre, spread = table.mean(axis=0), table.std(axis=0) + SETTLED
    centre[0], spread[0] = 0.0, 1.0
    scaled = (table - centre) / spread
    slope = np.zeros(table.shape[1])
    penalty = np.full(slope.size, ridge)
    penalty[0] = 0.0
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-scaled @ slope))
        weight = quota * share * (1 - share)
        normal = scaled.T @ (weight[:, None] * scaled) + np.diag(penalty)
        move = np.linalg.solve(normal, scaled.T @ (filled - quota * share) - penalty * slope)
        slope = slope + move
        if np.abs(move).max() < SETTLED:
            break
    found: Array = 1 / (1 + np.exp(-((ask - centre) / spread) @ slope))
    return found
