"""The event of practising in a region years after a match: a small Markov chain over places."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from thirdfriday.models.quality import Array

PLACES = ("target", "near", "far")
"""The region wanted, the rest of its state, and everywhere else."""
ROUTES = ("first job", "fellowship", "waiver job", "moved later", "back from abroad")
WAIVER_YEARS = 3
ABROAD_YEARS = 2
"""Both are law: the service of a Conrad 30 waiver, and section 212(e)."""


@dataclass(frozen=True, slots=True, eq=False)
class ReturnNumbers:
    """The numbers of one way back; places are in the order of `PLACES`.

    `job` [3, 3] where one trained in each place takes a first job; `fellowship_at` [3, 3] where
    they take a fellowship; `waiver_at` [3, 3] where a J-1 physician finds a waiver job.
    """

    residency_years: int
    fellowship_years: int
    fellowship: float
    job: Array
    fellowship_at: Array
    needs_waiver: bool
    waiver_found: float
    waiver_at: Array
    waiver_stay: float
    back_from_abroad: float
    wishes: Array
    move_in: float
    move_out: float


@dataclass(frozen=True, slots=True, eq=False)
class WayBack:
    """Chances by year from the Match on: practising in each place, by route into the target.

    `practising` [years + 1, 3], a waiver job counting as practice; `by_route` [years + 1, routes]
    sums to the target's column; `training` [years + 1] in residency or fellowship; `in_target`
    [years + 1] in the target for work or training; `abroad` [years + 1].
    """

    practising: Array
    by_route: Array
    training: Array
    in_target: Array
    abroad: Array


class _States:
    """The states of the chain by name, as indices."""

    def __init__(self, numbers: ReturnNumbers) -> None:
        names: list[tuple[str, ...]] = []
        lengths = (
            ("residency", numbers.residency_years),
            ("fellowship", numbers.fellowship_years),
            ("waiver", WAIVER_YEARS),
        )
        for kind, years in lengths:
            names += [(kind, place, str(year)) for place in PLACES for year in range(1, years + 1)]
        names += [("abroad", "", str(year)) for year in range(1, ABROAD_YEARS + 1)]
        names += [("home", "", "")]
        names += [("job", "target", route) for route in ROUTES]
        names += [("job", place, "") for place in PLACES[1:]]
        self.names = tuple(names)
        self.index = {name: spot for spot, name in enumerate(names)}

    def __getitem__(self, name: tuple[str, ...]) -> int:
        return self.index[name]


def way_back(numbers: ReturnNumbers, start: str, years: int) -> WayBack:
    """Where somebody who matched in `start` works in each year after the Match.

    Args:
        numbers: the numbers of the chain.
        start: "target", "near" or "far".
        years: how many years to follow.

    Method: docs/models/long-way.md
    """
    states = _States(numbers)
    matrix = _matrix(numbers, states)
    here = np.zeros(len(states.names))
    here[states["residency", start, "1"]] = 1.0
    rows = [here]
    for _ in range(years):
        rows.append(rows[-1] @ matrix)
    table = np.array(rows)
    routes = table[:, [states["job", "target", route] for route in ROUTES]]
    serving = [
        table[:, [states["waiver", place, str(year)] for year in range(1, WAIVER_YEARS + 1)]]
        for place in PLACES
    ]
    routes[:, ROUTES.index("waiver job")] += serving[0].sum(axis=1)
    places = [routes.sum(axis=1)]
    for place, years_served in zip(PLACES[1:], serving[1:], strict=True):
        places.append(table[:, states["job", place, ""]] + years_served.sum(axis=1))
    training = [i for i, name in enumerate(states.names) if name[0] in ("residency", "fellowship")]
    target = [i for i, name in enumerate(states.names) if name[1] == "target"]
    away = [i for i, name in enumerate(states.names) if name[0] in ("abroad", "home")]
    return WayBack(
        practising=np.array(places).T,
        by_route=routes,
        training=table[:, training].sum(axis=1),
        in_target=table[:, target].sum(axis=1),
        abroad=table[:, away].sum(axis=1),
    )


def _matrix(numbers: ReturnNumbers, states: _States) -> Array:
    """The yearly transitions between all states, each row summing to one. [S, S]"""
    matrix = np.zeros((len(states.names), len(states.names)))
    for spot, (kind, place, detail) in enumerate(states.names):
        if kind in ("residency", "fellowship", "waiver", "abroad"):
            following = (kind, place, str(int(detail) + 1))
            if following in states.index:
                matrix[spot, states[following]] = 1.0
            else:
                for name, chance in _after(numbers, kind, place).items():
                    matrix[spot, states[name]] += chance
        elif kind == "home":
            matrix[spot, spot] = 1.0
        else:
            for name, chance in _moves(numbers, place, detail).items():
                matrix[spot, states[name]] += chance
    return matrix


def _after(numbers: ReturnNumbers, kind: str, place: str) -> Mapping[tuple[str, ...], float]:
    """Where one goes at the end of a residency, fellowship, waiver job or two years at home."""
    found: dict[tuple[str, ...], float] = {}

    def add(name: tuple[str, ...], chance: float) -> None:
        found[name] = found.get(name, 0.0) + chance

    if kind == "abroad":
        add(("home", "", ""), 1.0 - numbers.back_from_abroad)
        for to, share in zip(PLACES, numbers.wishes, strict=True):
            add(_job(to, "back from abroad"), numbers.back_from_abroad * share)
        return found
    row = PLACES.index(place)
    if kind == "waiver":
        for to, share in zip(PLACES, numbers.wishes, strict=True):
            stays = numbers.waiver_stay if to == place else 0.0
            add(_job(to, "waiver job"), stays + (1.0 - numbers.waiver_stay) * share)
        return found
    onward = numbers.fellowship if kind == "residency" else 0.0
    for to, share in zip(PLACES, numbers.fellowship_at[row], strict=True):
        if onward:
            add(("fellowship", to, "1"), onward * share)
    rest = 1.0 - onward
    if numbers.needs_waiver:
        add(("abroad", "", "1"), rest * (1.0 - numbers.waiver_found))
        for to, share in zip(PLACES, numbers.waiver_at[row], strict=True):
            add(("waiver", to, "1"), rest * numbers.waiver_found * share)
        return found
    route = "fellowship" if kind == "fellowship" else "first job"
    for to, share in zip(PLACES, numbers.job[row], strict=True):
        add(_job(to, route), rest * share)
    return found


def _moves(numbers: ReturnNumbers, place: str, route: str) -> Mapping[tuple[str, ...], float]:
    """A year in practice: most stay, some move to the target, few leave it."""
    if place == "target":
        leave = {_job(to, ""): numbers.move_out / len(PLACES[1:]) for to in PLACES[1:]}
        return {_job(place, route): 1.0 - numbers.move_out, **leave}
    return {
        _job(place, route): 1.0 - numbers.move_in,
        _job("target", "moved later"): numbers.move_in,
    }


def _job(place: str, route: str) -> tuple[str, ...]:
    return ("job", place, route if place == "target" else "")


def wished(shares: Array, odds: float) -> Array:
    """Shares of the three places with the odds of the first multiplied, summing to one. [.., 3]

    >>> wished(np.array([0.2, 0.2, 0.6]), 4.0).round(3).tolist()
    [0.5, 0.125, 0.375]
    """
    first = shares[..., :1]
    up = odds * first / np.maximum(1.0 - first + odds * first, np.finfo(float).tiny)
    rest = shares[..., 1:]
    total = rest.sum(axis=-1, keepdims=True)
    scaled = rest * (1.0 - up) / np.where(total > 0.0, total, 1.0)
    whole: Array = np.concatenate([np.where(total > 0.0, up, 1.0), scaled], axis=-1)
    return whole
