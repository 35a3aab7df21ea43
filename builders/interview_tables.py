"""Reads the published tables of the interview fit and links each rate to a catalogue program."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builders.csv_rows import read_rows

GROUPS = ("md", "do", "us_img", "non_us_img")
LIFT_COLUMNS = ("signal", "gold", "silver", "no_signal", "in_state", "out_state")
RATE_COLUMN = "p_int_"
# A fuzzy link below this score, to another city, is not believed.
LINK_SCORE_FLOOR = 80.0
FloatArray = NDArray[np.float64]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Program:
    """One program of the catalogue, as the fit needs it."""

    program_id: str
    acgme_id: str
    name: str
    city: str
    state: str
    specialty: str
    institution: str
    quota: Mapping[int, int]
    filled: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class RateTable:
    """Published 2024 invitation rates by program. [share of applicants]

    `rates` is [program, group] and `lifts` [program, LIFT_COLUMNS]; not-a-number where missing.
    """

    program_ids: tuple[str, ...]
    specialties: tuple[str, ...]
    states: tuple[str, ...]
    rates: FloatArray
    lifts: FloatArray
    report: Mapping[str, int]


def number(text: str | None) -> float:
    """A published cell as a number; not-a-number where nothing was published.

    >>> number("0.25"), math.isnan(number("-")), math.isnan(number(""))
    (0.25, True, True)
    """
    try:
        return float(text) if text else math.nan
    except ValueError:
        return math.nan


def read_programs(catalogue: Path) -> list[Program]:
    """Every program of the catalogue, with the positions and matches of all its tracks. [count]"""
    quota: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    filled: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in read_rows(catalogue / "tracks.csv"):
        for column, text in row.items():
            kind, _, year = column.rpartition("_")
            if kind in ("quota", "filled") and text:
                table = quota if kind == "quota" else filled
                table[row["program_id"]][int(year)] += int(float(text))
    return [_program(row, quota, filled) for row in read_rows(catalogue / "programs.csv")]


def _program(
    row: Row, quota: Mapping[str, Mapping[int, int]], filled: Mapping[str, Mapping[int, int]]
) -> Program:
    code = row.get("nrmp_institution_code", "")
    # Programs of one sponsor carry the same name in the ACGME list, in one state.
    institution = row["name"] + "|" + row["state"] if row["acgme_id"] else code + "|" + row["state"]
    program_id = row["program_id"]
    return Program(
        program_id=program_id,
        acgme_id=row["acgme_id"],
        name=row["name"],
        city=row["city"],
        state=row["state"],
        specialty=row["specialty"],
        institution=institution,
        quota=dict(quota.get(program_id, {})),
        filled=dict(filled.get(program_id, {})),
    )


def read_rates(tables: Path, programs: Iterable[Program]) -> RateTable:
    """The published rates, each under the identity of its catalogue program. [share]

    A rate whose fuzzy link is weak and crosses cities is unlinked; an unlinked rate is given to the
    only unclaimed program of its city and specialty, when there is exactly one (a renamed sponsor).
    """
    rows = read_rows(tables / "program_interview_rates_residency_explorer_2024.csv")
    by_acgme = {program.acgme_id: program for program in programs if program.acgme_id}
    linked = [_believed_link(row, by_acgme) for row in rows]
    specialty_of = _specialty_names(rows, linked, by_acgme)
    believed = sum(1 for link in linked if link)
    linked = _renamed_links(rows, linked, by_acgme, specialty_of)
    specialties = [specialty_of[row["specialty"]] for row in rows]
    rates = np.array([[number(row[RATE_COLUMN + group]) for group in GROUPS] for row in rows])
    lifts = np.array([[number(row[RATE_COLUMN + name]) for name in LIFT_COLUMNS] for row in rows])
    report = {
        "rows": len(rows),
        "rows_with_a_rate": int(np.isfinite(rates).any(axis=1).sum()),
        "linked_as_published": believed,
        "linked_as_renamed": sum(1 for link in linked if link) - believed,
        "unlinked": sum(1 for link in linked if not link),
    }
    identities = tuple(link or f"unlinked-{number_}" for number_, link in enumerate(linked))
    states = tuple(row["state"] for row in rows)
    return RateTable(identities, tuple(specialties), states, rates, lifts, report)


def _believed_link(row: Row, by_acgme: Mapping[str, Program]) -> str:
    program = by_acgme.get(row["acgme_id"])
    if program is None:
        return ""
    weak = number(row["match_score"]) < LINK_SCORE_FLOOR and program.city != row["city"]
    return "" if weak else program.program_id


def _specialty_names(
    rows: list[dict[str, str]], linked: list[str], by_acgme: Mapping[str, Program]
) -> dict[str, str]:
    names: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row, link in zip(rows, linked, strict=True):
        if link:
            names[row["specialty"]][by_acgme[row["acgme_id"]].specialty] += 1
    return {name: max(counts, key=lambda key: counts[key]) for name, counts in names.items()}


def _renamed_links(
    rows: list[dict[str, str]],
    linked: list[str],
    by_acgme: Mapping[str, Program],
    specialty_of: Mapping[str, str],
) -> list[str]:
    claimed = {link for link in linked if link}
    free: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for program in by_acgme.values():
        if program.program_id not in claimed:
            free[(program.specialty, program.state, program.city)].append(program.program_id)
    wanting: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, (row, link) in enumerate(zip(rows, linked, strict=True)):
        if not link:
            key = (specialty_of[row["specialty"]], row["state"], row["city"])
            wanting[key].append(place)
    result = list(linked)
    for key, places in wanting.items():
        if len(places) == 1 and len(free[key]) == 1:
            result[places[0]] = free[key][0]
    return result
