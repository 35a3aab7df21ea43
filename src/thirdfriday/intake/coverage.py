"""For a list of programs: which policies are known, how old, and which pages to read first."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from thirdfriday.intake.precedence import Settled

ValueOfKnowing = Callable[[str, tuple[str, ...]], float]
FIRST_PAGES = 10


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    """One policy over the list: known and to confirm [count], median age of the known. [years]"""

    field: str
    known: int
    to_confirm: int
    contradicted: int
    median_age_years: float | None


@dataclass(frozen=True, slots=True)
class PageWorthReading:
    """A program whose page would tell most: the value of knowing what it leaves open."""

    program_id: str
    value: float
    link: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The report: per policy, and the pages worth reading first, best first."""

    programs: int
    fields: tuple[FieldCoverage, ...]
    first: tuple[PageWorthReading, ...]

    @property
    def share_known(self) -> float:
        """Known policies among all asked about. [fraction]"""
        asked = self.programs * len(self.fields)
        return sum(item.known for item in self.fields) / asked if asked else 0.0


def coverage(
    programs: Sequence[str],
    settled: Mapping[str, Mapping[str, Settled]],
    *,
    fields: Sequence[str],
    value_of_knowing: ValueOfKnowing,
    links: Mapping[str, str] | None = None,
) -> Coverage:
    """What is known of these policies over a list of programs, and what to read first.

    `value_of_knowing(program, open fields)` says how much a plan could change, in the caller's own
    unit, if those policies were known; pages of no value are not named. A policy is open when no
    claim exists or the settled one has to be confirmed. Ties keep the list's order.

    >>> def worth(program: str, fields: tuple[str, ...]) -> float:
    ...     return float(program == "b")
    >>> coverage(["a", "b"], {}, fields=["j1"], value_of_knowing=worth).first[0].program_id
    'b'
    """
    listed = list(dict.fromkeys(programs))
    worth = []
    for program in listed:
        still_open = tuple(name for name in fields if _is_open(settled.get(program, {}).get(name)))
        value = value_of_knowing(program, still_open) if still_open else 0.0
        if value > 0:
            worth.append(PageWorthReading(program, value, (links or {}).get(program, "")))
    worth.sort(key=lambda page: -page.value)
    by_field = tuple(
        _field(name, [settled.get(program, {}).get(name) for program in listed]) for name in fields
    )
    return Coverage(len(listed), by_field, tuple(worth[:FIRST_PAGES]))


def _is_open(known: Settled | None) -> bool:
    return known is None or known.confirm


def _field(name: str, found: Sequence[Settled | None]) -> FieldCoverage:
    known = [item for item in found if item is not None]
    age = statistics.median(item.age_years for item in known) if known else None
    return FieldCoverage(
        name,
        len(known),
        sum(item.confirm for item in known),
        sum(bool(item.contradictions) for item in known),
        age,
    )
