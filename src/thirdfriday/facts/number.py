"""A published or assumed number with its unit, range, source and place."""

import datetime as dt
import math
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from thirdfriday.errors import FactError

type_of_value = float | str | bool | dt.date | dt.datetime
KINDS = ("fact", "assumption", "setting", "fitted", "unknown")
STATUSES = ("official", "secondary", "unconfirmed")
FIELDS = (
    "value", "unit", "kind", "low", "high", "source", "locator", "status", "reason",
    "carried_over_from", "population", "reference", "adjusted", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the record: what it is, in which unit, who says so and where.

    `kind` is fact (published), assumption (ours, with a range), setting (ours, a choice of method),
    fitted (computed by a builder from published tables) or unknown (looked for and not found:
    `value` is None and using it is an error). `value` may also be a date, a text or a boolean.
    """

    name: str
    value: float | str | bool | dt.date | dt.datetime | None
    unit: str
    kind: str = "fact"
    low: float | dt.date | None = None
    high: float | dt.date | None = None
    source: str = ""
    locator: str = ""
    status: str = ""
    season: int | None = None
    reason: str = ""
    carried_over_from: int | None = None
    population: str = ""
    reference: str = ""
    adjusted: bool | None = None
    note: str = ""
    pack: str = "core"
    file: str = ""

    @property
    def amount(self) -> float:
        """The value as a number. [this number's own unit].

        Raises:
            FactError: it is unknown, or a date, a text or a boolean.
        """
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return float(self.value)
        if self.value is None:
            raise FactError(
                f"{self.file}: {self.name} is not published ({self.reason}). "
                "Give a value with a source, or handle its absence."
            )
        raise FactError(
            f"{self.file}: {self.name} is {self.value!r}, not a number. "
            "Use Facts.text, Facts.flag or Facts.moment."
        )

    @property
    def interval(self) -> tuple[float, float, float]:
        """Low, central and high value; all equal where no range is given. [this number's unit]."""
        central = self.amount
        if self.low is None or self.high is None:
            return (central, central, central)
        return (float(self.low), central, float(self.high))  # type: ignore[arg-type]

    @property
    def confirmed(self) -> bool:
        """Whether the value was published for its own season and is not carried over."""
        return self.status != "unconfirmed" and self.carried_over_from is None


def parse_number(
    name: str,
    table: Any,
    *,
    file: str,
    sources: frozenset[str],
    season: int | None = None,
    pack: str = "core",
) -> Number:
    """The number one TOML table describes, refused when a field its kind demands is absent.

    Raises:
        FactError: names the file, the number and the mend.

    >>> parse_number("a.b", {"value": 3, "unit": "count", "source": "s", "locator": "p. 1"},
    ...     file="x.toml", sources=frozenset({"s"})).amount
    3.0
    >>> parse_number("a.b", {"value": 3, "unit": "count"}, file="x.toml", sources=frozenset())
    Traceback (most recent call last):
    thirdfriday.errors.FactError: x.toml: a.b has no source. Add source = "..." or say which ...
    """
    where = f"{file}: {name}"
    if not isinstance(table, dict):
        raise FactError(f"{where} is not a table. Write value, unit, source and locator under it.")
    for field in table:
        if field not in FIELDS:
            near = get_close_matches(field, FIELDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Use: {', '.join(FIELDS)}."
            raise FactError(f"{where} has an unknown field {field!r}.{hint}")
    number = Number(
        name=name, file=file, season=season, pack=pack, **{"value": None, "unit": "", **table}
    )
    if number.kind not in KINDS:
        raise FactError(f"{where} has kind {number.kind!r}. Use one of: {', '.join(KINDS)}.")
    if not number.unit.strip():
        raise FactError(
            f'{where} has no unit. Add unit = "..." (a ratio is "odds ratio", "share").'
        )
    _check_value(number, where)
    _check_origin(number, where, sources)
    _check_season(number, where)
    if number.kind == "fact" and not number.status:
        return replace(number, status="secondary")
    return number


def _check_value(number: Number, where: str) -> None:
    value, low, high = number.value, number.low, number.high
    if (value is None) != (number.kind == "unknown"):
        raise FactError(f'{where} has no value. Add one, or say kind = "unknown" and why.')
    if isinstance(value, float) and math.isnan(value):
        raise FactError(f"{where} is not a number (nan). Give its value.")
    if (low is None) != (high is None):
        raise FactError(f"{where} has half a range. Give both low and high.")
    if isinstance(value, str | bool):
        if low is not None:
            raise FactError(f"{where} is {value!r}, which has no range. Remove low and high.")
        return
    if number.kind == "assumption" and low is None:
        raise FactError(f"{where} is an assumption without a range. Give low and high.")
    if low is not None and not _ordered(low, value, high):
        raise FactError(
            f"{where}: {value} lies outside its range {low} to {high}. Mend one of them."
        )


def _ordered(low: Any, value: Any, high: Any) -> bool:
    """Whether the three are of one kind and in order; a date is not comparable with a number."""
    try:
        return bool(low <= value <= high)
    except TypeError:
        return False


def _check_origin(number: Number, where: str, sources: frozenset[str]) -> None:
    if number.kind != "fact":
        if not number.reason.strip():
            raise FactError(f'{where} is {number.kind} without a reason. Add reason = "...".')
        if number.source and number.source not in sources:
            raise FactError(f"{where} cites {number.source!r}, which sources.toml lacks. Add it.")
        return
    if not number.source:
        raise FactError(
            f'{where} has no source. Add source = "..." or say which kind it is: '
            f"{', '.join(KINDS[1:])}."
        )
    if number.source not in sources:
        near = get_close_matches(number.source, sources, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise FactError(f"{where} cites {number.source!r}, which sources.toml lacks. Add it.{hint}")
    if not number.locator.strip():
        raise FactError(f'{where} has no locator. Add locator = "page, table or section".')


def _check_season(number: Number, where: str) -> None:
    if number.status and number.status not in STATUSES:
        raise FactError(f"{where} has status {number.status!r}. Use: {', '.join(STATUSES)}.")
    if number.season is not None and number.kind == "fact" and not number.status:
        raise FactError(f"{where} is a season rule without a status. Use: {', '.join(STATUSES)}.")
    if number.carried_over_from is None:
        return
    if number.status != "unconfirmed":
        raise FactError(f'{where} is carried over, so its status must be "unconfirmed".')
    if number.season is None or number.carried_over_from >= number.season:
        raise FactError(f"{where}: carried_over_from must be a season before its own.")
