"""The numbers of the way back for one case: retention, shares of jobs, wishes, visas, drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.region import Region
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.effects import first_known
from thirdfriday.models.quality import Array
from thirdfriday.models.return_chain import ReturnNumbers, wished

DRAWN = (
    "retention.j1", "retention.h1b", "stay_near", "wish_odds", "metro_share", "fellowship_here",
    "fellowship_stay", "waiver_found", "waiver_here_odds", "waiver_stay", "return_from_abroad",
    "move_in", "move_out",
)  # fmt: skip
PREFIX = "long_way."


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the target: its states, its share of their positions, retention.

    `share_of_state` is the target's share of the residency positions of its states (of programs,
    where positions are left out); `share_of_us` the share that those states have of the country's;
    `kept` and `kept_elsewhere` the shares of those trained there and elsewhere who practise in the
    state of training.
    """

    states: tuple[str, ...]
    share_of_state: float
    share_of_us: float
    kept: float
    kept_elsewhere: float


def retention(catalogue_states: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Trained and stayed by postal code. [physicians, physicians]"""
    code = {name: key for key, name in catalogue_states.items()}
    return {
        code[row["state"]]: (row["trained"], row["stayed"])
        for row in load_table("published/retention_by_state").rows()
        if row["state"] in code
    }


def state_names() -> dict[str, str]:
    """Names of the states by postal code."""
    table = load_table("case_file/states")
    return dict(zip(table.columns["state"], table.columns["name"], strict=True))


def ground_of(region: Region, catalogue: Catalogue, trained_in: str | None) -> Ground:
    """What is known of a target region; `trained_in` is a state to come from, else all others.

    Raises:
        CaseError: the region is the whole country, or the state has no figure.
    """
    states = {p.state for p in catalogue.programs if region.contains(p)}
    kept = retention(state_names())
    everywhere = {p.state for p in catalogue.programs}
    problems = []
    if not states or states >= everywhere:
        problems.append(
            Problem("names no region to come back to", "wants.target", "a region, state or city")
        )
    if trained_in is not None and (trained_in not in kept or trained_in in states):
        problems.append(
            Problem(f'"{trained_in}" is no state to come from', "--from", "another state, as TX")
        )
    if problems:
        raise CaseError(problems)
    any_known = any(program.positions for program in catalogue.programs)
    inside = within = total = 0
    for program in catalogue.programs:
        size = program.positions if any_known else 1
        total += size
        if program.state in states:
            within += size
            inside += size if region.contains(program) else 0
    others = [trained_in] if trained_in else [state for state in kept if state not in states]
    return Ground(
        states=tuple(sorted(states)),
        share_of_state=inside / within,
        share_of_us=within / total,
        kept=_pooled(kept, tuple(states)),
        kept_elsewhere=_pooled(kept, tuple(others)),
    )


def _pooled(kept: Mapping[str, tuple[int, int]], states: tuple[str, ...]) -> float:
    known = [kept[state] for state in states if state in kept] or list(kept.values())
    return sum(stayed for _, stayed in known) / sum(trained for trained, _ in known)


def central_numbers(facts: Facts, specialty: str) -> dict[str, float]:
    """The central value of every drawn number. [their units]"""
    found = {name: facts.value(PREFIX + name) for name in DRAWN}
    found["fellowship"] = facts.value(_fellowship(facts, specialty))
    return found


def _fellowship(facts: Facts, specialty: str) -> str:
    return first_known(facts, f"{PREFIX}fellowship.{specialty}", f"{PREFIX}fellowship.default")


def drawn_numbers(facts: Facts, specialty: str, rng: np.random.Generator) -> dict[str, float]:
    """Every number drawn once from its range, whose ends are one in ten. [their units]

    Facts: range.deviations.assumption
    """
    deviations = facts.value("range.deviations.assumption")
    names = {name: PREFIX + name for name in DRAWN} | {"fellowship": _fellowship(facts, specialty)}
    found = {}
    for name, full in names.items():
        low, middle, high = facts.range(full)
        step = float(rng.standard_normal()) / deviations
        moved = middle + step * (high - middle if step > 0 else middle - low)
        top = np.inf if name.endswith("odds") or name == "metro_share" else 1.0
        found[name] = float(min(max(moved, 0.0), top))
    return found


def return_numbers(
    ground: Ground, values: Mapping[str, float], facts: Facts, *, specialty: str, visa: str
) -> ReturnNumbers:
    """The chain's numbers from the ground and one set of values.

    Facts: long_way.residency_years.default, long_way.fellowship_years, visa.j1.years_maximum
    Method: docs/models/long-way.md
    """
    residency = round(
        facts.value(
            first_known(
                facts,
                f"{PREFIX}residency_years.{specialty}",
                f"{PREFIX}residency_years.default",
            )
        )
    )
    fellowship = round(facts.value("long_way.fellowship_years"))
    if visa != "none":
        most = facts.value(f"visa.{visa}.years_maximum")
        fellowship = max(1, min(fellowship, round(most) - residency))
    share = min(1.0, ground.share_of_state * values["metro_share"])
    kept = ground.kept
    if visa == "j1":
        kept = _with_odds(kept, _odds(values["retention.j1"]) / _odds(values["retention.h1b"]))
    free = np.array([
        ground.share_of_us * share,
        ground.share_of_us * (1.0 - share),
        1.0 - ground.share_of_us,
    ])  # fmt: skip
    trained = _job_rows(kept, ground, values["stay_near"], share)
    wish = values["wish_odds"]
    return ReturnNumbers(
        residency_years=residency,
        fellowship_years=fellowship,
        fellowship=values["fellowship"],
        job=wished(trained, wish),
        fellowship_at=_fellowship_rows(free, values["fellowship_here"], values["fellowship_stay"]),
        needs_waiver=visa == "j1",
        waiver_found=values["waiver_found"],
        waiver_at=wished(trained, wish * values["waiver_here_odds"]),
        waiver_stay=values["waiver_stay"],
        back_from_abroad=values["return_from_abroad"],
        wishes=wished(free, wish),
        move_in=values["move_in"],
        move_out=values["move_out"],
    )


def _job_rows(kept: float, ground: Ground, near: float, share: float) -> Array:
    """Where physicians trained in each place first practise, whatever they wish. [3, 3]"""
    leave = 1.0 - kept
    in_target = near + (1.0 - near) * share
    to_target = (1.0 - near) * share
    come = (1.0 - ground.kept_elsewhere) * ground.share_of_us
    return np.array([
        [kept * in_target, kept * (1.0 - in_target), leave],
        [kept * to_target, kept * (1.0 - to_target), leave],
        [come * share, come * (1.0 - share), 1.0 - come],
    ])  # fmt: skip


def _fellowship_rows(free: Array, here: float, stay: float) -> Array:
    """Where fellows train who come from each place and want the target. [3, 3]"""
    outside = free[1:] / free[1:].sum()
    target = stay + (1.0 - stay) * here
    near, far = outside
    return np.array([
        [target, (1.0 - target) * near, (1.0 - target) * far],
        [here, (1.0 - here) * (stay + (1.0 - stay) * near), (1.0 - here) * (1.0 - stay) * far],
        [here, (1.0 - here) * (1.0 - stay) * near, (1.0 - here) * (stay + (1.0 - stay) * far)],
    ])  # fmt: skip


def _odds(chance: float) -> float:
    safe = min(max(chance, 1e-6), 1.0 - 1e-6)
    return safe / (1.0 - safe)


def _with_odds(chance: float, ratio: float) -> float:
    odds = _odds(chance) * ratio
    return odds / (1.0 + odds)
