"""Rows of the user's table matched to programs of the catalogue, with a score and the doubts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from rapidfuzz import fuzz

from thirdfriday.facts.registry import load_facts

CERTAIN, DOUBTFUL, UNMATCHED = "certain", "doubtful", "unmatched"
_ALTERNATIVES = 3
_ID = re.compile(r"\b\d{10}\b")
_CODE = re.compile(r"\b\d{7}[A-Z]\d\b")
_COMMON = re.compile(
    r"\b(?:program|residency|the|of|at|and|medical|center|hospital|health|school|medicine"
    r"|university)\b"
)
_PARTS = ("name", "city", "state")


class Candidate(Protocol):
    """What a program has to tell for matching."""

    @property
    def program_id(self) -> str:
        """The catalogue's number."""
        ...

    @property
    def name(self) -> str:
        """The program's name."""
        ...

    @property
    def institution(self) -> str:
        """The program's institution."""
        ...

    @property
    def city(self) -> str:
        """The program's city."""
        ...

    @property
    def state(self) -> str:
        """The program's state."""
        ...

    @property
    def specialty(self) -> str:
        """The program's specialty."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which score a row is certain, from which doubtful, and by what lead. [score of 100]"""

    certain: float
    doubtful: float
    margin: float


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row's program, its score and status, and the programs that came near. [score of 100]"""

    row: int
    program_id: str
    score: float
    status: str
    near: tuple[tuple[str, float], ...] = ()


def shipped_bounds() -> Bounds:
    """The shipped bounds.

    Facts: reading.rows.certain_score, reading.rows.doubtful_score, reading.rows.margin,
        reading.rows.name_weight, reading.rows.city_weight, reading.rows.state_weight,
        reading.rows.rare_word_weight
    """
    value = load_facts().value
    return Bounds(
        value("reading.rows.certain_score"),
        value("reading.rows.doubtful_score"),
        value("reading.rows.margin"),
    )


def match_rows(
    rows: Sequence[Mapping[str, str]],
    programs: Iterable[Candidate],
    *,
    codes: Mapping[str, str] | None = None,
    bounds: Bounds | None = None,
) -> list[RowMatch]:
    """The program of each row, with a score and whether it is certain. [score of 100]

    A known program number or NRMP code (`codes`: code -> program) decides; else names, city and
    state are compared within the row's specialty and state where it gives them.
    Doubtful rows have to be asked; their `near` holds the choices, best first.
    """
    rule = bounds or shipped_bounds()
    listed = list(programs)
    by_id = {program.program_id: program for program in listed}
    by_state: dict[str, list[Candidate]] = {}
    for program in listed:
        by_state.setdefault(program.state.upper(), []).append(program)
    return [
        _match(number, row, by_id, by_state, codes or {}, rule) for number, row in enumerate(rows)
    ]


def _match(  # noqa: PLR0917 (rules in order, first hit wins)
    number: int, row: Mapping[str, str], by_id: Mapping[str, Candidate],
    by_state: Mapping[str, list[Candidate]], codes: Mapping[str, str], rule: Bounds,
) -> RowMatch:  # fmt: skip
    named = _by_number(row, by_id, codes)
    if named:
        return RowMatch(number, named, 100.0, CERTAIN)
    state = row.get("state", "").strip().upper()
    pool = by_state.get(state) or [program for group in by_state.values() for program in group]
    specialty = _key(row.get("specialty", ""))
    if not specialty:  # many tables call the specialty "program"
        named_as = _key(row.get("program", ""))
        specialty = named_as if any(_key(one.specialty) == named_as for one in pool) else ""
    within = [
        program for program in pool if specialty and _key(program.specialty) == specialty
    ] or pool
    scored = sorted(
        ((_score(row, program), program.program_id) for program in within), reverse=True
    )[: _ALTERNATIVES + 1]
    near = tuple((program, round(score, 1)) for score, program in scored[:_ALTERNATIVES])
    if not near or near[0][1] < rule.doubtful:
        return RowMatch(number, "", near[0][1] if near else 0.0, UNMATCHED, near)
    lead = near[0][1] - near[1][1] if len(near) > 1 else rule.margin
    sure = near[0][1] >= rule.certain and lead >= rule.margin and bool(specialty)
    return RowMatch(number, near[0][0], near[0][1], CERTAIN if sure else DOUBTFUL, near)


def _by_number(
    row: Mapping[str, str], by_id: Mapping[str, Candidate], codes: Mapping[str, str]
) -> str:
    for name in ("program_id", "nrmp_code", "program", "notes"):
        text = row.get(name, "")
        if text in by_id:
            return text
        for found in _ID.findall(text):
            if found in by_id:
                return str(found)
        for found in _CODE.findall(text.upper()):
            if found in codes:
                return codes[found]
    return ""


def _key(text: str) -> str:
    return re.sub(r"[^a-z]+", "_", text.lower().replace("&", "and")).strip("_")


@cache
def _weights() -> dict[str, float]:
    value = load_facts().value
    return {name: value(f"reading.rows.{name}_weight") for name in (*_PARTS, "rare_word")}


def _score(row: Mapping[str, str], program: Candidate) -> float:
    words = f"{row.get('program', '')} {row.get('institution', '')}"
    names = [
        _name_score(words, f"{program.name} {program.institution}"),
        _name_score(words, program.name),
        _name_score(words, program.institution),
    ]
    parts = {"name": max(names)}
    if row.get("city"):
        parts["city"] = fuzz.ratio(row["city"].lower(), program.city.lower())
    if row.get("state"):
        parts["state"] = 100.0 if row["state"].strip().upper() == program.state.upper() else 0.0
    weights = _weights()
    weight = sum(weights[name] for name in parts)
    return sum(weights[name] * score for name, score in parts.items()) / weight


def _name_score(theirs: str, ours: str) -> float:
    """Likeness of two names, the words that every hospital carries counting less. [score of 100]"""
    plain = [" ".join(re.sub(r"[^a-z0-9 ]+", " ", text.lower()).split()) for text in (theirs, ours)]
    whole = fuzz.token_set_ratio(*plain)
    rare = [" ".join(_COMMON.sub(" ", text).split()) for text in plain]
    if not all(rare):
        return float(whole)
    share = _weights()["rare_word"]
    return float((1 - share) * whole + share * fuzz.token_sort_ratio(*rare))
