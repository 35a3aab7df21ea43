"""Writes numbers made by builders as TOML, in a fixed order and with fixed rounding."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ORDER = (
    "value", "low", "high", "unit", "kind", "source", "locator", "status", "population",
    "reference", "adjusted", "reason", "note",
)  # fmt: skip
Fields = Mapping[str, str | float | int | bool]


def write_numbers(
    path: Path, heading: str, numbers: Iterable[tuple[str, Fields]], *, pack: str,
    builder: str = "builders/facts_build.py",
) -> int:  # fmt: skip
    """Write `numbers` to `path` and return how many there were. [count]."""
    lines = [f"# {line}" for line in heading.splitlines()]
    lines += [f"# Made by {builder}; do not edit by hand.", f'pack = "{pack}"']
    count = 0
    for name, fields in numbers:
        lines += ["", f'["{name}"]']
        lines += [f"{field} = {_literal(fields[field])}" for field in ORDER if field in fields]
        count += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return count


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a CSV table with `columns` and return the number of rows. [count]."""
    lines = [",".join(columns)]
    lines += [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return len(lines) - 1


def fitted(
    value: float, low: float, high: float, *, unit: str, source: str, locator: str, reason: str,
    digits: int = 3, **more: str | bool,
) -> Fields:  # fmt: skip
    """A fitted number with its 80% range, rounded. [its unit]."""
    low, value, high = (round(number, digits) for number in (low, value, high))
    return {
        "value": value, "low": min(low, value), "high": max(high, value), "unit": unit,
        "kind": "fitted", "source": source, "locator": locator, "reason": reason, **more,
    }  # fmt: skip


def _literal(value: str | float | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
